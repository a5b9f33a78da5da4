"""What is known of each request: its id, and one line about it on the log, without personal data."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

from webui.viewer import viewer

ID_HEADER = "X-Request-Id"
#: Where each request is told of; ``graphkit serve`` gives it a handler when the settings want one.
LOGGER = logging.getLogger("graphkit.requests")
# What comes from outside is written on, so it is taken only in a form that can do no harm anywhere.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_MAX_PATH = 300
_MAX_QUERY = 2000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WORDS = ("q", "query")


class Inert(logging.Filter):
    """Takes from messages what would make one line of a log look like several."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Make a record harmless, and let it pass.

        Args:
            record: what is about to be written.
        """
        record.msg, record.args = inert(record.getMessage()), ()
        return True


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON.

        Args:
            record: what is to be told.
        """
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **getattr(record, "facts", {"message": record.getMessage()}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True)


def inert(text: str) -> str:
    """Return a text on one line: its control characters as they are written in Python.

    Args:
        text: any text.
    """
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def install(app: Flask) -> None:
    """Give each request of an application an id, and tell of it when it is answered.

    Args:
        app: the application.
    """
    app.logger.addFilter(Inert())
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of the current request: the one that it came with if well-formed, else a new one."""
    if "request_id" not in g:
        given = request.headers.get(ID_HEADER, "")
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
    return str(g.request_id)


def route() -> str:
    """Return the pattern of addresses that the current request met; empty for none."""
    return request.url_rule.rule if request.url_rule else ""


def elapsed() -> float:
    """Return the seconds since the current request began."""
    return time.perf_counter() - float(g.get("began", time.perf_counter()))


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers[ID_HEADER] = request_id()
    if LOGGER.isEnabledFor(logging.INFO):
        facts = _facts(response)
        LOGGER.info(_line(facts), extra={"facts": facts})
    return response


def _facts(response: Response) -> dict[str, Any]:
    """Return what is told of a request: neither who sent it nor, unless that is wanted, what was asked."""
    facts: dict[str, Any] = {
        "request": request_id(),
        "method": request.method,
        "path": request.path[:_MAX_PATH],
        "route": route(),
        "status": response.status_code,
        "ms": round(elapsed() * 1000, 1),
        "bytes": response.content_length,
    }
    if viewer().settings.serving.log_queries:
        facts["query"] = next(
            (text[:_MAX_QUERY] for name in _WORDS if (text := request.values.get(name))), None
        )
    return facts


def _line(facts: dict[str, Any]) -> str:
    return inert(" ".join(f"{name}={value}" for name, value in facts.items() if value not in {None, ""}))
