"""Why a text was found: the part of it that holds the words looked for. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkit.excerpts import windows

#: Length of an excerpt, in characters.
LENGTH = 220

_WORD = re.compile(r"\w+")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an excerpt, marked where it is a word that was looked for."""

    text: str
    marked: bool = False


def excerpt(text: str, words: str, length: int = LENGTH) -> tuple[Fragment, ...]:
    """Return a text, cut around the first word found, as marked and unmarked pieces.

    Args:
        text: the text.
        words: what was looked for; case and accents are set aside.
        length: characters shown at most, about.
    """
    folded = _fold(text)
    wanted = sorted(
        {_fold(word) for word in _WORD.findall(words) if len(word) > _SHORT}, key=len, reverse=True
    )
    whole = _fold(words.strip())
    found = [match.span() for match in re.finditer(re.escape(whole), folded)] if whole else []
    if not found and wanted:
        found = [match.span() for match in re.finditer("|".join(map(re.escape, wanted)), folded)]
    return fragments(text, found, length)


def fragments(text: str, found: Sequence[tuple[int, int]], length: int = LENGTH) -> tuple[Fragment, ...]:
    """Return a text, cut around the positions found, as marked and unmarked pieces.

    Args:
        text: the text.
        found: what to mark, in order: first character, and one past the last.
        length: characters shown at most, about.
    """
    parts = windows(text, found, length)
    pieces = [Fragment("… ")] if parts[0][0] else []
    for start, end in parts:
        if start > parts[0][0]:
            pieces.append(Fragment(" … "))
        pieces += _marked(text, found, start, end)
    if parts[-1][1] < len(text):
        pieces.append(Fragment(" …"))
    return tuple(piece for piece in pieces if piece.text)


def _marked(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Fragment]:
    at = start
    for left, right in found:
        if left >= end:
            break
        if left >= at:
            yield Fragment(text[at:left])
            yield Fragment(text[left : min(right, end)], marked=True)
            at = min(right, end)
    yield Fragment(text[at:end])


def _fold(text: str) -> str:
    """Return a text in lower case without accents, character for character as long as before."""
    return "".join(_fold_character(char) for char in text)


def _fold_character(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char
