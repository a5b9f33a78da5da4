"""A graph store that does not do as it should: what is tried again, and what each failure says."""

from __future__ import annotations

import base64
import socket
from collections import deque
from collections.abc import Callable, Iterator

import pytest
from crooked_server import CrookedServer, crooked, cuts, hangs, refuses_early, says

from graphkit.config import Settings
from graphkit.errors import LoadFailed, outcome
from graphkit.fetching.patience import Waiting
from graphkit.store.graph_addresses import graph_store_address
from graphkit.store.graph_store import GraphStore

GRAPH = "http://a/g é?&#"
LINE = b"<http://a/a> <http://a/b> <http://a/c> .\n"
SECRET = "clé de la base"  # noqa: S105 - of nothing
Opened = Callable[..., GraphStore]


@pytest.fixture
def rogue() -> Iterator[CrookedServer]:
    """A server that only does as it is told."""
    with crooked() as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    """How long each wait was meant to be."""
    return []


@pytest.fixture
def opened(rogue: CrookedServer, waits: list[float]) -> Opened:
    """Opens the graph store of that server; its waits take no time."""

    def open_it(**options: float | str) -> GraphStore:
        waiting = Waiting(sleep=waits.append, jitter=lambda: 0.5)
        return GraphStore(rogue.store, waiting=waiting, **options)  # type: ignore[arg-type]

    return open_it


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, r"does not take these triples \(line 7: not an IRI\)"),
        (401, "GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD"),
        (403, "may not write there"),
        (404, "set GRAPHKIT_GRAPH_STORE"),
        (405, "read-only: set GRAPHKIT_GRAPH_STORE"),
        (409, "look into the log"),
        (413, "raise that limit"),
        (415, "does not take application/n-triples"),
        (500, "look into the log"),
        (501, "set GRAPHKIT_GRAPH_STORE"),
        (507, "no more room on its disk"),
    ],
)
def test_a_refusal_is_not_tried_again_and_says_what_to_do(
    rogue: CrookedServer, opened: Opened, status: int, told: str
) -> None:
    rogue.script["PUT"] = deque([says(status, b"line 7:\tnot an IRI")])
    server = opened(user="ada", password=SECRET)
    with pytest.raises(LoadFailed, match=told) as caught:
        server.replace(GRAPH, [LINE])
    assert f"{rogue.store}, graph {GRAPH}: the server answers with status {status}" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert (len(rogue.asked), server.retries, server.sent) == (1, 0, 0)
    assert outcome(caught.value)[0] == 5


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_waited_for(
    rogue: CrookedServer, opened: Opened, waits: list[float], status: int
) -> None:
    rogue.script["PUT"] = deque([says(status), says(status, Retry_After="17"), says(204)])
    server = opened()
    server.replace(GRAPH, [LINE])
    assert (server.retries, server.sent) == (2, len(LINE))
    assert waits == [1.0, 17.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(
    rogue: CrookedServer, opened: Opened, waits: list[float]
) -> None:
    rogue.script["PUT"] = deque([says(503, Retry_After="3600")])
    with pytest.raises(LoadFailed, match="come back in 3600 seconds"):
        opened().replace(GRAPH, [LINE])
    assert waits == []


def test_a_connection_that_is_cut_in_the_middle_is_made_again(rogue: CrookedServer, opened: Opened) -> None:
    rogue.script["PUT"] = deque([cuts, cuts, says(201)])
    server = opened()
    server.replace(GRAPH, [LINE * 20_000])
    assert server.retries == 2
    assert rogue.sizes == [len(LINE) * 20_000]


def test_a_server_that_keeps_busy_is_given_up(
    rogue: CrookedServer, opened: Opened, waits: list[float]
) -> None:
    rogue.script["PUT"] = deque([says(503)] * 9)
    with pytest.raises(LoadFailed, match=r"status 503; 6 attempts failed.*run the same command later"):
        opened().replace(GRAPH, [LINE])
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_silent_server_is_given_up_in_time(rogue: CrookedServer, opened: Opened) -> None:
    rogue.script["PUT"] = deque([hangs] * 6)
    with pytest.raises(LoadFailed, match=r"silent for 0\.1 s, the time that GRAPHKIT_SPARQL_TIMEOUT gives"):
        opened(seconds=0.1).replace(GRAPH, [LINE])
    assert len(rogue.asked) == 6


def test_an_answer_that_comes_before_the_request_has_gone_is_read(
    rogue: CrookedServer, opened: Opened
) -> None:
    rogue.script["PUT"] = deque([refuses_early(413)])
    with pytest.raises(LoadFailed, match="takes no request of 1000000 bytes"):
        opened().replace(GRAPH, [LINE * 300_000])
    assert len(rogue.asked) == 1


def test_a_redirect_is_not_followed_and_nobody_else_gets_the_password(
    rogue: CrookedServer, opened: Opened
) -> None:
    with crooked() as other:
        rogue.script["PUT"] = deque([says(307, Location=f"http://x:y@{other.store.removeprefix('http://')}")])
        with pytest.raises(LoadFailed, match=rf"redirects to '{other.store}', which is not followed"):
            opened(user="ada", password=SECRET).replace(GRAPH, [LINE])
        assert other.asked == []


def test_a_graph_is_put_and_what_follows_is_posted(rogue: CrookedServer, opened: Opened) -> None:
    rogue.script |= {"PUT": deque([says(201)]), "POST": deque([says(204)] * 2)}
    opened(user="ada", password=SECRET).replace(GRAPH, [LINE, LINE, LINE])
    assert rogue.asked == [("PUT", GRAPH), ("POST", GRAPH), ("POST", GRAPH)]
    headers = rogue.headers[0]
    assert headers["Content-Type"] == "application/n-triples"
    assert headers["User-Agent"].startswith("graphkit/")
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"ada:{SECRET}"


def test_a_graph_that_is_not_there_is_empty_and_need_not_be_deleted(
    rogue: CrookedServer, opened: Opened
) -> None:
    rogue.script |= {"GET": deque([says(404)]), "DELETE": deque([says(404)])}
    server = opened()
    assert server.get(GRAPH) == b""
    server.delete(GRAPH)
    assert [method for method, _ in rogue.asked] == ["GET", "DELETE"]


def test_an_answer_that_is_cut_is_asked_for_again(rogue: CrookedServer, opened: Opened) -> None:
    rogue.script["GET"] = deque(
        [
            lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<http"),
            says(200, LINE),
        ]
    )
    server = opened()
    assert (server.get(GRAPH), server.retries) == (LINE, 1)


def test_nobody_there_is_told_in_the_end(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/store"
        server = GraphStore(address, waiting=Waiting(sleep=waits.append))
        with pytest.raises(LoadFailed, match=rf"{address}: the connection broke.*6 attempts failed"):
            server.delete(GRAPH)


def test_an_unknown_host_is_told_at_once(waits: list[float]) -> None:
    with pytest.raises(
        LoadFailed, match=r"http://host\.invalid/store cannot be reached.*correct the address"
    ):
        GraphStore("http://host.invalid/store", waiting=Waiting(sleep=waits.append)).delete(GRAPH)
    assert waits == []


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("http://127.0.0.1:7878/query", "http://127.0.0.1:7878/store"),
        ("http://127.0.0.1:7878/query?union-default-graph", "http://127.0.0.1:7878/store"),
        ("https://a.example/ds/query", "https://a.example/ds/data"),
        ("https://a.example/x/ds/sparql/", "https://a.example/x/ds/data"),
        (
            "http://a:7200/repositories/fiches",
            "http://a:7200/repositories/fiches/rdf-graphs/service",
        ),
        (
            "http://a/rdf4j-server/repositories/query",
            "http://a/rdf4j-server/repositories/query/rdf-graphs/service",
        ),
    ],
)
def test_the_customary_address_stands_beside_the_endpoint(endpoint: str, expected: str) -> None:
    assert graph_store_address(Settings(endpoint=endpoint)) == expected


def test_an_address_that_is_set_goes_first() -> None:
    settings = Settings(endpoint="http://a/query", graph_store="https://b/sparql-graph-crud-auth")
    assert graph_store_address(settings) == "https://b/sparql-graph-crud-auth"


@pytest.mark.parametrize(
    "endpoint", ["http://a:8890/sparql", "http://a/", "http://a/blazegraph/namespace/kb"]
)
def test_an_address_that_is_not_known_says_how_to_set_it(endpoint: str) -> None:
    with pytest.raises(LoadFailed, match="set GRAPHKIT_GRAPH_STORE"):
        graph_store_address(Settings(endpoint=endpoint))
