"""What a page of a PDF holds: words with their places, and the straight lines that may rule a table.

pdfplumber is known here alone; the values below are small, so that a long document fits in memory.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from math import floor
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.text import extract_words

from graphkit.text import normalise_spaces

#: A drawn line is thinner than this, in points.
_EPAISSEUR = 2.5
#: A slanted line is none of a table's; the corners of some are a tenth of a point off.
_BIAIS = 0.6
#: Share of the size of the type above which a gap parts two words.
_ESPACE = 0.15
_CID = re.compile(r"\(cid:\d+\)")
_GRAS = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Fonts of symbols have no letters: their glyphs come with codes of the private use area.
_SYMBOLES = {
    "wingdings2": {"\uf0a3": "☐", "\uf02a": "☐", "\uf054": "☒", "\uf053": "☒", "\uf052": "☑", "\uf050": "✓"},
    "wingdings": {
        "\uf0a8": "☐", "\uf06f": "☐", "\uf0fe": "☑", "\uf0fd": "☒", "\uf078": "☒", "\uf0fc": "✓",
        "\uf0a7": "▪", "\uf06e": "■", "\uf0d8": "➢", "\uf0e0": "→", "\uf0f0": "→", "\uf076": "❖",
        "\uf071": "❑",
    },
    "symbol": {"\uf0b7": "•", "\uf0d8": "¬"},
}  # fmt: skip


class Illisible(Exception):
    """The file as a whole cannot be read; the text says why, in the user's words."""


@dataclass(frozen=True, slots=True)
class Mot:
    """A word on a page, in points from the upper left corner.

    Attributes:
        sens: 0 upright, 1 read downwards, -1 read upwards.
    """

    texte: str
    x0: float
    haut: float
    x1: float
    bas: float
    taille: float
    gras: bool
    sens: int = 0


@dataclass(frozen=True, slots=True)
class Trait:
    """A horizontal or vertical line."""

    x0: float
    haut: float
    x1: float
    bas: float

    @property
    def vertical(self) -> bool:
        """Whether it is taller than wide."""
        return self.bas - self.haut > self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class PageBrute:
    """A page as it is drawn.

    Attributes:
        numero: 1-based.
        images: share of the page that pictures cover, at most 1.
        dessins: number of drawn shapes that are no straight lines.
        defaut: why it cannot be read, in French; empty when it can.
    """

    numero: int
    largeur: float
    hauteur: float
    mots: tuple[Mot, ...] = ()
    traits: tuple[Trait, ...] = ()
    images: float = 0.0
    dessins: int = 0
    defaut: str = ""


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
    signes: int = 5_000_000


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
            raise Illisible(f"more than {bornes.pages} pages; give the pages of the référentiel alone")
        if not nombre:
            raise Illisible("a PDF without any page; export the document again")
        pages, signes = [], 0
        for page in _pages(pdf, bornes):
            pages.append(page)
            signes += sum(len(m.texte) for m in page.mots)
            if signes > bornes.signes:
                raise Illisible(f"more than {bornes.signes} characters of text; give the référentiel alone")
        titre = pdf.metadata.get("Title")
        return normalise_spaces(titre) if isinstance(titre, str) else "", pages


def _cause(error: Exception) -> str:
    causes = [error, *(a for a in error.args if isinstance(a, Exception))]
    if isinstance(error, RecursionError):
        return "its objects are nested too deeply; export the document again"
    if any(isinstance(c, PDFPasswordIncorrect) for c in causes):
        return "protected by a password; save it without one"
    if any(isinstance(c, PDFEncryptionError) for c in causes):
        return "encrypted in a way that is not known here; save it without protection"
    return "not a sound PDF (its structure cannot be followed); export the document again"


def _pages(pdf: PDF, bornes: Bornes) -> Iterator[PageBrute]:
    for numero, page in enumerate(pdf.pages, start=1):
        largeur, hauteur = float(page.width), float(page.height)
        try:
            yield _page(numero, page, bornes)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a malformed page raises about anything
            defaut = f"son contenu ne peut pas être décodé ({type(error).__name__})"
            yield PageBrute(numero, largeur, hauteur, defaut=defaut)
        finally:
            page.close()


def _page(numero: int, page: Any, bornes: Bornes) -> PageBrute:  # noqa: ANN401 - pdfplumber's page
    largeur, hauteur = float(page.width), float(page.height)
    x, y = float(page.bbox[0]), float(page.bbox[1])
    formes = [*page.lines, *page.rects, *page.curves]
    if len(page.chars) + len(formes) > bornes.objets:
        return PageBrute(numero, largeur, hauteur, defaut=f"plus de {bornes.objets} signes et traits")
    traits, dessins = [], 0
    for forme in formes:
        lignes = list(_traits(forme, x, y))
        traits += lignes
        dessins += not lignes
    lisibles = [c for c in _sans_doubles(page.chars) if _dans(c, page.bbox)]
    cid = sum(1 for c in lisibles if _CID.fullmatch(c["text"]) or c["text"] == "\ufffd")
    defaut = ""
    if cid * 10 > len(lisibles):
        defaut = "sa police ne dit pas quelles lettres elle dessine"
    aire = sum(_aire(image, largeur, hauteur) for image in page.images)
    mots = () if defaut else tuple(_mots(lisibles, x, y))
    return PageBrute(
        numero, largeur, hauteur, mots, tuple(traits), min(1.0, aire / (largeur * hauteur)), dessins, defaut
    )


def _dans(signe: dict[str, Any], cadre: tuple[float, float, float, float]) -> bool:
    x, y = (signe["x0"] + signe["x1"]) / 2, (signe["top"] + signe["bottom"]) / 2
    return bool(cadre[0] <= x <= cadre[2] and cadre[1] <= y <= cadre[3])


def _sans_doubles(signes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the characters but those printed again a tenth of their size beside: some make bold type so."""
    vus: set[tuple[str, float, float, float, int, int]] = set()
    for signe in signes:
        pas = max(0.1, float(signe["size"]) / 10)
        x, y = signe["x0"] / pas, signe["top"] / pas
        # Four grids, half a cell apart, so that no border of cells parts a character from its double.
        cases = {(signe["text"], pas, a, b, floor(x + a), floor(y + b)) for a in (0, 0.5) for b in (0, 0.5)}
        if signe["text"].isspace() or not vus & cases:
            vus |= cases
            yield signe


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


def _mots(signes: list[dict[str, Any]], x: float, y: float) -> Iterator[Mot]:
    for sens in (0, 1, -1):
        du_sens = [c for c in signes if _sens(c) == sens]
        if not du_sens:
            continue
        options: dict[str, Any] = {"x_tolerance_ratio": _ESPACE, "extra_attrs": ["fontname", "size"]}
        if sens:
            descend = {"line_dir_rotated": "rtl", "char_dir_rotated": "ttb"}
            monte = {"line_dir_rotated": "ltr", "char_dir_rotated": "btt"}
            options |= {"y_tolerance": 1.5, "extra_attrs": ["fontname"], **(descend if sens > 0 else monte)}
        for mot in extract_words(du_sens, **options):
            texte = _lettres(mot["text"], mot["fontname"])
            if texte:
                corps = float(mot["size"]) if "size" in mot else mot["x1"] - mot["x0"]
                gras = _GRAS.search(mot["fontname"]) is not None
                boite = (mot["x0"] - x, mot["top"] - y, mot["x1"] - x, mot["bottom"] - y)
                yield Mot(texte, *boite, corps, gras, sens)


def _sens(signe: dict[str, Any]) -> int:
    if signe["upright"]:
        return 0
    return 1 if signe["matrix"][1] < 0 else -1


def _lettres(texte: str, police: str) -> str:
    """Return the text of a word: glyphs of symbol fonts by their meaning, ligatures as letters."""
    nom = re.sub(r"[^a-z0-9]", "", police.rpartition("+")[2].lower())
    table = next((t for debut, t in _SYMBOLES.items() if nom.startswith(debut)), None)
    if table:
        texte = "".join(table.get(c, c) for c in texte)
    texte = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in texte)
    # An accent that was set apart joins its letter again.
    texte = unicodedata.normalize("NFC", texte)
    return _CID.sub(
        "\ufffd", "".join(c for c in texte if unicodedata.category(c) not in {"Cc", "Cf"} or c == "\xad")
    )


def corps_du_texte(pages: list[PageBrute]) -> float:
    """Return the size in which most characters of a document are set.

    Args:
        pages: its pages.
    """
    tailles: Counter[float] = Counter()
    for page in pages:
        for mot in page.mots:
            if not mot.sens:
                tailles[round(mot.taille * 2) / 2] += len(mot.texte)
    return tailles.most_common(1)[0][0] if tailles else 0.0
