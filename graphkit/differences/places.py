"""Which bloc, or activity, of one side is which of the other. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from graphkit.differences.wording import (
    Segment,
    compare_texts,
    folded_words,
    sameness,
    shared_vocabulary,
    vocabulary,
)

#: Least likeness, of the title and of what it holds together, at which a place is another one changed…
_ALIKE = 0.45
#: …and at which it is, if it bears the same code.
_ALIKE_CODED = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """A bloc or an activity as a place where statements stand.

    Attributes:
        key: names it within its side.
        code: its code, without the number of the certification.
        title: its title.
        texts: the statements that stand in it.
    """

    key: str
    code: str
    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place that is not as it was.

    Attributes:
        before: as it was; ``None`` for a new one.
        after: as it is; ``None`` for one that is no more.
    """

    before: Place | None
    after: Place | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The words of its title, before and since."""
        return compare_texts(*(each.title if each else "" for each in (self.before, self.after)))

    @property
    def renumbered(self) -> bool:
        """Whether it bears another code."""
        return bool(self.before and self.after and self.before.code != self.after.code)

    @property
    def retitled(self) -> bool:
        """Whether it bears another title."""
        return bool(self.before and self.after and self.before.title != self.after.title)


def pair_places(before: Sequence[Place], after: Sequence[Place]) -> dict[str, str]:
    """Return which place became which: key before -> key since.

    Args:
        before: the places of the first side.
        after: those of the second side.
    """
    bags = {id(each): vocabulary(each.texts) for each in (*before, *after)}
    scored = []
    for (m, one), (n, other) in product(enumerate(before), enumerate(after)):
        title = sameness(folded_words(one.title), folded_words(other.title))
        inside = bags[id(one)], bags[id(other)]
        likeness = (title + shared_vocabulary(*inside)) / 2 if all(inside) else title
        coded = bool(one.code) and one.code == other.code
        if likeness >= (_ALIKE_CODED if coded else _ALIKE):
            scored.append((-likeness - 0.05 * coded, m, n))
    paired: dict[str, str] = {}
    taken: set[str] = set()
    for _, m, n in sorted(scored):
        if before[m].key not in paired and after[n].key not in taken:
            paired[before[m].key] = after[n].key
            taken.add(after[n].key)
    return paired


def compare_places(
    before: Sequence[Place], after: Sequence[Place], paired: dict[str, str]
) -> tuple[PlaceChange, ...]:
    """Return the places that changed: those that are there since in their order, then those that are no more.

    Args:
        before: the places of the first side.
        after: those of the second side.
        paired: which became which.
    """
    old = {paired[each.key]: each for each in before if each.key in paired}
    changes = [PlaceChange(old.get(each.key), each) for each in after]
    changes += [PlaceChange(each, None) for each in before if each.key not in paired]
    return tuple(
        each
        for each in changes
        if each.before is None or each.after is None or each.renumbered or each.retitled
    )
