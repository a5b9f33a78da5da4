"""From an Excel workbook to its content: each sheet is a table, in Excel's own rows and columns.

Formulas are read as the values that Excel left in the file: nothing is computed, and no other file that
they name is opened.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Tableau
from graphkit.sources.brouillon.paquet import ZIP_CASSE, Limites, read_paquet
from graphkit.sources.brouillon.valeurs import texte_montre
from graphkit.sources.documents_dits import MACROS, feuille_masquee, formule_sans_valeur
from graphkit.sources.notes import anomalie
from graphkit.text import normalise_spaces

NOM = "xlsx"
# openpyxl raises whichever of these a broken part happens to lead to.
_CASSE = (
    *ZIP_CASSE, etree.LxmlError, ParseError, InvalidFileException, TypeError, AttributeError, IndexError,
    AssertionError, RecursionError, OverflowError, ArithmeticError,
)  # fmt: skip
_FUSION = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]{0,200}?ref\s*=\s*["']([A-Za-z0-9$:]{1,40})["']""")
_ADRESSE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]{0,200}?\br\s*=\s*["']([A-Za-z]{0,4})([0-9]{1,9})["']""")
_FORMULE = re.compile(rb"<(?:\w+:)?f[ >]")
_RANGEES_MAX = 1_048_576


def read_xlsx(path: Path, limites: Limites) -> Contenu:
    """Return the content of a workbook; hidden sheets are read as well, and told of.

    Args:
        path: the file.
        limites: what is too much.

    Raises:
        SourceUnreadable: protected, damaged, too large, or no workbook.
    """
    brut, macros = read_paquet(path, limites)
    document = Document(path.name, NOM, hashlib.sha256(brut).hexdigest())
    anomalies = []
    if macros:
        anomalies.append(anomalie(document, MACROS, grave=False))
    try:
        _controle_fusions(path, brut, limites)
        with warnings.catch_warnings():
            # What openpyxl does not know (validation of entries, conditional formats) holds no text.
            warnings.simplefilter("ignore")
            classeur = openpyxl.load_workbook(
                io.BytesIO(brut), data_only=True, keep_links=False, rich_text=True
            )
            lus = list(_tableaux(path, classeur.worksheets, limites))
            formules = _formules(brut, [t for t, _ in lus]) if _a_des_formules(brut) else []
        titre = normalise_spaces(classeur.properties.title or "")
    except _CASSE as erreur:
        raison = normalise_spaces(str(erreur))[:200] or type(erreur).__name__
        raise SourceUnreadable(f"{path}: not readable as a workbook ({raison})") from erreur
    for tableau, cachee in lus:
        if cachee:
            anomalies.append(anomalie(document, feuille_masquee(tableau.nom), (), tableau.nom, grave=False))
    anomalies += [
        anomalie(document, formule_sans_valeur(nom_a1(passage.case), passage.chemin or ""), (passage,))
        for passage in formules
        if passage.case
    ]
    return Contenu(document, tuple(tableau for tableau, _ in lus), tuple(anomalies), titre)


def nom_a1(case: Case) -> str:
    """Return the name that Excel gives a cell (``B12``).

    Args:
        case: a position in a sheet.
    """
    return f"{get_column_letter(case.colonne)}{case.rangee}"


def _controle_fusions(path: Path, brut: bytes, limites: Limites) -> None:
    """Refuse merged ranges and far-off cells before the library makes an object for each of their places."""
    with zipfile.ZipFile(io.BytesIO(brut)) as archive:
        for info in archive.infolist():
            if not info.filename.lower().startswith("xl/worksheets/"):
                continue
            feuille = archive.read(info)
            places = 0
            for trouve in _FUSION.finditer(feuille):
                gauche, haut, droite, bas = range_boundaries(trouve[1].decode().upper())
                if None in {gauche, haut, droite, bas}:
                    raise SourceUnreadable(f"{path}!{info.filename}: merges whole rows or columns")
                places += (abs(droite - gauche) + 1) * (abs(bas - haut) + 1)
                if places > limites.max_cells:
                    raise _trop(f"{path}!{info.filename}", limites)
            for trouve in _ADRESSE.finditer(feuille):
                if int(trouve[2]) > _RANGEES_MAX:
                    raise SourceUnreadable(f"{path}!{info.filename}: has a row {int(trouve[2])}")


def _trop(lieu: str, limites: Limites) -> SourceUnreadable:
    return SourceUnreadable(
        f"{lieu}: its sheets have more than {limites.max_cells} cells, the limit;"
        " delete the empty rows and columns, or raise GRAPHKIT_MAX_DRAFT_CELLS"
    )


def _tableaux(path: Path, feuilles: list[Worksheet], limites: Limites) -> Iterator[tuple[Tableau, bool]]:
    reste = limites.max_cells
    for numero, feuille in enumerate(feuilles, 1):
        nom = normalise_spaces(feuille.title)[:120].strip()
        cellules: dict[tuple[int, int], Cellule] = {}
        # The cells that are there, not the rectangle that they span: one may stand at XFD1048576.
        for (rangee, colonne), cellule in feuille._cells.items():  # noqa: SLF001 # no public way to them
            lignes = texte_montre(cellule.value, cellule.number_format or "").split("\n")
            texte = "\n".join(filter(None, map(normalise_spaces, lignes)))
            if texte:
                passage = Passage(chemin=nom, case=Case(numero, rangee, colonne))
                cellules[rangee, colonne] = Cellule(texte, passage)
        for plage in feuille.merged_cells.ranges:
            origine = cellules.get((plage.min_row, plage.min_col))
            if origine is not None:
                cellules |= {
                    (rangee, colonne): origine
                    for rangee in range(plage.min_row, plage.max_row + 1)
                    for colonne in range(plage.min_col, plage.max_col + 1)
                }
        hauteur = max((rangee for rangee, _ in cellules), default=0)
        largeur = max((colonne for _, colonne in cellules), default=0)
        reste -= hauteur * largeur
        if reste < 0:
            raise _trop(f"{path}!{nom}", limites)
        rangees = tuple(
            tuple(cellules.get((r, c)) for c in range(1, largeur + 1)) for r in range(1, hauteur + 1)
        )
        yield Tableau(numero, rangees, nom), feuille.sheet_state != "visible"


def _a_des_formules(brut: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(brut)) as archive:
        noms = [nom for nom in archive.namelist() if nom.lower().startswith("xl/worksheets/")]
        return any(_FORMULE.search(archive.read(nom)) for nom in noms)


def _formules(brut: bytes, tableaux: list[Tableau]) -> list[Passage]:
    """Return the cells whose formula has no value: a program other than Excel wrote them."""
    classeur = openpyxl.load_workbook(io.BytesIO(brut), keep_links=False)
    sans_valeur = []
    for feuille, tableau in zip(classeur.worksheets, tableaux, strict=True):
        for (rangee, colonne), cellule in feuille._cells.items():  # noqa: SLF001 # no public way to them
            dedans = rangee <= len(tableau.rangees) and colonne <= len(tableau.rangees[0])
            lue = tableau.rangees[rangee - 1][colonne - 1] if dedans else None
            if cellule.data_type == "f" and lue is None:
                sans_valeur.append(Passage(chemin=tableau.nom, case=Case(tableau.numero, rangee, colonne)))
    return sans_valeur
