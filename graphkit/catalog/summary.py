"""What a graph holds, in numbers and sources."""

from __future__ import annotations

from graphkit.catalog.answers import InfoView, SourceView
from graphkit.catalog.cells import Namer, day, number, shorten, truth, value
from graphkit.questions import load_query
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.protocol import Store


def summarise(store: Store, namer: Namer) -> InfoView:
    """Count what a graph holds.

    Args:
        store: the graph.
        namer: names the things.
    """
    version = store.version if isinstance(store, EmbeddedStore) else None
    sizes = [] if version else [number(row, "triplets") for row in store.select(load_query("graphes"))]
    return InfoView(
        version=version.id if version else "",
        quads=version.quads if version else sum(sizes),
        graphs=version.graphs if version else len(sizes),
        counts={
            shorten(row["classe"].value): number(row, "nombre")
            for row in store.select(load_query("comptes-par-classe"))
        },
        registers=tuple(
            (value(row, "repertoire").rsplit("/", 1)[-1], truth(row, "active"), number(row, "nombre"))
            for row in store.select(load_query("comptes-par-etat"))
        ),
        sources=tuple(
            SourceView(
                path=namer.path(row["document"].value),
                title=value(row, "titre"),
                kind=value(row, "typeSource"),
                date=day(row, "date"),
                version=value(row, "version"),
                licence=value(row, "licence"),
            )
            for row in store.select(load_query("documents"))
        ),
        warnings=store.warnings if isinstance(store, EmbeddedStore) else (),
    )
