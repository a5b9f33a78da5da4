"""Published versions of the graph: built beside, checked, then swapped in by one rename.

Layout of a store directory::

    current                 one line: the id of the version in service, replaced atomically
    lock                    held (flock) by the one builder
    versions/<id>/files/    Oxigraph files
    versions/<id>/index/    the search index, in a directory named by its digest
    versions/<id>/manifest.json
    versions/.tmp-<pid>-<n> a build under way, or what is left of a dead one

A build killed at any point leaves ``current`` as it was. The id of a version is the SHA-256 of its
canonical dump, so the same input gives the same version. The search index is made from that dump and is no
part of it: a version that an older program built without one is given one by the next build of the same data.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from graphkit import __version__
from graphkit.errors import SourceUnreadable, StoreUnavailable
from graphkit.index.schema import FORMAT as INDEX_FORMAT
from graphkit.store.dump import digest_of_dump, graph_counts
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.indexing import build_index, index_warnings, lend_index
from graphkit.store.manifest import Version, damage, describe_files, read_version, write_manifest

KEPT_VERSIONS = 3
_ID = re.compile(r"[0-9a-f]{64}")
_serial = count()


def _no_checkpoint(name: str) -> None:
    """Do nothing: the default of the failpoints."""


def build_version(
    store_dir: Path,
    nquads: Path,
    *,
    keep: int = KEPT_VERSIONS,
    checkpoint: Callable[[str], None] = _no_checkpoint,
) -> Version:
    """Load a file of N-Quads into a new version and put it in service.

    Args:
        store_dir: directory of the store, made if need be.
        nquads: the whole dataset as N-Quads, in any order, duplicates allowed, no blank nodes.
        keep: number of versions kept, the new one included.
        checkpoint: called with the name of each step before it is taken; for tests of what a kill leaves.

    Raises:
        StoreUnavailable: another build is under way, or the version cannot be written or read back.
        SourceUnreadable: the file is not N-Quads.
    """
    versions = store_dir / "versions"
    try:
        versions.mkdir(parents=True, exist_ok=True)
        with _builder_lock(store_dir):
            for leftover in versions.glob(".tmp-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            checkpoint("locked")
            temporary = versions / f".tmp-{os.getpid()}-{next(_serial)}"
            try:
                version = _publish(store_dir, _build(temporary, nquads, checkpoint), checkpoint)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
            _prune(store_dir, version.id, keep)
    except OSError as error:
        raise StoreUnavailable(f"the graph cannot be written in {store_dir}: {error}") from error
    return version


def open_current(store_dir: Path) -> EmbeddedStore:
    """Open the version in service for reading, or the newest intact one if that one is damaged.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: there is no version, or none is intact.
    """
    hint = f"make one with: graphkit build --store {store_dir}"
    warnings: list[str] = []
    for name in _candidates(store_dir):
        found = read_version(store_dir / "versions" / name)
        problem = "its manifest is missing or unreadable" if found is None else damage(found)
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


def versions_of(store_dir: Path) -> list[Version]:
    """Return the versions that a store holds, the last published first."""
    found = (read_version(path) for path in _by_age(store_dir))
    return [version for version in found if version is not None]


def current_id(store_dir: Path) -> str | None:
    """Return the id of the version in service, or ``None`` when there is none."""
    try:
        name = (store_dir / "current").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _ID.fullmatch(name) else None


def put_in_service(store_dir: Path, version_id: str) -> None:
    """Make a version that the store holds the one in service, by one rename.

    Args:
        store_dir: directory of the store.
        version_id: id of the version.

    Raises:
        StoreUnavailable: the store does not hold it.
    """
    if read_version(store_dir / "versions" / version_id) is None:
        raise StoreUnavailable(f"{store_dir} holds no version {version_id}")
    pending = store_dir / f".current-{os.getpid()}"
    with pending.open("w", encoding="ascii") as stream:
        stream.write(f"{version_id}\n")
        stream.flush()
        os.fsync(stream.fileno())
    pending.rename(store_dir / "current")
    _sync(store_dir)


def _build(temporary: Path, nquads: Path, checkpoint: Callable[[str], None]) -> Path:
    """Make a complete version in a temporary directory and return that directory."""
    files = temporary / "files"
    temporary.mkdir()
    checkpoint("loading")
    store = ox.Store(str(files))
    try:
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise SourceUnreadable(f"{nquads} is not N-Quads: {error}") from error
    checkpoint("optimizing")
    store.optimize()
    store.flush()
    loaded = len(store)
    # The one writer has to be gone before a reader opens the files.
    del store
    checkpoint("verifying")
    reader = EmbeddedStore.open(files)
    identity, read_back = digest_of_dump(reader, temporary)
    if read_back != loaded:
        raise StoreUnavailable(f"{loaded} quads were written but {read_back} read back; build again")
    counts = graph_counts(reader)
    checkpoint("indexing")
    index = build_index(reader, temporary)
    del reader
    checkpoint("manifest")
    write_manifest(
        temporary,
        Version(
            id=identity,
            path=temporary,
            quads=loaded,
            graphs=len(counts),
            tool=f"graphkit {__version__}",
            store_files=describe_files(files),
            index_name=index.name,
            index_format=INDEX_FORMAT,
            index_files=describe_files(index),
        ),
        counts,
    )
    for path in [*temporary.rglob("*"), temporary]:
        _sync(path)
    return temporary


def _publish(store_dir: Path, built: Path, checkpoint: Callable[[str], None]) -> Version:
    fresh = read_version(built)
    if fresh is None:
        raise StoreUnavailable(f"the manifest of {built} cannot be read back; build again")
    target = store_dir / "versions" / fresh.id
    checkpoint("renaming")
    existing = read_version(target)
    if existing is None or damage(existing, thorough=True) is not None:
        if target.exists():
            target.rename(built.with_name(f"{built.name}-damaged"))
        built.rename(target)
    else:
        lend_index(fresh, existing)
    # Versions are told by the age of their directory: an old one published again is the newest.
    os.utime(target)
    _sync(target.parent)
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
    others = [path for path in _by_age(store_dir) if path.name != current]
    for path in others[max(keep - 1, 0) :]:
        # Readers that have it open keep their files; a new one must not find half of it.
        doomed = path.with_name(f".tmp-{path.name}")
        path.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)


def _by_age(store_dir: Path) -> list[Path]:
    """Return the directories of versions, the last published first."""
    try:
        found = [path for path in (store_dir / "versions").iterdir() if not path.name.startswith(".")]
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    except OSError:
        return []


def _candidates(store_dir: Path) -> Iterator[str]:
    current = current_id(store_dir)
    if current is not None:
        yield current
    yield from (path.name for path in _by_age(store_dir) if path.name != current)


@contextmanager
def _builder_lock(store_dir: Path) -> Iterator[None]:
    """Hold the lock of the one builder; the system frees it when the process dies."""
    with (store_dir / "lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreUnavailable(
                f"another build is writing in {store_dir}; wait for its end or choose another --store"
            ) from error
        yield


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
