"""The store behind a SPARQL 1.1 endpoint, of any make, read over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import pyoxigraph as ox

from graphkit.config import Settings
from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.limits import Limits
from graphkit.nodes import Node, NodeTriple, Row
from graphkit.questions import NamedQuery, load_query
from graphkit.store.bindings import form_of, write_values
from graphkit.store.embedded import node_of, row_of
from graphkit.store.endpoint import AnswerTooLarge, Bounds, Endpoint, EndpointTooSlow
from graphkit.store.precheck import check_query
from graphkit.store.protocol import NodeQuad
from graphkit.store.rejections import QueryStopped
from graphkit.store.results import QueryResult
from graphkit.store.sandbox import Request, WrittenAnswer, written

_Parsed = TypeVar("_Parsed")


class RemoteStore:
    """A dataset that a server holds; it is asked by POST, and nothing is kept of what it answers.

    The default graph of the server must be the union of its named graphs, which SPARQL leaves to it: with
    Oxigraph ``oxigraph serve --union-default-graph``, with Fuseki ``tdb2:unionDefaultGraph true``; GraphDB
    and Virtuoso do so by themselves.

    Args:
        endpoint: where it is asked.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @classmethod
    def open(cls, settings: Settings) -> RemoteStore:
        """Open the endpoint of the settings, once it has shown that it can be used.

        Args:
            settings: its address, account and time-out.

        Raises:
            StoreUnavailable: it does not answer, or its default graph is not the union of its graphs.
        """
        store = cls(
            Endpoint(
                settings.endpoint,
                user=settings.sparql_user,
                password=settings.sparql_password,
                bounds=Bounds(settings.sparql_timeout),
            )
        )
        if store.ask(load_query("hors-du-graphe-par-defaut")):
            raise StoreUnavailable(
                f"{store.name} does not show its named graphs in its default graph: set that union on the"
                " server (oxigraph serve --union-default-graph; Fuseki: tdb2:unionDefaultGraph true)"
            )
        return store

    @property
    def name(self) -> str:
        """Address of the endpoint, without account."""
        return self._endpoint.name

    def select(self, query: NamedQuery, **params: Node) -> list[Row]:
        """Return the solutions of a SELECT, in order."""
        return self._solutions(self._ask(query, params, "SELECT"))[1]

    def construct(self, query: NamedQuery, **params: Node) -> list[NodeTriple]:
        """Return the triples of a CONSTRUCT, each once, sorted."""
        return self._triples(self._ask(query, params, "CONSTRUCT"))

    def ask(self, query: NamedQuery, **params: Node) -> bool:
        """Return the answer of an ASK."""
        return self._truth(self._ask(query, params, "ASK"))

    def quads(self) -> Iterator[NodeQuad]:
        """Yield every quad, graph by graph; a triple of the default graph only if no named one holds it."""
        for counted in self.select(load_query("graphes")):
            name = counted["graphe"]
            for row in self.select(load_query("quads"), graphe=name):
                yield row["s"], row["p"], row["o"], name
        for row in self.select(load_query("triplets-hors-graphes")):
            yield row["s"], row["p"], row["o"], None

    def run(self, text: str, limits: Limits | None = None) -> QueryResult:
        """Answer a query that a stranger wrote; the server bounds its memory.

        Args:
            text: the query.
            limits: the time and the size that it may take, if not the usual.

        Raises:
            QueryRejected: it is not SPARQL, or not a mere reading.
            QueryStopped: it took too much time, or its answer is too large.
            StoreUnavailable: the server gives no answer.
        """
        check_query(text)
        limits = limits or Limits()
        form, start = form_of(text), time.monotonic()
        # A text without form is the server's to refuse: it tells the line.
        try:
            body = self._endpoint.ask(text, form or "SELECT", Bounds(limits.seconds, limits.size))
        except (EndpointTooSlow, AnswerTooLarge) as error:
            raise QueryStopped(str(error)) from error
        seconds = time.monotonic() - start
        match form:
            case "ASK":
                return QueryResult("ASK", answer=self._truth(body), seconds=seconds)
            case "CONSTRUCT" | "DESCRIBE":
                found = self._triples(body)
                more = len(found) > limits.rows
                kept = tuple(found[: limits.rows])
                return QueryResult("CONSTRUCT", triples=kept, truncated=more, seconds=seconds)
            case _:
                columns, rows = self._solutions(body)
                more = len(rows) > limits.rows
                kept_rows = tuple(rows[: limits.rows])
                return QueryResult("SELECT", columns, kept_rows, truncated=more, seconds=seconds)

    def result(self, request: Request, limits: Limits | None = None) -> QueryResult:
        """Answer one request of the SPARQL protocol with the terms themselves.

        Args:
            request: the query and the graphs that it reads.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: as for ``run``; it names graphs, which a query can do itself.
            StoreUnavailable: the server gives no answer.
        """
        if request.default_graphs or request.named_graphs:
            raise QueryRejected("graphs cannot be named beside the query here: write FROM in it")
        return self.run(request.text, limits)

    def write(self, request: Request, limits: Limits | None = None) -> WrittenAnswer:
        """Answer one request of the SPARQL protocol in the format that it wants.

        Args:
            request: the query, the graphs that it reads, and a format for each form of query.
            limits: what it may take, if not the usual.

        Raises:
            FormatRejected: the request has no format for the form of its query.
            QueryRejected: as for ``result``.
            StoreUnavailable: the server gives no answer.
        """
        return written(self.result(request, limits), request)

    def _ask(self, query: NamedQuery, params: Mapping[str, Node], form: str) -> bytes:
        if form_of(query.text) not in {form, ""}:
            raise QueryRejected(f"{query.name} is not a {form}")
        return self._endpoint.ask(write_values(query.text, params), form)

    def _solutions(self, body: bytes) -> tuple[tuple[str, ...], list[Row]]:
        return self._read(_parse_solutions, body)

    def _truth(self, body: bytes) -> bool:
        return self._read(_parse_truth, body)

    def _triples(self, body: bytes) -> list[NodeTriple]:
        return self._read(_parse_triples, body)

    def _read(self, parse: Callable[[bytes], _Parsed], body: bytes) -> _Parsed:
        try:
            return parse(body)
        except (SyntaxError, ValueError) as error:
            # Oxigraph's parsers must not outlive their thread, which a traceback would let them do.
            raise self._endpoint.cut(error) from error.with_traceback(None)


def _parse_solutions(body: bytes) -> tuple[tuple[str, ...], list[Row]]:
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(parsed, ox.QuerySolutions):
        raise ValueError("it has no rows")  # noqa: TRY004 - of the answer, not of a programmer
    names = [variable.value for variable in parsed.variables]
    return tuple(names), [row_of(names, solution) for solution in parsed]


def _parse_truth(body: bytes) -> bool:
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(parsed, ox.QueryBoolean):
        raise ValueError("it is neither true nor false")  # noqa: TRY004 - idem
    return bool(parsed)


def _parse_triples(body: bytes) -> list[NodeTriple]:
    found = {
        (node_of(quad.subject), node_of(quad.predicate), node_of(quad.object))
        for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
    }
    return sorted(found)
