"""Health, metrics, and what the log tells of a request."""

from __future__ import annotations

import builtins
import dataclasses
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.serving import Serving
from graphkit.store.service import versions_of
from graphkit.store.versions import open_current
from webui import create_app
from webui.requests import LOGGER, JsonLines


class Kept(logging.Handler):
    """Keeps what it is told, as ``graphkit serve`` would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def log() -> Iterator[Kept]:
    """What is told of requests."""
    handler, level = Kept(), LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield handler
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)


def test_live_says_so_even_without_a_graph(empty_store: Settings) -> None:
    answer = create_app(empty_store).test_client().get("/healthz/live")
    assert (answer.status_code, answer.json) == (200, {"live": True})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
def test_ready_tells_the_version_or_why_there_is_none(
    settings: Settings, empty_store: Settings, path: str
) -> None:
    version = open_current(settings.store).version
    assert version is not None
    answer = create_app(settings).test_client().get(path)
    assert answer.json == {"live": True, "ready": True, "version": version.id, "quads": version.quads}
    none = create_app(empty_store).test_client().get(path)
    assert none.status_code == 503
    assert none.json is not None
    assert (none.json["ready"], "graphkit build" in none.json["detail"]) == (False, True)


def test_ready_warns_when_the_version_before_is_served(tmp_path: Path) -> None:
    made = Settings(store=tmp_path / "graph")
    build([], dataclasses.replace(made, validate=False))
    # The same data under the rules is another version.
    build([], made)
    newest, before = versions_of(made.store)
    (newest.files / "CURRENT").unlink()
    answer = create_app(made).test_client().get("/healthz/ready")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["version"] == before.id
    assert (
        answer.json["warnings"][0] == f"version {newest.id[:12]} is damaged: CURRENT is missing or unreadable"
    )


def test_there_are_no_metrics_unless_they_are_wanted(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


def test_metrics_without_their_library_are_refused_with_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if name.startswith("prometheus_client"):
            raise ImportError(name)
        return usual(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ValueError, match=r"pip install 'graphkit\[metrics\]'"):
        create_app(Settings(store=settings.store, serving=Serving(metrics=True)))


def test_metrics_count_requests_by_route_and_tell_of_queries(settings: Settings) -> None:
    app = create_app(Settings(store=settings.store, serving=Serving(metrics=True)))
    client = app.test_client()
    for path in ("/certification/RNCP25520", "/certification/RNCP9", "/a", "/b", "/c"):
        client.get(path)
    client.open("/", method="BREW")
    client.post("/sparql", data={"query": "ASK {}"})
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert answer.headers["Cache-Control"] == "no-store"
    told = {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    total, route = "graphkit_requests_total", "/certification/<path:name>"
    assert told[total, "GET", route, "200"] == told[total, "GET", route, "404"] == 1
    assert told[total, "other", "", "405"] == 1
    # However many addresses are tried, they are one series.
    unknown = {key[2] for key in told if key[0] == total and key[3] == "404" and key[2] != route}
    assert {told[total, "GET", each, "404"] for each in unknown} == {3}
    assert told[("graphkit_ready",)] == 1
    assert told[("graphkit_quads",)] > 7000
    assert told[("graphkit_queries_running",)] == told[("graphkit_query_kills_total",)] == 0
    assert told["graphkit_request_seconds_count", route] == 2


def test_metrics_without_a_graph_say_that_it_is_not_ready(empty_store: Settings) -> None:
    app = create_app(Settings(store=empty_store.store, serving=Serving(metrics=True)))
    assert "graphkit_ready 0.0" in app.test_client().get("/metrics").text


def test_a_request_is_told_of_without_who_sent_it_or_what_was_asked(app: Flask, log: Kept) -> None:
    client = app.test_client()
    client.get("/recherche?q=infirmier", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    client.post("/sparql", data={"query": "ASK { ?secret ?p ?o }"}, headers={"User-Agent": "someone"})
    first, second = log.told
    assert set(first) == {
        "time", "level", "logger", "request", "method", "path", "route", "status", "ms", "bytes",
    }  # fmt: skip
    assert (first["method"], first["path"], first["status"]) == ("GET", "/recherche", 200)
    assert (second["method"], second["path"], second["route"]) == ("POST", "/sparql", "/sparql")
    whole = "".join(log.lines)
    assert not re.search("infirmier|secret|203.0.113.9|someone", whole)


def test_queries_are_told_when_that_is_set(settings: Settings, log: Kept) -> None:
    app = create_app(Settings(store=settings.store, serving=Serving(log_queries=True)))
    app.test_client().post("/sparql", data={"query": "ASK { ?s ?p 'x\ny' }"})
    app.test_client().get("/recherche?q=infirmier")
    assert [line["query"] for line in log.told] == ["ASK { ?s ?p 'x\ny' }", "infirmier"]


def test_a_request_keeps_the_id_that_it_came_with_only_if_it_is_well_formed(app: Flask, log: Kept) -> None:
    client = app.test_client()
    kept = client.get("/healthz/live", headers={"X-Request-Id": "0123-abc.DEF_9"})
    assert kept.headers["X-Request-Id"] == "0123-abc.DEF_9"
    for bad in ("short", "x" * 65, 'a"b<c>d12345', "abcdefgh\u00e9", "-abcdefgh", "abc defgh", ""):
        answer = client.get("/healthz/live", headers={"X-Request-Id": bad})
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])
    assert len({line["request"] for line in log.told}) == 8
    assert log.told[0]["request"] == "0123-abc.DEF_9"


@pytest.mark.parametrize("char", ["\n", "\r", "\x1b[2J", "\x85", "\u2028", "\x00", "\x7f"])
def test_no_address_makes_a_line_of_its_own_in_the_log(app: Flask, log: Kept, char: str) -> None:
    client = app.test_client()
    client.get(f"/a{quote(char)}ERROR forged")
    (line,) = log.lines
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["path"] == f"/a{char}ERROR forged"
    # As a plain text, and what the framework itself tells of a bug at such an address.
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (f"/a{char}b",), None)
    app.logger.filter(record)
    assert record.getMessage().isprintable()
    assert len(record.getMessage().splitlines()) == 1
