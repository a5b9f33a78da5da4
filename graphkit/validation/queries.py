"""The data as pySHACL sees it, with queries that are parsed once and answered once.

pySHACL asks a SPARQL constraint again for each focus node. SHACL restricts such a query so that ``$this``
may be bound before or after it is answered (appendix A): here it is asked once, for all nodes at a time,
and the rows are dealt out. A hundred competences cost as much as one; a test holds the answers equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pyshacl.graph_abstraction import RdfLibDataGraph
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result as QueryResult
from rdflib.term import Node, Variable

_THIS = Variable("this")
_Rows = list[Mapping[Variable, Node]]


class DataGraph(RdfLibDataGraph):
    """The data of one run.

    Args:
        store: the store of the graph, rdflib's own.
        data: the graph.
    """

    def __init__(self, store: Memory, data: Graph) -> None:
        super().__init__(store, data)
        self._answers: dict[str, tuple[list[Variable], dict[Node, _Rows]] | None] = {}

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

    def _answer(self, text: str) -> tuple[list[Variable], dict[Node, _Rows]] | None:
        """Return the rows of a query for each node that it tells of, ``None`` if it does not name them."""
        if text not in self._answers:
            self._answers[text] = None
            answer = super().query(parse_query(text))
            variables = list(answer.vars or [])
            if answer.type == "SELECT" and _THIS in variables:
                rows: dict[Node, _Rows] = defaultdict(list)
                for row in answer.bindings:
                    if _THIS in row:
                        rows[row[_THIS]].append(row)
                self._answers[text] = (variables, rows)
        return self._answers[text]


def _result(variables: list[Variable], rows: _Rows) -> QueryResult:
    result = QueryResult("SELECT")
    result.vars = variables
    result.bindings = rows
    return result


@lru_cache(maxsize=512)
def parse_query(query: str) -> Query:
    """Return a query as parsed, from the last time it was.

    Args:
        query: its text.
    """
    return prepareQuery(query)
