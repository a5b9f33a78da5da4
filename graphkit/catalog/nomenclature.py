"""What is around a code: the codes above it, and what its certifications say in the same words."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.catalog.cells import number, value
from graphkit.catalog.results import SearchedGraph
from graphkit.catalog.views import Cell
from graphkit.nodes import Node
from graphkit.questions import load_query


@dataclass(frozen=True, slots=True)
class SharedStatement:
    """A statement that several certifications of a code have word for word.

    Attributes:
        text: the statement.
        example: one of the competences that have it.
        certifications: number of the certifications.
    """

    text: str
    example: Cell
    certifications: int


class CodedGraph(SearchedGraph):
    """The part of the catalog that tells what is around a code."""

    def above(self, iri: str) -> tuple[Cell, ...]:
        """Return the codes that a code stands under, the widest first.

        Args:
            iri: the code.
        """
        found: dict[str, Cell] = {}
        for row in self._store.select(load_query("codes-au-dessus"), ressource=Node(iri)):
            if row["code"].value != iri:
                found.setdefault(row["code"].value, self._namer.cell(row["code"], value(row, "libelle")))
        return tuple(found.values())

    def shared_statements(self, iri: str) -> tuple[SharedStatement, ...]:
        """Return what certifications of a code share word for word, the commonest first.

        Args:
            iri: the code, or the body that delivers them.
        """
        code = Node(iri)
        rows = self._store.select(load_query("enonces-communs-a-un-code"), ressource=code)
        shared = {row["enonce"]: number(row, "certifications") for row in rows if "enonce" in row}
        if not shared:
            return ()
        # An example of each: asked of these alone, not of all that the certifications state.
        asked = load_query("exemples-d-enonces").about("enonce", list(shared))
        examples = {
            row["enonce"]: Node(value(row, "exemple"))
            for row in self._store.select(asked, ressource=code)
            if "enonce" in row
        }
        return tuple(
            SharedStatement(statement.value, self._namer.cell(examples[statement]), count)
            for statement, count in shared.items()
            if statement in examples
        )
