"""Reads the content of a PDF, and tells of its pages that show something else than text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graphkit.model import Anomaly, Document
from graphkit.passages import Passage
from graphkit.sources.brouillon.contenu import Contenu
from graphkit.sources.brouillon.mise_en_page import PageBrute
from graphkit.sources.brouillon.pdf_elements import content_of
from graphkit.sources.brouillon.pdf_grilles import Enchevetre, find_grids
from graphkit.sources.brouillon.pdf_lignes import lignes_de
from graphkit.sources.brouillon.pdf_pages import Bornes, read_pages
from graphkit.sources.brouillon.transport import Illisible
from graphkit.sources.documents_dits import DESSIN_SEUL, IMAGE_SEULE, TROP_DE_TRAITS, page_illisible
from graphkit.sources.notes import anomalie

# A page with fewer words than this under a picture that covers it is the picture of a page.
_PEU_DE_MOTS = 20
_COUVERTE = 0.5
_GRAPHIQUE = 20


def read_pdf(brut: bytes, document: Document, bornes: Bornes) -> Contenu:
    """Read a PDF.

    Args:
        brut: its bytes.
        document: what it is called in the results.
        bornes: what it may hold.

    Raises:
        Illisible: nothing of it can be read; the text says why and, where it is a page, which.
    """
    titre, brutes = read_pages(brut, bornes)
    pages = [_jugee(page) for page in brutes]
    if not any(page.mots for page in pages):
        fautive = next((page for page in pages if page.defaut), pages[0])
        raison = fautive.defaut.fr if fautive.defaut else "elle est vide"
        raise Illisible(f"page {fautive.numero}: no text to read ({raison}); give the document with its text")
    bas = _bas(pages)
    contenu = content_of(document, pages, lambda page, y: bisect_left(bas[page - 1], y) + 1, titre)
    return replace(contenu, anomalies=(*_anomalies(document, pages), *contenu.anomalies))


def _jugee(page: PageBrute) -> PageBrute:
    """Return the page, emptied and with its fault if what it shows is not what its words say."""
    defaut = page.defaut
    if not defaut and _est_enchevetree(page):
        defaut = TROP_DE_TRAITS
    if not defaut and len(page.mots) < _PEU_DE_MOTS and page.images > _COUVERTE:
        defaut = IMAGE_SEULE
    if not defaut and not page.mots and (page.images > 0 or page.dessins + len(page.traits) > _GRAPHIQUE):
        defaut = DESSIN_SEUL
    if not defaut:
        return page
    return PageBrute(page.numero, page.largeur, page.hauteur, defaut=defaut)


def _est_enchevetree(page: PageBrute) -> bool:
    try:
        find_grids(page.traits)
    except Enchevetre:
        return True
    return False


def _bas(pages: Sequence[PageBrute]) -> list[list[float]]:
    """Return the bottoms of the lines of each page, by which a reader counts them."""
    return [sorted({x.bas for x in lignes_de(page.mots)}) for page in pages]


def _anomalies(document: Document, pages: Sequence[PageBrute]) -> Iterator[Anomaly]:
    for page in pages:
        if page.defaut:
            yield anomalie(document, page_illisible(page.numero, page.defaut), (Passage(page=page.numero),))
