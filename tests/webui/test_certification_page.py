"""What the page of a certification offers beside what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from graphkit.index.reader import TextIndex

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


@pytest.mark.parametrize("path", [f"certification/{DRAFT}", "bloc/RNCP25520BC02", "certification/RNCP25520"])
def test_a_competence_says_how_many_elsewhere_have_its_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    # The certifications of the sample have none in common.
    assert 'class="alike"' not in client.get(f"/{path}").text
    asked: list[tuple[str, int]] = []

    def alike(_index: TextIndex, owner: str, statements: Sequence[str]) -> tuple[int, ...]:
        asked.append((owner, len(statements)))
        return (1203, *(0 for _ in statements[1:]))

    monkeypatch.setattr(TextIndex, "alike", alike)
    page = client.get(f"/{path}?lang=en").text
    (mark,) = re.findall(r'<a class="alike" href="([^"]+)"[^>]*>(.*?)</a>', page)
    assert mark[0].startswith("/proches?q=")
    assert "≈&#8239;1,203" in mark[1]
    assert "1,203 competences elsewhere have the same words" in mark[1]
    ((owner, count),) = asked
    assert owner.endswith(("RNCP25520", DRAFT))
    assert count == page.count('<div class="ref">')


def test_the_versions_of_a_certification_have_an_address(client: FlaskClient) -> None:
    answer = client.get("/certification/rncp 25520/versions")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/certification/RNCP25520#historique")
    assert 'id="historique"' in client.get("/certification/RNCP25520").text
    assert client.get("/certification/RNCP99999/versions").status_code == 404


def test_a_hit_names_the_occupations_and_the_remarks_of_its_certification(client: FlaskClient) -> None:
    page = client.get("/recherche?q=projet&lang=en").text
    (hit,) = [each for each in page.split('<li class="hit">') if 'value="RNCP25520"' in each]
    # The printed record names them.
    assert re.search(r'ROME <a class="code" href="/rome/[A-N]\d{4}">', hit)
    told = re.search(r'<a href="/certification/RNCP25520#qualite">(\d+) remarks? on quality</a>', hit)
    assert told is not None
    quality = client.get("/certification/RNCP25520?lang=en").text.partition('id="qualite"')[2]
    counts = re.findall(
        r'<h3>[^<]*<span class="muted small">(\d+)</span>', quality.partition("</section>")[0]
    )
    assert int(told[1]) == sum(map(int, counts))
