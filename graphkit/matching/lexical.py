"""How much two statements say with the same words: a plain measure, explained in one sentence.

The words of a statement are those of more than three letters, without accents or case. Two statements are
close by the share of words in common among all of both (Jaccard), or among the shorter one (overlap). It is
the baseline beside which the method in use is measured.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MIN_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
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
