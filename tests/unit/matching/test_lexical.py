"""The plain lexical measure."""

from __future__ import annotations

import pytest

from graphkit.matching.lexical import compare_words, words


def test_words_are_folded_and_short_ones_left_out() -> None:
    assert words("Réaliser l’ÉTUDE d'un cœur de réseau, en 2024 !") == {
        "realiser",
        "etude",
        "coeur",
        "reseau",
    }
    assert words("un de la 1234") == frozenset()


def test_the_two_scores_are_shares_of_common_words() -> None:
    score = compare_words(
        words("conduire audit sécurité"), words("Conduire un audit de sécurité interne complet")
    )
    assert score.jaccard == pytest.approx(3 / 5)
    assert score.overlap == 1.0
    assert score.common == ("audit", "conduire", "securite")


def test_nothing_is_in_common_with_nothing() -> None:
    assert compare_words(frozenset(), words("audit")).jaccard == 0
    assert compare_words(words("audit"), words("projet")).overlap == 0


def test_the_measure_is_symmetric_and_one_for_the_same_words() -> None:
    one, other = words("piloter un projet digital"), words("projet digital à conduire")
    assert compare_words(one, other) == compare_words(other, one)
    assert compare_words(one, one).jaccard == 1.0
