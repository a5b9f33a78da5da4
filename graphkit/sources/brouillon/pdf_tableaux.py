"""Ruled tables of a page: the cells that its lines enclose, with the rows and columns that each spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from graphkit.sources.brouillon.pdf_lignes import Lexique, alineas, lignes_de, texte_tourne
from graphkit.sources.brouillon.pdf_pages import Mot, Trait

Boite = tuple[float, float, float, float]

#: Lines that are nearer to each other than this are one, in points.
_ACCROCHE = 3.0
#: Crossings that are looked at on one page; a drawing may have millions.
_CROISEMENTS = 2_000_000
_MARGE = 15.0
# One column has two borders; one filled cell relates nothing either.
_BORDS = 2


class Enchevetre(Exception):
    """A page has more lines than a table can have."""


@dataclass(eq=False, slots=True)
class CelluleBrute:
    """A cell before tables are joined; the same object in each row and column that it spans.

    Attributes:
        lignes: its paragraphs.
        page: where it starts.
        hauteur: rows that it spans.
    """

    lignes: list[str]
    page: int
    hauteur: int = 1

    @property
    def texte(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(self.lignes)


Rangee = list[CelluleBrute | None]


@dataclass(slots=True)
class TableauBrut:
    """A table of one page, or of several once joined.

    Attributes:
        page: where it ends.
        colonnes: where its columns begin and end, left to right.
        repetees: rows of headings that were left out because they repeat the first ones.
    """

    page: int
    boite: Boite
    colonnes: list[float]
    rangees: list[Rangee]
    mots: list[Mot] = field(default_factory=list)
    ouvert_en_haut: bool = False
    ouvert_en_bas: bool = False
    repetees: int = 0


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
    aretes = merge_edges([_arete(t) for t in traits], _ACCROCHE, _ACCROCHE, _ACCROCHE, _ACCROCHE)
    debout = sum(1 for a in aretes if a["orientation"] == "v")
    if debout * (len(aretes) - debout) > _CROISEMENTS:
        raise Enchevetre
    fermetures = _fermetures(aretes)
    aretes += [_arete(t) for t in fermetures]
    croisements = edges_to_intersections(aretes, _ACCROCHE, _ACCROCHE)
    tables = [t for t in cells_to_tables(intersections_to_cells(croisements)) if len(t) > 1]
    grilles = []
    for table in tables:
        boite = _englobe(table)
        autres = (cellule for autre in tables if autre is not table for cellule in autre)
        if not any(_dans(boite, cellule) for cellule in autres):
            ouverts = [
                any(
                    abs(f.haut - y) <= _ACCROCHE and f.x0 <= boite[2] and f.x1 >= boite[0] for f in fermetures
                )
                for y in (boite[1], boite[3])
            ]
            grilles.append(Grille(table, boite, *ouverts))
    return sorted(grilles, key=lambda g: (g.boite[1], g.boite[0]))


def build_table(grille: Grille, mots: Iterable[Mot], page: int, lexique: Lexique) -> TableauBrut | None:
    """Return a table with the words in its cells; ``None`` if it relates nothing: one column, or no words.

    Args:
        grille: its cells.
        mots: the words of the page.
        page: its number.
        lexique: the words of the document.
    """
    cellules, boite = grille.cellules, grille.boite
    xs = _reperes(x for c in cellules for x in (c[0], c[2]))
    ys = _reperes(y for c in cellules for y in (c[1], c[3]))
    if len(xs) <= _BORDS:
        return None
    dedans = [m for m in mots if _contient(boite, m)]
    rangees: list[Rangee] = [[None] * (len(xs) - 1) for _ in ys[1:]]
    pris: list[Mot] = []
    marge = _marge(cellules, dedans)
    for cellule in sorted(cellules, key=lambda c: (c[1], c[0])):
        i, k = _rang(xs, cellule[0]), _rang(xs, cellule[2])
        j, n = _rang(ys, cellule[1]), _rang(ys, cellule[3])
        if i == k or j == n:
            continue
        siens = [m for m in dedans if _contient(cellule, m)]
        pris += siens
        brute = CelluleBrute(_texte(siens, cellule[2] - marge, lexique), page, n - j)
        for rangee in rangees[j:n]:
            rangee[i:k] = [brute] * (k - i)
    if sum(1 for c in {id(c): c for r in rangees for c in r if c}.values() if c.lignes) < _BORDS:
        return None
    ouverts = grille.ouverte_en_haut, grille.ouverte_en_bas
    return TableauBrut(page, boite, xs, [r for r in rangees if any(r)], pris, *ouverts)


def _fermetures(aretes: list[dict[str, Any]]) -> list[Trait]:
    """Return the lines that a page break leaves out: the bottom, or the top, of a row cut in two.

    Three lines or more that end together, a whole row's width apart, end so for no other reason.
    """
    manquantes = []
    for bout in ("bottom", "top"):
        groupes: dict[int, list[dict[str, Any]]] = {}
        for arete in aretes:
            if arete["orientation"] == "v":
                groupes.setdefault(round(arete[bout] / _ACCROCHE), []).append(arete)
        for groupe in groupes.values():
            x0, x1, y = min(a["x0"] for a in groupe), max(a["x1"] for a in groupe), groupe[0][bout]
            larges = [
                a
                for a in aretes
                if a["orientation"] == "h" and a["x0"] <= x0 + _ACCROCHE and a["x1"] >= x1 - _ACCROCHE
            ]
            haut, bas = min(a["top"] for a in groupe), max(a["bottom"] for a in groupe)
            tenus = [a for a in larges if haut - _ACCROCHE <= a["top"] <= bas + _ACCROCHE]
            ferme = any(abs(a["top"] - y) <= _ACCROCHE for a in tenus)
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


def _texte(mots: list[Mot], droite: float, lexique: Lexique) -> list[str]:
    lignes = lignes_de(mots)
    fin = max([droite, *(x.x1 for x in lignes)])
    tourne = texte_tourne(mots)
    return [a.texte for a in alineas(lignes, fin, lexique)] + ([tourne] if tourne else [])


def _marge(cellules: list[Boite], mots: list[Mot]) -> float:
    """Return the white space between the borders of the cells and their text: the same on both sides."""
    debuts = [min((m.x0 for m in mots if not m.sens and _contient(c, m)), default=None) for c in cellules]
    ecarts = [d - c[0] for c, d in zip(cellules, debuts, strict=True) if d is not None]
    return min([_MARGE, *(e for e in ecarts if e > 0)])


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


def _contient(boite: Boite, mot: Mot) -> bool:
    x, y = (mot.x0 + mot.x1) / 2, (mot.haut + mot.bas) / 2
    return boite[0] <= x < boite[2] and boite[1] <= y < boite[3]


def _reperes(valeurs: Iterable[float]) -> list[float]:
    """Return the places of borders, those nearer than the tolerance as one."""
    reperes: list[float] = []
    for valeur in sorted(valeurs):
        if not reperes or valeur - reperes[-1] > _ACCROCHE:
            reperes.append(valeur)
    return reperes


def _rang(reperes: list[float], valeur: float) -> int:
    rang = bisect_left(reperes, valeur)
    voisins = [r for r in (rang - 1, rang) if 0 <= r < len(reperes)]
    return min(voisins, key=lambda r: abs(reperes[r] - valeur))
