"""What pages add to a thing: the parts of a statement, its neighbours, the offer of a code, a citation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphkit.config import Settings
from graphkit.store.versions import build_version
from webui import create_app

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
DRAFT = "chef-de-projet-digital"
STATEMENTS = {
    "RNCP90001": "Tailler une haie champêtre à l'aide d'un taille-haie afin de préserver la nidification",
    "RNCP90002": "Tailler une haie champêtre à la main",
    "RNCP90003": "Rédiger un bulletin de paie",
}


def section(tree: Any, name: str) -> Any:  # noqa: ANN401 - trees of html5lib
    return next((e for e in tree.iter("section") if e.get("aria-labelledby") == name), None)


def text(element: Any) -> str:  # noqa: ANN401 - idem
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def hedges(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Three invented certifications of one competence each, two of them on hedges."""
    folder = tmp_path_factory.mktemp("hedges")
    facts = [f'<{BASE}nsf/213> <http://www.w3.org/2004/02/skos/core#prefLabel> "Forêts"@fr']
    for code, statement in STATEMENTS.items():
        iri, competence = f"<{BASE}certification/{code}>", f"<{BASE}competence/{code}/C1>"
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
        facts += [
            f"{iri} {kind} <{REF}Certification>",
            f'{iri} {label} "Titre {code}"@fr',
            f"{iri} <{REF}niveau> <{BASE}niveau/4>",
            f"{iri} <{REF}nsf> <{BASE}nsf/213>",
            f"{iri} <{REF}comporteCompetence> {competence}",
            f"{competence} {kind} <{REF}Competence>",
            f'{competence} <{REF}enonce> "{statement}"@fr',
            f'{competence} <{REF}code> "C1"',
        ]
    (folder / "hedges.nq").write_text("".join(f"{fact} <http://g/1> .\n" for fact in facts), "utf-8")
    build_version(folder / "graph", folder / "hedges.nq")
    return create_app(Settings(store=folder / "graph")).test_client()


def test_a_statement_is_shown_part_by_part(hedges: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(hedges.get("/competence/RNCP90001/C1?lang=fr"))
    parts = {text(row.find("th")): text(row.find("td")) for row in section(tree, "t-enonce").iter("tr")}
    assert parts == {
        "Verbe": "tailler",
        "Objet": "une haie champêtre",
        "Situation": "non dit",
        "Moyens": "à l'aide d'un taille-haie",
        "Finalité": "afin de préserver la nidification",
    }


def test_near_competences_of_others_are_listed_with_what_they_share(
    hedges: FlaskClient, parse: Callable[..., Any]
) -> None:
    page = hedges.get("/competence/RNCP90001/C1?lang=fr")
    near = section(parse(page), "t-proches")
    links = [a.get("href") for a in near.iter("a")]
    assert "/competence/RNCP90002/C1" in links
    assert "/competence/RNCP90001/C1" not in links
    assert "/competence/RNCP90003/C1" not in links
    assert "haie" in text(near.find(".//tbody"))
    assert "ne vaut ni correspondance ni dispense" in text(near)
    assert "équivalen" not in page.text.lower()


def test_a_competence_like_no_other_has_no_such_list(hedges: FlaskClient, parse: Callable[..., Any]) -> None:
    assert section(parse(hedges.get("/competence/RNCP90003/C1")), "t-proches") is None


def test_the_offer_of_a_code_is_told_by_level_and_state(
    hedges: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(hedges.get("/nsf/213?lang=fr"))
    listed = section(tree, "t-certifications")
    assert "État : État non indiqué (3)" in text(listed).replace("\u202f", " ").replace("\u00a0", " ")
    addresses = {text(a): a.get("href") for a in listed.iter("a")}
    assert addresses["4"] == "/recherche?nsf=213&niveau=4"
    assert hedges.get(f"{addresses['4']}&_format=csv").text.count("\r\n") == 4


def test_a_certification_can_be_cited_and_taken_as_a_table(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(client.get("/certification/RNCP25520?lang=fr"))
    cited = text(tree.find(".//details[@class='cite small']"))
    version = client.get("/healthz").json["version"]
    assert "RNCP25520" in cited
    assert version[:12] in cited
    assert "23 novembre 2026" in cited.replace("\u00a0", " ")
    links = {text(a): a.get("href") for a in tree.find(".//div[@class='row actions']").iter("a")}
    assert client.get(links["XLSX"]).data.startswith(b"PK")
    assert client.get(links["CSV"]).text.startswith("certification,partie,intitule_partie,")
