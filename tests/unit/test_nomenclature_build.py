"""Nomenclatures in a build: they name their codes, whatever the order, and the rest is reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.nodes import Row
from graphkit.pipeline import build
from graphkit.questions import load_question
from graphkit.report import BuildReport
from graphkit.store.dump import dump_sorted
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.versions import open_current

CASES = Path(__file__).parents[1] / "cases" / "nomenclatures"
BASE = "https://w3id.org/referentiels/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
REF = f"{BASE}ontologie#"
FICHE = """<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><ID_FICHE>1</ID_FICHE>
<NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>Gardien de phare</INTITULE><ETAT_FICHE>Publiée</ETAT_FICHE>
<CODES_NSF><NSF><CODE>326t</CODE><LIBELLE>Phares (guet)</LIBELLE></NSF>
<NSF><CODE>999z</CODE><LIBELLE>Nulle part</LIBELLE></NSF></CODES_NSF>
<CODES_ROME><ROME><CODE>M1805</CODE><LIBELLE>Gardiennage de phares</LIBELLE></ROME>
<ROME><CODE>M1500</CODE><LIBELLE>Côte</LIBELLE></ROME></CODES_ROME>
<TYPE_ENREGISTREMENT>Enregistrement de droit</TYPE_ENREGISTREMENT><ACTIF>Oui</ACTIF></FICHE></FICHES>"""


@pytest.fixture
def fiche(tmp_path: Path) -> Path:
    path = tmp_path / "fiches.xml"
    path.write_text(FICHE, encoding="utf-8")
    return path


def made(folder: Path, *paths: Path, base: str = BASE) -> tuple[BuildReport, EmbeddedStore]:
    settings = Settings(store=folder / "graph", base_iri=base)
    report = build(paths, settings)
    return report, open_current(settings.store)


def quads(store: EmbeddedStore, subject: str) -> list[tuple[str, str, str]]:
    """Return (property, value, graph) of a subject, short."""
    lines = [line.decode() for line in dump_sorted(store) if line.startswith(f"<{BASE}{subject}> ".encode())]
    parsed = ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
    found = []
    for quad in parsed:
        name, value, graph = quad.predicate.value, quad.object.value, quad.graph_name.value  # type: ignore[union-attr]
        for prefix in (SKOS, REF, BASE):
            name, value, graph = (each.removeprefix(prefix) for each in (name, value, graph))
        found.append((name, value, graph))
    return found


def of(found: list[tuple[str, str, str]], name: str) -> list[tuple[str, str]]:
    return [(value, graph) for each, value, graph in found if each == name]


@pytest.mark.parametrize("last", [True, False])
def test_a_nomenclature_names_its_codes_and_nothing_repeats_it(
    fiche: Path, tmp_path: Path, last: bool
) -> None:
    """Neither label, class, scheme nor notation of a code stands twice, whichever file is read first."""
    paths = [CASES / "rome", CASES / "nsf"]
    _, store = made(tmp_path, *([fiche, *paths] if last else [*paths, fiche]))
    found = quads(store, "rome/M1805")
    assert of(found, "prefLabel") == [("Gardien / Gardienne de phare", "nomenclature/rome")]
    for name in ("inScheme", "notation"):
        assert len(of(found, name)) == 1
    assert ("Gardiennage de phares", "fiche/RNCP1/xml-fc") in of(found, "libelleConstate")


def test_a_code_that_the_nomenclature_lacks_keeps_the_label_that_was_observed(
    fiche: Path, tmp_path: Path
) -> None:
    _, store = made(tmp_path, fiche, CASES / "rome")
    assert of(quads(store, "rome/M1500"), "prefLabel") == [("Côte", "graphe/nomenclatures")]


def test_an_nsf_code_with_a_letter_is_its_group_and_its_function(fiche: Path, tmp_path: Path) -> None:
    _, store = made(tmp_path, fiche, CASES / "nsf")
    found = quads(store, "nsf/326t")
    assert of(found, "broader") == [("nsf/326", "graphe/nomenclatures")]
    assert of(found, "fonction") == [("nsf-fonction/t", "graphe/nomenclatures")]
    assert not of(quads(store, "nsf/999z"), "broader")


def test_a_pseudo_code_stands_under_the_domain_that_it_names_whole(fiche: Path, tmp_path: Path) -> None:
    text = fiche.read_text(encoding="utf-8").replace("<CODE>M1500</CODE>", "<CODE>M1800</CODE>")
    fiche.write_text(text, encoding="utf-8")
    _, store = made(tmp_path, fiche, CASES / "rome")
    assert of(quads(store, "rome/M1800"), "broader") == [("rome/M18", "graphe/nomenclatures")]
    # It stays a code that the nomenclature does not have, and is reported as one.
    rows = store.select(load_question("codes-hors-nomenclature"))
    assert [row["code"].value for row in rows] == [f"{BASE}rome/M1800"]


def test_a_pseudo_code_of_a_domain_that_no_nomenclature_states_stands_under_nothing(
    fiche: Path, tmp_path: Path
) -> None:
    _, store = made(tmp_path, fiche, CASES / "rome")
    assert not of(quads(store, "rome/M1500"), "broader")


def test_the_page_of_a_code_tells_mobilities_by_rank(tmp_path: Path) -> None:
    folder = tmp_path / "rome"
    shutil.copytree(CASES / "rome", folder)
    with (folder / "unix_referentiel_code_rome.csv").open("a", encoding="utf-8") as table:
        table.write('"M1812","3","13","Aiguilleur / Aiguilleuse de bateaux","","M1805"\n')
    with (folder / "unix_mobilite.csv").open("w", encoding="utf-8") as table:
        table.write("code_rome,code_rome_cible,numero_ordre\nM1805,M1811,2\nM1805,M1812,1\n")
    _, store = made(tmp_path, folder)
    view = Catalog(store).concept("rome", "M1805")
    (told,) = (fact.values for fact in view.facts if fact.property == "ref:mobiliteVers")
    assert [cell.label for cell in told] == [
        "Aiguilleur / Aiguilleuse de bateaux",
        "Allumeur / Allumeuse de feux",
    ]
    assert not any(fact.property == "ref:mobilite" for fact in view.facts)
    step = {name: value for name, value, _ in quads(store, "mobilite/M1805/M1812")}
    assert (step["mobiliteVers"], step["ordre"]) == ("rome/M1812", "1")


def test_without_its_nomenclature_an_nsf_code_is_composed_of_nothing(fiche: Path, tmp_path: Path) -> None:
    _, store = made(tmp_path, fiche)
    assert not of(quads(store, "nsf/326t"), "fonction")


def test_the_newer_rome_names_a_code_and_the_older_name_is_an_alternative(tmp_path: Path) -> None:
    _, store = made(tmp_path, CASES / "rome-3", CASES / "rome")
    found = quads(store, "rome/M1805")
    assert of(found, "prefLabel") == [("Gardien / Gardienne de phare", "nomenclature/rome")]
    assert ("Gardiennage de phares", "nomenclature/rome-3") in of(found, "altLabel")
    # ROME 4.0 files this job title elsewhere.
    assert "Veilleur / Veilleuse de feu" not in dict(of(found, "altLabel"))


def test_rome_3_alone_names_its_codes(tmp_path: Path) -> None:
    _, store = made(tmp_path, CASES / "rome-3")
    found = quads(store, "rome/M1805")
    assert of(found, "prefLabel") == [("Gardiennage de phares", "nomenclature/rome-3")]
    assert "Veilleur / Veilleuse de feu" in dict(of(found, "altLabel"))


def answer(store: EmbeddedStore) -> list[tuple[str, str]]:
    rows: list[Row] = store.select(load_question("codes-hors-nomenclature"))
    return [(row["code"].value.removeprefix(BASE), row["certifications"].value) for row in rows]


def test_codes_that_no_loaded_nomenclature_knows_are_reported(fiche: Path, tmp_path: Path) -> None:
    """Without a nomenclature nothing can be told of its codes."""
    _, without = made(tmp_path / "a", fiche)
    assert answer(without) == []
    _, nsf = made(tmp_path / "b", fiche, CASES / "nsf")
    assert answer(nsf) == [("nsf/999z", "1")]
    _, both = made(tmp_path / "c", fiche, CASES / "nsf", CASES / "rome")
    assert answer(both) == [("nsf/999z", "1"), ("rome/M1500", "1")]


def test_the_report_counts_concepts_and_the_shapes_find_nothing(tmp_path: Path) -> None:
    report, _ = made(tmp_path, *(CASES / name for name in ("nsf", "rome", "rome-3", "esco")))
    assert report.nomenclatures == {"esco": 9, "nsf": 4, "rome": 12, "rome-3": 1}
    assert report.results == {"violation": 0, "warning": 0, "info": 0}
    assert report.anomalies == {"table-non-reprise": 1, "colonnes-non-reprises": 8}
    assert (report.read, report.ignored) == (0, ())


def test_the_whole_graph_follows_the_base_and_esco_keeps_its_addresses(tmp_path: Path) -> None:
    _, store = made(tmp_path, CASES / "rome", CASES / "esco", base="http://localhost:8000/")
    text = b"\n".join(dump_sorted(store))
    assert b"<http://localhost:8000/rome/M1805>" in text
    assert f"<{BASE}rome/".encode() not in text
    assert b"<http://data.europa.eu/esco/occupation/aa-1>" in text


def test_building_twice_gives_the_same_bytes(fiche: Path, tmp_path: Path) -> None:
    one, _ = made(tmp_path / "a", fiche, CASES / "rome", CASES / "nsf")
    two, _ = made(tmp_path / "b", CASES / "nsf", CASES / "rome", fiche)
    assert one.version == two.version


def test_the_edition_says_its_version_its_date_and_its_files(tmp_path: Path) -> None:
    _, store = made(tmp_path, CASES / "rome")
    found = {name.rpartition("/")[2].rpartition("#")[2]: value for name, value, graph in quads(
        store, "nomenclature/rome"
    ) if graph == "nomenclature/rome"}  # fmt: skip
    assert (found["versionInfo"], found["issued"], found["title"]) == ("7", "2026-03-02", "ROME 4.0")
    assert found["wasDerivedFrom"].startswith("document/")


def test_a_page_of_a_code_names_what_it_is_tied_to(fiche: Path, tmp_path: Path) -> None:
    _, store = made(tmp_path, fiche, CASES / "rome")
    view = Catalog(store).concept("rome", "M1805")
    labels = {fact.property: [cell.label for cell in fact.values] for fact in view.facts}
    assert labels["skos:broader"] == ["Signaux maritimes"]
    assert labels["ref:requiertSavoir"] == ["Optique des lentilles de phare"]
    assert view.total == 1


def test_a_broken_nomenclature_leaves_the_graph_in_service(fiche: Path, tmp_path: Path) -> None:
    before, _ = made(tmp_path, fiche, CASES / "rome")
    shutil.copytree(CASES / "rome", tmp_path / "rome")
    (tmp_path / "rome" / "unix_referentiel_code_rome.csv").unlink()
    with pytest.raises(SourceUnreadable, match="no table of codes"):
        build([fiche, tmp_path / "rome"], Settings(store=tmp_path / "graph"))
    assert open_current(tmp_path / "graph").select(load_question("codes-hors-nomenclature"))
    assert before.version == made(tmp_path, fiche, CASES / "rome")[0].version


@pytest.mark.parametrize(("nomenclature", "code"), [("nsf", "326"), ("nsf", "326t"), ("rome", "M18")])
def test_a_group_lists_what_bears_one_of_its_codes(
    tmp_path: Path, fiche: Path, nomenclature: str, code: str
) -> None:
    """The fiche bears 326t and M1805; people look under the group and under the domain too."""
    _, store = made(tmp_path, fiche, CASES / "nsf", CASES / "rome")
    listed = Catalog(store).concept(nomenclature, code)
    assert [each.identifier for each in listed.certifications] == ["RNCP1"]
    assert listed.total == 1
