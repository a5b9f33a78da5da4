"""Words of two texts side by side: how much is the same, and what was put for what. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import LCSseq

from graphkit.matching.lexical import words

Operation = Literal["equal", "delete", "insert", "replace"]
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of two texts that is the same in both, or differs.

    Attributes:
        operation: what was done to it.
        before: its words in the first text.
        after: its words in the second one.
    """

    operation: Operation
    before: str
    after: str


def compare_texts(before: str, after: str) -> tuple[Segment, ...]:
    """Return two texts as stretches, word by word; joined, each side is the very text.

    Args:
        before: the first text.
        after: the second one.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = [Segment(kind, "".join(old[a:b]), "".join(new[c:d])) for kind, a, b, c, d in opcodes]
    while (island := _island(found)) is not None:
        one, between, other = found[island - 1 : island + 2]
        found[island - 1 : island + 2] = [_joined(_joined(one, between), other)]
    if found and _ends_in_gap(found[-1]):
        last = found.pop()
        cut = len(last.before.rstrip()), len(last.after.rstrip())
        found += [
            Segment(last.operation, last.before[: cut[0]], last.after[: cut[1]]),
            Segment("equal", last.before[cut[0] :], last.after[cut[1] :]),
        ]
    return tuple(found)


def _island(segments: list[Segment]) -> int | None:
    """Return which stretch is the same by chance: no longer than what changed on either side of it."""
    for number in range(1, len(segments) - 1):
        one, between, other = segments[number - 1 : number + 2]
        if between.operation == "equal" and len(between.after) <= min(_extent(one), _extent(other)):
            return number
    return None


def _extent(segment: Segment) -> int:
    return max(len(segment.before), len(segment.after))


def _ends_in_gap(segment: Segment) -> bool:
    tails = [text[len(text.rstrip()) :] for text in (segment.before, segment.after)]
    return segment.operation == "replace" and tails[0] == tails[1] != ""


def _joined(one: Segment, other: Segment) -> Segment:
    before, after = one.before + other.before, one.after + other.after
    operation: Operation = "replace" if before and after else "delete" if before else "insert"
    return Segment(operation, before, after)


@lru_cache(maxsize=8192)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).lower())
    return tuple(_WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char))))


def common_length(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many words two texts have in common, in the same order."""
    return LCSseq.similarity(one, other)


def sameness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of the words of two texts that both have in the same order, 0 to 1."""
    total = len(one) + len(other)
    return 2 * common_length(one, other) / total if total else 0.0


def shared_vocabulary(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of the words of two bags that both have, in any order, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def vocabulary(texts: tuple[str, ...]) -> Counter[str]:
    """Return how many of several texts use each word of more than three letters."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(words(text))
    return found
