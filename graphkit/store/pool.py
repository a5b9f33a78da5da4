"""The processes that answer queries: a few, kept warm, each killed and replaced if a query takes too much."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from graphkit.errors import StoreUnavailable, TooManyQueries
from graphkit.limits import Limits
from graphkit.store.rejections import QueryStopped
from graphkit.workers import Unwanted, Worker

#: Queries after which a process makes place for a fresh one: what it holds on to cannot grow for ever.
MAX_TASKS = 500
_MODULE = "graphkit.store.worker"
_FORSAKEN = "the query was stopped: nobody waits for its answer any more"


@dataclass(frozen=True, slots=True)
class PoolState:
    """What a pool is doing.

    Attributes:
        running: queries being evaluated.
        waiting: queries that wait for a process.
        kills: processes that did not outlive their query, so far.
    """

    running: int
    waiting: int
    kills: int


class WorkerPool:
    """Hands each query to a process of its own, and the next one to it again when it outlived that.

    Args:
        limits: how many processes there are, how many queries may wait for one, and how many of one client.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.kills = 0
        self._idle: list[Worker] = []
        self._busy = 0
        self._waiting = 0
        self._of_client: Counter[str] = Counter()
        self._changed = threading.Condition()

    def perform(
        self,
        shared: IO[bytes],
        *,
        seconds: float,
        client: str = "",
        wanted: Callable[[], bool] | None = None,
    ) -> bytes:
        """Have one query answered.

        Args:
            shared: file that holds the request, and takes the answer.
            seconds: time that it may take.
            client: who asks; nobody in particular when empty.
            wanted: tells whether the client still waits; always, if absent.

        Returns:
            What the process tells of it.

        Raises:
            QueryStopped: it took too much time or memory, its process died of it, or nobody waits for it.
            TooManyQueries: the client has too many under way.
            StoreUnavailable: too many wait, or no process came free in time.
        """
        with self._turn(client):
            if wanted and not wanted():
                raise QueryStopped(_FORSAKEN)
            worker = self._take()
            try:
                told = worker.perform(shared, seconds=seconds, wanted=wanted)
            except Unwanted as error:
                raise QueryStopped(_FORSAKEN) from error
            except TimeoutError as error:
                raise QueryStopped(
                    f"the query was stopped after {seconds:g} s: ask for less, or use a dump"
                ) from error
            finally:
                self._give_back(worker)
        if told is None:
            raise QueryStopped("the query took more memory or time than one may have, or is too complex")
        return told

    @property
    def state(self) -> PoolState:
        """What it is doing now."""
        with self._changed:
            return PoolState(self._busy, self._waiting, self.kills)

    def close(self) -> None:
        """End the processes that wait; one that works ends with its query."""
        with self._changed:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()

    @contextlib.contextmanager
    def _turn(self, client: str) -> Iterator[None]:
        with self._changed:
            if client and self._of_client[client] >= self.limits.per_client:
                raise TooManyQueries(
                    f"you have {self.limits.per_client} queries under way: wait for the answer of one"
                )
            if self._busy >= self.limits.workers and self._waiting >= self.limits.queue:
                raise StoreUnavailable("too many queries at once: try again in a few seconds")
            self._of_client[client] += 1
            self._waiting += 1
            free = False
            try:
                free = self._changed.wait_for(self._has_place, timeout=self.limits.seconds)
                self._busy += free
            finally:
                self._waiting -= 1
                if not free:
                    self._leave(client)
        if not free:
            raise StoreUnavailable("too many queries at once: try again in a few seconds")
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._leave(client)
                self._changed.notify()

    def _has_place(self) -> bool:
        return self._busy < self.limits.workers

    def _leave(self, client: str) -> None:
        self._of_client[client] -= 1
        # Clients that are gone leave nothing behind.
        if not self._of_client[client]:
            del self._of_client[client]

    def _take(self) -> Worker:
        while True:
            with self._changed:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return Worker(_MODULE)
            # A process that waited may have ended, or been ended, meanwhile.
            if worker.alive:
                return worker
            worker.kill()

    def _give_back(self, worker: Worker) -> None:
        self.kills += not worker.alive
        if not worker.alive or worker.performed >= MAX_TASKS:
            worker.kill()
            # The next one warms up while nobody waits for it.
            worker = Worker(_MODULE)
        with self._changed:
            self._idle.append(worker)
