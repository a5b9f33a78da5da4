"""Time to load a store into a SPARQL server, beside the two ways that need no server.

``python tests/benchmarks/load_speed.py [PATH…]`` builds the paths (the packaged sample without any), then
loads what was built: by pyoxigraph's ``bulk_load``, by ``oxigraph load``, and by ``graphkit load`` into a
running ``oxigraph serve``, once when it is empty and once when it holds everything. Nothing is asserted:
machines differ.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.store.loading import load_version
from graphkit.store.versions import open_current

sys.path.append(str(Path(__file__).parents[1]))
from sparql_server import OXIGRAPH, serving


def main() -> None:
    """Build, load in each way and print triples a second."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        store, nquads = root / "store", root / "graph.nq"
        build([Path(path) for path in sys.argv[1:]], Settings(store=store))
        with nquads.open("wb") as out:
            open_current(store).raw.dump(out, ox.RdfFormat.N_QUADS)
        start = time.perf_counter()
        plain = ox.Store(str(root / "bulk"))
        plain.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
        plain.flush()
        quads = len(plain)
        _print("pyoxigraph bulk_load", quads, time.perf_counter() - start)
        start = time.perf_counter()
        command = [OXIGRAPH, "load", "-l", root / "cli", "-f", nquads]
        subprocess.run(command, check=True, capture_output=True)
        _print("oxigraph load", quads, time.perf_counter() - start)
        with serving(root / "served", "--union-default-graph", writable=True) as endpoint:
            for what in ("graphkit load, empty server", "graphkit load, the same again"):
                report = load_version(store, Settings(endpoint=endpoint))
                _print(what, quads, report.seconds)
                sys.stdout.write(
                    f"  {report.sent} graphs sent, {report.bytes} bytes, {report.retries} retries\n"
                )


def _print(what: str, quads: int, seconds: float) -> None:
    sys.stdout.write(f"{what:32}{seconds:8.2f} s{quads / seconds:12.0f} quads/s\n")


if __name__ == "__main__":
    main()
