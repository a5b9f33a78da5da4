"""Canonical dumps: N-Quads sorted by byte, the same for the same data on any machine.

Published data hold no blank nodes, so sorting lines is all that canonical form takes.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graphkit.errors import StoreUnavailable
from graphkit.questions import load_query
from graphkit.store.embedded import UNREADABLE, EmbeddedStore
from graphkit.store.protocol import Store

#: Bytes of text sorted at once in memory; a larger dump goes through temporary files.
CHUNK_BYTES = 64 << 20
_TERMS_BEFORE_GRAPH = 3


def dump_sorted(
    store: EmbeddedStore, *, folder: Path | None = None, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[bytes]:
    """Yield the canonical dump of a store, one line with its end at a time.

    Args:
        store: the store.
        folder: where temporary files go when the dump is large; the system's place when absent.
        chunk_bytes: bytes of text held in memory at once, about.

    Raises:
        StoreUnavailable: a quad has a blank node, or the store cannot be read.
    """
    with ExitStack() as stack:
        # The store writes its dump several times faster to a file than Python formats quads.
        plain = stack.enter_context(tempfile.TemporaryFile(dir=folder))
        try:
            store.raw.dump(plain, ox.RdfFormat.N_QUADS)
        except UNREADABLE as error:
            raise StoreUnavailable(f"the graph cannot be dumped: {error}") from error
        size = plain.tell()
        plain.seek(0)
        runs: list[Iterable[bytes]] = []
        while chunk := plain.readlines(chunk_bytes):
            chunk.sort()
            if not runs and plain.tell() == size:
                runs.append(chunk)
                break
            run: IO[bytes] = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            run.writelines(chunk)
            run.seek(0)
            runs.append(run)
        for line in heapq.merge(*runs):
            if line.startswith(b"_:") or b" _:" in line.split(b'"', 1)[0]:
                raise StoreUnavailable(f"a blank node has no place in published data: {line[:200]!r}")
            yield line


@dataclass(frozen=True, slots=True)
class DumpDigest:
    """What the canonical dump of a store comes to.

    Attributes:
        lines: number of its lines, one a quad.
        graphs: IRI of each named graph, in order -> SHA-256 of its lines in the order of the dump; the empty
            string stands for the default graph, if it has any.
    """

    lines: int
    graphs: dict[str, str]


def digest_dump(store: EmbeddedStore, folder: Path) -> DumpDigest:
    """Return the digests of the canonical dump of a store and of each of its named graphs.

    Args:
        store: the store.
        folder: where temporary files go.

    Raises:
        StoreUnavailable: a quad has a blank node, or the store cannot be read.
    """
    # The lines of a graph are scattered over the dump: each graph has a running digest, and no more.
    graphs: defaultdict[bytes, hashlib._Hash] = defaultdict(hashlib.sha256)
    lines = 0
    for line in dump_sorted(store, folder=folder):
        lines += 1
        graphs[graph_of(line) or b""].update(line)
    return DumpDigest(lines, {name.decode(): graphs[name].hexdigest() for name in sorted(graphs)})


def graph_of(line: bytes) -> bytes | None:
    """Return the IRI of the graph that a line of N-Quads names, or ``None`` for the default graph.

    Args:
        line: a line with its end, as a store writes it.
    """
    head, _, tail = line.rpartition(b" <")
    name = tail.removesuffix(b"> .\n")
    # Without a graph, what is last is the object: an IRI after two terms only, or some part of a literal.
    if len(name) == len(tail) or b'"' in name or b">" in name or head.count(b" ") < _TERMS_BEFORE_GRAPH - 1:
        return None
    return name


def graph_counts(store: Store) -> dict[str, int]:
    """Return the number of quads of each named graph, by IRI in order."""
    rows = store.select(load_query("graphes"))
    return {row["graphe"].value: int(row["triplets"].value) for row in rows}
