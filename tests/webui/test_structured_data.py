"""The JSON-LD inside of pages says what the graph says, in terms that schema.org has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, RDFS

from graphkit.catalog.views import ListView
from webui.code_page import ListPage
from webui.structured_data import structured_data

SCHEMA = Namespace("https://schema.org/")
PAGES = {
    "/": "WebSite",
    "/donnees": "Dataset",
    "/certification/RNCP25520": "EducationalOccupationalCredential",
    "/certification/chef-de-projet-digital": "EducationalOccupationalCredential",
    "/bloc/RNCP25520BC03": "EducationalOccupationalCredential",
    "/competence/chef-de-projet-digital/C1.1": "DefinedTerm",
    "/activite/chef-de-projet-digital/A1": "DefinedTerm",
    "/rome/M1803": "DefinedTerm",
    "/niveau/7": "DefinedTerm",
}
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(client: FlaskClient, path: str) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    (text,) = _SCRIPT.findall(client.get(path).text)
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def vocabulary(folder: Path) -> Graph:
    """Return schema.org's own terms."""
    return Graph().parse(folder / "schemaorg" / "schemaorg-current-https.ttl")


def ancestors(terms: Graph, name: str) -> set[URIRef]:
    """Return a class and its superclasses."""
    return set(terms.transitive_objects(SCHEMA[name], RDFS.subClassOf))  # type: ignore[misc]


def faults(terms: Graph, node: dict[str, Any]) -> Iterator[str]:
    """Yield what schema.org does not know of a node: its type, a property of that type, a type of value."""
    kind = node["@type"]
    if (SCHEMA[kind], RDF.type, RDFS.Class) not in terms:
        yield f"no class {kind}"
    for name in (name for name in node if not name.startswith("@")):
        if not set(terms.objects(SCHEMA[name], SCHEMA.domainIncludes)) & ancestors(terms, kind):
            yield f"{kind} has no {name}"
        for each in node[name] if isinstance(node[name], list) else [node[name]]:
            yield from _faults_of_value(terms, name, each)


def _faults_of_value(terms: Graph, name: str, value: object) -> Iterator[str]:
    ranges = set(terms.objects(SCHEMA[name], SCHEMA.rangeIncludes))
    if isinstance(value, dict):
        if not ranges & ancestors(terms, value["@type"]):
            yield f"{name} leads to no {value['@type']}"
        yield from faults(terms, value)
    else:
        plain = {"Boolean"} if isinstance(value, bool) else {"Text", "URL", "Date", "DateTime"}
        if not ranges & {SCHEMA[each] for each in plain}:
            yield f"{name} takes no {type(value).__name__}"


@pytest.mark.parametrize(("path", "kind"), PAGES.items())
def test_each_term_is_one_of_schema_org(client: FlaskClient, shared_data: Path, path: str, kind: str) -> None:
    found = described(client, path)
    assert (found.pop("@context"), found["@type"]) == ("https://schema.org", kind)
    assert list(faults(vocabulary(shared_data), found)) == []


def test_the_comparison_sees_faults(shared_data: Path) -> None:
    terms = vocabulary(shared_data)
    assert list(faults(terms, {"@type": "Thing", "expires": "2026-01-01"})) == ["Thing has no expires"]
    assert list(faults(terms, {"@type": "Diploma"})) == ["no class Diploma"]
    wrong = {"@type": "CreativeWork", "creator": {"@type": "Country"}}
    assert list(faults(terms, wrong)) == ["creator leads to no Country"]


def test_a_certification_says_what_its_record_says(client: FlaskClient) -> None:
    # From the packaged fiche: number, title, level, four blocs, ROME codes.
    found = described(client, "/certification/RNCP25520")
    assert found["@id"] == "https://w3id.org/referentiels/certification/RNCP25520"
    assert found["identifier"] == "RNCP25520"
    assert found["name"] == "Manager en ingénierie de la communication numérique intéractive"
    # Only the texts that it cites tell an end of registration: it has none of its own.
    assert "expires" not in found
    assert [level["termCode"] for level in found["educationalLevel"]] == ["7"]
    assert len(found["hasPart"]) == 4
    assert {"M1803", "E1104", "H1204", "M1704"} <= {each["termCode"] for each in found["about"]}
    (body,) = found["creator"]
    assert "Gobelins" in body["name"]


def test_what_the_source_does_not_say_is_absent(client: FlaskClient) -> None:
    # The packaged référentiel is a draft: no number, no date, no register.
    found = described(client, "/certification/chef-de-projet-digital")
    assert not {"identifier", "expires", "recognizedBy", "validIn", "creator"} & found.keys()
    assert len(found["competencyRequired"]) == 30


def test_no_text_ends_the_script(app: Flask) -> None:
    hostile = "</script><script>alert(1)</script><!-- & "
    view = ListView("https://w3id.org/referentiels/rome/X", "rome/X", "rome", "X", hostile, (), (), 0, ())
    with app.test_request_context("/rome/X"):
        text = str(structured_data(ListPage(view, date(2026, 11, 23))))
    assert text.count("<") == 2
    assert json.loads(_SCRIPT.findall(text)[0])["name"] == hostile


@pytest.mark.parametrize("path", ["/fiche/RNCP25520/fiche-texte", "/sparql", "/requetes", "/nothing"])
def test_other_pages_have_none(client: FlaskClient, path: str) -> None:
    assert "ld+json" not in client.get(path).text.partition("</head>")[0].replace(
        'type="application/ld+json" href', ""
    )
