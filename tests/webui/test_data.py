"""Things and answers as data: by suffix, by parameter, by ``Accept``."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from webui.negotiation import MEDIA_TYPES

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
IRI = "https://w3id.org/referentiels/certification/RNCP25520"
THINGS = [
    "/certification/RNCP25520",
    "/bloc/RNCP25520BC03",
    "/competence/chef-de-projet-digital/C1.1",
    "/activite/chef-de-projet-digital/A1",
    "/rome/M1803",
    "/fiche/RNCP25520/fiche-texte",
]
RDF = {"ttl": "turtle", "nt": "nt", "rdf": "xml"}


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize(("suffix", "parser"), RDF.items())
def test_a_thing_is_given_as_rdf(client: FlaskClient, path: str, suffix: str, parser: str) -> None:
    answer = client.get(f"{path}.{suffix}")
    assert answer.status_code == 200
    assert answer.mimetype == MEDIA_TYPES[suffix]
    assert answer.headers["Content-Location"] == f"{path}.{suffix}"
    graph = Graph().parse(data=answer.text, format=parser)
    assert (URIRef(f"https://w3id.org/referentiels{path}"), None, None) in graph


def test_a_thing_is_given_as_json_ld(client: FlaskClient) -> None:
    answer = client.get("/certification/RNCP25520.jsonld")
    assert answer.mimetype == "application/ld+json"
    triples = list(ox.parse(answer.data, ox.RdfFormat.JSON_LD))
    assert ox.NamedNode(IRI) in {triple.subject for triple in triples}


@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_given_as_plain_json(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}.json")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.text)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.5", "application/rdf+xml"),
        ("text/html, text/turtle", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/n-triples, */*;q=0.1", "application/n-triples"),
    ],
)
def test_accept_chooses(client: FlaskClient, accept: str, media: str) -> None:
    answer = client.get("/certification/RNCP25520", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert "Accept" in answer.vary
    assert sum('rel="alternate"' in each for each in answer.headers.getlist("Link")) == 5


def test_a_parameter_prevails_over_accept(client: FlaskClient) -> None:
    answer = client.get("/niveau/7?_format=nt", headers={"Accept": "text/html"})
    assert answer.mimetype == "application/n-triples"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0"])
def test_a_format_that_is_not_offered_is_refused_with_help(client: FlaskClient, accept: str) -> None:
    answer = client.get("/niveau/7", headers={"Accept": accept})
    assert answer.status_code == 406
    assert ".jsonld" in answer.text


def test_a_thing_unknown_is_a_problem_document_for_programs(client: FlaskClient) -> None:
    answer = client.get("/certification/RNCP1.ttl")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json is not None
    assert answer.json["status"] == 404


def test_a_question_is_given_as_csv_and_json(client: FlaskClient) -> None:
    answer = client.get("/requetes/composition.csv?certification=RNCP25520")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) > 10
    found = client.get("/requetes/composition.json?certification=RNCP25520").json
    assert found is not None
    assert found["columns"] == rows[0]
    assert len(found["rows"]) == len(rows) - 1
    assert "VALUES" in found["query"] or "RNCP25520" in found["query"]


def test_a_comparison_is_given_as_json(client: FlaskClient) -> None:
    found = client.get("/comparer?id=RNCP25520&id=chef-de-projet-digital&_format=json").json
    assert found is not None
    assert [side["letter"] for side in found["sides"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("how", "media"),
    [
        ({"query_string": {"query": "SELECT (1 AS ?n) {}", "_format": "csv"}}, "text/csv"),
        (
            {"query_string": {"query": "SELECT (1 AS ?n) {}", "_format": "json"}},
            "application/sparql-results+json",
        ),
        (
            {"query_string": {"query": "ASK {}"}, "headers": {"Accept": "application/sparql-results+json"}},
            "application/sparql-results+json",
        ),
        ({"query_string": {"query": "CONSTRUCT WHERE {?s ?p ?o} LIMIT 1", "_format": "ttl"}}, "text/turtle"),
    ],
)
def test_a_query_is_answered_as_data(client: FlaskClient, how: dict[str, dict[str, str]], media: str) -> None:
    answer = client.get("/sparql", **how)
    assert (answer.status_code, answer.mimetype) == (200, media)


def test_a_query_cannot_be_had_in_a_format_of_the_other_kind(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK+{}&_format=csv").status_code == 406


def test_a_query_that_comes_by_a_link_waits(client: FlaskClient) -> None:
    waiting = client.get("/sparql", query_string={"query": "SELECT (40+2 AS ?n) {}"}, headers=BROWSER).text
    assert "Cette requête vient d’un lien" in waiting
    assert 'id="reponse"' not in waiting
    run = client.get(
        "/sparql", query_string={"query": "SELECT (40+2 AS ?n) {}", "run": "1"}, headers=BROWSER
    ).text
    assert 'id="reponse"' in run
    assert ">42<" in run


def test_a_query_sent_by_the_form_runs(client: FlaskClient) -> None:
    assert ">42<" in client.post("/sparql", data={"query": "SELECT (40+2 AS ?n) {}"}, headers=BROWSER).text


def test_a_faulty_query_is_shown_where_it_is_at_fault(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": "SELECT *\nWHERE { ?s ?p }"}, headers=BROWSER)
    assert answer.status_code == 400
    assert "Ligne 2, colonne" in answer.text
    assert "<mark>" in answer.text


def test_health_tells_what_is_served(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.json is not None
    assert answer.json["ready"] is True
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_search_is_given_as_csv_and_json(client: FlaskClient) -> None:
    answer = client.get("/recherche?q=projet&_format=csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["identifiant"] for row in rows} == {"RNCP25520", "chef-de-projet-digital"}
    found = client.get("/recherche?q=projet", headers={"Accept": "application/json"}).json
    assert found is not None
    assert [hit["certification"]["identifier"] for hit in found["hits"]] == [
        row["identifiant"] for row in rows
    ]
    assert found["total"] == len(rows)


@pytest.mark.parametrize("path", ["/rome/M1803.csv", "/niveau/7?_format=csv"])
def test_a_list_is_given_as_csv(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.mimetype == "text/csv"
    assert "RNCP25520" in answer.text
    assert "filename=" in answer.headers["Content-Disposition"]
