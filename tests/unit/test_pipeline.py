"""Builds: what goes in comes out, twice the same, and nothing in service is lost on the way."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, ValidationFailed
from graphkit.pipeline import build
from graphkit.report import BuildReport
from graphkit.store.changes import FicheChanges
from graphkit.store.dump import dump_sorted
from graphkit.store.manifest import read_version
from graphkit.store.rollback import roll_back
from graphkit.store.service import current_id, versions_of
from graphkit.store.versions import open_current

ROOT = Path(__file__).parents[2]

#: Fiche -> number of CORRESPONDANCE elements that it holds.
CORRESPONDANCES = {"RNCP37674": 3, "RNCP37873": 2, "RNCP40344": 8}

FICHE = """<FICHE><ID_FICHE>{n}</ID_FICHE><NUMERO_FICHE>RNCP{n}</NUMERO_FICHE>
<INTITULE>{title}</INTITULE><ETAT_FICHE>Publiée</ETAT_FICHE>
<NOMENCLATURE_EUROPE><NIVEAU>NIV5</NIVEAU><LIBELLE>Niveau 5</LIBELLE></NOMENCLATURE_EUROPE>
<CODES_NSF><NSF><CODE>326</CODE><LIBELLE>{nsf}</LIBELLE></NSF></CODES_NSF>
<CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>12345678900011</SIRET_CERTIFICATEUR>
<NOM_CERTIFICATEUR>ECOLE DU VENT</NOM_CERTIFICATEUR><ETAT_CERTIFICATEUR>Actif</ETAT_CERTIFICATEUR>
</CERTIFICATEUR></CERTIFICATEURS>
<DATE_FIN_ENREGISTREMENT>{end}</DATE_FIN_ENREGISTREMENT>
<TYPE_ENREGISTREMENT>Enregistrement de droit</TYPE_ENREGISTREMENT>
<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>RNCP{n}BC01</CODE><LIBELLE>Naviguer</LIBELLE>
<LISTE_COMPETENCES>* Lire une carte marine    * Tracer une route sûre</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Étude de cas</MODALITES_EVALUATION></BLOC_COMPETENCES></BLOCS_COMPETENCES>
<ACTIF>Oui</ACTIF></FICHE>"""


def _export(
    *numbers: int, title: str = "Navigateur", nsf: str = "Informatique", end: str = "01/01/2029"
) -> str:
    fiches = "".join(FICHE.format(n=n, title=title, nsf=nsf, end=end) for n in numbers)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f"<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>{fiches}</FICHES>"
    )


def _settings(folder: Path, **changes: object) -> Settings:
    return Settings(store=folder / "graph", **changes)  # type: ignore[arg-type]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _dump(store: Path) -> str:
    return hashlib.sha256(b"".join(dump_sorted(open_current(store)))).hexdigest()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, BuildReport]:
    settings = _settings(tmp_path_factory.mktemp("sample"))
    return settings, build((), settings)


def test_the_sample_is_in_the_graph_whole(sample: tuple[Settings, BuildReport]) -> None:
    """The counts of both seed documents, as one counts them in the documents themselves."""
    settings, report = sample
    assert (report.read, report.loaded) == (2, 2)
    catalog = Catalog(open_current(settings.store))
    chef = catalog.certification("chef-de-projet-digital")
    assert len(chef.activites) == 8
    assert sum(bool(a.specialisation) for a in chef.activites) == 3
    assert sum(len(a.children) for a in chef.activites) == 26
    assert len(chef.competences) == 30
    assert sum(len(c.modalites) for c in chef.competences) == 30
    assert sum(len(c.criteres) for c in chef.competences) == 123
    manager = catalog.certification("RNCP25520")
    assert [len(b.competences) for b in manager.blocs] == [3, 5, 6, 4]
    assert [bool(b.certificate) for b in manager.blocs] == [False, True, True, False]
    assert {c.code for c in manager.codes_of("ref:viseMetier")} == {"M1803", "M1704", "H1204", "E1104"}
    assert len(manager.composantes) == 5
    assert len(manager.textes) == 3
    assert len(manager.statistiques) == 6
    assert sum(len(g.items) for g in manager.capacites) == 29
    assert len(manager.acces) == 6


def test_every_line_of_the_sample_is_accounted_for(sample: tuple[Settings, BuildReport]) -> None:
    _, report = sample
    assert len(report.coverage) == 2
    for coverage in report.coverage.values():
        assert coverage.unexplained == ()
        assert coverage.in_passages + sum(coverage.boilerplate.values()) == coverage.lines


def test_building_twice_gives_the_same_bytes(sample: tuple[Settings, BuildReport], tmp_path: Path) -> None:
    settings, report = sample
    again = build((), _settings(tmp_path))
    assert again.version == report.version
    assert _dump(settings.store) == _dump(tmp_path / "graph")


def test_published_data_has_no_blank_node(sample: tuple[Settings, BuildReport]) -> None:
    settings, _ = sample
    assert not [
        line for line in dump_sorted(open_current(settings.store)) if line.startswith(b"_:") or b" _:" in line
    ]


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    one = _write(tmp_path / "a.xml", _export(1, 2))
    two = _write(tmp_path / "b.xml", _export(3))
    forward = build([one, two], _settings(tmp_path / "f"))
    backward = build([two, one], _settings(tmp_path / "b"))
    assert forward.version == backward.version


def test_of_two_exports_the_newer_speaks(tmp_path: Path) -> None:
    old = _write(tmp_path / "export_2025-01-01.xml", _export(1, title="Ancien"))
    new = _write(tmp_path / "export_2026-01-01.xml", _export(1, title="Nouveau"))
    report = build([old, new], _settings(tmp_path))
    assert report.loaded == 1
    assert report.superseded == ("RNCP1 (export_2025-01-01.xml)",)
    assert Catalog(open_current(tmp_path / "graph")).certification("RNCP1").ref.title == "Nouveau"


def test_the_label_most_observed_is_elected(tmp_path: Path) -> None:
    files = [
        _write(tmp_path / "a.xml", _export(1, 2, nsf="Informatique, réseaux")),
        _write(tmp_path / "b.xml", _export(3, nsf="Informatique")),
    ]
    build(files, _settings(tmp_path))
    assert Catalog(open_current(tmp_path / "graph")).concept("nsf", "326").label == "Informatique, réseaux"


def test_an_unreadable_file_leaves_the_store_in_service_untouched(tmp_path: Path) -> None:
    good = _write(tmp_path / "good.xml", _export(1))
    build([good], _settings(tmp_path))
    before = current_id(tmp_path / "graph")
    cut = _write(tmp_path / "cut.xml", _export(*range(2, 40))[:-500])
    with pytest.raises(SourceUnreadable, match=r"cut\.xml"):
        build([good, cut], _settings(tmp_path))
    assert current_id(tmp_path / "graph") == before
    assert Catalog(open_current(tmp_path / "graph")).certification("RNCP1").ref.title == "Navigateur"
    assert not list((tmp_path / "graph").glob(".staging-*"))


def test_a_named_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "notes.md", "# Notes\n\nRien à lire ici.\n")
    with pytest.raises(SourceUnreadable, match="of no kind that can be read"):
        build([path], _settings(tmp_path))


def test_a_file_of_a_folder_of_no_known_kind_is_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    _write(folder / "export.xml", _export(1))
    _write(folder / "notes.md", "# Notes\n")
    _write(folder / "empty.xml", "")
    report = build([folder], _settings(tmp_path))
    assert report.loaded == 1
    assert [Path(name).name for name in report.ignored] == ["empty.xml", "notes.md"]


def test_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export_fiches_RNCP_V4_1_2026-01-01.xml", _export(7))
    assert build([path], _settings(tmp_path)).loaded == 1


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no such file"):
        build([tmp_path / "absent.xml"], _settings(tmp_path))


def test_a_violation_is_kept_and_reported_and_refused_only_when_strict(tmp_path: Path) -> None:
    """An end before its effect date is official data with a fault: it stays in the graph, with its result."""
    text = _export(1, end="01/01/2020").replace(
        "<DATE_FIN_ENREGISTREMENT>", "<DATE_EFFET>01/01/2024</DATE_EFFET><DATE_FIN_ENREGISTREMENT>"
    )
    path = _write(tmp_path / "export.xml", text)
    with pytest.raises(ValidationFailed, match="violation"):
        build([path], _settings(tmp_path, strict=True))
    assert current_id(tmp_path / "graph") is None
    report = build([path], _settings(tmp_path))
    assert report.results["violation"] == 1
    view = Catalog(open_current(tmp_path / "graph")).certification("RNCP1")
    assert [r.severity for r in view.results if r.severity == "Violation"] == ["Violation"]
    assert view.ref.expires is not None
    assert view.ref.expires.year == 2020


def test_data_can_have_another_base(tmp_path: Path) -> None:
    path = _write(tmp_path / "export.xml", _export(1))
    settings = _settings(tmp_path, base_iri="https://exemple.fr/id/")
    build([path], settings)
    catalog = Catalog(open_current(settings.store), settings.base_iri)
    assert catalog.certification("RNCP1").ref.iri == "https://exemple.fr/id/certification/RNCP1"
    assert catalog.concept("niveau", "5").label == "Niveau 5"


def test_a_build_killed_at_any_moment_leaves_the_store_in_service(tmp_path: Path) -> None:
    build([_write(tmp_path / "good.xml", _export(1))], _settings(tmp_path))
    store = tmp_path / "graph"
    before = current_id(store)
    big = _write(tmp_path / "big.xml", _export(*range(2, 600)))
    command = [
        sys.executable,
        "-c",
        "from graphkit.cli import main; main()",
        "build",
        str(big),
        "--store",
        str(store),
    ]
    for delay in (0.4, 1.2, 2.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert current_id(store) == before
        assert Catalog(open_current(store)).certification("RNCP1").ref.title == "Navigateur"
    # What the dead builds left is cleared by the next, which works.
    report = build([_write(tmp_path / "next.xml", _export(5))], _settings(tmp_path))
    assert report.loaded == 1
    assert not list(store.glob(".staging-*"))


def test_the_thirteen_registry_fiches_build_without_loss(shared_data: Path, tmp_path: Path) -> None:
    """Numbers of blocs and partners are those counted in the XML itself."""
    report = build([shared_data / "france_competences_xml"], _settings(tmp_path))
    assert report.loaded == 13
    assert report.anomalies == {}
    catalog = Catalog(open_current(tmp_path / "graph"))
    counts = catalog.info.counts
    assert counts["ref:Certification"] == 13
    assert counts["ref:BlocDeCompetences"] >= 30
    assert counts["ref:Habilitation"] == 938 + 397
    assert len(catalog.certification("RNCP34762").blocs) == 5
    found = {code: len(catalog.certification(code).correspondances) for code in CORRESPONDANCES}
    assert found == CORRESPONDANCES


def test_what_a_file_holds_beside_records_is_told_of_in_the_graph(tmp_path: Path) -> None:
    """A member of the archive that is no export belongs to no record: it hangs on the document."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export_fiches_RNCP_V4_1_2026-01-01.xml", _export(7))
        archive.writestr("lisez-moi.txt", "Bonjour")
    report = build([path], _settings(tmp_path))
    assert sum(report.anomalies.values()) == 1
    assert report.results["violation"] == 0
    assert b"lisez-moi.txt" in b"".join(dump_sorted(open_current(tmp_path / "graph")))


def test_what_records_have_in_common_is_stated_once(tmp_path: Path) -> None:
    build([_write(tmp_path / "export.xml", _export(1, 2, 3))], _settings(tmp_path))
    lines = list(dump_sorted(open_current(tmp_path / "graph")))
    start = b"<https://w3id.org/referentiels/nsf/326> <http://www.w3.org/2004/02/skos/core#notation>"
    assert sum(line.startswith(start) for line in lines) == 1
    level = b"<https://w3id.org/referentiels/niveau/5> <http://www.w3.org/2004/02/skos/core#notation>"
    assert sum(line.startswith(level) for line in lines) == 1


def test_a_build_says_what_changed_among_the_fiches(tmp_path: Path) -> None:
    """Only graphs of fiches count: what the shapes found in one stands beside it and is no fiche."""
    settings = _settings(tmp_path)
    old, new = _write(tmp_path / "old.xml", _export(1, 2, 3)), _export(1, 4)
    assert build([old], settings).fiches == FicheChanges(added=3, changed=0, removed=0, unchanged=0)
    assert build([old], settings).fiches == FicheChanges(added=0, changed=0, removed=0, unchanged=3)
    changed = FICHE.format(n=2, title="Navigatrice", nsf="Informatique", end="01/01/2029")
    new = _write(tmp_path / "new.xml", new.replace("</FICHES>", f"{changed}</FICHES>"))
    assert build([new], settings).fiches == FicheChanges(added=1, changed=1, removed=1, unchanged=1)


def test_changes_are_told_against_the_version_in_service_even_when_it_is_not_kept(tmp_path: Path) -> None:
    settings = _settings(tmp_path, keep_versions=1)
    for numbers, added, unchanged in (((1,), 1, 0), ((1, 2), 1, 1), ((1, 2, 3), 1, 2)):
        report = build([_write(tmp_path / "export.xml", _export(*numbers))], settings)
        assert report.fiches == FicheChanges(added=added, changed=0, removed=0, unchanged=unchanged)
        assert [version.id for version in versions_of(settings.store)] == [report.version]


def test_a_version_of_an_older_program_tells_no_changes_until_it_is_built_again(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    old, new = _write(tmp_path / "old.xml", _export(1)), _write(tmp_path / "new.xml", _export(1, 2))
    first = build([old], settings).version
    digests = settings.store / "versions" / first / "digests.json"
    digests.unlink()
    assert build([new], settings).fiches is None
    roll_back(settings.store)
    assert build([old], settings).fiches == FicheChanges(added=0, changed=0, removed=0, unchanged=1)
    assert digests.exists()
    digests.write_text("{")
    assert build([new], settings).fiches is None
    (settings.store / "current").unlink()
    assert build([new], settings).fiches is None


def test_after_a_rollback_the_next_build_is_told_against_what_was_in_service(tmp_path: Path) -> None:
    settings = _settings(tmp_path, keep_versions=2)
    one, two, three = (_write(tmp_path / f"{n}.xml", _export(*range(1, n + 1))) for n in (1, 2, 3))
    first = build([one], settings).version
    build([two], settings)
    assert roll_back(settings.store).version == first
    last = build([three], settings)
    assert last.fiches == FicheChanges(added=2, changed=0, removed=0, unchanged=1)
    # The version that was rolled back from goes, not the one that was in service.
    assert [version.id for version in versions_of(settings.store)] == [last.version, first]
    assert roll_back(settings.store).version == first
    assert read_version(settings.store / "versions" / first) is not None
    assert Catalog(open_current(settings.store)).info.counts["ref:Certification"] == 1


def test_a_document_of_a_folder_that_is_no_referentiel_is_told_of(tmp_path: Path) -> None:
    """A folder of drafts holds letters too; one that is given by name was meant to be read."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    letter = docx.Document()
    letter.add_paragraph("Madame, nous vous remercions de votre envoi.")
    letter.save(str(folder / "lettre.docx"))
    _write(folder / "export.xml", _export(1))
    report = build([folder], _settings(tmp_path))
    assert (report.loaded, len(report.ignored)) == (1, 1)
    assert report.ignored[0].startswith("lettre.docx: ")
    with pytest.raises(SourceUnreadable, match=r"lettre\.docx"):
        build([folder / "lettre.docx"], _settings(tmp_path))


def test_both_halves_of_a_titre_professionnel_are_kept(shared_data: Path, tmp_path: Path) -> None:
    """The ministry gives activities and competences in one document, and their assessment in another."""
    folder = shared_data / "referentiels"
    halves = [folder / "REAC_CDA_V04_24052023.pdf", folder / "REV2_CDA_V04_24052023.pdf"]
    report = build(halves, _settings(tmp_path))
    assert (report.loaded, report.superseded) == (2, ())
