"""The part of the catalog that shows the answers of free queries."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.catalog.cells import Namer
from graphkit.catalog.labels import labels_of
from graphkit.catalog.views import Cell
from graphkit.nodes import Node
from graphkit.store.protocol import Store
from graphkit.store.results import QueryResult
from graphkit.text import slugify


class AnsweredQueries:
    """What a free query found, as a page shows it."""

    _store: Store
    _namer: Namer

    def cells(self, result: QueryResult, limit: int) -> tuple[tuple[Cell | None, ...], ...]:
        """Return the first rows or triples of an answer as a page shows them: a code, then what it is called.

        Args:
            result: the answer of a free query.
            limit: rows shown.
        """
        if result.form == "CONSTRUCT":
            terms: list[tuple[Node | None, ...]] = list(result.triples[:limit])
        else:
            terms = [tuple(map(row.get, result.columns)) for row in result.rows[:limit]]
        called = self._called(term for row in terms for term in row if term is not None)
        return tuple(tuple(self._cell(term, called) if term else None for term in row) for row in terms)

    def _called(self, terms: Iterable[Node]) -> dict[str, str]:
        """Return what the things among some terms are called."""
        things = {term.value for term in terms if term.kind == "iri" and self._namer.path(term.value)}
        return labels_of(self._store, sorted(things))

    def _cell(self, term: Node, called: dict[str, str]) -> Cell:
        plain = self._namer.cell(term)
        label = called.get(term.value, "") if term.kind == "iri" else ""
        if not label:
            return plain
        # « Niveau 6 » and the name of a draft say their code already.
        told = plain.label in label.split() or slugify(label) == plain.label
        return self._namer.cell(term, label if told else f"{plain.label} {label}")
