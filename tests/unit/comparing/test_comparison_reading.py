"""The figures of a comparison come to one sentence, in either language."""

from __future__ import annotations

import dataclasses

import pytest

from graphkit.catalog import Catalog
from graphkit.comparing.phrases import relation_of, voice
from graphkit.comparing.reading import reading
from graphkit.comparing.sides import PairOfSides, compare_codes
from graphkit.matching.coverage import Coverage, Covered, How
from graphkit.matching.relations import Relation
from graphkit.voice import Language


@pytest.fixture(scope="module")
def pair(harbour: Catalog) -> PairOfSides:
    """Two certifications of five competences of which three are the same."""
    (found,) = compare_codes(harbour, ["RNCP90001", "RNCP90002"]).pairs
    return found


def _with(pair: PairOfSides, of_b: tuple[int, int], of_a: tuple[int, int]) -> PairOfSides:
    """Return two sides of which so many of so many competences are covered."""

    def coverage(count: int, total: int) -> Coverage:
        hows = [How.UNE] * count + [How.PARTIELLEMENT] * (total - count)
        return Coverage(tuple(Covered(str(at), how, 0.5) for at, how in enumerate(hows)))

    told = dataclasses.replace(pair.comparison, of_other=coverage(*of_b), of_one=coverage(*of_a))
    return dataclasses.replace(pair, comparison=told)


@pytest.mark.parametrize(
    ("of_b", "of_a", "language", "told"),
    [
        (
            (17, 24),
            (14, 27),
            "fr",
            (
                "A contient l’essentiel de B ; 7 compétences de B manquent dans A et 13 compétences de A"
                " manquent dans B."
            ),
        ),
        (
            (17, 24),
            (14, 27),
            "en",
            (
                "A holds most of B; 7 competences of B are missing from A and 13 competences of A are missing"
                " from B."
            ),
        ),
        (
            (1, 9),
            (4, 5),
            "fr",
            (
                "B contient l’essentiel de A ; 8 compétences de B manquent dans A et 1 compétence de A manque"
                " dans B."
            ),
        ),
        (
            (5, 5),
            (4, 5),
            "en",
            (
                "A and B mostly cover each other; no competence of B is missing from A and 1 competence of A"
                " is missing from B."
            ),
        ),
        (
            (0, 2),
            (0, 3),
            "fr",
            (
                "ni A ni B ne couvre rien de l’autre ; 2 compétences de B manquent dans A et 3 compétences de"
                " A manquent dans B."
            ),
        ),
        (
            (0, 0),
            (0, 3),
            "fr",
            "l’une des deux sources ne liste pas de compétences, rien ne se calcule.",
        ),
    ],
)
def test_the_sentence_says_which_holds_which_and_what_is_missing(
    pair: PairOfSides, of_b: tuple[int, int], of_a: tuple[int, int], language: Language, told: str
) -> None:
    assert reading(_with(pair, of_b, of_a), voice(language)) == told


def test_the_sentence_is_made_of_the_figures_that_are_shown(pair: PairOfSides) -> None:
    told = reading(pair, voice())
    assert told.startswith("A et B se recoupent en partie ; 2 compétences de B manquent dans A")


def test_two_that_cover_each_other_without_saying_the_same_are_not_said_to(pair: PairOfSides) -> None:
    near = pair.near[0]
    assert relation_of(near, 0.5) == "même contenu"
    apart = dataclasses.replace(near.match, relation=Relation.COUVRE, covers=0.3, is_covered=0.2)
    near = dataclasses.replace(near, match=apart)
    assert relation_of(near, 0.1) == "se couvrent l’une l’autre"
    assert relation_of(near, 0.1, voice("en")) == "cover each other"
    assert relation_of(near, 0.25) == "couvre"
    assert relation_of(near, 0.5) == "partielle"


def test_two_that_share_little_are_not_said_to_overlap(pair: PairOfSides) -> None:
    assert reading(_with(pair, (1, 9), (1, 9)), voice()).startswith("A et B ont peu en commun ;")
