"""Which statement became which."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from differences.mutator import mutate

from graphkit.config import Settings
from graphkit.differences.sides import read_one
from graphkit.differences.statements import Change, Statement, compare_statements

SAMPLE = Path(__file__).parents[3] / "graphkit" / "sample"
A, B = frozenset({"bloc A"}), frozenset({"bloc B"})
NO = frozenset[str]()


def told(changes: tuple[Change, ...]) -> set[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Return what changed, as kinds and keys."""
    return {
        (change.kinds, tuple(each.key for each in change.before), tuple(each.key for each in change.after))
        for change in changes
        if change.kinds
    }


@pytest.fixture(scope="module")
def base() -> list[Statement]:
    """The competences of the sample référentiel, in the activities that mobilise them."""
    record = read_one(Settings(), SAMPLE / "referentiel_chef_de_projet_digital.txt")
    stage = {c.code: c.code.partition(".")[0] for c in record.certification.competences if c.code}
    return [
        Statement(c.code, c.enonce, c.code, (NO, frozenset({stage[c.code]})))
        for c in record.certification.competences
        if c.code
    ]


@pytest.fixture(scope="module")
def spare() -> list[Statement]:
    """Those of the sample fiche."""
    record = read_one(Settings(), SAMPLE / "fiche_RNCP25520.txt")
    return [
        Statement(f"s{n}", each.enonce)
        for n, each in enumerate(c for bloc in record.certification.blocs for c in bloc.competences)
    ]


@pytest.mark.parametrize("seed", range(150))
def test_edits_made_by_lot_are_found_again_exactly(
    seed: int, base: list[Statement], spare: list[Statement]
) -> None:
    edited = mutate(base, spare, Random(seed))  # noqa: S311 - edits by lot
    assert told(compare_statements(base, edited.statements)) == edited.told


@pytest.mark.parametrize("seed", range(50))
def test_the_same_edits_without_codes_are_found_again_exactly(
    seed: int, base: list[Statement], spare: list[Statement]
) -> None:
    bare = [Statement(each.key, each.text, "", each.places) for each in base]
    edited = mutate(bare, spare, Random(1000 + seed))  # noqa: S311 - idem
    assert told(compare_statements(bare, edited.statements)) == edited.told


def test_a_list_is_the_same_as_itself_in_another_order(base: list[Statement]) -> None:
    assert told(compare_statements(base, base[::-1])) == set()


def test_two_equal_statements_keep_their_own_places() -> None:
    text = "Rendre compte de son activité"
    before = [Statement("1", text, places=(A, NO)), Statement("2", text, places=(B, NO))]
    after = [Statement("x", text, places=(B, NO)), Statement("y", text, places=(A, NO))]
    pairs = {(c.before[0].key, c.after[0].key, c.kinds) for c in compare_statements(before, after)}
    assert pairs == {("1", "y", ()), ("2", "x", ())}


def test_one_of_two_equal_statements_that_goes_is_removed() -> None:
    text = "Rendre compte de son activité"
    before = [Statement("1", text, places=(A, NO)), Statement("2", text, places=(B, NO))]
    after = [Statement("x", text, places=(B, NO))]
    assert told(compare_statements(before, after)) == {(("removed",), ("1",), ())}


def test_statements_that_share_only_small_words_are_not_one_reworded() -> None:
    before = [Statement("1", "Préparer la commande de pièces pour le client et la livrer dans les délais")]
    after = [Statement("2", "Accueillir la famille de la personne et la guider dans les démarches")]
    assert told(compare_statements(before, after)) == {(("removed",), ("1",), ()), (("added",), (), ("2",))}


def test_a_new_statement_contained_in_a_kept_one_is_no_split() -> None:
    before = [Statement("1", "Tailler les arbres fruitiers en hiver et éclaircir les fruits au printemps")]
    after = [
        Statement("1", "Tailler les arbres fruitiers en hiver et éclaircir les fruits au début du printemps"),
        Statement("2", "Éclaircir les fruits"),
    ]
    assert told(compare_statements(before, after)) == {
        (("reworded",), ("1",), ("1",)),
        (("added",), (), ("2",)),
    }


def test_a_verb_repeated_by_each_part_makes_a_split() -> None:
    before = [Statement("1", "Concevoir et réaliser des plans de plantation adaptés au sol")]
    after = [
        Statement("a", "Concevoir des plans de plantation adaptés au sol"),
        Statement("b", "Réaliser des plans de plantation adaptés au sol"),
    ]
    assert told(compare_statements(before, after)) == {(("split",), ("1",), ("a", "b"))}
    assert told(compare_statements(after, before)) == {(("merged",), ("a", "b"), ("1",))}
    assert told(compare_statements(before, after[:1])) == {(("reworded",), ("1",), ("a",))}


def test_case_and_punctuation_alone_are_told_as_such() -> None:
    (change,) = compare_statements(
        [Statement("1", "Tailler les arbres, au printemps.")],
        [Statement("1", "TAILLER LES ARBRES AU PRINTEMPS")],
    )
    assert change.kinds == ("reworded",)
    assert change.same_words


def test_what_was_removed_is_told_where_it_stood() -> None:
    before = [
        Statement(n, t) for n, t in (("1", "Semer le blé"), ("2", "Labourer"), ("3", "Récolter le maïs"))
    ]
    after = [before[0], before[2], Statement("4", "Vendre au marché")]
    order = [(c.kinds, (c.before or c.after)[0].key) for c in compare_statements(before, after)]
    assert order == [((), "1"), (("removed",), "2"), ((), "3"), (("added",), "4")]
