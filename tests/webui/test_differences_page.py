"""The page of differences: between a certification and its successor, between kept versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from register_exports import Fiche, write_export
from werkzeug.test import TestResponse

from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, str]:
    """A register in which a keeper's title changed, and the version before it did."""
    folder = tmp_path_factory.mktemp("differences")
    settings = Settings(store=folder / "graph", validate=False)
    keeper = Fiche(101, "Gardien &lt;de&gt; phare", replaced_by=(103,))
    later = Fiche(103, "Gardien de phare", end="01/09/2031", replaces=(101,))
    first = build([write_export(folder, "2031-03-01", keeper.but(title="Gardien"), later)], settings).version
    build([write_export(folder, "2031-03-02", keeper, later)], settings)
    return create_app(settings), first


@pytest.fixture
def visitor(versions: tuple[Flask, str]) -> FlaskClient:
    """A visitor of it without cookies."""
    return versions[0].test_client()


Parse = Callable[[TestResponse], object]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_asks_for_two_sides(visitor: FlaskClient, parse: Parse, language: str) -> None:
    answer = visitor.get(f"/differences?lang={language}")
    assert answer.status_code == 200
    parse(answer)
    assert ("Ce qui a changé" if language == "fr" else "What has changed") in answer.text


def test_a_successor_is_compared_and_words_of_sources_are_escaped(visitor: FlaskClient, parse: Parse) -> None:
    answer = visitor.get("/differences?de=RNCP101&vers=rncp 103")
    assert answer.status_code == 200
    parse(answer)
    assert "<del>1er\u00a0septembre 2027</del>" in answer.text.replace("<bdi>", "").replace("</bdi>", "")
    assert "<de>" not in answer.text


def test_a_kept_version_is_compared(versions: tuple[Flask, str], visitor: FlaskClient, parse: Parse) -> None:
    answer = visitor.get(f"/differences?de=RNCP101@{versions[1]}&vers=RNCP101")
    assert answer.status_code == 200
    parse(answer)
    assert versions[1][:12] in answer.text


def test_a_patch_and_json_are_to_be_had(visitor: FlaskClient) -> None:
    patch = visitor.get("/differences?de=RNCP101&vers=RNCP103&_format=patch")
    assert patch.mimetype == "application/rdf-patch"
    assert patch.text.startswith("H id <urn:uuid:")
    told = json.loads(visitor.get("/differences?de=RNCP101&vers=RNCP103&_format=json").text)
    assert {tuple(fact["about"]) for fact in told["facts"]} >= {
        ("skos:prefLabel",),
        ("ref:dateFinEnregistrement",),
    }


@pytest.mark.parametrize(
    ("side", "status"), [("RNCP999", 404), ("RNCP101@ffff", 503), ("../../etc/passwd", 404)]
)
def test_what_is_not_there_is_said(visitor: FlaskClient, parse: Parse, side: str, status: int) -> None:
    answer = visitor.get("/differences", query_string={"de": side, "vers": "RNCP101"})
    assert answer.status_code == status
    parse(answer)
    assert 'role="alert"' in answer.text


def test_a_file_of_the_server_is_no_side(visitor: FlaskClient, tmp_path: Path) -> None:
    export = write_export(tmp_path, "2031-03-01", Fiche(101))
    assert visitor.get("/differences", query_string={"de": str(export), "vers": "RNCP101"}).status_code == 404


def test_the_page_of_a_certification_leads_to_what_its_successor_changes(visitor: FlaskClient) -> None:
    assert "/differences?de=RNCP101&amp;vers=RNCP103" in visitor.get("/certification/RNCP101").text
    assert "/differences?de=RNCP101&amp;vers=RNCP103" in visitor.get("/certification/RNCP103").text
