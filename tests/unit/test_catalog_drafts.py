"""What a draft in Word states leads back, in the catalog and on its page, to the cell that it stands in."""

from __future__ import annotations

import pdf_inventes
import pytest
from brouillons import DISPOSITIONS, ecrire_docx, lire_verite

from graphkit.catalog.live import catalog_source
from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

CERTIFICATION = "animateur-de-jardins-partages"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store that holds a draft in Word and a REAC."""
    folder = tmp_path_factory.mktemp("brouillon")
    ecrire_docx(lire_verite(CERTIFICATION), folder / "brouillon.docx", DISPOSITIONS["officielle"])
    built = Settings(store=folder / "graph")
    pdf_inventes.ecrire_reac(folder / "reac.pdf")
    build([folder / "brouillon.docx", folder / "reac.pdf"], built)
    return built


def test_a_competence_of_a_draft_leads_back_to_its_cell(settings: Settings) -> None:
    view = catalog_source(settings).get().certification(CERTIFICATION)
    (competence,) = [each for each in view.competences if each.iri.endswith("/C2.2")]
    (passage,) = view.passages_of(competence.iri)
    # The headings take two rows, and C2.2 is the fourth competence of the first table.
    assert passage.table_cell == (1, 6, 2)
    assert (passage.page, passage.lines) == (None, None)


@pytest.mark.parametrize(
    ("language", "place"), [("fr", "tableau 1, rangée 6, colonne 2"), ("en", "table 1, row 6, column 2")]
)
def test_the_page_of_a_competence_says_in_which_cell_it_stands(
    settings: Settings, language: str, place: str
) -> None:
    client = create_app(settings).test_client()
    page = client.get(f"/competence/{CERTIFICATION}/C2.2", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert place in " ".join(page.get_data(as_text=True).split())


def test_the_page_of_a_competence_of_a_reac_shows_what_its_sheet_says(settings: Settings) -> None:
    view = catalog_source(settings).get().competence("competence/jardinier-de-toits-et-de-facades/CP1")
    assert [(each.property, each.texts[0][:24]) for each in view.details] == [
        ("ref:descriptionCompetence", "Le jardinier travaille à"),
        ("ref:savoirMobilise", "Connaissance des plantes"),
    ]
    # Where the competence stands is told apart from where its description does.
    client = create_app(settings).test_client()
    page = client.get("/competence/jardinier-de-toits-et-de-facades/CP1").get_data(as_text=True)
    assert "Le jardinier travaille à partir du plan" in page
    assert "Connaissance des plantes" in page
