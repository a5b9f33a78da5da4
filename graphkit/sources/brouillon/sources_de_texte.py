"""Drafts as PDF, Markdown and plain text as kinds of source, told by what they hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from graphkit.model import Anomaly, Record
from graphkit.sources.brouillon.a_part import Genre, LimitesAPart, read_apart
from graphkit.sources.brouillon.colonnes import Role, role_de
from graphkit.sources.brouillon.particuliers import read_contenu

#: Where the mark of a PDF is looked for: some begin with a few bytes of something else.
_TETE_PDF = 1024
_LIGNES = 2000
_LONGUEUR = 2000
_TABLE = re.compile(r"\|.*\n\s*\|?\s*:?-{2,}:?\s*\|")
_TITRE = re.compile(r"#{1,6} +\S")
_HTML = re.compile(r"\s*<table\b", re.IGNORECASE)
_DONNEES = re.compile(r"\s*(?:[{\[]|<(?!table\b|!--))", re.IGNORECASE)
_BALISE = re.compile(r"<[^<>]{0,200}>")
_MORCEAUX = re.compile(r"\||\s{2,}")
_MARQUES = re.compile(r"^[\s#*_>-]+|[\s*_#]+$")
_INTITULE = 80
_SUJETS = {Role.ACTIVITE, Role.COMPETENCE}
_CHAMPS = 3
_TITRES = 2


class _APart:
    """Drafts that are read in a process of their own.

    Args:
        limites: what reading one may take.
    """

    name: str
    drafts = True
    _genre: Genre

    def __init__(self, limites: LimitesAPart | None = None) -> None:
        self._limites = limites or LimitesAPart()

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one certification of a file.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: it cannot be read, or holds no référentiel.
        """
        yield read_contenu(read_apart(path, self._genre, self._limites))


class Pdf(_APart):
    """Drafts as PDF."""

    name = "pdf"
    _genre = "pdf"

    def recognises(self, head: bytes, path: Path) -> bool:  # noqa: ARG002 # the content alone decides
        """Tell whether a file is a PDF.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        return b"%PDF-" in head[:_TETE_PDF]


class Markdown(_APart):
    """Drafts as Markdown."""

    name = "markdown"
    _genre = "markdown"

    def recognises(self, head: bytes, path: Path) -> bool:  # noqa: ARG002 # the content alone decides
        """Tell whether a text has headings or tables as Markdown writes them, some of a référentiel.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        lignes = _lignes(head)
        titres = sum(1 for ligne in lignes if _TITRE.match(ligne))
        marque = (
            titres >= _TITRES
            or any(_HTML.match(ligne) for ligne in lignes)
            or any(_TABLE.search(f"{a}\n{b}") for a, b in pairwise(lignes))
        )
        return marque and _a_ses_intitules(lignes)


class Texte(_APart):
    """Drafts as plain text."""

    name = "texte"
    _genre = "texte"

    def recognises(self, head: bytes, path: Path) -> bool:  # noqa: ARG002 # the content alone decides
        """Tell whether a text has the headings of a référentiel, and is no data.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        lignes = _lignes(head)
        return not _est_tableur(lignes) and _a_ses_intitules(lignes)


def _lignes(head: bytes) -> list[str]:
    """Return the first lines of a text; none if it is no text, or data in a notation of its own."""
    if b"\0" in head:
        return []
    try:
        # The head may end within a character.
        texte = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return []
    if _DONNEES.match(texte):
        return []
    return [ligne[:_LONGUEUR] for ligne in texte.split("\n")[:_LIGNES]]


def _a_ses_intitules(lignes: list[str]) -> bool:
    """Whether headings announce two things of a référentiel, activities or competences for one.

    Mere talk of them, as in a manual, is no draft.
    """
    roles = {
        role_de(_MARQUES.sub("", morceau))
        for ligne in lignes
        for morceau in _MORCEAUX.split(_BALISE.sub("|", ligne))
        if 0 < len(morceau) <= _INTITULE
    } - {None}
    return len(roles) > 1 and not roles.isdisjoint(_SUJETS)


def _est_tableur(lignes: list[str]) -> bool:
    """Whether the lines have their fields between commas, semicolons or tabs, as data has."""
    ecrites = [ligne for ligne in lignes[:_CHAMPS] if ligne.strip()]
    return any(
        all(ligne.count(signe) >= _CHAMPS for ligne in ecrites) for signe in (";", ",", "\t")
    ) and bool(ecrites)
