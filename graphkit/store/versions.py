"""Published versions of the graph: built beside, checked, then swapped in by one rename.

Layout of a store directory::

    current                 one line: the id of the version in service, replaced atomically
    lock                    held (flock) by the one builder
    versions/<id>/files/    Oxigraph files
    versions/<id>/index/    the search index, in a directory named by its digest
    versions/<id>/manifest.json, graphs.json, digests.json
    versions/<id>/memo      what the next build need not do again
    events/                 what each build changed (journal.py)
    versions/.tmp-<pid>-<n> a build under way, or what is left of a dead one

A build killed at any point leaves ``current`` as it was. The id of a version is the SHA-256 of the list of
its graphs with their digests, so the same input gives the same version. The search index is made from the
graph and is no part of it: a version that an older program built without one is given one by the next build
of the same data. Most files of a version that follows another are links to the files of that one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

from graphkit.config import DEFAULT_KEEP_VERSIONS
from graphkit.errors import StoreUnavailable
from graphkit.index.schema import FORMAT as INDEX_FORMAT
from graphkit.store.changes import digests_in_service
from graphkit.store.content import Content, version_id
from graphkit.store.durable import sync
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.indexing import index_warnings, lend_index
from graphkit.store.journal import recording
from graphkit.store.making import make_version
from graphkit.store.manifest import (
    Version,
    damage,
    index_damage,
    lend_digests,
    lend_memo,
    read_version,
)
from graphkit.store.service import by_age, current_id, make_newest, put_in_service, writer_lock

_serial = count()


def _no_checkpoint(name: str) -> None:
    """Do nothing: the default of the failpoints."""


def _unheard(digests: Mapping[str, str] | None) -> None:
    """Do nothing with what is known of the version before."""


def build_version(
    store_dir: Path,
    nquads: Path,
    *,
    content: Content | None = None,
    keep: int = DEFAULT_KEEP_VERSIONS,
    jobs: int = 1,
    before: Callable[[Mapping[str, str] | None], None] = _unheard,
    checkpoint: Callable[[str], None] = _no_checkpoint,
) -> Version:
    """Load a file of N-Quads into a new version and put it in service.

    Args:
        store_dir: directory of the store, made if need be.
        nquads: the quads as N-Quads, in any order, duplicates allowed, no blank nodes: the whole dataset, or
            what the base of the content lacks.
        content: what the version holds; read back from the store when absent.
        keep: number of versions kept, the new one included.
        jobs: processes that read what is indexed.
        before: told the digest of each graph of the version in service until now, before it is replaced
            and perhaps deleted; ``None`` when they are not known.
        checkpoint: called with the name of each step before it is taken; for tests of what a kill leaves.

    Raises:
        StoreUnavailable: another build is under way, or the version cannot be written or read back.
        SourceUnreadable: the file is not N-Quads.
    """
    versions = store_dir / "versions"
    try:
        versions.mkdir(parents=True, exist_ok=True)
        with writer_lock(store_dir):
            for leftover in versions.glob(".tmp-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            checkpoint("locked")
            if content is not None and (same := _unchanged(content)) is not None:
                before(same.graph_digests())
                _republish(store_dir, same, content)
                return same
            temporary = versions / f".tmp-{os.getpid()}-{next(_serial)}"
            try:
                fresh = make_version(temporary, nquads, content, checkpoint, jobs)
                before(digests_in_service(store_dir, fresh))
                with recording(store_dir, fresh):
                    version = _publish(store_dir, fresh, checkpoint)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
            _prune(store_dir, version.id, keep)
    except OSError as error:
        raise StoreUnavailable(f"the graph cannot be written in {store_dir}: {error}") from error
    return version


def _unchanged(content: Content) -> Version | None:
    """Return the version in service if it is whole and holds the very content."""
    base = content.base
    if base is None or base.id != version_id(content.digests) or not base.index:
        return None
    return base if base.index_format == INDEX_FORMAT and index_damage(base, thorough=True) is None else None


def _republish(store_dir: Path, version: Version, content: Content) -> None:
    if content.memo is not None:
        content.memo.replace(version.memo)
    make_newest(store_dir, version.id)
    put_in_service(store_dir, version.id)


def open_current(store_dir: Path, refused: Mapping[str, str] | None = None) -> EmbeddedStore:
    """Open the version in service for reading, or the newest intact one if that one is damaged.

    Args:
        store_dir: directory of the store.
        refused: id of each version known to be damaged -> what is wrong; sizes of files tell of others.

    Raises:
        StoreUnavailable: there is no version, or none is intact.
    """
    hint = f"make one with: graphkit build --store {store_dir}"
    warnings: list[str] = []
    for name in _candidates(store_dir):
        found = read_version(store_dir / "versions" / name)
        problem = "its manifest is missing or unreadable" if found is None else damage(found)
        problem = (refused or {}).get(name) or problem
        if found is not None and problem is None:
            try:
                return EmbeddedStore.open(found.files, version=found, warnings=_served(warnings, found))
            except StoreUnavailable as error:
                problem = str(error)
        warnings.append(f"version {name[:12]} is damaged: {problem}")
    if not warnings:
        raise StoreUnavailable(f"there is no graph in {store_dir}; {hint}")
    raise StoreUnavailable(f"no intact graph in {store_dir} ({'; '.join(warnings)}); {hint}")


def _served(warnings: list[str], version: Version) -> tuple[str, ...]:
    if warnings:
        warnings = [*warnings, f"version {version.id[:12]} is served in its place; build the graph again"]
    return (*warnings, *index_warnings(version))


def _publish(store_dir: Path, fresh: Version, checkpoint: Callable[[str], None]) -> Version:
    built = fresh.path
    target = store_dir / "versions" / fresh.id
    checkpoint("renaming")
    existing = read_version(target)
    if existing is None or damage(existing, thorough=True) is not None:
        if target.exists():
            target.rename(built.with_name(f"{built.name}-damaged"))
        built.rename(target)
    else:
        lend_index(fresh, existing)
        lend_digests(fresh, existing)
        lend_memo(fresh, existing)
    # Versions are told by the age of their directory: an old one published again is the newest.
    make_newest(store_dir, fresh.id)
    sync(target.parent)
    checkpoint("swapping")
    put_in_service(store_dir, fresh.id)
    checkpoint("pruning")
    published = read_version(target)
    if published is None:
        raise StoreUnavailable(f"the manifest of {target} cannot be read back; build again")
    return published


def _prune(store_dir: Path, current: str, keep: int) -> None:
    for leftover in (store_dir / "versions").glob(".tmp-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    others = [path for path in by_age(store_dir) if path.name != current]
    for path in others[max(keep - 1, 0) :]:
        # Readers that have it open keep their files; a new one must not find half of it.
        doomed = path.with_name(f".tmp-{path.name}")
        path.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)


def _candidates(store_dir: Path) -> Iterator[str]:
    current = current_id(store_dir)
    if current is not None:
        yield current
    yield from (path.name for path in by_age(store_dir) if path.name != current)
