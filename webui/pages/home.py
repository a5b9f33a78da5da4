"""Home, and search by code and by words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from graphkit.catalog.answers import HitView, InfoView, MatchView, SearchView
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import Cell, CertificationRef
from graphkit.questions import NamedQuery
from webui.arguments import whole_number
from webui.excerpt import Fragment, excerpt, fragments
from webui.negotiation import TABLE_FORMATS
from webui.representations import json_answer, wanted_format
from webui.tables import certifications_answer
from webui.templating import page_address, render
from webui.viewer import catalog, viewer

blueprint = Blueprint("home", __name__)

PER_PAGE = 20
#: Certifications in a search given as data.
MOST = 1_000
_QUESTIONS_SHOWN = 6
_COUNTED = (
    "ref:Certification",
    "ref:BlocDeCompetences",
    "ref:Activite",
    "ref:Competence",
    "ref:CritereEvaluation",
)


@dataclass(frozen=True, slots=True)
class HomePage:
    """The box, what the graph holds, and questions to begin with."""

    template: ClassVar[str] = "home.html"
    info: InfoView
    questions: tuple[NamedQuery, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Class -> number of things, for the classes that people know."""
        return tuple((name, self.info.counts.get(name, 0)) for name in _COUNTED)


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
        return standing_of(self.view.certification, self.today)

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

    @property
    def blocs(self) -> int:
        """Number of its blocs."""
        return self.view.blocs

    @property
    def competences(self) -> int:
        """Number of its competences."""
        return self.view.competences

    @property
    def certificateurs(self) -> tuple[Cell, ...]:
        """Who delivers it."""
        return self.view.certificateurs


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a search found."""

    template: ClassVar[str] = "results.html"
    found: SearchView
    number: int
    today: date

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


@blueprint.get("/")
def home() -> Response:
    """Show the box and what the graph holds."""
    door = catalog()
    return render(HomePage(door.info, tuple(door.questions()[:_QUESTIONS_SHOWN])))


@blueprint.get("/recherche")
def search() -> Response:
    """Show what was found; a code goes straight to its thing."""
    text = request.args.get("q", "").strip()
    if not text:
        return redirect(url_for("home.home"), 303)
    wanted = wanted_format("", TABLE_FORMATS)[1]
    if wanted != "html":
        view = catalog().search(text, MOST)
        if wanted == "json":
            return json_answer(asdict(view))
        return certifications_answer("recherche", [hit.certification for hit in view.hits])
    number = whole_number(request.args.get("page"), least=1)
    found = catalog().search(text, PER_PAGE, (number - 1) * PER_PAGE)
    if found.jump:
        return redirect(page_address(found.jump), 303)
    return render(ResultsPage(found, number, viewer().today()))
