"""JSON schemas of the answers, made from the classes of the views and from what their docstrings say."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

_REFERENCES = "#/components/schemas/{name}"
_ATTRIBUTE = re.compile(r"^    (\w+): ", re.MULTILINE)
PROBLEM = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What happened."},
        "status": {"type": "integer", "description": "HTTP status."},
        "detail": {"type": "string", "description": "What to put right."},
    },
    "required": ["type", "title", "status", "detail"],
}


def schema_name(view: type) -> str:
    """Return the name under which the schema of a view stands.

    Args:
        view: class of the view.
    """
    return view.__name__


@cache
def _components(views: tuple[type, ...]) -> dict[str, Any]:
    found = msgspec.json.schema_components(views, ref_template=_REFERENCES)[1]
    return {name: _told(schema) for name, schema in sorted(found.items())}


def components(views: Iterable[type]) -> dict[str, Any]:
    """Return the schemas of views and of all that they are made of, by name.

    Args:
        views: their classes.
    """
    return {**_components(tuple(dict.fromkeys(views))), "Problem": PROBLEM}


def _told(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a class with the words of its docstring beside each property."""
    told, attributes = _split(inspect.cleandoc(schema.get("description", "")).replace("``", "`"))
    properties = {
        # Every attribute stands in every answer: what a class has by default is written, too.
        name: _described(_without_default(each), attributes.get(name, ""))
        for name, each in schema.get("properties", {}).items()
    }
    # A class without a docstring is given its signature for one.
    described = {"description": told} if told and not told.startswith(f"{schema.get('title')}(") else {}
    rest = {name: each for name, each in schema.items() if name != "description"}
    return {**rest, **described, "properties": properties, "required": list(properties)}


def _without_default(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in schema.items() if name != "default"}


def _described(schema: dict[str, Any], text: str) -> dict[str, Any]:
    return schema | {"description": text} if text else schema


def _split(docstring: str) -> tuple[str, dict[str, str]]:
    """Return what a docstring says of a class, and of each of its attributes."""
    told, _, listed = docstring.partition("\n\nAttributes:\n")
    pieces = _ATTRIBUTE.split(listed)[1:]
    attributes = {name: " ".join(text.split()) for name, text in zip(pieces[::2], pieces[1::2], strict=True)}
    return " ".join(told.split()), attributes
