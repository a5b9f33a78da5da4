"""A Word table as the rectangle of its cells, merged ones in each place that they take up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from graphkit.sources.brouillon.docx_texte import W, blocs

Element: TypeAlias = etree._Element  # noqa: SLF001 # lxml has no other name for the type
Rangees: TypeAlias = list[list[Element | None]]
_LARGEUR_MAX = 1000
_PLACES_MAX = 1_000_000
_DANS = {f"{W}{nom}" for nom in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}


class TropDeCellules(Exception):
    """The tables have more cells, or one has more columns, than allowed."""


class Grilles:
    """Lays out the tables of one document.

    Args:
        max_cells: cells of all its tables together, each place of a merged cell counted.
    """

    def __init__(self, max_cells: int) -> None:
        self._reste = max_cells
        self._faites: dict[etree._Element, Rangees] = {}

    def grille(self, table: etree._Element) -> Rangees:
        """Return the rows of a table, each the cells (``w:tc``) of its columns; of merged ones the upper.

        A boundary of columns at which no cell of any row begins is no column that a person counts.

        Args:
            table: the ``w:tbl``.

        Raises:
            TropDeCellules: more cells than allowed, or more than 1,000 columns.
        """
        if table not in self._faites:
            self._faites[table] = self._pose(table)
        return self._faites[table]

    def _pose(self, table: etree._Element) -> Rangees:
        rangees: Rangees = []
        for ligne in _enfants(table, f"{W}tr"):
            if ligne.find(f"{W}trPr/{W}del") is None:
                rangees.append(_rangee(ligne, rangees[-1] if rangees else []))
                self._reste -= len(rangees[-1])
                if self._reste < 0:
                    raise TropDeCellules
        largeur = max(map(len, rangees), default=0)
        if largeur * len(rangees) > _PLACES_MAX:
            raise TropDeCellules
        for rangee in rangees:
            rangee.extend([None] * (largeur - len(rangee)))
        comptees = [c for c in range(largeur) if c == 0 or any(r[c] is not r[c - 1] for r in rangees)]
        return [[rangee[c] for c in comptees] for rangee in rangees]

    def tables(self, corps: etree._Element) -> Iterator[etree._Element]:
        """Yield the tables of a document in the order in which they are numbered.

        Args:
            corps: the ``w:body``.

        Raises:
            TropDeCellules: as ``grille``.
        """
        for bloc in blocs(corps):
            if bloc.tag == f"{W}tbl":
                yield from self.tables_de(bloc)

    def tables_de(self, table: etree._Element) -> Iterator[etree._Element]:
        """Yield a table, then those within it that count apart: the ones that a table of one column frames.

        Args:
            table: the ``w:tbl``.
        """
        yield table
        rangees = self.grille(table)
        if all(len(rangee) == 1 for rangee in rangees):
            for cellule in dict.fromkeys(rangee[0] for rangee in rangees):
                if cellule is not None:
                    yield from self.tables(cellule)


def _rangee(ligne: etree._Element, dessus: list[etree._Element | None]) -> list[etree._Element | None]:
    rangee: list[etree._Element | None] = [None] * _entier(ligne.find(f"{W}trPr/{W}gridBefore"), 0)
    for cellule in _enfants(ligne, f"{W}tc"):
        if cellule.find(f"{W}tcPr/{W}cellDel") is not None:
            continue
        rang, largeur = len(rangee), _entier(cellule.find(f"{W}tcPr/{W}gridSpan"), 1)
        if rang + largeur > _LARGEUR_MAX:
            raise TropDeCellules
        origine: etree._Element | None = cellule
        if _continue(cellule, "vMerge") and rang < len(dessus) and dessus[rang] is not None:
            origine = dessus[rang]
        elif _continue(cellule, "hMerge") and rangee:
            origine = rangee[-1]
        rangee += [origine] * largeur
    return rangee


def _continue(cellule: etree._Element, nom: str) -> bool:
    fusion = cellule.find(f"{W}tcPr/{W}{nom}")
    return fusion is not None and fusion.get(f"{W}val", "continue") == "continue"


def _enfants(parent: etree._Element, nom: str) -> Iterator[etree._Element]:
    for enfant in parent:
        if enfant.tag == nom:
            yield enfant
        elif enfant.tag in _DANS:
            yield from _enfants(enfant, nom)


def _entier(element: etree._Element | None, defaut: int) -> int:
    valeur = "" if element is None else element.get(f"{W}val", "")
    if not (valeur.isascii() and valeur.isdigit()):
        return defaut
    # More digits than any count of columns has: refused as too wide where it is added up.
    return max(defaut, int(valeur[:5]))
