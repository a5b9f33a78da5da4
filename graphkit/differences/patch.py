"""A difference as RDF Patch: what to delete from a graph, and what to add to it, to make it another one.

Format: Apache Jena, RDF Patch, https://afs.github.io/rdf-delta/rdf-patch.html (text form).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from graphkit.differences.sides import Side
from graphkit.nodes import Node


def rdf_patch(before: Side, after: Side) -> str:
    """Return the patch that makes the graph of one record that of another, the same for the same graphs.

    Args:
        before: the first side.
        after: the second side.
    """
    old, new = frozenset(_quads(before)), frozenset(_quads(after))
    rows = [f"D {quad} ." for quad in sorted(old - new)] + [f"A {quad} ." for quad in sorted(new - old)]
    # Named by what it does, so that the same patch has the same name.
    name = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(rows))
    return "\n".join([f"H id <urn:uuid:{name}> .", "TX .", *rows, "TC .", ""])


def _quads(side: Side) -> Iterator[str]:
    graph = Node(side.fiche).to_ntriples()
    for triple in side.triples:
        yield " ".join((*(node.to_ntriples() for node in triple), graph))
