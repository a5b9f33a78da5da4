"""What changed between two versions of a certification, or from one to the one that replaces it."""

from __future__ import annotations

from graphkit.differences.as_html import render_html
from graphkit.differences.as_json import render_json
from graphkit.differences.as_text import render_text
from graphkit.differences.difference import compare_sides
from graphkit.differences.patch import rdf_patch
from graphkit.differences.sides import Side
from graphkit.voice import Language

__all__ = ["Side", "compare_sides", "rdf_patch", "render"]

_TOLD = {"text": render_text, "html": render_html}


def render(before: Side, after: Side, wanted: str, language: Language = "fr") -> str:
    """Return what changed from one side to another in a format.

    Args:
        before: the first side.
        after: the second side.
        wanted: ``text``, ``json``, ``html`` or ``patch``.
        language: of what people read; data are the same in any.

    Raises:
        KeyError: there is no such format.
    """
    if wanted == "patch":
        return rdf_patch(before, after)
    found = compare_sides(before, after)
    return render_json(found) if wanted == "json" else _TOLD[wanted](found, language)
