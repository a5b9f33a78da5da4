"""What the catalog adds for pages: search by several words, answers as cells, anything as a page."""

from __future__ import annotations

import pytest

from graphkit.catalog import Catalog
from graphkit.errors import NotFound
from graphkit.nodes import Node
from graphkit.store.protocol import Store
from graphkit.store.results import QueryResult

BASE = "https://w3id.org/referentiels/"


@pytest.fixture
def catalog(store: Store) -> Catalog:
    """The catalog of the small dataset."""
    return Catalog(store)


def test_all_words_must_be_in_one_text_in_any_order(catalog: Catalog) -> None:
    found = catalog.search("numérique communication")
    assert [hit.certification.identifier for hit in found.hits] == ["RNCP25520"]
    assert not found.partial
    assert catalog.search("NUMERIQUE communication").hits == found.hits
    # The index also answers with some of the words, and says so; the plain search does not.
    some = catalog.search("numérique introuvable")
    assert bool(some.hits) == some.indexed == some.partial


def test_a_hit_says_who_delivers_it_and_how_large_it_is(catalog: Catalog) -> None:
    hit = catalog.search("communication numérique").hits[0]
    view = catalog.certification("RNCP25520")
    assert hit.certificateurs == view.certificateurs
    assert (hit.blocs, hit.competences) == (len(view.blocs), len(view.competences))
    assert [cell.path for cell in hit.metiers] == [code.path for code in view.codes_of("ref:viseMetier")]
    assert hit.metiers
    assert hit.remarques == len(view.anomalies) + len(view.results) > 0


def test_a_thing_without_a_page_of_its_own_is_shown_by_its_facts(catalog: Catalog) -> None:
    path = catalog.certification("RNCP25520").fiches[0].iri.removeprefix(BASE)
    view = catalog.thing(path)
    assert (view.path, view.iri) == (path, f"{BASE}{path}")
    assert "ref:Fiche" in view.kinds
    assert view.facts
    assert view.incoming
    with pytest.raises(NotFound):
        catalog.thing("passage/none")


def test_rows_of_a_free_query_become_cells(catalog: Catalog) -> None:
    code = Node(f"{BASE}rome/M1803")
    rows = QueryResult("SELECT", ("a", "b"), ({"a": code}, {"b": Node("x", "literal")}))
    first, second = catalog.cells(rows, 10)
    assert first[0] is not None
    assert (first[0].path, first[1]) == ("rome/M1803", None)
    assert second[0] is None
    assert len(catalog.cells(rows, 1)) == 1
    triples = QueryResult("CONSTRUCT", triples=((code, code, code),))
    assert [cell.path for cell in catalog.cells(triples, 5)[0] if cell] == ["rome/M1803"] * 3


def test_a_question_can_be_read_without_being_asked(catalog: Catalog) -> None:
    assert catalog.named_question("composition").parameters
    with pytest.raises(NotFound):
        catalog.named_question("compositions")


def test_a_cell_says_the_code_then_what_it_is_called(catalog: Catalog) -> None:
    terms = [
        Node(f"{BASE}{path}") for path in ("certification/RNCP25520", "niveau/7", "nsf/320", "nowhere/1")
    ]
    rows = QueryResult("SELECT", ("a",), tuple({"a": term} for term in terms))
    said = [row[0].label for row in catalog.cells(rows, 10) if row[0]]
    title = catalog.certification("RNCP25520").ref.title
    assert said[0] == f"RNCP25520 {title}"
    # The name of a level holds its code.
    assert said[1] == "Niveau 7"
    assert said[2].startswith("320 ")
    assert said[3] == "1"
