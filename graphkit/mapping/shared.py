"""What belongs to no single record: source documents, codes and bodies with the one label of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol

from graphkit.identifiers import Minter
from graphkit.mapping.nomenclature import compose_nsf, place_in_rome
from graphkit.mapping.provenance import document_iri, map_document
from graphkit.mapping.sink import term
from graphkit.model import Document
from graphkit.ntriples import Triple, iri, text


class Mapped(Protocol):
    """What the mapping made of a record, its own triples left out."""

    @property
    def graph(self) -> str:
        """IRI of the graph of the record."""
        ...

    @property
    def certification(self) -> str:
        """IRI of the certification."""
        ...

    @property
    def common(self) -> list[Triple]:
        """Triples about codes and bodies that other records name too."""
        ...

    @property
    def cited(self) -> dict[Triple, str]:
        """Triple that names something of another record -> IRI of the certification that it is of."""
        ...

    @property
    def labels(self) -> list[tuple[str, str]]:
        """IRI and observed label of those codes and bodies."""
        ...


class Shared:
    """Gathers over a build what is said of documents, codes and bodies.

    Args:
        minter: names the things.
        named: N-Triples terms of the codes that the ontology declares and names itself.
    """

    def __init__(self, minter: Minter, named: AbstractSet[str] = frozenset()) -> None:
        self._minter = minter
        self._named = named
        self._stated: set[str] = set()
        self._sources: dict[Triple, None] = {}
        self._common: dict[Triple, None] = {}
        self._cited: dict[Triple, str] = {}
        self._described: set[str] = set()
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)

    def note(self, document: Document, mapped: Mapped) -> None:
        """Note the document of a record, and the codes and bodies that the record names.

        Args:
            document: the source.
            mapped: what the mapping made of the record.
        """
        self.add_loose(document, [])
        source = iri(document_iri(document, self._minter))
        self._sources[(iri(mapped.graph), term("prov:wasDerivedFrom"), source)] = None
        self._described.add(mapped.certification)
        self._cited.update(mapped.cited)
        for triple in mapped.common:
            self._common[triple] = None
        for node, label in mapped.labels:
            self._labels[node][label] += 1

    @property
    def stated(self) -> list[str]:
        """N-Triples terms of the codes that nomenclatures have stated."""
        return list(self._stated)

    @property
    def documents(self) -> list[Triple]:
        """What has been said of documents."""
        return list(self._sources)

    def recall(self, stated: Iterable[str], documents: Iterable[Triple]) -> None:
        """Note again what nomenclatures said in an earlier build.

        Args:
            stated: as ``stated`` told.
            documents: as ``documents`` told.
        """
        self._stated.update(stated)
        for triple in documents:
            self._sources[triple] = None

    def add_loose(self, document: Document, triples: list[Triple]) -> None:
        """Add triples about a document."""
        for triple in (*map_document(document, self._minter), *triples):
            self._sources[triple] = None

    def state(self, code: str) -> bool:
        """Note a code that a nomenclature states, and tell whether it is the first to do so.

        Args:
            code: N-Triples term.
        """
        if code in self._stated:
            return False
        self._stated.add(code)
        return True

    @property
    def labelled(self) -> frozenset[str]:
        """IRIs of the codes and bodies for which a label has been observed."""
        return frozenset(self._labels)

    def sources(self) -> tuple[str, list[Triple]]:
        """Return the name and the triples of the graph of source documents."""
        return self._minter.iri("graphe", "sources"), list(self._sources)

    def nomenclatures(self) -> tuple[str, list[Triple]]:
        """Return the name and the triples of the graph of codes and bodies, with their elected labels."""
        graph = self._minter.iri("graphe", "nomenclatures")
        # Known only now: a nomenclature may be read after the records that name its codes.
        common = [triple for triple in self._common if not self._is_named(triple[0])]
        composed = [
            triple
            for code in dict.fromkeys(subject for subject, _, _ in common)
            for tell in (compose_nsf, place_in_rome)
            for triple in tell(code, self._minter, self._stated)
        ]
        return graph, [*common, *composed, *self._only_cited(), *self._elected()]

    def _is_named(self, code: str) -> bool:
        """Tell whether the ontology or a nomenclature says what a code is."""
        return code in self._named or code in self._stated

    def _only_cited(self) -> list[Triple]:
        """Return what names the certifications and blocs that records point to and none describes."""
        return [triple for triple, of in self._cited.items() if of not in self._described]

    def _elected(self) -> list[Triple]:
        """Elect for each code and body the label most often observed, the first in order among equals."""
        elected = []
        for node, labels in self._labels.items():
            if self._is_named(iri(node)):
                continue
            label = min(labels, key=lambda name: (-labels[name], name))
            elected.append((iri(node), term("skos:prefLabel"), text(label)))
        return elected
