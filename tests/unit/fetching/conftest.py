"""A server like data.gouv.fr, and a fetch that never waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_gouv_server import CONTENT, NOW, TITLE, DataServer, Run, data_server

from graphkit.config import Settings
from graphkit.fetching import Fetched, fetch
from graphkit.fetching.download import Listener
from graphkit.fetching.patience import Waiting


@pytest.fixture
def server() -> Iterator[DataServer]:
    """An empty data.gouv.fr on this machine."""
    with data_server() as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    """The seconds that a fetch would have slept."""
    return []


@pytest.fixture
def run(server: DataServer, waits: list[float], tmp_path: Path) -> Run:
    """Fetch from that server into a folder of the test."""

    def run(
        source: str = "rncp", *, keep: int = 3, limit: int = 1 << 30, link: str = "", **listening: object
    ) -> Fetched:
        return fetch(
            source,
            tmp_path,
            Settings(data_api=server.api, max_download_bytes=limit),
            keep=keep,
            link=link,
            waiting=Waiting(waits.append, lambda: 0.5, lambda: NOW),
            listener=Listener(**listening),  # type: ignore[arg-type]
        )

    return run


@pytest.fixture
def published(server: DataServer) -> str:
    """Path of one RNCP export on that server."""
    return server.publish(TITLE, CONTENT)
