"""The words that an index holds, and which of them a typed word may stand for."""

from __future__ import annotations

import threading
from functools import cached_property

import tantivy

from graphkit.french import stem

_FIELD = "forme"
_COMPLETIONS = 12
_CANDIDATES = 4
#: Shorter words have too many neighbours for one letter more or less to be a slip.
_SHORTEST_CORRECTED = 5
#: Words of one family (« ergothérapie », « ergothérapeute ») begin alike: by how much at least.
_SHORTEST_ROOT, _ROOT_SHARE = 5, 0.6
SHORTEST_COMPLETED = 3


class Vocabulary:
    """The unstemmed words of all certifications.

    Args:
        searcher: the index of certifications.
    """

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()

    def holds(self, form: str) -> bool:
        """Tell whether a word, folded, is in the index as it stands."""
        return self._searcher.doc_freq(_FIELD, form) > 0

    def completions(self, start: str) -> list[str]:
        """Return the words that begin with what was typed, the most frequent first, itself left out.

        Args:
            start: the beginning of a word, folded.
        """
        if len(start) < SHORTEST_COMPLETED:
            return []
        found = self._searcher.terms_with_prefix(_FIELD, start, limit=_COMPLETIONS + 1)
        return [form for form, _ in found if form != start][:_COMPLETIONS]

    def corrections(self, form: str) -> list[str]:
        """Return the words that a word may be a slip for, or else those of its family, likeliest first.

        Args:
            form: the word, folded.
        """
        if len(form) < _SHORTEST_CORRECTED or form.isdigit():
            return []
        own = stem(form)
        # One slip leaves one half of the word as it is.
        half = len(form) // 2
        head, tail = form[:half], form[half + 1 :]
        root = form[: max(_SHORTEST_ROOT, round(len(form) * _ROOT_SHARE))]
        slips: list[tuple[int, str]] = []
        family: list[tuple[int, int, str]] = []
        for other, frequency in self._all:
            same_head = other.startswith(head)
            if not (same_head or other.endswith(tail)) or stem(other) == own:
                continue
            if one_slip(form, other):
                slips.append((-frequency, other))
            elif same_head and other.startswith(root):
                family.append((-_shared(form, other), -frequency, other))
        nearest = [other for _, other in sorted(slips)] or [other for _, _, other in sorted(family)]
        return nearest[:_CANDIDATES]

    @cached_property
    def _every_word(self) -> list[tuple[str, int]]:
        return self._searcher.terms_with_prefix(_FIELD, "")

    @property
    def _all(self) -> list[tuple[str, int]]:
        with self._lock:
            return self._every_word


def one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter added, left out or changed, or by two swapped.

    Args:
        one: a word.
        other: another word; the same word is no slip.
    """
    if len(one) > len(other):
        one, other = other, one
    at = _shared(one, other)
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return at < len(one) and (swapped or one[at + 1 :] == other[at + 1 :])


def _shared(one: str, other: str) -> int:
    """Return the number of letters that two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
