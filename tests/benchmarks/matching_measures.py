"""What is told of a method that ranks and judges statements, and by how much it passes another one.

Differences of two methods are told with the interval that holds 95 % of the differences on sets drawn anew
from the one at hand: the same sets for both, whole questions at a time where candidates of one question
belong together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from labelled_pairs import COVER, LabelledPair

from graphkit.french import forms
from graphkit.matching.rarity import stems

Array = np.ndarray
Nearness = Callable[[str, str], float]
RESAMPLED = 1000
BINS = 10
#: How far down the first right candidate is looked for, and how many candidates the gain counts.
DEEP, GAINING = 10, 5
SHARE = 2
#: Measure of an order -> name in the table.
RANKING = ("P@1 cover", "P@1 share", "MRR cover", "MRR share", "nDCG@5")
JUDGING = ("AUC cover", "AUC share", "accuracy, 6", "kappa", "accuracy, 2", "Brier")
_SATURATION, _LENGTH = 1.2, 0.75
_RUN = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """What a method says of pairs, beside their labels.

    Attributes:
        near: how near it finds them.
        likely: how likely it is that one covers the other.
        said: the step that it says.
        right: whether it gives the relation of the label.
        steps: the labels, as steps of nearness.
        groups: which pairs belong together.
    """

    near: Array
    likely: Array
    said: Array
    right: Array
    steps: Array
    groups: Sequence[Array]

    def figures(self, at: Array | None = None) -> tuple[float, ...]:
        """Return the measures of JUDGING, on some of the pairs."""
        at = np.arange(len(self.steps)) if at is None else at
        near, likely, steps = self.near[at], self.likely[at], self.steps[at]
        truth = steps >= COVER
        return (
            area(near, truth),
            area(near, steps >= SHARE),
            float(self.right[at].mean()),
            kappa(self.said[at], steps),
            float(((likely >= 0.5) == truth).mean()),
            float(((likely - truth) ** 2).mean()),
        )


def area(scores: Array, truth: Array) -> float:
    """Return the share of (true, false) pairs in which the true one scores more, ties halved."""
    _, at, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[at]
    positive = truth.sum()
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * (len(truth) - positive)))


def kappa(said: Array, truth: Array) -> float:
    """Return Cohen's kappa of two lists of steps, an error of two steps counting four times one of one."""
    by_chance = (said**2).mean() - 2 * said.mean() * truth.mean() + (truth**2).mean()
    return float(1 - ((said - truth) ** 2).mean() / by_chance)


def calibration_error(likely: Array, truth: Array) -> float:
    """Return the expected calibration error over ten bins."""
    bins = np.minimum((likely * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(likely[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean()
            for b in set(bins.tolist())
        )
    )


def order_figures(candidates: Sequence[LabelledPair], nearness: Nearness, texts: Mapping[str, str]) -> Array:
    """Return the measures of RANKING for one question; none where it has no right candidate.

    Candidates as near as each other stand in the order of their digests, which no method knows.
    """
    ranked = sorted(candidates, key=lambda p: (-nearness(texts[p.one], texts[p.other]), p.digests[1]))
    steps = [pair.step for pair in ranked]
    firsts, ranks = [], []
    for least in (COVER, SHARE):
        right = [rank for rank, step in enumerate(steps) if step >= least]
        firsts.append(float(right[0] == 0) if right else np.nan)
        ranks.append((1 / (right[0] + 1) if right[0] < DEEP else 0.0) if right else np.nan)
    best = _gain(sorted(steps, reverse=True))
    return np.array([*firsts, *ranks, _gain(steps) / best if best else np.nan])


def _gain(steps: Sequence[int]) -> float:
    return sum(step / math.log2(rank + 2) for rank, step in enumerate(steps[:GAINING]))


def order_of(
    questions: Mapping[str, Sequence[LabelledPair]], nearness: Nearness, texts: Mapping[str, str]
) -> Array:
    """Return the measures of RANKING, a row for each question."""
    return np.array([order_figures(found, nearness, texts) for found in questions.values()])


def order_gain(own: Array, base: Array) -> Iterator[tuple[float, float, float, float]]:
    """Yield, for each measure of RANKING, how much more the first has, and the interval of it."""
    for mine, theirs in zip(own.T, base.T, strict=True):
        gains = (mine - theirs)[~np.isnan(mine)]
        drawn = [gains[at].mean() for at in _drawn([np.array([n]) for n in range(len(gains))])]
        yield float(np.nanmean(mine)), float(gains.mean()), *_interval(drawn)


def judged_gain(own: Judged, base: Judged) -> Iterator[tuple[float, float, float, float]]:
    """Yield, for each measure of JUDGING, how much more the first has, and the interval of it."""
    drawn = np.array([
        np.subtract(own.figures(at), base.figures(at)) for at in _drawn(own.groups)
    ])  # fmt: skip
    for mine, theirs, gains in zip(own.figures(), base.figures(), drawn.T, strict=True):
        yield mine, mine - theirs, *_interval(gains)


def _drawn(groups: Sequence[Array]) -> Iterator[Array]:
    draw = np.random.default_rng(1)
    for _ in range(RESAMPLED):
        yield np.concatenate([groups[n] for n in draw.integers(0, len(groups), len(groups))])


def _interval(gains: Sequence[float] | Array) -> tuple[float, float]:
    low, high = np.quantile(gains, (0.025, 0.975))
    return float(low), float(high)


def bm25(texts: Sequence[str]) -> Nearness:
    """Return Okapi BM25 on stems, the first text asking."""
    counted = {text: stems(text) for text in dict.fromkeys(texts)}
    holders: dict[str, int] = {}
    for words in counted.values():
        for word in set(words):
            holders[word] = holders.get(word, 0) + 1
    mean = sum(map(len, counted.values())) / len(counted)

    def score(asked: str, text: str) -> float:
        words = counted[text]
        spread = _SATURATION * (1 - _LENGTH + _LENGTH * len(words) / mean)
        return sum(
            math.log(1 + (len(counted) - holders[word] + 0.5) / (holders[word] + 0.5))
            * words.count(word) * (_SATURATION + 1) / (words.count(word) + spread)
            for word in dict.fromkeys(counted[asked]) if word in words
        )  # fmt: skip

    return score


def letters(texts: Sequence[str]) -> Nearness:
    """Return how many runs of four letters of their words two texts share, as a cosine."""
    runs = {text: frozenset(_runs(text)) for text in dict.fromkeys(texts)}

    def score(one: str, other: str) -> float:
        left, right = runs[one], runs[other]
        return len(left & right) / math.sqrt(len(left) * len(right)) if left and right else 0.0

    return score


def _runs(text: str) -> Iterator[str]:
    for form in forms(text):
        marked = f" {form} "
        yield from (marked[at : at + _RUN] for at in range(max(1, len(marked) - _RUN + 1)))
