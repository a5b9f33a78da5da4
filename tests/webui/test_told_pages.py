"""Pages of what is nearest, of occupations and of pathways; all work without a script."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webui.reading import MAX_FILE

Parse = Callable[[TestResponse], object]
SAMPLE = Path(__file__).parents[2] / "graphkit" / "sample"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ["/proches", "/metier", "/parcours"])
def test_each_page_asks(client: FlaskClient, parse: Parse, address: str, language: str) -> None:
    answer = client.get(f"{address}?lang={language}")
    assert answer.status_code == 200
    parse(answer)
    assert "<form" in answer.text


def test_a_sentence_leads_to_competences(client: FlaskClient, parse: Parse) -> None:
    answer = client.get("/proches", query_string={"q": "piloter un projet agile avec le client"})
    assert answer.status_code == 200
    parse(answer)
    assert "/competence/chef-de-projet-digital/C4.1" in answer.text


def test_a_certification_leads_to_those_around_it(client: FlaskClient, parse: Parse) -> None:
    answer = client.get("/proches?q=RNCP25520")
    assert answer.status_code == 200
    parse(answer)
    assert "/certification/chef-de-projet-digital" in answer.text


def test_blocs_lead_to_certifications(client: FlaskClient, parse: Parse) -> None:
    answer = client.get("/parcours", query_string={"blocs": "RNCP25520BC01=2019-06-30, RNCP25520BC02"})
    assert answer.status_code == 200
    parse(answer)
    assert "officielle\u202f: 2 sur 4\u202f; à obtenir\u202f: 2." in answer.text
    told = client.get("/parcours?blocs=RNCP25520BC01&_format=json").json
    assert told is not None
    assert told["pathways"][0]["certification"] == "RNCP25520"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/proches?q=RNCP999", 404),
        ("/parcours?blocs=bonjour=1", 400),
        # The sample comes without ROME 4.0, which says what an occupation requires.
        ("/metier?certification=RNCP25520&rome=E1104", 404),
        ("/metier?certification=RNCP25520&rome=zzz", 400),
    ],
)
def test_what_cannot_be_told_is_said(client: FlaskClient, parse: Parse, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    parse(answer)
    assert 'role="alert"' in answer.text


def test_a_draft_is_read_apart_compared_bloc_by_bloc_and_not_kept(client: FlaskClient, parse: Parse) -> None:
    content = (SAMPLE / "referentiel_chef_de_projet_digital.txt").read_bytes()
    answer = client.post("/proches", data={"fichier": (io.BytesIO(content), "<b>brouillon.txt")})
    assert answer.status_code == 200
    parse(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "RNCP25520" in answer.text
    assert "<b>" not in answer.text


def test_a_file_that_is_no_draft_is_refused(client: FlaskClient) -> None:
    bad = client.post("/proches", data={"fichier": (io.BytesIO(b"\x00\x01\x02" * 100), "x.docx")})
    assert bad.status_code == 422
    assert 'role="alert"' in bad.text
    assert client.post("/proches", data={}).status_code == 400


def test_a_file_too_large_is_refused(client: FlaskClient) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="fichier"; filename="gros.pdf"\r\n\r\n'
    for size in (MAX_FILE + 1, MAX_FILE + (2 << 20)):
        body = head + b"x" * size + b"\r\n--b--\r\n"
        answer = client.post("/proches", data=body, content_type="multipart/form-data; boundary=b")
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("wanted", "media"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "text/csv"),
        ("ttl", "text/turtle"),
        ("sssom", "text/tab-separated-values"),
        ("json", "application/json"),
        ("html", "text/html"),
    ],
)
def test_a_comparison_is_taken_away_as_a_document_or_as_data(
    client: FlaskClient, wanted: str, media: str
) -> None:
    answer = client.get(f"/comparer?id=RNCP25520&id=chef-de-projet-digital&_format={wanted}")
    assert (answer.status_code, answer.mimetype) == (200, media)


def test_a_format_that_no_comparison_has_is_refused(client: FlaskClient) -> None:
    assert client.get("/comparer?id=RNCP25520&id=chef-de-projet-digital&_format=zip").status_code == 406
