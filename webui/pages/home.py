"""Home, and search by code and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from graphkit.catalog.answers import InfoView
from graphkit.catalog.results import selection_of
from graphkit.errors import QueryRejected
from graphkit.index.facets import FACETS, SORTS, Selection
from graphkit.questions import NamedQuery
from webui.arguments import whole_number
from webui.listings import LISTING_FORMATS, listing_answer, search_answer
from webui.representations import wanted_format
from webui.results import PER_PAGE, ResultsPage
from webui.templating import page_address, render
from webui.viewer import catalog, viewer

blueprint = Blueprint("home", __name__)

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


@blueprint.get("/")
def home() -> Response:
    """Show the box and what the graph holds."""
    door = catalog()
    return render(HomePage(door.info, tuple(door.questions()[:_QUESTIONS_SHOWN])))


@blueprint.get("/recherche")
@blueprint.get(f"/recherche.<any({', '.join(LISTING_FORMATS)}):suffix>")
def search(suffix: str = "") -> Response:
    """Show what was found; a code goes straight to its thing."""
    text = request.args.get("q", "").strip()
    wanted = wanted_format(f"recherche.{suffix}" if suffix else "", LISTING_FORMATS)[1]
    selection = _selection()
    everything = "tout" in request.args
    if not (text or selection.chosen or everything) and wanted == "html":
        return redirect(url_for("home.home"), 303)
    if wanted == "json":
        return search_answer(text, selection)
    if wanted != "html":
        return listing_answer(f"recherche {text}", catalog().found(text, selection), wanted)
    number = whole_number(request.args.get("page"), least=1)
    opened = request.args.get("voir", "")
    found = catalog().search(text, PER_PAGE, (number - 1) * PER_PAGE, selection, opened)
    if found.jump and not selection.chosen:
        return redirect(page_address(found.jump), 303)
    return render(ResultsPage(found, number, selection))


def _selection() -> Selection:
    """Return what the address restricts a search to.

    Raises:
        QueryRejected: it names no state or no order.
    """
    given = {facet: tuple(request.args.getlist(facet)) for facet in FACETS}
    sort = request.args.get("tri", "")
    if sort and sort not in SORTS:
        raise QueryRejected(f"{sort!r} is no order of a search; there are: {', '.join(SORTS)}")
    return selection_of(viewer().today(), given, sort)
