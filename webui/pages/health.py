"""Whether the site is up, and whether it has a graph to show."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from graphkit.errors import StoreUnavailable, outcome
from webui.viewer import catalog

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 with the version in service, or 503 while there is none."""
    try:
        info = catalog().info
    except StoreUnavailable as error:
        answer = jsonify(live=True, ready=False, detail=str(error))
        answer.status_code = outcome(error)[1]
    else:
        answer = jsonify(live=True, ready=True, version=info.version, quads=info.quads)
    answer.headers["Cache-Control"] = "no-store"
    return answer
