"""A thing of the graph in the format that a request wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from flask import Response, redirect, request
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response as BaseResponse

from graphkit.catalog.links import IncomingView, document_triples
from graphkit.errors import NotFound
from graphkit.publish.licence import LICENCE
from graphkit.store.results import serialise_triples
from webui.freshness import stamp
from webui.links import page_path
from webui.negotiation import MEDIA_TYPES, THING_FORMATS, choose_format, split_suffix
from webui.sharing import open_to_all
from webui.templating import PATH_SAFE, Page, incoming, page_address, render
from webui.travel import dated
from webui.viewer import catalog, viewer

_View = TypeVar("_View")
#: The status that sends from a thing to a document (https://www.w3.org/TR/cooluris/).
SEE_OTHER = 303


class NotOffered(NotAcceptable):
    """What was asked for is to be had, but not in that format.

    Args:
        path: path of the request without the suffix of a format, without leading slash.
        formats: names of the formats on offer.
    """

    def __init__(self, path: str, formats: Sequence[str]) -> None:
        super().__init__()
        self.path = path
        self.formats = tuple(formats)


def wanted_format(path: str, formats: Sequence[str]) -> tuple[str, str]:
    """Return a path without suffix, and the format wanted: by suffix, ``_format`` or ``Accept``.

    Args:
        path: path of the request, or the end of it.
        formats: names of the formats on offer, the preferred first.

    Raises:
        NotOffered: it is none of them.
    """
    stem, suffix = split_suffix(path, formats)
    # A page leads to its other formats by parameter, be its own address one with a suffix.
    asked = suffix if suffix not in {None, "html"} else request.args.get("_format", suffix)
    wanted = asked or choose_format(request.headers.get("Accept", ""), formats)
    if wanted is not None and wanted in formats:
        return stem, wanted
    whole = request.path.strip("/")
    raise NotOffered(whole.removesuffix(f".{suffix}") if suffix else whole, formats)


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
    if viewer().settings.site.things == SEE_OTHER and stem == name and catalog().holds(path):
        return _see_document(path, wanted)
    if wanted not in {"html", "json"} and catalog().holds(path):
        return rdf_answer(path, wanted)
    view = read(stem)
    if unquote(path_of(view)) != unquote(path):
        return redirect(
            dated(page_address(path_of(view) + (f".{wanted}" if stem != name else ""))), SEE_OTHER
        )
    as_json = wanted == "json"
    answer = json_answer(asdict(view)) if as_json else render(make_page(view))  # type: ignore[call-overload]
    tell_successors(answer, catalog().replacements(path))
    _tell_pages(answer, path, wanted, incoming(path))
    return with_alternates(answer, path, wanted)


def _see_document(path: str, wanted: str) -> BaseResponse:
    """Send from the address of a thing, which is no document, to that of the document about it."""
    query = {name: value for name, value in request.args.items(multi=True) if name != "_format"}
    address = page_address(f"{path}.{wanted}")
    return redirect(f"{address}?{urlencode(query)}" if query else address, SEE_OTHER)


def tell_successors(answer: Response, iris: Sequence[str]) -> None:
    """Say what replaces a thing (RFC 5829).

    Args:
        answer: the answer about the thing.
        iris: what replaces it.
    """
    base = viewer().settings.base_iri
    for iri in iris:
        local = page_path(iri, base)
        add_link(answer, page_address(local) if local else iri, "successor-version")


def _tell_pages(answer: Response, path: str, wanted: str, links: IncomingView) -> None:
    """Say where the links that lead to a thing go on, and refuse a page that there is none of."""
    if links.page > links.pages:
        raise NotFound(f"{path} has {links.pages} page(s) of links, not {links.page}")
    document = dated(page_address(path if wanted == "html" else f"{path}.{wanted}"))
    joint = "&" if "?" in document else "?"
    for number, relation in ((links.page - 1, "prev"), (links.page + 1, "next")):
        if 0 < number <= links.pages:
            add_link(answer, f"{document}{joint}entrants={number}", relation)


def rdf_answer(path: str, wanted: str) -> Response:
    """Return what the graph says of a thing, in a format of RDF.

    Args:
        path: path of the thing.
        wanted: ``ttl``, ``nt``, ``rdf`` or ``jsonld``.

    Raises:
        NotFound: the graph says nothing about it.
    """
    door = catalog()
    links = incoming(path)
    settings = viewer().settings
    document = f"{settings.public_address}{quote(unquote(path), safe=PATH_SAFE)}.{wanted}"
    described = document_triples(door.describe(path), links, document, f"{settings.base_iri}donnees")
    content = serialise_triples(described, wanted)
    answer = Response(content, mimetype=MEDIA_TYPES[wanted])
    tell_successors(answer, catalog().replacements(path))
    _tell_pages(answer, path, wanted, links)
    return with_alternates(answer, path, wanted)


def json_answer(content: Any) -> Response:  # noqa: ANN401 - whatever a view is made of
    """Return plain values as JSON; dates and decimals are strings."""
    text = json.dumps(content, ensure_ascii=False, default=str, indent=1)
    return Response(text, mimetype=MEDIA_TYPES["json"])


def with_alternates(
    answer: Response, path: str, wanted: str, formats: Sequence[str] = THING_FORMATS, iri: str = ""
) -> Response:
    """Say where each format of a thing is, which one this answer is, under which licence, and until when.

    Args:
        answer: the answer, complete.
        path: path of the thing, without leading slash.
        wanted: name of the format of the answer.
        formats: names of the formats on offer.
        iri: IRI of the thing; the one of that path under the base when absent.
    """
    answer.headers["Content-Location"] = dated(page_address(f"{path}.{wanted}" if wanted != "html" else path))
    for name in formats:
        if name != "html":
            add_link(answer, dated(page_address(f"{path}.{name}")), "alternate", MEDIA_TYPES[name])
    add_link(answer, dated(page_address(f"{path}.ttl")), "describedby", MEDIA_TYPES["ttl"])
    permanent = iri or viewer().settings.base_iri + quote(unquote(path), safe=PATH_SAFE)
    add_link(answer, permanent, "canonical")
    add_link(answer, LICENCE, "license")
    if wanted != "html":
        open_to_all(answer)
    return stamp(answer)


def add_link(answer: Response, address: str, relation: str, media: str = "") -> None:
    """Add a ``Link`` to an answer (RFC 8288).

    Args:
        answer: the answer.
        address: where it leads.
        relation: what is there.
        media: its media type, if it is known.
    """
    answer.headers.add("Link", f'<{address}>; rel="{relation}"' + (f'; type="{media}"' if media else ""))
