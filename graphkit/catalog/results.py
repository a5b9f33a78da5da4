"""The part of the catalog that searches: a page of hits, or all of them for a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from graphkit.catalog.answers import SearchView
from graphkit.catalog.cells import Namer, value
from graphkit.catalog.facets import cross_levels
from graphkit.catalog.searching import MAX_TEXT, Page, search
from graphkit.catalog.views import CertificationRef
from graphkit.errors import QueryRejected
from graphkit.index.facets import FACETS, SORTS, STATES, Selection
from graphkit.index.reader import TextIndex
from graphkit.nodes import Node, NodeTriple
from graphkit.questions import load_query
from graphkit.store.protocol import Store

#: Certifications that are read together.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A certification as a line of a file.

    Attributes:
        certification: the certification.
        certificateurs: names of those who deliver it.
    """

    certification: CertificationRef
    certificateurs: tuple[str, ...]


class SearchedGraph:
    """The searches of the catalog."""

    _store: Store
    _namer: Namer
    _index: TextIndex | None

    def search(
        self,
        text: str,
        limit: int = 20,
        offset: int = 0,
        selection: Selection | None = None,
        opened: str = "",
    ) -> SearchView:
        """Search by code, in any spelling, and by words.

        Args:
            text: what a person typed; may be empty where there is a selection.
            limit: certifications on a page.
            offset: certifications before it.
            selection: restrictions and order; the values of facets are counted where it is given.
            opened: the facet whose values are all wanted.

        Raises:
            QueryRejected: it is restricted by what is no facet, or there is no index to restrict it with.
        """
        if selection:
            _check(selection)
        wanted = Page(max(limit, 0), max(offset, 0), selection, opened)
        return search(self._store, self._index, self._namer, text, wanted)

    def found(self, text: str, selection: Selection) -> list[str]:
        """Return the IRIs of all certifications that a search finds, in its order.

        Args:
            text: what a person typed; may be empty.
            selection: restrictions and order.

        Raises:
            QueryRejected: it is restricted by what is no facet, or there is no index to restrict it with.
            StoreUnavailable: the index cannot be read.
        """
        _check(selection)
        typed = " ".join(text.split())[:MAX_TEXT]
        if self._index is not None:
            return self._index.every(typed, selection)
        return [hit.certification.iri for hit in self.search(typed, 10**6, 0, selection).hits]

    def result_rows(self, iris: list[str]) -> Iterator[ResultRow]:
        """Yield certifications as lines of a file, in the order given.

        Args:
            iris: their IRIs.
        """
        for batch in _batches(iris):
            named = load_query("reference-d-une-certification").about("certification", batch)
            refs = {ref.iri: ref for ref in self._namer.refs(self._store.select(named))}
            bodies: dict[str, dict[str, None]] = {}
            names = load_query("certificateurs-d-une-certification").about("certification", batch)
            for row in self._store.select(names):
                bodies.setdefault(row["certification"].value, {})[value(row, "nom")] = None
            for node in batch:
                if node.value in refs:
                    yield ResultRow(refs[node.value], tuple(filter(None, bodies.get(node.value, ()))))

    def result_triples(self, iris: list[str]) -> Iterator[NodeTriple]:
        """Yield what the graph says of certifications in a list, as triples.

        Args:
            iris: their IRIs.
        """
        query = load_query("certifications-en-liste")
        for batch in _batches(iris):
            yield from self._store.construct(query.about("certification", batch))

    def crossed(self, facet: str) -> dict[str, tuple[int, dict[str, int]]]:
        """Return how many certifications bear each value of a facet, in all and by level.

        Args:
            facet: ``rome``, ``nsf`` or ``certificateur``.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        return self._index.cross(facet, "niveau") if self._index else cross_levels(self._store, facet)


def list_query(iris: list[str]) -> str:
    """Return the query that gives certifications as a list shows them; anyone may run it.

    Args:
        iris: their IRIs.
    """
    return load_query("reference-d-une-certification").about("certification", [*map(Node, iris)]).text


def selection_of(today: date, given: dict[str, tuple[str, ...]], sort: str = "") -> Selection:
    """Return a selection from what an address or a command says.

    Args:
        today: the day on which states are told.
        given: facet -> values; blanks and what is said twice are set aside.
        sort: one of ``SORTS``; by merit when empty.
    """
    cleaned = {
        facet: tuple(dict.fromkeys(filter(None, (each.strip() for each in values))))
        for facet, values in given.items()
    }
    return Selection(today, {facet: values for facet, values in cleaned.items() if values}, sort or SORTS[0])


def _check(selection: Selection) -> None:
    """Refuse what is no facet, no state, no order.

    Raises:
        QueryRejected: the message lists what there is.
    """
    told = (
        ("facet", selection.chosen, FACETS),
        ("state", selection.values("etat"), STATES),
        ("order", (selection.sort,), SORTS),
    )
    for what, given, known in told:
        for each in given:
            if each not in known:
                raise QueryRejected(f"{each!r} is no {what} of a search; there are: {', '.join(known)}")


def _batches(iris: list[str]) -> Iterator[list[Node]]:
    rest = iter(iris)
    while batch := [Node(iri) for iri in islice(rest, _BATCH)]:
        yield batch
