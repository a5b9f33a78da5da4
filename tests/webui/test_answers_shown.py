"""The query page: ways to show an answer, lines to run it elsewhere, and words to complete it with."""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graphkit.catalog.statistics import Statistics
from graphkit.catalog.views import Cell
from graphkit.nodes import XSD_DATE, XSD_INTEGER, Node
from webui.charts import MOST, draw_bars, draw_time
from webui.drawings import draw
from webui.schema import schema
from webui.snippets import snippets

REF = "PREFIX ref: <https://w3id.org/referentiels/ontologie#>\n"
ROWS = """
SELECT * WHERE {
  VALUES (?nom ?nombre ?autre ?jour) {
    ("a" 3 1 "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>)
    ("b" 5 2 UNDEF)
  }
}
"""
GRAPH = REF + (
    "CONSTRUCT { ?c ref:comporteBloc ?b } WHERE { ?c ref:comporteBloc ?b . "
    "FILTER(STRENDS(STR(?c), 'RNCP25520')) }"
)


def text(value: str) -> Cell:
    return Cell(Node(value, "literal"), value, None, "string")


def whole(value: int) -> Cell:
    return Cell(Node(str(value), "literal", datatype=XSD_INTEGER), str(value), None, "integer")


def day(value: str) -> Cell:
    return Cell(Node(value, "literal", datatype=XSD_DATE), value, None, "date")


def show(client: FlaskClient, query: str, **more: str) -> Any:  # noqa: ANN401 - an answer of the test client
    return client.get(
        "/sparql", query_string={"query": query, "run": "1", **more}, headers={"Accept": "text/html"}
    )


def test_steps_of_whole_numbers_are_written_without_decimals() -> None:
    steps = [str(step) for _, step in draw_bars([[text("a"), whole(2)], [text("b"), whole(4)]], 0, 1).ticks]
    assert steps == ["0", "1", "2", "3", "4"]


def test_a_bar_is_as_long_as_its_number() -> None:
    picture = draw_bars([(text("a"), whole(10)), (text("b"), whole(30)), (text("c"), None)], 0, 1)
    one, three = picture.marks
    assert three.width == pytest.approx(3 * one.width, abs=0.2)
    assert one.x == three.x == picture.ticks[0][0]
    assert [tick for _, tick in picture.ticks] == [Decimal(at) for at in (0, 5, 10, 15, 20, 25, 30)]
    assert picture.unusable == 1


def test_a_negative_bar_ends_at_nought() -> None:
    loss, gain = draw_bars([(text("a"), whole(-10)), (text("b"), whole(10))], 0, 1).marks
    assert loss.x + loss.width == pytest.approx(gain.x)


@pytest.mark.parametrize("value", [0, 1, 7, 99, 1_000_000, -3])
def test_bars_stay_within_the_picture(value: int) -> None:
    picture = draw_bars([(text("a"), whole(value))], 0, 1)
    assert picture.labels <= picture.marks[0].x
    assert picture.marks[0].x + picture.marks[0].width <= picture.width
    assert len(picture.ticks) <= 8


def test_a_time_line_goes_from_the_earliest_to_the_latest() -> None:
    days = ["2027-06-01", "2024-02-29", "2026-01-01"]
    picture = draw_time([(text(each), day(each)) for each in days], 0, 1)
    assert [mark.label for mark in picture.marks] == sorted(days)
    assert [mark.x for mark in picture.marks] == sorted(mark.x for mark in picture.marks)
    assert picture.ticks[0][1] == "2024"
    assert picture.ticks[-1][1] == "2028"


def test_rows_beyond_a_picture_are_counted() -> None:
    rows = [(text(str(at)), whole(at)) for at in range(MOST + 3)]
    assert draw_bars(rows, 0, 1).unshown == 3
    assert draw_bars([], 0, 1).marks == draw_time([], 0, 1).marks == ()


def test_a_drawing_ties_things_and_names_them() -> None:
    bloc = Cell(Node("https://x/bloc/RNCP1BC01"), "RNCP1BC01", "bloc/RNCP1BC01", "bloc")
    skill = Cell(Node("https://x/competence/RNCP1/C1"), "RNCP1/C1", "competence/RNCP1/C1", "competence")
    name = Cell(Node("https://x/n"), "skos:prefLabel", None, "term")
    link = Cell(Node("https://x/l"), "ref:regroupe", None, "term")
    drawn = draw([(bloc, name, text("Planter")), (bloc, link, skill), (bloc, link, skill)])
    assert [node.text for node in drawn.nodes] == ["BC01 Planter", "C1"]
    assert len(drawn.links) == 1
    assert drawn.links[0].x1 < drawn.links[0].x2
    assert drawn.links[0].x2 == drawn.nodes[1].x


def test_an_answer_is_shown_in_the_ways_that_it_has(client: FlaskClient, parse: Callable[..., Any]) -> None:
    def offered(query: str) -> list[str]:
        tree = parse(show(client, query))
        nav = tree.find(".//nav[@class='row tabs']")
        return [] if nav is None else [a.text for a in nav.iter("a")]

    assert offered(ROWS) == ["Tableau", "Brut", "Barres", "Frise"]
    assert offered("SELECT ?s WHERE { ?s ?p ?o } LIMIT 2") == ["Tableau", "Brut"]
    assert offered(GRAPH) == ["Tableau", "Brut", "Graphe"]
    assert offered("ASK {}") == []


def test_the_columns_of_a_picture_are_in_its_address(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(show(client, ROWS, vue="barres", valeur="autre", etiquette="nom"))
    assert [option.text for option in tree.findall(".//select[@name='valeur']/option")] == ["autre", "nombre"]
    assert [bar.text for bar in tree.findall(".//{*}text[@class='value']")] == ["1", "2"]
    # The rows are there in words as well.
    assert len(tree.findall(".//details[@class='twin']//tbody/tr")) == 2
    other = parse(show(client, ROWS, vue="frise", valeur="inconnue"))
    assert [mark.text for mark in other.findall(".//{*}text[@class='value']")] == ["29\u00a0février 2024"]


def test_raw_is_the_standard_format_of_the_form(client: FlaskClient, parse: Callable[..., Any]) -> None:
    raw = parse(show(client, ROWS, vue="brut")).find(".//pre[@class='raw']/code").text
    assert [each["nom"]["value"] for each in json.loads(raw)["results"]["bindings"]] == ["a", "b"]
    turtle = parse(show(client, GRAPH, vue="brut")).find(".//pre[@class='raw']/code").text
    assert turtle.count("bloc/RNCP25520BC") == 4


def test_a_graph_is_drawn_with_links_to_the_pages_of_its_things(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(show(client, GRAPH, vue="graphe"))
    drawn = tree.find(".//{*}svg[@class='drawing']")
    pages = {link.get("href") for link in drawn.iter() if link.tag.endswith("a") and link.get("href")}
    assert pages == {
        "/certification/RNCP25520", *(f"/bloc/RNCP25520BC0{at}" for at in (1, 2, 3, 4)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "ASK {}",
        'SELECT ("\\"" AS ?x) {}',
        "SELECT ('a' AS ?x)\nWHERE {} # \\u00e9 $HOME `x` !",
        'SELECT ("""a""" AS ?x) { }',
        'ASK { } # )-" "',
    ],
)
def test_lines_to_run_a_query_hold_the_very_query(query: str) -> None:
    made = snippets("http://127.0.0.1/sparql", query, "SELECT")
    assert f"query={query}" in shlex.split(made["curl"])
    program = ast.parse(made["Python"])
    said = [node.value for node in ast.walk(program) if isinstance(node, ast.Constant)]
    assert query in {str(each).removesuffix("\n") for each in said} | {str(each) for each in said}
    start = made["R"].index('r"') + 2
    dashes = made["R"][start:].partition("(")[0]
    assert made["R"][start + len(dashes) + 1 :].partition(f'){dashes}"')[0] == query


def test_words_to_complete_with_are_those_of_the_store_with_their_counts(client: FlaskClient) -> None:
    answer = client.get("/sparql/vocabulaire.json")
    told = answer.json
    terms = {term["nom"]: term for term in told["termes"]}
    assert told["prefixes"]["ref"] == "https://w3id.org/referentiels/ontologie#"
    # The sample holds one record and one draft.
    assert terms["ref:Certification"]["emplois"] == 2
    assert terms["ref:Certification"]["genre"] == "classe"
    assert terms["ref:comporteBloc"]["emplois"] == 4
    assert terms["ref:comporteBloc"]["genre"] == "propriété"
    assert "max-age" in answer.headers["Cache-Control"]
    again = client.get("/sparql/vocabulaire.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_rows_are_given_as_a_workbook_with_their_types_and_their_source(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": ROWS, "_format": "xlsx"})
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Réponse", "Source"]
    (heading, first, second) = book["Réponse"].iter_rows(values_only=True)
    assert heading == ("nom", "nombre", "autre", "jour")
    assert (first[:3], first[3].date().isoformat()) == (("a", 3, 1), "2024-02-29")
    assert second == ("b", 5, 2, None)
    assert "_format=xlsx" in show(client, ROWS).text


def test_only_rows_are_given_as_a_workbook(client: FlaskClient) -> None:
    for query in ("ASK {}", GRAPH):
        answer = client.get("/sparql", query_string={"query": query, "_format": "xlsx"})
        assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
        assert "_format=xlsx" not in show(client, query).text
    assert client.get("/sparql", query_string={"query": "SELECT", "_format": "xlsx"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "form", "written"),
    [
        ("SELECT * {}", "SELECT", ["--format", "csv"]),
        ("ASK {}\n", "ASK", []),
        ("# 'x' $HOME\nCONSTRUCT {} {}\nFIN\n", "CONSTRUCT", ["--format", "ttl"]),
    ],
)
def test_a_shell_gives_the_query_to_the_command_as_it_is(
    tmp_path: Path, query: str, form: str, written: list[str]
) -> None:
    told = tmp_path / "graphkit"
    told.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    told.chmod(0o755)
    lines = snippets("http://127.0.0.1/sparql", query, form)["graphkit"]
    ran = subprocess.run(
        ["/bin/sh", "-c", lines],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["query", "question.rq", *written]
    assert (tmp_path / "question.rq").read_text("utf-8").rstrip("\n") == query.rstrip("\n")


def test_the_classes_of_the_graph_are_listed_with_their_properties_and_counts(client: FlaskClient) -> None:
    client.get("/sparql/vocabulaire.json")  # counts
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    schema = page.partition('id="schema"')[2].partition('id="historique"')[0]
    (certification,) = [each for each in schema.split("<details>") if 'data-term="ref:Certification"' in each]
    # The sample holds two; a level is what their shape gives them, a text of law is of something else.
    assert re.search(r'<summary>Certification <span class="count">2<', certification)
    assert 'data-term="ref:niveau"' in certification
    assert 'data-term="ref:enonce"' not in certification
    assert 'href="/ontologie#niveau"' in certification


def test_what_is_not_counted_yet_is_listed_from_the_ontology() -> None:
    (certification,) = [
        each for each in schema(None) if each.term is not None and each.term.name == "ref:Certification"
    ]
    assert certification.term is not None
    assert certification.term.uses is None
    assert "ref:niveau" in {each.name for each in certification.properties}


def test_a_term_that_the_graph_does_not_use_is_in_no_list() -> None:
    ref = "https://w3id.org/referentiels/ontologie#"
    counted = Statistics(3, {f"{ref}Certification": 1}, {f"{ref}niveau": 2, "http://a.example/#b": 1}, {})
    (certification, others) = schema(counted)
    assert [each.name for each in certification.properties] == ["ref:niveau"]
    assert others.term is None
    assert [(each.name, each.uses, each.anchor) for each in others.properties] == [
        ("<http://a.example/#b>", 1, "")
    ]
