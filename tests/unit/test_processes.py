"""Processes that share the work of a build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PROGRAM = """
import os, sys
from functools import partial
from pathlib import Path
from graphkit.pool import Pool

def tell(_tool, number):
    Path(sys.argv[1], str(os.getpid())).touch()
    return number

if __name__ == "__main__":
    with Pool(partial(dict), jobs=2) as pool:
        for _, number in pool.run(tell, range(10_000_000)):
            if number == 60:
                Path(sys.argv[1], "under way").touch()
"""
_PATIENCE = 60


def _until(what: str, done: Callable[[], bool]) -> None:
    for _ in range(_PATIENCE * 10):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError(f"after {_PATIENCE} s: not {what}")


def _is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_no_process_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, "utf-8")
    told = tmp_path / "told"
    told.mkdir()
    with subprocess.Popen(
        [sys.executable, str(program), str(told)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.DEVNULL,
    ) as running:
        _until("under way", (told / "under way").exists)
        running.send_signal(signal.SIGKILL)
    pids = [int(path.name) for path in told.iterdir() if path.name.isdigit()]
    # The first jobs are done by the program itself.
    others = [pid for pid in pids if pid != running.pid]
    assert others
    try:
        _until("all gone", lambda: not any(map(_is_there, others)))
    finally:
        for pid in filter(_is_there, others):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
