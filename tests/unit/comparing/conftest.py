"""A small graph of invented certifications and an occupation, with a search index."""

from __future__ import annotations

from pathlib import Path

import pytest
from differences.fiches import BLOCS, write_fiche

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.store.versions import open_current

#: The first bloc is that of the other fiche, the second is about something else.
OTHER = {
    ("BC01", "Entretenir le phare et ses abords"): BLOCS["BC01", "Entretenir le phare et ses abords"],
    ("BC02", "Tenir les comptes de la coopérative"): (
        "Établir le bilan comptable annuel de la coopérative",
        "Déclarer la taxe sur la valeur ajoutée à l’administration fiscale",
    ),
}


def correspondance(source: str, target: str) -> str:
    """Return the official correspondence of a bloc with another, as exports have it."""
    return (
        f"<CORRESPONDANCES><CORRESPONDANCE><SOURCE><BLOC_COMPETENCES><CODE>{source}</CODE></BLOC_COMPETENCES>"
        f"</SOURCE><DESTINATION><NUMERO_FICHE>{target[:9]}</NUMERO_FICHE><BLOC_COMPETENCES><CODE>{target}</CODE>"
        "</BLOC_COMPETENCES></DESTINATION></CORRESPONDANCE></CORRESPONDANCES>"
    )


@pytest.fixture(scope="session")
def lighthouses(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two fiches of one level that share a bloc, which one of them declares, and a third of another level."""
    folder: Path = tmp_path_factory.mktemp("comparing")
    declared = correspondance("RNCP90002BC01", "RNCP90001BC01")
    files = [
        write_fiche(folder / "a.xml"),
        write_fiche(folder / "b.xml", OTHER, number=90002, end="01/09/2020", correspondances=declared),
        write_fiche(folder / "c.xml", BLOCS, number=90003, level=5),
    ]
    settings = Settings(store=folder / "graph", validate=False)
    build(files, settings)
    return settings


@pytest.fixture(scope="session")
def harbour(lighthouses: Settings) -> Catalog:
    """Their graph."""
    return Catalog(open_current(lighthouses.store))
