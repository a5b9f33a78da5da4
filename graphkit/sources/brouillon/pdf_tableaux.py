"""Ruled tables of a page: what stands in their cells, with the rows and columns that each spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from graphkit.sources.brouillon.mise_en_page import Boite, Mot
from graphkit.sources.brouillon.pdf_grilles import ACCROCHE, Grille
from graphkit.sources.brouillon.pdf_lignes import (
    Lexique,
    Ligne,
    alineas,
    lignes_de,
    rangees_de,
    texte_tourne,
    une_phrase_par_ligne,
)

# Cells have as much white space at the right as at the left, and never more than this, in points.
_MARGE = 15.0
# Gap, in sizes of the type, that parts columns and no two words.
_ECART = 1.2
# One column has two borders; one filled cell relates nothing either.
_BORDS = 2

#: A column of a table: of how many, and its rank.
Place = tuple[int, int]


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
    ouvert_en_haut: bool = False
    ouvert_en_bas: bool = False
    repetees: int = 0


@dataclass(frozen=True, slots=True)
class _CelluleLue:
    """The lines in a cell, and its first row and column and one past the last."""

    boite: Boite
    rangs: tuple[int, int, int, int]
    mots: list[Mot]
    lignes: list[Ligne]


@dataclass(frozen=True, slots=True)
class TableauLu:
    """A table of a page of which every word is in its cell.

    Attributes:
        grille: its cells.
        page: number of the page.
        xs: where its columns begin and end.
        hauteur: number of its rows.
        marge: white space between the borders of the cells and their text.
    """

    grille: Grille
    page: int
    xs: list[float]
    hauteur: int
    marge: float
    cellules: list[_CelluleLue]

    @property
    def mots(self) -> list[Mot]:
        """The words that stand in its cells."""
        return [m for c in self.cellules for m in c.mots]


def read_table(grille: Grille, mots: Iterable[Mot], page: int) -> TableauLu | None:
    """Return a table with the words in its cells; ``None`` if it relates nothing: one column, or no words.

    Args:
        grille: its cells.
        mots: the words of the page.
        page: its number.
    """
    xs = _reperes(x for c in grille.cellules for x in (c[0], c[2]))
    ys = _reperes(y for c in grille.cellules for y in (c[1], c[3]))
    if len(xs) <= _BORDS:
        return None
    dedans = [m for m in mots if _contient(grille.boite, m)]
    cellules = []
    for boite in grille.cellules:
        i, k, j, n = _rang(xs, boite[0]), _rang(xs, boite[2]), _rang(ys, boite[1]), _rang(ys, boite[3])
        if i < k and j < n:
            siens = [m for m in dedans if _contient(boite, m)]
            for debut, fin, mots_la in _parts(siens, xs, i, k):
                places = (xs[debut], boite[1], xs[fin] if fin < k else boite[2], boite[3])
                cellules.append(_CelluleLue(places, (j, n, debut, fin), mots_la, lignes_de(mots_la)))
    if sum(1 for c in cellules if c.mots) < _BORDS:
        return None
    marge = _marge(grille.cellules, dedans)
    return TableauLu(grille, page, xs, len(ys) - 1, marge, sorted(cellules, key=lambda c: c.rangs))


def _parts(mots: list[Mot], xs: list[float], i: int, k: int) -> list[tuple[int, int, list[Mot]]]:
    """Return the cells of a row that is ruled below only, its columns parted by white space; or the one cell.

    That is sure where each column has words and wide gaps, wider than between words, part them on every line.
    """
    entiere = [(i, k, mots)]
    for x in xs[i + 1 : k]:
        if any(m.x0 < x < m.x1 for m in mots):
            return entiere
        for rangee in rangees_de(mots):
            gauche, droite = [m for m in rangee if m.x1 <= x], [m for m in rangee if m.x0 >= x]
            if gauche and droite and droite[0].x0 - gauche[-1].x1 < _ECART * droite[0].taille:
                return entiere
    parts = [(c, c + 1, [m for m in mots if xs[c] <= (m.x0 + m.x1) / 2 < xs[c + 1]]) for c in range(i, k)]
    return parts if k - i > 1 and all(siens for _, _, siens in parts) else entiere


def columns_of_sentences(tableaux: Iterable[TableauLu]) -> set[Place]:
    """Return the columns, of tables of as many, in which every sentence begins a line.

    Args:
        tableaux: the tables of a document.
    """
    colonnes: dict[Place, list[list[Ligne]]] = {}
    for tableau in tableaux:
        for cellule in tableau.cellules:
            colonnes.setdefault((len(tableau.xs), cellule.rangs[2]), []).append(cellule.lignes)
    return {place for place, cellules in colonnes.items() if une_phrase_par_ligne(cellules)}


def build_table(lu: TableauLu, lexique: Lexique, phrases: Container[Place]) -> TableauBrut:
    """Return the rectangle of the cells of a table.

    Args:
        lu: the table.
        lexique: the words of the document.
        phrases: columns in which every sentence is a paragraph.
    """
    rangees: list[Rangee] = [[None] * (len(lu.xs) - 1) for _ in range(lu.hauteur)]
    for cellule in lu.cellules:
        j, n, i, k = cellule.rangs
        brute = CelluleBrute(list(_textes(lu, cellule, lexique, phrases)), lu.page, n - j)
        for rangee in rangees[j:n]:
            rangee[i:k] = [brute] * (k - i)
    ouverts = lu.grille.ouverte_en_haut, lu.grille.ouverte_en_bas
    return TableauBrut(lu.page, lu.grille.boite, lu.xs, [r for r in rangees if any(r)], *ouverts)


def _textes(
    lu: TableauLu, cellule: _CelluleLue, lexique: Lexique, phrases: Container[Place]
) -> Iterator[str]:
    fin = max([cellule.boite[2] - lu.marge, *(x.x1 for x in cellule.lignes)])
    chacune = (len(lu.xs), cellule.rangs[2]) in phrases
    yield from (a.texte for a in alineas(cellule.lignes, fin, lexique, phrases=chacune))
    tourne = texte_tourne(cellule.mots)
    if tourne:
        yield tourne


def _marge(cellules: list[Boite], mots: list[Mot]) -> float:
    """Return the white space between the borders of the cells and their text: the same on both sides."""
    debuts = [min((m.x0 for m in mots if not m.sens and _contient(c, m)), default=None) for c in cellules]
    ecarts = [d - c[0] for c, d in zip(cellules, debuts, strict=True) if d is not None]
    return min([_MARGE, *(e for e in ecarts if e > 0)])


def _contient(boite: Boite, mot: Mot) -> bool:
    x, y = (mot.x0 + mot.x1) / 2, (mot.haut + mot.bas) / 2
    return boite[0] <= x < boite[2] and boite[1] <= y < boite[3]


def _reperes(valeurs: Iterable[float]) -> list[float]:
    """Return the places of borders, those nearer than the tolerance as one."""
    reperes: list[float] = []
    for valeur in sorted(valeurs):
        if not reperes or valeur - reperes[-1] > ACCROCHE:
            reperes.append(valeur)
    return reperes


def _rang(reperes: list[float], valeur: float) -> int:
    rang = bisect_left(reperes, valeur)
    voisins = [r for r in (rang - 1, rang) if 0 <= r < len(reperes)]
    return min(voisins, key=lambda r: abs(reperes[r] - valeur))
