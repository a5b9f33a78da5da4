"""The triples of an answer as a drawing in columns: what is where. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphkit.catalog.columns import place
from graphkit.catalog.views import Cell
from webui.typography import short_code

MOST = 150
WIDTH = 200
HEIGHT = 28
_MARGIN = 14
_SHOWN = 27
_NAMES = frozenset({"skos:prefLabel", "rdfs:label", "ref:enonce"})


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A thing of the drawing, with the corner where its box begins."""

    cell: Cell
    text: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A link of the drawing, from the side of a box to the side of another."""

    property: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Things and links of an answer.

    Attributes:
        nodes: the things.
        links: how they are tied.
        width: of the whole.
        height: idem.
        unshown: things beyond those drawn.
    """

    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]
    width: float
    height: float
    unshown: int


def draw(triples: Sequence[tuple[Cell, Cell, Cell]]) -> Drawing:
    """Return the things that triples tie to each other, in columns by their kind.

    Args:
        triples: subject, property and object of each.
    """
    cells: dict[str, Cell] = {}
    names: dict[str, str] = {}
    tied: list[tuple[str, str, str]] = []
    for subject, link, value in triples:
        cells.setdefault(subject.node.value, subject)
        if value.node.kind == "literal":
            if link.label in _NAMES:
                names.setdefault(subject.node.value, value.label)
        elif link.label != "rdf:type":
            cells.setdefault(value.node.value, value)
            tied.append((subject.node.value, link.label, value.node.value))
    shown = dict(list(cells.items())[:MOST])
    tied = [each for each in tied if each[0] in shown and each[2] in shown]
    places = place(
        {name: cell.kind for name, cell in shown.items()}, [(one, other) for one, _, other in tied]
    )
    left = min((x for x, _ in places.values()), default=0)
    top = min((y for _, y in places.values()), default=0)
    at = {name: (x - left + _MARGIN, y - top + _MARGIN) for name, (x, y) in places.items()}
    return Drawing(
        nodes=tuple(
            DrawnNode(cell, _text(cell, names.get(name, "")), names.get(name, ""), *at[name])
            for name, cell in shown.items()
        ),
        links=tuple(_link(name, at[one], at[other]) for one, name, other in dict.fromkeys(tied)),
        width=max((x for x, _ in at.values()), default=0) + WIDTH + _MARGIN,
        height=max((y for _, y in at.values()), default=0) + HEIGHT + _MARGIN,
        unshown=len(cells) - len(shown),
    )


def _text(cell: Cell, name: str) -> str:
    # The end of a path is the code; the certification before it stands in another column.
    code = short_code(cell.label.rpartition("/")[2])
    text = f"{code} {name}".strip() if len(code) <= _SHOWN // 2 else name or code
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _link(name: str, one: tuple[float, float], other: tuple[float, float]) -> DrawnLink:
    """Return a link between the sides that face each other."""
    middle = HEIGHT / 2
    if one[0] == other[0]:
        # Within a column: from the right side of one to the right side of the other.
        return DrawnLink(name, one[0] + WIDTH, one[1] + middle, other[0] + WIDTH, other[1] + middle)
    ahead = one[0] < other[0]
    return DrawnLink(
        name,
        one[0] + (WIDTH if ahead else 0),
        one[1] + middle,
        other[0] + (0 if ahead else WIDTH),
        other[1] + middle,
    )
