"""Headers that every answer carries: what a page may load, and what caches must tell apart."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request
from werkzeug.sansio.utils import host_is_trusted

from webui.negotiation import MEDIA_TYPES
from webui.viewer import viewer_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEALTH = "/healthz"
#: What any site may send forms to: queries, which only read.
OPEN_TO_OTHER_SITES = frozenset({"sparql.page"})
# https://www.rfc-editor.org/rfc/rfc1035, 2.3.4; a port may follow.
_LONGEST_NAME, _LONGEST_LABEL = 260, 63
_READING = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_SCRIPTS = "; connect-src 'self'"
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What was once read over TLS is not read without it, for a year.
_TLS_ONLY = "max-age=31536000; includeSubDomains"
_READER = ("Accept", "Accept-Language", "Cookie")
#: Formats in which nothing depends on the language or theme of the reader.
_SAME_FOR_ALL = frozenset(MEDIA_TYPES[name] for name in ("ttl", "nt", "rdf", "jsonld"))


def install(app: Flask) -> None:
    """Add the headers to every answer of an application, and refuse requests for hosts that it is not."""
    app.wsgi_app = _OfThisSite(app.wsgi_app, viewer_of(app).settings.serving.hosts)  # type: ignore[method-assign]
    app.before_request(_refuse_forms_of_other_sites)
    app.after_request(_protect)


class _OfThisSite:
    """Refuses what was meant for another host: no address of others comes into a page, an IRI or a cache.

    Args:
        inner: the application, which cannot even make its error page for a host that is none.
        hosts: names under which it answers; any when empty.
    """

    def __init__(self, inner: WSGIApplication, hosts: tuple[str, ...]) -> None:
        self._inner = inner
        self._hosts = hosts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        host = environ.get("HTTP_HOST", "").lower()
        # A probe of a balancer asks for the health of whatever has this address.
        hosts = () if environ.get("PATH_INFO", "").startswith(HEALTH) else self._hosts
        # A request of HTTP/1.0 may name no host.
        if (host or hosts) and not (_has_length(host) and host_is_trusted(host, hosts)):
            refusal = Response("this site is not the host that was asked for\n", 400, mimetype="text/plain")
            refusal.headers.update(_ALWAYS)
            return refusal(environ, start_response)
        return self._inner(environ, start_response)


def _has_length(host: str) -> bool:
    """Tell whether a name is no longer, in whole and between its dots, than names of hosts are."""
    return len(host) <= _LONGEST_NAME and all(len(label) <= _LONGEST_LABEL for label in host.split("."))


def _refuse_forms_of_other_sites() -> None:
    """Refuse a form that another site had a visitor send: what it sets or costs was not wanted by anybody."""
    if request.method in _READING or request.endpoint in OPEN_TO_OTHER_SITES:
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != request.host_url.removesuffix("/")
    # A browser that knows the header tells better than the origin, which a proxy may have changed.
    if request.headers.get("Sec-Fetch-Site", "cross-site" if foreign else "none") in {
        "cross-site",
        "same-site",
    }:
        abort(403)


def _keep_on_this_site(response: Response) -> None:
    """Have a redirection name no host: it would be the one that the request came with, whoever wrote that."""
    here, location = request.host_url, response.location or ""
    if location.startswith(here):
        response.location = f"/{location.removeprefix(here).lstrip('/')}"
        response.set_data(b"")


def allow_scripts() -> str:
    """Let the scripts of this answer's page ask this site for data, and add styles of their own.

    Returns:
        A secret, made for this answer alone, by which a script may add styles of its own.
    """
    if "scripts" not in g:
        g.scripts = secrets.token_urlsafe(16)
    return str(g.scripts)


def allow_asking() -> None:
    """Let the script of this answer's page ask this site for data."""
    g.asks = True


def _protect(response: Response) -> Response:
    if "scripts" in g:
        # Only these scripts add styles; they ask for data, as those of very few other pages.
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}{_SCRIPTS}".replace(
            "style-src 'self'", f"style-src 'self' 'nonce-{g.scripts}'"
        )
    elif "asks" in g:
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}{_SCRIPTS}"
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    _keep_on_this_site(response)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _TLS_ONLY)
    if request.endpoint != "static":
        response.vary.update(("Accept",) if response.mimetype in _SAME_FOR_ALL else _READER)
    return response
