"""What the last check of an export found by rule, force, level and certifier, and the records of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from graphkit.catalog.answers import TableView
from graphkit.catalog.views import Cell
from graphkit.parameters import CODE_FORMS, bind

if TYPE_CHECKING:
    from graphkit.catalog.catalog import Catalog

#: The question that gives the records of a choice.
RECORDS = "ecarts-aux-regles"
#: What records are chosen by -> the question that counts them by it.
COUNTED_BY = {
    "regle": "ecarts-par-regle",
    "force": "ecarts-par-force",
    "niveau": "ecarts-par-niveau",
    "certificateur": "ecarts-par-certificateur",
}


@dataclass(frozen=True, slots=True)
class EcartCount:
    """How many records depart from rules, of one value of what they are chosen by.

    Attributes:
        value: as a question takes it; empty for records that have none.
        cell: the value in the graph, if it is a thing or a text there.
        name: what the graph calls it; empty where it has no other name.
        records: number of records.
        ecarts: number of departures.
    """

    value: str
    cell: Cell | None
    name: str
    records: int
    ecarts: int


#: Counts of a version, which never change: over a whole register each takes seconds.
_COUNTED: WeakKeyDictionary[Catalog, dict[tuple[object, ...], tuple[EcartCount, ...]]] = WeakKeyDictionary()
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class ChosenEcarts:
    """The records of a choice.

    Attributes:
        given: what they are chosen by.
        table: some of them, each with one rule.
        counts: what they may be chosen by further -> its values, under the rest of the choice.
        picked: what they are chosen by -> the value that was chosen, where any record has it.
    """

    given: Mapping[str, str]
    table: TableView
    counts: Mapping[str, tuple[EcartCount, ...]]
    picked: Mapping[str, EcartCount]

    @property
    def rules(self) -> tuple[EcartCount, ...]:
        """The rules that the records of the choice depart from."""
        if "regle" not in self.given:
            return self.counts["regle"]
        return (self.picked["regle"],) if "regle" in self.picked else ()

    @property
    def records(self) -> int:
        """Number of records: those of any of the values chosen, under the rest of the choice."""
        return next((each.records for each in self.picked.values()), 0)

    @property
    def total(self) -> int:
        """Number of rows of the whole table: one for each record and rule."""
        return sum(each.records for each in self.rules)

    @property
    def ecarts(self) -> int:
        """Number of departures in all of them."""
        return sum(each.ecarts for each in self.rules)


def choose_ecarts(
    catalog: Catalog, given: Mapping[str, str], language: str, rows: tuple[int, int]
) -> ChosenEcarts:
    """Return the records of a choice.

    Args:
        catalog: the graph.
        given: parameters of the question, at least one: rule, certifier, level, force.
        language: in which things at fault are named.
        rows: how many rows of the table, and how many before them.

    Raises:
        QueryRejected: a parameter is unknown or not of its form.
    """
    table = catalog.question(RECORDS, {**given, "langue": language}, rows=rows)
    counts = {by: count_ecarts(catalog, by, given) for by in COUNTED_BY}
    values = bind(table.query, given, catalog.minter)
    picked = {
        by: each
        for by in given
        for each in counts[by]
        if each.cell is not None and each.cell.node.value == values[by].value
    }
    return ChosenEcarts(given, table, counts, picked)


def count_ecarts(catalog: Catalog, by: str, given: Mapping[str, str]) -> tuple[EcartCount, ...]:
    """Return how many records depart from rules, for each value of what they may be chosen by.

    Args:
        catalog: the graph.
        by: a key of ``COUNTED_BY``.
        given: the rest of the choice; the value of ``by`` itself is left aside.
    """
    asked = {name: text for name, text in given.items() if name != by}
    key = (by, *sorted(asked.items()))
    known = _COUNTED.setdefault(catalog, {})
    counted = known.get(key)
    if counted is None:
        table = catalog.question(COUNTED_BY[by], asked)
        found = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
        if len(known) >= _REMEMBERED:
            known.clear()
        counted = known[key] = tuple(_count(by, row) for row in found)
    return counted


def _count(by: str, row: Mapping[str, Cell | None]) -> EcartCount:
    cell, name, records, ecarts = row[by], row.get("nom"), row["fiches"], row["ecarts"]
    assert records is not None  # noqa: S101 - aggregates always have a value
    assert ecarts is not None  # noqa: S101
    value = unquote(cell.node.value.rpartition("/")[2]) if cell else ""
    if by in CODE_FORMS and not CODE_FORMS[by].fullmatch(value):
        value = ""
    return EcartCount(
        value=value,
        cell=cell,
        name=name.label if name else "",
        records=int(records.node.value),
        ecarts=int(ecarts.node.value),
    )
