"""A comparison as its pages, the commands and the API give it in JSON: one form, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.catalog.views import CertificationRef
from graphkit.comparing.phrases import CAUTION, FRENCH, explain
from graphkit.comparing.reading import reading
from graphkit.comparing.sides import Comparaison, Name, PairOfSides, Side
from graphkit.matching.coverage import Coverage, Covered, Pair
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match
from graphkit.matching.verdict import Condition, Verdict
from graphkit.voice import Voice


@dataclass(frozen=True, slots=True)
class SideView:
    """A certification that is compared.

    Attributes:
        letter: its name in this comparison.
        draft: name of the file that it was read from; empty for one of the graph.
        certification: the certification.
        names: IRI of each of its blocs and competences -> what it is called.
    """

    letter: str
    draft: str
    certification: CertificationRef
    names: Mapping[str, Name]


@dataclass(frozen=True, slots=True)
class CodeInCommon:
    """A code that several certifications have.

    Attributes:
        property: as ``ref:viseMetier``.
        code: the code with its label.
        sides: letters of those that have it.
    """

    property: str
    code: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """How much of one list of statements another covers.

    Attributes:
        share: share of them that one or several cover; ``null`` without statements.
        statements: each of them, in order.
    """

    share: float | None
    statements: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class CoverageBothWays:
    """What each of two sides covers of the other.

    Attributes:
        of_other: how much of the other the first covers.
        of_one: how much of the first the other covers.
    """

    of_other: CoverageView
    of_one: CoverageView


@dataclass(frozen=True, slots=True)
class BlocShares:
    """A bloc of the first side against one of the other.

    Attributes:
        one: IRI of the bloc of the first.
        other: IRI of the bloc of the other.
        of_other: share of the competences of the other that the first covers; ``null`` without any.
        of_one: share of the competences of the first that the other covers; ``null`` without any.
    """

    one: str
    other: str
    of_other: float | None
    of_one: float | None


@dataclass(frozen=True, slots=True)
class MatchView:
    """Two competences that have something in common.

    Attributes:
        one: IRI of the one of the first side.
        other: IRI of the one of the other.
        chosen: whether the best assignment of one to one pairs them.
        relation: how they are related as the coverage counts it, seen from the first.
        why: the reason, in the language asked for.
        match: what a computation says of them.
    """

    one: str
    other: str
    chosen: bool
    relation: Relation
    why: str
    match: Match


@dataclass(frozen=True, slots=True)
class PairView:
    """Two sides and their computed coverage.

    Attributes:
        one: letter of the first.
        other: letter of the other.
        verdict: what the computed coverage suggests to examine; it decides nothing.
        conditions: what remains to be examined, in the order of the guideline.
        activities: how the activities are covered; keys are their texts.
        competences: how the competences are covered; keys are their IRIs.
        blocs: each bloc of the first against each of the other.
        pairs: competences that have something in common, the nearest first.
        official: IRIs of the correspondences that the records declare.
        method: by which all this was computed.
        version: of the method.
        threshold: how likely a cover has to be to count.
        reading: what the figures come to, in the language asked for.
    """

    one: str
    other: str
    verdict: Verdict
    conditions: tuple[Condition, ...]
    activities: CoverageBothWays
    competences: CoverageBothWays
    blocs: tuple[BlocShares, ...]
    pairs: tuple[MatchView, ...]
    official: tuple[str, ...]
    method: str
    version: str
    threshold: float
    reading: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Certifications beside each other, with what a computation says of each two.

    Attributes:
        sides: the certifications, in the order asked for.
        shared_codes: codes that several have, those of most sides first.
        pairs: each two of them.
        caution: what the computed coverage is not.
    """

    sides: tuple[SideView, ...]
    shared_codes: tuple[CodeInCommon, ...]
    pairs: tuple[PairView, ...]
    caution: str


def view_of(found: Comparaison, say: Voice = FRENCH) -> ComparisonView:
    """Return a comparison as it is given to programs; only what people read follows a language.

    Args:
        found: the comparison.
        say: says reasons and the caution.
    """
    return ComparisonView(
        sides=tuple(_side(side) for side in found.sides),
        shared_codes=tuple(
            CodeInCommon(name, label, tuple(side.letter for side in sides))
            for name, label, sides in found.shared_codes
        ),
        pairs=tuple(_pair(pair, say) for pair in found.pairs),
        caution=say(*CAUTION),
    )


def _side(side: Side) -> SideView:
    return SideView(side.letter, side.draft, side.view.ref, side.names)


def _pair(pair: PairOfSides, say: Voice) -> PairView:
    found = pair.comparison
    return PairView(
        one=pair.one.letter,
        other=pair.other.letter,
        verdict=found.finding.verdict,
        conditions=found.finding.conditions,
        activities=CoverageBothWays(_covered(found.activities_of_other), _covered(found.activities_of_one)),
        competences=CoverageBothWays(_covered(found.of_other), _covered(found.of_one)),
        blocs=tuple(
            BlocShares(each.one, each.other, each.of_other.share, each.of_one.share) for each in found.blocs
        ),
        pairs=tuple(_match(each, found.relation(each), say) for each in found.pairs),
        official=tuple(each.iri for _, each in pair.official),
        method=found.method,
        version=found.version,
        threshold=found.threshold,
        reading=reading(pair, say),
    )


def _covered(coverage: Coverage) -> CoverageView:
    return CoverageView(coverage.share, coverage.statements)


def _match(pair: Pair, relation: Relation, say: Voice) -> MatchView:
    return MatchView(pair.one, pair.other, pair.chosen, relation, explain(pair.match, say), pair.match)
