"""How near two statements are, from what they have in common, by weights fitted on labelled pairs."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from graphkit.matching.relations import Relation

_FILE = Path(__file__).parent / "coefficients.toml"
_COVER, _SAME = 3, 4
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The weights of one method: steps of nearness on one scale, and which way a cover goes.

    Attributes:
        steps: where on the scale each step begins, from related to same content.
        weights: weight of each feature on the scale.
        direction: weight of each feature for the first covering the other.
        ranking: weight of features beside the scale for which of several is nearest.
    """

    steps: tuple[float, ...]
    weights: Mapping[str, float]
    direction: Mapping[str, float]
    ranking: Mapping[str, float]

    def levels(self, features: Mapping[str, float]) -> tuple[float, ...]:
        """Return how likely each step is, from unrelated to same content.

        Args:
            features: what two statements have in common.
        """
        nearness = _dot(self.weights, features)
        reached = [1.0, *(_logistic(nearness - step) for step in self.steps), 0.0]
        return tuple(high - low for high, low in pairwise(reached))

    def proximity(self, features: Mapping[str, float]) -> float:
        """Return how near two statements are, 0 to 1, among several: it ranks, and tells no probability.

        Args:
            features: what two statements have in common.
        """
        scale = _dot(self.weights, features) / sum(self.weights.values())
        return (scale + _dot(self.ranking, features)) / (1 + sum(self.ranking.values()))

    def first_covers(self, features: Mapping[str, float]) -> float:
        """Return how likely it is that the first covers the other, rather than the other way.

        Args:
            features: what two statements have in common.
        """
        return _logistic(_dot(self.direction, features))


@cache
def version() -> str:
    """The version of the weights, by which a stored match tells what it was computed with."""
    return str(_read()["version"])


@cache
def coefficients(method: str) -> Coefficients:
    """Return the weights of a method.

    Args:
        method: ``lexical`` or ``vecteurs``.
    """
    table = _read()[method]
    return Coefficients(tuple(table["pas"]), table["poids"], table["sens"], table.get("rang", {}))


def step_of(levels: Sequence[float]) -> int:
    """Return the step to say: unrelated where that is likely enough, else the likeliest of the others.

    Args:
        levels: how likely each step is.
    """
    if levels[0] >= float(_read()["sans_rapport"]):
        return 0
    return max(range(1, len(levels)), key=levels.__getitem__)


def is_near(levels: Sequence[float]) -> bool:
    """Return whether two statements are worth showing beside each other, for a person to examine.

    Args:
        levels: how likely each step is.
    """
    return levels[0] < float(_read()["a_montrer"])


def relation_of(levels: Sequence[float], first_covers: float) -> Relation:
    """Return the relation to say.

    Args:
        levels: how likely each step is.
        first_covers: how likely it is that the first covers the other.
    """
    step = step_of(levels)
    if step == _COVER:
        return Relation.COUVRE if first_covers >= _EVEN else Relation.COUVERTE
    if step == _SAME:
        return Relation.MEME_CONTENU
    return (Relation.SANS_RAPPORT, Relation.LIEE, Relation.PARTIELLE)[step]


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _dot(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum(weight * features[name] for name, weight in weights.items())


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(value))
