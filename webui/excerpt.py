"""Why a text was found: the part of it that holds the words looked for. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

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
    """Return a text, cut around the first position found, as marked and unmarked pieces.

    Args:
        text: the text.
        found: what to mark, in order: first character, and one past the last.
        length: characters shown at most, about.
    """
    start, end = _window(text, found[0][0] if found else 0, length)
    pieces = [Fragment("… ")] if start else []
    at = start
    for left, right in found:
        if left >= end:
            break
        if left < at:
            continue
        pieces += [Fragment(text[at:left]), Fragment(text[left : min(right, end)], marked=True)]
        at = min(right, end)
    pieces.append(Fragment(text[at:end]))
    if end < len(text):
        pieces.append(Fragment(" …"))
    return tuple(piece for piece in pieces if piece.text)


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Return where an excerpt begins and ends, at spaces between words."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
        end = end if end > start else min(len(text), start + length)
    return start, end


def _fold(text: str) -> str:
    """Return a text in lower case without accents, character for character as long as before."""
    return "".join(_fold_character(char) for char in text)


def _fold_character(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char
