"""What templates may use beside their page: language, dates, numbers, links, labels of terms."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import quote, unquote, urlencode

from flask import Flask, Response, g, make_response, render_template, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from graphkit.catalog.answers import InfoView
from graphkit.catalog.links import IncomingView
from graphkit.checking.reports.as_html import mark_words
from graphkit.checking.reports.as_text import gather_sources
from graphkit.comparing.sides import MOST
from graphkit.errors import StoreUnavailable
from graphkit.voice import format_date
from webui import labels
from webui.arguments import whole_number
from webui.columns import column_label
from webui.i18n import language, mark, translate
from webui.links import page_path, safe_href
from webui.negotiation import MEDIA_TYPES
from webui.passages import condense
from webui.record import beside_heading, unsaid
from webui.refusals import refusal
from webui.travel import past
from webui.typography import format_number, short_code, typeset_french
from webui.values import literal_value
from webui.viewer import catalog, viewer

STATIC = Path(__file__).parent / "static"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
PATH_SAFE = "-._~!$&'()*+,;=:@/%"
_NAVIGATION = (
    ("home.home", mark("Rechercher")),
    ("compare.page", mark("Comparer")),
    ("graph.page", mark("Graphe")),
    ("check.page", mark("Vérifier")),
    ("questions.index", mark("Questions")),
    ("sparql.page", mark("SPARQL")),
)


class Page(Protocol):
    """What a template shows: a frozen dataclass that names its template."""

    template: ClassVar[str]


def render(page: Page, status: int = 200) -> Response:
    """Return a page as an answer.

    Args:
        page: its content.
        status: HTTP status.
    """
    return make_response(render_template(page.template, page=page), status)


def install(app: Flask) -> None:
    """Give templates their filters and functions."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        {
            "bloc_code": short_code,
            "condense": condense,
            "facts_beside_heading": beside_heading,
            "href": safe_href,
            "gather_sources": gather_sources,
            "mark_words": mark_words,
            "short_name": lambda name: name.rpartition("#")[2].rpartition("/")[2],
            "unsaid": unsaid,
        }
    )
    # These depend on the request: without the context, Jinja would work out those of constants only once.
    of_request: dict[str, Callable[..., Any]] = {
        "column_label": column_label,
        "counted": labels.class_label,
        "data": data,
        "day": lambda value: format_date(value, language()),
        "facet": labels.facet_label,
        "facet_word": labels.facet_word,
        "force_word": labels.force_word,
        "kind": labels.kind_label,
        "mapped_name": labels.mapped_name,
        "number": lambda value, digits=None: format_number(value, language(), digits=digits),
        "page": link_address,
        "page_of": lambda iri: page_address(page_path(iri, viewer().settings.base_iri) or "/"),
        "question_text": labels.question_text,
        "refusal": refusal,
        "sort_name": labels.sort_name,
        "source_kind": labels.source_kind,
        "term": labels.term_label,
        "theme_name": labels.theme_name,
        "translated": translate,
        "typeset": lambda text: typeset_french(text) if language() == "fr" else text,
        "value": literal_value,
    }
    environment.filters.update({name: _of_request(each) for name, each in of_request.items()})
    environment.globals.update(
        asset=asset,
        incoming=incoming,
        media_type=MEDIA_TYPES.__getitem__,
        query_link=query_link,
        past=past,
        same_page=same_page,
        site=site,
    )
    app.context_processor(_frame)


def _of_request(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that is evaluated for each request, also on constants."""

    @pass_context
    def evaluated(_context: Context, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any filter
        return function(*args, **kwargs)

    return evaluated


def _frame() -> dict[str, Any]:
    """Return what the frame of every page needs."""
    theme = request.cookies.get(THEME_COOKIE)
    return {
        "lang": language(),
        "theme": theme if theme in THEMES else None,
        "navigation": [(endpoint, translate(label)) for endpoint, label in _NAVIGATION],
        "most_compared": MOST,
    }


def data(text: str, tag: str = "fr") -> Markup:
    """Return a text of the data, isolated from the direction and language of the page around it.

    Args:
        text: the text.
        tag: its language; nearly all data are French.
    """
    attribute = Markup(' lang="{}"').format(tag) if tag not in {language(), ""} else ""
    return Markup("<bdi{}>{}</bdi>").format(attribute, text)


def page_address(path: str) -> str:
    """Return the address of a page of this site from its path without a leading slash."""
    return f"{request.script_root}/{quote(path.lstrip('/'), safe=PATH_SAFE)}"


def link_address(path: str) -> str:
    """Return where a link to a thing leads: to its page here, or to where others publish it.

    Args:
        path: its path without a leading slash, or its whole IRI where it is not under the base of the data.
    """
    if "://" in path:
        return safe_href(path) or "#"
    return page_address(path)


def same_page(**changes: object) -> str:
    """Return the address of the current page with other parameters.

    Args:
        changes: parameter -> its new value, ``None`` to leave it out.
    """
    arguments: dict[str, Any] = request.args.to_dict(flat=False) | changes
    query = urlencode({name: value for name, value in arguments.items() if value is not None}, doseq=True)
    return page_address(quote(request.path.lstrip("/"), safe="-._~!$&'()*+,;=:@/")) + (
        f"?{query}" if query else ""
    )


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def query_link(name: str, **things: str | None) -> str:
    """Return the address of the editor filled with the query that feeds a list or a picture.

    Args:
        name: name of the query.
        things: variable -> path or IRI of the thing that it is asked about; nothing for all.
    """
    base = viewer().settings.base_iri
    iris = {
        variable: [thing if "://" in thing else f"{base}{quote(unquote(thing), safe=PATH_SAFE)}"]
        for variable, thing in things.items()
        if thing
    }
    return url_for("sparql.page", query=catalog().query_text(name, iris))


def asset(name: str) -> str:
    """Return the address of a static file, another one whenever its content changes."""
    return url_for("static", filename=name, v=_digest(name))


def incoming(path: str) -> IncomingView:
    """Return the page of inverse links of a thing that the request wants; it is read once a request.

    Args:
        path: its path without leading slash.
    """
    if "incoming" not in g:
        page = whole_number(request.args.get("entrants"), least=1)
        g.incoming = catalog().incoming(path, page)
    found = g.incoming
    assert isinstance(found, IncomingView)  # noqa: S101 - put there by the line above
    return found


def site() -> InfoView | None:
    """Return what the foot of a page says of the graph; nothing while there is none to open."""
    try:
        return catalog().info
    except StoreUnavailable:
        return None
