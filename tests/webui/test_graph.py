"""The explorer as a page: its address is its state, the list says what the canvas draws."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graphkit.catalog.exploration import MOST

# What the printed record of the sample says: four blocs, four ROME codes, one NSF code, level 7.
START = "/graphe?depart=RNCP25520"


def drawing(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - a tree of any builder
    found = tree.find(".//script[@id='dessin']").text
    return dict(json.loads(found))


def test_the_list_names_each_thing_that_the_canvas_draws(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(client.get(START))
    drawn = drawing(tree)
    listed = {link.get("data-key") for link in tree.findall(".//div[@data-region='liste']//a")}
    assert {node["id"] for node in drawn["noeuds"]} == listed
    blocs = [node for node in drawn["noeuds"] if node["genre"] == "Bloc de compétences"]
    assert [node["court"] for node in blocs] == ["BC01", "BC02", "BC03", "BC04"]
    trades = {node["court"] for node in drawn["noeuds"] if node["genre"] == "Code ROME"}
    assert trades == {"E1104", "H1204", "M1704", "M1803"}


def test_each_step_is_a_link_that_works_by_itself(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get(f"{START}&choisi=bloc/RNCP25520BC01"))
    steps = {link.get("data-key"): link.get("href") for link in tree.findall(".//a[@data-step]")}
    without = parse(client.get(steps["kind-competence"]))
    assert not [node for node in drawing(without)["noeuds"] if node["genre"] == "Compétence"]
    back = {link.get("data-key"): link.get("href") for link in without.findall(".//a[@data-step]")}
    assert drawing(parse(client.get(back["kind-competence"])))["noeuds"] == drawing(tree)["noeuds"]
    removed = drawing(parse(client.get(steps["remove"])))
    assert "bloc/RNCP25520BC01" not in {node["id"] for node in removed["noeuds"]}
    unlinked = drawing(parse(client.get(steps["link-ref:viseMetier"])))
    assert "rome/M1803" not in {node["id"] for node in unlinked["noeuds"]}


def test_a_thing_that_was_pinned_stands_where_it_was_put(
    client: FlaskClient, parse: Callable[..., Any]
) -> None:
    address = f"{START}&epingle=bloc/RNCP25520BC01@12,-34.5&epingle=rome/M1803@nan,1&epingle=@1,2"
    nodes = {node["id"]: node for node in drawing(parse(client.get(address)))["noeuds"]}
    assert nodes["bloc/RNCP25520BC01"]["place"] == [12.0, -34.5]
    assert nodes["bloc/RNCP25520BC01"]["fixe"]
    assert not nodes["rome/M1803"]["fixe"]


@pytest.mark.parametrize("asked", ["", "9999", "-1", "x"])
def test_never_more_than_the_most_is_sent(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/graphe?depart=chef-de-projet-digital&profondeur=3&limite={asked}&_format=json")
    assert 150 <= len(json.loads(answer.text)["noeuds"]) <= MOST


def test_the_rest_is_counted_in_words(client: FlaskClient) -> None:
    text = client.get("/graphe?depart=chef-de-projet-digital&profondeur=2").text
    assert "<strong>150</strong> nœuds affichés" in text
    assert re.search(r"\d+ autres ne sont pas montrés", text)


def test_what_is_shown_is_given_as_turtle_and_as_rows(client: FlaskClient) -> None:
    triples = list(ox.parse(client.get(f"{START}&_format=ttl").data, format=ox.RdfFormat.TURTLE))
    blocs = [triple for triple in triples if triple.predicate.value.endswith("#comporteBloc")]
    assert len(blocs) == 4
    table = client.get(f"{START}&_format=csv").text.splitlines()
    assert table[0] == "source,intitule_source,lien,cible,intitule_cible"
    assert sum(",ref:comporteBloc," in line for line in table) == 4


def test_the_query_of_a_view_runs_and_gives_its_links(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get(START))
    shown = [a.get("href") for a in tree.findall(".//p[@data-region='exports']/a")]
    address = next(href for href in shown if href.startswith("/sparql"))
    answer = client.get(address, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert "comporteBloc" in answer.text


def test_a_view_may_run_the_scripts_of_this_site_and_no_other(client: FlaskClient) -> None:
    policy = client.get(START).headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy
    ordinary = client.get("/").headers["Content-Security-Policy"]
    assert "connect-src" not in ordinary
    assert "nonce" not in ordinary
