"""The cells that the lines of a page enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from graphkit.sources.brouillon.mise_en_page import Boite, Trait

#: Lines that are nearer to each other than this are one, in points.
ACCROCHE = 3.0
#: Crossings that are looked at on one page; a drawing may have millions.
_CROISEMENTS = 2_000_000
_BORDS = 2


class Enchevetre(Exception):
    """A page has more lines than a table can have."""


@dataclass(frozen=True, slots=True)
class Grille:
    """Cells that lines enclose.

    Attributes:
        cellules: their boxes.
        boite: the box of all of them.
        ouverte_en_haut: its first row has no line above: it is the rest of one.
        ouverte_en_bas: its last row has no line below.
    """

    cellules: list[Boite]
    boite: Boite
    ouverte_en_haut: bool = False
    ouverte_en_bas: bool = False


def find_grids(traits: Sequence[Trait]) -> list[Grille]:
    """Return the tables of a page from top to bottom; tables within a cell are left out.

    Args:
        traits: the lines drawn on the page.

    Raises:
        Enchevetre: there are too many of them.
    """
    aretes = merge_edges([_arete(t) for t in traits], ACCROCHE, ACCROCHE, ACCROCHE, ACCROCHE)
    debout = sum(1 for a in aretes if a["orientation"] == "v")
    if debout * (len(aretes) - debout) > _CROISEMENTS:
        raise Enchevetre
    fermetures = _fermetures(aretes)
    aretes += [_arete(t) for t in fermetures]
    croisements = edges_to_intersections(aretes, ACCROCHE, ACCROCHE)
    tables = [t for t in cells_to_tables(intersections_to_cells(croisements)) if len(t) > 1]
    grilles = []
    for table in tables:
        boite = _englobe(table)
        autres = (cellule for autre in tables if autre is not table for cellule in autre)
        if not any(_dans(boite, cellule) for cellule in autres):
            ouverts = [
                any(abs(f.haut - y) <= ACCROCHE and f.x0 <= boite[2] and f.x1 >= boite[0] for f in fermetures)
                for y in (boite[1], boite[3])
            ]
            grilles.append(Grille(table, boite, *ouverts))
    return sorted(grilles, key=lambda g: (g.boite[1], g.boite[0]))


def _fermetures(aretes: list[dict[str, Any]]) -> list[Trait]:
    """Return the lines that a page break leaves out: the bottom, or the top, of a row cut in two.

    Three lines or more that end together, a whole row's width apart, end so for no other reason.
    """
    manquantes = []
    for bout in ("bottom", "top"):
        groupes: dict[int, list[dict[str, Any]]] = {}
        for arete in aretes:
            if arete["orientation"] == "v":
                groupes.setdefault(round(arete[bout] / ACCROCHE), []).append(arete)
        for groupe in groupes.values():
            x0, x1, y = min(a["x0"] for a in groupe), max(a["x1"] for a in groupe), groupe[0][bout]
            larges = [
                a
                for a in aretes
                if a["orientation"] == "h" and a["x0"] <= x0 + ACCROCHE and a["x1"] >= x1 - ACCROCHE
            ]
            haut, bas = min(a["top"] for a in groupe), max(a["bottom"] for a in groupe)
            tenus = [a for a in larges if haut - ACCROCHE <= a["top"] <= bas + ACCROCHE]
            ferme = any(abs(a["top"] - y) <= ACCROCHE for a in tenus)
            if len({round(a["x0"]) for a in groupe}) > _BORDS and tenus and not ferme:
                manquantes.append(Trait(x0, y, x1, y))
    return manquantes


def _arete(trait: Trait) -> dict[str, Any]:
    return {
        "x0": trait.x0,
        "x1": trait.x1,
        "top": trait.haut,
        "bottom": trait.bas,
        "width": trait.x1 - trait.x0,
        "height": trait.bas - trait.haut,
        "orientation": "v" if trait.vertical else "h",
        "object_type": "line",
        # What the type of pdfplumber wants besides; nothing is read from it.
        "doctop": trait.haut,
        "y0": -trait.bas,
        "y1": -trait.haut,
    }


def _englobe(boites: Sequence[Boite]) -> Boite:
    return (
        min(b[0] for b in boites),
        min(b[1] for b in boites),
        max(b[2] for b in boites),
        max(b[3] for b in boites),
    )


def _dans(petite: Boite, grande: Boite) -> bool:
    return (
        petite[0] >= grande[0] - 1
        and petite[1] >= grande[1] - 1
        and petite[2] <= grande[2] + 1
        and petite[3] <= grande[3] + 1
    )
