"""What a catalog knows of the whole graph; counted once, for a version never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from graphkit.catalog.answers import InfoView, TermLabel
from graphkit.catalog.cells import Namer, shorten, value
from graphkit.catalog.events import EventView, GapView, list_changes
from graphkit.catalog.statistics import Statistics, count_store
from graphkit.catalog.summary import summarise
from graphkit.catalog.views import Cell
from graphkit.errors import StoreUnavailable
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.dump import dump_sorted, graph_counts
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.manifest import Version
from graphkit.store.pool import PoolState
from graphkit.store.protocol import QueryRunner, Store
from graphkit.store.sandbox import Sandbox
from graphkit.terms import expand


class WholeGraph:
    """The part of the catalog that is about no thing in particular.

    Attributes:
        version: the version of a store that the graph is; ``None`` for one in memory or on a server.
    """

    _store: Store
    _namer: Namer
    _runner: QueryRunner | None
    version: Version | None

    @cached_property
    def info(self) -> InfoView:
        """What the graph holds."""
        return summarise(self._store, self._namer)

    @cached_property
    def statistics(self) -> Statistics:
        """How often each class and property is used, and how many links leave the graph."""
        return count_store(self._store, self._namer.minter.base)

    @property
    def counted(self) -> Statistics | None:
        """The statistics where they were counted already, for pages that do not wait for them."""
        return vars(self).get("statistics")

    @cached_property
    def graphs(self) -> Mapping[str, int]:
        """Number of triples of each named graph, by IRI in order."""
        counts = self.version.graph_counts() if self.version else graph_counts(self._store)
        return dict(sorted(counts.items()))

    @cached_property
    def terms(self) -> Mapping[str, TermLabel]:
        """Labels and definitions of the ontology's terms, by ``prefix:name``."""
        found: dict[str, dict[str, str]] = {}
        for row in self._store.select(load_query("libelles-de-l-ontologie")):
            texts = found.setdefault(shorten(row["terme"].value), {})
            language = row["libelle"].language
            texts.setdefault(language, row["libelle"].value)
            texts.setdefault(f"definition_{language}", value(row, "definition"))
        known = TermLabel.__dataclass_fields__
        return {
            name: TermLabel(**{key: text for key, text in texts.items() if key in known})
            for name, texts in found.items()
        }

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the operator should know of how the graph was opened."""
        return self._store.warnings if isinstance(self._store, EmbeddedStore) else ()

    @property
    def query_load(self) -> PoolState | None:
        """What the processes of free queries are doing; ``None`` where a server answers these."""
        return self._runner.state if isinstance(self._runner, Sandbox) else None

    def warm(self) -> None:
        """Count now what pages would otherwise be the first to wait for.

        Raises:
            StoreUnavailable: the graph cannot be read.
        """
        for name in ("info", "terms", "statistics"):
            getattr(self, name)

    def query_text(self, name: str, values: Mapping[str, Sequence[str]]) -> str:
        """Return the query that feeds a list or a picture, as anyone may run it.

        Args:
            name: its name.
            values: variable of its outermost pattern -> the IRIs that it may be.
        """
        query = load_query(name)
        for variable, iris in values.items():
            query = query.about(variable, [Node(iri) for iri in iris])
        return query.text

    def changes(self, first: int, count: int) -> tuple[int, list[EventView | GapView]]:
        """Return how many changes builds made, and some of them, the oldest first.

        Args:
            first: rank of the first one wanted, from 1.
            count: how many at most.

        Raises:
            NotFound: the graph is no version of a directory.
        """
        return list_changes(self.version, self._namer.minter, first, count)

    def members(self, name: str, limit: int, offset: int) -> tuple[Cell, ...]:
        """Return the things of a class, in the order of their IRIs, with their titles.

        Args:
            name: the class as ``ref:Certification``.
            limit: things at most.
            offset: things before them.
        """
        query = load_query("choses-d-une-classe").page(limit, offset)
        rows = self._store.select(query, classe=Node(expand(name)))
        return tuple(self._namer.cell(row["chose"], value(row, "libelle")) for row in rows)

    @cached_property
    def examples(self) -> dict[str, str]:
        """Term of the ontology -> a thing that uses it; filled as they are asked for."""
        return {}

    def example(self, term: str) -> str | None:
        """Return the IRI of a thing of a class, or that has a property; ``None`` where nothing uses the term.

        Args:
            term: IRI of the class or property.
        """
        if term not in self.examples:
            rows = self._store.select(load_query("exemple-d-un-terme"), terme=Node(term))
            self.examples[term] = rows[0]["chose"].value if rows else ""
        return self.examples[term] or None

    def dump(self, folder: Path) -> Iterator[bytes]:
        """Yield the graph as sorted N-Quads, one line with its end at a time.

        Args:
            folder: where temporary files go.

        Raises:
            StoreUnavailable: the graph is not on the disk of this machine, or holds blank nodes.
        """
        if not isinstance(self._store, EmbeddedStore):
            raise StoreUnavailable("only a graph in a directory is dumped: give one with --store")
        return dump_sorted(self._store, folder=folder)
