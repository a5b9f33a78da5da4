"""From laid-out pages to the content of a draft: paragraphs, headings and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from graphkit.model import Anomaly, Document
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.mise_en_page import Mot, PageBrute, corps_du_texte
from graphkit.sources.brouillon.pdf_colonnes import columns
from graphkit.sources.brouillon.pdf_grilles import find_grids
from graphkit.sources.brouillon.pdf_lignes import PUCE, Alinea, Lexique, Ligne, alineas, lignes_de
from graphkit.sources.brouillon.pdf_raccords import join
from graphkit.sources.brouillon.pdf_reperes import Reperes, strip_reperes
from graphkit.sources.brouillon.pdf_tableaux import (
    CelluleBrute,
    Place,
    Rangee,
    TableauBrut,
    TableauLu,
    build_table,
    columns_of_sentences,
    read_table,
)
from graphkit.sources.documents_dits import reperes_de_page
from graphkit.sources.notes import anomalie

#: From a page and the bottom of a line on it to the number by which a reader knows the line.
Rang = Callable[[int, float], int]

_TITRE = 200
_NIVEAUX = 6
_PLEINE = 0.6
# A line of a table of contents.
_SOMMAIRE = re.compile(r"(?:\. ?){4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class _Bloc:
    """A paragraph and the page on which it starts; whether it ends there as well."""

    alinea: Alinea
    page: int
    entier: bool = True


def content_of(document: Document, pages: Sequence[PageBrute], rang: Rang, titre: str = "") -> Contenu:
    """Return what stands on pages, without what repeats at their edges.

    Args:
        document: what it is called in the results.
        pages: the pages, all with lines that make tables, not too many to be looked at.
        rang: how lines are counted.
        titre: title that the file's properties give.
    """
    boites = [[grille.boite for grille in find_grids(page.traits)] for page in pages]
    nues, reperes = strip_reperes(pages, boites)
    lexique = Lexique(ligne.texte for page in nues for ligne in lignes_de(page.mots))
    elements = _elements(nues, lexique)
    corps = corps_du_texte(nues)
    finis = _finis(elements, _niveaux(elements, corps), corps, rang)
    return Contenu(document, tuple(finis), tuple(_notice(document, reperes)), titre)


def _elements(pages: Sequence[PageBrute], lexique: Lexique) -> list[_Bloc | TableauBrut]:
    elements: list[_Bloc | TableauBrut] = []
    droites = _droites(pages)
    lues = [_lue(page, droites.get(round(page.largeur), page.largeur)) for page in pages]
    phrases = columns_of_sentences(t for page in lues for t in page.tableaux)
    for page in lues:
        ici: list[_Bloc | TableauBrut] = []
        for element in _de_la_page(page, lexique, phrases):
            dernier = elements[-1] if elements and not ici else None
            if (
                isinstance(dernier, TableauBrut)
                and isinstance(element, TableauBrut)
                and _suit(dernier.page, page.numero, pages)
                and join(dernier, element, lexique)
            ):
                continue
            if isinstance(dernier, _Bloc) and isinstance(element, _Bloc) and _continues(dernier, element):
                a, b = dernier.alinea, element.alinea
                entier = Alinea(lexique.weld(a.texte, b.texte), a.debut, b.fin, a.gras and b.gras)
                elements[-1] = _Bloc(entier, dernier.page, entier=False)
                continue
            ici.append(element)
        elements += ici
    return elements


def _suit(avant: int, numero: int, pages: Sequence[PageBrute]) -> bool:
    """Whether nothing stands on the pages between two."""
    return all(not p.mots and not p.defaut for p in pages[avant : numero - 1])


def _continues(avant: _Bloc, apres: _Bloc) -> bool:
    """Whether the first paragraph of a page is the rest of the last one of the page before."""
    a, b = avant.alinea, apres.alinea
    finie = a.texte.endswith((".", ";", ":", "!", "?", "…"))
    meme = avant.page == apres.page - 1 and abs(a.fin.taille - b.debut.taille) < 1 and a.gras == b.gras
    return meme and not finie and b.texte[:1].islower() and not PUCE.match(b.texte)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose tables are read; the words are those outside them."""

    numero: int
    droite: float
    mots: list[Mot]
    tableaux: list[TableauLu]


def _lue(page: PageBrute, droite: float) -> _Page:
    tableaux: list[TableauLu] = []
    libres = list(page.mots)
    for grille in find_grids(page.traits):
        tableau = read_table(grille, libres, page.numero)
        if tableau is not None:
            pris = set(map(id, tableau.mots))
            libres = [m for m in libres if id(m) not in pris]
            tableaux.append(tableau)
    return _Page(page.numero, droite, libres, tableaux)


def _de_la_page(page: _Page, lexique: Lexique, phrases: Container[Place]) -> Iterator[_Bloc | TableauBrut]:
    libres = page.mots
    for tableau in page.tableaux:
        haut = tableau.grille.boite[1] + 1
        yield from _blocs([m for m in libres if m.bas <= haut], page, lexique)
        libres = [m for m in libres if m.bas > haut]
        yield build_table(tableau, lexique, phrases)
    yield from _blocs(libres, page, lexique)


def _blocs(mots: list[Mot], page: _Page, lexique: Lexique) -> Iterator[_Bloc]:
    for lignes, fin in columns(mots, page.droite):
        for alinea in alineas(lignes, fin, lexique):
            yield _Bloc(alinea, page.numero)


def _droites(pages: Sequence[PageBrute]) -> dict[int, float]:
    """Return where the text ends at the right, for each width of page.

    Where no line comes near the edge, the margin is taken to be that of the left.
    """
    lignes: dict[int, list[Ligne]] = {}
    for page in pages:
        lignes.setdefault(round(page.largeur), []).extend(lignes_de(page.mots))
    droites = {}
    for largeur, siennes in lignes.items():
        if siennes:
            fin = sorted(x.x1 for x in siennes)[int(len(siennes) * 0.98)]
            courtes = fin < _PLEINE * largeur
            droites[largeur] = largeur - min(x.x0 for x in siennes) if courtes else fin
    return droites


def _niveaux(elements: Sequence[_Bloc | TableauBrut], corps: float) -> dict[tuple[float, bool], int]:
    """Return the level of each style of heading: larger before smaller, bold before light."""
    styles = {_style(e.alinea) for e in elements if isinstance(e, _Bloc) and _est_titre(e.alinea, corps)}
    return {s: min(rang, _NIVEAUX) for rang, s in enumerate(sorted(styles, reverse=True), start=1)}


def _style(alinea: Alinea) -> tuple[float, bool]:
    return round(alinea.debut.taille * 2) / 2, alinea.gras


def _est_titre(alinea: Alinea, corps: float) -> bool:
    if _SOMMAIRE.search(alinea.texte):
        return False
    court = len(alinea.texte) <= _TITRE and not alinea.texte.endswith((".", ";", ","))
    grand = alinea.debut.taille >= corps + 1
    return court and (grand or (alinea.gras and alinea.debut.taille >= corps - 0.5))


def _finis(
    elements: Sequence[_Bloc | TableauBrut],
    niveaux: dict[tuple[float, bool], int],
    corps: float,
    rang: Rang,
) -> Iterator[Paragraphe | Tableau]:
    numero = 0
    for element in elements:
        if isinstance(element, TableauBrut):
            numero += 1
            yield _tableau(element, numero)
            continue
        alinea = element.alinea
        debut = rang(element.page, alinea.debut.bas)
        # A paragraph that ends on the next page is placed where it begins.
        fin = rang(element.page, alinea.fin.bas) if element.entier else debut
        passage = Passage((debut, max(debut, fin)), page=element.page)
        niveau = niveaux[_style(alinea)] if _est_titre(alinea, corps) else None
        marque = PUCE.match(alinea.texte) if niveau is None else None
        texte = alinea.texte[marque.end() :] if marque else alinea.texte
        if texte:
            yield Paragraphe(texte, passage, niveau, puce=marque is not None)


def _tableau(brut: TableauBrut, numero: int) -> Tableau:
    rangees = [r for i, r in enumerate(brut.rangees) if _dit(r, brut.rangees[i - 1] if i else None)]
    faites: dict[int, Cellule] = {}
    for i, rangee in enumerate(rangees, start=1):
        for j, cellule in enumerate(rangee, start=1):
            if cellule is not None and id(cellule) not in faites:
                passage = Passage(page=cellule.page, case=Case(numero, i, j))
                faites[id(cellule)] = Cellule(cellule.texte, passage)
    return Tableau(numero, tuple(tuple(faites[id(c)] if c is not None else None for c in r) for r in rangees))


def _dit(rangee: Rangee, avant: Rangee | None) -> bool:
    """Whether a row holds more than the spans of the row above: an empty one only sets others apart."""
    propres: list[CelluleBrute] = [c for i, c in enumerate(rangee) if c and (not avant or avant[i] is not c)]
    return any(c.lignes for c in propres)


def _notice(document: Document, reperes: Reperes) -> Iterator[Anomaly]:
    if reperes.lignes:
        note = reperes_de_page(reperes.lignes, reperes.pages)
        place = Passage(page=reperes.premiere)
        yield anomalie(document, note, (place,), reperes.exemple, grave=False)
