"""Every answer of the catalog is the same whichever store the graph is in, or says what is missing there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from graphkit.catalog import Catalog
from graphkit.catalog.exploration import Exploration
from graphkit.errors import GraphkitError
from graphkit.index.facets import Selection
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.protocol import Store

BASE = "https://w3id.org/referentiels/"
CERTIFICATION = f"{BASE}certification/RNCP25520"

ANSWERS: dict[str, Callable[[Catalog], Any]] = {
    "above": lambda c: c.above(f"{BASE}nsf/320"),
    "activite": lambda c: c.activite(_first(c, "Activite").removeprefix("activite/")),
    "bearers": lambda c: c.bearers("C1.1"),
    "bloc": lambda c: c.bloc(_first(c, "BlocDeCompetences").removeprefix("bloc/")),
    "branch": lambda c: c.branch("nsf", "32"),
    "certificateur": lambda c: c.certificateur(_first(c, "Certificateur").removeprefix("certificateur/")),
    "certification": lambda c: c.certification("RNCP25520"),
    "competence": lambda c: c.competence(_first(c, "Competence").removeprefix("competence/")),
    "concept": lambda c: c.concept("rome", "M1803"),
    "counted": lambda c: c.counted,
    "covered_both_ways": lambda c: c.covered_both_ways(c.certification("RNCP25520"), "RNCP34762"),
    "crossed": lambda c: [c.crossed(facet) for facet in ("rome", "nsf", "certificateur")],
    "describe": lambda c: c.describe("certification/RNCP25520"),
    # Any example will do: the store chooses.
    "example": lambda c: [bool(c.example(f"{BASE}ontologie#{term}")) for term in ("Certification", "Seuil")],
    "explore": lambda c: c.explore(Exploration("certification/RNCP25520")),
    "graphs": lambda c: dict(c.graphs),
    "holds": lambda c: (c.holds("certification/RNCP25520"), c.holds("certification/RNCP1")),
    "incoming": lambda c: c.incoming("certification/RNCP25520"),
    "level_map": lambda c: c.level_map("nsf"),
    "lineage": lambda c: c.lineage("RNCP25520"),
    "locate": lambda c: c.locate("rncp 25520"),
    "matched_texts": lambda c: c.matched_texts(),
    "members": lambda c: c.members("ref:Certification", 10, 0),
    "partners": lambda c: c.partners("RNCP25520"),
    "question": lambda c: c.question("expirations", {"debut": "2019-01-01", "fin": "2031-01-01"}),
    "record": lambda c: c.record("RNCP25520"),
    "referentiel": lambda c: c.referentiel("RNCP25520"),
    "replacements": lambda c: c.replacements("certification/RNCP25520"),
    "resolve": lambda c: c.resolve("certification/RNCP25520"),
    "result_rows": lambda c: list(c.result_rows([CERTIFICATION])),
    "result_triples": lambda c: sorted(map(str, c.result_triples([CERTIFICATION]))),
    "search": lambda c: (c.search("25520").jump, c.search("nsf 320").targets),
    "shared_statements": lambda c: c.shared_statements(f"{BASE}rome/M1803"),
    "statistics": lambda c: c.statistics,
    "suggestions": lambda c: [c.suggestions(kind) for kind in ("rome", "nsf", "certification")],
    "terms": lambda c: c.terms,
    "thing": lambda c: c.thing("certification/RNCP25520"),
}
#: What stands beside the graph, in the directory of a version: without it, an error says so.
BESIDE: dict[str, Callable[[Catalog], Any]] = {
    "changes": lambda c: c.changes(0, 10),
    "contents": lambda c: c.contents.nearest("Gérer un projet", limit=1),
    "events": lambda c: c.events(),
    "found": lambda c: c.found("projet", Selection(date.max, {"niveau": ("7",)})),
}
#: What does not ask the store, or has a test of its own.
ELSEWHERE = frozenset({
    "cells", "dump", "examples", "info", "named_question", "query_load", "query_text", "questions", "runner",
    "sparql", "statements", "warm", "warnings",
})  # fmt: skip


def _first(catalog: Catalog, kind: str) -> str:
    (member, *_) = catalog.members(f"ref:{kind}", 1, 0)
    assert member.path
    return member.path


@pytest.fixture(params=["memory", "remote"])
def other(request: pytest.FixtureRequest) -> Catalog:
    """The catalog of the same dataset in another store."""
    store: Store = request.getfixturevalue(request.param)
    return Catalog(store)


def test_no_use_case_of_the_catalog_is_forgotten() -> None:
    public = {name for name, _ in inspect.getmembers(Catalog) if not name.startswith("_")}
    assert public == ANSWERS.keys() | BESIDE.keys() | ELSEWHERE


@pytest.mark.parametrize("name", ANSWERS)
def test_another_store_gives_the_same_answer(name: str, embedded: EmbeddedStore, other: Catalog) -> None:
    assert ANSWERS[name](other) == ANSWERS[name](Catalog(embedded))


@pytest.mark.parametrize("name", BESIDE)
def test_what_another_store_does_not_have_is_an_error_that_says_so(name: str, other: Catalog) -> None:
    with pytest.raises(GraphkitError, match=r"this graph|index|version"):
        BESIDE[name](other)
