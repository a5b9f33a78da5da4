"""Two sides of a comparison as a page shows them: a matrix of blocs, and the pairs of two of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphkit.comparing.sides import Comparaison, Name, PairOfSides, Side
from graphkit.matching.comparison import BlocPair
from graphkit.matching.coverage import COUNTED, Coverage, Covered, Pair
from graphkit.matching.referentiels import Bloc
from webui.pictures import shade_of

#: A code that an address can carry as it is.
_PLAIN = re.compile(r"[\w.]+", re.ASCII)
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class BlocCell:
    """A bloc of the first side against one of the other.

    Attributes:
        anchor: its name in the address.
        one: the bloc of the first.
        other: the bloc of the other.
        pair: their computed coverage.
    """

    anchor: str
    one: Bloc
    other: Bloc
    pair: BlocPair

    @property
    def shade(self) -> int:
        """How dark it is, 0 to 4, by what the first covers of the other."""
        return shade_of(round((self.pair.of_other.share or 0.0) * _PERCENT), _PERCENT)


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two competences side by side, or one that nothing of the other side comes near enough.

    Attributes:
        one: key of the one of the first side, if there is one.
        other: key of the one of the other.
        pair: what relates them; nothing where one is alone.
        covered: how the one that is alone is covered by all of the other side.
    """

    one: str | None = None
    other: str | None = None
    pair: Pair | None = None
    covered: Covered | None = None


@dataclass(frozen=True)
class BlocMatrix:
    """The blocs of two sides against each other.

    Attributes:
        sides: the two, compared.
        rows: the cells, one line for each bloc of the first.
    """

    sides: PairOfSides
    rows: tuple[tuple[BlocCell, ...], ...]

    @property
    def cells(self) -> tuple[BlocCell, ...]:
        """All cells, line by line."""
        return tuple(cell for row in self.rows for cell in row)

    def missing(self, side: Side, bloc: Bloc) -> Coverage:
        """Return how the competences of a bloc are covered by all of the other side.

        Args:
            side: the side of the bloc.
            bloc: the bloc.
        """
        found = self.sides.comparison
        keys = frozenset(each.key for each in bloc.competences)
        return (found.of_one if side is self.sides.one else found.of_other).of(keys)


def matrices_of(found: Comparaison) -> tuple[BlocMatrix, ...]:
    """Return the matrix of each two sides.

    Args:
        found: the comparison.
    """
    handles = {side.letter: _handles(side) for side in found.sides}
    several = len(found.pairs) > 1

    def matrix(pair: PairOfSides) -> BlocMatrix:
        before = f"{pair.one.letter}{pair.other.letter}-" if several else ""
        ones, others = handles[pair.one.letter], handles[pair.other.letter]
        cells = {(each.one, each.other): each for each in pair.comparison.blocs}
        return BlocMatrix(
            pair,
            tuple(
                tuple(
                    BlocCell(
                        f"{before}{ones[one.key]}-{others[other.key]}", one, other, cells[one.key, other.key]
                    )
                    for other in pair.other.referentiel.blocs
                )
                for one in pair.one.referentiel.blocs
            ),
        )

    return tuple(map(matrix, found.pairs))


def _handles(side: Side) -> dict[str, str]:
    """Return key of a bloc -> its name in an address: its code, or its rank where that is no name."""
    codes = {bloc.key: side.names[bloc.key].code for bloc in side.referentiel.blocs}
    counts = Counter(codes.values())
    return {
        key: code if counts[code] == 1 and _PLAIN.fullmatch(code) and not code.isdigit() else str(rank)
        for rank, (key, code) in enumerate(codes.items(), 1)
    }


def pair_rows(pair: PairOfSides, cell: BlocCell | None = None) -> tuple[PairRow, ...]:
    """Return the pairs of two blocs, then what of either has nothing near enough in the other.

    Of all blocs, that is the best assignment of one to one, then what it leaves alone with its nearest.

    Args:
        pair: the two sides, compared.
        cell: the two blocs; all blocs when absent.
    """
    ones, others = pair.one.referentiel, pair.other.referentiel
    left = [each.key for each in (cell.one if cell else ones).competences]
    right = [each.key for each in (cell.other if cell else others).competences]
    among, across = frozenset(left), frozenset(right)
    pairs = [each for each in pair.comparison.pairs if each.one in among and each.other in across]
    near = pairs if cell else _one_to_one(pairs)
    alone = [
        *_alone(left, {each.one for each in near}, pair.comparison.of_one, first=True),
        *_alone(right, {each.other for each in near}, pair.comparison.of_other, first=False),
    ]
    return (*(PairRow(each.one, each.other, each) for each in near), *alone)


def _one_to_one(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs that are chosen, then the nearest of each competence that none of these has."""
    chosen = [each for each in pairs if each.chosen]
    ones, others = {each.one for each in chosen}, {each.other for each in chosen}
    left = []
    for each in pairs:
        if each.one not in ones or each.other not in others:
            left.append(each)
            ones.add(each.one)
            others.add(each.other)
    return chosen + left


def _alone(keys: Iterable[str], paired: set[str], coverage: Coverage, *, first: bool) -> Iterator[PairRow]:
    covered = {each.key: each for each in coverage.statements}
    for key in keys:
        if key not in paired:
            yield PairRow(key if first else None, None if first else key, None, covered[key])


def covering(pair: PairOfSides, row: PairRow) -> Name | None:
    """Return what covers a competence that is alone in a table, where something of the other side does.

    Args:
        pair: the two sides, compared.
        row: the row.
    """
    if row.covered is None or row.covered.how not in COUNTED:
        return None
    return (pair.one if row.one is None else pair.other).names[row.covered.by[0]]
