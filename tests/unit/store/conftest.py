"""Small stores of a few quads, and a disk that is soon full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphkit.store.manifest import Version
from graphkit.store.versions import build_version

SMALL_DISK = 6 << 20


@pytest.fixture
def quads(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a file of N-Quads, one quad and graph for each name."""

    def write(*names: str) -> Path:
        path = tmp_path / f"{'-'.join(names)}.nq"
        path.write_text(
            "".join(f'<http://a/{n}> <http://a/p> "né à {n}"@fr <http://g/{n}> .\n' for n in names), "utf-8"
        )
        return path

    return write


@pytest.fixture
def two_versions(tmp_path: Path, quads: Callable[..., Path]) -> tuple[Path, Version]:
    """A store with ``old`` and, in service, ``new`` and ``more``; and the version in service."""
    build_version(tmp_path / "s", quads("old"))
    return tmp_path / "s", build_version(tmp_path / "s", quads("new", "more"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for a few megabytes, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
