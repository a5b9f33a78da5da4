"""The page of quality shows the counts of the check that was kept, with their day."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.cli import main
from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

Parse = Callable[[TestResponse], html5lib.treebuilders]
EXPORT = Path(__file__).parents[1] / "cases" / "xml_fc" / "export_fiches_RNCP_V4_1_2031-02-03.xml"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the packaged sample."""
    folder = tmp_path_factory.mktemp("quality") / "graph"
    build([], Settings(store=folder))
    return folder


@pytest.fixture
def visitor(store: Path) -> FlaskClient:
    return create_app(Settings(store=store), today=lambda: DAY).test_client()


def keep(store: Path, *more: str) -> tuple[int, str]:
    arguments = ["check", str(EXPORT), "--keep", "--store", str(store), "--date", "2026-11-23", *more]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout


def test_without_a_check_the_page_says_how_to_make_one(
    visitor: FlaskClient, store: Path, parse: Parse
) -> None:
    (store / "check.json").unlink(missing_ok=True)
    answer = visitor.get("/qualite")
    parse(answer)
    assert answer.status_code == 200
    assert "graphkit check EXPORT --keep" in answer.text


def test_the_counts_of_a_kept_check_are_those_of_the_page(
    visitor: FlaskClient, store: Path, parse: Parse
) -> None:
    """RNCP90001 states four competences without a purpose, RNCP90002 states none."""
    code, stdout = keep(store, "--format", "json")
    assert code in {0, 1}
    (told,) = (each for each in json.loads(stdout)["rules"] if each["id"] == "R17")
    assert (told["records"], told["findings"]) == (1, 4)
    answer = visitor.get("/qualite")
    parse(answer)
    assert EXPORT.name in answer.text
    assert "23\xa0novembre 2026" in answer.text
    assert 'href="#R17"' in answer.text
    assert 'href="/verifier?id=RNCP90001"' in answer.text
    assert "Finalité de l&#39;action" in answer.text
    assert "Le graphe a changé depuis" not in answer.text
    assert 'href="/qualite"' in visitor.get("/").text
    rows = visitor.get("/qualite.csv").text.splitlines()
    assert rows[0] == "regle,intitule,force,fiches,ecarts"
    (row,) = (each for each in rows if each.startswith("R17,"))
    assert row.endswith(",1,4")
    data = visitor.get("/qualite.json").json
    assert data is not None
    assert (data["date"], data["source"]) == ("2026-11-23", EXPORT.name)
    assert told in data["rules"]
    in_english = visitor.get("/qualite?lang=en")
    parse(in_english)
    assert "By rule" in in_english.text


def test_the_page_tells_what_has_changed_since_the_check_before(
    visitor: FlaskClient, store: Path, parse: Parse
) -> None:
    """A check of the year before, in which nobody broke R17, beside that of today: one record of two."""
    before = {"date": "2025-11-23", "source": "export-2025.xml", "records": 4, "conforming": 3, "rules": {}}
    (store / "checks.json").write_text(json.dumps([before]), "utf-8")
    _, stdout = keep(store, "--format", "json")
    assert json.loads(stdout)["records"] == 2
    answer = visitor.get("/qualite")
    parse(answer)
    (row,) = re.findall(r'<a href="#R17">R17</a>.*?</tr>', answer.text)
    assert [each.strip() for each in re.findall(r'<td class="num">([^<]*)</td>', row)][1] == "+50,0"
    assert "depuis la vérification du 23\xa0novembre 2025 (export-2025.xml)" in answer.text
    kept = re.search(r'id="t-evolution".*?</table>', answer.text, re.DOTALL)
    assert kept
    assert kept[0].index(EXPORT.name) < kept[0].index("export-2025.xml")
    assert "75" in kept[0]
    keep(store)
    told = json.loads((store / "checks.json").read_text("utf-8"))
    assert [each["source"] for each in told] == ["export-2025.xml", EXPORT.name]
    assert f"graphkit check {EXPORT.name} --only R17 --format csv" in answer.text


def test_counts_of_another_version_are_said_to_be(visitor: FlaskClient, store: Path) -> None:
    keep(store)
    path = store / "check.json"
    told = json.loads(path.read_text("utf-8")) | {"storeVersion": "0" * 64}
    path.write_text(json.dumps(told), "utf-8")
    assert "Le graphe a changé depuis" in visitor.get("/qualite").text


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "graphkit-check-kept", "version": 1}'])
def test_damaged_counts_are_told_and_never_shown(visitor: FlaskClient, store: Path, content: str) -> None:
    (store / "check.json").write_text(content, "utf-8")
    answer = visitor.get("/qualite")
    assert answer.status_code == 503
    assert "check the export again with --keep" in answer.text


def test_counts_are_kept_only_of_a_whole_export_beside_a_version_in_service(
    store: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    export = str(EXPORT)
    nowhere = run(main, ["check", export, "--keep", "--store", str(tmp_path / "none")])
    assert nowhere.exit_code == 5
    assert "holds no version in service" in nowhere.stderr
    partial = run(main, ["check", export, "--keep", "--store", str(store), "--only", "R17"])
    assert partial.exit_code == 2
    assert not list(tmp_path.iterdir())
    one = Path(__file__).parents[2] / "graphkit" / "sample" / "fiche_RNCP25520.txt"
    single = run(main, ["check", str(one), "--keep", "--store", str(store)])
    assert single.exit_code == 2
    assert "--keep is for an export of many" in single.stderr


def test_what_is_kept_survives_the_next_build(store: Path, visitor: FlaskClient) -> None:
    keep(store)
    build([EXPORT], Settings(store=store))
    page = visitor.get("/qualite").text
    assert EXPORT.name in page
    assert "Le graphe a changé depuis" in page


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two fiches of the export, with what a check of it found."""
    folder = tmp_path_factory.mktemp("checked") / "graph"
    build([EXPORT], Settings(store=folder))
    keep(folder)
    return folder


@pytest.fixture
def reader(checked: Path) -> FlaskClient:
    return create_app(Settings(store=checked), today=lambda: DAY).test_client()


def test_the_fiches_that_break_a_rule_are_listed_with_their_words(reader: FlaskClient, parse: Parse) -> None:
    """Only RNCP90001 states competences; it is of level 4, its first competence is C1, « Choisir un pot »."""
    answer = reader.get("/qualite?regle=R17&niveau=4&certificateur=Chambre des balcons")
    parse(answer)
    assert "<strong>1</strong> fiche" in answer.text
    assert "4 écarts" in answer.text
    assert "compétence C1.</a>" in answer.text
    assert "Choisir un pot" in answer.text
    assert 'href="/verifier?id=RNCP90001"' in answer.text
    assert 'href="/regles#R17"' in answer.text
    assert "regle=R17 niveau=4 'certificateur=Chambre des balcons'" in html.unescape(answer.text)
    in_english = reader.get("/qualite?regle=r17&force=A&lang=en")
    parse(in_english)
    assert "competence C1.</a>" in in_english.text
    assert "Choisir un pot" in in_english.text
    nobody = reader.get("/qualite?regle=R17&niveau=reprise&lang=fr")
    parse(nobody)
    assert "<strong>0</strong>" in nobody.text
    assert "ne répond à ce choix" in nobody.text


def test_the_list_the_file_the_command_and_the_question_give_the_same_fiches(
    reader: FlaskClient, checked: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(reader.get("/qualite.csv?regle=R17").text)))
    assert [(each["certification"].rpartition("/")[2], each["ecarts"]) for each in rows] == [
        ("RNCP90001", "4")
    ]
    assert (
        reader.get("/qualite.json?regle=R17").json
        == reader.get("/requetes/ecarts-aux-regles.json?regle=R17").json
    )
    command = ["query", "ecarts-aux-regles", "regle=R17", "--format", "csv", "--store", str(checked)]
    assert list(csv.DictReader(io.StringIO(CliRunner().invoke(main, command).stdout))) == rows


def test_each_number_of_the_page_leads_to_as_many_fiches(reader: FlaskClient, parse: Parse) -> None:
    answer = reader.get("/qualite")
    parse(answer)
    numbers = re.findall(r'<td class="num"><a href="(/qualite[?][^"]+)">([^<]+)</a>', answer.text)
    kinds = {address.partition("?")[2].partition("=")[0] for address, _ in numbers}
    assert kinds == {"regle", "niveau", "certificateur"}
    for address, number in numbers:
        told = reader.get(html.unescape(address)).text
        assert f"<strong>{number}</strong> fiche" in told, address


def test_a_choice_of_no_known_form_is_refused_in_the_page(reader: FlaskClient, parse: Parse) -> None:
    answer = reader.get("/qualite?regle=dix-sept")
    parse(answer)
    assert answer.status_code == 400
    assert "dix-sept" in answer.text


def test_the_next_check_takes_the_place_of_what_the_last_one_found(store: Path, tmp_path: Path) -> None:
    """In the second export nothing is left but RNCP90002, which states no competence."""
    keep(store)
    asked = CliRunner().invoke(main, ["query", "ecarts-par-regle", "--format", "csv", "--store", str(store)])
    assert "R17,1,4" in asked.stdout
    text = EXPORT.read_text("utf-8")
    first = text[text.index("<FICHE>") : text.index("</FICHE>") + len("</FICHE>")]
    export = tmp_path / "export_fiches_RNCP_V4_1_2031-03-03.xml"
    export.write_text(text.replace(first, first.replace("LISTE_COMPETENCES", "AUTRE")), "utf-8")
    CliRunner().invoke(main, ["check", str(export), "--keep", "--store", str(store), "--date", "2026-11-23"])
    asked = CliRunner().invoke(main, ["query", "ecarts-par-regle", "--format", "csv", "--store", str(store)])
    assert "R17" not in asked.stdout
    assert "regle,fiches,ecarts" in asked.stdout
