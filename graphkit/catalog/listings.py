"""Lists that programs read a page at a time, and tables as plain values. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphkit.catalog.answers import TableView
from graphkit.catalog.statistics import Statistics
from graphkit.catalog.views import Cell, PartnerView
from graphkit.questions import NamedQuery


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """Some of the partners of a certification, by name.

    Attributes:
        total: number of its partners.
        partners: those of this page.
    """

    total: int
    partners: tuple[PartnerView, ...]


@dataclass(frozen=True, slots=True)
class BearersPage:
    """Some of the things that bear a code printed inside a référentiel.

    Attributes:
        total: number of things that bear it.
        bearers: those of this page.
    """

    total: int
    bearers: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Some of the questions that can be asked by name.

    Attributes:
        total: number of questions.
        questions: those of this page.
    """

    total: int
    questions: tuple[NamedQuery, ...]


@dataclass(frozen=True, slots=True)
class TableData:
    """A page of the answer to a question; IRIs and values as the graph has them.

    Attributes:
        question: the question, in French.
        query: SPARQL with the values of the parameters written in it, to be run anywhere.
        columns: names, in order.
        rows: one text for each column, empty where there is no value.
        total: number of rows of the answer.
        truncated: the question gives no more rows than this, and there may be more.
    """

    question: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    truncated: bool


def table_data(table: TableView, limit: int | None = None, offset: int = 0) -> TableData:
    """Return the answer to a question as plain values.

    Args:
        table: the answer.
        limit: rows given; all when absent.
        offset: rows before them.
    """
    end = None if limit is None else offset + limit
    return TableData(
        question=table.query.question_fr,
        query=table.sparql,
        columns=table.columns,
        rows=tuple(tuple(cell.node.value if cell else "" for cell in row) for row in table.rows[offset:end]),
        total=len(table.rows),
        truncated=table.truncated,
    )


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How often a property leads to what others publish.

    Attributes:
        property: IRI of the property.
        origin: start of the addresses that it leads to.
        count: number of quads.
    """

    property: str
    origin: str
    count: int


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """How much there is of what.

    Attributes:
        quads: number of quads.
        classes: IRI of a class -> number of its things.
        properties: IRI of a property -> number of quads that use it.
        links: links that leave the graph.
    """

    quads: int
    classes: Mapping[str, int] = field(hash=False)
    properties: Mapping[str, int] = field(hash=False)
    links: tuple[LinkCount, ...]


def statistics_view(statistics: Statistics) -> StatisticsView:
    """Return what was counted as plain values.

    Args:
        statistics: the counts.
    """
    return StatisticsView(
        quads=statistics.quads,
        classes=statistics.classes,
        properties=statistics.properties,
        links=tuple(LinkCount(*key, count) for key, count in statistics.links.items()),
    )
