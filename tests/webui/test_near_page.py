"""What is near a certification by its titles, and how much each covers of the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from unittest import mock

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.catalog.contents import Contents

Parse = Callable[[TestResponse], object]
SAMPLE = Path(__file__).parents[2] / "graphkit" / "sample"


@pytest.fixture
def visitor(copied: Flask) -> FlaskClient:
    """A visitor without cookies."""
    return copied.test_client()


def _words(answer: TestResponse) -> str:
    text = unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\u202f", " ").replace("\xa0", " ")
    return " ".join(text.split())


def test_the_page_of_a_certification_leads_to_the_coverage_and_its_script_may_ask_for_it(
    visitor: FlaskClient, parse: Parse
) -> None:
    answer = visitor.get("/certification/RNCP25520?lang=fr")
    parse(answer)
    (link,) = re.findall(r'<a class="button quiet" data-loads href="([^"]+)">', answer.text)
    assert link == "/proximite?id=RNCP25520"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("; connect-src 'self'")
    assert "unsafe" not in policy
    assert "nonce" not in policy


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_that_is_near_is_told_with_what_both_cover(
    visitor: FlaskClient, parse: Parse, language: str
) -> None:
    answer = visitor.get(f"/proximite?id=rncp%2025520&lang={language}")
    assert answer.status_code == 200
    parse(answer)
    # The copy has the same eighteen competences.
    told = _words(answer).partition("RNCP25521")[2]
    assert told.count("(18/18)") == 2
    assert 'href="/comparer?id=RNCP25520&amp;id=RNCP25521"' in answer.text
    assert "data-loads" not in answer.text
    assert "quivalen" not in answer.text.lower()
    assert "connect-src" not in answer.headers["Content-Security-Policy"]


def test_what_was_computed_is_not_computed_again(visitor: FlaskClient) -> None:
    visitor.get("/proximite?id=RNCP25520")
    with mock.patch.object(Contents, "coverage", side_effect=AssertionError("computed again")):
        assert visitor.get("/proximite?id=RNCP25520").status_code == 200


@pytest.mark.parametrize("address", ["/proximite", "/proximite?id=RNCP1", "/proximite?id=%00"])
def test_what_is_not_there_is_said(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_crawlers_are_told_that_the_coverage_is_not_worth_their_time(visitor: FlaskClient) -> None:
    assert "Disallow: /proximite\n" in visitor.get("/robots.txt").text
