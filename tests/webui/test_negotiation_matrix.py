"""Every kind of thing in every format, asked for in every way: what the answer says of itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.store.memory import MemoryStore
from webui import create_app
from webui.negotiation import MEDIA_TYPES, THING_FORMATS

BASE = "https://w3id.org/referentiels/"
#: One of each kind that the contract names, and of each that has the page of no kind.
THINGS = [
    "certification/RNCP25520",
    "certification/chef-de-projet-digital",
    "bloc/RNCP25520BC03",
    "competence/chef-de-projet-digital/C1.1",
    "activite/chef-de-projet-digital/A1",
    "rome/M1803",
    "nsf/320",
    "niveau/7",
    "voie-acces/vae",
    "fiche/RNCP25520/fiche-texte",
]
PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
CASES = [(thing, wanted) for thing in THINGS for wanted in THING_FORMATS]


def links_of(answer: TestResponse) -> dict[str, list[str]]:
    """Return the addresses of the ``Link`` headers by relation."""
    found: dict[str, list[str]] = {}
    for line in answer.headers.getlist("Link"):
        address, _, rest = line.partition('>; rel="')
        found.setdefault(rest.partition('"')[0], []).append(address.removeprefix("<"))
    return found


def test_the_matrix_is_whole() -> None:
    assert len(CASES) == 60


@pytest.mark.parametrize(("thing", "wanted"), CASES)
@pytest.mark.parametrize("way", ["accept", "suffix", "parameter"])
def test_each_thing_is_given_in_each_format(client: FlaskClient, thing: str, wanted: str, way: str) -> None:
    path, headers = f"/{thing}", {"Accept": "*/*"}
    if way == "accept":
        headers = {"Accept": f"{MEDIA_TYPES[wanted]}, image/png;q=0.9"}
    elif way == "suffix":
        path = f"/{thing}.{wanted}"
    else:
        path = f"/{thing}?_format={wanted}"
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPES[wanted])
    assert answer.headers["Content-Location"] == (f"/{thing}" if wanted == "html" else f"/{thing}.{wanted}")
    assert "Accept" in answer.vary
    links = links_of(answer)
    assert links["alternate"] == [f"/{thing}.{name}" for name in THING_FORMATS if name != "html"]
    assert links["describedby"] == [f"/{thing}.ttl"]
    assert links["canonical"] == [f"{BASE}{thing}"]
    assert links["license"] == ["https://www.etalab.gouv.fr/licence-ouverte-open-licence"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if wanted in PARSERS:
        described = ox.parse(answer.get_data(), PARSERS[wanted])
        assert ox.NamedNode(BASE + thing) in {triple.subject for triple in described}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    elif wanted == "json":
        assert json.loads(answer.text)


@pytest.mark.parametrize(("thing", "wanted"), CASES)
def test_what_a_client_has_is_not_sent_again(client: FlaskClient, thing: str, wanted: str) -> None:
    path = f"/{thing}?_format={wanted}"
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Accept" in again.vary
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    assert first.last_modified is not None
    before = http_date(first.last_modified - timedelta(seconds=1))
    assert client.get(path, headers={"If-Modified-Since": before}).status_code == 200


@pytest.mark.parametrize(("thing", "wanted"), CASES)
def test_a_head_says_what_a_get_says(client: FlaskClient, thing: str, wanted: str) -> None:
    headers = {"Accept": MEDIA_TYPES[wanted]}
    got, head = client.get(f"/{thing}", headers=headers), client.head(f"/{thing}", headers=headers)
    assert head.get_data() == b""
    assert head.status_code == got.status_code == 200
    # These name the request, not the answer.
    for name in ("Date", "X-Request-Id"):
        got.headers.remove(name)
        head.headers.remove(name)
    assert dict(head.headers) == dict(got.headers)


def test_no_two_representations_share_a_tag(client: FlaskClient) -> None:
    tags = [client.get(f"/rome/M1803?_format={wanted}").headers["ETag"] for wanted in THING_FORMATS]
    english = client.get("/rome/M1803?_format=html&lang=en").headers["ETag"]
    assert len({*tags, english}) == len(THING_FORMATS) + 1


def test_the_tag_and_the_date_are_those_of_the_version_in_service(app: Flask, settings: Settings) -> None:
    answer = app.test_client().get("/niveau/7.ttl")
    (version,) = [path for path in (settings.store / "versions").iterdir() if not path.name.startswith(".")]
    assert answer.headers["ETag"].startswith(f'"{version.name[:16]}-')
    assert answer.last_modified == datetime.fromtimestamp(int(version.stat().st_mtime), UTC)


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".rdf", ".nt", ".json", ".html"])
@pytest.mark.parametrize(
    "path", ["/certification/RNCP1", "/bloc/RNCP1BC09", "/rome/Z9999", "/passage/nothing", "/nothing"]
)
def test_what_the_graph_does_not_hold_is_not_found(client: FlaskClient, path: str, suffix: str) -> None:
    answer = client.get(path + suffix)
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("wanted", ["ttl", "nt", "rdf", "jsonld", "json", "html"])
def test_another_spelling_of_a_code_is_sent_to_its_own_address(client: FlaskClient, wanted: str) -> None:
    answer = client.get("/certification/rncp%2025520", headers={"Accept": MEDIA_TYPES[wanted]})
    assert (answer.status_code, answer.location) == (303, "/certification/RNCP25520")
    answer = client.get(f"/certification/rncp25520.{wanted}")
    assert (answer.status_code, answer.location) == (303, f"/certification/RNCP25520.{wanted}")


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("accept", ["image/png", "application/pdf, text/html;q=0", "*/*;q=0"])
def test_a_format_that_is_not_to_be_had_is_refused_with_the_list(
    client: FlaskClient, thing: str, accept: str
) -> None:
    answer = client.get(f"/{thing}", headers={"Accept": accept})
    assert answer.status_code == 406
    alternates = links_of(answer)["alternate"]
    assert {f"/{thing}", *(f"/{thing}.{name}" for name in PARSERS)} <= set(alternates)
    for address in alternates:
        assert f'href="{address}"' in answer.text
    assert all(client.get(address).status_code == 200 for address in alternates)


def test_a_program_is_told_the_list_as_data(client: FlaskClient) -> None:
    answer = client.get("/niveau/7?_format=pdf", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
    assert answer.json is not None
    assert {"href": "/niveau/7.ttl", "type": "text/turtle"} in answer.json["offered"]


@pytest.fixture
def in_memory() -> FlaskClient:
    """A visitor of a graph that is no version of a store."""
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    store = MemoryStore.parse(f'<{BASE}chose/1> {label} "une chose"@fr <{BASE}g> .\n'.encode())
    return create_app(Settings(), catalog=Catalog(store)).test_client()


def test_a_graph_without_version_has_tags_but_no_dates(in_memory: FlaskClient) -> None:
    answer = in_memory.get("/chose/1.ttl")
    assert "Last-Modified" not in answer.headers
    again = in_memory.get("/chose/1.ttl", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
