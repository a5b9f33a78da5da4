"""Answers to the queries of rules, from a copy of the data in an index made for queries.

rdflib answers the seventy queries of a check on one draft in seconds, pyoxigraph in tens of milliseconds.
A build, which asks few of each record, would lose more by the copy than it gains: it does without.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Identifier, Node, Variable

Rows: TypeAlias = MutableSequence[Mapping[Variable, Identifier]]
_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal


class Answers:
    """Answers queries on a graph as it was when this was made.

    Args:
        graph: the data.
    """

    def __init__(self, graph: Graph) -> None:
        known: dict[Node, _Term] = {}
        self._store = ox.Store()
        self._store.bulk_extend(
            ox.Quad(*(known.get(term) or known.setdefault(term, _ours(term)) for term in triple))  # type: ignore[arg-type]
            for triple in graph
        )

    def has_rows(self, query: str) -> bool:
        """Tell whether a SELECT query has an answer.

        Args:
            query: its text.
        """
        found = self._store.query(query)
        return not isinstance(found, ox.QuerySolutions) or next(found, None) is not None

    def select(self, query: str) -> tuple[list[Variable], Rows] | None:
        """Return the variables and the rows of a SELECT query, ``None`` for a query of another form.

        Args:
            query: its text.
        """
        found = self._store.query(query)
        if not isinstance(found, ox.QuerySolutions):
            return None
        names = [variable.value for variable in found.variables]
        rows: Rows = [
            {Variable(name): _theirs(row[name]) for name in names if row[name] is not None} for row in found
        ]
        return [Variable(name) for name in names], rows


def _ours(term: Node) -> _Term:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    raise TypeError(f"no term of RDF: {term!r}")


def _theirs(term: object) -> Identifier:
    match term:
        case ox.NamedNode(value=value):
            return URIRef(value)
        case ox.BlankNode(value=value):
            return BNode(value)
        case ox.Literal(value=value, language=str(language)):
            return Literal(value, lang=language)
        case ox.Literal(value=value, datatype=datatype):
            plain = datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(value, datatype=None if plain else URIRef(datatype.value))
        case _:
            raise TypeError(f"no term of RDF: {term!r}")
