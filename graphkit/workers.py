"""Processes that may be killed: what a stranger gives is parsed or evaluated in one of them.

Libraries of other languages can neither be interrupted nor bounded from within Python: a kilobyte of input
can take all memory, or end the whole process. A fresh process costs some 50 ms.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import IO, Any

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def run_worker(
    module: str, request: Mapping[str, Any], *, seconds: float, out: IO[bytes] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of this package in a process of its own, with a request on its standard input.

    Args:
        module: dotted name; it calls ``confine`` before it looks at what the request leads to.
        request: what it is to do, given as JSON.
        seconds: time that it may take.
        out: file that takes its standard output; kept in memory when absent.

    Raises:
        subprocess.TimeoutExpired: it took longer, and was killed.
    """
    # Nothing of the environment but what it takes to find this package again. Without a bound on arenas
    # the threads of a store reserve more address space than a small limit allows.
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    return subprocess.run(  # noqa: S603 - this interpreter, and a module that the caller spells out
        [sys.executable, "-m", module],
        input=json.dumps(request).encode(),
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=seconds,
        env=environment,
        cwd="/",
        check=False,
    )


def confine(memory: int, seconds: float) -> None:
    """Give up the network, and bound what this process may take; called before it has threads.

    Args:
        memory: address space, in bytes.
        seconds: time that whoever started it waits for it.
    """
    with contextlib.suppress(OSError, AttributeError):
        # Not every system lets a user do this; whatever asks for the network is refused before in any case.
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
