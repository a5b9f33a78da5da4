"""What a computed match says of two statements; it is a finding, never an equivalence."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How what two statements say is related, seen from the first."""

    MEME_CONTENU = "même contenu"
    COUVRE = "couvre"
    COUVERTE = "couverte par"
    PARTIELLE = "partielle"
    LIEE = "liée"
    SANS_RAPPORT = "sans rapport"

    @property
    def covers(self) -> bool:
        """Whether the first says all that the other says."""
        return self in {Relation.MEME_CONTENU, Relation.COUVRE}

    @property
    def is_covered(self) -> bool:
        """Whether the other says all that the first says."""
        return self in {Relation.MEME_CONTENU, Relation.COUVERTE}

    @property
    def inverse(self) -> Relation:
        """The relation seen from the other."""
        return _INVERSES.get(self, self)


_INVERSES = {Relation.COUVRE: Relation.COUVERTE, Relation.COUVERTE: Relation.COUVRE}
