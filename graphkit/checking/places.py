"""Where in the author's document something stands, said as people say it."""

from __future__ import annotations

import re

from graphkit.checking.findings import Place, Words
from graphkit.passages import Case, Passage

_WORKBOOK = "xlsx"
_WORD = "docx"
_TOKEN = re.compile(r"(\d+)")


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


def cell_name(sheet: str, case: Case) -> str:
    """Return the name of a cell of a workbook (``Feuille1!C5``, ``'Bloc 1'!C5``).

    Args:
        sheet: name of the sheet.
        case: the cell in it.
    """
    from graphkit.sources.brouillon.xlsx import nom_a1  # noqa: PLC0415 - heavy, and only a workbook needs it

    plain = re.fullmatch(r"[^\W\d]\w*", sheet) is not None
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{nom_a1(case)}"


def _words(passage: Passage, type_source: str) -> Words:
    if passage.case is not None and type_source == _WORKBOOK:
        name = cell_name(passage.chemin, passage.case)
        return Words(name, name)
    fr, en = _paragraphs(passage) if type_source == _WORD else _where(passage)
    if passage.page is not None:
        fr, en = _with_page(fr, en, passage.page)
    return Words(fr, en)


def _with_page(fr: str, en: str, page: int) -> tuple[str, str]:
    return (f"{fr} (page {page})" if fr else f"page {page}", f"{en} (page {page})" if en else f"page {page}")


def _paragraphs(passage: Passage) -> tuple[str, str]:
    """Return a position in a document that has no lines before it is printed: its paragraphs are counted."""
    if passage.case is not None or passage.lignes is None:
        return _where(passage)
    first, last = passage.lignes
    if first == last:
        return f"paragraphe {first}", f"paragraph {first}"
    return f"paragraphes {first} à {last}", f"paragraphs {first} to {last}"


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
