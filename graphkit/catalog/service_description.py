"""The SPARQL 1.1 Service Description of an endpoint over the graph.

Source: https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from graphkit.limits import Limits
from graphkit.nodes import XSD_INTEGER, Node, NodeTriple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = Node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = Node("http://www.w3.org/2000/01/rdf-schema#label")
_COMMENT = Node("http://www.w3.org/2000/01/rdf-schema#comment")
_SEE_ALSO = Node("http://www.w3.org/2000/01/rdf-schema#seeAlso")
_TRIPLES = Node("http://rdfs.org/ns/void#triples")
#: Graphs that are described one by one.
_MOST_LISTED = 1_000
_FORMATS = "http://www.w3.org/ns/formats/"
_SIMPLE = Node("http://www.w3.org/ns/entailment/Simple")
#: Names in https://www.w3.org/ns/formats/ of what an endpoint answers with.
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)


def describe_service(
    endpoint: str, limits: Limits, dataset_iri: str, graphs: Mapping[str, int]
) -> tuple[NodeTriple, ...]:
    """Return the description of an endpoint.

    Args:
        endpoint: its address.
        limits: what a query may take there.
        dataset_iri: IRI of the dataset that it serves, which VoID and DCAT describe.
        graphs: IRI of each named graph -> number of its triples.
    """
    service, dataset, graph = Node(endpoint), Node(f"{endpoint}#dataset"), Node(f"{endpoint}#graph")
    available = Node(f"{endpoint}#graphs")
    seconds, rows = f"{limits.seconds:g}", str(limits.rows)
    triples = [
        (service, _RDF_TYPE, _sd("Service")),
        (service, _sd("endpoint"), service),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (service, _sd("feature"), _sd("UnionDefaultGraph")),
        (service, _sd("defaultEntailmentRegime"), _SIMPLE),
        (service, _sd("defaultDataset"), dataset),
        (service, _LABEL, Node("Référentiels et certifications professionnelles", "literal", "fr")),
        (service, _LABEL, Node("Professional certifications and their standards", "literal", "en")),
        (
            service,
            _COMMENT,
            Node(
                f"En lecture seule : {seconds} s et {rows} lignes au plus par réponse ; une réponse"
                " coupée porte l’en-tête X-Truncated.",
                "literal",
                "fr",
            ),
        ),
        (
            service,
            _COMMENT,
            Node(
                f"Read only: {seconds} s and {rows} rows an answer at most; a truncated answer has the header"
                " X-Truncated.",
                "literal",
                "en",
            ),
        ),
        (dataset, _RDF_TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), graph),
        (graph, _RDF_TYPE, _sd("Graph")),
        (graph, _SEE_ALSO, Node(dataset_iri)),
        (service, _sd("availableGraphs"), available),
        (available, _RDF_TYPE, _sd("GraphCollection")),
        *_listed(endpoint, (available, dataset), graphs),
    ]
    triples += [(service, _sd("resultFormat"), Node(_FORMATS + name)) for name in _RESULT_FORMATS]
    return tuple(triples)


def _listed(endpoint: str, collections: tuple[Node, ...], graphs: Mapping[str, int]) -> Iterator[NodeTriple]:
    """Yield the named graphs; of a register, whose records are a graph each, those that are no record."""
    few = graphs if len(graphs) <= _MOST_LISTED else {n: c for n, c in graphs.items() if "/fiche/" not in n}
    for name, count in few.items():
        # The graph has a name of its own: this is its place in the dataset.
        named = Node(f"{endpoint}#graphe-{hashlib.sha256(name.encode()).hexdigest()[:16]}")
        content = Node(f"{named.value}-contenu")
        yield from ((each, _sd("namedGraph"), named) for each in collections)
        yield named, _RDF_TYPE, _sd("NamedGraph")
        yield named, _sd("name"), Node(name)
        yield named, _sd("graph"), content
        yield content, _RDF_TYPE, _sd("Graph")
        yield content, _TRIPLES, _count(count)
    rest = len(graphs) - len(few)
    if rest:
        for language, text in (
            ("fr", f"Et {rest} autres graphes, un par fiche et un par rapport de contrôle : voir GRAPH ?g."),
            ("en", f"And {rest} more graphs, one a record and one a report on it: see GRAPH ?g."),
        ):
            yield from ((each, _COMMENT, Node(text, "literal", language)) for each in collections)


def _count(number: int) -> Node:
    return Node(str(number), "literal", datatype=XSD_INTEGER)


def _sd(name: str) -> Node:
    return Node(_SD + name)
