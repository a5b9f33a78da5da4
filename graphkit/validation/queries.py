"""The data as pySHACL sees it, with queries that are parsed once and answered once.

pySHACL asks a SPARQL constraint again for each focus node. A query whose pattern binds ``$this`` wherever it
is used gives the same rows whether it is bound before or after (SHACL, appendix A): such a one is asked once,
for all nodes at a time, and the rows are dealt out; any other as pySHACL does. A hundred competences cost as
much as one; a test holds the answers equal.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

from pyshacl.graph_abstraction import RdfLibDataGraph
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result as QueryResult
from rdflib.term import Node, Variable

from graphkit.validation.answering import Answers, Rows
from graphkit.validation.binding import asks_in_place, bound_variables

_THIS = Variable("this")


class DataGraph(RdfLibDataGraph):
    """The data of one run.

    Args:
        store: the store of the graph, rdflib's own.
        data: the graph.
        answers: answers queries in its place; it does so itself when absent.
    """

    def __init__(self, store: Memory, data: Graph, answers: Answers | None = None) -> None:
        super().__init__(store, data)
        self._elsewhere = answers
        self._answers: dict[str, tuple[list[Variable], dict[Node, Rows]] | None] = {}

    # pySHACL gives this method one signature in its abstract class and another in this one's parent.
    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> QueryResult:  # type: ignore[override] # noqa: ANN401
        """Answer a query.

        Args:
            query_object: its text, or the query as parsed.
            *args: whatever rdflib takes.
            **kwargs: idem.
        """
        if not isinstance(query_object, str):
            return super().query(query_object, *args, **kwargs)
        bound = kwargs.get("initBindings")
        if not args and bound and set(bound) == {"this"}:
            found = self._answer(query_object)
            if found is not None:
                variables, rows = found
                return _result(variables, rows.get(bound["this"], []))
        return super().query(parse_query(query_object), *args, **kwargs)

    def _answer(self, text: str) -> tuple[list[Variable], dict[Node, Rows]] | None:
        """Return the rows of a query for each node that it tells of, ``None`` if it does not name them."""
        if text not in self._answers:
            self._answers[text] = None
            variables, found = (binds_this(text) and self._select(text)) or ([], [])
            if _THIS in variables:
                rows: dict[Node, Rows] = defaultdict(list)
                for row in found:
                    if _THIS in row:
                        rows[row[_THIS]].append(row)
                self._answers[text] = (variables, rows)
        return self._answers[text]

    def _select(self, text: str) -> tuple[list[Variable], Rows] | None:
        if self._elsewhere is not None:
            return self._elsewhere.select(text)
        answer = super().query(parse_query(text))
        return (list(answer.vars or []), list(answer.bindings)) if answer.type == "SELECT" else None


def _result(variables: list[Variable], rows: Rows) -> QueryResult:
    result = QueryResult("SELECT")
    result.vars = variables
    result.bindings = rows
    return result


def query_of(graph: Graph, constraint: Node) -> str:
    """Return the query of a SPARQL constraint, with its prefixes, as pySHACL completes it.

    Args:
        graph: the shapes.
        constraint: the constraint.
    """
    homes = graph.objects(constraint, SH.prefixes)
    prefixes = "".join(
        f"PREFIX {graph.value(declared, SH.prefix)}: <{graph.value(declared, SH.namespace)}>\n"
        for home in homes
        for declared in graph.objects(home, SH.declare)
    )
    return f"{prefixes}\n{graph.value(constraint, SH.select)}"


@lru_cache(maxsize=512)
def parse_query(query: str) -> Query:
    """Return a query as parsed, from the last time it was.

    Args:
        query: its text.
    """
    return prepareQuery(query)


@lru_cache(maxsize=512)
def binds_this(query: str) -> bool:
    """Tell whether the pattern of a query gives ``$this`` a value wherever an expression asks for it.

    Args:
        query: its text.
    """
    algebra = parse_query(query).algebra
    return _THIS in bound_variables(algebra) and asks_in_place(algebra, _THIS)
