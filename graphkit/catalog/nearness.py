"""Statements that share the rare words of a text, and how their certifications are related to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.catalog.cells import Namer, value
from graphkit.catalog.views import CertificationRef
from graphkit.errors import StoreUnavailable
from graphkit.index.nearness import Near
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Kind
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.protocol import Store

#: Texts of the référentiels; titles and names are nobody's.
REFERENTIELS = (Kind.ACTIVITE, Kind.COMPETENCE, Kind.CRITERE, Kind.MODALITE)


def without_index() -> StoreUnavailable:
    """Return the error that says that near statements cannot be looked for."""
    return StoreUnavailable(
        "near statements are looked for in the search index, which this graph lacks; build the graph again,"
        " in a directory",
        french="Les énoncés proches se cherchent dans l’index de recherche, que ce graphe n’a pas ;"
        " construisez-le de nouveau, dans un dossier.",
    )


@dataclass(frozen=True, slots=True)
class Kin:
    """A certification with what relates it to others.

    Attributes:
        ref: the certification.
        lineage: IRIs of those that it replaces or that replace it, directly or not.
        bodies: IRIs of the bodies that deliver it.
    """

    ref: CertificationRef
    lineage: frozenset[str]
    bodies: frozenset[str]


class Statements:
    """The statements of the référentiels of a graph.

    Args:
        store: the graph.
        index: its search index, if it has one.
        namer: names IRIs.
    """

    def __init__(self, store: Store, index: TextIndex | None, namer: Namer) -> None:
        self._store, self._index, self._namer = store, index, namer

    @property
    def available(self) -> bool:
        """Whether the graph has a search index that can be read."""
        return self._index is not None

    def near(self, text: str, limit: int) -> tuple[Near, ...]:
        """Return statements that share the rare words of a text, those that share most of them first.

        Args:
            text: the text.
            limit: statements returned at most.

        Raises:
            StoreUnavailable: the graph has no search index that can be read.
        """
        return self._open().near(text, REFERENTIELS, limit)

    def titled(self, title: str, limit: int) -> tuple[Near, ...]:
        """Return titles of certifications that share the rare words of a title.

        Args:
            title: the title.
            limit: titles returned at most.

        Raises:
            StoreUnavailable: the graph has no search index that can be read.
        """
        return self._open().near(title, (Kind.INTITULE,), limit)

    def _open(self) -> TextIndex:
        if self._index is None:
            raise without_index()
        return self._index

    def alike(self, certification: str, statements: Mapping[str, str]) -> dict[str, int]:
        """Return how many competences of other certifications have the words of each, for those that any has.

        Args:
            certification: IRI of the certification that they are of.
            statements: IRI of a competence -> its statement.
        """
        if self._index is None:
            return {}
        try:
            counts = self._index.alike(certification, list(statements.values()))
        except StoreUnavailable:
            # The page is whole without; a search says that the index is damaged.
            return {}
        return {iri: count for iri, count in zip(statements, counts, strict=True) if count}

    def kin(self, certification: str) -> Kin:
        """Return a certification with those that it replaces, those that replace it and who delivers it.

        Args:
            certification: its IRI; one of which the graph has no record has no kin.
        """
        node = Node(certification)
        rows = self._store.select(load_query("reference-d-une-certification"), certification=node)
        chain = self._store.select(load_query("chaine-de-remplacement"), certification=node)
        bodies = self._store.select(load_query("certificateurs-d-une-certification"), certification=node)
        return Kin(
            self._namer.ref(rows[0] if rows else {"certification": node}),
            frozenset(value(row, "autre") for row in chain),
            frozenset(value(row, "certificateur") for row in bodies),
        )
