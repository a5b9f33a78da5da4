"""Statements made twice: found with both places and what differs, in bounded time."""

from __future__ import annotations

import random

from graphkit.checking.constats import Constat
from graphkit.checking.repetitions import (
    REPETITIONS_MAX,
    Difference,
    Repetition,
    constats_of,
    find_repetitions,
)
from graphkit.model import Activite, Certification, Competence, Critere, Modalite
from graphkit.passages import Passage

DEVIS = "Établir le devis d’une toiture en relevant les cotes sur place afin d’informer le client du coût"
POSE = "Poser les tuiles d’une toiture en respectant le plan de pose afin d’assurer son étanchéité"


def _at(line: int) -> tuple[Passage, ...]:
    return (Passage((line, line)),)


def _certification(*enonces: str) -> Certification:
    competences = (Competence(text, f"C{n}", passages=_at(n)) for n, text in enumerate(enonces, 1))
    return Certification("couvreur", competences=tuple(competences))


def _constat(found: Repetition) -> Constat:
    (constat,) = constats_of([found])
    return constat


def test_different_statements_are_left_alone() -> None:
    """Two competences of one trade share words without being one."""
    assert find_repetitions(_certification(DEVIS, POSE)) == ()


def test_the_same_words_are_found_whatever_their_case_and_punctuation() -> None:
    """Nothing differs but a capital and a full stop."""
    (found,) = find_repetitions(_certification(DEVIS, POSE, DEVIS.upper() + "."))
    assert (found.premier.repere, found.second.repere) == ("C1", "C3")
    assert (found.premier.passages, found.second.passages) == (_at(1), _at(3))
    assert found.ressemblance == 1
    assert found.differences == ()
    assert _constat(found).gravite == "warning"
    assert _constat(found).message_fr == "« C1 » et « C3 » disent la même chose, mot pour mot."


def test_near_statements_are_found_with_what_differs() -> None:
    """A competence copied with one word changed and one added."""
    second = DEVIS.replace("toiture", "charpente").replace("du coût", "du coût total")
    (found,) = find_repetitions(_certification(DEVIS, second))
    assert found.differences == (Difference("toiture", "charpente"), Difference("", "total"))
    assert 0.9 <= found.ressemblance < 1
    assert "« toiture » → « charpente » ; « total » ajouté." in _constat(found).message_fr
    assert "“toiture” → “charpente”; “total” added." in _constat(found).message_en


def test_a_criterion_that_stands_twice_is_named_once() -> None:
    """It has no code to be told apart by, and the same words for name."""
    critere = "Les cotes relevées sur place sont exactes"
    competences = tuple(
        Competence(f"{DEVIS} n° {n}", f"C{n}", criteres=(Critere(critere, _at(n)),)) for n in (1, 2)
    )
    constats = constats_of(find_repetitions(Certification("couvreur", competences=competences)))
    assert [each.message_fr for each in constats if each.elements[0].genre == "critere"] == [
        f"« {critere} » est écrit deux fois, mot pour mot."
    ]


def test_a_short_statement_that_differs_by_a_word_is_another_one() -> None:
    """In nine words the one that differs is the point."""
    oral = "S’exprimer et argumenter avec précision à l’oral"
    assert find_repetitions(_certification(oral, oral.replace("oral", "écrit"))) == ()


def test_a_repeated_criterion_is_told_as_a_mere_information() -> None:
    """The same criterion may serve two competences; a competence cannot be two."""
    critere = "Les cotes relevées sont exactes au centimètre près"
    competences = tuple(
        Competence(text, code, criteres=(Critere(critere, _at(line)),))
        for text, code, line in ((DEVIS, "C1", 4), (POSE, "C2", 9))
    )
    (found,) = find_repetitions(Certification("couvreur", competences=competences))
    assert _constat(found).gravite == "info"
    assert (found.premier.passages, found.second.passages) == (_at(4), _at(9))


def test_a_criterion_printed_once_for_two_competences_is_one_statement() -> None:
    """A merged cell belongs to several rows."""
    critere = Critere("Les cotes relevées sont exactes au centimètre près", _at(4))
    competences = tuple(Competence(text, criteres=(critere,)) for text in (DEVIS, POSE))
    assert find_repetitions(Certification("couvreur", competences=competences)) == ()


def test_a_modality_told_again_for_each_competence_is_no_repetition() -> None:
    """One assessment of several competences is printed beside each of them."""
    competences = tuple(
        Competence(
            text,
            modalites=(Modalite("Mise en situation professionnelle reconstituée en atelier", (), _at(n)),),
        )
        for n, text in enumerate((DEVIS, POSE))
    )
    assert find_repetitions(Certification("couvreur", competences=competences)) == ()


def test_activities_are_compared_with_activities() -> None:
    """The title of an activity may well be the wording of its competence."""
    activites = (Activite("A1", DEVIS), Activite("A2", DEVIS))
    found = find_repetitions(
        Certification("couvreur", activites=activites, competences=(Competence(DEVIS, "C1"),))
    )
    assert [(each.premier.repere, each.second.repere) for each in found] == [("A1", "A2")]


def test_a_statement_made_four_times_is_one_finding_with_its_four_places() -> None:
    """Between two of which a statement that is nearly the same: that one is told apart."""
    found = list(constats_of(find_repetitions(_certification(DEVIS, DEVIS, POSE, DEVIS, DEVIS))))
    assert [[each.repere for each in constat.elements] for constat in found] == [["C1", "C2", "C4", "C5"]]
    assert found[0].message_fr == "« C1 » est écrit 4 fois, mot pour mot."
    assert found[0].message_en == "“C1” is written 4 times, word for word."


def test_any_number_of_statements_is_bounded() -> None:
    """A thousand invented statements, of which few are alike; ten thousand that say the same."""
    chance = random.Random(4)  # noqa: S311 # a test, not a secret
    words = (
        f"{DEVIS} {POSE} contrôler rédiger chantier équipe sécurité matériel planning dossier accueil".split()
    )
    texts = [" ".join(chance.choices(words, k=20)) for _ in range(1_000)]
    assert len(find_repetitions(_certification(*texts))) < 10
    assert len(find_repetitions(_certification(*[DEVIS] * 10_000))) == REPETITIONS_MAX
