"""The page that questions official correspondences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.store.embedded import EmbeddedStore
from webui import create_app

CASES = Path(__file__).parents[1] / "cases" / "questions"


@pytest.fixture
def visitor() -> FlaskClient:
    """A visitor of a graph with a correspondence to a fiche that is not there."""
    data = (CASES / "correspondances-cibles-introuvables" / "data.trig").read_bytes()
    lines = ox.serialize(ox.parse(data, ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS) or b""
    return create_app(catalog=Catalog(EmbeddedStore.of_lines(lines))).test_client()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_has_its_answers_and_leads_to_the_query(
    visitor: FlaskClient, parse: Callable[[TestResponse], object], language: str
) -> None:
    answer = visitor.get(f"/correspondances?lang={language}")
    assert answer.status_code == 200
    parse(answer)
    assert answer.text.count("<section") == 6
    assert "RNCP999" in answer.text
    assert "/requetes/correspondances-cibles-introuvables" in answer.text


def test_one_certification_is_questioned_alone(visitor: FlaskClient) -> None:
    assert "RNCP999" not in visitor.get("/correspondances?id=RNCP902").text
    assert visitor.get("/correspondances?id=RNCP777").status_code == 404


def test_the_page_of_a_certification_leads_to_the_questions(visitor: FlaskClient) -> None:
    assert "/correspondances?id=RNCP901" in visitor.get("/certification/RNCP901").text
