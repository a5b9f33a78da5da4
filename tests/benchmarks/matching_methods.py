"""The methods that are measured, and what the tuning half makes of each: weights, steps, direction.

The baselines stand first, then what the package has, then what is beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from labelled_pairs import COVER, LabelledPair
from matching_measures import Array, Judged, Nearness, bm25, letters
from scipy.optimize import minimize

from graphkit.errors import SourceUnreadable
from graphkit.matching.coefficients import coefficients, step_of
from graphkit.matching.lexical import compare_words, words
from graphkit.matching.rarity import rarity_of
from graphkit.matching.similarity import LEXICAL, VECTORIAL, Matcher
from graphkit.matching.vectors import PACKAGE, Vectors, open_vectors

#: Penalty on weights, chosen among 0.0005, 0.005 and 0.02 by six folds of the tuning half, by certification.
PENALTY = 0.0005
_WAY_PENALTY = 0.02
IN_USE = "components: what is in use"
Score = Callable[[str, str], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to compare two texts, as named numbers, some of which tell how near they are, some the direction.

    What ranks them is another nearness where ``order`` gives one.
    """

    name: str
    numbers: Score
    near: tuple[str, ...]
    way: tuple[str, ...]
    order: Nearness | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of a method."""

    method: Method
    weights: Array
    steps: Array
    way: Array

    def nearness(self, one: str, other: str) -> float:
        if self.method.order is not None:
            return self.method.order(one, other)
        numbers = self.method.numbers(one, other)
        return float(np.dot(self.weights, [numbers[name] for name in self.method.near]))

    def levels(self, nearness: Array) -> Array:
        reached = np.column_stack(
            [np.ones(len(nearness)), _logistic(nearness[:, None] - self.steps), np.zeros(len(nearness))]
        )
        return reached[:, :-1] - reached[:, 1:]


def _logistic(value: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(value, -30, 30)))


def fit(method: Method, pairs: Sequence[LabelledPair], texts: dict[str, str]) -> Fitted:
    """Return the weights of a method on some pairs: proportional odds, weights of nearness not below zero."""
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
        return float(-np.log(likely).mean() + PENALTY * (weights @ weights) / size)

    bounds = [(0, None)] * size + [(None, None)] * 4
    start = np.concatenate([np.ones(size), np.zeros(4)])
    weights, starts = unpack(minimize(loss, start, bounds=bounds, method="L-BFGS-B").x)
    return Fitted(method, weights, starts, _fit_way(method, pairs, numbers))


def _fit_way(method: Method, pairs: Sequence[LabelledPair], numbers: Sequence[dict[str, float]]) -> Array:
    """Return the weights of which way a cover goes; each pair counts seen from both sides."""
    chosen = [
        (n, 1 if p.relation == "couvre" else -1)
        for p, n in zip(pairs, numbers, strict=True)
        if p.step == COVER
    ]
    rows = np.array([[each[name] * sign for name in method.way] for each, sign in chosen])
    loss = lambda w: float(np.log1p(np.exp(-(rows @ w))).mean() + _WAY_PENALTY * (w @ w))  # noqa: E731
    return np.asarray(minimize(loss, np.zeros(len(method.way)), method="L-BFGS-B").x)


def methods(texts: Sequence[str], asked: Sequence[str]) -> list[Method]:
    """Return the methods compared, the baselines first; what is going to be asked is made ready together."""

    def overlap(one: str, other: str) -> dict[str, float]:
        found = compare_words(words(one), words(other))
        return {"jaccard": found.jaccard, "overlap": found.overlap, "longer": _longer(one, other)}

    rarity = rarity_of(texts)
    plain = cache(Matcher(rarity).features)
    way = tuple(coefficients(LEXICAL).direction)
    found = [
        Method("Jaccard, words of more than three letters", overlap, ("jaccard",), ("longer",)),
        Method("overlap coefficient, the same words", overlap, ("overlap",), ("longer",)),
        Method("TF-IDF of stems: order of blocs", plain, ("mots",), way),
        Method("character 4-grams", _with_longer("letters", letters(texts)), ("letters",), ("longer",)),
        Method(IN_USE, plain, tuple(coefficients(LEXICAL).weights), way),
        Method("BM25 of stems", _with_longer("bm25", bm25(texts)), ("bm25",), ("longer",)),
    ]
    vectors = _vectors()
    if vectors is not None:
        vectors.warm(asked)
        both = cache(Matcher(rarity, vectors).features)
        ranking = coefficients(VECTORIAL)

        def order(one: str, other: str) -> float:
            return ranking.proximity(both(one, other))

        found += [
            Method(f"sentence vectors ({PACKAGE}) alone", both, ("vecteur",), way),
            Method(f"{IN_USE}, with vectors", both, tuple(ranking.weights), way, order),
        ]
    return found


def _longer(one: str, other: str) -> float:
    left, right = len(words(one)), len(words(other))
    return (left - right) / max(1, left + right)


def _with_longer(name: str, nearness: Nearness) -> Score:
    return lambda one, other: {name: nearness(one, other), "longer": _longer(one, other)}


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

    def right(found: Array) -> Array:
        return np.array(
            [
                step == said and (step != COVER or (pair.relation == "couvre") == bool(goes))
                for pair, step, said, goes in zip(pairs, steps, found, way, strict=True)
            ]
        )

    # What is in use says a relation by its rule, the others by that or the likeliest: what serves them.
    rules = [np.array([step_of(each) for each in levels.tolist()])]
    if not fitted.method.name.startswith(IN_USE):
        rules.append(levels.argmax(axis=1))
    said = max(rules, key=lambda found: right(found).mean())
    alone = [np.array([n]) for n in range(len(pairs))]
    return Judged(near, levels[:, COVER:].sum(axis=1), said, right(said), steps, groups or alone)
