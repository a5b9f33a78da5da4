"""Drafts in Word and Excel as kinds of source: told by their members, read by one interpreter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from graphkit.model import Anomaly, Record
from graphkit.sources.brouillon.contenu import Contenu
from graphkit.sources.brouillon.paquet import Limites, genre_de
from graphkit.sources.brouillon.particuliers import read_contenu


class _Paquet(ABC):
    """Drafts as files of an office suite.

    Args:
        limites: what is too much.
    """

    name: str
    drafts = True

    def __init__(self, limites: Limites | None = None) -> None:
        self._limites = limites or Limites()

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is of this kind, also one that is protected, damaged or of an old format.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        return genre_de(head, path) == self.name

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one certification of a file.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: it cannot be read, or holds no référentiel.
        """
        yield read_contenu(self._contenu(path))

    @abstractmethod
    def _contenu(self, path: Path) -> Contenu:
        """Return what a file holds."""


class Docx(_Paquet):
    """Drafts as Word documents (.docx)."""

    name = "docx"

    def _contenu(self, path: Path) -> Contenu:
        from graphkit.sources.brouillon.docx import read_docx  # noqa: PLC0415 - only drafts need the library

        return read_docx(path, self._limites)


class Xlsx(_Paquet):
    """Drafts as Excel workbooks (.xlsx); one that is a table of a nomenclature was taken before."""

    name = "xlsx"

    def _contenu(self, path: Path) -> Contenu:
        from graphkit.sources.brouillon.xlsx import read_xlsx  # noqa: PLC0415 - only drafts need the library

        return read_xlsx(path, self._limites)
