"""Why a certification was found: which of its texts to show, and where the words stand in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphkit.french import stem, words
from graphkit.index.texts import WEIGHTS, Kind

_SHOWN = 5
#: Texts of one kind that are shown although they hold no word that is not shown yet.
_SHOWN_OF_A_KIND = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that holds some of the words.

    Attributes:
        kind: what it is.
        bearer: IRI of the thing whose text it is.
        text: the text.
        marks: where the words stand in it: first character, and one past the last.
    """

    kind: Kind
    bearer: str
    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the words that are marked."""
        starts = {start for start, _ in self.marks}
        return frozenset(stem(word.form) for word in words(self.text) if word.start in starts)


def marks(text: str, stems: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return where the words of some stems stand in a text.

    Args:
        text: the text.
        stems: the stems looked for.
    """
    return tuple((word.start, word.end) for word in words(text) if stem(word.form) in stems)


def choose(passages: Iterable[Passage], sought: Sequence[frozenset[str]]) -> tuple[Passage, ...]:
    """Return the passages to show, the weightiest kind first: each word that is found is seen in one.

    Args:
        passages: texts of one certification, the likeliest first.
        sought: for each word typed, the stems that may stand for it.
    """
    # The sort is stable: within a kind the likeliest stays first.
    candidates = sorted(passages, key=lambda passage: -WEIGHTS[passage.kind])
    held = [{rank for rank, stems in enumerate(sought) if stems & each.stems} for each in candidates]
    needed: list[int] = []
    unseen = set().union(*held)
    while unseen:
        best = max(range(len(candidates)), key=lambda at: (len(held[at] & unseen), -at))
        needed.append(best)
        unseen -= held[best]
    chosen = set(needed[:_SHOWN])
    of_kind = Counter(candidates[at].kind for at in chosen)
    for at, each in enumerate(candidates):
        if len(chosen) < _SHOWN and at not in chosen and of_kind[each.kind] < _SHOWN_OF_A_KIND:
            chosen.add(at)
            of_kind[each.kind] += 1
    return tuple(candidates[at] for at in sorted(chosen))
