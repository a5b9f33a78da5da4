"""Headers that every answer carries: what a page may load, and what caches must tell apart."""

from __future__ import annotations

from flask import Flask, Response, request

from webui.negotiation import MEDIA_TYPES

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_READER = ("Accept", "Accept-Language", "Cookie")
#: Formats in which nothing depends on the language or theme of the reader.
_SAME_FOR_ALL = frozenset(MEDIA_TYPES[name] for name in ("ttl", "nt", "rdf", "jsonld"))


def install(app: Flask) -> None:
    """Add the headers to every answer of an application."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.vary.update(("Accept",) if response.mimetype in _SAME_FOR_ALL else _READER)
    return response
