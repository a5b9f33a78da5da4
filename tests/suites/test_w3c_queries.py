"""The W3C's cases of queries and formats of results, through the endpoint and through the catalog."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from known_failures import KNOWN_FAILURES, marked
from manifests import (
    FEDERATED_FOLDERS,
    QUERY_FOLDERS,
    UPDATE_FOLDERS,
    Case,
    cases,
    iri_of,
)
from solutions import Comparable, expected, load, of_graph, of_result, of_rows, of_table, of_triples

from graphkit.catalog import Catalog
from graphkit.errors import QueryRejected
from graphkit.store.embedded import term_of
from graphkit.store.precheck import check_query
from graphkit.store.sandbox import Request

QUERIES = cases(*QUERY_FOLDERS)
EVALUATED = [case for case in QUERIES if case.result is not None]
SYNTAX = [case for case in QUERIES if case.result is None]
FEDERATED = cases(*FEDERATED_FOLDERS)
UPDATES = cases(*UPDATE_FOLDERS)
_NOTHING = "urn:x-nothing"
_MEDIA = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle, application/sparql-results+json;q=0.5",
    ".rdf": "application/rdf+xml, application/sparql-results+json;q=0.5",
}


def _dataset(case: Case) -> dict[str, list[str]]:
    """Return the graphs of a case as the protocol names them; a query that names them itself needs none."""
    if check_query(case.text).names_graphs:
        return {}
    return {
        "default-graph-uri": [iri_of(path) for path in case.data] or [_NOTHING],
        "named-graph-uri": [iri_of(path) for path in case.graphs],
    }


def through_http(app: Flask, case: Case) -> tuple[int, Comparable]:
    """Return what the endpoint answers to a case."""
    suffix = case.result.suffix if case.result else ".srx"
    accept = _MEDIA[suffix] if case.result else "*/*"
    answer = app.test_client().post(
        "/sparql", data={"query": case.text} | _dataset(case), headers={"Accept": accept}
    )
    if answer.status_code != 200:
        return answer.status_code, answer.text
    found = {media.partition(",")[0]: name for name, media in _MEDIA.items()}
    suffix = found.get(answer.mimetype, ".ttl")
    content = answer.data
    if suffix in {".ttl", ".rdf"}:
        return 200, of_graph(content, suffix, iri_of(case.query))
    return 200, of_table(content, suffix)


def through_catalog(catalog: Catalog, case: Case) -> Comparable:
    """Return what the catalog answers to a case."""
    dataset = _dataset(case)
    request = Request(
        case.text,
        tuple(dataset.get("default-graph-uri", ())),
        tuple(dataset.get("named-graph-uri", ())),
    )
    result = catalog.runner.result(request)
    if result.form == "ASK":
        return bool(result.answer)
    if result.form == "CONSTRUCT":
        return of_triples(ox.Triple(*map(term_of, triple)) for triple in result.triples)
    return of_rows(
        result.columns, [{name: term_of(node) for name, node in row.items()} for row in result.rows]
    )


def through_oxigraph(case: Case) -> Comparable:
    """Return what Oxigraph alone answers to a case."""
    store = ox.Store()
    for path in case.data:
        load(store, path, iri_of(path))
    for path in case.graphs:
        load(store, path, iri_of(path), ox.NamedNode(iri_of(path)))
    names = check_query(case.text).names_graphs
    for path in case.data if names else ():
        load(store, path, iri_of(path), ox.NamedNode(iri_of(path)))
    result = store.query(case.text)
    if case.result is not None and case.result.suffix == ".csv":
        return of_table(result.serialize(format=ox.QueryResultsFormat.CSV), ".csv")
    return of_result(result)


@pytest.mark.parametrize("case", marked(EVALUATED, KNOWN_FAILURES))
def test_a_query_is_answered_as_expected_through_the_endpoint(app: Flask, case: Case) -> None:
    assert case.result is not None
    assert through_http(app, case) == (200, expected(case.result, iri_of(case.query)))


@pytest.mark.parametrize(
    "case", marked([case for case in EVALUATED if case.kind == "QueryEvaluationTest"], KNOWN_FAILURES)
)
def test_a_query_is_answered_as_expected_through_the_catalog(catalog: Catalog, case: Case) -> None:
    assert case.result is not None
    assert through_catalog(catalog, case) == expected(case.result, iri_of(case.query))


@pytest.mark.parametrize("case", marked(SYNTAX, KNOWN_FAILURES))
def test_what_is_a_query_is_told_from_what_is_none(app: Flask, case: Case) -> None:
    status, told = through_http(app, case)
    assert status == (200 if case.kind.startswith("Positive") else 400), told


@pytest.mark.parametrize("case", marked(EVALUATED, KNOWN_FAILURES))
def test_oxigraph_alone_fails_the_same_cases(suite: Path, case: Case) -> None:
    assert suite
    assert case.result is not None
    assert through_oxigraph(case) == expected(case.result, iri_of(case.query))


@pytest.mark.parametrize(
    "case", marked([case for case in SYNTAX if case.kind.startswith("Positive")], KNOWN_FAILURES)
)
def test_oxigraph_alone_takes_the_same_texts(suite: Path, case: Case) -> None:
    assert suite
    through_oxigraph(case)


@pytest.mark.parametrize("case", FEDERATED, ids=[case.name for case in FEDERATED])
def test_a_federated_query_is_refused_with_its_place(app: Flask, catalog: Catalog, case: Case) -> None:
    answer = app.test_client().post("/sparql", data={"query": case.text})
    assert answer.status_code == 400
    assert answer.json is not None
    assert "SERVICE is not accepted" in answer.json["detail"]
    assert answer.json["line"] > 1
    with pytest.raises(QueryRejected, match="SERVICE is not accepted"):
        catalog.sparql(case.text)


@pytest.mark.parametrize("case", UPDATES, ids=[case.name for case in UPDATES])
def test_an_update_is_refused_however_it_comes(app: Flask, case: Case) -> None:
    client = app.test_client()
    assert client.post("/sparql", data={"update": case.text}).status_code == 405
    assert client.post("/sparql", data=case.text, content_type="application/sparql-update").status_code == 405
    assert client.get("/sparql", query_string={"update": case.text}).status_code == 405
    assert client.get("/sparql", query_string={"query": case.text}).status_code == 400


def test_every_case_was_collected(suite: Path) -> None:
    assert suite
    counts = [len(each) for each in (EVALUATED, SYNTAX, FEDERATED, UPDATES)]
    assert counts == [235, 103, 10, 157]
    assert set(KNOWN_FAILURES) <= {case.name for case in QUERIES}
