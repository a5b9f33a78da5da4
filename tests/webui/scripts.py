"""Which scripts a page may hold."""

from __future__ import annotations

from typing import Any

_ORDINARY = ("keys", "picked", "findings", "sort")
_OURS = ("/static/vendor/", *(f"/static/{name}.js?" for name in _ORDINARY))


def other_scripts(tree: Any) -> list[dict[str, str]]:  # noqa: ANN401 - a tree of any builder
    """Return the scripts of a page that are neither a file of ours nor mere data."""
    return [
        element.attrib
        for element in tree.iter("script")
        if not (
            ((element.get("src") or "").startswith(_OURS) and not (element.text or "").strip())
            or element.get("type") in {"application/json", "application/ld+json"}
        )
    ]
