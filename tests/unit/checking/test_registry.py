"""An export of many records is checked one by one and counted rule by rule."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from graphkit.checking import registry
from graphkit.checking.checker import Options
from graphkit.checking.findings import CheckReport
from graphkit.checking.registry import Aggregator, check_export, rule_order
from graphkit.checking.reports.of_registry import aggregate_lines, render_aggregate_json
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, StoreUnavailable
from graphkit.pipeline import build

OPTIONS = Options(date(2026, 11, 23))
FICHE = """<FICHE><ID_FICHE>{id}</ID_FICHE><NUMERO_FICHE>RNCP{id}</NUMERO_FICHE><INTITULE>{title}</INTITULE>
<ETAT_FICHE>Publiée</ETAT_FICHE><NOMENCLATURE_EUROPE><NIVEAU>NIV{level}</NIVEAU>
<INTITULE>Niveau {level}</INTITULE></NOMENCLATURE_EUROPE>
<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>RNCP{id}BC01</CODE><LIBELLE>Tenir un rucher</LIBELLE>
<LISTE_COMPETENCES>{text}</LISTE_COMPETENCES></BLOC_COMPETENCES></BLOCS_COMPETENCES></FICHE>"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Three invented records: the first and the last begin a competence with a verb of knowledge."""
    knowing = "- Connaître la flore mellifère afin de placer les ruches - Récolter le miel pour le vendre"
    doing = "- Élever des reines afin de renouveler les colonies - Récolter le miel pour le vendre"
    fiches = [
        FICHE.format(id=90001, title="Apiculteur", level=4, text=knowing),
        FICHE.format(id=90002, title="Éleveur de reines", level=5, text=doing),
        FICHE.format(id=90003, title="Chef de rucher", level=5, text=knowing),
    ]
    path = tmp_path / "export-fiches-rncp-v4-1-2026-08-16.xml"
    body = "\n".join(fiches)
    head = '<?xml version="1.0" encoding="UTF-8"?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
    path.write_text(f"{head}{body}</FICHES>", "utf-8")
    return path


def test_rules_are_counted_by_record_level_and_certifier(export: Path) -> None:
    aggregator = Aggregator(export.name)
    for report in check_export(export, Settings(), OPTIONS):
        aggregator.add(report)
    found = aggregator.result()
    assert found.records == 3
    assert found.levels == {"4": 1, "5": 2}
    (knowing,) = [each for each in found.rules if each.rule.id == "R23"]
    assert (knowing.records, knowing.findings) == (2, 2)
    assert knowing.levels == {"4": 1, "5": 1}
    assert [each.identifier for each in knowing.examples] == ["RNCP90001", "RNCP90003"]
    assert knowing.examples[0].quote.startswith("Connaître la flore mellifère")
    told = json.loads(render_aggregate_json(found))
    assert told["records"] == 3
    assert [each["records"] for each in told["rules"] if each["id"] == "R23"] == [2]
    text = "\n".join(line.text for line in aggregate_lines(found, "en"))
    assert "3 records" in text
    assert "RNCP90001" in text


def test_several_processes_give_the_same_reports_in_the_same_order(export: Path) -> None:
    alone = list(check_export(export, Settings(), OPTIONS))
    together = list(check_export(export, Settings(), OPTIONS, jobs=2))
    assert together == alone
    assert [each.identifier for each in together if isinstance(each, CheckReport)] == [
        "RNCP90001",
        "RNCP90002",
        "RNCP90003",
    ]


def test_processes_may_compare_with_the_graph_and_say_so_where_there_is_none(
    export: Path, tmp_path: Path
) -> None:
    none = Settings(store=tmp_path / "none")
    with pytest.raises(StoreUnavailable):
        list(check_export(export, none, OPTIONS, jobs=2, compared=True))
    held = Settings(store=tmp_path / "store")
    build([export], held)
    found = list(check_export(export, held, OPTIONS, jobs=2, compared=True))
    assert found == list(check_export(export, held, OPTIONS, compared=True))
    assert len(found) == 3


def test_rules_are_ordered_by_their_numbers() -> None:
    assert sorted(["R12", "R2", "repetition", "R25-1", "R25"], key=rule_order) == [
        "R2",
        "R12",
        "R25",
        "R25-1",
        "repetition",
    ]


def test_a_process_that_dies_is_told_with_what_to_do(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_check", _die)
    with pytest.raises(SourceUnreadable, match=r"a process that checks it died.*fewer --jobs"):
        list(check_export(export, Settings(), OPTIONS, jobs=2))


def _die(_: object) -> None:
    os._exit(1)
