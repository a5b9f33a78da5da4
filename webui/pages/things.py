"""Pages of blocs, activities, competences, codes and certifiers, and of anything else in the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Blueprint, request
from werkzeug.wrappers import Response

from graphkit.catalog.answers import ThingView
from graphkit.catalog.pictures import BranchNode
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import (
    ActiviteView,
    BlocView,
    CertificationRef,
    CompetenceView,
    ListView,
)
from webui.arguments import whole_number
from webui.negotiation import THING_FORMATS
from webui.pictures import Sector, sunburst
from webui.race import RaceRow, race_rows, units_of, walk
from webui.representations import answer_thing, wanted_format
from webui.tables import certifications_answer
from webui.viewer import catalog, viewer

blueprint = Blueprint("things", __name__)

PER_PAGE = 50
#: Certifications in a list given as CSV.
MOST = 50_000
#: Nomenclatures that are drawn; the code of a group begins those under it.
_BRANCHES = ("rome", "nsf")
#: Kinds whose page is a list of certifications: nomenclatures, and the bodies that certify.
LISTED = (
    "rome", "nsf", "formacode", "niveau", "niveau-1969", "voie-acces", "repertoire", "type-diplome",
    "type-enregistrement", "etat", "etat-fiche", "type-habilitation", "ccn", "idcc", "certificateur",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class CompetencePage:
    """A competence with what assesses it."""

    template: ClassVar[str] = "competence.html"
    view: CompetenceView

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


@dataclass(frozen=True, slots=True)
class ListPage:
    """A code or a certifier, and the certifications tied to it."""

    template: ClassVar[str] = "list.html"
    view: ListView
    today: date
    start: int = 0
    branch: BranchNode | None = None

    @property
    def rings(self) -> tuple[Sector, ...]:
        """The branch of the nomenclature, drawn."""
        return sunburst(self.branch, self.view.code) if self.branch else ()

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.path

    def standing_of(self, ref: CertificationRef) -> Standing:
        """Return whether a certification can be used today."""
        return standing_of(ref, self.today)

    @property
    def before(self) -> int | None:
        """Where the certifications before those shown begin, if there are any."""
        return max(self.start - PER_PAGE, 0) if self.start else None

    @property
    def after(self) -> int | None:
        """Where the certifications after those shown begin, if there are any."""
        return self.start + PER_PAGE if self.start + PER_PAGE < self.view.total else None


@blueprint.get("/bloc/<path:name>")
def bloc(name: str) -> Response:
    """Show a bloc, or give it as data."""
    today = viewer().today()
    return answer_thing(
        "bloc", name, catalog().bloc, lambda view: BlocPage(view, today), lambda view: view.path
    )


@blueprint.get("/competence/<path:name>")
def competence(name: str) -> Response:
    """Show a competence, or give it as data."""
    return answer_thing(
        "competence", name, catalog().competence, CompetencePage, lambda view: view.competence.path
    )


@blueprint.get("/activite/<path:name>")
def activite(name: str) -> Response:
    """Show an activity, or give it as data."""
    return answer_thing("activite", name, catalog().activite, ActivitePage, lambda view: view.activite.path)


@blueprint.get(f"/<any({','.join(repr(kind) for kind in LISTED)}):kind>/<path:name>")
def listing(kind: str, name: str) -> Response:
    """Show a code or a certifier with its certifications, or give it as data."""
    stem, wanted = wanted_format(name, (*THING_FORMATS, "csv"))
    if wanted == "csv":
        found = catalog().concept(kind, stem, MOST).certifications
        return certifications_answer(f"{kind}-{stem}", found)
    start = whole_number(request.args.get("debut"))
    today = viewer().today()
    return answer_thing(
        kind,
        name,
        lambda code: catalog().concept(kind, code, PER_PAGE, start),
        lambda view: ListPage(view, today, start, _branch(view)),
        lambda view: view.path,
    )


def _branch(view: ListView) -> BranchNode | None:
    """Return the branch of its nomenclature that a code stands in, or is the top of."""
    if view.nomenclature not in _BRANCHES:
        return None
    own = catalog().branch(view.nomenclature, view.code)
    above = view.code[:-1] if view.nomenclature == "nsf" else view.code[:3]
    return own or (catalog().branch(view.nomenclature, above) if above != view.code else None)


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
