"""Pictures drawn on the server: where each mark of a chart stands. Pure geometry, no words and no colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from graphkit.catalog.pictures import BranchNode, LineageItem

#: Steps of shade; a number stands in each cell beside.
_SHADES = 4


def shade_of(count: int, most: int) -> int:
    """Return the shade of a count, 0 for none and 4 for the most.

    Args:
        count: the count.
        most: the largest one of the picture.
    """
    return -(-min(count, most) * _SHADES // most) if most > 0 else 0


@dataclass(frozen=True, slots=True)
class Header:
    """What a row or a column is about.

    Attributes:
        short: a few characters.
        label: the whole of it.
        path: path of its page, if it has one.
    """

    short: str
    label: str = ""
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a grid.

    Attributes:
        count: the number in it.
        sign: what is written in place of the number, if anything.
        shade: 0 to 4.
        href: where it leads, if anywhere.
    """

    count: int
    shade: int
    sign: str = ""
    href: str | None = None

    @property
    def text(self) -> str:
        """What is written in it."""
        return self.sign or (str(self.count) if self.count else "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map: rows, columns, and a number where they meet.

    Attributes:
        name: which picture it is; several of one page differ by it.
        rows: headers of the rows.
        columns: headers of the columns.
        squares: one line of cells for each row.
        labelled: the labels of rows stand in the picture, not only their short names.
    """

    name: str
    rows: tuple[Header, ...]
    columns: tuple[Header, ...]
    squares: tuple[tuple[Square, ...], ...]
    labelled: bool = False

    @property
    def margin(self) -> int:
        """Width of the headers of rows."""
        longest = max((len(row.short) for row in self.rows), default=0)
        return 236 if self.labelled else 24 + 9 * longest

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell."""
        longest = max((len(column.short) for column in self.columns), default=0)
        return (60, 34) if self.labelled else (max(34, 12 + 9 * longest), 28)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width, height = self.cell
        return (self.margin + width * len(self.columns) + 2, 30 + height * len(self.rows) + 2)

    @property
    def bare_rows(self) -> tuple[Header, ...]:
        """The rows in which every cell is empty."""
        lines = zip(self.rows, self.squares, strict=True)
        return tuple(row for row, line in lines if not any(each.text for each in line))


@dataclass(frozen=True, slots=True)
class Bar:
    """One certification on a line of time.

    Attributes:
        item: the certification.
        y: top of its line.
        left: where its registration begins, if a record tells.
        right: where it ends, idem.
    """

    item: LineageItem
    y: int
    left: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A chain of replacements along the years.

    Attributes:
        bars: one for each certification.
        years: (year, where it begins).
        today: where the day stands.
        size: width and height.
    """

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    today: float
    size: tuple[int, int]


_MARGIN, _WIDTH, _LINE = 120, 760, 40


def timeline(items: Sequence[LineageItem], today: date) -> Timeline | None:
    """Draw a chain of replacements; ``None`` where no record gives a day.

    Args:
        items: the certifications, in order.
        today: the day.
    """
    days = [day for item in items for day in (item.start, item.certification.expires) if day]
    if not days:
        return None
    first, last = min(*days, today).year, max(*days, today).year + 1
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def place(day: date) -> float:
        return round(_MARGIN + (day.toordinal() - start) * (_WIDTH - _MARGIN - 20) / (end - start), 1)

    bars = tuple(
        Bar(
            item,
            34 + _LINE * rank,
            place(item.start) if item.start else None,
            place(item.certification.expires) if item.certification.expires else None,
        )
        for rank, item in enumerate(items)
    )
    step = max(1, -(-(last - first) // 10))
    years = tuple((year, place(date(year, 1, 1))) for year in range(first, last + 1, step))
    return Timeline(bars, years, place(today), (_WIDTH, 34 + _LINE * len(items) + 8))


@dataclass(frozen=True, slots=True)
class Sector:
    """One code in the rings of a nomenclature.

    Attributes:
        node: the code.
        outline: path of its shape.
        centre: where its name stands, if there is room for it.
        shade: 0 to 4.
        here: it is the code of the page.
    """

    node: BranchNode
    outline: str
    centre: tuple[float, float] | None
    shade: int
    here: bool


_RADIUS, _HOLE = 300, 70


def sunburst(top: BranchNode, here: str) -> tuple[Sector, ...]:
    """Draw a branch of a nomenclature as rings; what stands under a code stands outside of it.

    Args:
        top: the code in the middle.
        here: the code of the page.
    """
    depth = _depth(top)
    most = max((child.count for child in _below(top)), default=0)
    width = (_RADIUS - _HOLE) / max(depth, 1)
    return tuple(_sectors(top, (0.0, 2 * pi), _HOLE, width, (most, here)))


def _sectors(
    node: BranchNode, span: tuple[float, float], inner: float, width: float, told: tuple[int, str]
) -> Iterator[Sector]:
    total = sum(_leaves(child) for child in node.children)
    at = span[0]
    for child in node.children:
        angle = (span[1] - span[0]) * _leaves(child) / total
        middle, radius = at + angle / 2, inner + width / 2
        roomy = angle * radius > 9 * len(child.code) and width > 24  # noqa: PLR2004 - the room of letters
        yield Sector(
            child,
            _outline(at, at + angle, inner, inner + width),
            _point(middle, radius) if roomy else None,
            shade_of(child.count, told[0]),
            child.code == told[1],
        )
        yield from _sectors(child, (at, at + angle), inner + width, width, told)
        at += angle


def _outline(start: float, end: float, inner: float, outer: float) -> str:
    # A whole ring has no corner: it is drawn as nearly one.
    end = min(end, start + 2 * pi - 0.001)
    large = int(end - start > pi)
    (ax, ay), (bx, by) = _point(start, outer), _point(end, outer)
    (cx, cy), (dx, dy) = _point(end, inner), _point(start, inner)
    return (
        f"M{ax} {ay}A{outer:g} {outer:g} 0 {large} 1 {bx} {by}"
        f"L{cx} {cy}A{inner:g} {inner:g} 0 {large} 0 {dx} {dy}Z"
    )


def _point(angle: float, radius: float) -> tuple[float, float]:
    """Return a point; angles turn as a clock does, from its top."""
    return (round(radius * sin(angle), 1), round(-radius * cos(angle), 1))


def _leaves(node: BranchNode) -> int:
    return sum(map(_leaves, node.children)) or 1


def _depth(node: BranchNode) -> int:
    return 1 + max(map(_depth, node.children)) if node.children else 0


def _below(node: BranchNode) -> Iterator[BranchNode]:
    for child in node.children:
        yield child
        yield from _below(child)
