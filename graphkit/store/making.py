"""Makes a complete version in a directory: loaded, counted, indexed, described."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graphkit import __version__
from graphkit.errors import SourceUnreadable, StoreUnavailable
from graphkit.index.schema import FORMAT as INDEX_FORMAT
from graphkit.store.content import Content, version_id
from graphkit.store.dump import digest_dump, graph_counts
from graphkit.store.durable import sync
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.entries import Making
from graphkit.store.indexing import build_index
from graphkit.store.manifest import (
    MEMO,
    Version,
    describe_files,
    read_version,
    write_digests,
    write_manifest,
)

#: Share of fresh quads from which the files are put in order again: it takes reading all of them.
_WORTH_ORDERING = 0.1


def make_version(
    folder: Path, nquads: Path, content: Content | None, checkpoint: Callable[[str], None], jobs: int
) -> Version:
    """Make a version and return it.

    Args:
        folder: its directory, which is not there yet.
        nquads: quads to load: all of them, or those that the base of the content lacks.
        content: what the version holds, if it is known; it is read back from the store otherwise.
        checkpoint: called with the name of each step before it is taken.
        jobs: processes that read what is indexed.

    Raises:
        StoreUnavailable: the version cannot be written or is not what was written.
        SourceUnreadable: the file is not N-Quads.
    """
    files = folder / "files"
    folder.mkdir()
    checkpoint("loading")
    loaded = _load(files, nquads, content, checkpoint)
    checkpoint("verifying")
    reader = EmbeddedStore.open(files)
    if content is None:
        dumped = digest_dump(reader, folder)
        digests, lines, counts = dumped.graphs, dumped.lines, graph_counts(reader)
    else:
        digests, counts = dict(content.digests), dict(content.counts)
        lines = sum(counts.values())
        if content.memo is not None:
            content.memo.rename(folder / MEMO)
    if lines != loaded:
        raise StoreUnavailable(f"{lines} quads were to be stored but {loaded} are; build again")
    checkpoint("indexing")
    del reader
    index = build_index(files, folder, Making(digests, content.base if content else None, jobs))
    checkpoint("manifest")
    write_digests(folder, digests)
    write_manifest(
        folder,
        Version(
            id=version_id(digests),
            path=folder,
            quads=loaded,
            graphs=len(counts),
            tool=f"graphkit {__version__}",
            store_files=describe_files(files, content.base if content else None),
            index_name=index.name,
            index_format=INDEX_FORMAT,
            index_files=describe_files(index),
        ),
        counts,
    )
    for path in [*folder.rglob("*"), folder]:
        sync(path)
    fresh = read_version(folder)
    if fresh is None:
        raise StoreUnavailable(f"the manifest of {folder} cannot be read back; build again")
    return fresh


def _load(files: Path, nquads: Path, content: Content | None, checkpoint: Callable[[str], None]) -> int:
    """Load the quads into new files, or into links to those of the base, and return how many there are."""
    base = content.base if content else None
    if base is not None:
        try:
            # Files of the store are never written to: another may hold links to them.
            ox.Store.read_only(str(base.files)).backup(str(files))
        except OSError as error:
            raise StoreUnavailable(
                f"{base.path} has gone while this build was under way; build again"
            ) from error
    store = ox.Store(str(files))
    replaced = 0
    if base is not None and content is not None:
        for graph, count in base.graph_counts().items():
            if graph not in content.kept:
                store.remove_graph(ox.NamedNode(graph))
                replaced += count
    try:
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise SourceUnreadable(f"{nquads} is not N-Quads: {error}") from error
    loaded = len(store)
    if content is None or base is None or _fresh(content) + replaced > _WORTH_ORDERING * loaded:
        checkpoint("optimizing")
        store.optimize()
    store.flush()
    # The one writer has to be gone before a reader opens the files.
    del store
    return loaded


def _fresh(content: Content) -> int:
    return sum(content.counts[graph] for graph in content.fresh)
