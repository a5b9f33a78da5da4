"""Work done by several processes, given back in the order in which it was given to them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from typing import Any, Generic, Self, TypeVar

from graphkit.errors import SourceUnreadable

_Tool = TypeVar("_Tool")
_Job = TypeVar("_Job")
_Done = TypeVar("_Done")

#: Fewer jobs than this are done before other processes have loaded what they need.
_WORTH_A_POOL = 24
#: Jobs under way for each process: enough to keep it busy, few enough to hold in memory.
_AHEAD = 8

_here: Any = None


def default_jobs() -> int:
    """Return the number of processes that this process may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool(Generic[_Tool]):
    """Processes that each have a tool; none is started for a few jobs.

    Args:
        new: makes the tool, in any process.
        jobs: number of processes.
    """

    def __init__(self, new: partial[_Tool], jobs: int) -> None:
        self._new = new
        self._jobs = jobs
        self._tool: _Tool | None = None
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def run(self, work: Callable[[_Tool, _Job], _Done], jobs: Iterable[_Job]) -> Iterator[tuple[_Job, _Done]]:
        """Do a work for each job and yield what it gives, in order.

        Args:
            work: a function that a process can import.
            jobs: values that can be pickled; asked for as the work goes on.

        Raises:
            SourceUnreadable: a process died, for want of memory for instance.
        """
        stream = iter(jobs)
        if self._executor is None:
            if self._tool is None:
                self._tool = self._new()
            few = stream if self._jobs == 1 else islice(stream, _WORTH_A_POOL)
            for job in few:
                yield job, work(self._tool, job)
            if self._jobs == 1:
                return
            first = next(stream, None)
            if first is None:
                return
            self._executor = self._start()
            yield from self._spread(self._executor, work, first, stream)
            return
        yield from self._spread(self._executor, work, None, stream)

    def _start(self) -> ProcessPoolExecutor:
        # Forking a process that has threads (a progress line, an index) may hang the child.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, self._new.func.__module__])
        return ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=(self._new,))

    def _spread(
        self,
        executor: ProcessPoolExecutor,
        work: Callable[[_Tool, _Job], _Done],
        first: _Job | None,
        stream: Iterator[_Job],
    ) -> Iterator[tuple[_Job, _Done]]:
        pending: deque[tuple[_Job, Future[_Done]]] = deque()
        if first is not None:
            pending.append((first, executor.submit(_do, work, first)))
        try:
            for job in stream:
                pending.append((job, executor.submit(_do, work, job)))
                if len(pending) >= _AHEAD * self._jobs:
                    yield _result(*pending.popleft())
            while pending:
                yield _result(*pending.popleft())
        except BrokenProcessPool as error:
            raise SourceUnreadable(
                "a process that reads records was killed, by the system for want of memory perhaps; "
                "build again with fewer of them (GRAPHKIT_JOBS=1)"
            ) from error


def _result(job: _Job, future: Future[_Done]) -> tuple[_Job, _Done]:
    return job, future.result()


def _begin(new: Callable[[], object]) -> None:
    global _here  # noqa: PLW0603 - what a process of the pool has loaded once, for all its jobs
    # Processes of a pool hold its queues open for each other: when the one that gives the jobs is killed,
    # they would wait for ever.
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    _here = new()


def _end_with_the_other() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[_Tool, _Job], _Done], job: _Job) -> _Done:
    return work(_here, job)
