"""A page as it is laid out: words with their places, and the straight lines that may rule a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graphkit.sources.notes import Dit

#: Left, top, right and bottom, in points from the upper left corner of the page.
Boite = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mot:
    """A word on a page, in points from the upper left corner.

    Attributes:
        sens: 0 upright, 1 read downwards, -1 read upwards.
    """

    texte: str
    x0: float
    haut: float
    x1: float
    bas: float
    taille: float
    gras: bool
    sens: int = 0


@dataclass(frozen=True, slots=True)
class Trait:
    """A horizontal or vertical line."""

    x0: float
    haut: float
    x1: float
    bas: float

    @property
    def vertical(self) -> bool:
        """Whether it is taller than wide."""
        return self.bas - self.haut > self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class PageBrute:
    """A page as it is drawn.

    Attributes:
        numero: 1-based.
        images: share of the page that pictures cover, at most 1.
        dessins: number of drawn shapes that are no straight lines.
        defaut: why it cannot be read; ``None`` when it can.
    """

    numero: int
    largeur: float
    hauteur: float
    mots: tuple[Mot, ...] = ()
    traits: tuple[Trait, ...] = ()
    images: float = 0.0
    dessins: int = 0
    defaut: Dit | None = None


def corps_du_texte(pages: Sequence[PageBrute]) -> float:
    """Return the size in which most characters of a document are set.

    Args:
        pages: its pages.
    """
    tailles: Counter[float] = Counter()
    for page in pages:
        for mot in page.mots:
            if not mot.sens:
                tailles[round(mot.taille * 2) / 2] += len(mot.texte)
    return tailles.most_common(1)[0][0] if tailles else 0.0
