"""One sheet of a workbook (.xlsx), found by its header: all that one official table asks for.

A workbook is XML in a zip; lxml is here already, so no library of spreadsheets is a dependency.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.sources.fc_archive import membres
from graphkit.sources.nomenclatures.tables import LIMITES, lit_textes

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHAINES = "xl/sharedStrings.xml"
_FEUILLE = re.compile(r"/xl/worksheets/[^/]+\.xml$")
_RANG = re.compile(r"[0-9]{1,9}")
_COLONNE = re.compile(r"[A-Z]{1,3}")


def est_xlsx(path: Path) -> bool:
    """Tell whether a zip is a workbook.

    Args:
        path: the file.
    """
    try:
        return any(membre.nom.endswith("/xl/workbook.xml") for membre in membres(path, LIMITES))
    except SourceUnreadable:
        return False


def lit_feuille(path: Path, type_source: str, colonnes: Sequence[str]) -> tuple[Document, list[list[str]]]:
    """Return some columns of the first sheet whose first row has them; no row if no sheet has.

    Args:
        path: the workbook.
        type_source: name of the reader.
        colonnes: names of the columns.

    Raises:
        SourceUnreadable: damaged, unsafe or too large; the message names the part.
    """
    parties = {document.nom: brut for document, brut in lit_textes([path], type_source)}
    document = Document(path.name, type_source, hashlib.sha256(path.read_bytes()).hexdigest())
    chaines = _chaines(parties.get(f"{path.name}/{_CHAINES}", b""), f"{path}!{_CHAINES}")
    for nom in sorted(filter(_FEUILLE.search, parties)):
        lignes = _lignes(parties[nom], chaines, nom)
        rangs = {valeur.strip(): colonne for colonne, valeur in next(lignes, {}).items()}
        if all(colonne in rangs for colonne in colonnes):
            lues = ([ligne.get(rangs[colonne], "") for colonne in colonnes] for ligne in lignes)
            return document, [ligne for ligne in lues if any(ligne)]
    return document, []


def _racine(brut: bytes, lieu: str) -> etree._Element:
    analyseur = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        racine = etree.fromstring(brut, analyseur)
    except etree.XMLSyntaxError as erreur:
        raise SourceUnreadable(f"{lieu}: {erreur.msg}") from erreur
    if racine.getroottree().docinfo.doctype:
        raise SourceUnreadable(f"{lieu}: has a DTD, which no workbook has; not read")
    return racine


def _chaines(brut: bytes, lieu: str) -> list[str]:
    if not brut:
        return []
    return ["".join(t.text or "" for t in si.iter(f"{_NS}t")) for si in _racine(brut, lieu).iter(f"{_NS}si")]


def _lignes(brut: bytes, chaines: list[str], lieu: str) -> Iterator[dict[str, str]]:
    """Yield each row as column -> text."""
    for ligne in _racine(brut, lieu).iter(f"{_NS}row"):
        valeurs: dict[str, str] = {}
        for cellule in ligne.iter(f"{_NS}c"):
            colonne = _COLONNE.match(cellule.get("r", ""))
            valeur = cellule.findtext(f"{_NS}v") or "".join(t.text or "" for t in cellule.iter(f"{_NS}t"))
            if cellule.get("t") == "s":
                if not _RANG.fullmatch(valeur) or int(valeur) >= len(chaines):
                    raise SourceUnreadable(f"{lieu}: cell {cellule.get('r')} names a text that is not there")
                valeur = chaines[int(valeur)]
            if colonne and valeur:
                valeurs[colonne[0]] = valeur
        yield valeurs
