"""Drafts as PDF and Markdown are built into a graph without a Violation, each statement with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import brouillons
import pdf_inventes as pdf
import pytest

from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.store.dump import dump_sorted
from graphkit.store.versions import open_current

MARKDOWN = """\
# Intitulé : Jardinier de toits

Niveau : 4

| Compétences | Modalités d’évaluation | Critères |
|---|---|---|
| C1 – Poser des bacs | Mise en situation | Les bacs sont d’aplomb. |
"""


def _officiel(path: Path) -> None:
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    brouillons.ecrire_pdf(verite, path, brouillons.DISPOSITIONS["officielle"])


def _markdown(path: Path) -> None:
    path.write_text(MARKDOWN, encoding="utf-8")


@pytest.mark.parametrize(
    ("ecrire", "competences", "paginee"),
    [(_officiel, 12, True), (pdf.ecrire_reac, 5, True), (pdf.ecrire_re, 5, True), (_markdown, 1, False)],
)
def test_a_draft_is_built_without_a_violation(
    tmp_path: Path, ecrire: Callable[[Path], None], competences: int, paginee: bool
) -> None:
    ecrire(tmp_path / "brouillon")
    report = build([tmp_path / "brouillon"], Settings(store=tmp_path / "store"))
    assert report.results["violation"] == 0
    assert (report.read, report.loaded) == (1, 1)
    quads = b"".join(dump_sorted(open_current(tmp_path / "store"))).decode()
    lues = re.findall(r"<[^>]*/competence/[^>]*> <[^>]*#type> <[^>]*ontologie#Competence>", quads)
    assert len(set(lues)) == competences
    assert ('ontologie#page> "1"' in quads) == paginee
