"""What an application holds between requests: its settings, its clock, and the door to the graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from flask import Flask, current_app

from graphkit.catalog import Catalog, open_catalog
from graphkit.config import Settings

_KEY = "graphkit"


@dataclass
class Viewer:
    """The state of one application.

    Attributes:
        settings: where the store is and the base of IRIs.
        today: the clock; days left are counted from what it says.
    """

    settings: Settings
    today: Callable[[], date]
    _catalog: Catalog | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def catalog(self) -> Catalog:
        """The door to the graph, opened at its first use.

        Raises:
            StoreUnavailable: there is no store to open yet; a later request tries again.
        """
        with self._lock:
            if self._catalog is None:
                self._catalog = open_catalog(self.settings)
            return self._catalog


def install(app: Flask, settings: Settings, today: Callable[[], date], catalog: Catalog | None) -> None:
    """Give an application its state."""
    app.extensions[_KEY] = Viewer(settings, today, catalog)


def viewer() -> Viewer:
    """Return the state of the current application."""
    state = current_app.extensions[_KEY]
    assert isinstance(state, Viewer)  # noqa: S101 - installed by create_app and by nothing else
    return state


def catalog() -> Catalog:
    """Return the door to the graph of the current application.

    Raises:
        StoreUnavailable: there is no store to open yet.
    """
    return viewer().catalog
