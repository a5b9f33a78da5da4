"""Backups of a store: the version in service and what is kept beside it, in a folder or a tar archive.

Layout of a backup::

    backup.json    what it is of, and the digest and size of every file, by which damage is noticed
    store/…        the files of the store as they stand there, of one version only

It is taken while servers read and, but for the moment in which the files are linked, while builds write: no
file of a published version is ever written to. It gets its name when it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from graphkit import __version__
from graphkit.errors import StoreUnavailable
from graphkit.store.durable import flush, sync
from graphkit.store.journal import settle
from graphkit.store.manifest import Version, damage, read_version
from graphkit.store.service import current_id, exclusive, matches_lock, writer_lock

FORMAT = "graphkit-backup"
CONTENTS = "backup.json"
STORE = "store"
#: Ends of the name of an archive; any other name is that of a folder.
ARCHIVES = (".tar", ".tar.gz", ".tgz")
_SNAPSHOT = ".backup-"
_BLOCK = 1 << 20
#: Not copied: the versions, of which one is, and what ``graphkit publish`` writes again.
_LEFT_OUT = frozenset({"lock", "versions", "dumps"})


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup is of.

    Attributes:
        path: the folder or archive.
        version: id of the version.
        quads: number of its quads.
        published: when the version was put in service.
        taken: when the backup was made.
        files: number of its files.
        size: their bytes, uncompressed.
    """

    path: Path
    version: str
    quads: int
    published: datetime
    taken: datetime
    files: int
    size: int


class _Target(Protocol):
    """Takes the files of a backup."""

    def add(self, name: str, size: int, source: IO[bytes]) -> None:
        """Add a file under a name."""


class HashingReader(io.RawIOBase):
    """Reads a stream, and knows the digest of what was read.

    Args:
        stream: the stream.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        block = self._stream.read(size)
        self._digest.update(block)
        self.size += len(block)
        return block

    @property
    def described(self) -> tuple[str, int]:
        """SHA-256 and number of the bytes read."""
        return self._digest.hexdigest(), self.size


def no_checkpoint(name: str) -> None:
    """Do nothing: the default of the failpoints."""


def back_up(store_dir: Path, target: Path, *, checkpoint: Callable[[str], None] = no_checkpoint) -> Backup:
    """Back up the version in service, with all else that a store keeps, and return what it is.

    Args:
        store_dir: directory of the store.
        target: the backup, which is not there yet: an archive if its name ends like one, else a folder.
        checkpoint: called with the name of each step before it is taken; for tests of what a kill leaves.

    Raises:
        StoreUnavailable: there is no whole version, the backup is there already or cannot be written, or a
            build or another backup is under way, or matches are being kept.
    """
    if target.exists():
        raise StoreUnavailable(f"{target} is there already: name another backup, or move that one away")
    if current_id(store_dir) is None:
        raise StoreUnavailable(f"no version is in service in {store_dir}: there is nothing to back up")
    unfinished = target.with_name(f".{target.name}.partial")
    try:
        with exclusive(store_dir / ".backup-lock", f"another backup of {store_dir} is under way"):
            with _snapshot(store_dir, checkpoint) as (folder, version):
                _remove(unfinished)
                checkpoint("copying")
                with _open_target(unfinished, packed=target.name) as out:
                    files = {name: _copy(folder, name, out) for name in _names(folder)}
                    _refuse_damage(version, files)
                    backup = _backup(target, version, files)
                    checkpoint("describing")
                    content = _described(backup, files)
                    out.add(CONTENTS, len(content), io.BytesIO(content))
            checkpoint("renaming")
            unfinished.rename(target)
            sync(target.parent)
    except OSError as error:
        raise StoreUnavailable(f"the backup cannot be written to {target}: {error}") from error
    finally:
        _remove(unfinished)
    return backup


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _copy(folder: Path, name: str, out: _Target) -> tuple[str, int]:
    with (folder / name).open("rb") as stream:
        reader = HashingReader(stream)
        out.add(f"{STORE}/{name}", os.fstat(stream.fileno()).st_size, reader)  # type: ignore[arg-type]
        return reader.described


def _refuse_damage(version: Version, files: Mapping[str, tuple[str, int]]) -> None:
    for name, described in version.store_files.items():
        if files.get(f"versions/{version.id}/files/{name}") != described:
            raise _damaged(version.id, f"{name} is not the file that was published")


def _damaged(version_id: str, problem: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"version {version_id[:12]} is damaged: {problem}; it is not backed up. Put another one in service"
        " first, with: graphkit rollback"
    )


def _backup(target: Path, version: Version, files: Mapping[str, tuple[str, int]]) -> Backup:
    now = datetime.now(UTC).replace(microsecond=0)
    return Backup(
        path=target,
        version=version.id,
        quads=version.quads,
        published=version.published or now,
        taken=now,
        files=len(files),
        size=sum(size for _, size in files.values()),
    )


@contextmanager
def _snapshot(store_dir: Path, checkpoint: Callable[[str], None]) -> Iterator[tuple[Path, Version]]:
    """Yield a folder of links to the files of a store, which no build takes away, and its version."""
    for leftover in store_dir.glob(f"{_SNAPSHOT}[0-9]*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = store_dir / f"{_SNAPSHOT}{os.getpid()}"
    try:
        with matches_lock(store_dir), writer_lock(store_dir):
            settle(store_dir)
            version = _whole(store_dir)
            checkpoint("linking")
            for path in sorted(store_dir.iterdir()):
                if path.name not in _LEFT_OUT and not path.name.startswith("."):
                    _link(path, folder / path.name)
            _link(version.path, folder / "versions" / version.id)
        yield folder, version
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _whole(store_dir: Path) -> Version:
    current = current_id(store_dir) or ""
    version = read_version(store_dir / "versions" / current)
    problem = "its manifest is missing or unreadable" if version is None else damage(version)
    if version is None or problem is not None:
        raise _damaged(current, problem or "")
    return version


def _link(path: Path, target: Path) -> None:
    if path.is_dir():
        for below in path.iterdir():
            _link(below, target / below.name)
    elif path.is_file() and not path.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:
            # Some file systems know no links.
            shutil.copyfile(path, target)


def _described(backup: Backup, files: Mapping[str, tuple[str, int]]) -> bytes:
    content = {
        "format": FORMAT,
        "version": 1,
        "tool": f"graphkit {__version__}",
        "taken": backup.taken.isoformat(),
        "id": backup.version,
        "quads": backup.quads,
        "published": backup.published.isoformat(),
        "files": {name: {"sha256": digest, "size": size} for name, (digest, size) in files.items()},
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


@contextmanager
def _open_target(path: Path, packed: str) -> Iterator[_Target]:
    if not packed.endswith(ARCHIVES):
        path.mkdir(parents=True)
        yield _Folder(path)
        for each in [*path.rglob("*"), path]:
            sync(each)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        mode = "w" if packed.endswith(".tar") else "w:gz"
        with tarfile.open(fileobj=stream, mode=mode, format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
            yield _Archive(archive)
        flush(stream)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, size: int, source: IO[bytes]) -> None:  # noqa: ARG002 - what a target takes
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(source, out, _BLOCK)


class _Archive:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, size: int, source: IO[bytes]) -> None:
        # The head of an entry tells nothing of whoever made it.
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o644
        self._archive.addfile(entry, source)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
