"""Names of classes and properties, as the ontology has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rdflib import Literal
from rdflib.namespace import OWL, RDF, SKOS

from graphkit.checking.findings import Words
from graphkit.ontology import load_ontology

#: Terms of other vocabularies that hold what a fiche says.
_BORROWED = {
    "skos:prefLabel": Words("intitulé", "title"),
    "dcterms:title": Words("titre", "title"),
    "dcterms:issued": Words("publié le", "issued"),
    "rdfs:seeAlso": Words("voir aussi", "see also"),
    "eli:date_document": Words("date du texte", "date of the text"),
    "eli:date_publication": Words("publication au Journal officiel", "publication in the Journal officiel"),
}


def class_label(name: str) -> Words:
    """Return what things of a class are called.

    Args:
        name: local name of the class.

    Raises:
        KeyError: the ontology has no such class.
    """
    return _labels()[name]


def term_label(name: str) -> Words:
    """Return what a property, or things of a class, are called; the term itself where no name is known.

    Args:
        name: the term as ``ref:dateEffet``.
    """
    known = _labels().get(name.removeprefix("ref:")) if name.startswith("ref:") else _BORROWED.get(name)
    return known or Words(name, name)


@cache
def _labels() -> Mapping[str, Words]:
    graph = load_ontology()
    found: dict[str, dict[str, str]] = {}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    for node in {node for kind in kinds for node in graph.subjects(RDF.type, kind)}:
        for label in graph.objects(node, SKOS.prefLabel):
            if isinstance(label, Literal) and label.language:
                found.setdefault(str(node).rpartition("#")[2], {})[label.language] = str(label)
    return {name: Words(**{tag: told.get(tag, "") for tag in ("fr", "en")}) for name, told in found.items()}
