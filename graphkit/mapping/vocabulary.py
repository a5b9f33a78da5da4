"""The ontology as triples of the store, so that queries find labels, definitions and fixed codes."""

from __future__ import annotations

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graphkit.config import DEFAULT_BASE_IRI
from graphkit.ntriples import Triple, iri, string, text
from graphkit.terms import ONTOLOGY


def map_ontology(ontology: Graph, base: str) -> list[Triple]:
    """Return the triples of the ontology, its fixed codes named under the base of the data.

    Args:
        ontology: all modules merged.
        base: start of the IRIs of the data; the ontology's own terms keep their names whatever it is.
    """
    triples = []
    for triple in ontology:
        # Lists of disjoint classes hang on blank nodes; no published data has any (see decisions.md).
        if not any(isinstance(node, BNode) for node in triple):
            subject, predicate, value = (_term(_rebased(node, base)) for node in triple)
            triples.append((subject, predicate, value))
    return triples


def _term(node: Node) -> str:
    if not isinstance(node, Literal):
        return iri(str(node))
    if node.language:
        return text(str(node), node.language)
    return string(str(node)) + (f"^^{iri(node.datatype)}" if node.datatype else "")


def _rebased(node: Node, base: str) -> Node:
    if base == DEFAULT_BASE_IRI or not isinstance(node, URIRef):
        return node
    if not node.startswith(DEFAULT_BASE_IRI) or node.startswith(ONTOLOGY):
        return node
    return URIRef(base + node.removeprefix(DEFAULT_BASE_IRI))
