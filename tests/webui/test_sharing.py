"""What the pages of other sites may read: every answer that is data, found or not, and no page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

CERTIFICATION = "/certification/RNCP25520"
DATA = (
    f"{CERTIFICATION}.ttl",
    f"{CERTIFICATION}.json",
    f"{CERTIFICATION}.csv",
    f"{CERTIFICATION}.xlsx",
    f"{CERTIFICATION}.docx",
    "/rome/M1803.csv",
    "/recherche.csv?q=projet",
    "/recherche.ttl?q=projet",
    "/requetes/certifications-par-rome.csv?rome=M1803",
    "/api/requetes/certifications-par-rome.json?rome=M1803",
    "/comparer.json?id=RNCP25520&id=chef-de-projet-digital",
    "/evenements.csv",
    "/evenements.atom",
    "/changements.ttl",
    "/donnees.ttl",
    "/ontologie.ttl",
    "/regles.ttl",
    "/version",
    "/healthz",
    "/sitemap.xml",
    "/robots.txt",
)
PAGES = ("/", CERTIFICATION, "/recherche?q=projet", "/verifier", "/proches", "/metrics", "/static/viewer.css")


@pytest.mark.parametrize("path", DATA)
def test_data_are_read_by_the_pages_of_any_site(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/certification/RNCP404", "text/turtle", 404),
        ("/nulle-part/rien", "application/json", 404),
        ("/api/1/certifications/RNCP404", "application/json", 404),
    ],
)
def test_such_a_page_learns_why_there_is_no_answer(
    client: FlaskClient, path: str, accept: str, status: int
) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [f"{CERTIFICATION}.ttl", "/robots.txt", "/version"])
def test_such_a_page_is_told_that_it_has_an_answer_already(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_such_a_page_may_ask_whether_its_answer_is_still_true(client: FlaskClient) -> None:
    asked = client.options(CERTIFICATION, headers={"Access-Control-Request-Headers": "if-none-match"})
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert set(asked.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", PAGES)
def test_what_is_made_for_one_reader_or_for_the_keeper_of_the_site_is_not_read_by_others(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    answer.close()
