"""The SPARQL 1.1 Service Description of an endpoint over the graph.

Source: https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

from graphkit.limits import Limits
from graphkit.nodes import Node, NodeTriple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = Node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = Node("http://www.w3.org/2000/01/rdf-schema#label")
_COMMENT = Node("http://www.w3.org/2000/01/rdf-schema#comment")
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


def describe_service(endpoint: str, limits: Limits) -> tuple[NodeTriple, ...]:
    """Return the description of an endpoint.

    Args:
        endpoint: its address.
        limits: what a query may take there.
    """
    service, dataset, graph = Node(endpoint), Node(f"{endpoint}#dataset"), Node(f"{endpoint}#graph")
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
    ]
    triples += [(service, _sd("resultFormat"), Node(_FORMATS + name)) for name in _RESULT_FORMATS]
    return tuple(triples)


def _sd(name: str) -> Node:
    return Node(_SD + name)
