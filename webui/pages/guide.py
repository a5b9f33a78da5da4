"""The page of help: how to search, keyboard shortcuts, what the site keeps of its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint
from werkzeug.wrappers import Response

from webui.templating import render

blueprint = Blueprint("guide", __name__)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """How the site is used."""

    template: ClassVar[str] = "guide.html"


@blueprint.get("/aide")
def page() -> Response:
    """Show the help."""
    return render(HelpPage())
