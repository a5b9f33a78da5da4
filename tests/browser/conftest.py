"""A real browser on a real server over the packaged sample."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright
from visiting import Visit

from graphkit.cli.http_server import make_server, port_of
from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the viewer, served as ``graphkit serve`` does."""
    settings = Settings(store=tmp_path_factory.mktemp("browser") / "graph")
    build([], settings)
    app = create_app(settings, today=lambda: date(2026, 11, 23))
    server = make_server(app, "127.0.0.1", 0, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port_of(server)}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = os.environ.get("GRAPHKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = (
            "no Chromium on this machine: apt-get install chromium fonts-dejavu-core, "
            "or set GRAPHKIT_CHROMIUM to one"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures go: the folder that ``GRAPHKIT_SCREENSHOTS`` names, or one that is thrown away."""
    folder = Path(os.environ.get("GRAPHKIT_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=["fr-FR", "en-GB"])
def locale(request: pytest.FixtureRequest) -> str:
    """Language of the visitor's browser."""
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Colours that the visitor's system asks for."""
    return str(request.param)


@pytest.fixture
def visit(site: str, browser: Browser, locale: str, scheme: str) -> Iterator[Visit]:
    """A visitor, who at the end must have met no fault."""
    context = browser.new_context(
        base_url=site,
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 1280, "height": 860},
    )
    visitor = Visit(context.new_page(), urlsplit(site).netloc)
    visitor.watch()
    yield visitor
    context.close()
    assert not visitor.faults


@pytest.fixture
def visitor(site: str, browser: Browser) -> Iterator[Visit]:
    """The tab of a French visitor, who at the end must have met no fault."""
    context = browser.new_context(base_url=site, locale="fr-FR")
    made = Visit(context.new_page(), urlsplit(site).netloc)
    made.watch()
    yield made
    context.close()
    assert not made.faults
