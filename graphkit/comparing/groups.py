"""Competences of several certifications that go together: who has what, as sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graphkit.comparing.sides import Comparaison, Side
from graphkit.matching.coverage import COUNTED, Coverage


@dataclass(frozen=True, slots=True)
class Group:
    """Competences that go together: each is covered by another of the group, or covers one.

    Attributes:
        members: each side that has some, with their keys.
    """

    members: tuple[tuple[Side, tuple[str, ...]], ...]

    def of(self, side: Side) -> tuple[str, ...]:
        """Return keys of those that a side has."""
        return next((keys for each, keys in self.members if each is side), ())


@dataclass(frozen=True, slots=True)
class Shared:
    """The groups of which the same sides have competences.

    Attributes:
        sides: those that have some.
        groups: the groups, in the order of the first of these sides.
    """

    sides: tuple[Side, ...]
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """Letters of the sides."""
        return "".join(side.letter for side in self.sides)


_Member = tuple[str, str]


def groups_of(found: Comparaison) -> tuple[Shared, ...]:
    """Return the competences of all sides in groups, those that most sides have first.

    A competence that is covered goes with the nearest of those that cover it.

    Args:
        found: the comparison.
    """
    heads: dict[_Member, _Member] = {
        (side.letter, each.key): (side.letter, each.key)
        for side in found.sides
        for each in side.referentiel.competences
    }
    for pair in found.pairs:
        one, other = pair.one.letter, pair.other.letter
        _join(heads, pair.comparison.of_other, other, one)
        _join(heads, pair.comparison.of_one, one, other)
    members: defaultdict[_Member, list[_Member]] = defaultdict(list)
    for each in heads:
        members[_head(heads, each)].append(each)
    shared: defaultdict[tuple[Side, ...], list[Group]] = defaultdict(list)
    for held in members.values():
        by_side = (
            (side, tuple(key for letter, key in held if letter == side.letter)) for side in found.sides
        )
        group = Group(tuple((side, keys) for side, keys in by_side if keys))
        shared[tuple(side for side, _ in group.members)].append(group)
    made = (Shared(sides, tuple(groups)) for sides, groups in shared.items())
    return tuple(sorted(made, key=lambda each: (-len(each.sides), each.name)))


def _join(heads: dict[_Member, _Member], coverage: Coverage, covered: str, covering: str) -> None:
    for each in coverage.statements:
        if each.how in COUNTED:
            one, other = _head(heads, (covered, each.key)), _head(heads, (covering, each.by[0]))
            heads[max(one, other)] = min(one, other)


def _head(heads: dict[_Member, _Member], member: _Member) -> _Member:
    while heads[member] != member:
        member = heads[member]
    return member
