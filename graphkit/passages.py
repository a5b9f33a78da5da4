"""Where in a source document something stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """A cell of a table of a document.

    Attributes:
        tableau: number of the table in the document (of the sheet, in a workbook), 1-based.
        rangee: row of its upper left corner in the table, 1-based, headings counted.
        colonne: column of its upper left corner in the table, 1-based.
    """

    tableau: int
    rangee: int
    colonne: int


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A contiguous position in a source document.

    Attributes:
        lignes: first and last line, 1-based and inclusive, of a text or of the file of a table.
        caracteres: offset of the first character in the first line and one past the last character in
            the last line (text), or in the text of the element (XML) or of the cell (``case``); ``None``
            for whole lines, the whole element or the whole cell.
        chemin: path of the element in an XML document or, with ``lignes`` or ``case``, name of the table
            that they stand in (the sheet of a workbook).
        page: page of a paged document on which the passage starts, 1-based.
        case: cell of a table.
    """

    lignes: tuple[int, int] | None = None
    caracteres: tuple[int, int] | None = None
    chemin: str = ""
    page: int | None = None
    case: Case | None = None


Passages = tuple[Passage, ...]
