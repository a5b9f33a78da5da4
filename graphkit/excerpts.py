"""Which parts of a long text show the words that were found in it."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[int, int]
#: Forms of one word (« animal », « animaux ») begin alike.
_ROOT = 4


def windows(text: str, found: Sequence[Span], length: int) -> list[Span]:
    """Return the parts of a text to show, in order: one, or two where one cannot hold all words found.

    Args:
        text: the text.
        found: the places found, in order: first character, and one past the last.
        length: characters shown at most, about.
    """
    if len(text) <= length:
        return [(0, len(text))]
    wanted = _words(text, found)
    best = _best(text, found, length)
    if _words(text, _within(found, best)) == wanted:
        return [best]
    first = _best(text, found, length // 2)
    seen = _words(text, _within(found, first))
    missing = next((span for span in found if not _words(text, [span]) <= seen), None)
    if missing is None:
        return [first]
    second = _window(text, missing[0], length // 2)
    (_, end), (start, last) = earlier, later = sorted((first, second))
    return [(earlier[0], max(end, last))] if start <= end else [earlier, later]


def _best(text: str, found: Sequence[Span], length: int) -> Span:
    """Return the part around the place that has most of the words near it, the first of equals."""
    around = [_window(text, first, length) for first, _ in found] or [_window(text, 0, length)]
    return max(around, key=lambda part: len(_words(text, _within(found, part))))


def _within(found: Sequence[Span], part: Span) -> list[Span]:
    return [span for span in found if part[0] <= span[0] and span[1] <= part[1]]


def _words(text: str, found: Sequence[Span]) -> set[str]:
    return {text[first:end].casefold()[:_ROOT] for first, end in found}


def _window(text: str, first: int, length: int) -> Span:
    """Return where a part around a place begins and ends, at spaces between words."""
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
        end = end if end > start else min(len(text), start + length)
    return start, end
