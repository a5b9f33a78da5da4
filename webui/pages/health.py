"""Whether the site is up, and whether it has a graph to show."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from graphkit.catalog import Catalog
from graphkit.errors import StoreUnavailable, outcome
from webui.viewer import catalog

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz/live")
def live() -> Response:
    """Answer 200: the process takes requests; nothing of the store is looked at."""
    return _uncached(jsonify(live=True))


@blueprint.get("/healthz")
@blueprint.get("/healthz/ready")
def ready() -> Response:
    """Answer 200 with the version in service, or 503 while there is none."""
    try:
        version, quads = _held(catalog())
    except StoreUnavailable as error:
        answer = jsonify(live=True, ready=False, detail=str(error))
        answer.status_code = outcome(error)[1]
        return _uncached(answer)
    warnings = catalog().warnings
    return _uncached(
        jsonify(
            live=True,
            ready=True,
            version=version,
            quads=quads,
            **({"warnings": warnings} if warnings else {}),
        )
    )


def _held(door: Catalog) -> tuple[str, int]:
    """Return what the manifest of a version tells; only a graph without one is counted for it."""
    if door.version is not None:
        return door.version.id, door.version.quads
    return door.info.version, door.info.quads


def _uncached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
