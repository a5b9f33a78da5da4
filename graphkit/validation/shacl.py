"""The runs of pySHACL.

Three things make it fit for one run a record. None changes pySHACL itself; a test holds each:

* The shapes are loaded and compiled once (``ShapesGraph``) and given to every run.
* ``sh:property`` links become targets of the property shapes themselves. That says the same, and pySHACL
  then evaluates a shape once for all its focus nodes instead of once for each of them.
* SPARQL constraints are parsed once (``_DataGraph.query``): pySHACL hands their text to rdflib again for
  each focus node.

Messages come from the shapes, not from pySHACL's report: it drops the language tag of a message as soon
as the constraint is a SPARQL one. Of the variables of a query a message may therefore use ``{?value}`` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyshacl.graph_abstraction import RdfLibDataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as ShaclRun
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD
from rdflib.plugins.parsers.ntriples import unquote
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.ntriples import Triple, iri, string, text
from graphkit.validation.results import SEVERITY_IRIS, Result, Severity, sort_key

#: The modules of structural shapes; each mirrors the module of the ontology of the same name.
MODULES = ("certification", "competences", "evaluation", "nomenclatures", "provenance")

_SEVERITIES: dict[str, Severity] = {name: severity for severity, name in SEVERITY_IRIS.items()}
_OPTIONS = {"inference": "none", "advanced": False, "abort_on_first": False, "inplace": True}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_REFERENCES = (SH.node, SH["not"], SH.qualifiedValueShape)
_LITERAL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[\w-]+)|\^\^<(?P<type>[^>]*)>)?')


class Validator:
    """Validates records against the structural shapes, which are loaded once.

    Args:
        folder: directory of the shapes; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks shapes.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._shapes = _CompiledShapes(load_shapes(folder))

    def validate(self, triples: Iterable[Triple]) -> tuple[Result, ...]:
        """Return what the shapes find in the triples of one record, sorted.

        Args:
            triples: N-Triples terms.

        Raises:
            ValueError: a term is no N-Triples.
        """
        return self._shapes.run(_graph(triples))


def load_shapes(folder: Path | None = None) -> Graph:
    """Return the structural shapes in one graph.

    Args:
        folder: directory of the shapes; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks shapes.
    """
    graph = Graph()
    for name in MODULES:
        graph.parse((folder or data_path("shapes")) / f"{name}.ttl", format="turtle")
    return graph


def validate_graph(data: Graph, shapes: Graph) -> tuple[Result, ...]:
    """Return what shapes find in a graph, sorted.

    Args:
        data: the graph; its store must be rdflib's own.
        shapes: the shapes, as loaded; left as they are.

    Raises:
        TypeError: the graph stands in a store of another kind.
    """
    return _CompiledShapes(shapes).run(data)


class _CompiledShapes:
    """Shapes made ready for many runs.

    Args:
        shapes: the shapes, as loaded; left as they are.
    """

    def __init__(self, shapes: Graph) -> None:
        graph = Graph()
        for triple in shapes:
            # pySHACL weighs every statement about a shape in every run: those it has no use for stay out.
            if triple[1] != DCTERMS.source:
                graph.add(triple)
        _move_targets(graph)
        self._compiled = ShapesGraph(graph)
        self._messages = {
            (shape, message.language): str(message)
            for shape, message in graph.subject_objects(SH.message)
            if isinstance(message, Literal)
        }

    def run(self, data: Graph) -> tuple[Result, ...]:
        """Return what the shapes find in a graph, sorted.

        Args:
            data: the graph; its store must be rdflib's own.

        Raises:
            TypeError: the graph stands in a store of another kind.
        """
        if not isinstance(data.store, Memory):
            raise TypeError(
                f"validation wants a graph in rdflib's own memory, not in {type(data.store).__name__}:"
                " over oxrdflib pySHACL reports values of sh:in that are not wrong. Copy the graph first."
            )
        # A run compiles the shapes that it is given: it gets none, then those that are compiled already.
        run = ShaclRun(_DataGraph(data.store, data), shacl_graph=Graph(), options=dict(_OPTIONS))
        run.shacl_graph = self._compiled
        _, report, _ = run.run()  # type: ignore[no-untyped-call]
        found = {self._result(report, node) for node in report.objects(None, SH.result)}
        return tuple(sorted(found, key=sort_key))

    def _result(self, report: Graph, node: Node) -> Result:
        told = dict(report.predicate_objects(node))
        focus, shape, path = told[SH.focusNode], told[SH.sourceShape], told.get(SH.resultPath)
        value = told.get(SH.value)
        return Result(
            focus=str(focus) if isinstance(focus, URIRef) else _text(focus),
            shape=str(shape),
            component=str(told[SH.sourceConstraintComponent]),
            severity=_SEVERITIES[str(told[SH.resultSeverity])],
            # The blank node of a path of several steps belongs to the shape, and means nothing elsewhere.
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else _text(value),
            message_fr=self._message(shape, "fr", value),
            message_en=self._message(shape, "en", value),
        )

    def _message(self, shape: Node, language: str, value: Node | None) -> str:
        message = self._messages.get((shape, language), "")
        return message if value is None else message.replace("{?value}", str(value))


class _DataGraph(RdfLibDataGraph):
    """The data as pySHACL sees it, with queries that are parsed once."""

    # pySHACL gives this method one signature in its abstract class and another in this one's parent.
    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> QueryResult:  # type: ignore[override] # noqa: ANN401
        """Answer a query.

        Args:
            query_object: its text, or the query as parsed.
            *args: whatever rdflib takes.
            **kwargs: idem.
        """
        parsed = _parse_query(query_object) if isinstance(query_object, str) else query_object
        return super().query(parsed, *args, **kwargs)


@lru_cache(maxsize=512)
def _parse_query(query: str) -> Query:
    return prepareQuery(query)


def _move_targets(graph: Graph) -> None:
    """Give the targets of node shapes to their property shapes, in place of the links to them."""
    # A shape that others refer to checks its properties wherever it is referred to: it stays as it is.
    bound = {shape for name in _REFERENCES for shape in graph.objects(None, name)}
    bound.update(graph.objects(None, RDF.first))
    for owner, shape in list(graph.subject_objects(SH.property)):
        targets = [(kind, target) for kind in _TARGETS for target in graph.objects(owner, kind)]
        if targets and owner not in bound:
            graph.remove((owner, SH.property, shape))
            for kind, target in targets:
                graph.add((shape, kind, target))


def _graph(triples: Iterable[Triple]) -> Graph:
    """Return the graph of N-Triples terms, 1.7 times faster than rdflib's parser reads the same text."""
    graph = Graph(bind_namespaces="none")
    terms: dict[str, Node] = {}
    for triple in triples:
        for token in triple:
            if token not in terms:
                terms[token] = _node(token)
        subject, predicate, value = triple
        graph.add((terms[subject], terms[predicate], terms[value]))
    return graph


def _node(token: str) -> Node:
    if token.startswith("<"):
        return URIRef(token[1:-1])
    if token.startswith("_:"):
        return BNode(token[2:])
    found = _LITERAL.fullmatch(token)
    if found is None:
        raise ValueError(f"not an N-Triples term: {token!r}")
    datatype = URIRef(found["type"]) if found["type"] else None
    return Literal(unquote(found["text"]), lang=found["lang"], datatype=datatype)


def _text(node: Node) -> str:
    """Return a term as N-Triples text."""
    if isinstance(node, Literal):
        if node.language:
            return text(node, node.language)
        return (
            string(node)
            if node.datatype in {None, XSD.string}
            else f"{string(node)}^^{iri(str(node.datatype))}"
        )
    return f"_:{node}" if isinstance(node, BNode) else iri(str(node))
