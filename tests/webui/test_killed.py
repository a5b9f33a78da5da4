"""Kill -9 of a server and of the processes that answer its queries: nothing is left, nothing is lost."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphkit.config import Settings

#: It goes on for as long as it may.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_WAIT = 60.0


@contextmanager
def server(store: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run ``graphkit serve`` and yield it with its port."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "GRAPHKIT_QUERY_SECONDS": "30",
    }
    command = [sys.executable, "-c", "from graphkit.cli import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--store", str(store)], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found
        yield process, int(found[1])
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def ask(port: int, query: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT)
    try:
        connection.request(
            "POST",
            "/sparql",
            query,
            {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def health(port: int) -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT)
    connection.request("GET", "/healthz/ready")
    told: dict[str, object] = json.loads(connection.getresponse().read())
    connection.close()
    return told


def workers_of(pid: int) -> set[int]:
    """Return the processes of queries that a server has."""
    found = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                line = Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if b"graphkit.store.worker" in line:
                found.add(int(child))
    return found


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def wait_for(condition: object, seconds: float = _WAIT) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def linux() -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes of a server are told by /proc, which this system has not")


@pytest.mark.usefixtures("linux")
def test_a_process_of_queries_that_is_killed_takes_only_its_query_with_it(settings: Settings) -> None:
    with server(settings.store) as (process, port):
        said: list[tuple[int, bytes]] = []
        asking = threading.Thread(target=lambda: said.append(ask(port, ENDLESS)))
        asking.start()
        assert wait_for(lambda: workers_of(process.pid))
        # It has started, and works.
        time.sleep(1)
        for worker in workers_of(process.pid):
            os.kill(worker, signal.SIGKILL)
        asking.join(_WAIT)
        assert said[0][0] == 503
        assert b"Traceback" not in said[0][1]
        for _ in range(4):
            assert ask(port, "ASK { ?s ?p ?o }")[0] == 200
        assert health(port)["ready"] is True


@pytest.mark.usefixtures("linux")
def test_a_server_that_is_killed_leaves_no_process_and_starts_again_with_the_same_data(
    settings: Settings,
) -> None:
    with server(settings.store) as (process, port):
        before = health(port)
        assert ask(port, "ASK { ?s ?p ?o }")[0] == 200
        asking = threading.Thread(target=_ask_in_vain, args=(port,))
        asking.start()
        time.sleep(1)
        workers = workers_of(process.pid)
        assert workers
        process.kill()
        process.wait()
        asking.join(_WAIT)
        # One that waits ends, and so does one in the middle of a query.
        assert wait_for(lambda: not any(map(is_running, workers)))
    with server(settings.store) as (_, port):
        assert health(port) == before
        assert ask(port, "ASK { ?s ?p ?o }")[0] == 200


def _ask_in_vain(port: int) -> None:
    try:
        ask(port, ENDLESS)
    except (OSError, http.client.HTTPException):
        return
