"""What the page of a certification offers beside what it says."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

DRAFT = "chef-de-projet-digital"


def test_the_page_can_be_asked_for_as_of_a_day(client: FlaskClient) -> None:
    page = client.get("/certification/RNCP25520").text
    form = page[page.index('<form class="row as-of"') :]
    form = form[: form.index("</form>")]
    assert 'action="/certification/RNCP25520"' in form
    assert re.search(r'name="at" type="date" value="2026-11-23" max="2026-11-23"', form)


def test_what_is_near_is_told_or_said_to_be_none(client: FlaskClient) -> None:
    page = client.get("/certification/RNCP25520?lang=en").text
    assert "No other certification of this graph has a near title" in page
    assert 'href="/proches?q=RNCP25520"' in page[page.index('id="proximite"') :]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/certification/RNCP25520", "RNCP25520"),
        ("/certification/RNCP25520", "https://w3id.org/referentiels/certification/RNCP25520"),
        ("/bloc/RNCP25520BC02", "RNCP25520BC02"),
        (f"/competence/{DRAFT}/C1.1", f"https://w3id.org/referentiels/competence/{DRAFT}/C1.1"),
        ("/rome/M1803", "M1803"),
    ],
)
def test_a_button_to_copy_is_hidden_until_a_script_finds_that_it_works(
    client: FlaskClient, path: str, text: str
) -> None:
    page = client.get(f"{path}?lang=en").text
    button = re.search(
        rf'<button class="copy" type="button" hidden data-copies="{re.escape(text)}"[^>]*>', page
    )
    assert button is not None
    assert f'aria-label="Copy {text}"' in button[0]
