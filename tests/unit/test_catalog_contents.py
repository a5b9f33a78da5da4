"""The catalog compares certifications by what they say, and finds what is nearest in the whole graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.catalog import Catalog, LiveCatalog
from graphkit.catalog.cells import Namer
from graphkit.catalog.contents import Contents, CoveredBothWays
from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Kind, Text
from graphkit.index.writer import write_index
from graphkit.pipeline import build

CHEF, DIGITAL = "chef-de-projet-digital", "RNCP25520"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    settings = replace(Settings(), store=tmp_path_factory.mktemp("store"), jobs=1)
    build([], settings)
    return LiveCatalog(settings.store, settings.base_iri, settings.queries).get()


def test_a_certification_in_blocs_is_compared_bloc_by_bloc(catalog: Catalog) -> None:
    side = catalog.referentiel(DIGITAL)
    assert side.in_blocs
    assert [len(bloc.competences) for bloc in side.blocs] == [3, 5, 6, 4]
    assert (side.level, side.register) == ("7", "rncp")


def test_a_draft_without_blocs_is_compared_activity_by_activity(catalog: Catalog) -> None:
    side = catalog.referentiel(CHEF)
    assert not side.in_blocs
    assert side.register == ""
    assert side.blocs[0].title == "Définition du projet digital"
    assert len(side.competences) == 30


def test_two_certifications_are_compared_both_ways(catalog: Catalog) -> None:
    found = catalog.contents.compare(catalog.referentiel(CHEF), catalog.referentiel(DIGITAL))
    assert len(found.of_one.statements) == 30
    assert len(found.of_other.statements) == 18
    # Both documents have a competence of writing the specifications of a project.
    texts = [
        next(each.text for each in side.competences if each.text.partition(" ")[2].startswith("le cahier"))
        for side in (found.other, found.one)
    ]
    explained = catalog.contents.explain(*texts)
    assert {"cahier", "charges"} <= {word for part in explained.components for word in part.shared}


def test_the_coverage_alone_is_that_of_the_comparison(catalog: Catalog) -> None:
    whole = catalog.referentiel(DIGITAL)
    # The first bloc has three competences of eighteen.
    part = replace(whole, blocs=whole.blocs[:1])
    found, compared = (door(part, whole) for door in (catalog.contents.coverage, catalog.contents.compare))
    assert found == CoveredBothWays((3, 3), (compared.of_other.covered, 18))
    assert 3 <= compared.of_other.covered < 18


def test_what_two_cover_of_each_other_is_worked_out_once(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = catalog.certification(DIGITAL, partners=0)
    found = catalog.covered_both_ways(view, CHEF)
    assert (found.of_one[1], found.of_other[1]) == (18, 30)
    monkeypatch.setattr(Contents, "coverage", None)
    assert catalog.covered_both_ways(view, CHEF) is found


def test_what_a_person_types_finds_the_nearest_competences_with_reasons(catalog: Catalog) -> None:
    found = catalog.contents.nearest("rédiger le cahier des charges d'un projet", limit=3)
    assert "cahier des charges" in found[0].text
    assert found[0].bearer.path is not None
    assert any("cahier" in part.shared for part in found[0].match.components)
    scores = [near.match.score for near in found]
    assert scores == sorted(scores, reverse=True)


def test_nothing_is_near_words_that_no_text_holds(catalog: Catalog) -> None:
    assert catalog.contents.nearest("zzyzx") == ()
    assert catalog.contents.nearest("projet", (Kind.COMPETENCE_ROME,)) == ()


def test_the_certifications_that_say_most_of_some_competences_are_found(catalog: Catalog) -> None:
    side = catalog.referentiel(CHEF)
    texts = [each.text for each in side.competences]
    found = catalog.contents.nearest_certifications(texts)
    assert found[0].certification == side.key
    assert found[0].share > found[1].share
    others = catalog.contents.nearest_certifications(texts, without=frozenset({side.key}))
    assert [each.certification for each in others] == [catalog.referentiel(DIGITAL).key]


def test_two_texts_are_explained(catalog: Catalog) -> None:
    found = catalog.contents.explain("Définir un budget", "Définir un cahier des charges")
    assert found.components[0].shared == ("définir",)


def test_a_competence_of_rome_is_found_beside_those_of_certifications(tmp_path: Path) -> None:
    iri = Minter().iri("rome-competence", "1")
    write_index(tmp_path, [], official=[Text(Kind.COMPETENCE_ROME, iri, "Tresser un panier en osier")])
    found = Contents(TextIndex.open(tmp_path), Namer(Minter())).nearest(
        "panier d'osier", (Kind.COMPETENCE_ROME,)
    )
    assert [(near.bearer.path, near.certification) for near in found] == [("rome-competence/1", iri)]
