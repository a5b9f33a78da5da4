"""Positions are said as people say them, and ordered as they come in a document."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graphkit.checking.places import cell_name, place_of, position_key
from graphkit.passages import Case, Passage

SAID = [
    ("docx", Passage(case=Case(2, 5, 3)), "tableau 2, ligne 5, colonne 3", "table 2, row 5, column 3"),
    (
        "pdf",
        Passage(page=4, case=Case(2, 5, 3)),
        "tableau 2, ligne 5, colonne 3 (page 4)",
        "table 2, row 5, column 3 (page 4)",
    ),
    ("pdf", Passage(page=4), "page 4", "page 4"),
    ("xlsx", Passage(chemin="Feuille1", case=Case(1, 5, 3)), "Feuille1!C5", "Feuille1!C5"),
    ("xlsx", Passage(chemin="Bloc d'un", case=Case(1, 12, 28)), "'Bloc d''un'!AB12", "'Bloc d''un'!AB12"),
    ("docx", Passage(lignes=(3, 3)), "paragraphe 3", "paragraph 3"),
    ("trois-colonnes", Passage(lignes=(3, 3)), "ligne 3", "line 3"),
    ("trois-colonnes", Passage(lignes=(3, 9)), "lignes 3 à 9", "lines 3 to 9"),
    ("csv-fc", Passage(lignes=(3, 3), chemin="bloc.csv"), "bloc.csv, ligne 3", "bloc.csv, line 3"),
    ("xml-fc", Passage(chemin="BLOCS/BLOC[2]"), "BLOCS/BLOC[2]", "BLOCS/BLOC[2]"),
]


@pytest.mark.parametrize(("kind", "passage", "french", "english"), SAID)
def test_a_position_is_said_in_both_languages(kind: str, passage: Passage, french: str, english: str) -> None:
    words = place_of(passage, kind).words
    assert (words.fr, words.en) == (french, english)


def test_positions_are_ordered_by_page_then_table_row_and_column() -> None:
    ordered = [
        Passage(page=1),
        Passage(page=1, case=Case(1, 2, 1)),
        Passage(page=1, case=Case(1, 2, 3)),
        Passage(page=1, case=Case(1, 10, 1)),
        Passage(page=2, case=Case(1, 1, 1)),
        Passage(page=10),
    ]
    keys = [position_key(each) for each in ordered]
    assert all(before < after for before, after in pairwise(keys))


def test_a_sheet_whose_name_is_plain_needs_no_quotes() -> None:
    assert cell_name("Épreuves", Case(1, 1, 1)) == "Épreuves!A1"
