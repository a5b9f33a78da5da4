"""The ways in which the page of queries shows an answer: rows, raw text, drawing, bars, time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphkit.catalog.views import Cell
from graphkit.store.results import QueryResult
from webui.charts import DAYS, NUMBERS, Picture, Row, columns_of, draw_bars, draw_time
from webui.drawings import Drawing, draw
from webui.i18n import mark

#: Name of a view in the address -> what it is called.
VIEWS = {
    "table": mark("Tableau"),
    "brut": mark("Brut"),
    "graphe": mark("Graphe"),
    "barres": mark("Barres"),
    "frise": mark("Frise"),
}
_RAW = {"SELECT": "json", "ASK": "json", "CONSTRUCT": "ttl"}
_MOST_RAW = 200_000


@dataclass(frozen=True, slots=True)
class ResultView:
    """An answer as it is shown.

    Attributes:
        name: a key of ``VIEWS``.
        offered: views that this answer has.
        raw: the answer as text, and whether it is cut.
        drawing: its triples as a drawing.
        picture: its rows as bars or as a time line.
        labels: columns that a picture may take its labels from, the one that it does first.
        values: columns that it may take its numbers or days from, idem.
    """

    name: str
    offered: tuple[str, ...]
    raw: str = ""
    raw_cut: bool = False
    drawing: Drawing | None = None
    picture: Picture | None = None
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def view_result(result: QueryResult, rows: Sequence[Row], asked: Mapping[str, str]) -> ResultView:
    """Return an answer as it is to be shown.

    Args:
        result: the answer.
        rows: its first rows, or triples, as a page shows them.
        asked: parameters of the address: ``vue``, ``etiquette`` and ``valeur``.
    """
    columns = result.columns
    numbers = columns_of(rows, columns, NUMBERS) if result.form == "SELECT" else ()
    days = columns_of(rows, columns, DAYS) if result.form == "SELECT" else ()
    offers = {
        "table": result.form != "ASK",
        "brut": True,
        "graphe": result.form == "CONSTRUCT" and bool(rows),
        "barres": bool(numbers),
        "frise": bool(days),
    }
    offered = tuple(name for name, there in offers.items() if there)
    name = asked.get("vue", "")
    name = name if name in offered else offered[0]
    if name == "brut":
        text = result.serialise(_RAW[result.form]).decode()
        return ResultView(name, offered, raw=text[:_MOST_RAW], raw_cut=len(text) > _MOST_RAW)
    if name == "graphe":
        return ResultView(name, offered, drawing=draw(cast("Sequence[tuple[Cell, Cell, Cell]]", rows)))
    if name in {"barres", "frise"}:
        values = _chosen_first(numbers if name == "barres" else days, asked.get("valeur", ""))
        texts = tuple(each for each in columns if each not in {*numbers, *days}) or columns
        labels = _chosen_first(_told_best(texts, columns, rows), asked.get("etiquette", ""), columns)
        picture = (draw_bars if name == "barres" else draw_time)(
            rows, columns.index(labels[0]), columns.index(values[0])
        )
        return ResultView(name, offered, picture=picture, labels=labels, values=values)
    return ResultView(name, offered)


def _chosen_first(names: Sequence[str], chosen: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return names, the chosen one first if it is one of them or of those known."""
    return tuple(dict.fromkeys([chosen, *names] if chosen in {*names, *known} else names))


def _told_best(names: Sequence[str], columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return columns, those of texts before those of addresses."""

    def is_address(name: str) -> bool:
        at = columns.index(name)
        return any((cell := row[at]) is not None and cell.node.kind == "iri" for row in rows[:10])

    return sorted(names, key=is_address)
