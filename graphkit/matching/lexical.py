"""How much two statements say with the same words: a plain measure, explained in one sentence.

The words of a statement are those of more than three letters, without accents or case. Two statements are
close by the share of words in common among all of both (Jaccard), or among the shorter one (overlap).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MIN_LETTERS = 4
#: From this Jaccard score on, a statement counts as covered by another.
DEFAULT_THRESHOLD = 0.5
_WORD = re.compile(r"[^\W\d_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

Words = frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """How much two sets of words have in common.

    Attributes:
        jaccard: common words over all words of both, 0 to 1.
        overlap: common words over the words of the smaller set, 0 to 1.
        common: the common words, in order.
    """

    jaccard: float
    overlap: float
    common: tuple[str, ...] = ()


def words(text: str) -> Words:
    """Return the words of a text of more than three letters, in lower case and without accents."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return frozenset(word for word in _WORD.findall(bare) if len(word) >= MIN_LETTERS)


def compare_words(one: Words, other: Words) -> Overlap:
    """Return what two sets of words have in common; nothing when either is empty."""
    if not one or not other:
        return Overlap(0.0, 0.0)
    common = one & other
    return Overlap(
        jaccard=len(common) / len(one | other),
        overlap=len(common) / min(len(one), len(other)),
        common=tuple(sorted(common)),
    )


def best_match(one: Words, others: Mapping[str, Words]) -> tuple[str, Overlap] | None:
    """Return the name of the closest of several sets of words, the first in order among equals.

    Args:
        one: the set to match.
        others: name -> words; sets without a word in common are no match.
    """
    scored = ((name, compare_words(one, candidate)) for name, candidate in sorted(others.items()))
    best: tuple[str, Overlap] | None = None
    for name, score in scored:
        if score.jaccard > 0 and (best is None or score > best[1]):
            best = (name, score)
    return best


def coverage(
    covered: Iterable[Words], covering: Sequence[Words], threshold: float = DEFAULT_THRESHOLD
) -> float | None:
    """Return the share of statements that have a close one among others, ``None`` without statements.

    Args:
        covered: the words of the statements to cover.
        covering: the words of the statements that may cover them.
        threshold: least Jaccard score of a close one.
    """
    hits = [any(compare_words(one, other).jaccard >= threshold for other in covering) for one in covered]
    return sum(hits) / len(hits) if hits else None
