"""How long an answer stays true: validators from the version in service, and conditional requests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time

from flask import Response, request

from graphkit.errors import StoreUnavailable
from graphkit.store.manifest import Version
from webui.sharing import open_to_all
from webui.viewer import catalog, viewer

#: Seconds during which data may be kept without asking again; pages also depend on the reader and the day.
SECONDS_KEPT = 300


def stamp(answer: Response, *, daily: bool = False) -> Response:
    """Give an answer its ``ETag`` and ``Last-Modified``; 304 to a client that has it already.

    The tag is made of the version in service and of the content, so that no two representations share one
    and a new program, whose pages differ, is not mistaken for the old.

    Args:
        answer: a complete answer with status 200.
        daily: it counts days, as pages do: it is another one each day.
    """
    version = _version()
    digest = hashlib.sha256(answer.get_data()).hexdigest()[:16]
    answer.set_etag(f"{version.id[:16]}-{digest}" if version else digest)
    published = version.published if version else None
    page = answer.mimetype == "text/html"
    if published:
        # A page counts the days left.
        midnight = datetime.combine(viewer().today(), time(), UTC)
        answer.last_modified = max(published, midnight) if page or daily else published
    if not page:
        # Before a 304 takes the media type away, by which it would be known for data.
        open_to_all(answer)
    answer.headers["Cache-Control"] = "no-cache" if page else f"public, max-age={SECONDS_KEPT}"
    answer.make_conditional(request)
    return answer


def _version() -> Version | None:
    """Return the version in service; what does not come from the graph is answered without one too."""
    try:
        return catalog().version
    except StoreUnavailable:
        return None
