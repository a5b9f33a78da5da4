"""How much of the statements of one list those of another cover: one by one, or several together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graphkit.french import fold
from graphkit.matching.assignment import best_pairs
from graphkit.matching.rarity import Rarity
from graphkit.matching.referentiels import Enonce
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match, Matcher
from graphkit.matching.statement import Part, prepare

#: A statement counts as covered when that is more likely than not, unless another limit is set.
COVERED = 0.5
#: Several narrower statements cover one together when they hold this share of what its words tell.
_TOGETHER = 0.75
_SEVERAL = 2
_NEAR = frozenset({Relation.MEME_CONTENU, Relation.COUVRE, Relation.COUVERTE, Relation.PARTIELLE})

#: Words that belong to a verb ("mettre en œuvre") or to any noun, and alone relate nothing.
_SAY_NOTHING = frozenset({"oeuvre", "place", "son", "tout", "autre"})


def _related(match: Match) -> bool:
    """Whether two statements are related by more than what one does: the verb alone is no relation."""
    return match.near and any(
        fold(word) not in _SAY_NOTHING
        for component in match.components
        if component.part is not Part.VERBE
        for word in component.shared
    )


def as_counted(match: Match, threshold: float = COVERED) -> Relation:
    """Return the relation of two statements as a coverage counts it, seen from the first.

    The most likely relation may be a cover whose direction is in doubt: neither then covers the other often
    enough to be counted, and they have a part in common.

    Args:
        match: what a computation says of them.
        threshold: how likely a cover has to be to count.
    """
    related = match.relation is not Relation.SANS_RAPPORT
    covers = related and match.covers >= threshold
    is_covered = related and match.is_covered >= threshold
    if covers or is_covered:
        both = Relation.MEME_CONTENU
        return both if covers and is_covered else Relation.COUVRE if covers else Relation.COUVERTE
    return Relation.PARTIELLE if match.relation in _NEAR else match.relation


def likeliest(match: Match) -> float:
    """Return how likely a cover is, in the direction in which it is most likely.

    Args:
        match: what a computation says of two statements.
    """
    return max(match.covers, match.is_covered)


class How(StrEnum):
    """How a statement is covered by those of another list."""

    UNE = "par une seule"
    PLUSIEURS = "par plusieurs ensemble"
    PARTIELLEMENT = "en partie"
    NON = "pas couverte"


#: What counts as covered.
COUNTED = frozenset({How.UNE, How.PLUSIEURS})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that have something in common.

    Attributes:
        one: key of the one of the first list.
        other: key of the one of the other list.
        match: what a computation says of them.
        chosen: whether the best assignment of one to one pairs them.
    """

    one: str
    other: str
    match: Match
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """How a statement is covered.

    Attributes:
        key: of the statement.
        how: how.
        likely: how likely one covers it alone, 0 to 1.
        by: keys of those that cover it, wholly, together or in part, the nearest first.
    """

    key: str
    how: How
    likely: float
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the statements of a list are covered by those of another.

    Attributes:
        statements: each of them, in order.
    """

    statements: tuple[Covered, ...]

    @property
    def share(self) -> float | None:
        """Share of them that one or several cover; ``None`` without statements."""
        return self.covered / len(self.statements) if self.statements else None

    @property
    def covered(self) -> int:
        """Number of them that one or several cover."""
        return sum(each.how in COUNTED for each in self.statements)

    @property
    def tells(self) -> bool:
        """Whether several of them are covered, or all: one of two is chance as often as not."""
        return bool(self.covered) and (self.covered >= _SEVERAL or self.share == 1)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of those that are not covered, not even in part."""
        return tuple(each.key for each in self.statements if each.how is How.NON)

    def of(self, keys: frozenset[str]) -> Coverage:
        """Return the coverage of some of them.

        Args:
            keys: which.
        """
        return Coverage(tuple(each for each in self.statements if each.key in keys))


class Grid:
    """Every statement of a list against every one of another.

    Args:
        ones: the first list.
        others: the other.
        matcher: scores pairs.
        rarity: how much a word tells.
        threshold: how likely a cover has to be to count.
    """

    def __init__(
        self,
        ones: Sequence[Enonce],
        others: Sequence[Enonce],
        matcher: Matcher,
        rarity: Rarity,
        threshold: float = COVERED,
    ) -> None:
        matcher.warm(each.text for each in (*ones, *others))
        self._ones, self._others, self._rarity, self._threshold = ones, others, rarity, threshold
        self._matches = [[matcher.match(one.text, other.text) for other in others] for one in ones]

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that have something in common, the nearest first.

        The best assignment pairs what is related at least: what is near without covering is where an
        examination begins. A statement that it leaves alone, and that nothing covers even in part, is told
        with the nearest that is related to it, if there is one.
        """
        scores = [[m.proximity if _related(m) else None for m in row] for row in self._matches]
        chosen = set(best_pairs(scores))
        near = chosen | {
            (row, column)
            for row, matches in enumerate(self._matches)
            for column, match in enumerate(matches)
            if match.relation in _NEAR
        }
        found = [
            Pair(
                self._ones[row].key,
                self._others[column].key,
                self._matches[row][column],
                (row, column) in chosen,
            )
            for row, column in near | self._nearest(near)
        ]
        return tuple(sorted(found, key=lambda pair: (-pair.match.proximity, pair.one, pair.other)))

    def _nearest(self, near: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return, for each statement of either list that is near none, its nearest that is related."""
        rows, columns = range(len(self._ones)), range(len(self._others))
        alone = [[(row, at) for at in columns] for row in set(rows) - {row for row, _ in near}]
        alone += [[(at, column) for at in rows] for column in set(columns) - {column for _, column in near}]
        nearest = [max(cells, key=lambda cell: self._at(cell).proximity) for cells in alone if cells]
        return {cell for cell in nearest if _related(self._at(cell))}

    def _at(self, cell: tuple[int, int]) -> Match:
        row, column = cell
        return self._matches[row][column]

    def proximity(self, ones: frozenset[str], others: frozenset[str]) -> float | None:
        """Return how near two groups are: the mean, both ways, of the nearest of each statement.

        Args:
            ones: keys of a group of the first.
            others: keys of a group of the others.
        """
        grid = [
            [match.words for other, match in zip(self._others, row, strict=True) if other.key in others]
            for one, row in zip(self._ones, self._matches, strict=True)
            if one.key in ones
        ]
        if not grid or not grid[0]:
            return None
        best: list[float] = [max(row) for row in grid]
        best_of_others: list[float] = [max(column) for column in zip(*grid, strict=True)]
        return sum(best) / len(best) / 2 + sum(best_of_others) / len(best_of_others) / 2

    def coverage_of_others(self, among: frozenset[str] | None = None) -> Coverage:
        """Return how the others are covered by the first.

        Args:
            among: keys of the first that may cover; all when absent.
        """
        columns = [[row[at] for row in self._matches] for at in range(len(self._others))]
        return self._coverage(
            self._others, self._ones, columns, among, lambda match: (match.covers, match.relation)
        )

    def coverage_of_ones(self, among: frozenset[str] | None = None) -> Coverage:
        """Return how the first are covered by the others.

        Args:
            among: keys of the others that may cover; all when absent.
        """
        return self._coverage(
            self._ones,
            self._others,
            self._matches,
            among,
            lambda match: (match.is_covered, match.relation.inverse),
        )

    def _coverage(
        self,
        statements: Sequence[Enonce],
        sources: Sequence[Enonce],
        matches: Sequence[Sequence[Match]],
        among: frozenset[str] | None,
        told: Callable[[Match], tuple[float, Relation]],
    ) -> Coverage:
        """Return how statements are covered by some of the sources; a match is told as from the source."""
        return Coverage(
            tuple(
                self._covered(
                    statement,
                    [
                        (source, match, *told(match))
                        for source, match in zip(sources, row, strict=True)
                        if among is None or source.key in among
                    ],
                )
                for statement, row in zip(statements, matches, strict=True)
            )
        )

    def _covered(self, statement: Enonce, candidates: list[tuple[Enonce, Match, float, Relation]]) -> Covered:
        ranked = sorted(candidates, key=lambda each: (-each[1].proximity, each[0].key))
        likely = max((each[2] for each in ranked), default=0.0)
        alone = tuple(
            each.key
            for each, _, covers, relation in ranked
            if covers >= self._threshold and relation is not Relation.SANS_RAPPORT
        )
        if alone:
            return Covered(statement.key, How.UNE, likely, alone)
        near = [each for each, _, _, relation in ranked if relation in _NEAR]
        if len(near) >= _SEVERAL and self._together(statement, near) >= max(_TOGETHER, self._threshold):
            return Covered(statement.key, How.PLUSIEURS, likely, tuple(each.key for each in near))
        if near:
            return Covered(statement.key, How.PARTIELLEMENT, likely, tuple(each.key for each in near))
        return Covered(statement.key, How.NON, likely)

    def _together(self, statement: Enonce, parts: Sequence[Enonce]) -> float:
        """Return the share of what the words of a statement tell that those of several others hold."""
        said = prepare(statement.text).mots
        held = set().union(*(prepare(part.text).mots for part in parts))
        whole = sum(map(self._rarity, said))
        return sum(self._rarity(each) for each in said if each in held) / whole if whole else 0.0
