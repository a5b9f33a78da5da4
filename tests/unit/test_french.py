"""The analyser: what is the same word to a search."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.french import acronym, compounds, forms, stem, words
from graphkit.index.vocabulary import one_slip


def stems(text: str) -> list[str]:
    return [stem(form) for form in forms(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Compétences évaluées", "COMPETENCES EVALUEES"),
        ("vétérinaire", "veterinaires"),
        ("l'audit", "audit"),
        ("d’applications", "application"),
        ("qu'animateurs", "animateur"),
        ("infirmière", "infirmier"),
        ("infirmiere", "INFIRMIERS"),
        ("développeuse", "développeurs"),
        ("conductrice", "conducteur"),
        ("directrices", "directeur"),
        ("éducatrice", "educateur"),
        ("boulangère", "boulanger"),
        ("médicale", "médicaux"),
        ("technicienne", "technicien"),
        ("numériques", "numérique"),
        ("œnologue", "oenologues"),
        ("e\u0301lectricien", "électricien"),
        ("conduire de la grue", "conduire une grue"),
        ("C++", "c++"),
    ],
)
def test_two_spellings_are_the_same_to_a_search(one: str, other: str) -> None:
    assert stems(one) == stems(other)
    assert stems(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("cuisinier", "cuisine"), ("son", "sonde"), ("C++", "C#"), ("maçon", "macaron")],
)
def test_words_that_differ_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_stop_words_go_but_not_those_that_name_a_subject() -> None:
    assert forms("Technicien du son et de la lumière, sans l’or") == [
        "technicien",
        "son",
        "lumier",
        "sans",
        "or",
    ]


@given(st.text(max_size=60))
def test_words_and_forms_read_a_text_alike_and_words_know_their_place(text: str) -> None:
    found = list(words(text))
    assert [word.form for word in found] == forms(text)
    assert all(text[word.start : word.end] for word in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_hyphens_and_initials_are_other_ways_to_write_a_title() -> None:
    assert compounds("Moniteur d’auto-école") == ["autoecole"]
    assert acronym("Développeur web et web mobile") == "dwwm"
    assert acronym("Coiffure") == ""


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("ferant", "ferrant", True),
        ("lunettier", "lunetier", True),
        ("paye", "paie", True),
        ("amublancier", "ambulancier", True),
        ("taxi", "taxi", False),
        ("taxi", "taxe", True),
        ("web", "webinar", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_slip_is_one_letter_or_two_swapped(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is slip
    assert one_slip(other, one) is slip
