"""Names of classes, as the ontology has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rdflib import Literal
from rdflib.namespace import OWL, RDF, SKOS

from graphkit.checking.findings import Words
from graphkit.ontology import load_ontology


def class_label(name: str) -> Words:
    """Return what things of a class are called.

    Args:
        name: local name of the class.

    Raises:
        KeyError: the ontology has no such class.
    """
    return _labels()[name]


@cache
def _labels() -> Mapping[str, Words]:
    graph = load_ontology()
    found: dict[str, dict[str, str]] = {}
    for node in graph.subjects(RDF.type, OWL.Class):
        for label in graph.objects(node, SKOS.prefLabel):
            if isinstance(label, Literal) and label.language:
                found.setdefault(str(node).rpartition("#")[2], {})[label.language] = str(label)
    return {name: Words(**{tag: told.get(tag, "") for tag in ("fr", "en")}) for name, told in found.items()}
