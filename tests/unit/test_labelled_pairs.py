"""The labelled set is whole, its halves are apart, and its statements are those that were read."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from graphkit.comparing.similar import is_near
from graphkit.matching.lexical import compare_words, words
from graphkit.matching.rarity import rarity_of
from graphkit.matching.similarity import Matcher

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from labelled_pairs import (
    COVER,
    STEPS,
    TEST,
    TUNING,
    LabelledPair,
    digest,
    labelled_pairs,
    labelled_rankings,
    statements,
)
from matching_measures import SHARE, order_of

PAIRS = labelled_pairs()
RANKINGS = labelled_rankings()
TABLE = (Path(__file__).parents[1] / "cases" / "matching" / "table.md").read_text("utf-8")


def _asked(half: str) -> dict[str, list[LabelledPair]]:
    return {question: found for question, found in RANKINGS.items() if found[0].half == half}


def test_there_are_enough_pairs_of_each_relation_in_each_half() -> None:
    counts = Counter((pair.half, pair.relation) for pair in PAIRS)
    assert len(PAIRS) == 634
    assert {half for half, _ in counts} == {TUNING, TEST}
    assert {relation for _, relation in counts} == set(STEPS)
    assert min(counts.values()) >= 8


def test_no_certification_and_no_statement_stands_in_both_halves() -> None:
    halves = defaultdict(set)
    for pair in PAIRS:
        for address, guard in zip((pair.one, pair.other), pair.digests, strict=True):
            name = address if address.startswith("ROME/") else address.split("/", 1)[0]
            halves[name].add(pair.half)
            halves[guard].add(pair.half)
    assert not [name for name, found in halves.items() if len(found) > 1]


def test_no_pair_is_labelled_twice() -> None:
    counts = Counter(frozenset((pair.one, pair.other)) for pair in PAIRS)
    assert max(counts.values()) == 1
    assert all(len(pair) == 2 for pair in counts)


def test_there_are_enough_questions_with_a_right_candidate_in_each_half_and_the_table_counts_them() -> None:
    for half, counts in ((TUNING, (103, 1569, 57, 90)), (TEST, (165, 2671, 75, 144))):
        best = [max(pair.step for pair in found) for found in _asked(half).values()]
        questions, candidates, covered, shared = (
            len(best),
            sum(map(len, _asked(half).values())),
            sum(step >= COVER for step in best),
            sum(step >= SHARE for step in best),
        )
        assert (questions, candidates, covered, shared) == counts
        assert f"{questions} statements, {candidates} candidates; {covered} statements have one" in TABLE


def test_a_question_and_its_candidates_are_of_one_half_each_labelled_once() -> None:
    halves = {pair.one.split("/", 1)[0]: pair.half for pair in PAIRS} | {
        pair.other.split("/", 1)[0]: pair.half for pair in PAIRS
    }
    for question, found in RANKINGS.items():
        names = {pair.other.split("/", 1)[0] for pair in found} - {"ROME"}
        assert {halves[name] for name in names | {question.split("/", 1)[0]}} == {found[0].half}
        assert question.split("/", 1)[0] not in names
        assert len({pair.digests[1] for pair in found}) == len(found)
        assert {pair.half for pair in found} == {found[0].half}


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> dict[str, str]:
    """Every statement of the documents, by address."""
    return statements(shared_data)


@pytest.fixture(scope="module")
def matcher(texts: dict[str, str]) -> Matcher:
    """What matches them."""
    return Matcher(rarity_of(texts.values()))


def test_every_statement_is_the_one_that_was_read(texts: dict[str, str]) -> None:
    wrong = [
        address
        for pair in (*PAIRS, *chain.from_iterable(RANKINGS.values()))
        for address, guard in zip((pair.one, pair.other), pair.digests, strict=True)
        if digest(texts.get(address, "")) != guard
    ]
    assert not wrong


def test_what_shares_an_essential_part_is_shown_as_near_and_most_of_what_is_unrelated_is_not(
    texts: dict[str, str], matcher: Matcher
) -> None:
    pairs = [pair for pair in PAIRS if pair.half == TUNING]
    near = {pair: is_near(matcher.match(texts[pair.one], texts[pair.other])) for pair in pairs}
    shared = [near[pair] for pair in pairs if pair.step >= STEPS["partielle"]]
    unrelated = [near[pair] for pair in pairs if pair.step == STEPS["sans rapport"]]
    assert (len(shared), len(unrelated)) == (82, 112)
    assert sum(shared) / len(shared) > 0.9
    assert sum(unrelated) / len(unrelated) < 0.3


def test_the_table_tells_what_the_order_in_use_and_jaccard_reach_on_rankings(
    texts: dict[str, str], matcher: Matcher
) -> None:
    nearness = {
        "components: what is in use": lambda a, b: matcher.match(a, b).proximity,
        "Jaccard, words of more than three letters": lambda a, b: compare_words(words(a), words(b)).jaccard,
    }
    firsts = {}
    for name, near in nearness.items():
        told = np.nanmean(order_of(_asked(TEST), near, texts), axis=0)
        assert f"| {name} | {' | '.join(f'{each:.3f}' for each in told)} |" in TABLE
        firsts[name] = told[0]
    assert firsts[next(iter(nearness))] > firsts["Jaccard, words of more than three letters"]
