"""Drafts in Word and Excel as kinds of source: told by their members, read by one interpreter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graphkit.model import Anomaly, Record
from graphkit.sources.brouillon.paquet import Limites, genre_de
from graphkit.sources.brouillon.particuliers import read_contenu


class Docx:
    """Drafts as Word documents (.docx).

    Args:
        limites: what is too much.
    """

    name = "docx"
    drafts = True

    def __init__(self, limites: Limites | None = None) -> None:
        self._limites = limites or Limites()

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a Word document, also one that is protected, damaged or of an old format.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        return genre_de(head, path) == self.name

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one certification of a document.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: the document cannot be read, or holds no référentiel.
        """
        from graphkit.sources.brouillon.docx import read_docx  # noqa: PLC0415 - only drafts need the library

        yield read_contenu(read_docx(path, self._limites))


class Xlsx:
    """Drafts as Excel workbooks (.xlsx).

    Args:
        limites: what is too much.
    """

    name = "xlsx"
    drafts = True

    def __init__(self, limites: Limites | None = None) -> None:
        self._limites = limites or Limites()

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a workbook; one that is a table of a nomenclature was taken before.

        Args:
            head: its first bytes.
            path: the file; its name does not matter.
        """
        return genre_de(head, path) == self.name

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one certification of a workbook.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: the workbook cannot be read, or holds no référentiel.
        """
        from graphkit.sources.brouillon.xlsx import read_xlsx  # noqa: PLC0415 - only drafts need the library

        yield read_contenu(read_xlsx(path, self._limites))
