"""What the program says of a refusal, in the language of the page."""

from __future__ import annotations

from markupsafe import Markup

from graphkit.errors import GraphkitError
from webui.i18n import language
from webui.typography import typeset_french


def refusal(error: GraphkitError | str) -> Markup:
    """Return an error in the language of the page, or in English and marked so.

    Args:
        error: it, or its text in English.
    """
    if language() != "fr":
        return Markup("<bdi>{}</bdi>").format(error)
    french = error.french if isinstance(error, GraphkitError) else ""
    if not french:
        return Markup('<bdi lang="en">{}</bdi>').format(error)
    return Markup("<bdi>{}</bdi>").format(typeset_french(french))
