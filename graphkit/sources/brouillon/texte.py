"""Reads plain text as it comes out of a PDF or an editor: paragraphs, and tables made of runs of spaces.

Each character takes a cell of a grid, and the grid is read as a page is. A table is one only where its
headings are known and every line keeps to the columns; other text in columns is read column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graphkit.model import Document
from graphkit.sources.brouillon.colonnes import role_de
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.mise_en_page import Mot, PageBrute, Trait
from graphkit.sources.brouillon.pdf_elements import content_of
from graphkit.sources.brouillon.transport import SIGNES, trop_de_signes
from graphkit.sources.niveaux import FIN_DE_PHRASE

_LARGEUR = 6.0
_HAUTEUR = 12.0
_CORPS = 10.0
_TABULATION = 8
_BLANC = 2
_COLONNES = 2
_TITRE = 120
_MOT = re.compile(r"\S+")

Zone = list[tuple[int, str]]


def read_texte(texte: str, document: Document, signes_max: int = SIGNES) -> Contenu:
    """Read a plain text.

    Args:
        texte: the text; form feeds end its pages.
        document: what it is called in the results.
        signes_max: most characters.

    Raises:
        Illisible: it is too long to be a draft.
    """
    if len(texte) > signes_max:
        raise trop_de_signes(signes_max)
    pages, debuts = [], []
    ligne = 0
    for numero, page in enumerate(_pages(texte), start=1):
        lignes = [x.expandtabs(_TABULATION).rstrip() for x in page]
        pages.append(_page(numero, lignes))
        debuts.append(ligne)
        ligne += len(lignes)
    contenu = content_of(document, pages, lambda page, y: debuts[page - 1] + int(y // _HAUTEUR) + 1)
    vides = {i for i, x in enumerate(_lignes(texte), start=1) if not x.strip()} | {0}
    elements = (_finit(e, vides, paginee=len(pages) > 1) for e in contenu.elements)
    return replace(contenu, elements=tuple(elements))


def _finit(element: Paragraphe | Tableau, vides: set[int], *, paginee: bool) -> Paragraphe | Tableau:
    """Return an element with its heading told by the blank line before it, and without the one page."""
    if isinstance(element, Tableau):
        return element if paginee else _sans_page(element)
    debut, fin = element.passage.lignes or (0, 0)
    titre = (
        debut == fin
        and debut - 1 in vides
        and not element.puce
        and len(element.texte) <= _TITRE
        and element.texte[:1].isupper()
        and not element.texte.endswith((*FIN_DE_PHRASE, ",", ":"))
    )
    passage = element.passage if paginee else replace(element.passage, page=None)
    return replace(element, passage=passage, niveau=1 if titre else None)


def _sans_page(tableau: Tableau) -> Tableau:
    faites = {
        id(c): replace(c, passage=replace(c.passage, page=None))
        for r in tableau.rangees
        for c in r
        if c is not None
    }
    rangees = tuple(tuple(None if c is None else faites[id(c)] for c in r) for r in tableau.rangees)
    return replace(tableau, rangees=rangees)


def _lignes(texte: str) -> list[str]:
    return texte.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _pages(texte: str) -> Iterator[list[str]]:
    """Yield the lines of each page; a form feed stands at the beginning of the first line of the next."""
    page: list[str] = []
    for ligne in _lignes(texte):
        if ligne.startswith("\f") and page:
            yield page
            page = []
        page.append(ligne.replace("\f", ""))
    yield page


def _page(numero: int, lignes: list[str]) -> PageBrute:
    mots = tuple(
        Mot(
            m.group(),
            m.start() * _LARGEUR,
            i * _HAUTEUR,
            m.end() * _LARGEUR,
            i * _HAUTEUR + _CORPS,
            _CORPS,
            gras=False,
        )
        for i, ligne in enumerate(lignes)
        for m in _MOT.finditer(ligne)
    )
    traits = tuple(t for zone in _zones(lignes) for t in _traits(zone))
    largeur = max((len(x) for x in lignes), default=1) * _LARGEUR
    return PageBrute(numero, max(largeur, _LARGEUR), len(lignes) * _HAUTEUR, mots, traits)


def _zones(lignes: Sequence[str]) -> Iterator[Zone]:
    """Yield the lines of each table, its headings first."""
    rang = 0
    while rang < len(lignes):
        if len(_entetes([(rang, lignes[rang])])) < _COLONNES:
            rang += 1
            continue
        zone = _etend(lignes, rang)
        if zone:
            yield zone
            rang = zone[-1][0]
        rang += 1


def _morceaux(ligne: str) -> list[str]:
    return [m for m in re.split(rf"\s{{{_BLANC},}}", ligne.strip()) if m]


def _entetes(zone: Zone) -> list[str]:
    """Return the headings that a line holds; none unless each of its pieces is one that is known."""
    morceaux = _morceaux(" ".join(ligne for _, ligne in zone))
    return morceaux if len(morceaux) >= _COLONNES and all(role_de(m) is not None for m in morceaux) else []


def _etend(lignes: Sequence[str], debut: int) -> Zone:
    """Return the lines from the headings on that keep to as many columns; none if that proves no table."""
    attendues = len(_entetes([(debut, lignes[debut])]))
    zone: Zone = []
    for rang in range(debut, len(lignes)):
        if len(_colonnes([*zone, (rang, lignes[rang])])) < attendues:
            break
        zone.append((rang, lignes[rang]))
    groupes = _groupes(zone)
    colonnes = _colonnes(zone)
    for i, groupe in enumerate(groupes):
        # What stands under the first heading alone follows the table.
        if i > 1 and _remplies(groupe, colonnes) == [0]:
            groupes = groupes[:i]
            break
    corps = groupes[1:]
    certaine = len(corps) > 0 and all(len(g) == 1 or len(groupes) > _COLONNES for g in corps)
    if len(colonnes) != attendues or not certaine or len(groupes[0]) > 1:
        return []
    return [x for g in groupes for x in (*g, (g[-1][0] + 1, ""))][:-1]


def _groupes(zone: Zone) -> list[Zone]:
    """Return the rows: parted by blank lines or, without any, one a line with a text in every column."""
    groupes: list[Zone] = [[]]
    for rang, ligne in zone:
        if ligne.strip():
            groupes[-1].append((rang, ligne))
        elif groupes[-1]:
            groupes.append([])
    groupes = [g for g in groupes if g]
    if len(groupes) == 1:
        colonnes = _colonnes(zone)
        pleines = [x for x in groupes[0] if len(_remplies([x], colonnes)) == len(colonnes)]
        return [[x] for x in pleines] if len(pleines) == len(groupes[0]) else groupes
    return groupes


def _colonnes(zone: Zone) -> list[tuple[int, int]]:
    """Return where the columns begin and end: what two blanks or more part on every line."""
    largeur = max((len(ligne) for _, ligne in zone), default=0)
    pris = bytearray(largeur + 1)
    for _, ligne in zone:
        # A single blank parts words, not columns.
        for m in re.finditer(r"\S+(?:\s\S+)*", ligne):
            pris[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
    return [(m.start(), m.end()) for m in re.finditer(rb"\x01+(?:\x00\x01+)*", bytes(pris))]


def _remplies(groupe: Zone, colonnes: Sequence[tuple[int, int]]) -> list[int]:
    return [i for i, (a, b) in enumerate(colonnes) if any(ligne[a:b].strip() for _, ligne in groupe)]


def _traits(zone: Zone) -> Iterator[Trait]:
    """Yield the lines that would rule the table: between columns, and above each row that has a text."""
    colonnes = _colonnes(zone)
    groupes = _groupes(zone)
    # A column ends where its longest line does: by that one tells which of the others were full.
    bords = [(x + d) * _LARGEUR for x, d in [(colonnes[0][0], -0.5), *((fin, 0.5) for _, fin in colonnes)]]
    hauts = [g[0][0] * _HAUTEUR - 1 for g in groupes] + [(groupes[-1][-1][0] + 1) * _HAUTEUR - 1]
    for bord in bords:
        yield Trait(bord, hauts[0], bord, hauts[-1])
    for rang, y in enumerate(hauts):
        pleines = (
            _remplies(groupes[rang], colonnes) if 0 < rang < len(groupes) else list(range(len(colonnes)))
        )
        # What stands left of the first text of a row goes on from the row above.
        debut = min(pleines, default=0)
        for i, (gauche, droite) in enumerate(pairwise(bords)):
            if i >= debut:
                yield Trait(gauche, y, droite, y)
