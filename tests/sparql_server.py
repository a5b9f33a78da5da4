"""A real SPARQL server on the loopback, for tests of what is read over HTTP."""

from __future__ import annotations

import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Installed by the package ``oxigraph`` next to Python.
OXIGRAPH = Path(sysconfig.get_path("scripts")) / "oxigraph"
_PATIENCE = 20.0


def load(nquads: Path, location: Path) -> None:
    """Load N-Quads into a new directory of Oxigraph files."""
    subprocess.run([OXIGRAPH, "load", "-l", location, "-f", nquads], check=True, capture_output=True)


@contextmanager
def serving(location: Path, *options: str, writable: bool = False) -> Iterator[str]:
    """Serve a directory of Oxigraph files until the block ends.

    Args:
        location: the directory.
        options: of ``oxigraph serve``.
        writable: it takes graphs, too.

    Yields:
        The address of its endpoint.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: list[str | Path] = [
        OXIGRAPH,
        "serve" if writable else "serve-read-only",
        "-l",
        location,
        "-b",
        f"127.0.0.1:{port}",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.kill()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
