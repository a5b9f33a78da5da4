"""``/metrics`` in the form of Prometheus: how many requests, how long they took, what queries cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, request

from graphkit.errors import StoreUnavailable
from graphkit.serving import Serving
from webui.requests import elapsed, route
from webui.viewer import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric
    from prometheus_client.registry import Collector

PATH = "/metrics"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def install(app: Flask, serving: Serving) -> None:
    """Count the requests of an application and tell of them at ``/metrics``, if the settings want it.

    Args:
        app: the application.
        serving: the settings.

    Raises:
        ValueError: they do, and the library for it is not installed.
    """
    if not serving.metrics:
        return
    try:
        from prometheus_client import (  # noqa: PLC0415 - an extra
            CONTENT_TYPE_LATEST,
            CollectorRegistry,
            Counter,
            Histogram,
            ProcessCollector,
            generate_latest,
        )
    except ImportError as error:
        raise ValueError("GRAPHKIT_METRICS=1 takes an extra: pip install 'graphkit[metrics]'") from error
    # One for each application: what two of them count is not added up.
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_of_store(app))
    answered = Counter(
        "graphkit_requests", "Requests answered.", ("method", "route", "status"), registry=registry
    )
    took = Histogram(
        "graphkit_request_seconds",
        "Seconds until the answer of a request began.",
        ("route",),
        registry=registry,
        buckets=_SECONDS,
    )

    def count(response: Response) -> Response:
        # Routes, not paths: whoever asks for a million addresses makes no million of series.
        method = request.method if request.method in _METHODS else "other"
        answered.labels(method, route(), str(response.status_code)).inc()
        took.labels(route()).observe(elapsed())
        return response

    app.after_request(count)
    app.add_url_rule(
        PATH,
        "metrics",
        lambda: Response(
            generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        ),
    )


def _of_store(app: Flask) -> Collector:
    """Return what tells of the version in service and of the processes of queries, each time it is asked."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 - an extra
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class OfStore(Collector):
        def collect(self) -> Iterator[Metric]:
            try:
                with app.app_context():
                    opened = catalog()
            except StoreUnavailable:
                yield GaugeMetricFamily("graphkit_ready", "Whether a graph is in service.", 0)
                return
            yield GaugeMetricFamily("graphkit_ready", "Whether a graph is in service.", 1)
            if opened.version is not None:
                yield GaugeMetricFamily(
                    "graphkit_quads", "Quads of the graph in service.", opened.version.quads
                )
            load = opened.query_load
            if load is not None:
                yield GaugeMetricFamily("graphkit_queries_running", "Queries being evaluated.", load.running)
                yield GaugeMetricFamily(
                    "graphkit_queries_waiting", "Queries that wait for a process.", load.waiting
                )
                yield CounterMetricFamily(
                    "graphkit_query_kills", "Processes of queries that were killed.", load.kills
                )

        def describe(self) -> Iterator[Metric]:
            return iter(())

    return OfStore()
