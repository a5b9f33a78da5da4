"""The page of a certification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import ClassVar

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from graphkit.catalog.pictures import LineageItem
from graphkit.catalog.views import CertificationView
from graphkit.comparing.titles import NearCertification, near_by_titles
from webui.alike import alike
from webui.arguments import whole_number
from webui.matrices import matrices_of
from webui.pictures import Grid, Timeline, timeline
from webui.race import units_of
from webui.race_files import FORMATS, RACE_FILES, race_answer
from webui.record import RecordPage
from webui.representations import answer_thing, wanted_format
from webui.security import allow_asking
from webui.templating import page_address
from webui.travel import dated, day_shown
from webui.travel import install as look_back
from webui.viewer import catalog, viewer

blueprint = Blueprint("certification", __name__)
look_back(blueprint)

PARTNERS = 20


@dataclass(frozen=True, slots=True)
class CertificationPage(RecordPage):
    """Everything about a certification, and where in its partners the reader is."""

    template: ClassVar[str] = "certification.html"
    partners_from: int = 0
    lineage: tuple[LineageItem, ...] = ()
    near: tuple[NearCertification, ...] = ()
    alike: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def timeline(self) -> Timeline | None:
        """The chain of replacements along the years."""
        return timeline(self.lineage, self.today)

    @property
    def last_day(self) -> date:
        """The last day that can be looked at, whichever is shown."""
        return viewer().today()

    @property
    def matrices(self) -> tuple[Grid, ...]:
        """What meets what in its référentiels."""
        return matrices_of(self.view)

    @property
    def partners_before(self) -> int | None:
        """Where the partners before those shown begin, if there are any."""
        return max(self.partners_from - PARTNERS, 0) if self.partners_from else None

    @property
    def partners_after(self) -> int | None:
        """Where the partners after those shown begin, if there are any."""
        following = self.partners_from + PARTNERS
        return following if following < self.view.partner_count else None


@blueprint.get("/certification/<path:name>/versions")
def versions(name: str) -> Response:
    """Lead to the time line of a certification, and to what changed since the one before."""
    found = catalog().certification(name, partners=0)
    return redirect(dated(page_address(found.ref.path)) + "#historique", 303)


@blueprint.get("/certification/<path:name>")
def page(name: str) -> Response:
    """Show a certification, or give it as data."""
    stem, wanted = wanted_format(name, FORMATS)
    if wanted in RACE_FILES:
        found = catalog().certification(stem, partners=0)
        units = units_of(found.blocs, found.activites, found.competences)
        return race_answer(found.ref, found.ref.identifier, units, wanted)
    start = whole_number(request.args.get("partenaires"))
    read = partial(catalog().certification, partners=PARTNERS, partners_from=start)

    def make_page(view: CertificationView) -> CertificationPage:
        lineage = catalog().lineage(view.ref.iri)
        near = near_by_titles(catalog(), view)
        if near:
            allow_asking()
        units = units_of(view.blocs, view.activites, view.competences)
        found = alike(view.ref, (row for unit in units for row in unit.rows))
        return CertificationPage(view, day_shown(), start, lineage, near, found)

    return answer_thing("certification", name, read, make_page, lambda view: view.ref.path)
