"""Restores a store from a backup, and checks backups: what is damaged is refused before anything is there."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from graphkit.errors import StoreUnavailable
from graphkit.store.backup import CONTENTS, FORMAT, STORE, HashingReader, no_checkpoint
from graphkit.store.durable import flush, sync
from graphkit.store.service import current_id, exclusive
from graphkit.store.verifying import VersionState, verify_version

#: Bytes of the list of files; that of a store has some hundred files of some hundred bytes.
_MAX_CONTENTS = 64 << 20
_BLOCK = 1 << 20
#: Unpacked bytes for each of an archive; what a store holds is packed already.
_MAX_RATIO = 200


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a backup says of itself.

    Attributes:
        version: id of the version.
        published: when it was put in service.
        files: path in the store -> (SHA-256, size).
    """

    version: str
    published: datetime
    files: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        store: directory of the store.
        version: id of the version in service.
        quads: number of its quads.
    """

    store: Path
    version: str
    quads: int


def restore(backup: Path, store_dir: Path, *, checkpoint: Callable[[str], None] = no_checkpoint) -> Restored:
    """Make a store of a backup: every file and every graph of it is checked, then it gets its name.

    Args:
        backup: the folder or archive.
        store_dir: directory of the store, which is not there yet, or empty.
        checkpoint: called with the name of each step before it is taken; for tests of what a kill leaves.

    Raises:
        StoreUnavailable: the backup is damaged or none, or the store is there already or cannot be written.
    """
    if store_dir.exists() and (not store_dir.is_dir() or any(store_dir.iterdir())):
        raise StoreUnavailable(
            f"{store_dir} is not empty, and a restore replaces nothing: move it away first, or restore"
            " elsewhere with --store"
        )
    parent = store_dir.absolute().parent
    staging = parent / f".{store_dir.name}.restoring"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with exclusive(parent / f".{store_dir.name}.lock", f"another restore of {store_dir} is under way"):
            try:
                shutil.rmtree(staging, ignore_errors=True)
                checkpoint("unpacking")
                state = _unpack(backup, staging, checkpoint)
                checkpoint("renaming")
                staging.rename(store_dir)
                sync(parent)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
                (parent / f".{store_dir.name}.lock").unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"the backup cannot be restored to {store_dir}: {error}") from error
    return Restored(store_dir, state.id, state.quads)


def verify_backup(backup: Path, folder: Path) -> VersionState:
    """Check every file and every graph of a backup, and return what its version is.

    Args:
        backup: the folder or archive.
        folder: an empty folder with room for the whole of it.

    Raises:
        StoreUnavailable: it is damaged, or no backup.
    """
    try:
        return _unpack(backup, folder / STORE, no_checkpoint)
    except OSError as error:
        raise StoreUnavailable(f"{backup} cannot be unpacked to be checked: {error}") from error


def _unpack(backup: Path, staging: Path, checkpoint: Callable[[str], None]) -> VersionState:
    found: dict[str, tuple[str, int]] = {}
    contents: _Contents | None = None
    room = _MAX_RATIO * backup.stat().st_size if backup.is_file() else sys.maxsize
    with _open(backup) as entries:
        for name, stream in entries:
            if name == CONTENTS:
                contents = _read_contents(backup, stream)
                continue
            inside = _inside(backup, name)
            target = staging / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            reader = HashingReader(stream)
            with target.open("wb") as out:
                while block := reader.read(_BLOCK):
                    room -= len(block)
                    if room < 0:
                        raise _damaged(backup, f"{inside} grows beyond anything that was packed")
                    out.write(block)
                flush(out)
            found[inside] = reader.described
    if contents is None:
        raise StoreUnavailable(f"{backup} is no backup: it has no {CONTENTS}, or was cut before its end")
    _compare(backup, contents, found)
    checkpoint("verifying")
    folder = staging / "versions" / contents.version
    if current_id(staging) != contents.version:
        raise _damaged(backup, f"it has not the version {contents.version[:12]} in service")
    state = verify_version(folder, staging)
    if state.damage:
        raise _damaged(backup, state.damage)
    moment = contents.published.timestamp()
    os.utime(folder, (moment, moment))
    for path in [*staging.rglob("*"), staging]:
        if path.is_dir():
            sync(path)
    return state


def _compare(backup: Path, contents: _Contents, found: Mapping[str, tuple[str, int]]) -> None:
    for name, described in contents.files.items():
        if name not in found:
            raise _damaged(backup, f"{name} is missing")
        if found[name] != described:
            raise _damaged(backup, f"{name} is not the file that was backed up")
    more = sorted(found.keys() - contents.files.keys())
    if more:
        raise _damaged(backup, f"{more[0]} is none of its files")


def _damaged(backup: Path, problem: str) -> StoreUnavailable:
    return StoreUnavailable(f"{backup} is damaged: {problem}; nothing was restored, use another backup")


def _inside(backup: Path, name: str) -> str:
    """Return the path in the store that an entry names; whoever wrote the backup may lead nowhere else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or path.parts[:1] != (STORE,):
        raise _damaged(backup, f"it has a file outside of the store, {name[:200]!r}")
    return PurePosixPath(*path.parts[1:]).as_posix()


@contextmanager
def _open(backup: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    if backup.is_dir():
        yield _of_folder(backup)
        return
    try:
        with tarfile.open(backup) as archive:
            yield _of_archive(backup, archive)
    except FileNotFoundError as error:
        raise StoreUnavailable(f"there is no backup {backup}") from error
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _damaged(backup, f"it is no archive that can be read ({_first_line(error)})") from error
    except OSError as error:
        if error.errno is None:
            # What gzip raises of a damaged archive.
            raise _damaged(backup, f"it is no archive that can be read ({_first_line(error)})") from error
        raise


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(":- ")


def _of_folder(backup: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for path in sorted(backup.rglob("*")):
        if path.is_symlink():
            raise _damaged(backup, f"{path.relative_to(backup)} is a link")
        if path.is_file():
            with path.open("rb") as stream:
                yield path.relative_to(backup).as_posix(), stream


def _of_archive(backup: Path, archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in archive:
        stream = archive.extractfile(entry) if entry.isreg() else None
        if stream is None:
            raise _damaged(backup, f"{entry.name[:200]!r} is no plain file")
        with stream:
            yield entry.name, stream


def _read_contents(backup: Path, stream: IO[bytes]) -> _Contents:
    try:
        told: dict[str, Any] = json.loads(stream.read(_MAX_CONTENTS))
        if (told["format"], told["version"]) != (FORMAT, 1):
            raise StoreUnavailable(f"{backup} is a backup of another kind, which this program cannot read")
        return _Contents(
            str(told["id"]),
            datetime.fromisoformat(told["published"]),
            {str(name): (str(each["sha256"]), int(each["size"])) for name, each in told["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(backup, f"its {CONTENTS} cannot be read") from error
