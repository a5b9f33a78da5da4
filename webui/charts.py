"""Bars and time lines from the rows of an answer: where each mark stands. Pure functions.

Pictures are inline SVG that a template draws; the table of the same rows is their twin in text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from graphkit.catalog.views import Cell

#: Bars, or marks of a time line, in one picture.
MOST = 40
WIDTH = 900
_LABELS = 300
_ROW = 26
_TOP = 34
_TICKS = 6

Row = Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, or one point in time.

    Attributes:
        label: what it stands for.
        value: its number or its day.
        x: where it begins, or is.
        y: its row.
        width: its length, 0 for a point.
    """

    label: str
    value: Cell
    x: float
    y: float
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer.

    Attributes:
        kind: ``barres`` or ``frise``.
        marks: what is drawn.
        ticks: place and number or year of the lines that help to read it.
        height: of the picture.
        unshown: rows beyond those drawn.
        unusable: rows without a number or a day.
    """

    kind: str
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, Decimal | str], ...]
    height: int
    unshown: int
    unusable: int
    width: int = WIDTH
    labels: int = _LABELS
    row: int = _ROW
    top: int = _TOP


def columns_of(rows: Sequence[Row], columns: Sequence[str], kinds: frozenset[str]) -> tuple[str, ...]:
    """Return the columns that hold a value of some kinds in some row.

    Args:
        rows: the rows.
        columns: their names.
        kinds: kinds of cells.
    """
    return tuple(
        name
        for at, name in enumerate(columns)
        if any((cell := row[at]) is not None and cell.kind in kinds for row in rows)
    )


NUMBERS = frozenset({"integer", "decimal"})
DAYS = frozenset({"date"})


def draw_bars(rows: Sequence[Row], label: int, number: int) -> Picture:
    """Return one bar for each row, as long as its number; negative ones go to the left of nought.

    Args:
        rows: the rows.
        label: column of what a bar stands for.
        number: column of its number.
    """
    usable = [(_label(row, label), cell, _number(cell)) for row in rows if _is(cell := row[number], NUMBERS)]
    shown = usable[:MOST]
    least = min((value for _, _, value in shown), default=0.0)
    most = max((value for _, _, value in shown), default=0.0)
    ticks = _steps(min(least, 0.0), max(most, 0.0))
    low, high = ticks[0], ticks[-1]
    scale = (WIDTH - _LABELS - 80) / ((high - low) or 1.0)
    nought = _LABELS - low * scale
    marks = tuple(
        Mark(name, cell, round(nought + min(value, 0.0) * scale, 1), _y(at), round(abs(value) * scale, 1))
        for at, (name, cell, value) in enumerate(shown)
    )
    whole = all(each.is_integer() for each in ticks)
    lines = tuple(
        (round(nought + each * scale, 1), Decimal(int(each) if whole else str(each))) for each in ticks
    )
    return Picture("barres", marks, lines, _height(shown), len(usable) - len(shown), len(rows) - len(usable))


def draw_time(rows: Sequence[Row], label: int, day: int) -> Picture:
    """Return one mark for each row, at its day, the earliest first.

    Args:
        rows: the rows.
        label: column of what a mark stands for.
        day: column of its day.
    """
    usable = [
        (cell.node.python, _label(row, label), cell)
        for row in rows
        if _is(cell := row[day], DAYS) and isinstance(cell.node.python, date)
    ]
    usable.sort(key=lambda each: (str(each[0]), each[1]))
    shown = usable[:MOST]
    years = [each.year for each, _, _ in shown if isinstance(each, date)]
    first, last = (min(years), max(years) + 1) if years else (2000, 2001)
    scale = (WIDTH - _LABELS - 80) / (date(last, 1, 1).toordinal() - date(first, 1, 1).toordinal())
    start = date(first, 1, 1).toordinal()
    marks = tuple(
        Mark(name, cell, round(_LABELS + (each.toordinal() - start) * scale, 1), _y(at))
        for at, (each, name, cell) in enumerate(shown)
        if isinstance(each, date)
    )
    step = max(1, -(-(last - first) // _TICKS))
    lines = tuple(
        (round(_LABELS + (date(year, 1, 1).toordinal() - start) * scale, 1), str(year))
        for year in range(first, last + 1, step)
    )
    return Picture("frise", marks, lines, _height(shown), len(usable) - len(shown), len(rows) - len(usable))


def _is(cell: Cell | None, kinds: frozenset[str]) -> TypeGuard[Cell]:
    return cell is not None and cell.kind in kinds


def _label(row: Row, at: int) -> str:
    cell = row[at]
    return cell.label if cell else "—"


def _number(cell: Cell) -> float:
    value = cell.node.python
    return float(value) if isinstance(value, int | Decimal) else 0.0


def _y(at: int) -> float:
    return _TOP + at * _ROW


def _height(shown: Sequence[object]) -> int:
    return _TOP + max(len(shown), 1) * _ROW + 8


def _steps(low: float, high: float) -> list[float]:
    """Return a few round numbers that reach from one to the other."""
    span = (high - low) or 1.0
    power = 10.0 ** (math.floor(math.log10(span)) - 1)
    size = next(each * power for each in (1, 2, 5, 10, 20, 50) if span / (each * power) <= _TICKS)
    first, last = math.floor(low / size), math.ceil(high / size)
    return [round(at * size, 10) for at in range(first, max(last, first + 1) + 1)]
