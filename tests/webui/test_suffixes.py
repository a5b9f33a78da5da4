"""Addresses of searches, comparisons, reports and questions with the suffix of a format."""

from __future__ import annotations

import re
from html import unescape

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

BOTH = "id=RNCP25520&id=chef-de-projet-digital"
RDF = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}


def _heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found
    return found[1]


def test_a_search_is_had_in_every_syntax_of_rdf(client: FlaskClient) -> None:
    found = {}
    for suffix, (media, syntax) in RDF.items():
        answer = client.get(f"/recherche.{suffix}?q=projet")
        assert (answer.status_code, answer.mimetype) == (200, media)
        found[suffix] = {str(quad) for quad in ox.parse(answer.data, format=syntax)}
    draft = "<https://w3id.org/referentiels/certification/chef-de-projet-digital>"
    assert any(line.startswith(draft) for line in found["nt"])
    assert found["nt"] == found["ttl"] == found["rdf"] == found["jsonld"]


@pytest.mark.parametrize("path", ["/recherche.html?q=projet", f"/comparer.html?{BOTH}", "/qualite.html"])
def test_the_suffix_of_a_page_gives_the_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    plain = client.get(path.replace(".html", ""))
    assert _heading(answer.text) == _heading(plain.text)


def test_a_page_with_a_suffix_leads_to_its_other_formats(client: FlaskClient) -> None:
    page = client.get("/recherche.html?q=projet").text
    links = [unescape(each) for each in re.findall(r'href="(/recherche[^"]*_format=csv[^"]*)"', page)]
    assert links
    assert client.get(links[0]).mimetype == "text/csv"


@pytest.mark.parametrize("suffix", ["json", "csv", "ttl"])
def test_a_comparison_is_the_same_by_suffix_and_by_parameter(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/comparer.{suffix}?{BOTH}")
    assert answer.status_code == 200
    assert answer.mimetype != "text/html"
    assert answer.data == client.get(f"/comparer?{BOTH}&_format={suffix}").data


def test_questions_are_asked_under_the_address_of_the_api_too(client: FlaskClient) -> None:
    answer = client.get("/api/requetes/certifications-par-rome.csv?rome=M1803")
    assert answer.mimetype == "text/csv"
    assert "RNCP25520" in answer.text
    assert answer.data == client.get("/requetes/certifications-par-rome.csv?rome=M1803").data
    wrong = client.get("/api/requetes/nulle.csv")
    assert (wrong.status_code, wrong.mimetype) == (404, "application/problem+json")


def test_the_version_is_the_one_that_the_health_page_tells(client: FlaskClient) -> None:
    told = client.get("/version").json
    health = client.get("/healthz").json
    assert told is not None
    assert health is not None
    assert (told["version"], told["quads"]) == (health["version"], health["quads"])
    assert len(told["version"]) == 64
    assert {each["title"] for each in told["sources"]} == {
        "fiche_RNCP25520.txt",
        "referentiel_chef_de_projet_digital.txt",
    }
    assert client.get("/version.json").json == told


def test_counts_that_nobody_kept_are_not_there(client: FlaskClient) -> None:
    for suffix in ("json", "csv"):
        answer = client.get(f"/qualite.{suffix}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert "check --keep" in answer.json["detail"]
