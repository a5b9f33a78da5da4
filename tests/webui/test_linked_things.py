"""Things on the web: 303 as a setting, what leads to them page by page, what replaces them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.site import Site
from graphkit.store.memory import MemoryStore
from webui import create_app

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
HYDRA = "http://www.w3.org/ns/hydra/core#"
VOID = "http://rdfs.org/ns/void#"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
CODE = f"{BASE}rome/A1101"
ACT = f"{BASE}modalite/RNCP1/m1"
SAID = "Le candidat présente un dossier au jury. " * 20
#: 250 certifications aim at a code, one thing more stands under it; the third replaces the second,
#: the fourth one that is only named.
LINES = "".join(
    [
        f"<{CODE}> {LABEL} \"Conduite d'engins\"@fr <{BASE}g> .\n",
        f'<{BASE}rome/A11> {LABEL} "Engins"@fr <{BASE}g> .\n',
        f"<{CODE}> <http://www.w3.org/2004/02/skos/core#broader> <{BASE}rome/A11> <{BASE}g> .\n",
        f"<{BASE}chose/x> <{REF}codeParent> <{CODE}> <{BASE}g> .\n",
        f'<{ACT}> <{REF}enonce> "{SAID.strip()}"@fr <{BASE}g> .\n',
        f"<{ACT}> {TYPE} <{REF}ModaliteEvaluation> <{BASE}g> .\n",
        f"<{BASE}certification/RNCP3> <{REF}remplace> <{BASE}certification/RNCP2> <{BASE}g/3> .\n",
        f"<{BASE}certification/RNCP4> <{REF}remplace> <{BASE}certification/RNCP999> <{BASE}g/4> .\n",
        *(
            f"<{BASE}certification/RNCP{n}> {TYPE} <{REF}Certification> <{BASE}g/{n}> .\n"
            f'<{BASE}certification/RNCP{n}> {LABEL} "Titre {n}"@fr <{BASE}g/{n}> .\n'
            f"<{BASE}certification/RNCP{n}> <{REF}viseMetier> <{CODE}> <{BASE}g/{n}> .\n"
            for n in range(1, 251)
        ),
    ]
)  # fmt: skip


def visitor(address: str = "", things: int = 200) -> FlaskClient:
    """Return a visitor of a site over the lines above."""
    return create_app(
        Settings(site=Site(address, things)), catalog=Catalog(MemoryStore.parse(LINES.encode()))
    ).test_client()


def triples(answer: TestResponse) -> set[ox.Triple]:
    """Return what an answer in Turtle says."""
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return {quad.triple for quad in ox.parse(answer.get_data(), ox.RdfFormat.TURTLE)}


def values(found: set[ox.Triple], subject: str, name: str) -> set[str]:
    """Return the values of a property."""
    return {t.object.value for t in found if (t.subject.value, t.predicate.value) == (subject, name)}


def relations(answer: TestResponse, relation: str) -> list[str]:
    """Return the addresses of the ``Link`` headers of a relation."""
    lines = answer.headers.getlist("Link")
    return [line.partition(">")[0][1:] for line in lines if f'rel="{relation}"' in line]


def test_all_that_leads_to_a_thing_is_had_page_after_page() -> None:
    client, seen, address, pages = visitor(), set(), "/rome/A1101.ttl", 0
    while address:
        answer = client.get(address)
        found = triples(answer)
        seen |= {
            t for t in found if t.object == ox.NamedNode(CODE) and "primaryTopic" not in t.predicate.value
        }
        (address, pages) = (next(iter(relations(answer, "next")), ""), pages + 1)
    # 251 links, a hundred a page.
    assert (len(seen), pages) == (251, 3)


def test_a_document_says_how_much_leads_to_its_subject_and_where_there_is_more() -> None:
    found = triples(visitor().get("/rome/A1101.ttl?entrants=2"))
    document = f"{BASE}rome/A1101.ttl"
    assert values(found, document, "http://xmlns.com/foaf/0.1/primaryTopic") == {CODE}
    assert values(found, f"{document}#entrants", f"{HYDRA}totalItems") == {"251"}
    part = f"{document}#entrants-ref-viseMetier"
    assert values(found, part, f"{VOID}triples") == {"250"}
    assert values(found, part, f"{VOID}property") == {f"{REF}viseMetier"}
    assert values(found, f"{document}#entrants", f"{HYDRA}view") == {f"{document}?entrants=2"}
    assert values(found, f"{document}?entrants=2", f"{HYDRA}next") == {f"{document}?entrants=3"}
    assert values(found, f"{document}?entrants=2", f"{HYDRA}previous") == {f"{document}?entrants=1"}
    # Its own triples and the label of what it names stand on every page.
    assert values(found, f"{BASE}rome/A11", "http://www.w3.org/2004/02/skos/core#prefLabel") == {"Engins"}


@pytest.mark.parametrize("suffix", ["", ".ttl", ".nt", ".rdf", ".jsonld", ".json"])
def test_a_page_past_the_last_is_not_found(suffix: str) -> None:
    client = visitor()
    last = client.get(f"/rome/A1101{suffix}?entrants=3")
    assert last.status_code == 200
    assert relations(last, "next") == []
    assert relations(last, "prev") == [f"/rome/A1101{suffix}?entrants=2"]
    assert client.get(f"/rome/A1101{suffix}?entrants=4").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_thing_counts_and_lists_what_leads_to_it(
    parse: Callable[..., Any], language: str
) -> None:
    client = visitor()
    answer = client.get(f"/rome/A1101?lang={language}&entrants=3")
    parse(answer)
    section = answer.text.partition('id="entrants"')[2].partition("</section>")[0]
    assert ">250</td>" in section
    assert section.count("<tr>") == 2 + 1 + 51
    assert 'rel="prev"' in section
    assert 'rel="next"' not in section
    assert relations(client.get("/rome/A1101"), "next") == ["/rome/A1101?entrants=2"]


def test_a_thing_named_by_a_long_text_has_a_short_heading_and_the_text_whole(
    parse: Callable[..., Any],
) -> None:
    tree = parse(visitor().get("/modalite/RNCP1/m1"))
    heading, here = (
        "".join(tree.find(f".//{path}").itertext()) for path in ("h1", "span[@aria-current='page']")
    )
    assert len(heading) <= 242
    assert len(here) <= 62
    assert heading.endswith(" …")
    assert SAID.startswith(heading.removesuffix(" …"))
    assert SAID.strip() in "".join(tree.find(".//table").itertext())


def test_what_is_replaced_says_by_what() -> None:
    client = visitor()
    # The record of the new one says it, not that of the old one.
    old, new = f"{BASE}certification/RNCP2", f"{BASE}certification/RNCP3"
    answer = client.get("/certification/RNCP2.ttl")
    assert values(triples(answer), new, f"{REF}remplace") == {old}
    for suffix in ("", ".ttl", ".json"):
        told = client.get(f"/certification/RNCP2{suffix}")
        assert relations(told, "successor-version") == ["/certification/RNCP3"]
    assert "remplacée par" in client.get("/certification/RNCP2").text
    assert relations(client.get("/certification/RNCP3"), "successor-version") == []


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_what_is_replaced_and_has_no_record_of_its_own_says_by_what(suffix: str) -> None:
    client = visitor()
    answer = client.get(f"/certification/RNCP999{suffix}")
    assert answer.status_code == 404
    assert relations(answer, "successor-version") == ["/certification/RNCP4"]
    told = answer.json["detail"] if suffix else answer.text
    assert ("replaced by RNCP4" if suffix else "RNCP999, que remplace RNCP4, est citée par RNCP4") in told
    assert relations(client.get("/certification/RNCP998"), "successor-version") == []


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [("text/html", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("*/*", "html")],
)
def test_as_a_setting_a_thing_sends_to_the_document_about_it(accept: str, suffix: str) -> None:
    client = visitor(things=303)
    answer = client.get("/rome/A1101?entrants=2", headers={"Accept": accept})
    assert (answer.status_code, answer.location) == (303, f"/rome/A1101.{suffix}?entrants=2")
    assert "Accept" in answer.vary
    document = client.get(answer.location)
    assert document.status_code == 200
    assert relations(document, "canonical") == [CODE]
    assert client.get("/rome/Z9999", headers={"Accept": accept}).status_code == 404
    assert visitor().get("/rome/A1101", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_no_address_comes_from_the_host_of_a_request(header: str) -> None:
    client = visitor(address="https://certifications.example/graphe/")
    evil = {header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    for path in (
        "/sparql", "/rome/A1101", "/rome/A1101.ttl", "/donnees.ttl", "/.well-known/void", "/", "/nothing",
        "/certification/rncp%201",
    ):  # fmt: skip
        plain = client.get(path, headers={"Accept": "text/turtle, text/html;q=0.5"})
        answer = client.get(path, headers={"Accept": "text/turtle, text/html;q=0.5", **evil})
        assert b"evil.example" not in answer.get_data()
        assert "evil.example" not in str(answer.headers)
        assert answer.get_data() == plain.get_data()
    found = triples(client.get("/sparql", headers={"Accept": "text/turtle", **evil}))
    endpoint = "https://certifications.example/graphe/sparql"
    assert values(found, endpoint, "http://www.w3.org/ns/sparql-service-description#endpoint") == {endpoint}


def test_the_endpoint_lists_its_graphs() -> None:
    found = triples(visitor().get("/sparql", headers={"Accept": "text/turtle"}))
    names = {t.object.value for t in found if t.predicate.value.endswith("#name")}
    assert names == {f"{BASE}g", *(f"{BASE}g/{n}" for n in range(1, 251))}


@pytest.mark.parametrize(
    "address", ["", "https://a.example", "ftp://a.example/", "https://a.example/?q/", "//a/"]
)
@pytest.mark.parametrize("things", [200, 303, 302])
def test_a_site_that_cannot_be_is_refused(address: str, things: int) -> None:
    if address == "" and things != 302:
        assert Site(address, things).start(BASE) == BASE
    else:
        with pytest.raises(ValueError, match="GRAPHKIT_"):
            Site(address, things)
