"""A thing of the graph in the format that a request wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar
from urllib.parse import unquote

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from graphkit.store.results import serialise_triples
from webui.negotiation import MEDIA_TYPES, THING_FORMATS, choose_format, split_suffix
from webui.templating import Page, page_address, render
from webui.viewer import catalog

_View = TypeVar("_View")


def wanted_format(path: str, formats: Sequence[str]) -> tuple[str, str]:
    """Return a path without suffix, and the format wanted: by suffix, ``_format`` or ``Accept``.

    Args:
        path: path of the request, or the end of it.
        formats: names of the formats on offer, the preferred first.
    """
    stem, suffix = split_suffix(path, formats)
    asked = suffix or request.args.get("_format")
    if asked is not None:
        return (stem, asked) if asked in formats else abort(406)
    chosen = choose_format(request.headers.get("Accept", ""), formats)
    return (stem, chosen) if chosen else abort(406)


def answer_thing(
    kind: str,
    name: str,
    read: Callable[[str], _View],
    make_page: Callable[[_View], Page],
    path_of: Callable[[_View], str],
) -> BaseResponse:
    """Return a thing as a page or as data.

    Args:
        kind: first segment of its path.
        name: the rest of its path, perhaps with the suffix of a format.
        read: gives its view from the rest of its path.
        make_page: gives its page from its view.
        path_of: gives its own path from its view; another spelling is sent there.
    """
    stem, wanted = wanted_format(name, THING_FORMATS)
    path = f"{kind}/{stem}"
    if wanted not in {"html", "json"}:
        return rdf_answer(path, wanted)
    view = read(stem)
    if unquote(path_of(view)) != unquote(path):
        return redirect(page_address(path_of(view) + (f".{wanted}" if stem != name else "")), 303)
    if wanted == "json":
        return with_alternates(json_answer(asdict(view)), path, wanted)  # type: ignore[call-overload]
    return with_alternates(render(make_page(view)), path, wanted)


def rdf_answer(path: str, wanted: str) -> Response:
    """Return what the graph says of a thing, in a format of RDF.

    Args:
        path: path of the thing.
        wanted: ``ttl``, ``nt``, ``rdf`` or ``jsonld``.

    Raises:
        NotFound: the graph says nothing about it.
    """
    content = serialise_triples(catalog().describe(path).triples, wanted)
    return with_alternates(Response(content, mimetype=MEDIA_TYPES[wanted]), path, wanted)


def json_answer(content: Any) -> Response:  # noqa: ANN401 - whatever a view is made of
    """Return plain values as JSON; dates and decimals are strings."""
    text = json.dumps(content, ensure_ascii=False, default=str, indent=1)
    return Response(text, mimetype=MEDIA_TYPES["json"])


def with_alternates(answer: Response, path: str, wanted: str) -> Response:
    """Say where each format of a thing is, and which one this answer is."""
    answer.headers["Content-Location"] = page_address(f"{path}.{wanted}" if wanted != "html" else path)
    for name in THING_FORMATS[1:]:
        address = page_address(f"{path}.{name}")
        answer.headers.add("Link", f'<{address}>; rel="alternate"; type="{MEDIA_TYPES[name]}"')
    return answer
