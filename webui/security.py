"""Headers that every answer carries: what a page may load, and what caches must tell apart."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, request
from werkzeug.sansio.utils import host_is_trusted

from webui.negotiation import MEDIA_TYPES
from webui.viewer import viewer

HEALTH = "/healthz"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_SCRIPTS = "; script-src 'self'; connect-src 'self'"
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
    app.before_request(_refuse_other_hosts)
    app.after_request(_protect)


def _refuse_other_hosts() -> None:
    """Refuse what was meant for another host: no address of others comes into a page, an IRI or a cache."""
    hosts = viewer().settings.serving.hosts
    # A probe of a balancer asks for the health of whatever has this address.
    if hosts and not request.path.startswith(HEALTH) and not host_is_trusted(request.host.lower(), hosts):
        abort(400)


def _keep_on_this_site(response: Response) -> None:
    """Have a redirection name no host: it would be the one that the request came with, whoever wrote that."""
    here, location = request.host_url, response.location or ""
    if location.startswith(here):
        response.location = f"/{location.removeprefix(here).lstrip('/')}"
        response.set_data(b"")


def allow_scripts() -> str:
    """Let the page of this answer run the scripts of this site.

    Returns:
        A secret, made for this answer alone, by which a script may add styles of its own.
    """
    if "scripts" not in g:
        g.scripts = secrets.token_urlsafe(16)
    return str(g.scripts)


def _protect(response: Response) -> Response:
    if "scripts" in g:
        # Nothing else of this site runs a script, so nothing else may.
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}{_SCRIPTS}".replace(
            "style-src 'self'", f"style-src 'self' 'nonce-{g.scripts}'"
        )
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    _keep_on_this_site(response)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _TLS_ONLY)
    if request.endpoint != "static":
        response.vary.update(("Accept",) if response.mimetype in _SAME_FOR_ALL else _READER)
    return response
