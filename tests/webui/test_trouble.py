"""What goes wrong: no graph, bad requests, and records that try to be more than text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from scripts import other_scripts

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.store.memory import MemoryStore
from webui import create_app

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
PAGE = "<http://xmlns.com/foaf/0.1/page>"
ONE, BLOC, C1 = f"<{BASE}certification/RNCP1>", f"<{BASE}bloc/RNCP1BC01>", f"<{BASE}competence/RNCP1/C1>"
HOSTILE = f"""
{ONE} {TYPE} <{REF}Certification> <{BASE}g> .
{ONE} {LABEL} "{SCRIPT} \\u202E piège"@fr <{BASE}g> .
{ONE} <{REF}secteursActivite> "{SCRIPT}\\n\\"onmouseover=alert(1)"@fr <{BASE}g> .
{ONE} {PAGE} <javascript:alert(1)> <{BASE}g> .
{ONE} {PAGE} <data:text/html,%3Cscript%3E> <{BASE}g> .
{ONE} {PAGE} <https://example.org/x> <{BASE}g> .
{ONE} <{REF}comporteBloc> {BLOC} <{BASE}g> .
{ONE} <{REF}comporteCompetence> {C1} <{BASE}g> .
{BLOC} {TYPE} <{REF}BlocDeCompetences> <{BASE}g> .
{BLOC} {LABEL} "{SCRIPT}"@fr <{BASE}g> .
{BLOC} <{REF}code> "'><script>alert(2)</script>" <{BASE}g> .
{BLOC} <{REF}regroupe> {C1} <{BASE}g> .
{C1} {TYPE} <{REF}Competence> <{BASE}g> .
{C1} <{REF}enonce> "{SCRIPT} &lt;b&gt;"@fr <{BASE}g> .
"""


@pytest.fixture(scope="module")
def hostile() -> FlaskClient:
    """A visitor of a graph whose texts are written by an attacker."""
    store = MemoryStore.parse(HOSTILE.encode())
    return create_app(Settings(), catalog=Catalog(store)).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/recherche?q=script",
        "/recherche?q=<script>alert(3)</script>",
        "/certification/RNCP1",
        "/bloc/RNCP1BC01",
        "/competence/RNCP1/C1",
        "/requetes/mot-dans-les-enonces?mot=script",
        "/requetes/mot-dans-les-enonces?mot=%22%27><script>alert(3)</script>",
        "/sparql?query=</textarea><script>alert(3)</script>",
        "/graphe?depart=RNCP1&profondeur=3",
        "/graphe?depart=<script>alert(3)</script>&vers=<script>",
        "/graphe?depart=RNCP1&masque=<script>&epingle=<script>@1,2&choisi=</script>",
        "/comparer?id=<script>alert(3)</script>",
        "/<script>alert(3)</script>",
        "/certification/<script>alert(3)</script>",
        "/?lang=<script>",
    ],
)
def test_hostile_texts_are_shown_inert(hostile: FlaskClient, parse: Callable[..., Any], path: str) -> None:
    answer = hostile.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in {200, 400, 404}
    tree = parse(answer)
    assert not other_scripts(tree)
    assert not list(tree.iter("img"))
    for element in tree.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        for name in ("href", "src", "action"):
            assert not (element.get(name) or "").lower().startswith(("javascript:", "data:"))


def test_only_web_addresses_of_the_data_are_linked(hostile: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(hostile.get("/certification/RNCP1"))
    outside = {a.get("href") for a in tree.iter("a") if ":" in (a.get("href") or "")}
    assert "https://example.org/x" in outside
    assert "javascript:alert(1)" in "".join(tree.itertext())


def test_texts_are_isolated_from_the_direction_around_them(hostile: FlaskClient) -> None:
    assert "\u202e piège</h1>" in hostile.get("/certification/RNCP1").text
    assert 'dir="auto"' in hostile.get("/certification/RNCP1").text


def test_free_queries_over_a_graph_in_memory_are_refused_politely(hostile: FlaskClient) -> None:
    answer = hostile.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "Graphe indisponible" in answer.text


@pytest.mark.parametrize("path", ["/", "/certification/RNCP25520", "/requetes", "/sparql", "/rien"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_graph_pages_say_how_to_make_one(
    empty_store: Settings, parse: Callable[..., Any], path: str, language: str
) -> None:
    answer = (
        create_app(empty_store).test_client().get(f"{path}?lang={language}", headers={"Accept": "text/html"})
    )
    assert answer.status_code == (404 if path == "/rien" else 503)
    parse(answer)
    assert path == "/rien" or "graphkit build" in answer.text


def test_health_without_a_graph_is_503(empty_store: Settings) -> None:
    answer = create_app(empty_store).test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["live"], answer.json["ready"]) == (True, False)


def test_a_method_that_is_not_allowed_is_said_with_those_that_are(client: FlaskClient) -> None:
    answer = client.post("/certification/RNCP25520")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_body_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "#" * 300_000}).status_code == 413


def test_a_bug_shows_a_page_without_its_details(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Catalog, "search", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/recherche?q=projet")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Erreur du site" in answer.text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_reading_without_a_body_is_answered(client: FlaskClient, method: str) -> None:
    answer = client.open("/certification/RNCP25520", method=method)
    assert answer.status_code == 200
    assert not answer.data


@pytest.mark.parametrize(
    ("address", "french", "english"),
    [
        (
            "/certification/RNCP1",
            "Le graphe n’a pas de certification RNCP1\u202f; cherchez-la",
            "no certification",
        ),
        (
            "/comparer?id=RNCP25520&id=RNCP1",
            "Le graphe n’a pas de certification RNCP1",
            "no certification RNCP1",
        ),
        ("/comparer?" + "&".join(f"id=RNCP{n}" for n in range(1, 8)), "On compare de deux à 5", "two to 5"),
        (
            "/bloc/RNCP25520BC99",
            "Rien dans le graphe ne porte le nom «\u202fbloc/RNCP25520BC99",
            "is named bloc/",
        ),
        ("/certification/RNCP25520?at=hier", "«\u202fhier\u202f» n’est pas une date", "is no date"),
        ("/certification/RNCP25520?at=2999-01-01", "Le 1er\u00a0janvier 2999 est à venir", "is to come"),
        (
            "/parcours?blocs=RNCP25520BC01=2023-02-31",
            "«\u202fRNCP25520BC01=2023-02-31\u202f» n’est pas un bloc",
            "is no bloc",
        ),
        ("/parcours?blocs=RNCP1BC01", "Rien dans le graphe ne porte le nom", "nothing in the graph"),
        ("/metier?certification=RNCP25520&rome=E1104", "quelles compétences requiert E1104", "requires"),
        (
            "/requetes/expirations?debut=zz",
            "«\u202fzz\u202f» ne convient pas pour «\u202fdebut",
            "zz&#39; is not",
        ),
        ("/telechargements/x", "Le fichier «\u202fx\u202f» n’a pas été publié", "has not been published"),
        ("/requetes/aucune", "Aucune question ne s’appelle «\u202faucune", "no question is named"),
    ],
)
def test_what_a_visitor_typed_wrong_is_told_in_his_language(
    client: FlaskClient, address: str, french: str, english: str
) -> None:
    joint = "&" if "?" in address else "?"
    assert french in client.get(address).text
    assert english not in client.get(address).text
    assert english in client.get(f"{address}{joint}lang=en").text
