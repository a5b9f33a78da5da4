"""What tests do to small stores: read the names in them, damage files, kill whoever writes, fill the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from graphkit.store.versions import open_current


def names_in(store_dir: Path) -> set[str]:
    """Return the last part of the subjects in service."""
    return {quad[0].value.rpartition("/")[2] for quad in open_current(store_dir).quads()}


def flip(path: Path, at: int | None = None) -> None:
    """Change a byte of a file without changing its size: that in the middle, or another."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 0xFF
    path.unlink()
    path.write_bytes(content)


def killed(script: str, *arguments: object) -> None:
    """Run a script that kills itself."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()


def fill(disk: Path, left: int = 32 << 10) -> None:
    """Fill a small disk but for some bytes, with a file ``filling``."""
    status = os.statvfs(disk)
    (disk / "filling").write_bytes(bytes(max(status.f_bavail * status.f_frsize - left, 0)))
