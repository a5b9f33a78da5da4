"""Datasets of rdflib: one in memory under rdflib's own engine, and views of the store on disk."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import oxrdflib
import pyoxigraph as ox
from pyparsing import ParseException
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.store import Store as RdflibStore
from rdflib.term import Identifier

from graphkit.errors import QueryRejected, SourceUnreadable, StoreUnavailable
from graphkit.nodes import XSD_STRING, Node, NodeTriple, Row
from graphkit.questions import NamedQuery
from graphkit.store.embedded import OxTerm
from graphkit.store.embedded import node_of as embedded_node
from graphkit.store.protocol import NodeQuad
from graphkit.store.rejections import QuerySyntaxRejected


class UnionDataset(Dataset):
    """A dataset whose default graph is the union of all, and that does not warn of rdflib's own doings.

    Args:
        store: a store of rdflib; one in memory when absent.
    """

    def __init__(self, store: str | RdflibStore = "default") -> None:
        super().__init__(store=store, default_union=True)

    # rdflib 7.6 evaluates queries through these names, which it has itself deprecated.
    default_context = Dataset.default_graph

    @property
    def identifier(self) -> URIRef:
        """Name of the default graph."""
        return DATASET_DEFAULT_GRAPH_ID

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:  # noqa: ANN401 - any pattern of rdflib
        """Yield the graphs that hold a triple."""
        yield from self.graphs(triple)


class MemoryStore:
    """A dataset in memory, for a handful of records, tests and machines without a store.

    Args:
        dataset: an empty one when absent.
    """

    def __init__(self, dataset: UnionDataset | None = None) -> None:
        self._dataset = UnionDataset() if dataset is None else dataset

    @classmethod
    def parse(cls, data: bytes, format_name: str = "nquads") -> MemoryStore:
        """Return a store that holds what a serialisation says.

        Args:
            data: UTF-8 text.
            format_name: ``nquads`` or ``trig``.

        Raises:
            SourceUnreadable: the text is not in that format.
        """
        dataset = UnionDataset()
        syntax = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}[format_name]
        # Oxigraph's parser is many times faster than rdflib's, and warns of nothing deprecated inside.
        try:
            for quad in ox.parse(data, format=syntax):
                name = quad.graph_name
                graph = DATASET_DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else _loaded(name)
                triple = (_loaded(quad.subject), _loaded(quad.predicate), _loaded(quad.object))
                dataset.store.add(triple, dataset.graph(graph))
        except (SyntaxError, ValueError) as error:
            raise SourceUnreadable(f"not {format_name}: {error}") from error
        return cls(dataset)

    def select(self, query: NamedQuery, **params: Node) -> list[Row]:
        """Return the solutions of a SELECT, in order."""
        result = self._query(query, params, "SELECT")
        names = [str(variable) for variable in result.vars or ()]
        return [
            {name: node_of(value) for name in names if (value := binding.get(name)) is not None}
            for binding in result
        ]

    def construct(self, query: NamedQuery, **params: Node) -> list[NodeTriple]:
        """Return the triples of a CONSTRUCT, each once, sorted."""
        result = self._query(query, params, "CONSTRUCT")
        return sorted({(node_of(s), node_of(p), node_of(o)) for s, p, o in result})

    def ask(self, query: NamedQuery, **params: Node) -> bool:
        """Return the answer of an ASK."""
        return bool(self._query(query, params, "ASK").askAnswer)

    def quads(self) -> Iterator[NodeQuad]:
        """Yield every quad, in no particular order."""
        for subject, predicate, obj, graph in self._dataset.quads():
            name = None if graph in {None, DATASET_DEFAULT_GRAPH_ID} else node_of(graph)
            yield node_of(subject), node_of(predicate), node_of(obj), name

    def _query(self, query: NamedQuery, params: Mapping[str, Node], form: str) -> Any:  # noqa: ANN401
        # rdflib types the rows of a result as a union of everything that any form gives.
        bindings = {name: term_of(node) for name, node in params.items()}
        try:
            result: Result = self._dataset.query(_prepared(query.text), initBindings=bindings)
        except ParseException as error:
            message = f"syntax error at line {error.lineno}, column {error.column}: {error.msg}"
            raise QuerySyntaxRejected(message, error.lineno, error.column) from error
        if result.type != form:
            raise QueryRejected(f"{query.name} is not a {form}")
        return result


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    """Parse a query once: rdflib takes longer to parse one than to answer it on little data."""
    return prepareQuery(text)


def open_as_rdflib(path: Path) -> Dataset:
    """Open a directory of Oxigraph files as a dataset of rdflib, for notebooks and rdflib's own tools.

    The queries of the dataset run in Oxigraph.

    Args:
        path: directory of the store files of a version (``Version.files``).

    Raises:
        StoreUnavailable: it holds no readable store.
    """
    try:
        opened = ox.Store.read_only(str(path))
    except (OSError, ValueError) as error:
        raise StoreUnavailable(f"no readable graph in {path}: {error}") from error
    # A Graph over the same store would see nothing: only a Dataset reads the named graphs.
    return UnionDataset(oxrdflib.OxigraphStore(store=opened))


def _loaded(term: OxTerm) -> Identifier:
    return term_of(embedded_node(term))


def term_of(node: Node) -> Identifier:
    """Return the rdflib term of a node."""
    if node.kind == "literal":
        if node.language:
            return Literal(node.value, lang=node.language)
        # A plain string is written without its datatype in the files: rdflib holds the two for different.
        plain = node.datatype in {"", XSD_STRING}
        return Literal(node.value, datatype=None if plain else URIRef(node.datatype))
    return BNode(node.value) if node.kind == "bnode" else URIRef(node.value)


def node_of(term: Any) -> Node:  # noqa: ANN401 - rdflib types terms as Identifier, Node or Graph
    """Return the node of an rdflib term."""
    if isinstance(term, Literal):
        if term.language:
            return Node(str(term), "literal", language=term.language.lower())
        return Node(str(term), "literal", datatype=str(term.datatype or XSD_STRING))
    return Node(str(term), "bnode" if isinstance(term, BNode) else "iri")
