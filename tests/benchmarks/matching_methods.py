"""The methods that are measured, and what the tuning half makes of each: weights, steps, direction.

The baselines stand first, then what the package has, then what is beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from labelled_pairs import COVER, LabelledPair
from matching_measures import Array, Judged, Nearness, bm25
from scipy.optimize import minimize

from graphkit.errors import SourceUnreadable
from graphkit.matching.coefficients import coefficients
from graphkit.matching.lexical import compare_words, words
from graphkit.matching.rarity import rarity_of
from graphkit.matching.similarity import LEXICAL, VECTORIAL, Matcher
from graphkit.matching.vectors import PACKAGE, Vectors, open_vectors

#: Penalty on weights, chosen among 0.005, 0.02 and 0.06 by six folds of the tuning half.
PENALTY = 0.02
#: Trades of the tuning half: statements of two of them are unrelated without being read.
TRADES = {
    "RNCP37674": "informatique", "RNCP37873": "informatique", "RNCP35419": "informatique",
    "REAC_DL_2013": "informatique", "REAC_CDA_V04": "informatique",
    "RNCP40344": "soins", "RS7485": "amiante", "RS5719": "secours",
}  # fmt: skip
#: How many such pairs each plain measure adds, its nearest, and what one weighs beside a pair that was read.
NEAR_BY_CHANCE, WEIGHT_OF_CHANCE = 60, 1.0
CHANCE = "hasard"
IN_USE = "components: probability and relation"
RANKS = "components, TF-IDF and Jaccard: order of competences"
Score = Callable[[str, str], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to compare two texts, as named numbers, the first few of which tell how near they are."""

    name: str
    numbers: Score
    near: tuple[str, ...]
    way: tuple[str, ...]
    penalty: float = PENALTY


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of a method."""

    method: Method
    weights: Array
    steps: Array
    way: Array

    def nearness(self, one: str, other: str) -> float:
        numbers = self.method.numbers(one, other)
        return float(np.dot(self.weights, [numbers[name] for name in self.method.near]))

    def levels(self, nearness: Array) -> Array:
        reached = np.column_stack(
            [np.ones(len(nearness)), _logistic(nearness[:, None] - self.steps), np.zeros(len(nearness))]
        )
        return reached[:, :-1] - reached[:, 1:]


def _logistic(value: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(value, -30, 30)))


def unrelated(texts: dict[str, str], measures: Sequence[Method]) -> list[LabelledPair]:
    """Return pairs of statements of two trades that plain measures find nearest."""
    named = [address for address in texts if address.split("/", 1)[0] in TRADES]
    apart = [
        (a, b) for a, b in combinations(named, 2) if TRADES[a.split("/", 1)[0]] != TRADES[b.split("/", 1)[0]]
    ]
    found: dict[tuple[str, str], None] = {}
    for measure in measures:
        name = measure.near[0]
        ranked = sorted(apart, key=lambda p: -measure.numbers(texts[p[0]], texts[p[1]])[name])
        found |= dict.fromkeys(ranked[:NEAR_BY_CHANCE])
    return [LabelledPair(CHANCE, a, b, ("", ""), "sans rapport") for a, b in found]


def fit(method: Method, pairs: Sequence[LabelledPair], texts: dict[str, str]) -> Fitted:
    """Return the weights of a method on some pairs: proportional odds, weights of nearness not below zero."""
    counted = np.array([WEIGHT_OF_CHANCE if pair.half == CHANCE else 1.0 for pair in pairs])
    numbers = [method.numbers(texts[pair.one], texts[pair.other]) for pair in pairs]
    near = np.array([[each[name] for name in method.near] for each in numbers])
    steps = np.array([pair.step for pair in pairs])
    rank = np.arange(len(pairs))
    size = near.shape[1]

    def unpack(values: Array) -> tuple[Array, Array]:
        return values[:size], np.cumsum(np.concatenate([values[size : size + 1], np.exp(values[size + 1 :])]))

    def loss(values: Array) -> float:
        weights, starts = unpack(values)
        levels = Fitted(method, weights, starts, np.zeros(0)).levels(near @ weights)
        likely = np.clip(levels[rank, steps], 1e-9, 1)
        return float(
            -(counted * np.log(likely)).sum() / counted.sum() + method.penalty * (weights @ weights) / size
        )

    bounds = [(0, None)] * size + [(None, None)] * 4
    start = np.concatenate([np.ones(size), np.zeros(4)])
    weights, _ = unpack(minimize(loss, start, bounds=bounds, method="L-BFGS-B").x)
    # Pairs of chance set the weights; how likely a step is, only pairs that were read tell.
    read = np.array([pair.half != CHANCE for pair in pairs])
    scale, starts = _calibrate((near @ weights)[read], steps[read])
    return Fitted(method, weights * scale, starts, _fit_way(method, pairs, numbers))


def _calibrate(nearness: Array, steps: Array) -> tuple[float, Array]:
    """Return what to multiply a nearness by, and where the steps then begin."""
    rank = np.arange(len(steps))

    def unpack(values: Array) -> tuple[float, Array]:
        return float(values[0]), np.cumsum(np.concatenate([values[1:2], np.exp(values[2:])]))

    def loss(values: Array) -> float:
        scale, starts = unpack(values)
        reached = np.column_stack(
            [np.ones(len(steps)), _logistic(scale * nearness[:, None] - starts), np.zeros(len(steps))]
        )
        return float(-np.log(np.clip(reached[rank, steps] - reached[rank, steps + 1], 1e-9, 1)).mean())

    return unpack(minimize(loss, np.array([1.0, 2.0, 0.0, 0.0, 0.0]), method="L-BFGS-B").x)


def _fit_way(method: Method, pairs: Sequence[LabelledPair], numbers: Sequence[dict[str, float]]) -> Array:
    """Return the weights of which way a cover goes; each pair counts seen from both sides."""
    chosen = [
        (n, 1 if p.relation == "couvre" else -1)
        for p, n in zip(pairs, numbers, strict=True)
        if p.step == COVER
    ]
    rows = np.array([[each[name] * sign for name in method.way] for each, sign in chosen])
    loss = lambda w: float(np.log1p(np.exp(-(rows @ w))).mean() + PENALTY * (w @ w))  # noqa: E731
    return np.asarray(minimize(loss, np.zeros(len(method.way)), method="L-BFGS-B").x)


def methods(texts: Sequence[str]) -> list[Method]:
    """Return the methods compared, the baselines first."""

    def overlap(one: str, other: str) -> dict[str, float]:
        found = compare_words(words(one), words(other))
        return {"jaccard": found.jaccard, "overlap": found.overlap, "longer": _longer(one, other)}

    rarity = rarity_of(texts)
    plain = cache(_with_proximity(Matcher(rarity)))
    way = tuple(coefficients(LEXICAL).direction)
    found = [
        Method("Jaccard, words of more than three letters", overlap, ("jaccard",), ("longer",), 0.0005),
        Method("overlap coefficient, the same words", overlap, ("overlap",), ("longer",), 0.0005),
        Method("TF-IDF of stems: order of blocs", plain, ("mots",), way, 0.0005),
        Method("character 4-grams", plain, ("lettres",), way, 0.0005),
        Method(IN_USE, plain, tuple(coefficients(LEXICAL).weights), way),
        Method(RANKS, plain, ("proximite",), way, 0.0005),
        Method("BM25 of stems", _with_longer(bm25(texts)), ("bm25",), ("longer",), 0.0005),
    ]
    vectors = _vectors()
    if vectors is not None:
        both = cache(_with_proximity(Matcher(rarity, vectors)))
        found += [
            Method(f"sentence vectors ({PACKAGE}) alone", both, ("vecteur",), way, 0.0005),
            Method(f"{IN_USE}, with vectors", both, tuple(coefficients(VECTORIAL).weights), way),
            Method(f"{RANKS}, with vectors", both, ("proximite",), way, 0.0005),
        ]
    return found


def _longer(one: str, other: str) -> float:
    left, right = len(words(one)), len(words(other))
    return (left - right) / max(1, left + right)


def _with_longer(bm25_of: Nearness) -> Score:
    return lambda one, other: {"bm25": bm25_of(one, other), "longer": _longer(one, other)}


def _with_proximity(matcher: Matcher) -> Score:
    """Return the features of a matcher, with what the package ranks by."""
    ranking = coefficients(matcher.method)

    def score(one: str, other: str) -> dict[str, float]:
        features = matcher.features(one, other)
        return features | {"proximite": ranking.proximity(features)}

    return score


def _vectors() -> Vectors | None:
    try:
        return open_vectors(PACKAGE)
    except SourceUnreadable:
        return None


def judge(
    fitted: Fitted, pairs: Sequence[LabelledPair], texts: dict[str, str], groups: Sequence[Array] = ()
) -> Judged:
    """Return what a method says of labelled pairs, each a group of its own unless groups are given."""
    numbers = [fitted.method.numbers(texts[p.one], texts[p.other]) for p in pairs]
    near = np.array([np.dot(fitted.weights, [n[name] for name in fitted.method.near]) for n in numbers])
    levels = fitted.levels(near)
    steps = np.array([p.step for p in pairs])
    way = [np.dot(fitted.way, [n[name] for name in fitted.method.way]) >= 0 for n in numbers]
    right = [
        step == found and (step != COVER or (pair.relation == "couvre") == bool(goes))
        for pair, step, found, goes in zip(pairs, steps, levels.argmax(axis=1), way, strict=True)
    ]
    alone = [np.array([n]) for n in range(len(pairs))]
    return Judged(near, levels[:, COVER:].sum(axis=1), np.array(right), steps, groups or alone)
