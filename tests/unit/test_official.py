"""Official correspondences, questioned on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from graphkit.catalog import Catalog
from graphkit.catalog.official import AUDIT, audit_correspondences
from graphkit.cli import main
from graphkit.errors import NotFound
from graphkit.questions import questions
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.versions import build_version

DATA = (
    Path(__file__).parents[1] / "cases" / "questions" / "correspondances-totales-entre-niveaux" / "data.trig"
)


@pytest.fixture(scope="module")
def lines() -> bytes:
    """Three certifications, one of which is said to stand for one of another level."""
    return ox.serialize(ox.parse(DATA.read_bytes(), ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS) or b""


def test_the_audit_asks_every_question_of_its_theme_but_the_list_itself() -> None:
    named = {each.name for each in questions() if each.name.startswith("correspondances-")}
    named.remove("correspondances-vers-une-certification")
    assert set(AUDIT) == named


def test_the_audit_of_one_certification_tells_of_what_it_declares_alone(lines: bytes) -> None:
    catalog = Catalog(EmbeddedStore.of_lines(lines))
    counts = {
        each.query.name: len(each.rows) for each in audit_correspondences(catalog, "rncp 901") if each.rows
    }
    # RNCP902 and RNCP903 declare nothing back of the whole.
    assert counts == {"correspondances-totales-entre-niveaux": 1, "correspondances-sans-retour": 2}
    assert not any(each.rows for each in audit_correspondences(catalog, "RNCP902"))
    with pytest.raises(NotFound):
        audit_correspondences(catalog, "RNCP999")


def test_the_command_tells_each_question_with_its_rows(lines: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(lines)
    build_version(tmp_path / "s", path)
    shown = CliRunner().invoke(main, ["correspondances", "--store", str(tmp_path / "s")])
    assert shown.exit_code == 0, shown.output
    assert (
        "lient des certifications de niveaux différents ?  1  [correspondances-totales-entre-niveaux]"
        in shown.output
    )
    told = json.loads(
        CliRunner().invoke(main, ["correspondances", "--json", "--store", str(tmp_path / "s")]).output
    )
    assert list(told) == list(AUDIT)
    (row,) = told["correspondances-totales-entre-niveaux"]
    assert row["niveauCible"].endswith("niveau/7")
