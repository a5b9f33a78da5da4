"""What a search found, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from shlex import quote
from typing import ClassVar

from graphkit.catalog.answers import FacetValue, FacetView, HitView, MatchView, SearchView
from graphkit.catalog.results import list_query
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import CertificationRef
from graphkit.index.facets import OPTIONS, SORTS, Selection
from webui.excerpt import Fragment, excerpt, fragments
from webui.templating import same_page

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Match:
    """Why a certification was found: a text that holds the words."""

    kind: str
    path: str | None
    pieces: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A certification that was found."""

    view: HitView
    text: str
    today: date

    @property
    def certification(self) -> CertificationRef:
        """The certification."""
        return self.view.certification

    @property
    def standing(self) -> Standing:
        """Whether it can be used today."""
        return standing_of(self.certification, self.today)

    @property
    def matches(self) -> Iterator[Match]:
        """The texts that hold the words, beside the title that is shown anyway."""
        for match in self.view.matches:
            if match.cell.path != self.certification.path:
                yield Match(match.kind, match.cell.path, self._pieces(match))

    @property
    def title(self) -> tuple[Fragment, ...]:
        """The title, with the words marked."""
        title = self.certification.title
        found = next((m for m in self.view.matches if m.marks and m.cell.label == title), None)
        return fragments(title, found.marks, len(title)) if found else excerpt(title, self.text, len(title))

    def _pieces(self, match: MatchView) -> tuple[Fragment, ...]:
        """Return a text as marked and unmarked pieces; without an index the words typed are marked."""
        label = match.cell.label
        return fragments(label, match.marks) if match.marks else excerpt(label, self.text)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a search found."""

    template: ClassVar[str] = "results.html"
    sorts: ClassVar[tuple[str, ...]] = SORTS
    found: SearchView
    number: int
    selection: Selection

    @property
    def today(self) -> date:
        """The day on which states are told."""
        return self.selection.today

    @property
    def restrictions(self) -> tuple[tuple[FacetView, tuple[FacetValue, ...]], ...]:
        """The facets that the search is restricted by, each with the values chosen."""
        chosen = ((facet, tuple(each for each in facet.values if each.chosen)) for facet in self.found.facets)
        return tuple((facet, values) for facet, values in chosen if values)

    def without(self, facet: str, value: str) -> str:
        """Return the address of the search without one of its restrictions."""
        left = [each for each in self.selection.values(facet) if each != value]
        rest = {"tout": "1"} if not self.found.text else {}
        return same_page(**{facet: left or None, "page": None, **rest})

    @property
    def command(self) -> str:
        """The command that finds the same."""
        given = self.selection.chosen.items()
        chosen = [f"--{OPTIONS[facet]} {quote(each)}" for facet, values in given for each in values]
        words = [quote(self.found.text)] if self.found.text else []
        sort = [f"--sort {self.selection.sort}"] if self.selection.sort != SORTS[0] else []
        return " ".join(["graphkit search", *words, *chosen, *sort])

    @property
    def sparql(self) -> str:
        """The query that gives the certifications of this page."""
        return list_query([hit.certification.iri for hit in self.found.hits])

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The certifications of this page."""
        return tuple(Hit(hit, self.found.text, self.today) for hit in self.found.hits)

    @property
    def first(self) -> int:
        """Rank of the first of them."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def pages(self) -> int:
        """Number of pages."""
        return -(-self.found.total // PER_PAGE)
