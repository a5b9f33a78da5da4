"""What pictures are drawn from: a lineage, a branch of a nomenclature, a map of the offer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from graphkit.catalog.cells import day, number, value
from graphkit.catalog.facets import labels
from graphkit.catalog.results import SearchedGraph
from graphkit.catalog.suggestions import (
    CLOSED,
    COUNTED,
    MOST,
    Suggestion,
    closed_values,
    counted_values,
)
from graphkit.catalog.views import CertificationRef
from graphkit.errors import QueryRejected
from graphkit.index.facets import Selection
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.terms import expand

#: Nomenclature by which the offer is mapped -> length of the codes of its domains.
MAPPED = {"nsf": 2, "rome": 1}


@dataclass(frozen=True, slots=True)
class LineageItem:
    """One certification of a chain of replacements.

    Attributes:
        certification: the certification; without a title where the graph holds no record of it.
        side: -1 before the one that the chain is of, 0 for itself, 1 after it.
        start: first day of its registration, if a record tells.
    """

    certification: CertificationRef
    side: int
    start: date | None


@dataclass(frozen=True, slots=True)
class BranchNode:
    """A code within a branch of its nomenclature.

    Attributes:
        path: path of its page.
        code: the code.
        label: what it is called.
        count: certifications that bear it or a code under it.
        children: the codes right under it.
    """

    path: str
    code: str
    label: str
    count: int
    children: tuple[BranchNode, ...] = ()


@dataclass(frozen=True, slots=True)
class MapRow:
    """One domain of the offer.

    Attributes:
        code: its code.
        label: what it is called.
        total: its certifications.
        levels: level -> certifications; those whose level no record tells are under an empty text.
    """

    code: str
    label: str
    total: int
    levels: Mapping[str, int] = field(hash=False)


class PicturedGraph(SearchedGraph):
    """The part of the catalog that pictures are drawn from."""

    @abstractmethod
    def _certification(self, code: str) -> str:
        """Return the IRI of a certification that the graph has a record of."""

    def lineage(self, code: str) -> tuple[LineageItem, ...]:
        """Return what a certification replaces, itself, and what replaces it, directly or not.

        Args:
            code: its number in any spelling, the slug of a draft, or its IRI.

        Raises:
            NotFound: the graph has no record of it.
        """
        found: dict[str, LineageItem] = {}
        node = Node(self._certification(code))
        for row in self._store.select(load_query("lignee"), certification=node):
            item = LineageItem(self._namer.ref(row, "autre"), number(row, "sens"), day(row, "debut"))
            known = found.setdefault(item.certification.iri, item)
            if item.side == 0 != known.side:
                found[item.certification.iri] = item
        return tuple(sorted(found.values(), key=_rank))

    def suggestions(self, kind: str) -> tuple[Suggestion, ...]:
        """Return values that a form may propose for a parameter; none where only a person knows.

        Args:
            kind: a key of ``graphkit.parameters.KINDS``.
        """
        if kind in CLOSED:
            return closed_values(self._store, self._namer, kind)
        if kind in COUNTED:
            counts = {code: total for code, (total, _) in self.crossed(kind).items()}
            return counted_values(self._store, self._namer, kind, counts)
        if kind == "certification":
            found = (row.certification for row in self.result_rows(self._first()))
            return tuple(Suggestion(each.identifier, each.title) for each in found)
        return ()

    def _first(self) -> list[str]:
        """Return the first certifications in the order of their IRIs."""
        if self._index is not None:
            return self._index.every("", Selection(date.max))[:MOST]
        query = load_query("choses-d-une-classe").page(MOST, 0)
        rows = self._store.select(query, classe=Node(expand("ref:Certification")))
        return [row["chose"].value for row in rows]

    def branch(self, nomenclature: str, code: str) -> BranchNode | None:
        """Return a code with all that stand under it; ``None`` where the graph knows none under it.

        Args:
            nomenclature: ``rome`` or ``nsf``.
            code: the code at the top.
        """
        top = f"{self._namer.minter.base}{nomenclature}/{quote(code)}"
        below: dict[str, dict[str, str]] = {}
        name = ""
        for row in self._store.select(load_query("branche-d-un-code"), sommet=Node(top)):
            iri = row["code"].value
            if iri == top:
                name = name or value(row, "libelle")
            elif "parent" in row:
                below.setdefault(row["parent"].value, {}).setdefault(iri, value(row, "libelle"))
        if top not in below:
            return None
        counts = {each: total for each, (total, _) in self.crossed(nomenclature).items()}
        return self._grow(top, name, below, counts)

    def level_map(self, nomenclature: str) -> tuple[MapRow, ...]:
        """Return the certifications of each domain, by level.

        Args:
            nomenclature: one of ``MAPPED``.

        Raises:
            QueryRejected: it is none of them.
        """
        if nomenclature not in MAPPED:
            known = ", ".join(MAPPED)
            raise QueryRejected(f"the offer is not mapped by {nomenclature!r}; it is by: {known}")
        crossed = self.crossed(nomenclature)
        kept = sorted(code for code in crossed if len(code) == MAPPED[nomenclature])
        names = labels(self._store, self._namer, [(nomenclature, code) for code in kept])
        return tuple(
            MapRow(code, names.get((nomenclature, code), ""), total, _with_untold(total, levels))
            for code in kept
            for total, levels in (crossed[code],)
        )

    def _grow(
        self, iri: str, label: str, below: Mapping[str, Mapping[str, str]], counts: Mapping[str, int]
    ) -> BranchNode:
        path = self._namer.required_path(iri)
        code = path.rsplit("/", 1)[-1]
        children = sorted(below.get(iri, {}).items())
        return BranchNode(
            path=path,
            code=code,
            label=label,
            count=counts.get(code, 0),
            children=tuple(self._grow(child, name, below, counts) for child, name in children),
        )


def _with_untold(total: int, levels: Mapping[str, int]) -> dict[str, int]:
    untold = total - sum(levels.values())
    return {**levels, **({"": untold} if untold else {})}


def _rank(item: LineageItem) -> tuple[int, date, str]:
    ref = item.certification
    return (item.side, item.start or ref.expires or date.min, ref.identifier)
