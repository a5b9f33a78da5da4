"""The colours that a visitor prefers, kept in a cookie by a plain form."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webui.i18n import forget, remember
from webui.links import local_path
from webui.templating import THEME_COOKIE, THEMES

blueprint = Blueprint("preferences", __name__)


@blueprint.post("/preferences")
def set_theme() -> Response:
    """Keep light or dark, or forget the choice and follow the system, and go back to the page."""
    theme = request.form.get("theme", "")
    answer = redirect(local_path(request.form.get("retour", "/")), 303)
    if theme in THEMES:
        remember(answer, THEME_COOKIE, theme)
    else:
        forget(answer, THEME_COOKIE)
    return answer
