"""Processes that may be killed: they get a request and little else."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from graphkit.workers import run_worker

SPY = """
import json, os, resource, sys
from graphkit.workers import confine
request = json.load(sys.stdin)
confine(request["memory"], request["seconds"])
try:
    kept = len(bytearray(request["wanted"]))
except MemoryError:
    kept = 0
told = {"kept": kept, "secret": os.environ.get("SECRET"), "folder": os.getcwd()}
print(json.dumps(told))
while request.get("forever"):
    pass
"""


@pytest.fixture
def spy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that tells what it was given, and takes what it may."""
    (tmp_path / "espion.py").write_text(SPY)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("SECRET", "mot de passe")
    return "espion"


@pytest.mark.parametrize(("wanted", "kept"), [(1 << 20, 1 << 20), (1 << 30, 0)])
def test_a_worker_has_the_memory_it_was_given_and_no_secret(spy: str, wanted: int, kept: int) -> None:
    request = {"memory": 256 << 20, "seconds": 10, "wanted": wanted}
    done = run_worker(spy, request, seconds=10)
    assert json.loads(done.stdout) == {"kept": kept, "secret": None, "folder": "/"}


def test_a_worker_that_does_not_end_is_killed(spy: str) -> None:
    start = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        run_worker(spy, {"memory": 256 << 20, "seconds": 60, "wanted": 1, "forever": True}, seconds=1)
    assert time.monotonic() - start < 30


def test_a_worker_stops_by_itself_when_nobody_waits(spy: str) -> None:
    """Its time of processor is bounded too: the one who started it may have been killed before it."""
    done = run_worker(spy, {"memory": 256 << 20, "seconds": 0, "wanted": 1, "forever": True}, seconds=60)
    assert done.returncode < 0


def test_what_a_worker_writes_may_go_to_a_file(spy: str, tmp_path: Path) -> None:
    path = tmp_path / "sortie"
    with path.open("wb") as out:
        done = run_worker(spy, {"memory": 256 << 20, "seconds": 10, "wanted": 1}, seconds=10, out=out)
    assert done.stdout is None
    assert json.loads(path.read_text())["kept"] == 1
