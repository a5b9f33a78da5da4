"""Plain text: paragraphs joined, pages told apart, tables only where their columns are certain."""

from __future__ import annotations

import json
from pathlib import Path

import brouillons
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.texte import read_texte
from graphkit.sources.recognition import all_sources, recognise

BROUILLON = """\
Référentiel du titre d’animateur

Présentation
Le référentiel décrit les activités, les compétences et l’évaluation du titre. Il est écrit pour
ceux qui préparent au titre, et pour ceux qui l’évaluent.

Activités                 Compétences                          Modalités d’évaluation

A1 – Diagnostic           C1.1 – Analyser le sol d’une         Étude de cas écrite
du terrain                parcelle

                          C1.2 – Recueillir les attentes       Oral de vingt minutes
                          des habitants

A2 – Dessin               C2.1 – Dessiner le plan              Mise en situation

Conditions d’accès
- avoir dix-huit ans
- aimer la pluie
"""


def lire(texte: str) -> Contenu:
    return read_texte(texte, Document("a.txt", "texte"))


def textes(contenu: Contenu) -> list[str]:
    return [e.texte for e in contenu.elements if isinstance(e, Paragraphe)]


def tables(contenu: Contenu) -> list[list[list[str | None]]]:
    lues = [e for e in contenu.elements if isinstance(e, Tableau)]
    return [[[None if c is None else c.texte for c in rangee] for rangee in t.rangees] for t in lues]


def test_paragraphs_are_joined_and_keep_the_lines_of_the_file() -> None:
    lus = [
        (e.texte[:20], e.niveau, e.puce, e.passage.lignes, e.passage.page)
        for e in lire(BROUILLON).elements
        if isinstance(e, Paragraphe)
    ]
    assert lus == [
        ("Référentiel du titre", 1, False, (1, 1), None),
        ("Présentation", 1, False, (3, 3), None),
        ("Le référentiel décri", None, False, (4, 5), None),
        ("Conditions d’accès", 1, False, (17, 17), None),
        ("avoir dix-huit ans", None, True, (18, 18), None),
        ("aimer la pluie", None, True, (19, 19), None),
    ]


def test_columns_under_known_headings_are_a_table_and_activities_go_down() -> None:
    assert tables(lire(BROUILLON)) == [
        [
            ["Activités", "Compétences", "Modalités d’évaluation"],
            ["A1 – Diagnostic du terrain", "C1.1 – Analyser le sol d’une parcelle", "Étude de cas écrite"],
            [
                "A1 – Diagnostic du terrain",
                "C1.2 – Recueillir les attentes des habitants",
                "Oral de vingt minutes",
            ],
            ["A2 – Dessin", "C2.1 – Dessiner le plan", "Mise en situation"],
        ]
    ]


def test_lines_that_each_fill_every_column_are_rows_without_blank_lines() -> None:
    texte = (
        "Compétences        Critères\n"
        "C1 – Semer         Les rangs sont droits\n"
        "C2 – Arroser       La terre boit\n"
    )
    assert tables(lire(texte)) == [
        [
            ["Compétences", "Critères"],
            ["C1 – Semer", "Les rangs sont droits"],
            ["C2 – Arroser", "La terre boit"],
        ]
    ]


@pytest.mark.parametrize(
    "texte",
    [
        # Nothing tells where a row ends.
        "Compétences      Critères\nC1 – Semer des   Les rangs\ngraines          sont droits\nau printemps\n",
        # A line crosses the columns.
        "Compétences          Critères\nC1 – Semer des graines de toutes sortes au jardin\n",
        # The headings are none that are known.
        "Prénom               Ville\n\nAnne                 Metz\n\nPaul                 Nice\n",
    ],
)
def test_what_is_not_certain_is_no_table(texte: str) -> None:
    assert tables(lire(texte)) == []
    assert textes(lire(texte))


def test_form_feeds_end_pages_and_their_numbers_are_left_out() -> None:
    pages = [
        f"En-tête du document\n\nLa page {mot} parle.\n\n{' ' * 40}{n}"
        for n, mot in ((1, "une"), (2, "deux"), (3, "trois"))
    ]
    contenu = lire("\n\f".join(pages))
    assert textes(contenu) == ["La page une parle.", "La page deux parle.", "La page trois parle."]
    assert [e.passage.page for e in contenu.elements] == [1, 2, 3]
    assert [a.rule for a in contenu.anomalies] == ["reperes-de-page"]


@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        (BROUILLON, "texte"),
        ("# Compétences\n\n- C1 – Semer\n\n# Modalités d’évaluation\n\nUn oral\n", "markdown"),
        ("| Compétences | Évaluation |\n|---|---|\n| C1 | Oral |\n", "markdown"),
        ("Compétences;Bloc;Évaluation;Code\n1;2;3;4\n", None),
        ('{"competences": ["évaluation"]}', None),
        ("<html><body>Compétences et évaluation</body></html>", None),
        ("Bonjour, voici la liste des courses.", None),
        ("# Lisez-moi\n\n## Données\n\nLes compétences et les activités du répertoire.\n", None),
        ("<table>\n<tr><td><p>COMPÉTENCES</p></td>\n<td>Critères</td></tr>\n</table>", "markdown"),
        ("\0compétences évaluation", None),
    ],
)
def test_a_text_is_recognised_by_what_it_says(tmp_path: Path, texte: str, nom: str | None) -> None:
    (tmp_path / "a.bin").write_text(texte, encoding="utf-8")
    source = recognise(tmp_path / "a.bin", all_sources(Settings()))
    assert (source.name if source else None) == nom


def test_the_truth_of_a_case_is_no_draft() -> None:
    path = next(brouillons.CAS.glob("*/verite.json"))
    assert json.loads(path.read_text(encoding="utf-8"))["intitule"]
    assert recognise(path, all_sources(Settings())) is None


@pytest.mark.parametrize("genre", ["texte", "markdown"])
def test_a_text_that_is_no_text_is_refused(tmp_path: Path, genre: str) -> None:
    (tmp_path / "a.txt").write_bytes("Compétences".encode("latin-1"))
    with pytest.raises(SourceUnreadable, match="not UTF-8"):
        read_apart(tmp_path / "a.txt", genre, LimitesAPart())  # type: ignore[arg-type]


def test_a_line_of_millions_of_words_is_read_or_refused_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Compétences " * 500_000, encoding="utf-8")
    with pytest.raises(SourceUnreadable, match=r"characters|memory|stopped"):
        read_apart(tmp_path / "a.txt", "texte", LimitesAPart(seconds=20))


def test_right_to_left_and_control_characters_harm_nothing() -> None:
    assert textes(lire("Le titre \u202eest\u202c lisible\x07 ici.")) == [
        "Le titre \u202eest\u202c lisible ici."
    ]


MORCEAUX = [
    " ",
    "\n",
    "\n\n",
    "\f",
    "\t",
    "   ",
    "Compétences",
    "Critères",
    "C1 – ",
    "mot ",
    "•",
    "-",
    "\x85",
    "\r",
]


@given(st.lists(st.sampled_from(MORCEAUX), max_size=60).map("".join))
def test_any_text_keeps_every_word_in_place(texte: str) -> None:
    contenu = lire(texte)
    lus = " ".join(
        [e.texte for e in contenu.elements if isinstance(e, Paragraphe)]
        + [c.texte for e in contenu.elements if isinstance(e, Tableau) for r in e.rangees for c in r if c]
    )
    if not contenu.anomalies:
        assert lus.count("Critères") >= texte.count("Critères")
    for e in contenu.elements:
        if isinstance(e, Paragraphe):
            assert e.passage.lignes is not None
            assert 1 <= e.passage.lignes[0] <= e.passage.lignes[1]
