"""Ready questions: fields of the right type, and one answer as page, file, command and query."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graphkit.cli import main
from graphkit.config import Settings
from graphkit.questions import NamedQuery, questions
from webui.columns import COLUMNS
from webui.labels import THEMES

TABLE = {"Accept": "application/sparql-results+json"}
QUESTIONS = [pytest.param(query, id=query.name) for query in questions()]


def asked(query: NamedQuery) -> str:
    """Return the address of a question with the examples of its parameters."""
    return f"{query.name}?{urlencode({each.name: each.example for each in query.parameters})}"


def test_each_theme_has_a_name_in_both_languages(client: FlaskClient) -> None:
    assert {query.theme for query in questions()} == set(THEMES)
    english = client.get("/requetes?lang=en").text
    assert "Codes and offer" in english
    assert "Codes et offre" not in english


def test_there_are_questions_to_try() -> None:
    assert len(QUESTIONS) >= 24


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_page_the_file_the_command_and_the_query_give_one_answer(
    client: FlaskClient, settings: Settings, parse: Callable[..., Any], query: NamedQuery
) -> None:
    tree = parse(client.get(f"/requetes/{asked(query)}"))
    section = next(e for e in tree.iter("section") if e.get("id") == "reponse")
    links = {"".join(e.itertext()): e.get("href") for e in section.iter("a")}
    table = list(csv.reader(io.StringIO(client.get(links["CSV"]).text)))

    command = shlex.split("".join(section.find(".//p/code").itertext()))
    assert command[0] == "graphkit"
    done = CliRunner().invoke(main, [*command[1:], "--format", "csv", "--store", str(settings.store)])
    assert done.exit_code == 0, done.output
    assert list(csv.reader(io.StringIO(done.stdout))) == table

    text = parse_qs(urlsplit(links["Voir la requête SPARQL"]).query)["query"][0]
    answer = client.get("/sparql", query_string={"query": text}, headers=TABLE)
    assert answer.status_code == 200, answer.text
    assert len(json.loads(answer.text)["results"]["bindings"]) == len(table) - 1

    book = load_workbook(io.BytesIO(client.get(links["XLSX"]).data))
    assert book["Réponse"].max_row == len(table)
    assert len(section.findall(".//tbody/tr")) == min(len(table) - 1, 500)
    headings = [e for e in section.iter("span") if e.get("title")]
    if len(table) > 1:
        assert [e.get("title") for e in headings] == table[0]
    assert [e.text for e in headings] == [COLUMNS[e.get("title")] for e in headings]


def fields(client: FlaskClient, parse: Callable[..., Any], address: str) -> dict[str, Any]:
    tree = parse(client.get(f"/requetes/{address}"))
    form = tree.find(".//form[@class='asking']")
    return {e.get("name"): e for e in form.iter() if e.tag in {"input", "select"}}


def test_a_date_is_asked_for_as_a_date_whatever_way_it_was_written(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    found = fields(client, parse, "expirations?debut=1/2/2024&fin=2030-12-31")
    assert [(found[name].get("type"), found[name].get("value")) for name in ("debut", "fin")] == [
        ("date", "2024-02-01"),
        ("date", "2030-12-31"),
    ]


def test_a_value_among_few_is_chosen_from_a_list_with_its_label(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    level = fields(client, parse, "blocs-par-niveau-et-nsf?niveau=7")["niveau"]
    assert level.tag == "select"
    options = list(level.iter("option"))
    assert [e.get("value") for e in options] == ["", "2", "3", "4", "5", "6", "7", "8"]
    assert [e.get("value") for e in options if e.get("selected") is not None] == ["7"]
    route = fields(client, parse, "certifications-par-voie?voie=vae")["voie"]
    assert [e.get("value") for e in route.iter("option") if e.get("selected") is not None] == ["vae"]


def test_codes_and_certifications_are_suggested(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get("/requetes/composition"))
    suggested = {e.get("value"): "".join(e.itertext()) for e in tree.iterfind(".//datalist/option")}
    assert suggested["chef-de-projet-digital"] == "Chef de projet digital"
    assert suggested["RNCP25520"].startswith("Manager en ingénierie")
    assert fields(client, parse, "composition")["certification"].get("list") == "l-certification"
    tree = parse(client.get("/requetes/certifications-par-rome"))
    assert "M1803" in {e.get("value") for e in tree.iterfind(".//datalist/option")}


def test_an_empty_answer_says_what_to_try(client: FlaskClient) -> None:
    page = client.get("/requetes/certifications-par-rome?rome=A1101&lang=fr").text
    assert "laissez vides les champs facultatifs" in page


def test_what_a_question_answers_and_who_asks_it_are_said_in_english_too(client: FlaskClient) -> None:
    page = client.get("/requetes/enonces-repetes?lang=en").text
    assert "A statement and the number of certifications that carry it." in page
    assert "Repeats show common cores and copies." in page
    assert "Un énoncé et le nombre" not in page
