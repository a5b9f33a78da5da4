"""The page of a comparison: its views, the blocs that are chosen, and the threshold, all in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.store.embedded import EmbeddedStore
from webui import create_app

Parse = Callable[[TestResponse], object]
SAMPLE = Path(__file__).parents[2] / "graphkit" / "sample"
CASES = Path(__file__).parents[1] / "cases" / "questions"
VIEWS = ("matrice", "paires", "flux", "ensembles")
#: RNCP25520 beside a copy of itself under another number; its blocs have three, five, six and four.
PAIR = "/comparer?id=RNCP25520&id=RNCP25521"


@pytest.fixture
def copies(copied: Flask) -> FlaskClient:
    """A visitor of theirs without cookies."""
    return copied.test_client()


def _words(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("ids", ["id=RNCP25520&id=RNCP25521", "id=RNCP25520&id=chef-de-projet-digital"])
def test_each_view_is_a_page_of_its_own_address(
    copies: FlaskClient, parse: Parse, view: str, language: str, ids: str
) -> None:
    answer = copies.get(f"/comparer?{ids}&vue={view}&lang={language}")
    assert answer.status_code == 200
    parse(answer)
    (current,) = re.findall(r'<nav class="row tabs".*?</nav>', answer.text, re.DOTALL)
    assert len(re.findall("aria-current", current)) == 1
    assert "equivalen" not in answer.text.lower()
    assert "équivalen" not in answer.text.lower()


def test_the_matrix_shows_how_many_competences_each_bloc_covers_of_each(copies: FlaskClient) -> None:
    answer = copies.get(PAIR)
    words = _words(answer)
    for count in (3, 5, 6, 4):
        assert f"100 % {count}/{count} ; B couvre A ↩ 100 % {count}/{count}" in words.replace("\u202f", " ")
    assert "manque dans A rien rien rien rien" in words
    assert "A et B se couvrent l’une l’autre pour l’essentiel" in words


def test_a_cell_that_is_chosen_is_marked_and_its_pairs_are_shown(copies: FlaskClient) -> None:
    page = copies.get(PAIR).text
    (href,) = re.findall(r'href="([^"]+#BC01-BC01)"', page)
    chosen = copies.get(unescape(href).partition("#")[0])
    assert len(re.findall(r'<a href="[^"]+#BC01-BC01" aria-current="true">', chosen.text)) == 1
    assert 'id="BC01-BC01"' in chosen.text
    # Three competences on either side, each paired with itself.
    table = chosen.text.partition('id="BC01-BC01"')[2].partition("</table>")[0]
    assert table.count('<tr class="covered">') == 3
    assert "rien d’assez proche" not in table
    other = copies.get(f"{PAIR}&blocs=BC01-BC02").text.partition('id="BC01-BC02"')[2].partition("</table>")[0]
    # What stands elsewhere on the other side is told, and is not said to be missing.
    assert other.count("couverte ailleurs") == 3 + 5
    assert "rien d’assez proche" not in other


def test_a_bloc_that_no_address_names_is_passed_over(copies: FlaskClient) -> None:
    answer = copies.get(f"{PAIR}&blocs=BC01-BC99&vue=rien&seuil=beaucoup")
    assert answer.status_code == 200
    assert "case choisie" not in answer.text
    assert 'value="0.5"' in answer.text


def test_pairs_are_chosen_without_a_script(copies: FlaskClient) -> None:
    answer = copies.get(f"{PAIR}&vue=paires")
    assert '<option value="BC04-BC04">' in answer.text
    assert answer.text.count('<tr class="covered">') == 3 + 5 + 6 + 4
    one = copies.get(f"{PAIR}&vue=paires&blocs=BC04-BC04")
    assert one.text.count('<tr class="covered">') == 4
    assert '<option value="BC04-BC04" selected>' in one.text


def test_bands_are_as_wide_as_what_is_covered_and_a_table_says_the_same(copies: FlaskClient) -> None:
    answer = copies.get(f"{PAIR}&vue=flux")
    assert answer.text.count('<svg class="drawn flow"') == 2
    assert answer.text.count('<path class="shade') == 2 * 4
    words = _words(answer)
    assert "manque dans A 0 0 0 0" in words
    widths = re.findall(r'<rect class="full" x="668" y="[^"]+" width="12" height="([^"]+)"', answer.text)
    assert [float(each) / 16 for each in widths] == [3, 5, 6, 4] * 2


def test_sets_say_who_has_what(copies: FlaskClient) -> None:
    words = _words(copies.get(f"{PAIR}&vue=ensembles"))
    assert "● oui ● oui 18 en commun" in words
    assert "seulement A" not in words


def test_three_sides_have_an_overview_and_each_pair_its_own(copies: FlaskClient, parse: Parse) -> None:
    three = f"{PAIR}&id=chef-de-projet-digital"
    for view in VIEWS:
        answer = copies.get(f"{three}&vue={view}")
        assert answer.status_code == 200
        parse(answer)
        for name in ("AB", "AC", "BC"):
            assert f'id="{name}"' in answer.text
    cells = re.findall(r"blocs=([^&#\"]+)#", copies.get(three).text)
    assert len(cells) == len(set(cells))
    assert any(each.startswith("BC-") for each in cells)


def test_the_threshold_is_applied_told_and_carried_along(copies: FlaskClient) -> None:
    answer = copies.get(f"{PAIR}&seuil=1,0")
    words = _words(answer)
    assert "à partir d’une vraisemblance de 1,00" in words
    assert "A couvre B 0 %" in words.replace("\u202f", " ").replace("\xa0", " ")
    assert "graphkit compare RNCP25520 RNCP25521 --threshold 1" in words
    assert re.search(r'href="[^"]*seuil=1%2C0[^"]*_format=json"', answer.text)
    assert "--threshold" not in copies.get(PAIR).text
    for address in (f"{PAIR}&seuil=1,0&_format=json", "/api/1" + PAIR + "&seuil=1"):
        told = copies.get(address).json
        assert told is not None
        assert told["pairs"][0]["competences"]["of_other"]["share"] == 0
    assert copies.get("/api/1" + PAIR + "&seuil=2").status_code == 400


def test_what_the_records_declare_stands_beside_what_is_found(parse: Parse) -> None:
    """Their first blocs say the same; their second ones, that each declares for the other, nothing alike."""
    data = (CASES / "correspondances-sans-retour" / "data.trig").read_text("utf-8")
    statements = {
        "RNCP901BC01": "Gérer les stocks de l’épicerie",
        "RNCP902BC01": "Gérer les stocks de l’épicerie",
        "RNCP901BC02": "Souder des tuyaux en cuivre",
        "RNCP902BC02": "Accueillir les clients de l’auberge",
    }
    told = "\n".join(
        f'<bloc/{code}> a ref:BlocDeCompetences ; ref:code "{code}" ; ref:regroupe <competence/{code}> .'
        f' <competence/{code}> a ref:Competence ; ref:enonce "{text}"@fr .'
        f" <certification/{code[:7]}> ref:comporteCompetence <competence/{code}> ."
        for code, text in statements.items()
    )
    lines = ox.serialize(
        ox.parse(f"{data}\n<g> {{ {told} }}".encode(), ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS
    )
    visitor = create_app(catalog=Catalog(EmbeddedStore.of_lines(lines or b""))).test_client()
    answer = visitor.get("/comparer?id=RNCP901&id=RNCP902&lang=fr")
    parse(answer)
    words = _words(answer)
    assert "A · RNCP901 : A·BC01 → B·BC01 Notre lecture : totale (1 sur 1) Fiche" in words
    assert "A · RNCP901 : A·BC02 → B·BC02 Notre lecture : aucune (0 sur 1) écart" in words
    whole = "A · RNCP901 : la certification entière → RNCP902 Notre lecture : partielle (1 sur 2) écart"
    assert whole in words
    assert "B · RNCP902 : B·BC02 → A·BC02 Notre lecture : aucune (0 sur 1) écart" in words
