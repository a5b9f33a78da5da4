"""The page of events: chosen by a form, read in two languages, taken as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from register_exports import Fiche, write_export
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.store.event_kinds import KINDS
from graphkit.store.memory import MemoryStore
from webui import create_app
from webui.pages import events


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The viewer of a register in which a certification ended, one came and one went."""
    folder = tmp_path_factory.mktemp("events")
    settings = Settings(store=folder / "graph")
    lighthouse, mill = Fiche(101, "Gardien &lt;de&gt; phare"), Fiche(103, "Meunier")
    build([write_export(folder, "2031-03-01", lighthouse, Fiche(102, "Passeur"))], settings)
    ended = lighthouse.but(end="01/03/2031", active=False, replaced_by=(103,))
    build([write_export(folder, "2031-03-02", ended, mill)], settings)
    return create_app(settings)


@pytest.fixture
def visitor(viewer: Flask) -> FlaskClient:
    """A visitor of it without cookies."""
    return viewer.test_client()


def test_the_page_says_what_happened_and_leads_to_certifications(
    visitor: FlaskClient, parse: Callable[[TestResponse], object]
) -> None:
    answer = visitor.get("/evenements")
    assert answer.status_code == 200
    parse(answer)
    for text in (
        "5 événements",
        "Première version connue : 1er mars 2031",
        "Nouveau successeur",
        "Retrait",
        'href="/certification/RNCP101"',
        "Gardien &lt;de&gt; phare",
        "RNCP103",
        "1er septembre 2027",
    ):
        assert text in answer.text.replace("\u202f", " ").replace("\xa0", " "), text
    assert 'href="/certification/RNCP102"' not in answer.text
    english = visitor.get("/evenements?lang=en").text
    assert "New successor" in english
    assert "5 events" in english


def test_the_form_chooses(visitor: FlaskClient) -> None:
    assert "Retrait</td>" not in visitor.get("/evenements?certification=rncp101").text
    assert "1 événement" in visitor.get("/evenements?genre=retrait").text.replace("\xa0", " ")
    assert "0 événement" in visitor.get("/evenements?depuis=2031-03-03").text.replace("\xa0", " ")


@pytest.mark.parametrize(("address", "status"), [("?genre=rien", 400), ("?depuis=hier", 404)])
def test_a_wrong_choice_is_told_above_the_form(
    visitor: FlaskClient, parse: Callable[[TestResponse], object], address: str, status: int
) -> None:
    answer = visitor.get(f"/evenements{address}")
    assert answer.status_code == status
    parse(answer)
    assert 'role="alert"' in answer.text
    assert 'name="depuis"' in answer.text


def test_events_are_taken_as_a_table(visitor: FlaskClient) -> None:
    answer = visitor.get("/evenements.csv?genre=nouveau-successeur")
    assert answer.mimetype == "text/csv"
    head, row = csv.reader(io.StringIO(answer.text, newline=""))
    assert dict(zip(head, row, strict=True))["apres"] == "RNCP103"
    told = json.loads(visitor.get("/evenements", headers={"Accept": "application/json"}).text)
    assert len(told["events"]) == told["total"] == 5


def test_many_events_go_on_several_pages(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PER_PAGE", 2)
    first, last = visitor.get("/evenements"), visitor.get("/evenements?page=3")
    assert "page 1 sur 3" in first.text
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in last.text
    assert 'rel="prev"' in last.text


def test_every_kind_has_a_name() -> None:
    assert set(events.NAMES) == set(KINDS)


def test_the_foot_of_a_page_leads_to_the_events(visitor: FlaskClient) -> None:
    assert 'href="/evenements"' in visitor.get("/").text


def test_a_graph_of_a_server_has_none(tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path), catalog=Catalog(MemoryStore.parse(b""))).test_client()
    answer = client.get("/evenements")
    assert answer.status_code == 404
    assert "ce graphe n’en a pas" in answer.text
    assert 'href="/evenements"' not in answer.text.partition("<footer")[2]
