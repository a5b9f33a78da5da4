"""Runs of the rules on one document: those that apply to it, on a day, with thresholds that may be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, SKOS
from rdflib.term import Node

from graphkit.ntriples import Triple
from graphkit.terms import REF
from graphkit.validation.results import Result
from graphkit.validation.rules import (
    NAMESPACE,
    DocumentKind,
    Register,
    Rule,
    RuleShape,
    load_rules,
    rules_of,
)
from graphkit.validation.shacl import CompiledShapes
from graphkit.validation.tokens import graph_of

_DAY = URIRef(f"{NAMESPACE}dateDeControle")
#: Properties whose values are concepts that rules know by their notation.
_CONCEPTS = (REF.theme, REF.aPourClasseDeVerbe)


class RuleValidator:
    """Holds the rules that apply to one kind of document on one day, compiled for many runs.

    Args:
        register: register of the certification, or the one that its author aims at.
        document: kind of document (see ``document_kind``).
        day: the day of the check; it selects the rules, and tells what has expired.
        thresholds: name of a threshold -> number in place of the one in the shapes.
        shapes: the shapes of the rules; those of the installation when absent.

    Attributes:
        rules: the rules that apply, in the order of their numbers.
        shapes: what they look for in such a document.

    Raises:
        FileNotFoundError: the installation lacks rules.
        ValueError: no threshold has such a name.
    """

    def __init__(
        self,
        register: Register,
        document: DocumentKind,
        day: date,
        thresholds: Mapping[str, float] | None = None,
        shapes: Graph | None = None,
    ) -> None:
        graph = shapes if shapes is not None else load_rules()
        self.rules: tuple[Rule, ...] = tuple(
            rule for rule in rules_of(graph) if rule.applies(register, document, day)
        )
        self.shapes: tuple[RuleShape, ...] = tuple(
            shape for rule in self.rules for shape in rule.shapes if shape.looks_in(document)
        )
        self._context = _thresholds(graph, thresholds or {})
        self._context.append((_DAY, RDF.value, Literal(day)))
        kept = _without_others(graph, {shape.iri for shape in self.shapes})
        self._compiled = CompiledShapes(kept, many_queries=True, asked_once=True)

    def validate(self, triples: Iterable[Triple]) -> tuple[Result, ...]:
        """Return what the rules find in the triples of one document, sorted.

        Args:
            triples: N-Triples terms; the facts of its texts with them.

        Raises:
            ValueError: a term is no N-Triples.
        """
        return self.validate_graph(graph_of(triples))

    def validate_graph(self, data: Graph) -> tuple[Result, ...]:
        """Return what the rules find in a graph, sorted.

        Args:
            data: the graph of one document, in rdflib's own store; it is given the thresholds too.

        Raises:
            TypeError: the graph stands in a store of another kind.
        """
        for triple in self._context:
            data.add(triple)
        for predicate in _CONCEPTS:
            for concept in set(data.objects(None, predicate)):
                # A document names its themes; that they have the notation which ends their IRI stands in
                # the ontology, which is not loaded with each document.
                data.add((concept, SKOS.notation, Literal(str(concept).rsplit("/", 1)[-1])))
        return self._compiled.run(data)


def _thresholds(graph: Graph, given: Mapping[str, float]) -> list[tuple[Node, Node, Node]]:
    values = {str(node).removeprefix(NAMESPACE): node for node in graph.subjects(RDF.type, REF.Seuil)}
    unknown = sorted(set(given) - set(values))
    if unknown:
        raise ValueError(f"no threshold {', '.join(unknown)}: there are {', '.join(sorted(values))}")
    return [
        (node, RDF.value, Literal(given[name]) if name in given else value)
        for name, node in values.items()
        for value in graph.objects(node, RDF.value)
    ]


def _without_others(graph: Graph, kept: set[str]) -> Graph:
    """Return the shapes with only some of them acting; the others are left out with what hangs on them."""
    dropped: set[Node] = {
        node for node in graph.subjects(SH.severity) if isinstance(node, URIRef) and str(node) not in kept
    }
    dropped |= {query for node in dropped for query in graph.objects(node, SH.sparql)}
    small = Graph()
    for triple in graph:
        if triple[0] not in dropped and triple[1] not in {DCTERMS.description, DCTERMS.title}:
            small.add(triple)
    return small
