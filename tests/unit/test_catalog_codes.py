"""What is around a code: the codes above it, and what its certifications say in the same words."""

from __future__ import annotations

import pytest

from graphkit.catalog import Catalog
from graphkit.store.memory import MemoryStore

BASE = "https://w3id.org/referentiels/"
GRAPH = """
@prefix certification: <https://w3id.org/referentiels/certification/> .
@prefix a: <https://w3id.org/referentiels/competence/A/> .
@prefix b: <https://w3id.org/referentiels/competence/B/> .
@prefix c: <https://w3id.org/referentiels/competence/C/> .
@prefix nsf: <https://w3id.org/referentiels/nsf/> .
@prefix ref: <https://w3id.org/referentiels/ontologie#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
nsf:326 skos:broader nsf:32 ; skos:prefLabel "Informatique"@fr .
nsf:32 skos:broader nsf:3 ; skos:prefLabel "Communication"@fr, "Communication studies"@en .
nsf:3 skos:prefLabel "Services"@fr .
certification:A a ref:Certification ; ref:nsf nsf:326 ;
  ref:comporteCompetence a:1, a:2 .
certification:B a ref:Certification ; ref:nsf nsf:32 ;
  ref:comporteCompetence b:1 .
certification:C a ref:Certification ;
  ref:comporteCompetence c:1 .
a:1 ref:enonce "Allumer le feu"@fr .
a:2 ref:enonce "Peindre la tour"@fr .
b:1 ref:enonce "Allumer le feu"@fr .
c:1 ref:enonce "Peindre la tour"@fr .
"""


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(MemoryStore.parse(GRAPH.encode(), "trig"))


def test_codes_above_come_from_the_widest_down(catalog: Catalog) -> None:
    above = catalog.above(f"{BASE}nsf/326")
    assert [(each.path, each.label) for each in above] == [("nsf/3", "Services"), ("nsf/32", "Communication")]
    assert catalog.above(f"{BASE}nsf/3") == ()


def test_codes_that_stand_under_each_other_end() -> None:
    """A source that says so must not hang a page, and a code is not above itself."""
    circle = GRAPH + "nsf:3 skos:broader nsf:326 ."
    above = Catalog(MemoryStore.parse(circle.encode(), "trig")).above(f"{BASE}nsf/326")
    assert {each.path for each in above} == {"nsf/3", "nsf/32"}


def test_a_statement_of_two_certifications_of_a_group_is_shared(catalog: Catalog) -> None:
    """A bears a code under 32 and B bears 32 itself; C bears neither."""
    (shared,) = catalog.shared_statements(f"{BASE}nsf/32")
    assert (shared.text, shared.certifications) == ("Allumer le feu", 2)
    assert shared.example.path == "competence/A/1"
    assert catalog.shared_statements(f"{BASE}nsf/326") == ()
