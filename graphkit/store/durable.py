"""Files that are on the disk, whole, whatever dies: the one before stands until the new one replaces it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path, pending: Path | None = None) -> Iterator[IO[str]]:
    """Write a text file beside its place, and rename it there once it is on the disk.

    Args:
        path: its place.
        pending: where it is written; beside, under a name of this process, when absent.
    """
    pending = pending or path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with pending.open("w", encoding="utf-8", newline="") as stream:
            yield stream
            flush(stream)
        pending.rename(path)
        sync(path.parent)
    finally:
        pending.unlink(missing_ok=True)


def flush(stream: IO[str] | IO[bytes]) -> None:
    """Have what was written to a file reach the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def sync(path: Path) -> None:
    """Have what was written in a file or directory reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
