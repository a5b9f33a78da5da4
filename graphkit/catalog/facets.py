"""The facets of a search as pages and commands show them: values with their labels, the commonest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from graphkit.catalog.answers import FacetValue, FacetView
from graphkit.catalog.cells import Namer, value
from graphkit.catalog.labels import labels_of
from graphkit.index.facets import FACETS, GROUPS, STATES, Counts, Selection, with_ancestors
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.protocol import Store
from graphkit.terms import expand

_SHOWN, _OPENED = 8, 200
#: Lengths of the codes that are listed; those of groups may be chosen by a link, and are not.
_LISTED = {"nsf": 3, "rome": 5}
#: Facets in the order of their values; the others begin with the commonest value.
_ORDERED = frozenset({"etat", "niveau"})
#: Facet -> property of a certification that leads to its values.
_BEARING = {"rome": "ref:viseMetier", "nsf": "ref:nsf", "certificateur": "ref:delivreePar"}
_NAMED = ("nsf", "rome", "certificateur")


def facet_views(
    store: Store, namer: Namer, counts: Counts, selection: Selection, opened: str
) -> tuple[FacetView, ...]:
    """Return what a search may be restricted to.

    Args:
        store: where the labels of values are.
        namer: names IRIs.
        counts: facet -> value -> number of certifications.
        selection: what it is restricted to.
        opened: the facet whose values are all wanted.
    """
    shown = {
        facet: _values(facet, counts.get(facet, {}), selection.values(facet), facet == opened)
        for facet in FACETS
    }
    names = labels(store, namer, [(facet, each) for facet in _NAMED for each in shown[facet][0]])
    return tuple(
        FacetView(
            facet,
            tuple(
                FacetValue(
                    value=each,
                    label=names.get((facet, each), ""),
                    count=counts.get(facet, {}).get(each, 0),
                    chosen=each in selection.values(facet),
                )
                for each in values
            ),
            hidden,
        )
        for facet, (values, hidden) in shown.items()
        if values
    )


def labels(store: Store, namer: Namer, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return (nomenclature, code) -> label, for those that have one.

    Args:
        store: where the labels are.
        namer: names IRIs.
        wanted: codes; certifiers are a nomenclature as any other.
    """
    iris = {f"{namer.minter.base}{kind}/{quote(code)}": (kind, code) for kind, code in wanted}
    return {iris[iri]: label for iri, label in labels_of(store, iris).items()}


def _values(
    facet: str, counts: Mapping[str, int], chosen: Sequence[str], opened: bool
) -> tuple[tuple[str, ...], int]:
    """Return the values shown of a facet, and the number of those that are not."""
    length = _LISTED.get(facet)
    listed = [each for each in counts if length is None or len(each) == length]
    if facet == "etat":
        listed.sort(key=STATES.index)
    elif facet in _ORDERED:
        listed.sort()
    else:
        listed.sort(key=lambda each: (-counts[each], each))
    most = len(listed) if facet in _ORDERED else _OPENED if opened else _SHOWN
    kept = listed[:most]
    extra = [each for each in chosen if each not in kept]
    return (*extra, *kept), len(listed) - len(kept)


def cross_levels(store: Store, facet: str) -> dict[str, tuple[int, dict[str, int]]]:
    """Return what an index counts, from a store without one: value -> certifications, in all and by level.

    Args:
        store: the graph.
        facet: ``rome``, ``nsf`` or ``certificateur``.
    """
    values: dict[str, list[str]] = {}
    levels: dict[str, str] = {}
    property_ = Node(expand(_BEARING[facet]))
    for row in store.select(load_query("valeurs-et-niveaux"), propriete=property_):
        values.setdefault(row["certification"].value, []).append(_tail(value(row, "valeur")))
        levels[row["certification"].value] = _tail(value(row, "niveau"))
    crossed: dict[str, tuple[int, dict[str, int]]] = {}
    for certification, borne in values.items():
        for each in with_ancestors(borne, GROUPS.get(facet, ())):
            total, by_level = crossed.get(each, (0, {}))
            crossed[each] = (total + 1, by_level)
            if level := levels[certification]:
                by_level[level] = by_level.get(level, 0) + 1
    return crossed


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
