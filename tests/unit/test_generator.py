"""The generator of invented exports: the same bytes for a seed, read and built without a fault."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from graphkit.config import Settings
from graphkit.model import Record
from graphkit.pipeline import build
from graphkit.sources.xml_france_competences import XmlFranceCompetences

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import generate_export as g

_FICHES = 40


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small export."""
    path = tmp_path_factory.mktemp("export") / "export_fiches_V4_1_2026-08-16.xml"
    g.write_export(path, _FICHES, 1)
    return path


def _counts(path: Path) -> Counter[str]:
    tree = etree.parse(path).getroot()
    counts = Counter(
        f"{parent.tag}/{element.tag}"
        for element in tree.iter()
        if (parent := element.getparent()) is not None
    )
    counts.update(f"{fiche.findtext('NUMERO_FICHE', '')[:2]} {fiche.findtext('ACTIF')}" for fiche in tree[1:])
    counts["octets"] = path.stat().st_size
    return counts


def test_a_seed_gives_the_same_bytes_and_another_seed_others(export: Path, tmp_path: Path) -> None:
    for name, seed in (("same", 1), ("other", 2)):
        g.write_export(tmp_path / name, _FICHES, seed)
    assert (tmp_path / "same").read_bytes() == export.read_bytes()
    assert (tmp_path / "other").read_bytes() != export.read_bytes()


def test_rows_are_in_the_proportions_of_the_register(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    g.write_export(path, 400, 3)
    counts = _counts(path)
    part = 400 / g.FICHES
    for what, real in {
        "FICHES/FICHE": g.FICHES,
        "PARTENAIRES/PARTENAIRE": g.PARTENAIRES,
        "CERTIFICATEURS/CERTIFICATEUR": g.CERTIFICATEURS,
        "BLOCS_COMPETENCES/BLOC_COMPETENCES": g.BLOCS,
        "RN Oui": g.ACTIVES_RNCP,
        "RS Oui": g.ACTIVES_RS,
    }.items():
        assert counts[what] == pytest.approx(real * part, abs=1), what
    assert counts["octets"] == pytest.approx(470e6 * part, rel=0.1)
    assert counts["CERTIFICATEUR/SIRET_CERTIFICATEUR"] == pytest.approx(
        0.69 * g.CERTIFICATEURS * part, rel=0.1
    )
    assert counts["FICHE/ABREGE"] == pytest.approx(0.53 * 400, abs=1)


def test_no_text_has_a_line_break_and_the_elements_of_a_fiche_keep_their_order(export: Path) -> None:
    order: dict[str, set[str]] = {}
    for fiche in etree.parse(export).getroot().iterfind("FICHE"):
        tags = [str(child.tag) for child in fiche]
        for rank, tag in enumerate(tags):
            order.setdefault(tag, set()).update(tags[:rank])
        assert not any("\n" in text for text in fiche.itertext())
    assert not [(tag, other) for tag in order for other in order[tag] if tag in order[other]]


def test_the_reader_finds_every_fiche_and_nothing_amiss(export: Path) -> None:
    read = list(XmlFranceCompetences().read(export))
    records = [each for each in read if isinstance(each, Record)]
    assert len(records) == len(read) == _FICHES
    assert not [anomaly for each in records for anomaly in each.anomalies]
    assert any(c.code for each in records for bloc in each.certification.blocs for c in bloc.competences)


def test_the_export_builds_without_a_violation(export: Path, tmp_path: Path) -> None:
    report = build([export], Settings(store=tmp_path / "store"))
    assert report.loaded == _FICHES
    assert report.results["violation"] == 0
    assert report.anomalies == {}
