"""How near two statements are, from what they have in common, by weights fitted on labelled pairs."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from graphkit.matching.relations import Relation

_FILE = Path(__file__).parent / "coefficients.toml"
_COVER, _SAME = 3, 4
_SCALE = "echelle"


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The weights of one method: steps of nearness on one scale, and which way a cover goes.

    Attributes:
        steps: where on the scale each step begins, from related to same content.
        weights: weight of each feature on the scale.
        direction: weight of each feature for the first covering the other.
        ranking: weight of each plain measure, and of the scale, for which of several is nearest.
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
        scale = self.ranking[_SCALE]
        measures = {name: weight for name, weight in self.ranking.items() if name != _SCALE}
        most = sum(measures.values()) + scale * sum(self.weights.values())
        return (_dot(measures, features) + scale * _dot(self.weights, features)) / most

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
    told = _read()
    table = told[method]
    return Coefficients(
        tuple(table["pas"]), table["poids"], table["sens"], told["rang"] | table.get("rang", {})
    )


def relation_of(levels: tuple[float, ...], first_covers: float) -> Relation:
    """Return the most likely relation.

    Args:
        levels: how likely each step is.
        first_covers: how likely it is that the first covers the other.
    """
    step = max(range(len(levels)), key=levels.__getitem__)
    if step == _COVER:
        return Relation.COUVRE if first_covers >= 1 - first_covers else Relation.COUVERTE
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
