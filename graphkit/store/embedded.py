"""The store on disk: Oxigraph, opened for reading only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from graphkit.errors import QueryRejected, SourceUnreadable, StoreUnavailable
from graphkit.nodes import Node, NodeTriple, Row
from graphkit.questions import NamedQuery
from graphkit.store.manifest import Version
from graphkit.store.protocol import NodeQuad
from graphkit.store.rejections import syntax_rejection

#: What Oxigraph raises of files that are missing, damaged or no store at all.
UNREADABLE = (OSError, RuntimeError, ValueError)
_CORRUPT = "Corruption"
OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class EmbeddedStore:
    """A directory of Oxigraph files, or an Oxigraph store in memory, to be read.

    Args:
        opened: the store.
        version: the published version that it is, if it is one.
        warnings: what the user should know about how it was opened.
    """

    def __init__(
        self, opened: ox.Store, *, version: Version | None = None, warnings: tuple[str, ...] = ()
    ) -> None:
        self._store = opened
        self.version = version
        self.warnings = warnings

    @classmethod
    def open(
        cls, path: Path, *, version: Version | None = None, warnings: tuple[str, ...] = ()
    ) -> EmbeddedStore:
        """Open a directory of Oxigraph files; a wrong one is refused and never made into a store.

        Args:
            path: the directory.
            version: the published version that it is, if it is one.
            warnings: passed on to the caller.

        Raises:
            StoreUnavailable: it holds no readable store.
        """
        try:
            opened = ox.Store.read_only(str(path))
        except UNREADABLE as error:
            raise StoreUnavailable(f"no readable graph in {path}: {error}") from error
        return cls(opened, version=version, warnings=warnings)

    @classmethod
    def of_lines(cls, lines: bytes) -> EmbeddedStore:
        """Return a store in memory that holds N-Quads, for what is read and forgotten.

        Args:
            lines: the quads.

        Raises:
            SourceUnreadable: they are not N-Quads.
        """
        opened = ox.Store()
        try:
            opened.bulk_load(lines, ox.RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise SourceUnreadable(f"not N-Quads: {error}") from error
        return cls(opened)

    def select(self, query: NamedQuery, **params: Node) -> list[Row]:
        """Return the solutions of a SELECT, in order."""
        result = self._query(query, params)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryRejected(f"{query.name} is not a SELECT")
        names = [variable.value for variable in result.variables]
        try:
            return [row_of(names, solution) for solution in result]
        except UNREADABLE as error:
            raise StoreUnavailable(f"the graph cannot be read: {error}") from error

    def construct(self, query: NamedQuery, **params: Node) -> list[NodeTriple]:
        """Return the triples of a CONSTRUCT, each once, sorted."""
        result = self._query(query, params)
        if not isinstance(result, ox.QueryTriples):
            raise QueryRejected(f"{query.name} is not a CONSTRUCT")
        try:
            found = {
                (node_of(triple.subject), node_of(triple.predicate), node_of(triple.object))
                for triple in result
            }
        except UNREADABLE as error:
            raise StoreUnavailable(f"the graph cannot be read: {error}") from error
        return sorted(found)

    def ask(self, query: NamedQuery, **params: Node) -> bool:
        """Return the answer of an ASK."""
        result = self._query(query, params)
        if not isinstance(result, ox.QueryBoolean):
            raise QueryRejected(f"{query.name} is not an ASK")
        return bool(result)

    def quads(self) -> Iterator[NodeQuad]:
        """Yield every quad, in the order of the index."""
        for quad in self._store:
            graph = None if isinstance(quad.graph_name, ox.DefaultGraph) else node_of(quad.graph_name)
            yield node_of(quad.subject), node_of(quad.predicate), node_of(quad.object), graph

    @property
    def raw(self) -> ox.Store:
        """The Oxigraph store itself, for dumps."""
        return self._store

    def _query(
        self, query: NamedQuery, params: Mapping[str, Node]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        substitutions: dict[ox.Variable, OxTerm] = {
            ox.Variable(name): term_of(node) for name, node in params.items()
        }
        try:
            return self._store.query(
                query.text, use_default_graph_as_union=True, substitutions=substitutions or None
            )
        except SyntaxError as error:
            raise syntax_rejection(str(error)) from error
        except RuntimeError as error:
            if _CORRUPT in str(error):
                raise StoreUnavailable(f"the graph cannot be read: {error}") from error
            raise QueryRejected(f"{query.name}: {error}") from error
        except OSError as error:
            raise StoreUnavailable(f"the graph cannot be read: {error}") from error


def term_of(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the Oxigraph term of a node.

    Raises:
        QueryRejected: it is no IRI.
    """
    if node.kind == "literal":
        if node.language:
            return ox.Literal(node.value, language=node.language)
        return ox.Literal(node.value, datatype=ox.NamedNode(node.datatype) if node.datatype else None)
    if node.kind == "bnode":
        return ox.BlankNode(node.value)
    try:
        return ox.NamedNode(node.value)
    except ValueError as error:
        raise QueryRejected(f"not an IRI: {node.value!r}") from error


def node_of(term: OxTerm) -> Node:
    """Return the node of an Oxigraph term."""
    if isinstance(term, ox.NamedNode):
        return Node(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Node(term.value, "literal", language=term.language)
        return Node(term.value, "literal", datatype=term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return Node(term.value, "bnode")
    # A triple term can be made by a query; as text it can at least be shown.
    return Node(str(term), "literal")


def row_of(names: list[str], solution: ox.QuerySolution) -> Row:
    """Return a solution as variable -> node."""
    return {name: node_of(term) for name in names if (term := solution[name]) is not None}
