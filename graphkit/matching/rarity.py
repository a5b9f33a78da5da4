"""How much a word tells: a word that few statements hold tells more than one that all hold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from graphkit.french import forms, stem

#: Stem of a word -> how much it tells, above 0 and at most 1.
Rarity = Callable[[str], float]

_LEAST = 0.05
_KEPT = 1 << 17


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text that count, in order."""
    return [stem(form) for form in forms(text)]


def rarity_of(texts: Iterable[str]) -> Rarity:
    """Return how much words tell among some statements.

    Args:
        texts: the statements; a text given twice counts once.
    """
    counts: Counter[str] = Counter()
    total = 0
    for text in dict.fromkeys(texts):
        counts.update(set(stems(text)))
        total += 1
    return rarity_from(counts.__getitem__, total)


def rarity_from(count: Callable[[str], int], total: int) -> Rarity:
    """Return how much words tell, from a count of the statements that hold them.

    Args:
        count: stem of a word -> number of statements that hold it.
        total: number of statements.
    """
    most = math.log(1 + total + 1)

    @lru_cache(maxsize=_KEPT)
    def rarity(of: str) -> float:
        return max(_LEAST, math.log((1 + total) / (1 + count(of)) + 1) / most)

    return rarity
