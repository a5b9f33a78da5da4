"""Names of positions: path segments for IRIs, fragments for Web Annotation selectors, words for people."""

from __future__ import annotations

from graphkit.passages import Passage


def locator(passage: Passage) -> tuple[str, ...]:
    """Return path segments that name a position within its record, the same for the same position.

    Args:
        passage: the position.
    """
    if passage.page is not None or passage.case is not None:
        return _in_a_page_or_a_cell(passage)
    if passage.chemin:
        segments = tuple(passage.chemin.replace("[", "~").replace("]", "").split("/"))
        if passage.lignes is not None:
            segments += (f"L{passage.lignes[0]}-{passage.lignes[1]}",)
        if passage.caracteres is not None:
            segments += (f"c{passage.caracteres[0]}-{passage.caracteres[1]}",)
        return segments
    return (_lines(passage),)


def _in_a_page_or_a_cell(passage: Passage) -> tuple[str, ...]:
    # The number of the table says which sheet it is: its name, which may hold anything, is not needed.
    segments = [] if passage.page is None else [f"p{passage.page}"]
    if passage.case is not None:
        case = passage.case
        segments += [f"t{case.tableau}", f"r{case.rangee}c{case.colonne}"]
    elif passage.lignes is not None:
        return (*segments, _lines(passage))
    if passage.caracteres is not None:
        segments.append(f"c{passage.caracteres[0]}-{passage.caracteres[1]}")
    return tuple(segments)


def _lines(passage: Passage) -> str:
    first, last = passage.lignes or (0, 0)
    if passage.caracteres is None:
        return f"L{first}-{last}"
    return f"L{first}c{passage.caracteres[0]}-{last}c{passage.caracteres[1]}"


def fragment_of(passage: Passage) -> str:
    """Return the fragment that selects a position in a page or a cell, empty for any other.

    ``page`` is that of PDF (RFC 8118), ``cell`` that of tables (RFC 7111: row, column), ``char`` and ``line``
    those of text (RFC 5147: positions between characters or lines, from 0) within what stands before.

    Args:
        passage: the position.
    """
    parts = [] if passage.page is None else [f"page={passage.page}"]
    if passage.case is not None:
        case = passage.case
        parts += [f"table={case.tableau}", f"cell={case.rangee},{case.colonne}"]
        if passage.caracteres is not None:
            parts.append("char={},{}".format(*passage.caracteres))
    elif parts and passage.lignes is not None:
        parts.append(f"line={passage.lignes[0] - 1},{passage.lignes[1]}")
    return "&".join(parts)


def place_of(passage: Passage) -> str:
    """Return a position in French words, for a message.

    Args:
        passage: the position.
    """
    words = [passage.chemin] if passage.chemin else []
    if passage.page is not None:
        words.append(f"page {passage.page}")
    if passage.case is not None:
        case = passage.case
        words.append(f"tableau {case.tableau}, rangée {case.rangee}, colonne {case.colonne}")
    if passage.lignes is not None:
        words.append(f"lignes {passage.lignes[0]} à {passage.lignes[1]}")
    return ", ".join(words)
