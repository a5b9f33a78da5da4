"""What belongs to no single record: source documents, and the one label of each code and body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from graphkit.identifiers import Minter
from graphkit.mapping.provenance import document_iri, map_document
from graphkit.mapping.sink import term
from graphkit.model import Document
from graphkit.ntriples import Triple, iri, text


class Shared:
    """Gathers over a build what is said of documents, codes and bodies.

    Args:
        minter: names the things.
        named: N-Triples terms of the codes that the ontology names; nothing is elected for them.
    """

    def __init__(self, minter: Minter, named: AbstractSet[str] = frozenset()) -> None:
        self._minter = minter
        self._named = named
        self._sources: dict[Triple, None] = {}
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)

    def note(self, document: Document, graph: str, labels: list[tuple[str, str]]) -> None:
        """Note the document of a record and the labels that the record uses.

        Args:
            document: the source.
            graph: IRI of the fiche.
            labels: (IRI, observed label) pairs.
        """
        self.add_loose(document, [])
        source = iri(document_iri(document, self._minter))
        self._sources[(iri(graph), term("prov:wasDerivedFrom"), source)] = None
        for node, label in labels:
            self._labels[node][label] += 1

    def add_loose(self, document: Document, triples: list[Triple]) -> None:
        """Add triples about a document."""
        for triple in (*map_document(document, self._minter), *triples):
            self._sources[triple] = None

    def graphs(self) -> Iterator[tuple[str, list[Triple]]]:
        """Yield (name of graph, triples): the sources, then the elected labels."""
        yield self._minter.iri("graphe", "sources"), list(self._sources)
        yield self._minter.iri("graphe", "nomenclatures"), self._elected()

    def _elected(self) -> list[Triple]:
        """Elect for each code and body the label most often observed, the first in order among equals."""
        elected = []
        for node, labels in self._labels.items():
            if iri(node) in self._named:
                continue
            label = min(labels, key=lambda name: (-labels[name], name))
            elected.append((iri(node), term("skos:prefLabel"), text(label)))
        return elected
