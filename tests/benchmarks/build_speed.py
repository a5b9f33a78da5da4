"""Time and memory of a build, beside what it cannot be faster than, at a size given.

Run it with ``python tests/benchmarks/build_speed.py --fiches 3000``. It generates an export, then measures,
each in a process of its own: lxml reading it and keeping nothing; pyoxigraph loading the very quads that the
build writes, and optimizing; rdflib loading a sample of them into memory; the build without validation; the
same build again, of which nothing has changed; the search index alone; the build with validation. Nothing is
asserted: machines differ, ratios less so, and where others use the machine too the seconds of processors tell
more than those of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
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
#: Seconds between two looks at what a step uses.
_PAUSE = 0.1


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
    from graphkit.pool import default_jobs  # noqa: PLC0415
    from graphkit.store.entries import Making  # noqa: PLC0415
    from graphkit.store.indexing import build_index  # noqa: PLC0415
    from graphkit.store.versions import open_current  # noqa: PLC0415

    version = open_current(folder / "store").version
    assert version is not None
    build_index(version.files, folder, Making(version.graph_digests() or {}, jobs=default_jobs()))
    return {"quads": version.quads}


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
    """Take a step in this process; return what it says with its seconds."""
    start = time.perf_counter()
    said = STEPS[step](export, folder)
    return {**said, "seconds": time.perf_counter() - start}


def in_a_process(step: str, export: Path, folder: Path) -> dict[str, object]:
    """Take a step in a process of its own; add the memory and time of processors that it took."""
    command = [sys.executable, __file__, "--step", step, str(export), str(folder)]
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as running:
        usage = Usage(running.pid)
        while running.poll() is None:
            usage.look()
            time.sleep(_PAUSE)
        output = running.communicate()[0]
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    said: dict[str, object] = json.loads(output)
    return {**said, "peak": usage.peak / 2**20, "cpu": sum(usage.seconds.values())}


class Usage:
    """What a process and all that come of it use, as Linux tells.

    Args:
        pid: the process.
    """

    def __init__(self, pid: int) -> None:
        self._pid = str(pid)
        self.seconds: dict[str, float] = {}
        self.peak = 0

    def look(self) -> None:
        """Look once: memory that several share is counted for each, what ends between two looks is missed."""
        parents, memory = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[folder.name] = fields[1]
            ticks, pages = int(fields[11]) + int(fields[12]), int(fields[21])
            memory[folder.name] = (ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE"))
        ours = {self._pid} & parents.keys()
        while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= more
        self.seconds |= {pid: memory[pid][0] for pid in ours}
        self.peak = max(self.peak, sum(memory[pid][1] for pid in ours))


def table(found: dict[str, dict[str, object]], fiches: int) -> list[str]:
    """Return the measures side by side; ratios are to the parse and the plain load together."""
    bound = sum(float(str(found[name]["seconds"])) for name in (_PARSE, _PLAIN_LOAD))
    columns = {
        "s": 8,
        "CPU s": 8,
        "fiches/s": 10,
        "quads": 11,
        "quads/s": 10,
        "peak MB": 9,
        "× parse + load": 16,
    }
    head = "".join(f"{name:>{width}}" for name, width in columns.items())
    lines = [f"{'':32}{head}"]
    for name, said in found.items():
        seconds = float(str(said["seconds"]))
        quads = int(str(said.get("quads", 0)))
        # A sample says nothing of fiches, nor of the whole.
        each, ratio = ("", "") if name == _RDFLIB else (f"{fiches / seconds:.0f}", f"{seconds / bound:.2f}")
        cpu, peak = float(str(said["cpu"])), float(str(said["peak"]))
        lines.append(
            f"{name:32}{seconds:8.2f}{cpu:8.2f}{each:>10}{quads or '':>11}{round(quads / seconds) or '':>10}"
            f"{peak:9.0f}{ratio:>16}"
        )
    for name in (_BARE, _FULL):
        stages = found[name]["stages"]
        if isinstance(stages, dict):
            lines.append(f"{name}: {', '.join(f'{stage} {spent:.2f} s' for stage, spent in stages.items())}")
    added = float(str(found[_FULL]["cpu"])) - float(str(found[_BARE]["cpu"]))
    lines.append(f"validation: {added / fiches * 1000:.1f} ms of a processor for each fiche")
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
