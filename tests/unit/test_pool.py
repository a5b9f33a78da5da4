"""A few processes answer all queries, and none of them outlives its use."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from graphkit.limits import Limits
from graphkit.store import pool as pools
from graphkit.store.pool import WorkerPool
from graphkit.store.rejections import QueryStopped
from graphkit.store.sandbox import Request, Sandbox
from graphkit.store.versions import Version

ASK = "ASK { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def pool() -> WorkerPool:
    """A pool of one process."""
    return WorkerPool(Limits(seconds=1, workers=1))


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _gone(pid: int) -> bool:
    """Tell whether a process that was killed is gone, for which nobody waited with an answer."""
    for _ in range(1000):
        if not _alive(pid):
            return True
        time.sleep(0.01)
    return False


def test_a_process_answers_one_query_after_another(published: Version, pool: WorkerPool) -> None:
    sandbox = Sandbox(published.files, pool=pool)
    used = set()
    for _ in range(3):
        assert sandbox.run(ASK).answer
        (worker,) = pool._idle
        used.add(worker.pid)
    assert len(used) == 1
    pool.close()
    assert not any(map(_alive, used))


def test_a_process_that_took_too_long_is_killed_and_another_takes_its_place(
    published: Version, pool: WorkerPool
) -> None:
    sandbox = Sandbox(published.files, pool=pool)
    assert sandbox.run(ASK).answer
    before = pool._idle[0].pid
    with pytest.raises(QueryStopped):
        sandbox.run(ENDLESS)
    assert (pool.kills, _gone(before)) == (1, True)
    assert sandbox.run(ASK).answer
    pool.close()


def test_a_process_that_was_killed_while_it_waited_is_replaced(published: Version, pool: WorkerPool) -> None:
    sandbox = Sandbox(published.files, pool=pool)
    assert sandbox.run(ASK).answer
    worker = pool._idle[0]
    os.kill(worker.pid, signal.SIGKILL)
    worker._process.wait()
    assert sandbox.run(ASK).answer
    pool.close()


def test_a_process_is_retired_after_many_queries(
    published: Version, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "MAX_TASKS", 2)
    sandbox = Sandbox(published.files, pool=pool)
    used = []
    for _ in range(3):
        assert sandbox.run(ASK).answer
        used.append(pool._idle[0].pid)
    # The second query was the last of its process: another waits in its place already.
    assert used[0] != used[1]
    assert used[1] == used[2]
    assert pool.kills == 0
    pool.close()


def test_clients_that_are_gone_leave_nothing_behind(pool: WorkerPool) -> None:
    with pool._turn("192.0.2.1"):
        assert dict(pool._of_client) == {"192.0.2.1": 1}
    assert not pool._of_client
    pool.close()


def test_a_query_that_nobody_waits_for_any_more_is_stopped(published: Version) -> None:
    pool = WorkerPool(Limits(seconds=60, workers=1))
    sandbox = Sandbox(published.files, pool=pool)
    assert sandbox.run(ASK).answer
    before = pool._idle[0].pid
    looks = iter([True, True, False])
    with pytest.raises(QueryStopped, match="nobody waits"):
        sandbox.result(Request(ENDLESS, wanted=lambda: next(looks)))
    assert (pool.kills, _gone(before), pool.state.running) == (1, True, 0)
    spared = pool._idle[0].pid
    # Whoever has gone before it begins costs no process.
    with pytest.raises(QueryStopped, match="nobody waits"):
        sandbox.result(Request(ASK, wanted=lambda: False))
    assert (pool.kills, pool._idle[0].pid) == (1, spared)
    assert sandbox.result(Request(ASK, wanted=lambda: True)).answer
    pool.close()
