"""The labelled set is whole, its halves are apart, and its statements are those that were read."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graphkit.comparing.similar import is_near
from graphkit.matching.rarity import rarity_of
from graphkit.matching.similarity import Matcher

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from labelled_pairs import STEPS, TEST, TUNING, digest, labelled_pairs, statements

PAIRS = labelled_pairs()


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


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> dict[str, str]:
    """Every statement of the documents, by address."""
    return statements(shared_data)


def test_every_statement_is_the_one_that_was_read(texts: dict[str, str]) -> None:
    wrong = [
        address
        for pair in PAIRS
        for address, guard in zip((pair.one, pair.other), pair.digests, strict=True)
        if digest(texts.get(address, "")) != guard
    ]
    assert not wrong


def test_what_shares_an_essential_part_is_shown_as_near_and_most_of_what_is_unrelated_is_not(
    texts: dict[str, str],
) -> None:
    matcher = Matcher(rarity_of(texts.values()))
    pairs = [pair for pair in PAIRS if pair.half == TUNING]
    near = {pair: is_near(matcher.match(texts[pair.one], texts[pair.other])) for pair in pairs}
    shared = [near[pair] for pair in pairs if pair.step >= STEPS["partielle"]]
    unrelated = [near[pair] for pair in pairs if pair.step == STEPS["sans rapport"]]
    assert (len(shared), len(unrelated)) == (82, 112)
    assert sum(shared) / len(shared) > 0.9
    assert sum(unrelated) / len(unrelated) < 0.3
