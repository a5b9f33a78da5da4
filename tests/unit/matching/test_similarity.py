"""Two statements are compared part by part, and the comparison says why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.comparing.phrases import explain, explain_cover, likely_covered, voice
from graphkit.matching.coefficients import coefficients
from graphkit.matching.familles import families_of
from graphkit.matching.rarity import rarity_of
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import LEXICAL, VECTORIAL, Match, Matcher
from graphkit.matching.statement import Part, prepare

CORPUS = [
    "Gérer les stocks de l'épicerie afin d'éviter les ruptures",
    "Gérer un budget à l'aide d'un tableur",
    "Concevoir une maquette d'application mobile",
    "Élaborer la maquette d'une application mobile",
    "Accueillir les clients de l'auberge",
    "Souder des tuyaux en cuivre",
    "Rédiger le compte rendu d'une réunion avec le client",
    "Contrôler la qualité des soudures",
]
MATCHER = Matcher(rarity_of(CORPUS))


def _match(one: str, other: str) -> Match:
    return MATCHER.match(one, other)


def test_the_same_statement_says_the_same() -> None:
    for text in CORPUS:
        found = _match(text, text)
        assert found.relation is Relation.MEME_CONTENU, text
        assert found.score > 0.9


def test_two_verbs_of_one_family_on_one_object_are_near() -> None:
    same = _match(CORPUS[2], CORPUS[3])
    assert same.score > 0.5
    assert same.score > _match("Contrôler la maquette d'une application mobile", CORPUS[2]).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gérer les stocks de l'épicerie", "Gérer un budget"),
        ("Souder des tuyaux en cuivre", "Accueillir les clients de l'auberge"),
        ("Piloter un avion de ligne", "Piloter un projet de recherche"),
    ],
)
def test_the_same_verb_on_another_object_is_no_match(one: str, other: str) -> None:
    assert not {_match(one, other).relation} & {Relation.MEME_CONTENU, Relation.COUVRE, Relation.COUVERTE}


def test_a_verb_that_says_nothing_takes_its_action_from_the_noun() -> None:
    assert families_of(["realiser"], ["diagnostic", "energetique"]) == {"analyser"}
    assert families_of(["realiser"], ["soudure"]) == frozenset()
    assert families_of(["diagnostiquer"], []) == {"analyser"}


def test_a_second_action_and_its_object_count() -> None:
    found = prepare("Analyser les besoins et maquetter une application afin de préparer la vente")
    assert found.verbs == ("analyser", "maquetter")
    assert set(found.objet.values()) == {"besoins", "application"}
    assert "vente" in found.finalite.values()
    assert "afin" not in found.finalite.values()


def test_a_match_tells_what_is_shared_and_what_differs() -> None:
    found = _match("Gérer les stocks afin d'éviter les ruptures", "Gérer les stocks de l'épicerie")
    parts = {each.part: each for each in found.components}
    assert parts[Part.VERBE].shared == ("gérer",)
    assert parts[Part.OBJET].shared == ("stocks",)
    assert parts[Part.OBJET].only_other == ("épicerie",)
    assert parts[Part.FINALITE].score is None
    assert "ruptures" in parts[Part.FINALITE].only_one


def test_two_verbs_of_one_family_are_told_with_it() -> None:
    verb, *_ = _match("Mesurer l'humidité d'un mur", "Évaluer l'humidité d'un mur").components
    assert (verb.shared, verb.families) == ((), ("évaluer",))
    assert explain(_match("Mesurer un mur", "Évaluer un mur"), voice("en")).startswith(
        "verb 0.70: of one family “évaluer”, only on the left “mesurer”"
    )
    same, *_ = _match("Mesurer un mur", "Mesurer un sol").components
    assert (same.shared, same.families) == (("mesurer",), ())


def test_how_likely_one_covers_the_other_is_told_from_the_side_that_is_covered() -> None:
    found = _match("Gérer les stocks et le personnel de l'auberge", "Gérer les stocks")
    assert found.covers != found.is_covered
    assert (likely_covered(found), likely_covered(found, mirrored=True)) == (found.is_covered, found.covers)
    say = voice("en")
    assert explain_cover(found, say).startswith(
        f"likelihood of covering it {found.is_covered:.2f}; verb 1.00: in common “gérer”; object "
    )
    assert "only on the left “personnel, auberge”" in explain_cover(found, say)
    assert "only on the right “personnel, auberge”" in explain_cover(found, say, mirrored=True)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_compared_and_the_order_turns_the_relation_round(one: str, other: str) -> None:
    there, back = _match(one, other), _match(other, one)
    assert 0 <= there.score <= 1
    assert there.score == pytest.approx(back.score)
    assert there.covers == pytest.approx(back.is_covered)
    assert 0 <= there.proximity <= 1 + 1e-9


def test_the_nearest_of_several_comes_first() -> None:
    ranked = MATCHER.rank("Concevoir la maquette d'une application", CORPUS, 2)
    assert {at for at, _ in ranked} == {2, 3}


def test_vectors_count_in_the_order_beside_the_scale_and_what_shares_all_is_nearest() -> None:
    features = MATCHER.features("Souder des tuyaux", "Souder des tubes")
    in_use = coefficients(VECTORIAL)
    by_scale = replace(in_use, ranking=coefficients(LEXICAL).ranking)
    gained, by_scale_alone = (
        each.proximity(features | {"vecteur": 0.9}) - each.proximity(features | {"vecteur": 0.2})
        for each in (in_use, by_scale)
    )
    assert gained > by_scale_alone > 0
    for method in (LEXICAL, VECTORIAL):
        everything = dict.fromkeys([*features, "vecteur"], 1.0)
        assert coefficients(method).proximity(everything) == pytest.approx(1)
