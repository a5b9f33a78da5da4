"""The page of a code or of a certifier: its certifications, and what is around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from graphkit.catalog.answers import FacetView
from graphkit.catalog.nomenclature import SharedStatement
from graphkit.catalog.pictures import BranchNode
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import Cell, CertificationRef, ListView
from graphkit.errors import QueryRejected
from graphkit.index.facets import FACETS, Selection
from webui.pictures import Sector, sunburst
from webui.viewer import catalog

PER_PAGE = 50
#: Nomenclatures that are drawn; the code of a group begins those under it.
_BRANCHES = ("rome", "nsf")
#: Nomenclatures whose codes certifications bear.
NOMENCLATURES = (
    "rome", "nsf", "formacode", "niveau", "niveau-1969", "voie-acces", "repertoire", "type-diplome",
    "type-enregistrement", "etat", "etat-fiche", "type-habilitation", "ccn", "idcc",
)  # fmt: skip
#: Kinds whose page is a list of certifications: nomenclatures, and the bodies that certify.
LISTED = (*NOMENCLATURES, "certificateur")


@dataclass(frozen=True, slots=True)
class ListPage:
    """A code or a certifier, and the certifications tied to it."""

    template: ClassVar[str] = "list.html"
    view: ListView
    today: date
    start: int = 0
    branch: BranchNode | None = None
    facets: tuple[FacetView, ...] = ()
    above: tuple[Cell, ...] = ()
    shared: tuple[SharedStatement, ...] = ()
    shared_least: ClassVar[int] = 2
    shared_most: ClassVar[int] = 500

    @property
    def rings(self) -> tuple[Sector, ...]:
        """The branch of the nomenclature, drawn."""
        return sunburst(self.branch, self.view.code) if self.branch else ()

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.path

    @property
    def trail(self) -> tuple[tuple[str, str | None], ...]:
        """The codes above it, the widest first, then itself: name and path of each."""
        above = ((f"{(each.path or '').rpartition('/')[2]} {each.label}", each.path) for each in self.above)
        return (*above, (self.view.code, None))

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


def code_page(view: ListView, today: date, start: int) -> ListPage:
    """Return the page of a code; statements are compared where that is quick.

    Args:
        view: the code, with the certifications shown.
        today: the day on which states are told.
        start: number of the certifications before those shown.
    """
    few = ListPage.shared_least <= view.total <= ListPage.shared_most
    return ListPage(
        view,
        today,
        start,
        _branch(view),
        _offer(view, today),
        catalog().above(view.iri),
        catalog().shared_statements(view.iri) if few else (),
    )


def _offer(view: ListView, today: date) -> tuple[FacetView, ...]:
    """Return how the certifications of a code share out by state and level, where searches know the code."""
    if view.nomenclature not in FACETS or not view.total:
        return ()
    # A code of a route or a diploma is no facet; one of these is its own end of an address.
    code = view.path.partition("/")[2]
    selection = Selection(today, {view.nomenclature: (code,)})
    try:
        found = catalog().search("", 0, 0, selection).facets
    except QueryRejected:
        return ()
    return tuple(each for each in found if each.name in {"etat", "niveau"} - {view.nomenclature})


def _branch(view: ListView) -> BranchNode | None:
    """Return the branch of its nomenclature that a code stands in, or is the top of."""
    if view.nomenclature not in _BRANCHES:
        return None
    own = catalog().branch(view.nomenclature, view.code)
    above = view.code[:-1] if view.nomenclature == "nsf" else view.code[:3]
    return own or (catalog().branch(view.nomenclature, above) if above != view.code else None)
