"""How often each class and property is used: what VoID tells and editors complete from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphkit.catalog.cells import number
from graphkit.questions import load_query
from graphkit.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much there is of what; a triple that two graphs hold counts twice, as it has two sources.

    Attributes:
        quads: number of quads.
        classes: IRI of a class -> number of its things.
        properties: IRI of a property -> number of quads that use it.
        links: (IRI of a property, start of the addresses that it leads to) -> number of quads, for the
            properties that link to what others publish.
    """

    quads: int
    classes: Mapping[str, int] = field(hash=False)
    properties: Mapping[str, int] = field(hash=False)
    links: Mapping[tuple[str, str], int] = field(hash=False)

    def uses(self, term: str) -> int:
        """Return how often a class or property is used; 0 for never.

        Args:
            term: its IRI.
        """
        return self.classes.get(term) or self.properties.get(term, 0)


def count_store(store: Store, base_iri: str) -> Statistics:
    """Count what a store holds; every quad is read once, which takes a while for a large one.

    Args:
        store: the graph.
        base_iri: start of the IRIs of its data; links within it do not leave the graph.
    """
    properties = {
        row["propriete"].value: number(row, "nombre")
        for row in store.select(load_query("usage-des-proprietes"))
    }
    return Statistics(
        quads=sum(properties.values()),
        classes={
            row["classe"].value: number(row, "nombre")
            for row in store.select(load_query("usage-des-classes"))
        },
        properties=properties,
        links={
            (row["lien"].value, row["origine"].value): number(row, "nombre")
            for row in store.select(load_query("liens-sortants"))
            if not base_iri.startswith(row["origine"].value)
        },
    )
