"""The certifications nearest to one by their titles, and how much each covers of the other.

That takes longer than the page of a certification may: its script asks for this page when the reader gets to
it, and a reader without scripts follows the link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.contents import CoveredBothWays
from graphkit.catalog.views import CertificationRef
from graphkit.comparing.phrases import CAUTION, voice
from graphkit.comparing.titles import NearCertification, near_by_titles
from webui.i18n import language
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("near", __name__)


@dataclass(frozen=True, slots=True)
class NearPage:
    """A certification, those near it, and how much each covers of the other."""

    template: ClassVar[str] = "near_page.html"
    ref: CertificationRef
    near: tuple[NearCertification, ...]
    coverages: tuple[CoveredBothWays, ...]

    @property
    def caution(self) -> str:
        """What the computed coverage is not."""
        return voice(language())(*CAUTION)

    def share(self, value: float) -> str:
        """Return a share as people write it."""
        return voice(language()).share(value)


@blueprint.get("/proximite")
def page() -> Response:
    """Show what is near the certification of the address, with the coverage both ways."""
    door = catalog()
    view = door.certification(request.args.get("id", ""), partners=0)
    near = near_by_titles(door, view)
    coverages = tuple(door.covered_both_ways(view, each.ref.iri) for each in near)
    return render(NearPage(view.ref, near, coverages))
