"""The viewer over the packaged sample, on a fixed day, and what tests ask of its answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.assets import data_path
from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store built from the packaged sample."""
    made = Settings(store=tmp_path_factory.mktemp("viewer") / "graph")
    build([], made)
    return made


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    """The viewer over the packaged sample."""
    return create_app(settings, today=lambda: TODAY)


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The viewer over RNCP25520, a copy of it under another number, and a draft."""
    folder, sample = tmp_path_factory.mktemp("copies"), data_path("sample")
    first, copy = sample / "fiche_RNCP25520.txt", folder / "fiche_RNCP25521.txt"
    copy.write_text(first.read_text("utf-8").replace("25520", "25521"), "utf-8")
    settings = Settings(store=folder / "graph", validate=False)
    build([first, copy, sample / "referentiel_chef_de_projet_digital.txt"], settings)
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without cookies."""
    return app.test_client()


@pytest.fixture
def parse() -> Callable[[TestResponse], html5lib.treebuilders]:
    """Return the parser of pages: it refuses HTML with any parse error."""

    def strictly(answer: TestResponse) -> html5lib.treebuilders:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return parser.parse(answer.text)

    return strictly


@pytest.fixture
def empty_store(tmp_path: Path) -> Settings:
    """Settings of a store that has never been built."""
    return Settings(store=tmp_path / "nothing")
