"""Every page, in both languages: what it says, and that it is sound HTML that loads nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from scripts import other_scripts

from webui.security import CONTENT_SECURITY_POLICY
from webui.templating import STATIC

DRAFT = "chef-de-projet-digital"
PAGES = {
    "/": 200,
    "/recherche?q=projet+digital": 200,
    "/recherche?q=introuvable": 200,
    "/certification/RNCP25520": 200,
    f"/certification/{DRAFT}": 200,
    "/bloc/RNCP25520BC03": 200,
    f"/competence/{DRAFT}/C1.1": 200,
    f"/activite/{DRAFT}/A1": 200,
    f"/activite/{DRAFT}/A1.1": 200,
    "/rome/M1803": 200,
    "/nsf/320": 200,
    "/niveau/7": 200,
    "/niveau-1969/I": 200,
    "/voie-acces/vae": 200,
    "/repertoire/rncp": 200,
    "/fiche/RNCP25520/fiche-texte": 200,
    f"/referentiel/{DRAFT}/activites": 200,
    "/nomenclature/rome": 200,
    "/recherche?q=projet&niveau=7&etat=inconnu": 200,
    "/recherche?q=projet&niveau=2": 200,
    "/recherche?tout=1&tri=fin&voir=rome": 200,
    "/recherche?q=projet&etat=ouverte": 400,
    "/aide": 200,
    "/carte": 200,
    "/carte?par=rome": 200,
    "/carte?par=metier": 400,
    "/comparer": 200,
    "/comparer?id=RNCP25520": 200,
    f"/differences?de=RNCP25520&vers={DRAFT}": 200,
    "/correspondances": 200,
    "/proches?q=piloter+un+projet": 200,
    "/parcours?blocs=RNCP25520BC01": 200,
    "/metier": 200,
    f"/comparer?id=RNCP25520&id={DRAFT}": 200,
    "/comparer?id=RNCP25520&id=RNCP1": 404,
    "/comparer?id=RNCP25520&id=25520": 400,
    "/sparql": 200,
    "/sparql?query=SELECT+*+WHERE+{?s+?p+?o}+LIMIT+3": 200,
    "/sparql?query=SELECT+*+WHERE+{?s+?p+?o}+LIMIT+3&run=1": 200,
    "/sparql?query=ASK+{?s+?p+?o}&run=1": 200,
    "/sparql?query=CONSTRUCT+WHERE+{?s+?p+?o}+LIMIT+3&run=1": 200,
    "/sparql?query=SELECT+*+WHERE+{?s+?p&run=1": 400,
    "/requetes": 200,
    "/requetes/composition": 200,
    "/requetes/composition?certification=RNCP25520": 200,
    "/requetes/composition?certification=perdu": 200,
    "/requetes/expirations?debut=demain": 400,
    "/requetes/inconnue": 404,
    "/certification/RNCP1": 404,
    "/graphe": 200,
    "/graphe?depart=RNCP25520": 200,
    "/graphe?depart=RNCP25520&profondeur=3&masque=bloc&choisi=rome/M1803&vers=M1803": 200,
    f"/graphe?depart={DRAFT}&profondeur=2&disposition=libre": 200,
    "/graphe?depart=perdu": 404,
    "/rien": 404,
    "/rien/du/tout": 404,
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("path", "status"), PAGES.items(), ids=list(PAGES))
def test_every_page_is_sound(
    client: FlaskClient, parse: Callable[..., Any], path: str, status: int, language: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": language, "Accept": "text/html"})
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert answer.headers["Content-Language"] == language
    policy = answer.headers["Content-Security-Policy"]
    assert policy == CONTENT_SECURITY_POLICY or path.startswith(("/sparql", "/graphe?"))
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"]
    assert answer.vary.to_header() == "Accept, Accept-Language, Cookie"
    tree = parse(answer)
    assert tree.get("lang") == language
    assert [element.tag for element in tree.iter("h1")] == ["h1"]
    assert "".join(tree.find(".//title").itertext()).strip()
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [e.attrib for e in tree.iter() if set(e.attrib) & {"style", "onclick", "onload"}]
    assert not other_scripts(tree)
    runs = any(element.get("src") for element in tree.iter("script"))
    assert runs == ("script-src 'self'" in policy)
    assert not list(tree.iter("style"))
    blank = [e for e in tree.iter() if e.tag in {"td", "th", "dd"} and not "".join(e.itertext()).strip()]
    assert not blank, "an empty cell says nothing"
    for element in (each for each in tree.iter() if each.tag != "a"):
        for name in ("src", "href", "action", "formaction"):
            assert not re.match(r"(?:[a-z]+:)?//", element.get(name) or ""), element.attrib
    for element in tree.iter("a"):
        assert not (element.get("href") or "").lower().startswith(("javascript:", "data:", "vbscript:"))


@pytest.mark.parametrize("path", [path for path, status in PAGES.items() if status == 200])
def test_every_link_within_the_site_leads_somewhere(
    client: FlaskClient, parse: Callable[..., Any], path: str
) -> None:
    tree = parse(client.get(path, headers={"Accept": "text/html"}))
    links = {(a.get("href") or "").partition("#")[0] for a in tree.iter("a")}
    # Two of each kind are enough: the others are made by the same lines of a template.
    seen: dict[str, int] = {}
    for link in sorted(links):
        kind = re.sub(r"[^/?.]*(\d|-)[^/?.]*", "n", link.partition("?")[0])
        seen[kind] = seen.get(kind, 0) + 1
        if link.startswith("/") and not link.startswith("/static") and seen[kind] <= 2:
            assert client.get(link).status_code in {200, 303}, link


def test_no_page_depends_on_the_one_before(client: FlaskClient) -> None:
    french = client.get("/certification/RNCP25520?lang=fr").text
    english = client.get("/certification/RNCP25520?lang=en").text
    assert "Niveau de qualification" in french
    assert "Qualification level" in english
    assert client.get("/certification/RNCP25520?lang=fr").text == french


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("rncp 25520", "/certification/RNCP25520"),
        ("25520", "/certification/RNCP25520"),
        ("m1803", "/rome/M1803"),
        ("320", "/nsf/320"),
        ("RNCP25520BC03", "/bloc/RNCP25520BC03"),
        ("chef-de-projet-digital", "/certification/chef-de-projet-digital"),
    ],
)
def test_a_code_goes_straight_to_its_thing(client: FlaskClient, typed: str, path: str) -> None:
    answer = client.get("/recherche", query_string={"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)


def test_a_search_says_where_the_words_were_found(client: FlaskClient) -> None:
    page = client.get("/recherche?q=veille+digital").text
    assert "<mark>digital</mark>" in page
    assert "Chef de projet" in page
    assert "30 compétences" in page


def test_an_empty_search_is_the_home_page(client: FlaskClient) -> None:
    assert client.get("/recherche?q=+").headers["Location"] == "/"


def test_a_search_marks_other_forms_of_the_words_and_tells_of_a_slip(client: FlaskClient) -> None:
    page = client.get("/recherche?q=PROJETS+digitale").text
    assert "<mark>projet</mark> <mark>digital</mark>" in page
    assert "recherche étendue" not in page
    assert "Recherche sans index" not in page
    slip = " ".join(client.get("/recherche?q=digitol").text.split())
    assert "« digitol » tel quel : recherche étendue à « digital »" in slip


def test_a_certification_says_what_the_source_does_not_tell(client: FlaskClient) -> None:
    page = client.get("/certification/RNCP25520").text
    assert "État et fin d’enregistrement non indiqués par la source" in page
    assert "manquant dans la source" in page
    assert '<span class="missing">non indiqué par la source</span>' in page


def test_a_draft_without_blocs_is_shown_by_activity(client: FlaskClient) -> None:
    page = client.get(f"/certification/{DRAFT}").text
    assert "Définition du projet digital" in page
    assert page.count('class="race') == 8 or page.count('class="race') > 5
    assert "lignes 81" in page


def test_another_spelling_of_a_code_leads_to_the_one_address(client: FlaskClient) -> None:
    assert client.get("/certification/rncp25520").headers["Location"] == "/certification/RNCP25520"
    assert client.get("/certification/rncp25520.json").headers["Location"] == "/certification/RNCP25520.json"


def test_a_comparison_never_speaks_of_equivalence(client: FlaskClient) -> None:
    for language in ("fr", "en"):
        page = client.get(f"/comparer?id=RNCP25520&id={DRAFT}&lang={language}").text.lower()
        assert "équivalen" not in page
        assert "equivalen" not in page
    assert "couverture calculée" in client.get(f"/comparer?id=25520&id={DRAFT}&lang=fr").text.lower()


def test_the_frame_names_the_source_and_the_version(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Projet indépendant" in page
    assert "Licence Ouverte 2.0" in page
    version = client.get("/healthz").json["version"]
    assert version[:12] in page


def test_the_theme_is_kept_in_a_cookie(client: FlaskClient) -> None:
    answer = client.post("/preferences", data={"theme": "dark", "retour": "/niveau/7?lang=fr"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/niveau/7?lang=fr")
    assert 'data-theme="dark"' in client.get("/").text
    client.post("/preferences", data={"theme": "auto", "retour": "/"})
    assert "data-theme" not in client.get("/").text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "/a\r\nb"]
)
def test_the_theme_form_leads_nowhere_else(client: FlaskClient, back: str) -> None:
    assert client.post("/preferences", data={"theme": "dark", "retour": back}).headers["Location"] == "/"


def test_static_files_are_served_for_the_content_they_have(client: FlaskClient) -> None:
    found = re.search(r'href="(/static/viewer\.css\?v=[0-9a-f]{10})"', client.get("/").text)
    assert found
    answer = client.get(found[1])
    assert answer.mimetype == "text/css"
    assert "max-age" in answer.headers["Cache-Control"]
    answer.close()


def test_help_tells_every_shortcut_that_the_script_knows(client: FlaskClient) -> None:
    script = (STATIC / "keys.js").read_text("utf-8")
    block = script[script.index("const actions = {") : script.index("document.addEventListener")]
    known = set(re.findall(r'^\s+"?([^\s":]+)"?: ', block, re.MULTILINE))
    assert known == {"/", "?", "c", "g", "p", "n"}
    for path in ("/aide", "/certification/RNCP25520"):
        told = set(re.findall(r"<kbd>(.)</kbd>", client.get(path).text))
        assert known == told
