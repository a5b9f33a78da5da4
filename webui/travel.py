"""``?at=AAAA-MM-JJ``: a thing as the version in force that day says it (after RFC 7089, Memento)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, g, request
from werkzeug.http import http_date

from webui.viewer import viewer

PARAMETER = "at"


@dataclass(frozen=True, slots=True)
class Past:
    """The day that a request looks at.

    Attributes:
        day: the day.
        since: since when what is shown was in force.
        version: id of the version that says it.
    """

    day: date
    since: datetime
    version: str


def past() -> Past | None:
    """Return the day that the request looks at; ``None`` for the present."""
    found: Past | None = g.get("past")
    return found


def day_shown() -> date:
    """Return the day as of which a page tells what is in force."""
    looked_at = past()
    return looked_at.day if looked_at else viewer().today()


def dated(address: str) -> str:
    """Return the address of another document of the day that the request looks at.

    Args:
        address: its address at present.
    """
    looked_at = past()
    return f"{address}?{PARAMETER}={looked_at.day.isoformat()}" if looked_at else address


def install(blueprint: Blueprint) -> None:
    """Let the pages of a blueprint look at the past.

    Args:
        blueprint: the blueprint; its addresses are things.
    """
    blueprint.before_request(_travel)
    blueprint.after_request(_tell)


def _travel() -> None:
    asked = request.args.get(PARAMETER)
    if asked is not None:
        g.catalog, day, since = viewer().history.on(asked, viewer().today())
        version = g.catalog.version
        g.past = Past(day, since, version.id if version else "")


def _tell(answer: Response) -> Response:
    looked_at = past()
    if looked_at is not None:
        answer.headers["Memento-Datetime"] = http_date(looked_at.since)
        answer.headers.add("Link", f'<{request.path}>; rel="original latest-version"')
    return answer
