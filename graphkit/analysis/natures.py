"""The kinds of text that a référentiel is made of, which decide what is looked for in them."""

from __future__ import annotations

from enum import StrEnum


class Nature(StrEnum):
    """What a text states."""

    ACTIVITE = "activite"
    BLOC = "bloc"
    CERTIFICATION = "certification"
    COMPETENCE = "competence"
    CONTEXTE = "contexte"
    CRITERE = "critere"
    JURY = "jury"
    LIVRABLE = "livrable"
    MODALITE = "modalite"
    PREREQUIS = "prerequis"
    REGLEMENT = "reglement"
