"""The check before the parser, under anything: what it lets pass calls nobody, and it never fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphkit.errors import QueryRejected
from graphkit.limits import Limits
from graphkit.store.precheck import check_query

LIMITS = Limits(length=2000, depth=20)
_WORDS = [
    "SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "[", "]", "SERVICE", "service", "SerVice",
    "SILENT", "WHERE", "GRAPH", "OPTIONAL", "UNION", "FILTER", "EXISTS", "ASK", "CONSTRUCT", "FROM",
    "NAMED", "BIND", "AS", "VALUES", "PREFIX", "BASE", "SERVICE:", "x:", "x:SERVICE", ":", "<http://a/>",
    "'SERVICE'", '"""', "'''", '"', "'", "\\", "#", "\n", ".", ";", ",", "1", "true", "@en", "^^", "^",
    "|", "/", "!", "&&", "=", "<", ">", "_:b", "$this", "\u00a0", "\ufeff", "LOAD", "INSERT", "DATA",
    "DELETE", "CLEAR", "DROP",
]  # fmt: skip


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who called there."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    channel, _ = server.accept()
                except TimeoutError:
                    continue
                with channel:
                    calls.append("called")

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], calls
        stop.set()
        thread.join()


def evaluate(text: str, port: int) -> None:
    """Evaluate a query that the check let pass; whatever it names as a server is the canary."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a/"), ox.NamedNode("http://a/"), ox.NamedNode("http://a/")))
    try:
        result = store.query(text.replace("CANARY", f"http://127.0.0.1:{port}/"))
        if not isinstance(result, ox.QueryBoolean):
            for _, _ in zip(range(10), result, strict=False):
                pass
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return


def call_nobody(text: str, canary: tuple[int, list[str]]) -> None:
    """Evaluate a query that passes, and see that nobody was called."""
    try:
        check_query(text, LIMITS)
    except QueryRejected:
        return
    evaluate(text, canary[0])
    assert canary[1] == []


@given(st.lists(st.sampled_from([*_WORDS, "<CANARY>"]), max_size=40), st.sampled_from(["", " ", "\n", "\t"]))
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_passes_calls_nobody(canary: tuple[int, list[str]], words: list[str], between: str) -> None:
    text = between.join(words)
    call_nobody(text, canary)


_CALLS = [
    "SELECT*{{{0}{1}<CANARY>{{?s ?p ?o}}}}",
    "SELECT * {{ ?s ?p ?o {0}{1} SILENT <CANARY> {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ {0}{1}?x{{ ?s ?p ?o }} VALUES ?x {{ <CANARY> }} }} }}",
    "PREFIX s: <CANARY> ASK {{ {0}{1} s: {{ ?s ?p ?o }} }}",
    "PREFIX : <CANARY> ASK {{ {0}{1}:{{ ?s ?p ?o }} }}",
    "ASK {{ {{ SELECT * {{ {0}{1}<CANARY>{{ ?s ?p ?o }} }} }} }}",
]
_BEFORE = st.sampled_from(
    ["", " ", "#x\n", "'a'.", "?s ?p 'SERVICE'. ", "?s ?p <http://a/#>. ", '?s ?p """""".', "1"]
)
_WRITTEN = st.sampled_from(["SERVICE", "service", "sErViCe"])


@given(st.sampled_from(_CALLS), _BEFORE, _WRITTEN)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_call_is_refused_however_it_is_written(
    canary: tuple[int, list[str]], call: str, before: str, written: str
) -> None:
    text = call.format(before, written)
    call_nobody(text, canary)


def test_the_canary_hears_a_call(canary: tuple[int, list[str]]) -> None:
    with socket.create_connection(("127.0.0.1", canary[0])):
        pass
    for _ in range(50):
        if canary[1]:
            break
        threading.Event().wait(0.1)
    assert canary[1] == ["called"]
    canary[1].clear()


@given(st.text(max_size=3000))
@settings(max_examples=200)
@example("\x00" * 1000)
@example("(" * 2000)
@example("\ud800")
@example("'" * 1999)
@example("<" * 1999)
def test_any_text_is_refused_or_passes(text: str) -> None:
    try:
        check_query(text, LIMITS)
    except QueryRejected:
        return
    assert len(text.encode("utf-8", "surrogatepass")) <= LIMITS.length
