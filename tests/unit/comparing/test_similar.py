"""What is nearest in the graph to a text, a certification, a draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from differences.fiches import BLOCS, write_fiche

from graphkit.catalog import Catalog
from graphkit.cli import main
from graphkit.comparing.argument import Grid, Link
from graphkit.comparing.reports import as_text
from graphkit.comparing.sides import Side, named_side
from graphkit.comparing.similar import Around, Candidate, nearest_to_text, tell_by_bloc, tell_nearest
from graphkit.config import Settings
from graphkit.errors import NotFound


def run(*arguments: str | Path) -> Result:
    """Run ``graphkit similar``."""
    return CliRunner().invoke(main, ["similar", *map(str, arguments)])


def test_a_sentence_finds_the_competences_that_say_it_with_the_reason(harbour: Catalog) -> None:
    found = nearest_to_text(harbour, "établir les comptes annuels d’une coopérative")
    assert found.competences[0].text == "Établir le bilan comptable annuel de la coopérative"
    text = as_text(tell_nearest(found))
    assert "RNCP90002" in text
    assert "verbe 1,00 : en commun « établir »" in text


def test_words_that_the_graph_lacks_find_nothing_and_it_is_said(harbour: Catalog) -> None:
    assert "Rien dans le graphe" in as_text(tell_nearest(nearest_to_text(harbour, "xylophone baryton")))


def test_the_certification_with_the_same_blocs_is_the_nearest(harbour: Catalog) -> None:
    side = named_side(None, harbour, "RNCP90001")
    assert side is not None
    around = Around(harbour, side)
    assert [each.ref.identifier for each in around.whole()] == ["RNCP90003", "RNCP90002"]
    assert around.whole()[0].share == 1.0
    first, second = around.by_bloc()
    assert {each.ref.identifier: each.share for each in first.candidates} == {
        "RNCP90002": 1.0,
        "RNCP90003": 1.0,
    }
    assert second.candidates[0].ref.identifier == "RNCP90003"
    assert second.candidates[0].bloc_name == "BC02 Accueillir les visiteurs du phare"


def test_a_draft_is_told_bloc_by_bloc(lighthouses: Settings, tmp_path: Path) -> None:
    blocs = {
        ("BC01", "Comptabilité"): ("Établir le bilan comptable annuel d’une association", "Tenir la caisse")
    }
    draft = write_fiche(tmp_path / "brouillon.xml", blocs, number=90077)
    told = json.loads(run(draft, "--json", "--store", lighthouses.store).output)
    assert told["certification"] == "brouillon.xml"
    ((bloc,),) = (told["blocs"],)
    assert bloc["certifications"][0]["certification"] == "RNCP90002"
    assert bloc["certifications"][0]["bloc"] == "BC02 Tenir les comptes de la coopérative"
    assert "Au plus près de brouillon.xml" in run(draft, "--store", lighthouses.store).output


def test_a_certification_that_is_also_in_the_graph_is_not_told_near_itself(harbour: Catalog) -> None:
    view = harbour.certification("RNCP90001")
    assert "RNCP90001" not in {
        each.ref.identifier for each in Around(harbour, Side("A", view, "a.xml")).whole()
    }


def test_a_number_that_the_graph_lacks_is_no_text(harbour: Catalog, lighthouses: Settings) -> None:
    with pytest.raises(NotFound):
        named_side(None, harbour, "RNCP12")
    assert run("RNCP12", "--store", lighthouses.store).exit_code == 3
    assert named_side(None, harbour, "nettoyer les optiques") is None


def test_no_file_is_read_for_a_visitor(harbour: Catalog, tmp_path: Path) -> None:
    path = write_fiche(tmp_path / "a.xml", BLOCS)
    assert named_side(None, harbour, str(path)) is None


def test_competences_of_no_bloc_are_told_as_such(harbour: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    side = named_side(None, harbour, "RNCP90001")
    assert side is not None
    around = Around(harbour, side)
    monkeypatch.setattr(Candidate, "bloc_name", "")
    grids = [each for each in tell_by_bloc(side, around.whole(), around.by_bloc()) if isinstance(each, Grid)]
    cells = [cell for grid in grids for row in grid.rows for cell in row]
    assert "Compétences sans bloc" in cells
    # A link of no word would lead nobody.
    assert not [cell for cell in cells if isinstance(cell, Link) and not cell]
