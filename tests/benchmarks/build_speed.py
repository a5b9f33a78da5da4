"""Time and memory of a build, beside what it cannot be faster than, at a size given.

Run it with ``python tests/benchmarks/build_speed.py --fiches 3000``. It generates an export, then measures,
each in a process of its own: lxml reading it and keeping nothing; pyoxigraph loading the very quads that the
build writes, and optimizing; rdflib loading a sample of them into memory; the build without validation; the
same build again, of which nothing has changed; the search index alone; the build with validation. Nothing is
asserted: machines differ, ratios less so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from generate_export import write_export

_PLAIN_LOAD = "pyoxigraph bulk_load + optimize"
_PARSE = "lxml iterparse alone"
_RDFLIB = "rdflib in memory, a sample"
_BARE = "build without validation"
_AGAIN = "the same again"
_INDEX = "its search index alone"
_FULL = "build with validation"
#: Quads that rdflib loads: all of them would not fit in memory.
_SAMPLE = 200_000


def parse(export: Path, _: Path) -> dict[str, object]:
    """Read an export with lxml, free each fiche, keep nothing."""
    from lxml import etree  # noqa: PLC0415 - each process loads what it measures

    fiches = 0
    for _event, element in etree.iterparse(export, tag="FICHE"):
        fiches += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return {"fiches": fiches}


def load(_: Path, folder: Path) -> dict[str, object]:
    """Load the quads that the build without validation wrote."""
    import pyoxigraph as ox  # noqa: PLC0415

    store = ox.Store(str(folder / "plain"))
    store.bulk_load(path=str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    return {"quads": len(store)}


def bare(export: Path, folder: Path) -> dict[str, object]:
    """Build, without running the shapes."""
    return full(export, folder, validate=False)


def full(export: Path, folder: Path, *, validate: bool = True) -> dict[str, object]:
    """Build."""
    from graphkit.config import Settings  # noqa: PLC0415
    from graphkit.pipeline import build  # noqa: PLC0415

    report = build([export], Settings(store=folder / "store", validate=validate))
    return {
        "fiches": report.loaded,
        "quads": report.quads,
        "stages": report.seconds,
        "results": report.results,
        "anomalies": report.anomalies,
    }


def in_memory(_: Path, folder: Path) -> dict[str, object]:
    """Load a sample of the quads into a dataset of rdflib."""
    from rdflib import Dataset  # noqa: PLC0415

    with (folder / "graph.nq").open("rb") as stream:
        lines = list(islice(stream, _SAMPLE))
    Dataset().parse(data=b"".join(lines), format="nquads")
    return {"quads": len(lines)}


def index(_: Path, folder: Path) -> dict[str, object]:
    """Make the search index of the store that the build without validation left."""
    from graphkit.store.indexing import build_index  # noqa: PLC0415
    from graphkit.store.versions import open_current  # noqa: PLC0415

    store = open_current(folder / "store")
    build_index(store, folder)
    return {"quads": len(store.raw)}


def write_quads(export: Path, folder: Path) -> dict[str, object]:
    """Write the quads that the build without validation loads, in the order in which it writes them."""
    from shutil import copyfile  # noqa: PLC0415

    from graphkit.store.versions import Version, build_version  # noqa: PLC0415

    def keep(store: Path, nquads: Path, **options: Any) -> Version:  # noqa: ANN401 - passed on as they are
        copyfile(nquads, folder / "graph.nq")
        return build_version(store, nquads, **options)

    with patch("graphkit.pipeline.build_version", keep):
        return bare(export, folder)


STEPS: dict[str, Callable[[Path, Path], dict[str, object]]] = {
    "quads": write_quads,
    _PARSE: parse,
    _PLAIN_LOAD: load,
    _RDFLIB: in_memory,
    _BARE: bare,
    _AGAIN: bare,
    _INDEX: index,
    _FULL: full,
}


def measured(step: str, export: Path, folder: Path) -> dict[str, object]:
    """Take a step in this process; return what it says with its seconds and peak memory."""
    start = time.perf_counter()
    said = STEPS[step](export, folder)
    seconds = time.perf_counter() - start
    # Linux counts in KiB; of the processes that prepare records, the largest counts.
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(who).ru_maxrss for who in whose) / 1024
    return {**said, "seconds": seconds, "peak": peak}


def in_a_process(step: str, export: Path, folder: Path) -> dict[str, object]:
    """Take a step in a process of its own."""
    command = [sys.executable, __file__, "--step", step, str(export), str(folder)]
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    said: dict[str, object] = json.loads(done.stdout)
    return said


def table(found: dict[str, dict[str, object]], fiches: int) -> list[str]:
    """Return the measures side by side; ratios are to the parse and the plain load together."""
    bound = sum(float(str(found[name]["seconds"])) for name in (_PARSE, _PLAIN_LOAD))
    head = f"{'s':>8}{'fiches/s':>10}{'quads':>11}{'quads/s':>10}{'peak MB':>9}{'× parse + load':>16}"
    lines = [f"{'':32}{head}"]
    for name, said in found.items():
        seconds = float(str(said["seconds"]))
        quads = int(str(said.get("quads", 0)))
        # A sample says nothing of fiches, nor of the whole.
        each, ratio = ("", "") if name == _RDFLIB else (f"{fiches / seconds:.0f}", f"{seconds / bound:.2f}")
        lines.append(
            f"{name:32}{seconds:8.2f}{each:>10}{quads or '':>11}{round(quads / seconds) or '':>10}"
            f"{float(str(said['peak'])):9.0f}{ratio:>16}"
        )
    for name in (_BARE, _FULL):
        stages = found[name]["stages"]
        if isinstance(stages, dict):
            lines.append(f"{name}: {', '.join(f'{stage} {spent:.2f} s' for stage, spent in stages.items())}")
    lines.append(f"anomalies {found[_FULL]['anomalies']}, SHACL results {found[_FULL]['results']}")
    return lines


def main() -> None:
    """Generate, measure and print; or, in a child, take one step and print it as JSON."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--fiches", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--step", nargs=3, metavar=("STEP", "EXPORT", "FOLDER"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.step:
        step, export, folder = given.step
        sys.stdout.write(json.dumps(measured(step, Path(export), Path(folder))))
        return
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        export = root / "export_fiches_V4_1_2026-08-16.xml"
        start = time.perf_counter()
        write_export(export, given.fiches, given.seed)
        made = f"{given.fiches} fiches, {export.stat().st_size / 1e6:.1f} MB of XML"
        sys.stdout.write(f"{made}, generated in {time.perf_counter() - start:.1f} s\n")
        found = {}
        for rank, step in enumerate(STEPS):
            # Builds begin with an empty store each; the plain load reads what the first step wrote.
            folder = root if step in ("quads", _PLAIN_LOAD, _RDFLIB) else root / str(rank)
            if step in (_AGAIN, _INDEX):
                folder = root / str(list(STEPS).index(_BARE))
            folder.mkdir(exist_ok=True)
            found[step] = in_a_process(step, export, folder)
        del found["quads"]
        sys.stdout.write("\n".join(table(found, given.fiches)) + "\n")


if __name__ == "__main__":
    main()
