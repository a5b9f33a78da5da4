"""The W3C's cases of the SPARQL Protocol and of service descriptions, against a real server."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import waitress
from flask import Flask
from manifests import FOLDER, MF, entries_of
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = "http://www.w3.org/ns/sparql-service-description#"
#: Cases whose first request is an update, which an endpoint that only reads must refuse.
NEED_UPDATES = {
    "update_base_uri",
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_full",
    "update_dataset_named_graphs",
    "update_post_direct",
    "update_post_form",
}
_FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


@dataclass(frozen=True)
class Exchange:
    """One request of a case, with what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: set[str]
    truth: bool | None
    form: str


def _exchange(graph: Graph, node: Node) -> Exchange:
    def text(subject: Node | None, predicate: Node) -> str:
        return str(graph.value(subject, predicate) or "")

    body, answer = graph.value(node, HT.body), graph.value(node, HT.resp)
    headers = graph.value(node, HT.headers)
    truth = graph.value(answer, MF.expectedBoolean)
    return Exchange(
        text(node, HT.methodName),
        text(node, HT.absolutePath).replace("/sparql/", "/sparql", 1),
        {
            text(each, HT.fieldName): text(each, HT.fieldValue)
            for each in (Collection(graph, headers) if headers else ())
        },
        text(body, CNT.chars).encode(text(body, CNT.characterEncoding) or "utf-8"),
        {str(status)[-3:] for status in graph.objects(answer, MF.expectedStatus)},
        None if truth is None else bool(truth.toPython()),  # type: ignore[union-attr]
        text(answer, MF.expectedFormat),
    )


def _cases() -> dict[str, list[Exchange]]:
    if not FOLDER.is_dir():
        return {}
    graph, entries = entries_of("protocol")
    found = {}
    for entry in entries:
        requests = graph.value(graph.value(entry, MF.action), HT.requests)
        assert requests is not None
        found[str(entry).rpartition("#")[2]] = [
            _exchange(graph, each) for each in Collection(graph, requests)
        ]
    return found


CASES = _cases()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[tuple[str, int]]:
    """A server as ``graphkit serve`` starts it."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield "127.0.0.1", server.effective_port
    server.close()
    thread.join(timeout=5)


def _send(address: tuple[str, int], exchange: Exchange) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=30)
    try:
        connection.putrequest(exchange.method, exchange.path)
        for name, value in exchange.headers.items():
            connection.putheader(name, value)
        if exchange.body:
            connection.putheader("Content-Length", str(len(exchange.body)))
        connection.endheaders(exchange.body or None)
        answer = connection.getresponse()
        return answer.status, (answer.getheader("Content-Type") or "").partition(";")[0], answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", sorted(set(CASES) - NEED_UPDATES))
def test_a_request_is_answered_as_the_protocol_says(address: tuple[str, int], name: str) -> None:
    for exchange in CASES[name]:
        status, media, content = _send(address, exchange)
        assert f"{status // 100}xx" in exchange.statuses, content
        if exchange.form:
            assert media in _FORMATS[exchange.form]
        if exchange.truth is not None:
            assert json.loads(content)["boolean"] is exchange.truth


@pytest.mark.parametrize("name", sorted(set(CASES) & NEED_UPDATES))
def test_a_request_that_updates_is_refused_as_such(address: tuple[str, int], name: str) -> None:
    update, *_ = CASES[name]
    status, media, content = _send(address, update)
    assert (status, media) == (405, "application/problem+json")
    assert "only reads" in json.loads(content)["detail"]


def test_every_case_of_the_protocol_was_collected(suite: Path) -> None:
    assert suite
    assert len(CASES) == 34
    assert len(NEED_UPDATES & set(CASES)) == 7


def test_the_endpoint_describes_itself_as_the_three_cases_ask(address: tuple[str, int]) -> None:
    assert len(entries_of("service-description")[1]) == 3
    asked = Exchange("GET", "/sparql", {"Accept": "text/turtle"}, b"", set(), None, "RDF")
    status, media, content = _send(address, asked)
    assert (status, media) == (200, "text/turtle")
    triples = {quad.triple for quad in ox.parse(content, ox.RdfFormat.TURTLE)}
    # Where visitors reach it, as the settings say; the host of the request is anybody's word.
    endpoint = ox.NamedNode("https://w3id.org/referentiels/sparql")
    (service,) = {each.subject for each in triples if each.object == ox.NamedNode(f"{SD}Service")}
    assert ox.Triple(service, ox.NamedNode(f"{SD}endpoint"), endpoint) in triples
    # Terms of the vocabulary that a description may use, from https://www.w3.org/TR/sparql11-service-description/.
    used = {each.predicate.value.removeprefix(SD) for each in triples if each.predicate.value.startswith(SD)}
    assert used == {
        "availableGraphs",
        "defaultDataset",
        "defaultEntailmentRegime",
        "defaultGraph",
        "endpoint",
        "feature",
        "graph",
        "name",
        "namedGraph",
        "resultFormat",
        "supportedLanguage",
    }
    kinds = {each.object.value for each in triples if each.predicate.value.endswith("#type")}
    assert kinds == {
        f"{SD}{name}" for name in ("Service", "Dataset", "Graph", "GraphCollection", "NamedGraph")
    }
