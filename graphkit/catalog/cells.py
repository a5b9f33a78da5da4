"""How terms of the graph are named on pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import unquote

from graphkit.catalog.views import Cell, CertificationRef, Fact, Facts, PassageView
from graphkit.identifiers import Minter
from graphkit.nodes import XSD_BOOLEAN, XSD_DATE, XSD_DECIMAL, XSD_INTEGER, Node, Row
from graphkit.terms import PREFIXES

_KINDS = {XSD_BOOLEAN: "boolean", XSD_DATE: "date", XSD_DECIMAL: "decimal", XSD_INTEGER: "integer"}
_NAMESPACES = tuple((str(vocabulary._NS), prefix) for prefix, vocabulary in PREFIXES.items())  # noqa: SLF001 - rdflib keeps the namespace there


def shorten(iri: str) -> str:
    """Return an IRI of a known vocabulary as ``prefix:name``, another as it is."""
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def value(row: Row, name: str) -> str:
    """Return the text of a column, empty where it has no value."""
    node = row.get(name)
    return "" if node is None else node.value


def number(row: Row, name: str) -> int:
    """Return the whole number of a column, 0 where it has none."""
    found = row[name].python if name in row else 0
    return found if isinstance(found, int) else 0


def day(row: Row, name: str) -> date | None:
    """Return the date of a column, if it has one."""
    found = row[name].python if name in row else None
    return found if isinstance(found, date) else None


def truth(row: Row, name: str) -> bool | None:
    """Return the boolean of a column, if it has one."""
    found = row[name].python if name in row else None
    return found if isinstance(found, bool) else None


class Namer:
    """Names IRIs under one base.

    Args:
        minter: names the things.
    """

    def __init__(self, minter: Minter) -> None:
        self.minter = minter

    def path(self, iri: str) -> str | None:
        """Return the part of an IRI after the base, if it is under the base."""
        under = iri.startswith(self.minter.base) and "#" not in iri
        return iri.removeprefix(self.minter.base) if under else None

    def required_path(self, iri: str) -> str:
        """Return the part of an IRI after the base, or the whole IRI."""
        return self.path(iri) or iri

    def cell(self, node: Node, label: str = "") -> Cell:
        """Return a term as a page shows it.

        Args:
            node: the term.
            label: its label, if the graph gives one.
        """
        if node.kind != "iri":
            kind = "text" if node.language else _KINDS.get(node.datatype, "string")
            return Cell(node, node.value, None, kind)
        path = self.path(node.value)
        if path is None:
            short = shorten(node.value)
            if "#" in short and node.value.startswith(self.minter.base):
                # A shape: its own name says more than its address.
                short = short.rpartition("#")[2]
            return Cell(node, label or short, None, "address" if short == node.value else "term")
        kind, _, rest = path.partition("/")
        return Cell(node, label or unquote(rest), path, kind)

    def ref(self, row: Row, column: str = "certification", title: str = "intitule") -> CertificationRef:
        """Return the certification of a row.

        Args:
            row: a solution.
            column: variable that holds its IRI.
            title: variable that holds its title; level, state and end have the same names everywhere.
        """
        iri = row[column].value
        path = self.required_path(iri)
        return CertificationRef(
            iri=iri,
            path=path,
            identifier=unquote(path.removeprefix("certification/")),
            title=value(row, title),
            level=unquote(value(row, "niveau").rsplit("/", 1)[-1]),
            active=truth(row, "active"),
            expires=day(row, "fin"),
        )

    def refs(self, rows: Iterable[Row]) -> tuple[CertificationRef, ...]:
        """Return the certification of each row, each once, as its first row names it."""
        found: dict[str, CertificationRef] = {}
        for row in rows:
            found.setdefault(row["certification"].value, self.ref(row))
        return tuple(found.values())

    def passage(self, row: Row) -> PassageView:
        """Return the passage of a row."""
        return PassageView(
            fiche=self.required_path(row["fiche"].value),
            property=shorten(value(row, "atteste")),
            lines=(number(row, "ligneDebut"), number(row, "ligneFin")) if "ligneDebut" in row else None,
            characters=(
                (number(row, "caractereDebut"), number(row, "caractereFin"))
                if "caractereDebut" in row
                else None
            ),
            xml_path=value(row, "chemin"),
            page=number(row, "page") if "page" in row else None,
            table_cell=(
                (number(row, "numeroTableau"), number(row, "rangee"), number(row, "colonne"))
                if "rangee" in row
                else None
            ),
        )

    def facts(self, rows: Iterable[Row]) -> Facts:
        """Gather rows of (propriete, valeur, libelle) by property, in order."""
        gathered: dict[str, dict[Node, Cell]] = {}
        for row in rows:
            cells = gathered.setdefault(shorten(row["propriete"].value), {})
            cells.setdefault(row["valeur"], self.cell(row["valeur"], value(row, "libelle")))
        return tuple(Fact(name, tuple(cells.values())) for name, cells in gathered.items())
