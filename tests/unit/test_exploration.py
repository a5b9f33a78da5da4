"""The explorer: what is around a thing, where it stands, and the way to another."""

from __future__ import annotations

import pytest

from graphkit.catalog import Catalog
from graphkit.catalog.columns import HEIGHT, WIDTH, place
from graphkit.catalog.exploration import Exploration, GraphView
from graphkit.errors import NotFound
from graphkit.parameters import CODE_FORMS
from graphkit.store.memory import MemoryStore

BASE = "https://w3id.org/referentiels/"
PREFIXES = f"@prefix ref: <{BASE}ontologie#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
# Two certifications of the same level that share no trade, and a third that shares one with the first.
THREE = """
<certification/RNCP1> a ref:Certification ; skos:prefLabel "Jardinier"@fr ;
  ref:comporteBloc <bloc/RNCP1BC01> ;
  ref:comporteCompetence <competence/RNCP1/C1>, <competence/RNCP1/C2>, <competence/RNCP1/C10> ;
  ref:viseMetier <rome/A1203> ; ref:niveau <niveau/4> .
<bloc/RNCP1BC01> skos:prefLabel "Planter"@fr ; ref:regroupe <competence/RNCP1/C2>, <competence/RNCP1/C10> .
<competence/RNCP1/C1> ref:code "C1" ; ref:enonce "Semer"@fr ; ref:aPourCritere <critere/1> .
<competence/RNCP1/C2> ref:code "C2" ; ref:enonce "Tailler"@fr .
<competence/RNCP1/C10> ref:code "C10" ; ref:enonce "Arroser"@fr .
<critere/1> ref:enonce "La graine germe."@fr .
<certification/RNCP2> a ref:Certification ; skos:prefLabel "Soudeur"@fr ; ref:niveau <niveau/4> .
<certification/RNCP3> a ref:Certification ; skos:prefLabel "Paysagiste"@fr ; ref:viseMetier <rome/A1203> ;
  ref:remplace <certification/RNCP4> .
<certification/RNCP4> ref:active false .
<rome/A1203> skos:notation "A1203" ; skos:prefLabel "Aménagement"@fr .
<niveau/4> skos:notation "4" .
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    trig = f"@base <{BASE}> . {PREFIXES} <graphe/essai> {{ {THREE} }}"
    return Catalog(MemoryStore.parse(trig.encode(), "trig"))


def codes(view: GraphView) -> list[str]:
    return [node.code for node in view.nodes]


def links(view: GraphView) -> set[tuple[str, str, str]]:
    return {(link.source, link.property, link.target) for link in view.links}


def test_a_certification_is_shown_with_its_blocs_competences_and_codes(catalog: Catalog) -> None:
    view = catalog.explore(Exploration("rncp 1"))
    assert codes(view)[0] == "RNCP1"
    assert set(codes(view)) == {"RNCP1", "RNCP1BC01", "C1", "C2", "C10", "A1203", "4"}
    assert view.kinds["competence"] == (3, 3)
    assert view.unshown == 0


def test_a_competence_hangs_on_its_bloc_and_on_the_certification_only_without_one(catalog: Catalog) -> None:
    drawn = links(catalog.explore(Exploration("RNCP1")))
    assert ("bloc/RNCP1BC01", "ref:regroupe", "competence/RNCP1/C2") in drawn
    assert ("certification/RNCP1", "ref:comporteCompetence", "competence/RNCP1/C1") in drawn
    assert ("certification/RNCP1", "ref:comporteCompetence", "competence/RNCP1/C2") not in drawn


def test_what_hangs_on_a_code_comes_when_the_code_is_opened(catalog: Catalog) -> None:
    assert "RNCP2" not in codes(catalog.explore(Exploration("RNCP1", depth=3)))
    assert "RNCP2" in codes(catalog.explore(Exploration("RNCP1", opened=("niveau/4",))))
    assert "RNCP2" in codes(catalog.explore(Exploration("niveau/4")))


def test_one_step_more_is_one_link_further(catalog: Catalog) -> None:
    assert "La graine germe." not in {node.cell.label for node in catalog.explore(Exploration("RNCP1")).nodes}
    assert "La graine germe." in {
        node.cell.label for node in catalog.explore(Exploration("RNCP1", depth=2)).nodes
    }


def test_what_is_folded_removed_hidden_or_unlinked_is_not_shown(catalog: Catalog) -> None:
    folded = catalog.explore(Exploration("RNCP1", depth=2, folded=frozenset({"competence/RNCP1/C1"})))
    assert "critere" not in folded.kinds
    removed = catalog.explore(Exploration("RNCP1", removed=frozenset({"bloc/RNCP1BC01"})))
    assert "RNCP1BC01" not in codes(removed)
    hidden = catalog.explore(Exploration("RNCP1", hidden=frozenset({"competence"})))
    assert hidden.kinds["competence"] == (0, 3)
    assert not {"C1", "C2", "C10"} & set(codes(hidden))
    unlinked = catalog.explore(Exploration("RNCP1", unlinked=frozenset({"ref:viseMetier"})))
    assert "A1203" not in codes(unlinked)
    assert unlinked.properties["ref:viseMetier"] == 0


def test_what_it_begins_with_is_shown_whatever_is_hidden(catalog: Catalog) -> None:
    view = catalog.explore(
        Exploration(
            "RNCP1", hidden=frozenset({"certification"}), removed=frozenset({"certification/RNCP1"}), limit=1
        )
    )
    assert codes(view) == ["RNCP1"]


def test_no_more_is_shown_than_allowed_and_the_rest_is_counted(catalog: Catalog) -> None:
    view = catalog.explore(Exploration("RNCP1", limit=3))
    assert (len(view.nodes), view.unshown) == (3, 4)
    assert sum(total for _, total in view.kinds.values()) == 7
    shown = {node.path for node in view.nodes}
    assert all(link.source in shown and link.target in shown for link in view.links)


def test_things_not_shown_are_counted_on_what_they_hang_on(catalog: Catalog) -> None:
    beyond = {node.code: node.beyond for node in catalog.explore(Exploration("RNCP1")).nodes}
    assert beyond["C1"] == 1
    assert beyond["C2"] == 0
    # A code may have a whole register behind it: it is counted when it is opened.
    assert beyond["A1203"] is None


def test_a_way_leads_by_a_trade_and_not_by_the_level_that_all_share(catalog: Catalog) -> None:
    view = catalog.explore(Exploration("RNCP1BC01", target="RNCP4"))
    assert [(link.source, link.target) for link in view.way or ()] == [
        ("certification/RNCP1", "bloc/RNCP1BC01"),
        ("certification/RNCP1", "rome/A1203"),
        ("certification/RNCP3", "rome/A1203"),
        ("certification/RNCP3", "certification/RNCP4"),
    ]
    assert {"RNCP3", "RNCP4", "A1203"} <= set(codes(view))
    assert sum(link.on_way for link in view.links) == 4
    assert catalog.explore(Exploration("RNCP1", target="RNCP2")).way is None
    assert catalog.explore(Exploration("RNCP1", target="niveau/4")).way is not None


def test_the_query_shown_gives_the_links_shown(catalog: Catalog) -> None:
    view = catalog.explore(Exploration("RNCP1"))
    assert f"<{BASE}certification/RNCP1>" in view.sparql
    assert "CONSTRUCT" in view.sparql
    assert {triple[1].value for triple in view.triples()} >= {f"{BASE}ontologie#regroupe"}


@pytest.mark.parametrize("text", ["perdu", "RNCP99", "", "../etc", "<script>", "https://ailleurs.example/x"])
def test_what_the_graph_does_not_hold_is_not_found(catalog: Catalog, text: str) -> None:
    with pytest.raises(NotFound):
        catalog.explore(Exploration(text))


def test_columns_follow_the_kinds_and_rows_the_links() -> None:
    kinds = {
        "c": "certification",
        "b1": "bloc",
        "b2": "bloc",
        "k1": "competence",
        "k2": "competence",
        "k3": "competence",
    }
    tied = [("c", "b1"), ("c", "b2"), ("b1", "k1"), ("b1", "k2"), ("b2", "k3")]
    places = place(kinds, tied)
    assert [places[name][0] for name in ("c", "b1", "k1")] == [0, WIDTH, 2 * WIDTH]
    assert [places[name][1] for name in ("k1", "k2", "k3")] == [0, HEIGHT, 2 * HEIGHT]
    assert places["b1"][1] < places["b2"][1]
    # A bloc stands at the middle of its competences.
    assert places["b1"][1] == pytest.approx(HEIGHT / 2, abs=HEIGHT / 2)


def test_no_two_nodes_stand_upon_each_other() -> None:
    kinds = {
        f"n{at}": kind for at, kind in enumerate([*CODE_FORMS, *(["bloc"] * 30), *(["competence"] * 40)])
    }
    tied = [("n0", name) for name in kinds if name != "n0"]
    places = list(place(kinds, tied).values())
    for at, (x, y) in enumerate(places):
        assert all(abs(y - other) >= HEIGHT - 0.2 for beside, other in places[:at] if beside == x)


def test_parts_of_an_activity_stand_in_a_column_of_their_own() -> None:
    places = place({"a": "activite", "b": "activite", "c": "activite"}, [("a", "b"), ("b", "c")])
    assert [places[name][0] for name in "abc"] == [0, WIDTH, 2 * WIDTH]


def test_activities_that_contain_each_other_are_placed_all_the_same() -> None:
    assert len(place({"a": "activite", "b": "activite"}, [("a", "b"), ("b", "a")])) == 2


def test_nothing_is_placed_nowhere() -> None:
    assert place({}, []) == {}
