"""How near two statements are, part by part and overall, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphkit.matching.coefficients import coefficients, is_near, relation_of, version
from graphkit.matching.features import Component, compare
from graphkit.matching.rarity import Rarity
from graphkit.matching.relations import Relation
from graphkit.matching.statement import prepare
from graphkit.matching.vectors import Vectors

LEXICAL, VECTORIAL = "lexical", "vecteurs"
_COVER, _SAME = 3, 4
_VECTOR, _WORDS = "vecteur", "mots"


@dataclass(frozen=True, slots=True)
class Match:
    """What a computation says of two statements.

    Attributes:
        score: how likely one of them says all that the other says, 0 to 1.
        covers: how likely the first says all that the other says.
        is_covered: how likely the other says all that the first says.
        relation: the relation that it finds, seen from the first.
        near: whether they are worth showing beside each other, even where it finds no relation.
        components: what their parts have in common.
        proximity: how near they are beside others, 0 to 1; it orders statements, and tells no coverage.
        words: cosine of their words, by how much each tells, 0 to 1; it orders groups of statements.
        method: ``lexical`` or ``vecteurs``.
        version: of the method.
    """

    score: float
    covers: float
    is_covered: float
    relation: Relation
    near: bool
    components: tuple[Component, ...]
    proximity: float
    words: float
    method: str
    version: str


class Matcher:
    """Scores pairs of statements.

    Args:
        rarity: how much a word tells, among the statements of the graph.
        vectors: sentence vectors, if there are any: the method is then ``vecteurs``.
    """

    def __init__(self, rarity: Rarity, vectors: Vectors | None = None) -> None:
        self._rarity = rarity
        self._vectors = vectors
        self.method = LEXICAL if vectors is None else VECTORIAL
        self.version = version() if vectors is None else f"{version()}+{vectors.name}"
        self._coefficients = coefficients(self.method)

    def warm(self, texts: Iterable[str]) -> None:
        """Make statements ready together, which takes less time than one by one.

        Args:
            texts: statements that are going to be compared.
        """
        if self._vectors is not None:
            self._vectors.warm(texts)

    def features(self, one: str, other: str) -> dict[str, float]:
        """Return the numbers that the score of two statements is made of.

        Args:
            one: the first.
            other: the other.
        """
        return self._compare(one, other)[1]

    def match(self, one: str, other: str) -> Match:
        """Compare two statements.

        Args:
            one: the first.
            other: the other.
        """
        components, features = self._compare(one, other)
        levels = self._coefficients.levels(features)
        first = self._coefficients.first_covers(features)
        return Match(
            score=levels[_COVER] + levels[_SAME],
            covers=levels[_SAME] + levels[_COVER] * first,
            is_covered=levels[_SAME] + levels[_COVER] * (1 - first),
            relation=relation_of(levels, first),
            near=is_near(levels),
            components=components,
            proximity=self._coefficients.proximity(features),
            words=features[_WORDS],
            method=self.method,
            version=self.version,
        )

    def rank(self, text: str, others: Sequence[str], limit: int) -> list[tuple[int, Match]]:
        """Return the nearest of several statements, the nearest first, by their rank among those given.

        Args:
            text: the statement.
            others: those among which the nearest is looked for.
            limit: how many are returned at most.
        """
        self.warm((text, *others))
        scored = [(at, self.match(text, other)) for at, other in enumerate(others)]
        return sorted(scored, key=lambda each: (-each[1].proximity, each[0]))[:limit]

    def _compare(self, one: str, other: str) -> tuple[tuple[Component, ...], dict[str, float]]:
        compared = compare(prepare(one), prepare(other), self._rarity)
        features = dict(compared.features)
        if self._vectors is not None:
            features[_VECTOR] = self._vectors.nearness(one, other)
        return compared.components, features
