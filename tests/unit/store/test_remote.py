"""A server that does not do as it should: each failure says which endpoint and what to do."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from local_server import LocalServer, Quiet, running
from sparql_server import serving

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.nodes import Node, literal
from graphkit.questions import load_query
from graphkit.store.endpoint import Bounds, Endpoint
from graphkit.store.rejections import QueryStopped, QuerySyntaxRejected
from graphkit.store.remote import RemoteStore
from graphkit.store.sandbox import Limits

EXISTS = load_query("hors-du-graphe-par-defaut")
RESULTS = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'
Answer = Callable[[BaseHTTPRequestHandler], object]


class Rogue:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: list[Answer] = []
        self.asked: list[tuple[dict[str, str], str]] = []

    def store(self, **bounds: float) -> RemoteStore:
        return RemoteStore(Endpoint(self.address, bounds=Bounds(**bounds)))  # type: ignore[arg-type]


def says(
    status: int, content: bytes = b"", media: str = RESULTS, headers: dict[str, str] | None = None
) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", media)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return answer


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    """A server on the loopback that answers as the test says; the last answer is for all that follow."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((dict(self.headers), parse_qs(body.decode())["query"][0]))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            answer(self)

    with running(LocalServer(Handler)) as server:
        told = Rogue(f"{server.address}/sparql")
        yield told


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD"),
        (403, "may not read"),
        (404, "check the path"),
        (405, "check the path"),
        (406, "no SPARQL 1.1 endpoint"),
        (429, "try again later"),
        (500, "log of that server"),
        (502, "log of that server"),
        (503, "try again later"),
    ],
)
def test_a_status_that_is_an_error_says_what_to_do_and_is_not_asked_again(
    rogue: Rogue, status: int, told: str
) -> None:
    rogue.answers = [says(status, b"<html>secret of the server</html>")]
    with pytest.raises(StoreUnavailable, match=told) as caught:
        rogue.store().ask(EXISTS)
    assert f"{rogue.address} answered with status {status}" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(rogue.asked) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Parse error: Encountered '.' at end", "does not accept the query: Parse error: Encountered"),
        (b"<html><body>Bad</body></html>", "no reason is told"),
        (b"", "no reason is told"),
        (b"\xff\xfe " * 9000, "does not accept the query"),
    ],
)
def test_a_refused_query_is_told_with_the_reason_of_the_server(
    rogue: Rogue, content: bytes, message: str
) -> None:
    rogue.answers = [says(400, content)]
    with pytest.raises(QueryRejected, match=message) as caught:
        rogue.store().ask(EXISTS)
    assert rogue.address in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_refusal_whose_reason_does_not_arrive_is_a_refusal(rogue: Rogue) -> None:
    gone = threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        says(400, headers={"Content-Length": "50"})(request)
        gone.wait(10)

    rogue.answers = [hang]
    with pytest.raises(QueryRejected, match="no reason is told"):
        rogue.store(seconds=0.2).ask(EXISTS)
    gone.set()


def test_what_speaks_no_http_is_told_of(rogue: Rogue) -> None:
    rogue.answers = [lambda request: request.wfile.write(b"220 smtp ready\r\n" * 9000)]
    with pytest.raises(StoreUnavailable, match="cut its answer short") as caught:
        rogue.store().ask(EXISTS)
    assert len(str(caught.value)) < 300


def test_an_answer_of_another_type_is_no_answer(rogue: Rogue) -> None:
    rogue.answers = [says(200, b"<html>", "text/html")]
    with pytest.raises(
        StoreUnavailable, match=rf"{rogue.address} answered with text/html where.*check the path"
    ):
        rogue.store().ask(EXISTS)


@pytest.mark.parametrize(
    ("name", "media", "content"),
    [
        ("existe", RESULTS, b"not json at all"),
        ("existe", RESULTS, b'{"head": {}, "boole'),
        ("existe", RESULTS, b'{"head": {"vars": []}, "results": {"bindings": []}}'),
        ("existe", RESULTS, b""),
        ("graphes", RESULTS, YES),
        ("graphes", RESULTS, b'{"head": {"vars": ["graphe"]}, "results": {"bindings": [{"graphe": {"ty'),
        ("graphes", RESULTS, b'{"head": {"vars": ["graphe"]}, "results": {"bindings": ['),
        ("graphes", RESULTS, b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri"}}]}}'),
        ("description", "application/n-triples", b"<http://a/b> <http://a/c> "),
        ("description", "application/n-triples", b"[[[[[[" * 100_000),
    ],
)
def test_an_answer_that_is_cut_or_not_what_it_says_is_never_half_an_answer(
    rogue: Rogue, name: str, media: str, content: bytes
) -> None:
    rogue.answers = [says(200, content, media)]
    query = load_query(name)
    asked = {"SELECT": rogue.store().select, "ASK": rogue.store().ask, "CONSTRUCT": rogue.store().construct}
    with pytest.raises(StoreUnavailable, match=r"cannot be read.*limit of its own") as caught:
        asked[query.form](query)
    assert rogue.address in str(caught.value)


@pytest.mark.parametrize("headers", [{"Content-Length": "5000"}, {"Transfer-Encoding": "chunked"}], ids=str)
def test_a_connection_that_ends_too_early_is_told_of(rogue: Rogue, headers: dict[str, str]) -> None:
    rogue.answers = [says(200, b"1d\r\n" + YES, headers=headers)]
    with pytest.raises(StoreUnavailable, match="cut its answer short") as caught:
        rogue.store().ask(EXISTS)
    assert rogue.address in str(caught.value)


def test_a_slow_server_is_given_up_on(rogue: Rogue) -> None:
    gone = threading.Event()
    rogue.answers = [lambda _request: gone.wait(10)]
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match=r"within 0.2 s.*GRAPHKIT_SPARQL_TIMEOUT") as caught:
        rogue.store(seconds=0.2).ask(EXISTS)
    gone.set()
    assert time.monotonic() - start < 5
    assert rogue.address in str(caught.value)
    assert len(rogue.asked) == 1


def test_a_server_that_drips_is_given_up_on(rogue: Rogue) -> None:
    gone = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        says(200)(request)
        while not gone.wait(0.05):
            try:
                request.wfile.write(b" ")
            except OSError:
                return

    rogue.answers = [drip]
    with pytest.raises(StoreUnavailable, match=r"within 0\.3 s"):
        rogue.store(seconds=0.3).ask(EXISTS)
    gone.set()


def test_a_huge_answer_is_not_taken(rogue: Rogue) -> None:
    rogue.answers = [says(200, b" " * (3 << 20))]
    with pytest.raises(StoreUnavailable, match=r"more than 1 MB.*LIMIT"):
        rogue.store(size=1 << 20).ask(EXISTS)


def test_a_redirect_is_told_and_not_followed(rogue: Rogue) -> None:
    target = f"{rogue.address}/other"
    rogue.answers = [says(302, headers={"Location": target.replace("//", "//user:secret@")})]
    with pytest.raises(StoreUnavailable, match=f"redirects to {target}") as caught:
        rogue.store().ask(EXISTS)
    assert "secret" not in str(caught.value)
    assert len(rogue.asked) == 1


def test_nobody_there_is_told_after_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("graphkit.store.endpoint.time.sleep", pauses.append)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/query"
        with pytest.raises(StoreUnavailable, match=rf"{address} cannot be reached.*start the server"):
            RemoteStore(Endpoint(address)).ask(EXISTS)
    assert len(pauses) == 2


def test_a_connection_that_breaks_once_is_made_again(rogue: Rogue) -> None:
    rogue.answers = [lambda request: request.connection.shutdown(socket.SHUT_RDWR), says(200, YES)]
    assert rogue.store().ask(EXISTS)
    assert len(rogue.asked) == 2


def test_an_unknown_host_is_told() -> None:
    with pytest.raises(StoreUnavailable, match=r"http://host\.invalid/query cannot be reached"):
        RemoteStore(Endpoint("http://host.invalid/query")).ask(EXISTS)


def test_the_request_is_one_that_any_server_understands(rogue: Rogue) -> None:
    rogue.answers = [says(200, YES)]
    assert RemoteStore(Endpoint(rogue.address, user="ada", password="clé")).ask(EXISTS)  # noqa: S106 - of nothing
    (headers, text), *_ = rogue.asked
    assert text == EXISTS.text
    assert headers["Accept"] == RESULTS
    assert headers["User-Agent"].startswith("graphkit/")
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == "ada:clé"


def test_terms_are_read_in_every_form_that_servers_write(rogue: Rogue) -> None:
    typed = b'{"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}'
    text = b'{"type": "literal", "value": "caf\\u00e9", "xml:lang": "fr-FR"}'
    rogue.answers = [
        says(
            200,
            b'{"head": {"vars": ["n", "t", "b", "x"]}, "results": {"bindings": [{"n": ' + typed + b', "t": '
            + text + b', "b": {"type": "bnode", "value": "r1"}}]}}',
            f"{RESULTS}; charset=utf-8",
        )
    ]  # fmt: skip
    (row,) = rogue.store().select(load_query("graphes"))
    assert set(row) == {"n", "t", "b"}
    assert (row["n"], row["b"].kind) == (literal(1), "bnode")
    assert row["t"] == Node("café", "literal", language="fr-fr")


def test_an_address_is_shown_without_its_account() -> None:
    endpoint = Endpoint("https://ada:secret@example.org:8443/query")
    assert endpoint.name == "https://example.org:8443/query"


def test_a_server_that_does_not_unite_its_graphs_is_told_of(served: Path) -> None:
    with (
        serving(served) as address,
        pytest.raises(StoreUnavailable, match=rf"{address} does not show.*--union-default-graph"),
    ):
        RemoteStore.open(Settings(endpoint=address))


def test_free_queries_run_on_the_server(remote: RemoteStore) -> None:
    catalog = Catalog(remote)
    found = catalog.sparql("SELECT ?s WHERE { ?s ?p ?o }", Limits(rows=5))
    assert (found.form, found.columns, len(found.rows), found.truncated) == ("SELECT", ("s",), 5, True)
    assert catalog.sparql("ASK {}").answer is True
    described = catalog.sparql("DESCRIBE <https://w3id.org/referentiels/certification/RNCP25520>")
    assert described.form == "CONSTRUCT"
    assert described.triples
    assert not described.truncated


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT ?s WHERE {\n ?s ?p }", QuerySyntaxRejected),
        ("nothing of the kind", QuerySyntaxRejected),
        ("SELECT * WHERE { SERVICE <http://a/> { ?s ?p ?o } }", QueryRejected),
        ("INSERT DATA { <http://a/b> <http://a/b> 1 }", QueryRejected),
    ],
)
def test_free_queries_that_are_not_mere_readings_are_refused(
    remote: RemoteStore, text: str, error: type[QueryRejected]
) -> None:
    with pytest.raises(error):
        remote.run(text)


def test_a_free_query_that_takes_too_much_is_stopped(rogue: Rogue) -> None:
    rogue.answers = [says(200, b" " * (3 << 20))]
    with pytest.raises(QueryStopped, match="more than 1 MB"):
        rogue.store().run("ASK {}", Limits(size=1 << 20))
