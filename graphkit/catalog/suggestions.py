"""Values that a form proposes for a parameter: what the graph holds most of, with labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.catalog.cells import Namer
from graphkit.catalog.facets import labels
from graphkit.store.protocol import Store

#: Kinds of parameters that have few values, all proposed, in this order.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "niveau": ("2", "3", "4", "5", "6", "7", "8"),
    "voie-acces": ("fi", "ca", "fc", "cq", "cl", "vae"),
    "force": ("M", "S", "A", "F"),
    "langue": ("fr", "en"),
}
#: Kinds whose values are counted by the index; lengths of codes proposed, any where absent.
COUNTED = {"nsf": 3, "rome": 5, "certificateur": 0}
MOST = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value of a parameter.

    Attributes:
        value: as it is typed.
        label: what it stands for; may be empty.
    """

    value: str
    label: str


def closed_values(store: Store, namer: Namer, kind: str) -> tuple[Suggestion, ...]:
    """Return all values of a kind that has few.

    Args:
        store: where their labels are.
        namer: names IRIs.
        kind: a key of ``CLOSED``.
    """
    return _named(store, namer, kind, CLOSED[kind])


def counted_values(
    store: Store, namer: Namer, kind: str, counts: Mapping[str, int]
) -> tuple[Suggestion, ...]:
    """Return the values of a kind that most certifications have.

    Args:
        store: where their labels are.
        namer: names IRIs.
        kind: a key of ``COUNTED``.
        counts: value -> number of certifications.
    """
    length = COUNTED[kind]
    kept = [each for each in counts if not length or len(each) == length]
    kept.sort(key=lambda each: (-counts[each], each))
    return _named(store, namer, kind, kept[:MOST])


def _named(store: Store, namer: Namer, kind: str, values: Iterable[str]) -> tuple[Suggestion, ...]:
    kept = tuple(values)
    names = labels(store, namer, [(kind, each) for each in kept])
    return tuple(Suggestion(each, names.get((kind, each), "")) for each in kept)
