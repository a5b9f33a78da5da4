"""Processes that may be killed: what a stranger gives is parsed or evaluated in one of them.

Libraries of other languages can neither be interrupted nor bounded from within Python: a kilobyte of input
can take all memory, or end the whole process. A fresh process costs some 50 ms, a task of one that waits
for it much less than one.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import resource
import select
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

_CLONE_NEWUSER = 0x10000000
_START_SECONDS = 30.0
_CLONE_NEWNET = 0x40000000
#: Seconds between two looks at whether the answer of a task is still wanted.
_GLANCE = 0.2


class Unwanted(Exception):
    """Whoever wanted what a task gives is gone; its process was killed."""


def run_worker(
    module: str,
    request: Mapping[str, Any],
    *,
    seconds: float,
    more: bytes = b"",
    out: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of this package in a process of its own, with a request on its standard input.

    Args:
        module: dotted name; it calls ``confine`` before it looks at what the request leads to.
        request: what it is to do, given as a line of JSON.
        seconds: time that it may take.
        more: what it gets after that line.
        out: file that takes its standard output; what it says on its standard error is kept then, and its
            standard output when there is none.

    Raises:
        subprocess.TimeoutExpired: it took longer, and was killed.
    """
    return subprocess.run(  # noqa: S603 - this interpreter, and a module that the caller spells out
        [sys.executable, "-m", module],
        input=json.dumps(request).encode() + b"\n" + more,
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE if out else subprocess.DEVNULL,
        timeout=seconds,
        env=_environment(),
        cwd="/",
        check=False,
    )


class Worker:
    """A process that does one task after another, each over an open file that it shares with this one.

    Args:
        module: dotted name; its command line is the number of the socket on which tasks come.
    """

    def __init__(self, module: str) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and a module that the caller spells out
                [sys.executable, "-m", module, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
            )
        #: Tasks that it was given.
        self.performed = 0
        self._end = weakref.finalize(self, _end, self._process, self._socket)

    def perform(
        self, shared: IO[bytes], *, seconds: float, wanted: Callable[[], bool] | None = None
    ) -> bytes | None:
        """Have one task done; the file says what it is, and takes what comes of it.

        Args:
            shared: the file, which the process gets as it is.
            seconds: time that it may take.
            wanted: tells whether anybody still waits for it, and is asked a few times a second; always, if
                absent.

        Returns:
            What the process tells at its end, one line; ``None`` when it died.

        Raises:
            TimeoutError: it took longer; the process is killed.
            Unwanted: nobody waits for it any more; the process is killed.
        """
        told = b""
        try:
            # Starting is no part of a task: on a busy machine it takes longer than many a task may.
            if not self.performed:
                self._socket.settimeout(_START_SECONDS)
                self._socket.recv(1)
            self.performed += 1
            deadline = time.monotonic() + seconds
            socket.send_fds(self._socket, [b"!"], [shared.fileno()])
            while not told.endswith(b"\n"):
                part = self._receive(deadline, wanted)
                if not part:
                    self._abandon()
                    return None
                told += part
        except (TimeoutError, Unwanted):
            self._abandon()
            raise
        except OSError:
            self._abandon()
            return None
        return told

    def _receive(self, deadline: float, wanted: Callable[[], bool] | None) -> bytes:
        while True:
            left = max(deadline - time.monotonic(), 0.001)
            self._socket.settimeout(min(left, _GLANCE) if wanted else left)
            try:
                return self._socket.recv(1 << 16)
            except TimeoutError:
                if time.monotonic() >= deadline:
                    raise
                if wanted and not wanted():
                    raise Unwanted from None

    @property
    def alive(self) -> bool:
        """Whether it takes another task."""
        return self._end.alive and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._end()

    def _abandon(self) -> None:
        """End the process without waiting until the system has taken it apart.

        One that held gigabytes takes its time, which whoever asked for an answer has not got.
        """
        if self._end.detach() is None:
            return
        self._socket.close()
        self._process.kill()
        threading.Thread(target=self._process.wait, daemon=True).start()


def _end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    channel.close()
    process.kill()
    process.wait()


def tasks(channel: socket.socket) -> Iterator[io.FileIO]:
    """Say that a process is ready, then yield the files of its tasks until nobody gives any more.

    Args:
        channel: its socket.
    """
    watch = threading.Thread(target=_end_with, args=(channel.fileno(),), daemon=True)
    watch.start()
    channel.sendall(b"+")
    while True:
        _, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
        if not descriptors:
            return
        with io.FileIO(descriptors[0], "r+") as shared:
            yield shared


def _end_with(descriptor: int) -> None:
    """End this process when nobody is left to give tasks, be it in the middle of one."""
    gone = select.poll()
    # Without any event asked for, the one told of is that the other end is closed.
    gone.register(descriptor, 0)
    gone.poll()
    os._exit(0)


def _environment() -> dict[str, str]:
    """Return nothing of the environment but what it takes to find this package again."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        # Without it the threads of a store reserve more address space than a small limit allows.
        "MALLOC_ARENA_MAX": "2",
    }


def leave_network() -> None:
    """Give up the network; called before this process has threads, which cannot leave it."""
    with contextlib.suppress(OSError, AttributeError):
        # Not every system lets a user do this; whatever asks for the network is refused before in any case.
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_task(memory: int, seconds: float) -> None:
    """Bound what the next task of this process may take: it dies when it takes more.

    Args:
        memory: address space, in bytes.
        seconds: time of processor; its own, for whoever started it may have been killed before it.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds += used.ru_utime + used.ru_stime
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 2)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


def confine(memory: int, seconds: float) -> None:
    """Give up the network, and bound what this process may take; called before it has threads.

    Args:
        memory: address space, in bytes.
        seconds: time that whoever started it waits for it.
    """
    leave_network()
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 1)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
