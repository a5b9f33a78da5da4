"""What every back end can do; all pass the same test class (``tests/unit/store/test_conformance.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from graphkit.nodes import Node, NodeTriple, Row
from graphkit.questions import NamedQuery

if TYPE_CHECKING:
    from graphkit.limits import Limits
    from graphkit.store.results import QueryResult
    from graphkit.store.sandbox import Request, WrittenAnswer

#: Subject, predicate, object, name of the graph (``None`` for the default graph).
NodeQuad = tuple[Node, Node, Node, Node | None]


class Store(Protocol):
    """A dataset that answers questions; queries see the union of its graphs as default graph.

    Two limits are common to all, so that a query means the same everywhere: a parameter of a SELECT
    must stand in its projection (and in that of a sub-select that uses it), one of a CONSTRUCT or ASK
    in a triple pattern of it; and ``BOUND(?parameter)`` is not reliable: an optional parameter is
    written ``COALESCE(test on ?parameter, true)``. A triple that several graphs hold may count several
    times: queries say DISTINCT.
    """

    def select(self, query: NamedQuery, **params: Node) -> list[Row]:
        """Return the solutions of a SELECT, in order.

        Args:
            query: a SELECT.
            params: variable -> value that it has throughout the query.

        Raises:
            QueryRejected: the query is not a SELECT, or not SPARQL.
            StoreUnavailable: the store cannot be read.
        """

    def construct(self, query: NamedQuery, **params: Node) -> list[NodeTriple]:
        """Return the triples of a CONSTRUCT, each once, sorted.

        Args:
            query: a CONSTRUCT.
            params: variable -> value that it has throughout the query.

        Raises:
            QueryRejected: the query is not a CONSTRUCT, or not SPARQL.
            StoreUnavailable: the store cannot be read.
        """

    def ask(self, query: NamedQuery, **params: Node) -> bool:
        """Return the answer of an ASK.

        Args:
            query: an ASK.
            params: variable -> value that it has throughout the query.

        Raises:
            QueryRejected: the query is not an ASK, or not SPARQL.
            StoreUnavailable: the store cannot be read.
        """

    def quads(self) -> Iterator[NodeQuad]:
        """Yield every quad, in no particular order."""


@runtime_checkable
class QueryRunner(Protocol):
    """What answers the queries of strangers: a process that may die, or a server with limits of its own."""

    def run(self, text: str, limits: Limits | None = None) -> QueryResult:
        """Answer one query.

        Args:
            text: the query; a mere reading.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: it is not acceptable, or took too much.
            StoreUnavailable: the graph cannot be read.
        """

    def result(self, request: Request, limits: Limits | None = None) -> QueryResult:
        """Answer one request of the SPARQL protocol with the terms themselves.

        Args:
            request: the query and the graphs that it reads.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: it is not acceptable, or took too much.
            StoreUnavailable: the graph cannot be read.
        """

    def write(self, request: Request, limits: Limits | None = None) -> WrittenAnswer:
        """Answer one request of the SPARQL protocol in the format that it wants.

        Args:
            request: the query, the graphs that it reads, and a format for each form of query.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: it is not acceptable, has no such format, or took too much.
            StoreUnavailable: the graph cannot be read.
        """
