"""Where in the author's document something stands, said as people say it."""

from __future__ import annotations

import re

from graphkit.checking.findings import Place, Words
from graphkit.passages import Case, Passage

_WORKBOOK = "xlsx"
_TOKEN = re.compile(r"(\d+)")
_LETTERS = 26


def place_of(passage: Passage, type_source: str) -> Place:
    """Return a position with its words.

    Args:
        passage: the position.
        type_source: name of the reader that found it.
    """
    return Place(passage, _words(passage, type_source))


def position_key(passage: Passage) -> tuple[object, ...]:
    """Return what positions in one document are ordered by: page, then table and cell or lines.

    Args:
        passage: the position.
    """
    case = passage.case or Case(0, 0, 0)
    return (
        passage.page or 0,
        tuple(int(part) if part.isdigit() else -1 for part in _TOKEN.split(passage.chemin)),
        passage.lignes or (0, 0),
        (case.tableau, case.rangee, case.colonne),
        passage.caracteres or (0, 0),
    )


def column_letters(number: int) -> str:
    """Return the name that a workbook gives a column (``1`` → ``A``, ``27`` → ``AA``).

    Args:
        number: the column, 1-based.
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(sheet: str, row: int, column: int) -> str:
    """Return the name of a cell of a workbook (``Feuille1!C5``, ``'Bloc 1'!C5``).

    Args:
        sheet: name of the sheet.
        row: the row, 1-based.
        column: the column, 1-based.
    """
    plain = re.fullmatch(r"[^\W\d]\w*", sheet) is not None
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{column_letters(column)}{row}"


def _words(passage: Passage, type_source: str) -> Words:
    if passage.case is not None and type_source == _WORKBOOK:
        name = cell_name(passage.chemin, passage.case.rangee, passage.case.colonne)
        return Words(name, name)
    fr, en = _where(passage)
    if passage.page is not None:
        fr, en = _with_page(fr, en, passage.page)
    return Words(fr, en)


def _with_page(fr: str, en: str, page: int) -> tuple[str, str]:
    return (f"{fr} (page {page})" if fr else f"page {page}", f"{en} (page {page})" if en else f"page {page}")


def _where(passage: Passage) -> tuple[str, str]:
    case = passage.case
    if case is not None:
        return (
            f"tableau {case.tableau}, ligne {case.rangee}, colonne {case.colonne}",
            f"table {case.tableau}, row {case.rangee}, column {case.colonne}",
        )
    if passage.lignes is not None:
        first, last = passage.lignes
        fr = f"ligne {first}" if first == last else f"lignes {first} à {last}"
        en = f"line {first}" if first == last else f"lines {first} to {last}"
        return (f"{passage.chemin}, {fr}", f"{passage.chemin}, {en}") if passage.chemin else (fr, en)
    return passage.chemin, passage.chemin
