"""What leads to a thing: inverse links, counted and given page by page, and what replaces it.

The pages are told as Hydra tells them: https://www.w3.org/ns/hydra/core#PartialCollectionView.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphkit.catalog.answers import Description
from graphkit.catalog.cells import number, shorten
from graphkit.catalog.named import NamedThings
from graphkit.catalog.views import Cell
from graphkit.nodes import Node, NodeTriple, literal
from graphkit.questions import load_query

#: Inverse links on a page.
PER_PAGE = 100
_TYPE = Node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TOPIC = Node("http://xmlns.com/foaf/0.1/primaryTopic")
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_VOID = "http://rdfs.org/ns/void#"


@dataclass(frozen=True, slots=True)
class IncomingView:
    """A page of the links that lead to a thing.

    Attributes:
        iri: IRI of the thing.
        counts: property -> number of things that link to it by that.
        verbs: the same property -> its IRI.
        links: of this page, (property, the thing that links), in order.
        triples: the same links as they stand in the graph.
        page: number of the page, from 1; 0 for all links at once.
    """

    iri: str
    counts: Mapping[str, int] = field(hash=False)
    verbs: Mapping[str, Node] = field(hash=False)
    links: tuple[tuple[str, Cell], ...]
    triples: tuple[NodeTriple, ...]
    page: int

    @property
    def total(self) -> int:
        """Number of links."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """Number of pages; 1 where there is no link."""
        return max(-(-self.total // PER_PAGE), 1) if self.page else 1


class LinkedThings(NamedThings):
    """The part of the catalog that follows links backwards."""

    def describe(self, name: str) -> Description:
        """Return a thing as data: its own triples, the labels of what it names, what replaces it.

        Args:
            name: its IRI, or its path under the base.

        Raises:
            NotFound: the graph says nothing about it.
        """
        node = Node(self.resolve(name))
        own = self._store.construct(load_query("description"), ressource=node)
        return Description(
            iri=node.value,
            triples=tuple(sorted({*own, *self._replacements(node)})),
        )

    def incoming(self, name: str, page: int = 1) -> IncomingView:
        """Return a page of the links that lead to a thing.

        Args:
            name: its IRI, or its path under the base.
            page: number of the page, from 1; 0 for all links at once.

        Raises:
            NotFound: the graph says nothing about it.
        """
        node = Node(self.resolve(name))
        counted = self._store.select(load_query("liens-entrants"), ressource=node)
        counts = {shorten(row["lien"].value): number(row, "nombre") for row in counted}
        rows = []
        if sum(counts.values()) > max(page - 1, 0) * PER_PAGE:
            query = load_query("liens-entrants-page")
            wanted = query.page(PER_PAGE, (page - 1) * PER_PAGE) if page else query
            rows = self._store.select(wanted, ressource=node)
        return IncomingView(
            iri=node.value,
            counts=counts,
            verbs={shorten(row["lien"].value): row["lien"] for row in counted},
            links=tuple((shorten(row["lien"].value), self._namer.cell(row["sujet"])) for row in rows),
            triples=tuple((row["sujet"], row["lien"], node) for row in rows),
            page=page,
        )

    def replacements(self, name: str) -> tuple[str, ...]:
        """Return the IRIs of what replaces a thing, be it said by itself or by the other.

        Args:
            name: its IRI, or its path under the base.

        Raises:
            NotFound: the graph says nothing about it.
        """
        return self._successors(Node(self.resolve(name)))

    def _successors(self, node: Node) -> tuple[str, ...]:
        """Return the IRIs of what replaces a thing, be it one that the graph only names."""
        ends = {subject if value == node else value for subject, _, value in self._replacements(node)}
        return tuple(sorted(end.value for end in ends))

    def _replacements(self, node: Node) -> Iterator[NodeTriple]:
        for row in self._store.select(load_query("remplacements"), ressource=node):
            ends = (row["suivante"], node) if row["inverse"].python else (node, row["suivante"])
            yield ends[0], row["lien"], ends[1]


def document_triples(
    found: Description, incoming: IncomingView, document: str, dataset: str
) -> list[NodeTriple]:
    """Return all that a document about a thing says: the thing, what leads to it, and where there is more.

    Args:
        found: the thing.
        incoming: a page of the links that lead to it, or all of them.
        document: address of the document without the number of a page.
        dataset: IRI of the dataset that it is a part of.
    """
    about = Node(document)
    triples = [
        *found.triples,
        *incoming.triples,
        (about, _TOPIC, Node(found.iri)),
        (about, Node(f"{_VOID}inDataset"), Node(dataset)),
    ]
    if not incoming.total:
        return triples
    links = Node(f"{document}#entrants")
    triples += [
        (links, _TYPE, _hydra("Collection")),
        (links, _hydra("totalItems"), literal(incoming.total)),
        (about, Node(f"{_VOID}subset"), links),
    ]
    for name, count in incoming.counts.items():
        part = Node(f"{document}#entrants-{_anchor(name)}")
        triples += [
            (links, Node(f"{_VOID}propertyPartition"), part),
            (part, Node(f"{_VOID}property"), incoming.verbs[name]),
            (part, Node(f"{_VOID}triples"), literal(count)),
        ]
    if incoming.pages > 1:
        triples += _paging(links, incoming, document)
    return triples


def _paging(links: Node, incoming: IncomingView, document: str) -> Iterator[NodeTriple]:
    def view(number_: int) -> Node:
        return Node(f"{document}?entrants={number_}")

    here = view(incoming.page)
    yield links, _hydra("view"), here
    yield here, _TYPE, _hydra("PartialCollectionView")
    yield here, _hydra("first"), view(1)
    yield here, _hydra("last"), view(incoming.pages)
    if incoming.page > 1:
        yield here, _hydra("previous"), view(incoming.page - 1)
    if incoming.page < incoming.pages:
        yield here, _hydra("next"), view(incoming.page + 1)


def _anchor(name: str) -> str:
    plain = name.replace(":", "-", 1)
    return plain if plain.replace("-", "").isalnum() else hashlib.sha256(name.encode()).hexdigest()[:10]


def _hydra(name: str) -> Node:
    return Node(_HYDRA + name)
