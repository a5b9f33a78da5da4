"""What codes, bodies and certifications are called."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.catalog.cells import value
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.protocol import Store


def labels_of(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return IRI -> French label, for those that have one.

    Args:
        store: where the labels are.
        iris: the things.
    """
    wanted = [Node(iri) for iri in iris]
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for row in store.select(load_query("libelles-de-ressources").about("ressource", wanted)):
        found.setdefault(row["ressource"].value, value(row, "libelle"))
    return found
