"""Pages of blocs, activities, competences, codes and certifiers, and of anything else in the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import ClassVar

from flask import Blueprint, request
from werkzeug.wrappers import Response

from graphkit.analysis.enonce import Analyse, analyse
from graphkit.analysis.natures import Nature
from graphkit.catalog.answers import ThingView
from graphkit.catalog.contents import Neighbour
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import ActiviteView, BlocView, CompetenceView
from graphkit.errors import NotFound, StoreUnavailable
from webui.alike import alike
from webui.arguments import whole_number
from webui.code_page import LISTED, PER_PAGE, code_page
from webui.listings import listing_answer
from webui.negotiation import THING_FORMATS
from webui.race import RaceRow, Unit, race_rows, units_of, walk
from webui.race_files import FORMATS, RACE_FILES, race_answer
from webui.representations import answer_thing, wanted_format
from webui.travel import day_shown
from webui.travel import install as look_back
from webui.viewer import catalog

blueprint = Blueprint("things", __name__)
look_back(blueprint)

#: Competences looked at for those near one, the least score of those shown, and how many are.
_NEAR_LOOKED_AT, _NEAR_LEAST, _NEAR_SHOWN = 15, 0.3, 6
#: Formats of the list itself, beside those of the code.
FILES = ("csv", "xlsx")
#: Certifications in a list given as a file.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class BlocPage:
    """A bloc as the table that authors use."""

    template: ClassVar[str] = "bloc.html"
    view: BlocView
    today: date

    @property
    def iri(self) -> str:
        """Permanent address."""
        return self.view.iri

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.path

    @property
    def standing(self) -> Standing | None:
        """Whether its certification can be used today."""
        return standing_of(self.view.certification, self.today) if self.view.certification else None

    @property
    def rows(self) -> tuple[RaceRow, ...]:
        """One row for each competence."""
        bloc = self.view.bloc
        if bloc is None:
            return ()
        activites = {item.path: item for item in walk(self.view.activites)}
        return race_rows(bloc.competences, activites, bloc.modalites)

    @property
    def alike(self) -> Mapping[str, int]:
        """Its competences that stand elsewhere in the same words."""
        return alike(self.view.certification, self.rows)


@dataclass(frozen=True, slots=True)
class CompetencePage:
    """A competence with what assesses it."""

    template: ClassVar[str] = "competence.html"
    view: CompetenceView
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def analysis(self) -> Analyse:
        """The sentence in its parts."""
        return analyse(self.view.competence.text, Nature.COMPETENCE)

    @property
    def iri(self) -> str:
        """Permanent address."""
        return self.view.competence.iri

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.competence.path


@dataclass(frozen=True, slots=True)
class ActivitePage:
    """An activity with what is under it."""

    template: ClassVar[str] = "activite.html"
    view: ActiviteView

    @property
    def iri(self) -> str:
        """Permanent address."""
        return self.view.activite.iri

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.activite.path

    @property
    def rows(self) -> tuple[RaceRow, ...]:
        """One row for each competence under it."""
        units = units_of((), (self.view.activite,), ())
        return units[0].rows if units else ()

    @property
    def alike(self) -> Mapping[str, int]:
        """Its competences that stand elsewhere in the same words."""
        return alike(self.view.certification, self.rows)


@blueprint.get("/bloc/<path:name>")
def bloc(name: str) -> Response:
    """Show a bloc, or give it as data."""
    today = day_shown()
    stem, wanted = wanted_format(name, FORMATS)
    if wanted in RACE_FILES:
        found = BlocPage(catalog().bloc(stem), today)
        if found.view.bloc is None or found.view.certification is None:
            raise NotFound(
                f"{found.path} is cited by other records, but the graph does not hold what is in it"
            )
        unit = Unit(found.rows, bloc=found.view.bloc)
        return race_answer(found.view.certification, found.view.code, (unit,), wanted)
    return answer_thing(
        "bloc", name, catalog().bloc, lambda view: BlocPage(view, today), lambda view: view.path
    )


@blueprint.get("/competence/<path:name>")
def competence(name: str) -> Response:
    """Show a competence, or give it as data."""
    return answer_thing(
        "competence",
        name,
        catalog().competence,
        lambda view: CompetencePage(view, _neighbours(view)),
        lambda view: view.competence.path,
    )


def _neighbours(view: CompetenceView) -> tuple[Neighbour, ...]:
    """Return the competences of other certifications that a computation puts near one, if it can be made."""
    try:
        found = catalog().contents.nearest(view.competence.text, limit=_NEAR_LOOKED_AT)
    except StoreUnavailable:
        # Without a search index the page goes without them, as it says.
        return ()
    others = (each for each in found if each.certification != view.certification.iri)
    return tuple(islice((each for each in others if each.match.score >= _NEAR_LEAST), _NEAR_SHOWN))


@blueprint.get("/activite/<path:name>")
def activite(name: str) -> Response:
    """Show an activity, or give it as data."""
    return answer_thing("activite", name, catalog().activite, ActivitePage, lambda view: view.activite.path)


@blueprint.get(f"/<any({','.join(repr(kind) for kind in LISTED)}):kind>/<path:name>")
def listing(kind: str, name: str) -> Response:
    """Show a code or a certifier with its certifications, or give it as data."""
    stem, wanted = wanted_format(name, (*THING_FORMATS, *FILES))
    if wanted in FILES:
        found = catalog().concept(kind, stem, MOST).certifications
        return listing_answer(f"{kind}-{stem}", [each.iri for each in found], wanted)
    start = whole_number(request.args.get("debut"))
    today = day_shown()
    return answer_thing(
        kind,
        name,
        lambda code: catalog().concept(kind, code, PER_PAGE, start),
        lambda view: code_page(view, today, start),
        lambda view: view.path,
    )


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Anything else: what the graph says of it."""

    template: ClassVar[str] = "thing.html"
    view: ThingView

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.path


@blueprint.get("/<kind>/<path:name>")
def other(kind: str, name: str) -> Response:
    """Show anything else that the graph names, or give it as data."""
    return answer_thing(
        kind, name, lambda rest: catalog().thing(f"{kind}/{rest}"), ThingPage, lambda view: view.path
    )
