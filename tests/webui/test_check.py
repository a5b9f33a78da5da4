"""The page that checks a référentiel: what is sent is checked and forgotten, the report stays in the page."""

from __future__ import annotations

import html
import io
import json
import re
import shlex
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brouillons
import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from rdflib.plugins.sparql import prepareQuery
from scripts import other_scripts
from werkzeug.test import TestResponse

from graphkit.assets import data_path
from graphkit.checking.dismissals import dismiss
from graphkit.config import Settings
from graphkit.serving import Serving
from webui.checking import file_name, install, reasons_of, seal, unseal
from webui.pages.check import MAX_FILE

Parse = Callable[[TestResponse], html5lib.treebuilders]
DAY = {"date": "2026-11-23"}
SEED = (data_path("sample") / "referentiel_chef_de_projet_digital.txt").read_bytes()


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A Word draft, one competence of which has no criterion."""
    path = tmp_path_factory.mktemp("web") / "jardins.docx"
    brouillons.ecrire_sans_critere(path)
    return path.read_bytes()


def send(client: FlaskClient, content: bytes, name: str = "Projet été.docx", **fields: Any) -> TestResponse:  # noqa: ANN401
    return client.post("/verifier", data={"fichier": (io.BytesIO(content), name), **DAY, **fields})


def carried(answer: TestResponse) -> dict[str, str]:
    """Return the report that a page carries, as the field that brings it back."""
    found = re.search(r'name="rapport" value="([^"]+)"', answer.text)
    assert found
    return {"rapport": found[1]}


@pytest.fixture(scope="module")
def page(app: Any, draft: bytes) -> TestResponse:  # noqa: ANN401
    """The page on the draft."""
    return send(app.test_client(), draft)


def test_the_form_says_what_becomes_of_the_file(client: FlaskClient, parse: Parse) -> None:
    answer = client.get("/verifier")
    parse(answer)
    assert "Rien n’est conservé" in answer.text
    assert 'value="2026-11-23"' in answer.text
    assert 'enctype="multipart/form-data"' in answer.text


def test_a_draft_that_is_sent_comes_back_as_a_report(page: TestResponse, parse: Parse) -> None:
    assert page.status_code == 200
    assert "Projet été.docx" in page.text
    assert "1 bloquant" in page.text
    assert "tableau 1, ligne 3, colonne 2" in page.text
    assert "p. 34" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not other_scripts(parse(page))
    assert " style=" not in page.text


def test_the_table_leads_from_a_cell_to_what_was_found_there(page: TestResponse) -> None:
    found = re.search(r'<a class="flag violation" href="#(f-[0-9a-f-]+)"[ >]', page.text)
    assert found
    assert f'id="{found[1]}"' in page.text


@pytest.mark.parametrize("view", ["tableau", "regle", "gravite"])
def test_each_finding_says_its_rank_and_leads_to_those_around_it(
    client: FlaskClient, page: TestResponse, parse: Parse, view: str
) -> None:
    tree = parse(client.post("/verifier", data={**carried(page), "vue": view}))
    cards = [each for each in tree.iter("article") if each.find("p[@class='rank small']") is not None]
    ids = [each.get("id") for each in cards]
    assert len(ids) > 2
    for place, card in enumerate(cards):
        (rank,) = [each for each in card.iter("p") if each.get("class") == "rank small"]
        assert "".join(rank.find("span").itertext()) == f"{place + 1} / {len(ids)}"
        around = {link.get("data-step"): link.get("href") for link in rank.iter("a")}
        expected = {"prev": ids[place - 1] if place else None, "next": (*ids, None)[place + 1]}
        assert around == {way: f"#{name}" for way, name in expected.items() if name}


def test_a_finding_leads_back_to_its_cell_and_to_its_rule(
    client: FlaskClient, page: TestResponse, parse: Parse
) -> None:
    tree = parse(page)
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    links = {each.get("href") for each in tree.iter("a")}
    assert {each for each in links if each.startswith("#")} <= {f"#{each}" for each in ids}
    assert any(each.startswith("#d-") for each in links)
    rules = client.get("/regles").text
    named = {each.partition("#")[2] for each in links if each.startswith("/regles#")}
    assert "R12_competence" in named
    assert all(f'id="{each}"' in rules for each in named)


def test_a_finding_shows_the_query_of_its_rule(page: TestResponse) -> None:
    card = page.text.partition('<article class="finding violation"')[2].partition("</article>")[0]
    query = html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code></pre>", card, re.DOTALL)[1])  # type: ignore[index]
    # As the shape R12_competence has it, with the prefixes that it declares.
    assert "PREFIX ref: <https://w3id.org/referentiels/ontologie#>" in query
    assert prepareQuery(query).algebra


def test_rules_that_had_nothing_to_apply_to_are_a_result_of_their_own(page: TestResponse) -> None:
    count = re.search(r'href="#non-evaluables">(\d+) non évaluables<', page.text)
    assert count
    section = page.text.partition('<h2 id="non-evaluables"')[2].partition("</section>")[0]
    assert section.count("<li>") == int(count[1])


def test_the_command_has_the_options_of_the_report(
    client: FlaskClient, page: TestResponse, draft: bytes
) -> None:
    def command(answer: TestResponse) -> list[str]:
        found = re.search(r"<code>(graphkit check .*?)</code>", answer.text)
        assert found
        return shlex.split(html.unescape(found[1]))

    assert command(page) == [
        "graphkit", "check", "Projet été.docx", "--date", "2026-11-23", "--register", "rncp",
    ]  # fmt: skip
    other = send(client, draft, "l'été.docx", repertoire="rs", lang="fr")
    assert command(other)[2:] == ["l'été.docx", "--date", "2026-11-23", "--register", "rs"]
    finger = re.search(r'class="flag violation" href="#f-([^"]+)"', page.text)
    assert finger
    again = client.post("/verifier?lang=en", data={**carried(page), f"motif-{finger[1]}": "vu"})
    assert command(again)[-4:] == ["--dismiss", "Projet été-verification.motifs.json", "--lang", "en"]


def test_a_certification_is_checked_again_for_another_day_or_register(client: FlaskClient) -> None:
    answer = client.get("/verifier?id=RNCP25520&date=2024-01-01&repertoire=rs")
    assert re.search(r'name="date" type="date" value="2024-01-01"', answer.text)
    assert re.search(r'value="rs" checked', answer.text)
    assert "1er janvier 2024" in answer.text.replace("\xa0", " ")


def test_nothing_of_the_file_is_left_on_the_disk(
    client: FlaskClient, draft: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert send(client, draft).status_code == 200
    assert send(client, b"\xff\xd8\xff not a draft").status_code == 422
    assert list(tmp_path.iterdir()) == []


def test_the_other_views_show_the_same_findings_without_the_file(
    client: FlaskClient, page: TestResponse, parse: Parse
) -> None:
    articles = re.findall(r'<article class="finding[^"]*" id="([^"]+)"', page.text)
    for view in ("regle", "gravite"):
        answer = client.post("/verifier", data={**carried(page), "vue": view})
        parse(answer)
        assert sorted(re.findall(r'<article class="finding[^"]*" id="([^"]+)"', answer.text)) == sorted(
            articles
        )
        assert 'aria-pressed="true"' in answer.text


def test_remarks_on_the_data_are_not_counted_with_the_departures_from_a_rule(
    client: FlaskClient, page: TestResponse, parse: Parse
) -> None:
    tree = parse(client.post("/verifier", data={**carried(page), "vue": "gravite"}))
    told: list[tuple[str, set[str]]] = []
    for each in tree.iter():
        if each.tag == "h3" and each.get("class") == "group":
            told.append((each.text.strip().lower(), set()))
        elif told and each.tag == "span" and each.get("class") == "tag":
            told[-1][1].add("".join(each.itertext()).split(maxsplit=1)[-1])
    assert "remarque" in dict(told)
    assert all(said - {"question"} == {head} for head, said in told)


def test_a_finding_set_aside_stays_in_the_page_and_in_the_downloads(
    client: FlaskClient, page: TestResponse, parse: Parse
) -> None:
    finger = re.search(r'class="flag violation" href="#f-([^"]+)"', page.text)
    assert finger
    reason = {f"motif-{finger[1]}": "Dans <l’annexe>"}
    answer = client.post("/verifier", data={**carried(page), **reason})
    parse(answer)
    assert "0 bloquant" in answer.text
    assert "Dans &lt;l’annexe&gt;" in answer.text
    told = client.post("/verifier", data={**carried(answer), **reason, "format": "json"}).get_json()
    assert told["conforms"]
    assert [each["dismissed"] for each in told["findings"] if each["rule"] == "R12"] == ["Dans <l’annexe>"]
    reasons = client.post("/verifier", data={**carried(answer), **reason, "format": "motifs"}).get_json()
    assert reasons == {"dismissals": {finger[1]: "Dans <l’annexe>"}}


FORMATS = {
    "html": ("text/html", "html"),
    "json": ("application/json", "json"),
    "sarif": ("application/sarif+json", "sarif"),
    "ttl": ("text/turtle", "ttl"),
    "csv": ("text/csv", "csv"),
    "text": ("text/plain", "txt"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}


@pytest.mark.parametrize("wanted", FORMATS)
def test_each_format_is_downloaded_from_the_page(
    client: FlaskClient, page: TestResponse, wanted: str
) -> None:
    answer = client.post("/verifier", data={**carried(page), "format": wanted})
    media, suffix = FORMATS[wanted]
    assert answer.mimetype == media
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert quote(f"Projet été-verification.{suffix}") in disposition
    if wanted == "xlsx":
        rows = (
            load_workbook(io.BytesIO(answer.data), read_only=True).worksheets[0].iter_rows(values_only=True)
        )
        assert any("R12" in row for row in rows)
    else:
        assert b"R12" in answer.data


def test_the_word_document_is_annotated_when_it_is_sent_again(
    client: FlaskClient, page: TestResponse, draft: bytes
) -> None:
    again: Mapping[str, Any] = {
        **carried(page),
        "format": "docx",
        "fichier": (io.BytesIO(draft), "jardins.docx"),
    }
    answer = client.post("/verifier", data=again)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "R12" in archive.read("word/comments.xml").decode()
    other: Mapping[str, Any] = {
        **carried(page),
        "format": "docx",
        "fichier": (io.BytesIO(b"x"), "jardins.docx"),
    }
    refused = client.post("/verifier", data=other)
    assert refused.status_code == 422
    assert "not the document that was checked" in refused.text
    assert client.post("/verifier", data={**carried(page), "format": "docx"}).status_code == 400


def test_a_report_that_this_site_did_not_make_is_refused(
    client: FlaskClient, page: TestResponse, parse: Parse
) -> None:
    forged = carried(page)["rapport"]
    for text in (forged[:-4] + "AAAA", "x", json.dumps({"format": "graphkit-check"})):
        answer = client.post("/verifier", data={"rapport": text, "format": "html"})
        parse(answer)
        assert answer.status_code == 400
        assert "n’est plus lisible" in answer.text


def test_a_report_outlives_a_restart_where_the_key_is_set(app: Flask, page: TestResponse) -> None:
    """With the reasons given in it; a process that draws its own key takes back no other's."""

    def restarted(key: str) -> Flask:
        fresh = Flask("restarted")
        install(fresh, Settings(serving=Serving(signing_key=key)))
        return fresh

    with app.app_context():
        report = unseal(carried(page)["rapport"])
    assert report is not None
    report = dismiss(report, {report.findings[0].fingerprint: "Critères dans l’annexe 3."})
    with restarted("k" * 32).app_context():
        sealed = seal(report)
    with restarted("k" * 32).app_context():
        back = unseal(sealed)
    assert back is not None
    assert [each.dismissed for each in back.dismissed] == ["Critères dans l’annexe 3."]
    with restarted("").app_context():
        assert unseal(sealed) is None


def test_a_file_that_is_too_large_gets_a_page_that_says_so(client: FlaskClient, parse: Parse) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="fichier"; filename="gros.pdf"\r\n\r\n'
    body = head + b"x" * (MAX_FILE + (2 << 20)) + b"\r\n--b--\r\n"
    answer = client.post("/verifier", data=body, content_type="multipart/form-data; boundary=b")
    parse(answer)
    assert answer.status_code == 413
    assert "20 Mo" in answer.text


def test_what_cannot_be_read_is_told(client: FlaskClient, parse: Parse) -> None:
    answer = send(client, b"\xff\xd8\xff", "../../photo.jpg")
    parse(answer)
    assert answer.status_code == 422
    assert "photo.jpg\u202f: ce genre de fichier ne se lit pas" in answer.text
    assert "/tmp" not in answer.text  # noqa: S108 - the very thing that must not be told


def test_a_form_without_file_says_so(client: FlaskClient, parse: Parse) -> None:
    answer = client.post("/verifier", data=DAY)
    parse(answer)
    assert answer.status_code == 400
    assert "Aucun fichier" in answer.text


def test_a_text_is_checked_in_english_too(client: FlaskClient, parse: Parse) -> None:
    answer = client.post(
        "/verifier?lang=en", data={"fichier": (io.BytesIO(SEED), "draft.txt"), **DAY, "repertoire": "rncp"}
    )
    parse(answer)
    assert "Rules of the RNCP register" in answer.text
    assert "The certification has no bloc of competences" in answer.text


def test_a_certification_of_the_graph_is_checked_by_its_code(client: FlaskClient, parse: Parse) -> None:
    answer = client.get("/verifier?id=chef-de-projet-digital")
    parse(answer)
    assert "Chef de projet digital" in answer.text
    assert "graphkit check chef-de-projet-digital --date 2026-11-23 --register rncp" in answer.text
    told = client.get("/verifier?id=chef-de-projet-digital&_format=json").get_json()
    assert told["certification"]["id"] == "chef-de-projet-digital"
    assert client.get("/verifier?id=RNCP99999").status_code == 404


def test_a_page_on_a_certification_leads_to_its_check(client: FlaskClient) -> None:
    assert "/verifier?id=RNCP25520" in client.get("/certification/RNCP25520").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Projet été (v2).docx", "Projet été (v2).docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Mes documents\\a.docx", "a.docx"),
        ("a\x00b\nc.pdf", "a_b_c.pdf"),
        ("...", "document"),
        ("", "document"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_a_file_is_kept_for_a_moment_under_a_harmless_name(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_reasons_are_those_that_say_something() -> None:
    assert reasons_of({"motif-a": " vu  hier ", "motif-b": " ", "vue": "regle"}) == {"a": "vu hier"}
