"""From a Word document to its content: paragraphs, and tables with their merged cells.

A document has no pages until a printer lays it out, so positions in it are cells, or paragraphs counted
outside the tables. Headers, footers, notes and comments are no part of what it says.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import cast

import docx
from docx.document import Document as DocumentDocx
from docx.exceptions import PythonDocxError
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.table import Table, _Cell
from lxml import etree

from graphkit.errors import NotFound, SourceUnreadable
from graphkit.model import Anomaly, Document
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.docx_grille import Grilles, Rangees, TropDeCellules
from graphkit.sources.brouillon.docx_numeros import Numeros
from graphkit.sources.brouillon.docx_texte import (
    Lecture,
    W,
    blocs,
    coupe_lignes,
    est_soude_au_suivant,
    texte_brut,
)
from graphkit.sources.brouillon.paquet import ZIP_CASSE, Limites, read_paquet
from graphkit.sources.documents_dits import non_repris
from graphkit.sources.notes import anomalie
from graphkit.text import normalise_spaces

NOM = "docx"
# python-docx and lxml raise whichever of these a broken part happens to lead to.
_CASSE = (
    *ZIP_CASSE, etree.LxmlError, PythonDocxError, TypeError, AttributeError, IndexError, AssertionError,
    RecursionError,
)  # fmt: skip


def read_docx(path: Path, limites: Limites) -> Contenu:
    """Return the content of a Word document.

    Args:
        path: the file.
        limites: what is too much.

    Raises:
        SourceUnreadable: protected, damaged, too large, with macros, or no Word document.
    """
    brut, macros = read_paquet(path, limites)
    if macros:
        raise SourceUnreadable(
            f"{path}: not readable: holds macros; save it as a document without them (.docx)"
        )
    source = Document(path.name, NOM, hashlib.sha256(brut).hexdigest())
    try:
        document = docx.Document(io.BytesIO(brut))
        return _Lecteur(document, source, limites).contenu()
    except TropDeCellules as trop:
        raise SourceUnreadable(
            f"{path}: its tables have more than {limites.max_cells} cells, the limit"
            " (GRAPHKIT_MAX_DRAFT_CELLS raises it), or one has more than 1,000 columns"
        ) from trop
    except _CASSE as erreur:
        raise SourceUnreadable(f"{path}: not readable as a Word document ({_court(erreur)})") from erreur


class CellulesDocx:
    """Finds the cells of a Word document by their positions, its tables laid out once.

    Args:
        document: the document, as python-docx opens it.
    """

    def __init__(self, document: DocumentDocx) -> None:
        self._document = document
        # Its limits were those of the reading that gave the positions.
        self._grilles = Grilles(sys.maxsize)
        self._tables = list(self._grilles.tables(document.element.body))

    def cellule(self, case: Case) -> _Cell:
        """Return the cell that stands where a passage says.

        Args:
            case: the position.

        Raises:
            NotFound: the document has no such cell.
        """
        if case.tableau <= len(self._tables):
            table = self._tables[case.tableau - 1]
            rangees = self._grilles.grille(table)
            if case.rangee <= len(rangees) and case.colonne <= len(rangees[case.rangee - 1]):
                cellule = rangees[case.rangee - 1][case.colonne - 1]
                if cellule is not None:
                    # The elements of python-docx are those of lxml, of classes of its own.
                    parent = Table(cast("CT_Tbl", table), self._document._body)  # noqa: SLF001 # its story
                    return _Cell(cast("CT_Tc", cellule), parent)
        raise NotFound(f"no cell {case.rangee}, {case.colonne} in table {case.tableau} of the document")


def cellule_docx(document: DocumentDocx, case: Case) -> _Cell:
    """Return the cell of a Word document that stands where a passage says; ``CellulesDocx`` for several.

    Args:
        document: the document, as python-docx opens it.
        case: the position.

    Raises:
        NotFound: the document has no such cell.
    """
    return CellulesDocx(document).cellule(case)


def _court(erreur: BaseException) -> str:
    return normalise_spaces(str(erreur))[:200] or type(erreur).__name__


class _Lecteur:
    """Reads one document."""

    def __init__(self, document: DocumentDocx, source: Document, limites: Limites) -> None:
        self._document = document
        self._source = source
        self._grilles = Grilles(limites.max_cells)
        self._numeros = Numeros(document)
        self._lecture = Lecture()
        self._tableaux = 0
        self._paragraphes = 0

    def contenu(self) -> Contenu:
        elements = tuple(self._elements(self._document.element.body))
        titre = normalise_spaces(self._document.core_properties.title or "")
        return Contenu(self._source, elements, tuple(self._omissions()), titre)

    def _elements(self, parent: etree._Element) -> Iterator[Paragraphe | Tableau]:
        suspens = ""
        for bloc in blocs(parent):
            if bloc.tag == f"{W}tbl":
                yield from self._table(bloc)
                continue
            texte, puce = self._texte(bloc)
            if est_soude_au_suivant(bloc):
                suspens += texte
                continue
            propre, suspens = normalise_spaces(suspens + texte), ""
            if propre:
                self._paragraphes += 1
                passage = Passage((self._paragraphes, self._paragraphes))
                yield Paragraphe(propre, passage, self._numeros.niveau_de_titre(bloc), puce)
            for boite in self._boites():
                yield from self._elements(boite)

    def _table(self, table: etree._Element) -> Iterator[Tableau]:
        toutes = list(self._grilles.tables_de(table))
        for une in toutes:
            self._tableaux += 1
            yield Tableau(self._tableaux, self._cellules(une, self._tableaux, set(toutes)))

    def _cellules(
        self, table: etree._Element, numero: int, apart: set[etree._Element]
    ) -> tuple[tuple[Cellule | None, ...], ...]:
        rangees: Rangees = self._grilles.grille(table)
        lues: dict[etree._Element, Cellule] = {}
        for r, rangee in enumerate(rangees, 1):
            for c, cellule in enumerate(rangee, 1):
                if cellule is not None and cellule not in lues:
                    texte = "\n".join(self._lignes(cellule, apart))
                    lues[cellule] = Cellule(texte, Passage(case=Case(numero, r, c)))
        return tuple(
            tuple(None if cellule is None else lues[cellule] for cellule in rangee) for rangee in rangees
        )

    def _lignes(self, parent: etree._Element, apart: set[etree._Element]) -> Iterator[str]:
        """Yield the lines of a cell, those of tables within it row by row."""
        suspens = ""
        for bloc in blocs(parent):
            if bloc.tag == f"{W}tbl":
                if bloc not in apart:
                    yield from self._lignes_de_table(bloc, apart)
                continue
            texte, _ = self._texte(bloc)
            if est_soude_au_suivant(bloc):
                suspens += texte
                continue
            yield from coupe_lignes(suspens + texte)
            suspens = ""
            for boite in self._boites():
                yield from self._lignes(boite, apart)

    def _lignes_de_table(self, table: etree._Element, apart: set[etree._Element]) -> Iterator[str]:
        for cellule in dict.fromkeys(chain.from_iterable(self._grilles.grille(table))):
            if cellule is not None:
                yield from self._lignes(cellule, apart)

    def _texte(self, paragraphe: etree._Element) -> tuple[str, bool]:
        texte = texte_brut(paragraphe, self._lecture)
        numero, puce = self._numeros.compte(paragraphe) if texte.strip() else ("", False)
        return (f"{numero} {texte}" if numero else texte), puce or bool(numero)

    def _boites(self) -> list[etree._Element]:
        boites, self._lecture.boites = self._lecture.boites, []
        return boites

    def _omissions(self) -> Iterator[Anomaly]:
        for quoi, fois in self._lecture.omis.items():
            yield anomalie(self._source, non_repris(quoi, fois), extrait=quoi.fr, grave=False)
