"""The page of a code: where it stands in its nomenclature, and what its certifications share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

FICHE = (
    "<FICHE><ID_FICHE>{n}</ID_FICHE><NUMERO_FICHE>RNCP{n}</NUMERO_FICHE><INTITULE>Gardien de phare</INTITULE>"
    "{level}<CODES_NSF><NSF><CODE>326</CODE><LIBELLE>Informatique</LIBELLE></NSF></CODES_NSF>"
    "<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>RNCP{n}BC01</CODE><LIBELLE>Entretenir</LIBELLE>"
    "<LISTE_COMPETENCES>{statement}</LISTE_COMPETENCES></BLOC_COMPETENCES></BLOCS_COMPETENCES>"
    "<ACTIF>Oui</ACTIF></FICHE>"
)
LEVEL = "<NOMENCLATURE_EUROPE><NIVEAU>NIV4</NIVEAU><INTITULE>Niveau 4</INTITULE></NOMENCLATURE_EUROPE>"
SHARED = "Nettoyer les optiques du phare pour garantir la portée du feu"
OTHER = "Repeindre les superstructures exposées aux embruns"


@pytest.fixture(scope="module")
def lighthouses(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Two fiches of level 4 that share a statement, and one that tells no level."""
    folder: Path = tmp_path_factory.mktemp("codes")
    fiches = (
        FICHE.format(n=90001, level=LEVEL, statement=SHARED),
        FICHE.format(n=90002, level=LEVEL, statement=SHARED),
        FICHE.format(n=90003, level="", statement=OTHER),
    )
    export = folder / "a.xml"
    export.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
        f"{''.join(fiches)}</FICHES>",
        encoding="utf-8",
    )
    settings = Settings(store=folder / "graph", validate=False)
    build([export], settings)
    return create_app(settings, today=lambda: date(2026, 11, 23)).test_client()


def crumbs(page: str) -> str:
    return page[page.index('class="crumbs"') : page.index("</nav>", page.index('class="crumbs"'))]


def test_a_code_at_the_top_has_home_above_it_only(client: FlaskClient) -> None:
    assert re.findall(r'href="([^"]+)"', crumbs(client.get("/repertoire/rncp").text)) == ["/"]


def test_statements_that_certifications_share_are_counted(lighthouses: FlaskClient) -> None:
    page = lighthouses.get("/nsf/326").text
    told = page[page.index('id="t-communs"') :]
    rows = re.findall(r'<tr><td><a href="([^"]+)">(.*?)</a></td><td class="num">(\d+)</td></tr>', told)
    assert [(SHARED in text, number) for _, text, number in rows] == [(True, "2")]
    assert rows[0][0].startswith("/competence/RNCP90001")


def test_one_certification_shares_nothing(client: FlaskClient) -> None:
    """One record of the sample is of level 7."""
    assert 'id="t-communs"' not in client.get("/niveau/7").text


def test_certifications_without_a_level_can_be_asked_for(lighthouses: FlaskClient) -> None:
    page = lighthouses.get("/recherche?tout=1&niveau=inconnu").text
    assert re.findall(r'href="/certification/(RNCP\d+)"', page) == ["RNCP90003"]
    assert "non indiqué" in page
    both = lighthouses.get("/recherche?tout=1&niveau=inconnu&niveau=4").text
    assert set(re.findall(r'href="/certification/(RNCP\d+)"', both)) == {
        "RNCP90001",
        "RNCP90002",
        "RNCP90003",
    }


def test_the_column_of_no_level_leads_to_its_certifications(lighthouses: FlaskClient) -> None:
    map_of_offer = lighthouses.get("/carte?par=nsf").text
    targets = set(re.findall(r'href="(/recherche\?nsf=32&amp;niveau=inconnu)"', map_of_offer))
    assert len(targets) == 1
    page = lighthouses.get(targets.pop().replace("&amp;", "&")).text
    assert re.findall(r'href="/certification/(RNCP\d+)"', page) == ["RNCP90003"]
