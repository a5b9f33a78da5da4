"""What the search index holds of each certification: read from the graph once, noted for the next version.

A note is found again by a fingerprint of all that the texts of a certification are read from: the graphs that
describe it, the labels of what it names, and whatever graphs describe parts of certifications without saying
whose. An index made of notes is that of a build from nothing: nothing of an older index is in it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from graphkit.index.reading import entry_of, read_certifications, read_parts
from graphkit.index.texts import Entry
from graphkit.memo import Memo, pack, program_key, read_memo, write_memo
from graphkit.nodes import Node
from graphkit.pool import Pool
from graphkit.questions import load_query
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.manifest import Version, index_damage

#: Name of the file of notes, in the directory of an index.
_NOTES = "notes"
#: Certifications that a process reads at a time.
_BATCH = 16
_REPORT = "/rapport"


@dataclass(frozen=True, slots=True)
class Making:
    """How an index is made.

    Attributes:
        digests: IRI of each graph of the version -> SHA-256 of its lines.
        base: version whose notes may be used again.
        jobs: number of processes.
    """

    digests: Mapping[str, str]
    base: Version | None = None
    jobs: int = 1


def entries(files: Path, folder: Path, making: Making) -> Iterator[Entry]:
    """Yield the certifications of a store with their texts, in order of their IRIs, and note them.

    Args:
        files: the files of the store.
        folder: directory of the index, which takes the notes.
        making: how.

    Raises:
        StoreUnavailable: the store cannot be read.
        SourceUnreadable: a process died, for want of memory for instance.
    """
    reader = EmbeddedStore.open(files)
    rows = read_certifications(reader)
    nodes = [row["certification"] for row in rows]
    prints = _fingerprints(reader, nodes, making.digests)
    folder.mkdir(parents=True, exist_ok=True)
    key = program_key(_NOTES)
    with read_memo(_notes_of(making.base), key) as known, write_memo(folder / _NOTES, key) as noted:
        new = [node for node in nodes if not known.holds(prints[node])]
        with Pool(partial(_Reader, files), making.jobs) as pool:
            read = _read(pool, new)
            fresh = set(new)
            for node, row in zip(nodes, rows, strict=True):
                fingerprint = prints[node]
                yield entry_of(row, _parts(fingerprint, read if node in fresh else None, known, noted))


def _parts(
    fingerprint: str, read: Iterator[tuple[dict[str, Any], bytes]] | None, known: Memo, noted: Memo
) -> Mapping[str, Any]:
    """Return the parts of a certification as they are noted, or else as they are read next; note them."""
    if read is not None:
        parts, packed = next(read)
        noted.keep(fingerprint, packed)
        return parts
    noted.carry(fingerprint, known)
    return known.find(fingerprint) or {}


class _Reader:
    """Reads certifications in a process of its own.

    Args:
        files: the files of the store.
    """

    def __init__(self, files: Path) -> None:
        self._store = EmbeddedStore.open(files)

    def read(self, certifications: list[Node]) -> list[tuple[dict[str, Any], bytes]]:
        found = [read_parts(self._store, certification) for certification in certifications]
        return [(parts, pack(parts)) for parts in found]


def _read(pool: Pool[_Reader], nodes: list[Node]) -> Iterator[tuple[dict[str, Any], bytes]]:
    batches = (nodes[start : start + _BATCH] for start in range(0, len(nodes), _BATCH))
    for _, found in pool.run(_Reader.read, batches):
        yield from found


def _notes_of(base: Version | None) -> Path | None:
    """Return the notes of a version, unless its index is damaged: nobody would be told of wrong texts."""
    if base is None or base.index is None or index_damage(base, thorough=True) is not None:
        return None
    return base.index / _NOTES


def _fingerprints(
    reader: EmbeddedStore, certifications: list[Node], digests: Mapping[str, str]
) -> dict[Node, str]:
    """Return certification -> fingerprint of all that its texts and codes are read from."""
    said: defaultdict[Node, list[str]] = defaultdict(list)
    own = set()
    for row in reader.select(load_query("certifications-et-graphes")):
        graph = row["graphe"].value
        own.add(graph)
        said[row["certification"]].append(digests[graph])
    for row in reader.select(load_query("libelles-a-indexer")):
        said[row["certification"]].append(f"{row['ressource'].value} {row['texte'].value}")
    everywhere = [digests[graph] for graph in sorted(set(digests) - own) if _is_of_all(reader, graph)]
    return {
        node: hashlib.sha256(repr((node.value, everywhere, said[node])).encode()).hexdigest()
        for node in certifications
    }


def _is_of_all(reader: EmbeddedStore, graph: str) -> bool:
    """Tell whether a graph that describes no certification may say something of the parts of any."""
    if graph.endswith(_REPORT):
        return False
    # The empty string stands for the default graph.
    return not graph or bool(reader.select(load_query("graphe-de-parties"), graphe=Node(graph)))
