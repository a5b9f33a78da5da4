"""``graphkit check`` and ``graphkit rules`` as their users and their scripts meet them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import brouillons
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from graphkit.assets import data_path
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.pipeline import build

SAMPLE = data_path("sample")
SEED = str(SAMPLE / "referentiel_chef_de_projet_digital.txt")
FICHE = str(SAMPLE / "fiche_RNCP25520.txt")
DAY = ["--date", "2026-11-23"]


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, ["check", *arguments, *DAY])


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft as Word, one competence of which has no criterion."""
    path = tmp_path_factory.mktemp("cli") / "jardins.docx"
    brouillons.ecrire_sans_critere(path)
    return path


def test_the_exit_code_says_whether_a_document_conforms(draft: Path, tmp_path: Path) -> None:
    assert run(FICHE).exit_code == 0
    assert run(str(draft)).exit_code == 1
    assert run(str(draft), "--ignore", "R12").exit_code == 0
    unreadable = run(str(tmp_path / "nothing.docx"))
    assert unreadable.exit_code == 2
    assert "there is no such file" in unreadable.stderr
    assert run(FICHE, str(draft), str(tmp_path / "nothing.docx")).exit_code == 2, "the worst of several"


def test_the_text_says_where_in_the_language_that_is_asked_for(draft: Path) -> None:
    assert "tableau 1, ligne 3, colonne 2" in run(str(draft)).stdout
    assert "table 1, row 3, column 2" in run(str(draft), "--lang", "en").stdout


def test_one_document_is_one_object_and_several_are_a_list(draft: Path) -> None:
    told = json.loads(run(str(draft), "--format", "json").stdout)
    assert told["document"]["name"] == "jardins.docx"
    assert not told["conforms"]
    told = json.loads(run(str(draft), FICHE, "--format", "json").stdout)
    assert [each["certification"]["id"] for each in told] == ["animateur-de-jardins-partages", "RNCP25520"]
    told = json.loads(run(str(draft), FICHE, "--format", "sarif").stdout)
    assert len(told["runs"]) == 2


def test_rows_of_several_documents_stand_under_one_heading(draft: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(str(draft), FICHE, "--format", "csv").stdout)))
    assert {row["file"] for row in rows} == {"jardins.docx", "fiche_RNCP25520.txt"}
    assert not [row for row in rows if row["section"] == "section"]


def test_reports_are_written_where_they_are_asked_for(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "rapport.html"
    assert run(str(draft), "--format", "html", "--out", str(out)).exit_code == 1
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert run(str(draft), FICHE, "--format", "html", "--out", str(tmp_path)).exit_code == 1
    assert (tmp_path / "jardins-verification.html").is_file()
    assert (tmp_path / "fiche_RNCP25520-verification.html").is_file()
    refused = run(str(draft), FICHE, "--format", "html", "--out", str(out))
    assert refused.exit_code == 2
    assert "written to a directory" in refused.stderr


def test_a_workbook_is_written_to_a_file_and_never_over_the_draft(draft: Path, tmp_path: Path) -> None:
    assert "with --out" in run(str(draft), "--format", "xlsx").stderr
    assert run(str(draft), FICHE, "--format", "xlsx", "--out", str(tmp_path)).exit_code == 1
    for name in ("jardins", "fiche_RNCP25520"):
        book = load_workbook(tmp_path / f"{name}-verification.xlsx", read_only=True)
        assert book.sheetnames == ["Écarts aux règles", "Règles", "Source"]
    content = draft.read_bytes()
    assert "never written over" in run(str(draft), "--format", "xlsx", "--out", str(draft)).stderr
    assert draft.read_bytes() == content


def test_a_word_document_is_annotated_beside_the_original(draft: Path, tmp_path: Path) -> None:
    before = draft.read_bytes()
    out = tmp_path / "annote.docx"
    assert run(str(draft), "--format", "docx", "--out", str(out)).exit_code == 1
    with zipfile.ZipFile(out) as archive:
        assert "R12" in archive.read("word/comments.xml").decode()
    assert draft.read_bytes() == before
    assert "with --out" in run(str(draft), "--format", "docx").stderr
    assert "never written over" in run(str(draft), "--format", "docx", "--out", str(draft)).stderr
    assert draft.read_bytes() == before
    assert "only a Word document" in run(FICHE, "--format", "docx", "--out", str(out)).stderr


def test_a_finding_set_aside_no_longer_fails_the_check(draft: Path, tmp_path: Path) -> None:
    told = json.loads(run(str(draft), "--format", "json").stdout)
    (fault,) = [each for each in told["findings"] if each["rule"] == "R12"]
    reasons = tmp_path / "motifs.json"
    reasons.write_text(json.dumps({"dismissals": {fault["fingerprint"]: "Dans l’annexe."}}), "utf-8")
    done = run(str(draft), "--dismiss", str(reasons))
    assert done.exit_code == 0
    assert "Dans l’annexe." in done.stdout
    reasons.write_text("[]", "utf-8")
    assert run(str(draft), "--dismiss", str(reasons)).exit_code == 2


def test_an_export_is_counted_and_its_findings_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    fiche = (
        "<FICHE><ID_FICHE>{0}</ID_FICHE><NUMERO_FICHE>RNCP{0}</NUMERO_FICHE>"
        "<INTITULE>Apiculteur</INTITULE></FICHE>"
    )
    path.write_text(f"<FICHES>{fiche.format(90001)}{fiche.format(90002)}</FICHES>", "utf-8")
    counted = run(str(path))
    assert "2 fiches" in counted.stdout
    told = json.loads(run(str(path), "--format", "json").stdout)
    assert (told["format"], told["records"]) == ("graphkit-check-registry", 2)
    rows = list(csv.DictReader(io.StringIO(run(str(path), "--format", "csv").stdout)))
    assert {row["rule"] for row in rows}
    refused = run(str(path), "--format", "sarif")
    assert refused.exit_code == 2
    assert "holds many records" in refused.stderr


def test_a_certification_of_the_graph_is_checked_by_its_code(tmp_path: Path) -> None:
    store = tmp_path / "graph"
    build([], Settings(store=store))
    done = run("RNCP25520", "--store", str(store))
    assert done.exit_code == 0
    assert "fiche_RNCP25520.txt" in done.stdout
    assert run("RNCP99999", "--store", str(store)).exit_code == 3


def test_a_rule_that_does_not_exist_is_refused(draft: Path) -> None:
    refused = run(str(draft), "--only", "R99")
    assert refused.exit_code == 2
    assert "no rule R99" in refused.stderr


def test_the_rules_are_listed_with_force_and_source() -> None:
    listed = CliRunner().invoke(main, ["rules"])
    assert listed.exit_code == 0
    assert "Toutes les compétences sont évaluées" in listed.stdout
    full = CliRunner().invoke(main, ["rules", "r12", "--lang", "en"])
    assert "p. 34" in full.stdout
    assert "requirement" in full.stdout
    told = json.loads(CliRunner().invoke(main, ["rules", "--format", "json"]).stdout)
    assert {"id", "title", "forces", "sources", "shapes"} <= set(told[0])
    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(main, ["rules", "--format", "csv"]).stdout)))
    assert len(rows) == len(told)
    assert CliRunner().invoke(main, ["rules", "R999"]).exit_code == 3
    early = json.loads(CliRunner().invoke(main, ["rules", "--date", "2001-01-01", "--format", "json"]).stdout)
    assert len(early) < len(told)
