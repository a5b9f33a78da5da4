"""The SPARQL endpoint as programs meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graphkit.config import Settings
from graphkit.limits import Limits
from webui import create_app
from webui.sparql_protocol import ProtocolRefusal, read_request

ONE = "SELECT ?n { VALUES ?n { 1 } }"
ALL = "SELECT * { ?s ?p ?o }"
GRAPH = "CONSTRUCT { <http://a/s> <http://a/p> 'é' } {}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CSV = "n\r\n1\r\n"


def ask(client: FlaskClient, query: str, accept: str = "*/*", **more: str) -> object:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv;header=present", "text/csv"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.8", "text/tab-separated-values"),
        ("text/turtle, application/sparql-results+json;q=0.1", "application/sparql-results+json"),
        ("application/sparql-results+xml;q=0, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_a_table_comes_in_the_format_liked_best(client: FlaskClient, accept: str, media: str) -> None:
    answer = ask(client, ONE, accept)
    assert (answer.status_code, answer.mimetype) == (200, media)  # type: ignore[attr-defined]
    assert "Accept" in answer.headers["Vary"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("accept", "media", "syntax"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("text/plain", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", "application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_triples_come_in_the_format_liked_best(
    client: FlaskClient, accept: str, media: str, syntax: ox.RdfFormat
) -> None:
    answer = client.get("/sparql", query_string={"query": GRAPH}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media)
    (quad,) = ox.parse(answer.data, syntax)
    expected = ox.Triple(ox.NamedNode("http://a/s"), ox.NamedNode("http://a/p"), ox.Literal("é"))
    assert quad.triple == expected


@pytest.mark.parametrize("parameter", ["format", "output", "_format"])
@pytest.mark.parametrize("name", ["csv", "CSV", "text/csv"])
def test_a_parameter_names_the_format_before_the_header_does(
    client: FlaskClient, parameter: str, name: str
) -> None:
    answer = ask(client, ONE, "text/html", **{parameter: name})
    assert answer.text == CSV  # type: ignore[attr-defined]


@pytest.mark.parametrize(("query", "name"), [(ONE, "ttl"), (GRAPH, "csv"), ("ASK {}", "tsv"), (ONE, "rien")])
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(
    client: FlaskClient, query: str, name: str
) -> None:
    answer = client.get("/sparql", query_string={"query": query, "format": name})
    assert answer.status_code == 406
    assert answer.json is not None
    assert set(answer.json["available"]) & {"application/sparql-results+json", "text/turtle"}


def test_a_query_comes_by_get_by_form_and_directly(client: FlaskClient) -> None:
    accept = {"Accept": "text/csv"}
    sent = [
        client.get("/sparql", query_string={"query": ONE}, headers=accept),
        client.post("/sparql", data={"query": ONE}, headers=accept),
        client.post(
            "/sparql", data=ONE, content_type="application/sparql-query; charset=UTF-8", headers=accept
        ),
    ]
    assert [answer.text for answer in sent] == [CSV] * 3


def test_head_tells_of_the_answer_without_giving_it(client: FlaskClient) -> None:
    answer = client.head("/sparql", query_string={"query": ONE, "format": "csv"})
    assert (answer.status_code, answer.data, answer.content_length) == (200, b"", len(CSV))


def test_pages_of_other_sites_may_read_and_nothing_more(client: FlaskClient) -> None:
    before = client.options(
        "/sparql", headers={"Origin": "https://a", "Access-Control-Request-Method": "POST"}
    )
    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    for answer in (before, client.get("/sparql?query=x"), client.put("/sparql"), client.get("/sparql")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_a_bad_query_is_refused_with_line_and_column(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert (answer.json["line"], answer.json["column"]) == (2, 14)


@pytest.mark.parametrize(
    ("method", "address", "media", "body", "status"),
    [
        ("GET", b"update=CLEAR+ALL", "", b"", 405),
        ("POST", b"", "application/x-www-form-urlencoded", b"update=CLEAR+ALL", 405),
        ("POST", b"", "application/sparql-update", b"CLEAR ALL", 405),
        ("POST", b"", "text/plain", b"ASK {}", 415),
        ("POST", b"", "", b"ASK {}", 415),
        ("POST", b"", "application/sparql-query;charset=utf-16", "ASK {}".encode("utf-16"), 415),
        ("POST", b"", "application/sparql-query", "ASK {}".encode("utf-16"), 400),
        ("POST", b"query=ASK+{}", "application/sparql-query", b"ASK {}", 400),
        ("GET", b"query=ASK+{}&query=ASK+{}", "", b"", 400),
        ("GET", b"query=%ff", "", b"", 400),
        ("GET", b"&".join([b"a=b"] * 300), "", b"", 400),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused(
    method: str, address: bytes, media: str, body: bytes, status: int
) -> None:
    with pytest.raises(ProtocolRefusal) as caught:
        read_request(method, address, media, body)
    assert caught.value.status == status


def test_graphs_named_beside_the_query_are_those_that_it_reads(client: FlaskClient) -> None:
    named = json.loads(
        client.get("/sparql", query_string={"query": "SELECT ?g { GRAPH ?g { ?s a ?c } } LIMIT 1"}).data
    )["results"]["bindings"][0]["g"]["value"]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(query: str, **more: str) -> int:
        answer = client.get("/sparql", query_string={"query": query, "format": "csv", **more})
        return int(answer.text.split()[1])

    part = counted(count, **{"default-graph-uri": named})
    assert 0 < part < counted(count)
    # A query that names its graphs itself reads these alone, too.
    assert counted(count.replace("{", f"FROM <{named}> {{", 1)) == part
    assert counted(count, **{"named-graph-uri": named}) == 0
    assert counted(count, **{"default-graph-uri": "http://a/nowhere"}) == 0
    refused = client.get("/sparql", query_string={"query": count, "default-graph-uri": "file:///etc/passwd"})
    assert refused.status_code == 400


@pytest.fixture(scope="module")
def strict(settings: Settings) -> FlaskClient:
    """A visitor of an endpoint with narrow limits."""
    limits = Limits(seconds=1, rows=5, length=1000, workers=1, queue=0, per_client=1)
    return create_app(Settings(store=settings.store, queries=limits)).test_client()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("json", b'"link":["https://w3id.org/referentiels/sparql"]'),
        ("xml", b'<link href="https://w3id.org/referentiels/sparql"/></head>'),
        ("csv", b""),
        ("tsv", b""),
    ],
)
def test_a_truncated_table_says_so(strict: FlaskClient, name: str, told: bytes) -> None:
    answer = strict.get("/sparql", query_string={"query": ALL, "format": name})
    assert answer.headers["X-Truncated"] == "true"
    assert told in answer.data
    if name == "csv":
        assert len(answer.text.splitlines()) == 6
    if name in {"json", "xml"}:
        syntax = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}[name]
        assert len(list(ox.parse_query_results(answer.data, syntax))) == 5  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_truncated_triples_say_so_and_can_be_read(strict: FlaskClient, name: str) -> None:
    answer = strict.get("/sparql", query_string={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": name})
    assert answer.headers["X-Truncated"] == "true"
    assert (b"truncated" in answer.data) == (name != "jsonld")
    syntax = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD", "trig": "TRIG"}
    assert len(list(ox.parse(answer.data, getattr(ox.RdfFormat, syntax.get(name, "N_QUADS"))))) == 5


def test_a_short_answer_says_nothing_of_the_kind(strict: FlaskClient) -> None:
    answer = strict.get("/sparql", query_string={"query": f"{ALL} LIMIT 5", "format": "json"})
    assert "X-Truncated" not in answer.headers
    assert b"link" not in answer.data


def test_a_query_that_takes_too_long_is_answered_when_its_time_is_over(strict: FlaskClient) -> None:
    answer = strict.get("/sparql", query_string={"query": ENDLESS})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json is not None
    assert "stopped after 1 s" in answer.json["detail"]
    page = strict.get("/sparql", query_string={"query": ENDLESS, "run": "1", "format": "html"})
    assert page.status_code == 503
    assert "Requête arrêtée" in page.text
    assert strict.get("/sparql", query_string={"query": ONE}).status_code == 200


def test_a_query_that_is_too_long_is_refused(strict: FlaskClient) -> None:
    text = "#" + "x" * 1000
    assert strict.get("/sparql", query_string={"query": text}).status_code == 414
    assert strict.post("/sparql", data={"query": text}).status_code == 413


def test_one_query_too_many_of_a_client_and_of_all_is_told_to_come_back(strict: FlaskClient) -> None:
    state = strict.application.extensions["graphkit"]
    asked = {"query_string": {"query": ONE}}
    with state.open_catalog.__self__.pool._turn("127.0.0.1"):
        same = strict.get("/sparql", **asked)
        other = strict.get("/sparql", **asked, environ_base={"REMOTE_ADDR": "192.0.2.1"})
        assert strict.get("/healthz").status_code == 200
    assert (same.status_code, same.headers["Retry-After"]) == (429, "5")
    assert (other.status_code, other.headers["Retry-After"]) == (503, "5")
    assert strict.get("/sparql", **asked).status_code == 200


def test_a_character_that_xml_cannot_hold_is_refused_in_xml_only(client: FlaskClient) -> None:
    query = 'SELECT ("a\\u0001b" AS ?x) {}'
    assert client.get("/sparql", query_string={"query": query, "format": "xml"}).status_code == 406
    answer = client.get("/sparql", query_string={"query": query, "format": "json"})
    assert json.loads(answer.data)["results"]["bindings"] == [{"x": {"type": "literal", "value": "a\x01b"}}]


def test_the_next_version_is_the_one_that_is_asked(tmp_path: Path) -> None:
    from graphkit.store.versions import build_version  # noqa: PLC0415

    store = tmp_path / "store"
    counts = []
    nquads = tmp_path / "data.nq"
    client = create_app(Settings(store=store)).test_client()
    for size in (1, 3):
        lines = [f'<http://a/{n}> <http://a/p> "{n}" <http://a/g> .\n' for n in range(size)]
        nquads.write_text("".join(lines))
        build_version(store, nquads)
        answer = client.get("/sparql", query_string={"query": "SELECT ?s { ?s ?p ?o }", "format": "csv"})
        counts.append(len(answer.text.split()) - 1)
    assert counts == [1, 3]


def test_without_a_query_the_endpoint_describes_itself(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert b"<http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph>" in answer.data
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    assert client.post("/sparql", data={"format": "csv"}).status_code == 400
    assert client.get("/sparql?default-graph-uri=http://a/").status_code == 400
