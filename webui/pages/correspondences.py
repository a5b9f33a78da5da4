"""Official correspondences, questioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.answers import TableView
from graphkit.catalog.official import audit_correspondences
from graphkit.errors import GraphkitError, NotFound, outcome
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("correspondences", __name__)

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class CorrespondencesPage:
    """The answers to the questions of the audit.

    Attributes:
        code: the certification that they are about; empty for all.
        answers: the answers.
        error: why there are none.
    """

    template: ClassVar[str] = "correspondences.html"
    code: str
    answers: tuple[TableView, ...] = ()
    error: GraphkitError | None = None
    shown: int = _SHOWN


@blueprint.get("/correspondances")
def page() -> Response:
    """Question the correspondences of all certifications, or of the one of the address."""
    code = request.args.get("id", "").strip()
    try:
        return render(CorrespondencesPage(code, audit_correspondences(catalog(), code)))
    except NotFound as error:
        return render(CorrespondencesPage(code, error=error), outcome(error)[1])
