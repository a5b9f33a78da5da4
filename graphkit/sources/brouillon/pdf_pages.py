"""What a page of a PDF holds: words with their places, and the straight lines that may rule a table.

pdfplumber is known here alone; the values below are small, so that a long document fits in memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from graphkit.sources.brouillon.mise_en_page import PageBrute, Trait
from graphkit.sources.brouillon.pdf_mots import est_inconnu, sans_doubles, words_of
from graphkit.sources.brouillon.transport import SIGNES, Illisible, trop_de_signes
from graphkit.sources.documents_dits import LETTRES_INCONNUES, page_indechiffrable, page_trop_pleine
from graphkit.text import normalise_spaces

#: A drawn line is thinner than this, in points.
_EPAISSEUR = 2.5
#: A slanted line is none of a table's; the corners of some are a tenth of a point off.
_BIAIS = 0.6
_DE_MACHINE = re.compile(
    r"\(?(?:anonymous|untitled|unspecified|sans[- ]titre|sans nom)\)?[ \d]*|microsoft \w+ - .*|document ?\d*"
    r"|.*\.(?:docx?|odt|pdf|rtf|xlsx?|pptx?|indd)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bornes:
    """What one PDF may hold.

    Attributes:
        pages: most pages of the file.
        objets: most characters, lines and shapes of one page.
        signes: most characters of all pages together.
    """

    pages: int
    objets: int = 100_000
    signes: int = SIGNES


def read_pages(brut: bytes, bornes: Bornes) -> tuple[str, list[PageBrute]]:
    """Return the title that the file's properties give, and its pages.

    Args:
        brut: the bytes of the PDF.
        bornes: what it may hold.

    Raises:
        Illisible: encrypted, malformed, without pages, or with more than the bounds allow.
    """
    try:
        return _lire(brut, bornes)
    except (Illisible, MemoryError):
        raise
    except Exception as error:  # a malformed file makes pdfminer raise about anything
        raise Illisible(_cause(error)) from error


def _lire(brut: bytes, bornes: Bornes) -> tuple[str, list[PageBrute]]:
    with pdfplumber.open(io.BytesIO(brut)) as pdf:
        nombre = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), bornes.pages + 1))
        if nombre > bornes.pages:
            raise Illisible(
                f"more than {bornes.pages} pages, the limit; give those of the référentiel alone, "
                "or raise GRAPHKIT_MAX_DRAFT_PAGES"
            )
        if not nombre:
            raise Illisible("a PDF without any page; export the document again")
        pages, signes = [], 0
        for page in _pages(pdf, bornes):
            pages.append(page)
            signes += sum(len(m.texte) for m in page.mots)
            if signes > bornes.signes:
                raise trop_de_signes(bornes.signes)
        return _titre(pdf.metadata.get("Title")), pages


def _titre(propriete: object) -> str:
    """Return the title of the properties, unless a program put it there: the name of a file, or none."""
    titre = normalise_spaces(propriete) if isinstance(propriete, str) else ""
    return "" if _DE_MACHINE.fullmatch(titre) else titre


def _cause(error: Exception) -> str:
    causes = [error, *(a for a in error.args if isinstance(a, Exception))]
    if isinstance(error, RecursionError):
        return "its objects are nested too deeply; export the document again"
    if any(isinstance(c, PDFPasswordIncorrect) for c in causes):
        return "protected by a password; save it without one"
    if any(isinstance(c, PDFEncryptionError) for c in causes):
        return "encrypted in a way that is not known here; save it without protection"
    return "not a sound PDF (its structure cannot be followed); export the document again"


class _Page(Page):
    """A page whose characters carry what is read of them alone: the rest took half of the time of a page."""

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        if not isinstance(obj, LTChar) or isinstance(obj.fontname, bytes):
            return super().process_object(obj)
        gauche, haut = self.mediabox[0], self.height - obj.y1 + self.mediabox[1]
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": obj.fontname,
            "size": obj.size,
            "upright": obj.upright,
            "matrix": obj.matrix,
            "x0": obj.x0 + gauche,
            "x1": obj.x1 + gauche,
            "top": haut,
            "bottom": self.height - obj.y0 + self.mediabox[1],
            "doctop": self.initial_doctop + haut,
            "width": obj.width,
            "height": obj.height,
        }


def _pages(pdf: PDF, bornes: Bornes) -> Iterator[PageBrute]:
    for numero, feuille in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        page = _Page(pdf, feuille, page_number=numero)
        largeur, hauteur = float(page.width), float(page.height)
        try:
            yield _page(numero, page, bornes)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a malformed page raises about anything
            defaut = page_indechiffrable(type(error).__name__)
            yield PageBrute(numero, largeur, hauteur, defaut=defaut)
        finally:
            page.close()


def _page(numero: int, page: Any, bornes: Bornes) -> PageBrute:  # noqa: ANN401 - pdfplumber's page
    largeur, hauteur = float(page.width), float(page.height)
    x, y = float(page.bbox[0]), float(page.bbox[1])
    formes = [*page.lines, *page.rects, *page.curves]
    if len(page.chars) + len(formes) > bornes.objets:
        return PageBrute(numero, largeur, hauteur, defaut=page_trop_pleine(bornes.objets))
    traits, dessins = [], 0
    for forme in formes:
        lignes = list(_traits(forme, x, y))
        traits += lignes
        dessins += not lignes
    lisibles = [c for c in sans_doubles(page.chars) if _dans(c, page.bbox)]
    cid = sum(1 for c in lisibles if est_inconnu(c["text"]))
    defaut = None
    if cid * 10 > len(lisibles):
        defaut = LETTRES_INCONNUES
    aire = sum(_aire(image, largeur, hauteur) for image in page.images)
    mots = () if defaut else tuple(words_of(lisibles, x, y))
    return PageBrute(
        numero, largeur, hauteur, mots, tuple(traits), min(1.0, aire / (largeur * hauteur)), dessins, defaut
    )


def _dans(signe: dict[str, Any], cadre: tuple[float, float, float, float]) -> bool:
    x, y = (signe["x0"] + signe["x1"]) / 2, (signe["top"] + signe["bottom"]) / 2
    return bool(cadre[0] <= x <= cadre[2] and cadre[1] <= y <= cadre[3])


def _aire(image: dict[str, Any], largeur: float, hauteur: float) -> float:
    return float(max(0, min(image["width"], largeur)) * max(0, min(image["height"], hauteur)))


def _traits(forme: dict[str, Any], x: float, y: float) -> Iterator[Trait]:
    """Yield the straight lines that a shape draws: itself, or the four sides of a stroked rectangle.

    The filled rectangles behind words and cells are none: they are as often cut where no cell ends.
    """
    x0, haut, x1, bas = forme["x0"] - x, forme["top"] - y, forme["x1"] - x, forme["bottom"] - y
    fin = _BIAIS if forme["stroke"] and not forme["fill"] else _EPAISSEUR
    if forme["object_type"] == "curve" and not _rectangle(forme["pts"]):
        return
    if min(x1 - x0, bas - haut) <= fin:
        if max(x1 - x0, bas - haut) > _EPAISSEUR:
            milieu_x, milieu_y = (x0 + x1) / 2, (haut + bas) / 2
            debout = bas - haut > x1 - x0
            yield Trait(milieu_x, haut, milieu_x, bas) if debout else Trait(x0, milieu_y, x1, milieu_y)
    elif forme["stroke"] and forme["object_type"] == "rect":
        yield Trait(x0, haut, x1, haut)
        yield Trait(x0, bas, x1, bas)
        yield Trait(x0, haut, x0, bas)
        yield Trait(x1, haut, x1, bas)


def _rectangle(points: list[tuple[float, float]]) -> bool:
    """Whether a path turns at right angles only, or does not turn."""
    return all(abs(a[0] - b[0]) <= _BIAIS or abs(a[1] - b[1]) <= _BIAIS for a, b in pairwise(points))
