"""A computed match that is kept, with what a person decided about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from graphkit.matching.comparison import Comparison
from graphkit.matching.coverage import Coverage, Pair
from graphkit.matching.relations import Relation
from graphkit.matching.statement import Part
from graphkit.matching.verdict import TOTAL

#: Score from which a pair is kept where nobody says otherwise.
LEAST_KEPT = 0.5
BY_COVERAGE = "couverture des compétences"
_DIGITS = 16


class Status(StrEnum):
    """What became of a match."""

    CALCULE = "calculé"
    CONFIRME = "confirmé"
    REJETE = "rejeté"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a match.

    Attributes:
        status: confirmed or rejected.
        by: who decided.
        on: when.
        reason: why; empty where nothing is told.
    """

    status: Status
    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """A match of two competences or two blocs.

    Attributes:
        one: IRI of the first.
        other: IRI of the other.
        relation: what was computed of them, seen from the first.
        score: how near they are, 0 to 1.
        method: by which it was computed.
        version: of the method.
        parts: part of the statements -> what they have in common of it; parts that one lacks are left out.
        shared: words that both have.
        decision: what a person decided, if anybody did.
    """

    one: str
    other: str
    relation: Relation
    score: float
    method: str
    version: str
    parts: Mapping[Part, float] = field(default_factory=dict, hash=False)
    shared: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def status(self) -> Status:
        """What became of it."""
        return self.decision.status if self.decision else Status.CALCULE

    @property
    def name(self) -> str:
        """Name of the pair, the same whichever method matched it."""
        return hashlib.sha256(f"{self.one}\n{self.other}".encode()).hexdigest()[:_DIGITS]


def matches_of(comparison: Comparison, least: float = LEAST_KEPT) -> tuple[Rapprochement, ...]:
    """Return the matches of a comparison that are worth keeping: of competences, then of blocs.

    Args:
        comparison: the computed coverage of two référentiels.
        least: score from which a pair is kept.
    """
    pairs = [match_of(pair) for pair in comparison.pairs if pair.match.score >= least]
    if comparison.one.in_blocs and comparison.other.in_blocs:
        for bloc in comparison.blocs:
            score = max(bloc.of_one.share or 0.0, bloc.of_other.share or 0.0)
            if score >= least:
                relation = _of_blocs(bloc.of_other, bloc.of_one)
                pairs.append(
                    Rapprochement(
                        bloc.one, bloc.other, relation, round(score, 4), BY_COVERAGE, comparison.version
                    )
                )
    return tuple(pairs)


def match_of(pair: Pair) -> Rapprochement:
    """Return a pair of a comparison as a match that can be kept.

    Args:
        pair: two statements that have something in common.
    """
    components = pair.match.components
    return Rapprochement(
        one=pair.one,
        other=pair.other,
        relation=pair.match.relation,
        score=round(pair.match.score, 4),
        method=pair.match.method,
        version=pair.match.version,
        parts={each.part: round(each.score, 4) for each in components if each.score is not None},
        shared=tuple(dict.fromkeys(word for each in components for word in each.shared)),
    )


def merge(kept: Iterable[Rapprochement], new: Iterable[Rapprochement]) -> tuple[Rapprochement, ...]:
    """Return what was kept with what is new; what a person decided stays as it was decided upon.

    Args:
        kept: the matches kept until now.
        new: matches that take the place of those of the same pair, if nobody decided about these; one with a
            decision takes the place of any.
    """
    merged = {each.name: each for each in kept}
    for each in new:
        before = merged.get(each.name)
        if before is None or before.decision is None or each.decision is not None:
            merged[each.name] = each
    return tuple(sorted(merged.values(), key=lambda each: (each.one, each.other)))


def decide(match: Rapprochement, decision: Decision) -> Rapprochement:
    """Return a match with what a person decided about it.

    Args:
        match: the match.
        decision: what was decided.
    """
    return replace(match, decision=decision)


def _of_blocs(of_other: Coverage, of_one: Coverage) -> Relation:
    covers = (of_other.share or 0.0) >= TOTAL
    is_covered = (of_one.share or 0.0) >= TOTAL
    if covers and is_covered:
        return Relation.MEME_CONTENU
    if covers:
        return Relation.COUVRE
    return Relation.COUVERTE if is_covered else Relation.PARTIELLE
