"""What changed from one version of the ontology to another, told from the versions as they were."""

from __future__ import annotations

import pytest
from rdflib import Graph

from graphkit.ontology import declared_terms
from graphkit.publish.ontology_versions import (
    ChangedTerm,
    changes_between,
    kept_versions,
    version_changes,
    version_graph,
)
from graphkit.publish.vocabulary import vocabulary

REF = "https://w3id.org/referentiels/ontologie#"
HEAD = f"""
@prefix ref: <{REF}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
OLD = """
ref:Phare a owl:Class ; skos:prefLabel "phare"@fr ; rdfs:isDefinedBy <m/1> .
ref:eclaire a owl:ObjectProperty ; skos:prefLabel "éclaire"@fr .
ref:Bac a owl:Class ; skos:prefLabel "bac"@fr .
ref:Quai a owl:Class ; skos:prefLabel "quai"@fr .
"""
NEW = """
ref:Phare a owl:Class ; skos:prefLabel "phare"@fr ; rdfs:isDefinedBy <m/2> .
ref:eclaire a owl:ObjectProperty ; skos:prefLabel "éclaire"@fr, "lights"@en ; skos:definition "Éclaire."@fr .
ref:Quai a owl:Class ; skos:prefLabel "quai"@fr ; owl:deprecated true .
ref:Moulin a owl:Class ; skos:prefLabel "moulin"@fr .
"""


def graph(text: str) -> Graph:
    """Return an ontology."""
    return Graph().parse(data=HEAD + text, format="turtle", publicID="https://a.example/")


def test_terms_that_came_went_and_changed_are_told() -> None:
    found = changes_between(graph(OLD), graph(NEW), "1.0.0", "2.0.0")
    assert found.added == (f"{REF}Moulin",)
    assert found.removed == (f"{REF}Bac",)
    # That a term stands in another version of its module is no change of it.
    assert found.changed == (
        ChangedTerm(f"{REF}Quai", ("owl:deprecated",), deprecated=True),
        ChangedTerm(f"{REF}eclaire", ("skos:definition", "skos:prefLabel"), deprecated=False),
    )
    assert found.terms == 4


def test_the_same_twice_is_no_change() -> None:
    found = changes_between(graph(OLD), graph(OLD), "1.0.0", "1.0.1")
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_each_kept_version_is_what_it_says() -> None:
    versions = kept_versions()
    assert [*versions] == ["0.1.0"]
    for version, path in versions.items():
        kept = Graph().parse(path)
        text = path.read_text("utf-8")
        assert f"<https://w3id.org/referentiels/ontologie/{version}>" in text
        assert len(declared_terms(kept)) == 164


def test_a_version_that_is_kept_is_not_changed_afterwards() -> None:
    """Whoever changes a term gives the ontology its next version first."""
    if vocabulary().version in kept_versions():
        kept = Graph().parse(kept_versions()[vocabulary().version])
        assert changes_between(kept, version_graph(vocabulary().version), "a", "b").changed == ()


def test_the_present_version_is_compared_with_the_last_one_kept() -> None:
    present, *_, first = version_changes()
    assert (present.version, present.before) == (vocabulary().version, "0.1.0")
    # Positions in pages and tables came after the first version.
    assert {f"{REF}page", f"{REF}rangee"} <= set(present.added)
    assert present.removed == ()
    assert (first.version, first.before, first.added) == ("0.1.0", "", ())


def test_a_version_that_is_not_kept_is_unknown() -> None:
    with pytest.raises(KeyError):
        version_graph("9.9.9")
