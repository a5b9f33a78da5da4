"""Vectors come from an installed package or a file, never from elsewhere, and are used where asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from differences.fiches import write_fiche

from graphkit.catalog import catalog_source
from graphkit.config import Settings, settings_from_environment
from graphkit.errors import SourceUnreadable
from graphkit.matching import vectors
from graphkit.matching.rarity import rarity_of
from graphkit.matching.similarity import LEXICAL, VECTORIAL, Matcher
from graphkit.matching.vectors import open_vectors
from graphkit.pipeline import build

TINY = """6 3
voiture 1 0 0
automobile 0.9 0.1 0
réparer 0 1 0
dépanner 0 0.9 0.1
chanter 0 0 1
chorale 0 0.1 0.9
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "minuscule.vec"
    path.write_text(TINY, encoding="utf-8")
    return path


def test_no_vectors_are_used_where_none_are_asked_for() -> None:
    assert open_vectors("off") is None
    assert open_vectors("") is None
    assert Matcher(rarity_of([])).method == LEXICAL


def test_words_that_mean_the_same_are_near_though_they_share_no_letter(tiny: Path) -> None:
    found = open_vectors(str(tiny))
    assert found is not None
    near = found.nearness("Réparer une voiture", "Dépanner l'automobile")
    assert near > 0.95
    assert near > found.nearness("Réparer une voiture", "Chanter dans une chorale") + 0.5
    assert found.nearness("Réparer", "mot inconnu") == 0


def test_a_matcher_with_vectors_says_so_in_its_method(tiny: Path) -> None:
    matcher = Matcher(rarity_of([]), open_vectors(str(tiny)))
    found = matcher.match("Réparer une voiture", "Dépanner l'automobile")
    assert found.method == VECTORIAL
    assert found.version.endswith("+minuscule")
    assert matcher.features("Réparer une voiture", "Dépanner l'automobile")["vecteur"] > 0.95


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("voiture 1 0\nauto 1\n", "line 2"), ("voiture un deux\n", "no file of word vectors"), ("\n", "line 1")],
)
def test_a_file_of_another_form_is_refused_with_its_line(
    tmp_path: Path, content: str, complaint: str
) -> None:
    path = tmp_path / "autre.vec"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceUnreadable, match=complaint):
        open_vectors(str(path))


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PACKAGE", "paquet_absent")
    with pytest.raises(SourceUnreadable, match=r"graphkit\[vectors\]"):
        open_vectors("paquet_absent")
    with pytest.raises(SourceUnreadable, match="no file of word vectors"):
        open_vectors("/absent/fichier.vec")


def test_the_setting_gives_comparisons_the_vectors_of_a_file(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = write_fiche(tmp_path / "a.xml")
    build([fiche], Settings(store=tmp_path / "graph", validate=False, jobs=1))
    monkeypatch.setenv("GRAPHKIT_VECTORS", f" {tiny} ")
    settings = replace(settings_from_environment(), store=tmp_path / "graph")
    found = catalog_source(settings).get().contents.explain("Réparer une voiture", "Dépanner l'automobile")
    assert found.method == VECTORIAL
    plain = catalog_source(replace(settings, vectors="")).get().contents
    assert plain.explain("Réparer une voiture", "Dépanner l'automobile").score < found.score
    lost = catalog_source(replace(settings, vectors="/absent/fichier.vec")).get()
    assert lost.certification("RNCP90001").ref.title == "Gardien de phare"
    with pytest.raises(SourceUnreadable, match=r"/absent/fichier\.vec"):
        _ = lost.contents
