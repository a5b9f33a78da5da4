"""What the blocs of one side cover of those of another, as bands from left to right. Pure geometry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graphkit.comparing.sides import Name, PairOfSides, Side
from graphkit.matching.coverage import COUNTED

WIDTH = 1040
#: Where the boxes of the left and of the right stand, and how wide they are.
LEFT, RIGHT, BOX = 320, 668, 12
_TOP, _GAP, _LEAST = 8, 12, 18
_TALLEST, _UNIT = 360, 16
_LETTERS = 38


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A bloc.

    Attributes:
        name: what it is called.
        label: the beginning of that.
        y: top of its box.
        height: of its box.
        filled: height of the part that bands reach.
        count: competences that it covers, on the left; of it that are covered, on the right.
        total: competences that it has.
    """

    name: Name
    label: str
    y: float
    height: float
    filled: float
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Band:
    """Competences of a bloc on the right that one on the left covers.

    Attributes:
        source: box on the left, by rank.
        target: box on the right, by rank.
        count: number of competences.
        outline: path of its shape.
        shade: 1 to 4, one after the other, so that bands side by side differ.
    """

    source: int
    target: int
    count: int
    outline: str
    shade: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What one side covers of another.

    Attributes:
        covering: the side on the left.
        covered: the side on the right.
        sources: its blocs.
        targets: the blocs of the other.
        bands: what flows.
        height: of the picture.
    """

    covering: Side
    covered: Side
    sources: tuple[FlowBox, ...]
    targets: tuple[FlowBox, ...]
    bands: tuple[Band, ...]
    height: float
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    box: int = BOX

    def count(self, source: int, target: int) -> int:
        """Return how many competences of a bloc on the right one on the left covers, by their ranks."""
        found = (b.count for b in self.bands if (b.source, b.target) == (source, target))
        return next(found, 0)


def flows_of(pair: PairOfSides) -> tuple[Flow, Flow]:
    """Return what each of two sides covers of the other.

    A competence flows from the bloc of the nearest of those that cover it.

    Args:
        pair: the two, compared.
    """
    return _flow(pair, pair.one, pair.other), _flow(pair, pair.other, pair.one)


def _flow(pair: PairOfSides, covering: Side, covered: Side) -> Flow:
    coverage = pair.comparison.of_other if covering is pair.one else pair.comparison.of_one
    sources, targets = covering.referentiel.blocs, covered.referentiel.blocs
    # A coverage tells statements in the order of the blocs; one competence may stand in two of them.
    places = [bloc.key for bloc in targets for _ in bloc.competences]
    counts = Counter(
        (covering.names[each.by[0]].place, place)
        for place, each in zip(places, coverage.statements, strict=True)
        if each.how in COUNTED
    )
    unit = min(_UNIT, _TALLEST / max(len(places), 1))
    out = [sum(counts[one.key, other.key] for other in targets) for one in sources]
    reached = [sum(counts[one.key, other.key] for one in sources) for other in targets]
    left = _boxes(covering, out, out, unit)
    right = _boxes(covered, [len(bloc.competences) for bloc in targets], reached, unit)
    bottom = max((each.y + max(each.height, _LEAST) for each in (*left, *right)), default=0.0)
    keys = [bloc.key for bloc in sources], [bloc.key for bloc in targets]
    return Flow(covering, covered, left, right, _bands(left, right, keys, counts, unit), bottom + _TOP)


def _boxes(side: Side, sizes: Sequence[int], filled: Sequence[int], unit: float) -> tuple[FlowBox, ...]:
    made, y = [], float(_TOP)
    for bloc, size, reached in zip(side.referentiel.blocs, sizes, filled, strict=True):
        height = round(max(size * unit, 2.0), 1)
        name, total = side.names[bloc.key], len(bloc.competences)
        # What has no height to speak of stands in the middle of the line of its name.
        room = max(height, _LEAST)
        top = round(y + (room - height) / 2, 1)
        made.append(FlowBox(name, _label(name), top, height, round(reached * unit, 1), reached, total))
        y += room + _GAP
    return tuple(made)


def _label(name: Name) -> str:
    text = str(name)
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"


def _bands(
    left: Sequence[FlowBox],
    right: Sequence[FlowBox],
    keys: tuple[Sequence[str], Sequence[str]],
    counts: Counter[tuple[str, str]],
    unit: float,
) -> tuple[Band, ...]:
    begun = [each.y for each in left]
    reached = [each.y for each in right]
    middle = (LEFT + BOX + RIGHT) / 2
    made = []
    for source, one in enumerate(keys[0]):
        for target, other in enumerate(keys[1]):
            count = counts[one, other]
            if not count:
                continue
            thick = count * unit
            (a, b), (c, d) = (
                (begun[source], begun[source] + thick),
                (reached[target], reached[target] + thick),
            )
            begun[source], reached[target] = b, d
            outline = (
                f"M{LEFT + BOX} {a:.1f}C{middle:.0f} {a:.1f} {middle:.0f} {c:.1f} {RIGHT} {c:.1f}"
                f"V{d:.1f}C{middle:.0f} {d:.1f} {middle:.0f} {b:.1f} {LEFT + BOX} {b:.1f}Z"
            )
            made.append(Band(source, target, count, outline, source % 4 + 1))
    return tuple(made)
