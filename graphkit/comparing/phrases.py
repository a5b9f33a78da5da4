"""What a comparison says, in the terms of the regulator. No computed result is called an equivalence.

Terms: France compétences, Vademecum RNCP v1.1 (January 2023), p. 61-62; Code du travail, art. L. 6113-6, -7.
"""

from __future__ import annotations

from graphkit.matching.features import Component
from graphkit.matching.similarity import Match

CAUTION = (
    "Couverture calculée à partir des mots des énoncés : elle oriente un examen et ne vaut ni"
    " correspondance, ni dispense, ni allègement. Seul le certificateur établit une correspondance"
    " (Code du travail, art. L. 6113-7)."
)
METHOD = (
    "Selon le vadémécum RNCP v1.1 (p. 61-62), l’examen porte d’abord sur les activités, qui donnent le"
    " périmètre, puis sur les compétences, qui donnent le niveau de maîtrise. Une correspondance totale exige"
    " le même niveau de qualification ; une correspondance partielle va de bloc à bloc."
)
ASSESSMENT = (
    "Des différences de modalités d’évaluation ne justifient pas l’absence d’une correspondance (vadémécum,"
    " p. 62) : elles ne sont pas comparées ici."
)
MET = {True: "remplie", False: "non remplie", None: "à examiner"}
_MANY = 6


def percent(share: float | None) -> str:
    """Return a share as people write it."""
    return "sans objet" if share is None else f"{share:.0%}".replace("%", " %")


def decimal(value: float) -> str:
    """Return a score as people write it."""
    return f"{value:.2f}".replace(".", ",")


def explain(match: Match) -> str:
    """Return why two statements are near, or are not, part by part.

    Args:
        match: what a computation says of them.
    """
    told = [text for component in match.components if (text := _component(component))]
    return " ; ".join(told)


def _component(component: Component) -> str:
    if component.score is None:
        return ""
    said = []
    if component.shared:
        said.append(f"en commun « {_list(component.shared)} »")
    if component.only_one:
        said.append(f"seulement à gauche « {_list(component.only_one)} »")
    if component.only_other:
        said.append(f"seulement à droite « {_list(component.only_other)} »")
    return f"{component.part.value} {decimal(component.score)} : {', '.join(said)}" if said else ""


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words[:_MANY]) + (", …" if len(words) > _MANY else "")
