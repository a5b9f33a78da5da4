"""What a comparison suggests, in the regulator's terms, with the conditions that a person has to examine.

France compétences, Vademecum RNCP v1.1 (January 2023), p. 61-62: activities first, then the level of mastery
of competences; a total correspondence is between certifications of one level (Code du travail, art.
L. 6113-7), a partial one goes bloc to bloc; differences of assessment are no ground for refusal; outside the
RNCP only the Répertoire spécifique may correspond, with blocs (art. L. 6113-6).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphkit.matching.referentiels import Referentiel

_RNCP, _RS = "rncp", "rs"
#: Share of activities or competences from which a correspondence is worth examining.
TOTAL, PARTIAL = 0.8, 0.5


class Verdict(StrEnum):
    """What the computed coverage suggests to examine; it decides nothing."""

    TOTALE = "correspondance totale à examiner"
    PARTIELLE = "correspondance partielle, bloc à bloc, à examiner"
    AUCUNE = "aucune correspondance ne ressort de la couverture calculée"
    HORS_CADRE = "hors du cadre des correspondances"


class Topic(StrEnum):
    """What has to be examined."""

    ACTIVITES = "activités"
    MAITRISE = "maîtrise des compétences"
    NIVEAU = "niveau de qualification"
    REPERTOIRE = "répertoire"
    BLOCS = "structuration en blocs"
    MODALITES = "modalités d’évaluation"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a correspondence.

    Attributes:
        topic: what it is about.
        met: whether what is compared meets it; ``None`` where nothing tells, and a person has to look.
        needed_for_total: whether only a total correspondence asks for it.
        source: where it stands.
    """

    topic: Topic
    met: bool | None
    needed_for_total: bool
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its conditions.

    Attributes:
        verdict: what the computed coverage suggests.
        conditions: what remains to be examined, in the order of the guideline.
    """

    verdict: Verdict
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What a verdict is made of; ``None`` where there is nothing to cover.

    Attributes:
        activities: the lesser of the two shares of activities that are covered.
        competences: the lesser of the two shares of competences that are covered.
        bloc: the greatest share of a bloc of one that a bloc of the other covers, where that is several
            competences, or the whole bloc: one of two is chance as often as not.
    """

    activities: float | None
    competences: float | None
    bloc: float | None


def find(one: Referentiel, other: Referentiel, shares: Shares) -> Finding:
    """Return what a comparison suggests.

    Args:
        one: the first side.
        other: the other.
        shares: what is covered.
    """
    conditions = _conditions(one, other, shares)
    met = {each.topic: each.met for each in conditions}
    registers = {one.register, other.register}
    if registers == {_RS}:
        return Finding(Verdict.HORS_CADRE, conditions)
    whole = (shares.competences or 0.0) >= TOTAL and (
        shares.activities is None or shares.activities >= PARTIAL
    )
    if whole and met[Topic.NIVEAU] is not False and _RS not in registers:
        return Finding(Verdict.TOTALE, conditions)
    if (shares.bloc or 0.0) >= PARTIAL:
        return Finding(Verdict.PARTIELLE, conditions)
    return Finding(Verdict.AUCUNE, conditions)


def _conditions(one: Referentiel, other: Referentiel, shares: Shares) -> tuple[Condition, ...]:
    level = None if one.level is None or other.level is None else one.level == other.level
    registered = None if not (one.register and other.register) else _RNCP in {one.register, other.register}
    structured = one.in_blocs and other.in_blocs
    activities = None if shares.activities is None else shares.activities >= PARTIAL
    mastery = None if shares.competences is None else (shares.bloc or 0.0) >= PARTIAL
    return (
        Condition(Topic.ACTIVITES, activities, False, "Vademecum RNCP v1.1, p. 62"),
        Condition(Topic.MAITRISE, mastery, False, "Vademecum RNCP v1.1, p. 62"),
        Condition(Topic.NIVEAU, level, True, "Code du travail, art. L. 6113-7"),
        Condition(Topic.REPERTOIRE, registered, False, "Code du travail, art. L. 6113-6 ; Vademecum p. 62"),
        Condition(Topic.BLOCS, structured, False, "Vademecum RNCP v1.1, p. 62"),
        # Said for what it is not: a difference here is no ground for refusal.
        Condition(Topic.MODALITES, True, False, "Vademecum RNCP v1.1, p. 62"),
    )
