"""Two référentiels beside each other, bloc by bloc and competence by competence: the computed coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkit.matching.coverage import COVERED, Coverage, Grid, Pair, as_counted
from graphkit.matching.rarity import Rarity
from graphkit.matching.referentiels import Bloc, Enonce, Referentiel
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Matcher
from graphkit.matching.verdict import Finding, Shares, find


@dataclass(frozen=True, slots=True)
class BlocPair:
    """A bloc of one side against one of the other.

    Attributes:
        one: key of the bloc of the first side.
        other: key of the bloc of the other.
        of_other: how the competences of the other are covered by those of the first.
        of_one: how the competences of the first are covered by those of the other.
        proximity: how near they are, which ranks blocs and tells no coverage; ``None`` without competences.
        titles: how likely one title says all that the other says; ``None`` where one has none.
    """

    one: str
    other: str
    of_other: Coverage
    of_one: Coverage
    proximity: float | None
    titles: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The computed coverage of two référentiels.

    Attributes:
        one: the first side.
        other: the other.
        pairs: competences that have something in common, nearest first; one may stand in several.
        of_other: how the competences of the other are covered by the first.
        of_one: how the competences of the first are covered by the other.
        activities_of_other: how the activities of the other are covered by the first; keys are their texts.
        activities_of_one: how the activities of the first are covered by the other.
        blocs: each bloc of the first against each of the other.
        common_codes: IRIs of the codes that both carry.
        finding: what it suggests, with what remains to be examined.
        method: by which it was computed.
        version: of the method.
        threshold: how likely a cover has to be to count.
    """

    one: Referentiel
    other: Referentiel
    pairs: tuple[Pair, ...]
    of_other: Coverage
    of_one: Coverage
    activities_of_other: Coverage
    activities_of_one: Coverage
    blocs: tuple[BlocPair, ...]
    common_codes: tuple[str, ...]
    finding: Finding
    method: str
    version: str
    threshold: float = COVERED

    def relation(self, pair: Pair) -> Relation:
        """Return the relation of a pair as the coverage counts it, seen from the first side."""
        return as_counted(pair.match, self.threshold)

    def bloc(self, one: str, other: str) -> BlocPair | None:
        """Return a bloc of the first against one of the other, by their keys."""
        return next((pair for pair in self.blocs if (pair.one, pair.other) == (one, other)), None)

    def pair(self, one: str, other: str) -> Pair | None:
        """Return a pair of competences by their keys, if they have something in common."""
        return next((pair for pair in self.pairs if (pair.one, pair.other) == (one, other)), None)


def compare(
    one: Referentiel, other: Referentiel, matcher: Matcher, rarity: Rarity, threshold: float = COVERED
) -> Comparison:
    """Compare two référentiels.

    Args:
        one: the first side.
        other: the other.
        matcher: scores pairs of statements.
        rarity: how much a word tells.
        threshold: how likely a cover has to be to count.
    """
    grid = Grid(one.competences, other.competences, matcher, rarity, threshold)
    activities = Grid(_as_statements(one), _as_statements(other), matcher, rarity, threshold)
    of_other, of_one = grid.coverage_of_others(), grid.coverage_of_ones()
    acts_of_other, acts_of_one = activities.coverage_of_others(), activities.coverage_of_ones()
    blocs = tuple(_blocs(one.blocs, other.blocs, grid, matcher))
    shares = Shares(
        activities=_lesser(acts_of_other.share, acts_of_one.share),
        competences=_lesser(of_other.share, of_one.share),
        bloc=max(
            (
                coverage.share or 0.0
                for pair in blocs
                for coverage in (pair.of_other, pair.of_one)
                if coverage.tells
            ),
            default=None,
        ),
    )
    return Comparison(
        one=one,
        other=other,
        pairs=grid.pairs(),
        of_other=of_other,
        of_one=of_one,
        activities_of_other=acts_of_other,
        activities_of_one=acts_of_one,
        blocs=blocs,
        common_codes=tuple(sorted(one.codes & other.codes)),
        finding=find(one, other, shares),
        method=matcher.method,
        version=matcher.version,
        threshold=threshold,
    )


def _blocs(ones: Sequence[Bloc], others: Sequence[Bloc], grid: Grid, matcher: Matcher) -> Iterator[BlocPair]:
    # What a bloc covers of the whole other side is worked out once, and shared out among the blocs there.
    by_ones = [grid.coverage_of_others(_keys(bloc)) for bloc in ones]
    by_others = [grid.coverage_of_ones(_keys(bloc)) for bloc in others]
    for one, by_one in zip(ones, by_ones, strict=True):
        for other, by_other in zip(others, by_others, strict=True):
            left, right = _keys(one), _keys(other)
            yield BlocPair(
                one=one.key,
                other=other.key,
                of_other=by_one.of(right),
                of_one=by_other.of(left),
                proximity=grid.proximity(left, right),
                titles=matcher.match(one.title, other.title).score if one.title and other.title else None,
            )


def _as_statements(side: Referentiel) -> tuple[Enonce, ...]:
    return tuple(Enonce(text, text) for text in dict.fromkeys(side.activites))


def _keys(bloc: Bloc) -> frozenset[str]:
    return frozenset(competence.key for competence in bloc.competences)


def _lesser(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else min(one, other)
