"""Facets as pages show them: which values, in which order, and how many stay hidden."""

from __future__ import annotations

from datetime import date

import pytest

from graphkit.catalog.answers import FacetView
from graphkit.catalog.cells import Namer
from graphkit.catalog.facets import facet_views
from graphkit.catalog.results import selection_of
from graphkit.identifiers import Minter
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.versions import build_version, open_current

BASE = "https://w3id.org/referentiels/"
TODAY = date(2026, 11, 23)
#: Eleven codes with their groups, the commonest last.
CODES = {f"M18{n:02}": n for n in range(1, 12)}
COUNTS = {
    "rome": {"M": 66, "M18": 66, **CODES},
    "niveau": {"7": 1, "4": 5},
    "etat": {"expiree": 2, "active": 9},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("labels")
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    observed = f"<{BASE}ontologie#libelleConstate>"
    (folder / "labels.nq").write_text(
        f'<{BASE}rome/M1811> {label} "Jardinage"@fr <http://g> .\n'
        f'<{BASE}rome/M1811> {label} "Gardening"@en <http://g> .\n'
        f'<{BASE}rome/M1810> {observed} "Taille"@fr <http://g> .\n',
        "utf-8",
    )
    build_version(folder / "graph", folder / "labels.nq")
    return open_current(folder / "graph")


def views(store: EmbeddedStore, opened: str = "", **chosen: tuple[str, ...]) -> dict[str, FacetView]:
    found = facet_views(store, Namer(Minter(BASE)), COUNTS, selection_of(TODAY, chosen), opened)
    return {each.name: each for each in found}


def test_the_commonest_codes_come_first_with_their_label_and_groups_are_left_out(
    store: EmbeddedStore,
) -> None:
    rome = views(store)["rome"]
    assert [each.value for each in rome.values] == [f"M18{n:02}" for n in range(11, 3, -1)]
    assert [each.label for each in rome.values[:3]] == ["Jardinage", "Taille", ""]
    assert rome.hidden == 3


def test_all_values_are_shown_of_the_facet_that_is_opened(store: EmbeddedStore) -> None:
    rome = views(store, "rome")["rome"]
    assert (len(rome.values), rome.hidden) == (11, 0)


def test_a_value_that_was_chosen_is_shown_though_it_is_rare_or_a_group(store: EmbeddedStore) -> None:
    rome = views(store, rome=("M1801", "M18", "Z9"))["rome"]
    assert [(each.value, each.count, each.chosen) for each in rome.values[:3]] == [
        ("M1801", 1, True),
        ("M18", 66, True),
        ("Z9", 0, True),
    ]


def test_levels_and_states_keep_their_own_order(store: EmbeddedStore) -> None:
    found = views(store)
    assert [each.value for each in found["niveau"].values] == ["4", "7"]
    assert [each.value for each in found["etat"].values] == ["active", "expiree"]
    assert "nsf" not in found
