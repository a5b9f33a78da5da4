"""Small graphs in every format of RDF, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import Graph
from rdflib.compare import to_canonical_graph

from graphkit.terms import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
_PREFIXES = re.compile(rb"(?:@prefix [^\n]*\n)+")
_ROOT = re.compile(rb"<rdf:RDF ([^>]*)>")
#: Prefix -> namespace, for all that is published.
NAMESPACES = {prefix: str(vocabulary._NS) for prefix, vocabulary in PREFIXES.items()} | {  # noqa: SLF001 - rdflib keeps the namespace there
    "dcat": "http://www.w3.org/ns/dcat#",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "regles": "https://w3id.org/referentiels/regles#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
}


def serialise(graph: Graph, format_name: str) -> bytes:
    """Return a graph as a file; isomorphic graphs give the same bytes.

    Args:
        graph: a graph small enough for memory.
        format_name: a key of ``FORMATS``.

    Raises:
        KeyError: there is no such format.
    """
    # Blank nodes get names that follow from what is said of them, so that lines can be sorted.
    lines = to_canonical_graph(graph).serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
    triples: Iterable[ox.Quad] = ox.parse(b"".join(sorted(lines)), ox.RdfFormat.N_TRIPLES)
    written = (triple.triple for triple in triples)
    content = ox.serialize(written, format=FORMATS[format_name], prefixes=NAMESPACES) or b""
    return _in_order(content)


def _in_order(content: bytes) -> bytes:
    """Put the prefixes that a file begins with in order: the library writes them in any."""
    head = _PREFIXES.match(content)
    if head is not None:
        return b"".join(sorted(head[0].splitlines(keepends=True))) + content[head.end() :]
    return _ROOT.sub(lambda root: b"<rdf:RDF " + b" ".join(sorted(root[1].split())) + b">", content, count=1)


def shorten_iri(iri: str) -> str:
    """Return an IRI as ``prefix:name`` where it has a prefix, as it is where it has none."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
