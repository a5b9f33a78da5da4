"""Loading the version in service into a SPARQL server, graph by graph.

Only graphs that differ from what the server took last time are sent (``load_notes``). A load that is killed
or fails goes on where it stopped when it is run again, with at most one batch sent twice. Graphs that no load
of this base wrote are never touched, unless the version has one of the same name.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graphkit.config import Settings
from graphkit.errors import LoadFailed, StoreUnavailable
from graphkit.fetching.patience import Waiting
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.endpoint import Bounds, Endpoint
from graphkit.store.graph_addresses import graph_store_address
from graphkit.store.graph_store import CHUNK_BYTES, GraphStore
from graphkit.store.load_notes import GONE, UNDER_WAY, Notes
from graphkit.store.remote import RemoteStore
from graphkit.store.service import exclusive
from graphkit.store.versions import open_current

#: What a kill may cause to be sent twice.
_BATCH_GRAPHS = 64
_BATCH_TRIPLES = 20_000
_COUNTED_AT_ONCE = 500
_NAMED = 5
_IN_MEMORY = 16 << 20


class LoadProgress(Protocol):
    """Told of each step of a load."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` graphs have passed a stage."""


def _silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        version: id of the version that the server holds now.
        server: address of its SPARQL endpoint.
        graph_store: address where it took the graphs.
        sent: graphs that were sent.
        unchanged: graphs that it held already.
        deleted: graphs of an earlier load that the version has no more.
        triples: triples of the graphs that were sent.
        bytes: bytes that the server took.
        retries: requests that were sent again.
        verified: graphs whose number of triples in the server is that of the version.
        seconds: how long it took.
        warnings: what the user should know about the version.
    """

    version: str
    server: str
    graph_store: str
    sent: int
    unchanged: int
    deleted: int
    triples: int
    bytes: int
    retries: int
    verified: int
    seconds: float
    warnings: tuple[str, ...]


def load_version(
    store_dir: Path,
    settings: Settings,
    *,
    waiting: Waiting | None = None,
    progress: LoadProgress = _silent,
    note: Callable[[str], None] = lambda _: None,
) -> LoadReport:
    """Load the version in service of a directory into the server of the settings.

    Args:
        store_dir: directory of the store.
        settings: the endpoint, the address of its graph store if it is not the customary one, the account
            and the time-out.
        waiting: time and chance between attempts.
        progress: told of each step.
        note: told of each wait before a request is sent again.

    Raises:
        StoreUnavailable: there is no version to load, the endpoint does not answer, or another load into
            that server runs.
        LoadFailed: the server refuses a graph, or holds other numbers of triples than the version.
    """
    start = time.monotonic()
    store = open_current(store_dir)
    address = graph_store_address(settings)
    account = {"user": settings.sparql_user, "password": settings.sparql_password}
    bounds = Bounds(settings.sparql_timeout)
    endpoint = RemoteStore(Endpoint(settings.endpoint, **account, bounds=bounds))
    # A wrong address is told at once: the patience below is for servers that were there.
    endpoint.ask(load_query("existe"))
    server = GraphStore(address, **account, seconds=settings.sparql_timeout, waiting=waiting, note=note)
    with exclusive(store_dir / "load.lock", f"another load of {store_dir} is under way; wait for its end"):
        load = _Load(store, server, endpoint, Notes(server, settings.base_iri), progress)
        load.run()
    assert store.version is not None  # noqa: S101 - open_current opens versions alone
    return LoadReport(
        version=store.version.id,
        server=endpoint.name,
        graph_store=address,
        sent=load.sent,
        unchanged=len(load.digests) - load.sent,
        deleted=load.deleted,
        triples=load.triples,
        bytes=server.sent,
        retries=server.retries,
        verified=load.verified,
        seconds=round(time.monotonic() - start, 3),
        warnings=store.warnings,
    )


class _Load:
    """One load, and what it has done so far."""

    def __init__(
        self,
        store: EmbeddedStore,
        server: GraphStore,
        endpoint: RemoteStore,
        notes: Notes,
        progress: LoadProgress,
    ) -> None:
        digests = None if store.version is None else store.version.graph_digests()
        if store.version is None or digests is None:
            raise StoreUnavailable("an older program built this version, without digests: build it again")
        self.digests: Mapping[str, str] = digests
        self.sent = self.deleted = self.triples = self.verified = 0
        self._counts = store.version.graph_counts()
        self._store, self._server, self._endpoint = store, server, endpoint
        self._notes, self._progress = notes, progress

    def run(self) -> None:
        self._notes.read()
        known = self._notes.states
        changed = [graph for graph, digest in self.digests.items() if known.get(graph) != digest]
        gone = [g for g, state in known.items() if state != GONE and g not in self.digests]
        done: list[tuple[str, str]] = []
        for batch in self._batches(changed):
            self._notes.write([*done, *((graph, UNDER_WAY) for graph in batch)])
            for graph in batch:
                self._server.replace(graph, _chunks(self._store, graph))
                self.triples += self._counts[graph]
                self.sent += 1
                self._progress("send", self.sent, len(changed))
            if not done:
                # Not after hours: the two addresses may be those of two datasets.
                self._verify(batch)
            done = [(graph, self.digests[graph]) for graph in batch]
        self._notes.write(done)
        self._delete(gone)
        self.verified = self._verify([*self.digests, *gone]) - len(gone)
        self._notes.tidy()

    def _batches(self, graphs: Iterable[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        triples = 0
        for graph in graphs:
            # A large graph stands alone: killed in its middle, a load has those before it behind it.
            if batch and (len(batch) >= _BATCH_GRAPHS or triples + self._counts[graph] > _BATCH_TRIPLES):
                yield batch
                batch, triples = [], 0
            batch.append(graph)
            triples += self._counts[graph]
        if batch:
            yield batch

    def _delete(self, graphs: Sequence[str]) -> None:
        self._notes.write((graph, UNDER_WAY) for graph in graphs)
        for graph in graphs:
            self._server.delete(graph)
            self.deleted += 1
            self._progress("delete", self.deleted, len(graphs))
        self._notes.write((graph, GONE) for graph in graphs)

    def _verify(self, graphs: Sequence[str]) -> int:
        """Compare numbers of triples with those of the version; return how many graphs agree."""
        agreed = 0
        wrong: dict[str, int] = {}
        for batch in _groups(graphs, _COUNTED_AT_ONCE):
            question = load_query("graphes").about("graphe", [Node(graph) for graph in batch])
            rows = self._endpoint.select(question)
            found = {row["graphe"].value: int(row["triplets"].value) for row in rows if "graphe" in row}
            for graph in batch:
                if found.get(graph, 0) == self._counts.get(graph, 0):
                    agreed += 1
                else:
                    wrong[graph] = found.get(graph, 0)
            self._progress("verify", agreed, len(graphs))
        if wrong:
            # Whatever the reason, the next load sends them again.
            self._notes.write((graph, UNDER_WAY) for graph in wrong)
            listed = [f"{graph}: {n} instead of {self._counts.get(graph, 0)}" for graph, n in wrong.items()]
            more = [f"and {len(listed) - _NAMED} more"] if len(listed) > _NAMED else []
            raise LoadFailed(
                f"{self._endpoint.name} holds other numbers of triples than were sent to {self._server.name}"
                f" ({'; '.join([*listed[:_NAMED], *more])}): run the same command to send these graphs again;"
                " if that does not help, something else writes there, or GRAPHKIT_GRAPH_STORE is of another"
                " dataset"
            )
        return agreed


def _groups(graphs: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(graphs), size):
        yield graphs[start : start + size]


def _chunks(store: EmbeddedStore, graph: str) -> Iterator[bytes]:
    """Yield the triples of a graph in pieces that one request may hold."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as stream:
        try:
            store.raw.dump(stream, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
        except OSError as error:
            raise StoreUnavailable(f"the graph cannot be read: {error}") from error
        stream.seek(0)
        # A request ends with the line that passes the mark: lines are never cut.
        while lines := stream.readlines(CHUNK_BYTES):
            yield b"".join(lines)
