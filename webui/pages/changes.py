"""What builds changed, for programs that follow: a Linked Data Event Stream and an Atom feed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from graphkit.catalog.events import EventFilter, EventView, GapView
from graphkit.errors import NotFound
from graphkit.publish.changes import PER_PAGE, atom_feed, page_triples, stream_triples
from graphkit.publish.licence import LICENCE
from graphkit.store.results import serialise_triples
from webui.arguments import whole_number
from webui.negotiation import MEDIA_TYPES, RDF_FORMATS
from webui.representations import add_link, wanted_format
from webui.sharing import open_to_all
from webui.templating import page_address
from webui.viewer import catalog, viewer

blueprint = Blueprint("changes", __name__)

_OFFERED = (*RDF_FORMATS, "html")
_FEED_ENTRIES = 100
_A_WEEK, _A_MINUTE = 7 * 24 * 3600, 60


@blueprint.get("/changements", defaults={"name": "changements"})
@blueprint.get("/<any('changements.ttl','changements.rdf','changements.jsonld','changements.nt'):name>")
def stream(name: str) -> BaseResponse:
    """Give the stream with the pages that it has; people are sent to the page of events."""
    wanted = wanted_format(name, _OFFERED)[1]
    if wanted == "html":
        return redirect(page_address("evenements"), 303)
    iri, door = _stream_iri(), catalog()
    total, found = door.changes(1, door.changes(1, 0)[0])
    starts = [change.recorded for change in found[::PER_PAGE]]
    content = serialise_triples(stream_triples(iri, total, starts), wanted)
    return _answer(content, wanted, _A_MINUTE)


@blueprint.get("/changements/<name>")
def page(name: str) -> BaseResponse:
    """Give a page of the stream; a full one never changes again."""
    stem, wanted = wanted_format(name, _OFFERED)
    if wanted == "html":
        return redirect(page_address("evenements"), 303)
    number = whole_number(stem)
    total, found = catalog().changes((number - 1) * PER_PAGE + 1, PER_PAGE) if number else (0, [])
    if not found or str(number) != stem:
        raise NotFound(f"the stream of changes has {-(-total // PER_PAGE)} page(s), not {stem}")
    base = viewer().settings.base_iri
    triples = page_triples(_stream_iri(), number, found, base, f"{base}donnees")
    full = len(found) == PER_PAGE
    answer = _answer(serialise_triples(triples, wanted), wanted, _A_WEEK if full else _A_MINUTE)
    answer.cache_control.immutable = full
    return answer


@blueprint.get("/evenements.atom")
def feed() -> Response:
    """Give events as an Atom feed, the last build first, chosen as on the page of events."""
    number = whole_number(request.args.get("page"), least=1)
    given = {
        name: request.args[name] for name in ("certification", "genre", "depuis") if request.args.get(name)
    }
    chosen = EventFilter(given.get("certification", ""), given.get("genre", ""), given.get("depuis", ""))
    found = catalog().events(chosen, limit=_FEED_ENTRIES, offset=(number - 1) * _FEED_ENTRIES)
    start = viewer().settings.public_address

    def address(name: str, page_number: int = 1) -> str:
        query = urlencode(given | ({"page": str(page_number)} if page_number > 1 else {}))
        return f"{start}{name}?{query}" if query else f"{start}{name}"

    pages = max(-(-found.total // _FEED_ENTRIES), 1)
    links = {"self": address("evenements.atom", number), "alternate": address("evenements")}
    links["first"] = address("evenements.atom")
    if number > 1:
        links["previous"] = address("evenements.atom", number - 1)
    if number < pages:
        links["next"] = address("evenements.atom", number + 1)
    told: list[EventView | GapView] = [*found.events]
    told += found.gaps if not given and number == 1 else ()
    changes = sorted(told, key=lambda change: change.number, reverse=True)
    version = catalog().version
    published = (version.published if version else None) or datetime.fromtimestamp(0, UTC)
    updated = max((change.recorded for change in changes), default=published)
    base = viewer().settings.base_iri
    content = atom_feed(changes, _stream_iri(), links, updated, base)
    return _finish(Response(content, mimetype="application/atom+xml"), _A_MINUTE)


def _stream_iri() -> str:
    return f"{viewer().settings.public_address}changements"


def _answer(content: bytes, wanted: str, seconds: int) -> Response:
    return _finish(Response(content, mimetype=MEDIA_TYPES[wanted]), seconds)


def _finish(answer: Response, seconds: int) -> Response:
    # The tag is that of the content alone: a page of the past is the same in every version.
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    answer.cache_control.public = True
    answer.cache_control.max_age = seconds
    add_link(answer, LICENCE, "license")
    open_to_all(answer)
    answer.make_conditional(request)
    return answer
