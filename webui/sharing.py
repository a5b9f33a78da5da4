"""What programs in the pages of other sites may read: whatever is data, which is the same for all."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request
from werkzeug.routing import Rule

READING = ("GET", "HEAD", "OPTIONS")
#: What such a program may send beside.
SENT = ("Accept", "Accept-Language", "If-Modified-Since", "If-None-Match")
#: Told to whoever runs the site, not to everybody's pages.
_KEPT = ("/metrics", "/static/")
_PAGE = "text/html"


def install(app: Flask) -> None:
    """Open what an application only reads, and nothing that takes a form."""
    app.after_request(_share)


def open_to_all(answer: Response) -> Response:
    """Let programs in the pages of any site read an answer: it is the same for all, and open data."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "Content-Location, ETag, Link"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def allow(answer: Response, methods: Sequence[str], headers: Sequence[str]) -> Response:
    """Say what a browser asks before a page of another site may send a request that is not the plainest.

    Args:
        answer: the answer.
        methods: what the address answers to.
        headers: what such a page may send beside.
    """
    answer.headers["Allow"] = ", ".join(methods)
    answer.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    answer.headers["Access-Control-Allow-Headers"] = ", ".join(headers)
    answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


def _share(answer: Response) -> Response:
    rule = request.url_rule
    if "Access-Control-Allow-Origin" in answer.headers or request.path.startswith(_KEPT) or _takes(rule):
        return answer
    if request.method == "OPTIONS":
        if rule is None:
            return answer
        # The default answer to OPTIONS is called a page, though it is empty.
        return open_to_all(allow(answer, READING, SENT))
    # A page is made for its reader, in the language and the colours of a cookie.
    return answer if answer.mimetype in {_PAGE, ""} else open_to_all(answer)


def _takes(rule: Rule | None) -> bool:
    """Tell whether an address takes forms."""
    return rule is not None and "POST" in (rule.methods or ())
