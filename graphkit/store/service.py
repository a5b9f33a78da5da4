"""Which versions a store keeps, in which order, and which of them is in service.

The order is that of publication: the age of the directory of a version tells when it was last put in
service, by a build or by a rollback. So "the one before" is always the one that was in service before.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from graphkit.errors import StoreUnavailable
from graphkit.store.durable import replacing, sync
from graphkit.store.manifest import Version, read_version

_ID = re.compile(r"[0-9a-f]{64}")


def versions_of(store_dir: Path) -> list[Version]:
    """Return the versions that a store holds, the last published first."""
    found = (read_version(path) for path in by_age(store_dir))
    return [version for version in found if version is not None]


def no_version(store_dir: Path) -> StoreUnavailable:
    """Return the error that says that a store keeps no version.

    Args:
        store_dir: directory of the store.
    """
    return StoreUnavailable(
        f"there is no version in {store_dir}; make one with: graphkit build --store {store_dir}"
    )


def by_age(store_dir: Path) -> list[Path]:
    """Return the directories of versions, the last published first."""
    try:
        found = [path for path in (store_dir / "versions").iterdir() if not path.name.startswith(".")]
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    except OSError:
        return []


def make_newest(store_dir: Path, version_id: str) -> None:
    """Make a version the last published one.

    Args:
        store_dir: directory of the store.
        version_id: id of the version, which the store holds.
    """
    others = (path for path in by_age(store_dir) if path.name != version_id)
    newest = next((path.stat().st_mtime_ns for path in others), 0)
    # A clock that was set back, or one too coarse, must not put it behind another.
    now = max(time.time_ns(), newest + 1)
    target = store_dir / "versions" / version_id
    os.utime(target, ns=(now, now))
    sync(target)


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
    with replacing(store_dir / "current") as stream:
        stream.write(f"{version_id}\n")


def matches_lock(store_dir: Path, *, wait: bool = False) -> AbstractContextManager[None]:
    """Hold the tables of matches and of findings until what they say is in the graph in service.

    Whoever changes which version is in service, or copies it with the table, holds this lock before that of
    the one writer: matches and findings that are being kept go into the version in service; matches are
    refused before anything is written while it is another's.

    Args:
        store_dir: directory of the store.
        wait: whether to wait until another process lets it go, as a build does, which has cost more.

    Raises:
        StoreUnavailable: another process holds it.
    """
    return exclusive(
        store_dir / ".rapprochements-lock",
        f"other matches are being kept in {store_dir}, or findings of a check, a rollback or a backup is at"
        " work there, or a build is publishing them; wait for its end, then do it again",
        wait=wait,
    )


@contextmanager
def writer_lock(store_dir: Path) -> Iterator[None]:
    """Hold the lock of the one writer; the system frees it when the process dies.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: another build is under way.
    """
    with exclusive(
        store_dir / "lock",
        f"another build is writing in {store_dir}; wait for its end or choose another --store",
    ):
        yield


@contextmanager
def exclusive(path: Path, refusal: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock that a file stands for; the system frees it when the process dies.

    Args:
        path: the file, made if need be.
        refusal: what is said when another process holds it.
        wait: whether to wait until that one is done, rather than to refuse.

    Raises:
        StoreUnavailable: another process holds it.
    """
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreUnavailable(refusal) from error
        yield
