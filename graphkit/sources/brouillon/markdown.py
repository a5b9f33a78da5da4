"""Reads Markdown: headings, lists, tables with pipes, and the HTML tables that pages of laws are full of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from graphkit.model import Document
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.html_tableaux import lignes_html, tableau_html
from graphkit.sources.brouillon.transport import SIGNES, Illisible, trop_de_signes
from graphkit.text import normalise_spaces

_OUVRE = re.compile(r"<table\b", re.IGNORECASE)
_FERME = re.compile(r"</table\s*>", re.IGNORECASE)
_COUPURE = re.compile(r"<br\s*/?>", re.IGNORECASE)

Grille = list[list[tuple[str, int, int]]]


@dataclass(slots=True)
class _Lecture:
    """What has been read so far."""

    cellules_max: int
    elements: list[Paragraphe | Tableau] = field(default_factory=list)
    tableaux: int = 0
    cellules: int = 0

    def paragraphe(
        self, texte: str, lignes: tuple[int, int], *, niveau: int | None = None, puce: bool = False
    ) -> None:
        propre = normalise_spaces(texte)
        if propre:
            self.elements.append(Paragraphe(propre, Passage(lignes), niveau, puce))

    def tableau(self, grille: Grille) -> None:
        """Take a table: for each row its cells, each with the rows and columns that it spans."""
        self.tableaux += 1
        places: dict[tuple[int, int], Cellule] = {}
        for i, rangee in enumerate(grille):
            j = 0
            for texte, hauteur, largeur in rangee:
                while (i, j) in places:
                    j += 1
                cellule = Cellule(texte, Passage(case=Case(self.tableaux, i + 1, j + 1)))
                haut = min(max(1, hauteur), len(grille) - i)
                self.cellules += haut * max(1, largeur)
                if self.cellules > self.cellules_max:
                    raise Illisible(
                        f"more than {self.cellules_max} cells in its tables, the limit; part the draft, "
                        "or raise GRAPHKIT_MAX_DRAFT_CELLS"
                    )
                for y in range(i, i + haut):
                    for x in range(j, j + max(1, largeur)):
                        places.setdefault((y, x), cellule)
        largeur = max((x for _, x in places), default=-1) + 1
        if largeur:
            rangees = tuple(tuple(places.get((i, x)) for x in range(largeur)) for i in range(len(grille)))
            self.elements.append(Tableau(self.tableaux, rangees))


def read_markdown(texte: str, document: Document, cellules_max: int, signes_max: int = SIGNES) -> Contenu:
    """Read a Markdown text.

    Args:
        texte: the text.
        document: what it is called in the results.
        cellules_max: most cells of all its tables together.
        signes_max: most characters.

    Raises:
        Illisible: it is too long to be a draft, or has too many cells.
    """
    if len(texte) > signes_max:
        raise trop_de_signes(signes_max)
    lecture = _Lecture(cellules_max)
    lignes = texte.removeprefix("\ufeff").splitlines()
    debut = 0
    for ouvre, ferme in _tables(lignes):
        _lit_markdown(lecture, lignes[debut:ouvre], debut)
        lecture.tableau(tableau_html("\n".join(lignes[ouvre:ferme])))
        debut = ferme
    _lit_markdown(lecture, lignes[debut:], debut)
    titre = next((e.texte for e in lecture.elements if isinstance(e, Paragraphe) and e.niveau == 1), "")
    return Contenu(document, tuple(lecture.elements), titre=titre)


def _tables(lignes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each HTML table and the one past its last: Markdown would cut it at a blank."""
    profondeur = debut = 0
    for i, ligne in enumerate(lignes):
        if profondeur == 0 and not ligne.lstrip().lower().startswith("<table"):
            continue
        if profondeur == 0:
            debut = i
        profondeur += len(_OUVRE.findall(ligne)) - len(_FERME.findall(ligne))
        if profondeur <= 0:
            yield debut, i + 1
            profondeur = 0
    if profondeur > 0:
        yield debut, len(lignes)


class _Suite:
    """Goes through the tokens of a piece of Markdown.

    Args:
        lecture: takes what they say.
        decalage: lines before the piece.
    """

    def __init__(self, lecture: _Lecture, decalage: int) -> None:
        self._lecture = lecture
        self._decalage = decalage
        self._puces = 0
        self._premier = False
        self._niveau: int | None = None
        self._grille: Grille = []

    def lit(self, jeton: Token) -> None:
        """Take one token."""
        match jeton.type:
            case "list_item_open":
                self._puces, self._premier = self._puces + 1, True
            case "list_item_close":
                self._puces, self._premier = self._puces - 1, False
            case "heading_open":
                self._niveau = int(jeton.tag[1:])
            case "tr_open":
                self._grille.append([])
            case "table_close":
                self._lecture.tableau(self._grille)
                self._grille = []
            case "inline":
                self._ligne(jeton)
            case "html_block" | "fence" | "code_block":
                html = jeton.type == "html_block"
                for texte in lignes_html(jeton.content) if html else jeton.content.splitlines():
                    self._lecture.paragraphe(texte, self._place(jeton))
            case _:
                pass

    def _ligne(self, jeton: Token) -> None:
        if self._grille:
            self._grille[-1].append((_texte(jeton, "\n"), 1, 1))
            return
        puce = self._puces > 0 and self._premier
        self._lecture.paragraphe(_texte(jeton, " "), self._place(jeton), niveau=self._niveau, puce=puce)
        self._niveau, self._premier = None, False

    def _place(self, jeton: Token) -> tuple[int, int]:
        debut, fin = jeton.map or (0, 1)
        return debut + 1 + self._decalage, max(fin, debut + 1) + self._decalage


def _lit_markdown(lecture: _Lecture, lignes: Sequence[str], decalage: int) -> None:
    suite = _Suite(lecture, decalage)
    for jeton in MarkdownIt("commonmark").enable("table").parse("\n".join(lignes)):
        suite.lit(jeton)


def _texte(jeton: Token, coupure: str) -> str:
    """Return the text of an inline token, marks of emphasis and links left out."""
    morceaux = []
    for enfant in jeton.children or ():
        if enfant.type == "softbreak":
            morceaux.append(" ")
        elif enfant.type == "hardbreak" or (
            enfant.type == "html_inline" and _COUPURE.fullmatch(enfant.content)
        ):
            morceaux.append(coupure)
        elif enfant.type in {"text", "code_inline"} or (enfant.type == "image" and enfant.content):
            morceaux.append(enfant.content)
    lignes = (normalise_spaces(ligne) for ligne in "".join(morceaux).split("\n"))
    return "\n".join(ligne for ligne in lignes if ligne)
