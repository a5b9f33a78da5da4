"""A draft with three planted faults, laid out as Word and Excel, and the report on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import brouillons
import pytest

from graphkit.checking.checker import check
from graphkit.checking.findings import CheckReport
from graphkit.config import Settings

DAY = date(2026, 11, 23)
OFFICIELLE = brouillons.DISPOSITIONS["officielle"]


def faulty_truth() -> brouillons.Verite:
    """Return the truth of the clean draft with three faults of an author.

    Two rows of headings come first, so C1.2 stands in row 4 and C2.1 in row 5 of the first table; column 2
    has the competences.
    """
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    first, second = verite["blocs"][0]["activites"][:2]
    first["competences"][1]["enonce"] = "Connaître les attentes des habitants, de la commune, etc."
    second["competences"][0]["criteres"] = []
    return verite


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the draft as ``jardins.docx`` and ``jardins.xlsx``."""
    folder = tmp_path_factory.mktemp("drafts")
    brouillons.ecrire_docx(
        faulty_truth(), folder / "jardins.docx", OFFICIELLE, brouillons.Options(suivi=True)
    )
    brouillons.ecrire_xlsx(faulty_truth(), folder / "jardins.xlsx", OFFICIELLE)
    return folder


@pytest.fixture(scope="session")
def report(drafts: Path) -> CheckReport:
    """The report on the Word draft."""
    return check(drafts / "jardins.docx", Settings(), date=DAY)
