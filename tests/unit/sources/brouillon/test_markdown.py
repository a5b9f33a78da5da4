"""Markdown drafts: headings, lists, tables with pipes and tables of HTML with spans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.markdown import read_markdown
from graphkit.sources.brouillon.particuliers import read_contenu
from graphkit.sources.brouillon.transport import Illisible, decode, encode

BROUILLON = """\
# Intitulé : Jardinier de toits

Niveau : 4

## Bloc 1 – Installer un jardin

| Compétences | Modalités d’évaluation | Critères |
|---|:---:|---|
| **C1** – Poser des *bacs* | Mise en situation | Les bacs sont d’aplomb.<br>Rien ne fuit. |
| C2 – Choisir `deux` plantes | Oral \\| écrit | |

## Conditions

1. Avoir le vertige en horreur
   et des bottes
2. Savoir nager

- un
  - deux

<table>
<tr><th rowspan="2">Activités</th><th colspan="2">Évaluation</th></tr>
<tr><td>Modalités</td><td>Critères</td></tr>

<tr><td rowspan=2><p>A1</p><p>Semer</p></td><td>Oral</td><td>Droit</td></tr>
<tr><td colspan="2">Écrit</td></tr>
</table>

Après la table.
"""


def lire(texte: str) -> Contenu:
    return read_markdown(texte, Document("a.md", "markdown"), 1000)


def cellules(tableau: Tableau) -> list[list[str | None]]:
    return [[None if c is None else c.texte for c in rangee] for rangee in tableau.rangees]


def test_headings_paragraphs_and_items_keep_their_lines() -> None:
    lus = [
        (e.texte, e.niveau, e.puce, e.passage.lignes)
        for e in lire(BROUILLON).elements
        if isinstance(e, Paragraphe)
    ]
    assert lus == [
        ("Intitulé : Jardinier de toits", 1, False, (1, 1)),
        ("Niveau : 4", None, False, (3, 3)),
        ("Bloc 1 – Installer un jardin", 2, False, (5, 5)),
        ("Conditions", 2, False, (12, 12)),
        ("Avoir le vertige en horreur et des bottes", None, True, (14, 15)),
        ("Savoir nager", None, True, (16, 16)),
        ("un", None, True, (18, 18)),
        ("deux", None, True, (19, 19)),
        ("Après la table.", None, False, (29, 29)),
    ]


def test_a_table_with_pipes_is_read_cell_by_cell_without_its_marks() -> None:
    table = next(e for e in lire(BROUILLON).elements if isinstance(e, Tableau))
    assert cellules(table) == [
        ["Compétences", "Modalités d’évaluation", "Critères"],
        ["C1 – Poser des bacs", "Mise en situation", "Les bacs sont d’aplomb.\nRien ne fuit."],
        ["C2 – Choisir deux plantes", "Oral | écrit", ""],
    ]


def test_a_table_of_html_keeps_its_spans_and_blank_lines_do_not_end_it() -> None:
    table = [e for e in lire(BROUILLON).elements if isinstance(e, Tableau)][1]
    assert cellules(table) == [
        ["Activités", "Évaluation", "Évaluation"],
        ["Activités", "Modalités", "Critères"],
        ["A1\nSemer", "Oral", "Droit"],
        ["A1\nSemer", "Écrit", "Écrit"],
    ]
    assert table.rangees[0][0] is table.rangees[1][0]
    cellule = table.rangees[3][2]
    assert cellule is not None
    assert cellule.passage.case is not None
    assert (cellule.passage.case.tableau, cellule.passage.case.rangee, cellule.passage.case.colonne) == (
        2,
        4,
        2,
    )


def test_a_draft_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BROUILLON, encoding="utf-8")
    lue = read_contenu(read_apart(tmp_path / "a.md", "markdown", LimitesAPart())).certification
    assert [(c.code, c.enonce) for b in lue.blocs for c in b.competences] == [
        ("C1", "Poser des bacs"),
        ("C2", "Choisir deux plantes"),
    ]
    assert lue.identifiant == "jardinier-de-toits"


@pytest.mark.parametrize(
    "texte",
    [
        '<table><tr><td rowspan="60000">a</td></tr>' + "<tr><td>b</td></tr>" * 2000 + "</table>",
        '<table><tr><td colspan="99999">a</td><td colspan="900">b</td></tr></table>',
    ],
)
def test_spans_cannot_make_more_cells_than_the_limit(texte: str) -> None:
    with pytest.raises(Illisible, match="more than 1000 cells"):
        lire(texte)


def test_a_span_ends_with_its_table() -> None:
    (table,) = lire('<table><tr><td rowspan="500">a</td><td>b</td></tr><tr><td>c</td></tr></table>').elements
    assert isinstance(table, Tableau)
    assert cellules(table) == [["a", "b"], ["a", "c"]]


def test_a_table_that_is_never_closed_ends_with_the_text() -> None:
    (table,) = lire("<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c").elements
    assert isinstance(table, Tableau)
    assert cellules(table) == [["a", "b"], ["c", None]]


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# a\n" + "mot " * 2_000_000, encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="more than 5000000 characters"):
        read_apart(tmp_path / "a.md", "markdown", LimitesAPart())


@given(st.text(alphabet="|-#* \n<>table/rd=\"1'a:é`[]()_\\&;\t\r\x0b\u2028", max_size=200))
def test_any_text_is_read_and_crosses_the_border_of_processes_unchanged(texte: str) -> None:
    contenu = lire(texte)
    assert decode(encode(contenu), contenu.document) == contenu
    for e in contenu.elements:
        if isinstance(e, Tableau):
            assert len({len(rangee) for rangee in e.rangees}) == 1
        else:
            assert e.texte.strip()
