"""The page of a search: its whole state in the address, what restricts it, and the files of its result."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graphkit.config import Settings
from graphkit.store.versions import build_version
from webui import create_app

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
#: More than two pages of hits.
MANY = 45
TABLE = {"Accept": "application/sparql-results+json"}


def statements(number: int) -> str:
    """Return the N-Quads of an invented certification."""
    iri, graph = f"<{BASE}certification/RNCP{90000 + number}>", f"<http://g/{number}>"
    facts = (
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{REF}Certification>",
        f'<http://www.w3.org/2004/02/skos/core#prefLabel> "Jardinier numéro {number}"@fr',
        f'<{REF}numeroFiche> "RNCP{90000 + number}"',
        f"<{REF}niveau> <{BASE}niveau/{4 + number % 3}>",
        f"<{REF}nsf> <{BASE}nsf/{('213', '214t')[number % 2]}>",
        f"<{REF}repertoire> <{BASE}repertoire/rncp>",
        f'<{REF}active> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        f'<{REF}dateFinEnregistrement> "{2025 + number % 4}-06-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    )
    return "".join(f"{iri} {fact} {graph} .\n" for fact in facts)


@pytest.fixture(scope="module")
def gardeners(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The viewer over a register of gardeners."""
    folder = tmp_path_factory.mktemp("gardeners")
    dump = folder / "register.nq"
    dump.write_text("".join(statements(number) for number in range(MANY)), "utf-8")
    build_version(folder / "graph", dump)
    app = create_app(Settings(store=folder / "graph"), today=lambda: date(2026, 11, 23))
    return app.test_client()


def codes(tree: Any) -> list[str]:  # noqa: ANN401 - a tree of html5lib
    return ["".join(e.itertext()) for e in tree.iterfind(".//li[@class='hit']//span[@class='code']")]


def links(tree: Any) -> dict[str, str]:  # noqa: ANN401 - idem
    return {" ".join("".join(e.itertext()).split()): e.get("href") for e in tree.iter("a")}


def test_facets_have_counts_and_ticks_that_the_address_holds(
    gardeners: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardeners.get("/recherche?q=jardinier&niveau=6&etat=active"))
    boxes = {(e.get("name"), e.get("value")): e for e in tree.iterfind(".//form[@class='facets']//input")}
    assert boxes["niveau", "6"].get("checked") is not None
    assert boxes["niveau", "5"].get("checked") is None
    counts = {
        (label.find("input").get("name"), label.find("input").get("value")): "".join(
            label.find("span[@class='count']").itertext()
        )
        for label in tree.iterfind(".//label[@class='tick']")
    }
    # Of 45, each third is of level 6; of these, those that end in 2027 or 2028 are active.
    assert counts["etat", "active"] == "7"
    assert counts["etat", "expiree"] == "8"
    assert counts["nsf", "214"] == "3"
    assert len(codes(tree)) == 7


def test_each_restriction_is_said_and_can_be_taken_away(
    gardeners: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardeners.get("/recherche?q=jardinier&niveau=6&niveau=5&nsf=214&page=2"))
    sentence = tree.find(".//p[@class='sentence']")
    removals = [e.get("href") for e in sentence.iterfind("a[@class='removable']")]
    left = [parse_qs(urlsplit(address).query) for address in removals]
    assert {"q": ["jardinier"], "niveau": ["6"], "nsf": ["214"]} in left
    assert {"q": ["jardinier"], "niveau": ["5"], "nsf": ["214"]} in left
    assert {"q": ["jardinier"], "niveau": ["6", "5"]} in left
    assert "15 certifications" in "".join(sentence.itertext())


def test_pages_share_the_whole_result_out(gardeners: FlaskClient, parse: Callable[..., Any]) -> None:
    address = "/recherche?q=jardinier&tri=code&page="
    shown = [code for page in (1, 2, 3) for code in codes(parse(gardeners.get(f"{address}{page}")))]
    assert shown == [f"RNCP{90000 + number}" for number in range(MANY)]


@pytest.mark.parametrize("query", ["q=jardinier", "tout=1", "nsf=213", "q=jardinier&niveau=4&niveau=5"])
def test_a_file_holds_the_whole_result_in_its_order(gardeners: FlaskClient, query: str) -> None:
    table = gardeners.get(f"/recherche.csv?{query}")
    assert table.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert len(rows) > 20
    numbers = [row["identifiant"] for row in rows]
    listed = json.loads(gardeners.get(f"/recherche.json?{query}").text)
    assert [each["certification"]["identifier"] for each in listed["hits"]] == numbers
    assert listed["total"] == len(numbers)
    book = load_workbook(io.BytesIO(gardeners.get(f"/recherche?{query}&_format=xlsx").data))
    assert [row[0].value for row in book["Certifications"].iter_rows(min_row=2)] == numbers
    assert book.sheetnames == ["Certifications", "Source"]
    turtle = gardeners.get(f"/recherche.ttl?{query}").text
    assert turtle.count("a ref:Certification") == len(rows)


def test_a_file_holds_what_the_graph_says(gardeners: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(gardeners.get("/recherche.csv?q=jardinier&tri=code").text)))
    assert rows[6] == {
        "identifiant": "RNCP90006", "intitule": "Jardinier numéro 6", "niveau": "4", "active": "true",
        "fin": "2027-06-30", "certificateurs": "", "iri": f"{BASE}certification/RNCP90006",
    }  # fmt: skip


def test_an_empty_result_is_a_file_too(gardeners: FlaskClient) -> None:
    assert json.loads(gardeners.get("/recherche.json?q=astronaute").text)["hits"] == []
    assert gardeners.get("/recherche.csv?q=astronaute").text.count("\r\n") == 1


def test_the_query_shown_gives_the_rows_of_the_page(
    gardeners: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardeners.get("/recherche?q=jardinier&niveau=6&page=1"))
    address = links(tree)["Voir la requête SPARQL"]
    query = parse_qs(urlsplit(address).query)["query"][0]
    answer = json.loads(gardeners.get("/sparql", query_string={"query": query}, headers=TABLE).text)
    numbers = {row["numero"]["value"] for row in answer["results"]["bindings"]}
    assert numbers == set(codes(tree))
    assert len(numbers) == 15


def test_restrictions_that_leave_nothing_say_what_there_is_without_them(
    gardeners: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardeners.get("/recherche?q=jardinier&niveau=8"))
    said = "".join(tree.find(".//div[@role='status']").itertext())
    assert "sans elles, il y en a 45" in said
    assert links(tree)["Tout effacer"] == "/recherche?q=jardinier"


@pytest.mark.parametrize("path", ["/recherche.pdf?q=jardinier", "/carte.pdf"])
def test_a_file_of_another_kind_is_not_found(gardeners: FlaskClient, path: str) -> None:
    assert gardeners.get(path).status_code == 404


@pytest.mark.parametrize("query", ["etat=ouverte", "tri=hasard&q=jardinier"])
def test_what_is_no_restriction_is_refused(gardeners: FlaskClient, query: str) -> None:
    answer = gardeners.get(f"/recherche?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "there are:" in answer.text


def test_a_search_without_words_or_restrictions_is_the_home_page(gardeners: FlaskClient) -> None:
    answer = gardeners.get("/recherche?q=", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_graph_without_index_refuses_restrictions_and_says_why(tmp_path: Path) -> None:
    dump = tmp_path / "register.nq"
    dump.write_text(statements(1), "utf-8")
    version = build_version(tmp_path / "graph", dump)
    for file in version.path.glob("index/*/*/*"):
        file.unlink()
    app = create_app(Settings(store=tmp_path / "graph"), today=lambda: date(2026, 11, 23))
    client = app.test_client()
    answer = client.get("/recherche?q=jardinier&niveau=5", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "construisez-le de nouveau" in answer.text
    assert "RNCP90001" in client.get("/recherche?q=jardinier", headers={"Accept": "text/html"}).text


def test_a_number_of_a_body_that_awards_and_trains_names_both_and_says_which_is_which(
    tmp_path: Path, parse: Callable[..., Any]
) -> None:
    named = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    bodies = (f"certificateur/{'1' * 9}", f"organisme/{'1' * 14}")
    dump = tmp_path / "bodies.nq"
    facts = "".join(f'<{BASE}{each}> {named} "LES SERRES"@fr <http://g/b> .\n' for each in bodies)
    dump.write_text(statements(1) + facts, "utf-8")
    build_version(tmp_path / "graph", dump)
    viewer = create_app(Settings(store=tmp_path / "graph")).test_client()
    (note,) = parse(viewer.get(f"/recherche?q={'1' * 14}")).iterfind(".//div[@class='note']")
    told = [" ".join("".join(item.itertext()).split()) for item in note.iter("li")]
    assert told == [f"Certificateur : LES SERRES {bodies[0]}", f"Organisme : LES SERRES {bodies[1]}"]
