"""The ontology and the rules: each term dereferences, in both languages and in every format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.compare import isomorphic

from graphkit.assets import data_path
from graphkit.config import Settings
from graphkit.ontology import declared_terms, load_ontology
from graphkit.validation import load_rules
from webui import create_app
from webui.negotiation import MEDIA_TYPES

SVG = "{http://www.w3.org/2000/svg}"
FORMATS = {"ttl": "turtle", "rdf": "xml", "nt": "nt"}


def parsed(content: bytes, wanted: str) -> Graph:
    """Return a file of RDF as a graph."""
    if wanted == "jsonld":
        content = ox.serialize(
            (quad.triple for quad in ox.parse(content, ox.RdfFormat.JSON_LD)), format=ox.RdfFormat.N_TRIPLES
        )
    return Graph().parse(data=content, format=FORMATS.get(wanted, "nt"))


@pytest.mark.parametrize("wanted", ["ttl", "rdf", "nt", "jsonld"])
@pytest.mark.parametrize("path", ["ontologie", "ontologie/0.2.0", "regles"])
def test_the_whole_is_given_in_each_format(client: FlaskClient, path: str, wanted: str) -> None:
    expected = load_rules() if path == "regles" else load_ontology()
    by_suffix = client.get(f"/{path}.{wanted}")
    assert (by_suffix.status_code, by_suffix.mimetype) == (200, MEDIA_TYPES[wanted])
    by_accept = client.get(f"/{path}", headers={"Accept": MEDIA_TYPES[wanted]})
    assert by_accept.get_data() == by_suffix.get_data()
    assert by_accept.headers["Content-Location"] == f"/{path}.{wanted}"
    assert isomorphic(parsed(by_suffix.get_data(), wanted), expected)


@pytest.mark.parametrize("path", ["/ontologie/competences.ttl", "/ontologie/competences/0.2.0.ttl"])
def test_a_module_is_given_by_itself(client: FlaskClient, path: str) -> None:
    terms = declared_terms(parsed(client.get(path).get_data(), "ttl"))
    names = {str(term).partition("#")[2] for term in terms}
    assert {"Competence", "Activite", "mobilise"} <= names
    assert "Certification" not in names


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_term_has_its_anchor_and_each_link_its_target(
    client: FlaskClient, parse: Callable[..., Any], language: str
) -> None:
    tree = parse(client.get(f"/ontologie?lang={language}"))
    anchors = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(anchors) == len(set(anchors))
    names = {str(term).partition("#")[2] for term in declared_terms(load_ontology())}
    assert len(names) > 150
    assert names <= set(anchors)
    rules = parse(client.get(f"/regles?lang={language}"))
    of_rules = {element.get("id") for element in rules.iter() if element.get("id")}
    for link in (*tree.iter("a"), *tree.iter(f"{SVG}a")):
        page, _, anchor = (link.get("href") or "").partition("#")
        if anchor:
            known = {"": set(anchors), "/regles": of_rules}
            # Terms of others are linked where others publish them.
            assert page.startswith("http") or anchor in known[page]


def test_a_term_is_told_in_both_languages(client: FlaskClient) -> None:
    # From ontology/competences.ttl and shapes/competences.ttl, as their authors wrote them.
    french, english = (client.get(f"/ontologie?lang={language}").text for language in ("fr", "en"))
    assert "Lien d&#39;une activité à une compétence nécessaire à son exercice." in french
    assert "Link from an activity to a competence needed to carry it out." in english
    section = french.partition('id="mobilise"')[2].partition("</section>")[0]
    assert "Activite-mobilise" in section
    assert 'href="#Activite"' in section
    assert 'href="#Competence"' in section
    assert "Code du travail, art. L. 6113-1" in section
    certification = english.partition('id="Certification"')[2].partition("</section>")[0]
    assert "http://data.europa.eu/snb/model/elm/Qualification" in certification


def test_uses_are_those_of_the_graph(client: FlaskClient) -> None:
    # The packaged sample is one record and one référentiel.
    section = client.get("/ontologie?lang=en").text.partition('id="Certification"')[2].partition("</dl>")[0]
    assert "<dt>Uses in the graph</dt><dd>" in section
    unused = client.get("/ontologie?lang=en").text.partition('id="Rapprochement"')[2].partition("</dl>")[0]
    assert "<dt>Uses in the graph</dt><dd>none</dd>" in unused


def test_the_diagram_has_a_text_twin(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get("/ontologie"))
    drawing = next(each for each in tree.iter(f"{SVG}svg") if each.get("class") == "diagram")
    lines = len(list(drawing.iter(f"{SVG}line")))
    table = next(tree.iter("table"))
    assert lines == len(list(table.iter("tr"))) - 1 == 13


def test_a_rule_dereferences(client: FlaskClient) -> None:
    # Rule R02 in shapes/regles/blocs.ttl.
    section = client.get("/regles?lang=fr").text.partition('id="R02"')[2].partition("</section>")[0]
    assert "Des blocs de compétences" in section
    assert "France compétences, Vademecum RNCP v1.1 (janvier 2023), p. 28-29" in section
    assert "obligation, attendu" in section
    assert "La certification n&#39;a aucun bloc de compétences" in section


def test_no_page_shows_the_place_of_a_value(client: FlaskClient) -> None:
    for path in ("/ontologie", "/regles"):
        assert "{?" not in client.get(path).text
    # Rule R02 is in force since the day that shapes/regles/blocs.ttl says: 2019-01-01.
    assert "depuis le 1er janvier 2019" in client.get("/regles?lang=fr").text
    assert "since 1 January 2019" in client.get("/regles?lang=en").text


@pytest.mark.parametrize("wanted", ["ttl", "rdf", "nt", "jsonld"])
def test_a_version_of_the_past_is_given_as_it_was(client: FlaskClient, wanted: str) -> None:
    answer = client.get("/ontologie/0.1.0", headers={"Accept": MEDIA_TYPES[wanted]})
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPES[wanted])
    assert answer.headers["Content-Location"] == f"/ontologie/0.1.0.{wanted}"
    kept = Graph().parse(data_path("ontology") / "versions" / "0.1.0.ttl")
    assert isomorphic(parsed(answer.get_data(), wanted), kept)


@pytest.mark.parametrize(("language", "heading"), [("fr", "Nouveaux"), ("en", "New")])
def test_the_page_tells_what_each_version_changed(client: FlaskClient, language: str, heading: str) -> None:
    answer = client.get("/ontologie/0.1.0", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/ontologie#version-0.1.0")
    section = client.get(f"/ontologie?lang={language}").text.partition('id="version-0.2.0"')[2]
    section = section.partition("</section>")[0]
    assert f"<dt>{heading}</dt>" in section
    # Positions in pages came after the first version: ontology/provenance.ttl.
    assert 'href="#page"' in section
    assert 'href="/ontologie/0.2.0.ttl"' in section


def test_a_term_leads_to_a_thing_that_uses_it(client: FlaskClient) -> None:
    text = client.get("/ontologie?lang=fr").text
    section = text.partition('id="BlocDeCompetences"')[2].partition("</dl>")[0]
    # The packaged fiche has the only blocs.
    found = section.partition("<dt>Exemple dans le graphe</dt>")[2].partition("</dd>")[0]
    assert 'href="/bloc/RNCP25520BC0' in found
    unused = text.partition('id="Rapprochement"')[2].partition("</dl>")[0]
    assert "Exemple dans le graphe" not in unused


def test_an_unknown_version_or_module_is_not_found(client: FlaskClient) -> None:
    for path in ("/ontologie/9.9.9", "/ontologie/9.9.9.ttl", "/ontologie/rien", "/ontologie/competences/9"):
        assert client.get(path).status_code == 404


def test_the_page_of_a_module_is_a_part_of_the_page_of_the_whole(client: FlaskClient) -> None:
    answer = client.get("/ontologie/competences", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/ontologie#module-competences")


def test_the_ontology_needs_no_graph(empty_store: Settings) -> None:
    client = create_app(empty_store).test_client()
    for path in ("/ontologie", "/ontologie.ttl", "/regles"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ETag" in answer.headers
    assert "Emplois dans le graphe" not in client.get("/ontologie").text
