"""What an application holds between requests: its settings, its clock, and the door to the graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask, current_app, g

from graphkit.catalog import AttendedCatalog, Catalog, catalog_source
from graphkit.catalog.history import History
from graphkit.config import Settings

_KEY = "graphkit"
#: Where ``graphkit publish`` writes unless told otherwise, in the directory of the store.
DUMPS_FOLDER = "dumps"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The state of one application.

    Attributes:
        settings: where the store is and the base of IRIs.
        today: the clock; days left are counted from what it says.
        open_catalog: gives the door to the version in service.
        history: gives the doors to the versions of the past.
        dumps: folder of the publication whose files are offered; ``None`` for none.
    """

    settings: Settings
    today: Callable[[], date]
    open_catalog: Callable[[], Catalog]
    history: History
    dumps: Path | None


def install(
    app: Flask,
    settings: Settings,
    today: Callable[[], date],
    catalog: Catalog | None,
    *,
    attended: bool = False,
    dumps: Path | None = None,
) -> None:
    """Give an application its state.

    Args:
        app: the application.
        settings: where the store is and the base of IRIs.
        today: the clock.
        catalog: the door to the graph; opened from the settings when absent.
        attended: whether versions are made ready before they are served, in a thread of their own.
        dumps: folder of the publication whose files are offered; ``dumps`` in the store when absent.
    """
    attends = attended and not settings.endpoint
    source = AttendedCatalog(settings) if attends else catalog_source(settings)
    kept = None if settings.endpoint or catalog is not None else settings.store
    app.extensions[_KEY] = Viewer(
        settings,
        today,
        source.get if catalog is None else lambda: catalog,
        History(kept, settings.base_iri),
        dumps or (None if settings.endpoint else settings.store / DUMPS_FOLDER),
    )


def viewer() -> Viewer:
    """Return the state of the current application."""
    return viewer_of(current_app)


def viewer_of(app: Flask) -> Viewer:
    """Return the state of an application.

    Args:
        app: the application.
    """
    state = app.extensions[_KEY]
    assert isinstance(state, Viewer)  # noqa: S101 - installed by create_app and by nothing else
    return state


def catalog() -> Catalog:
    """Return the door to the graph: one version for the whole of a request.

    Raises:
        StoreUnavailable: there is no store to open yet; a later request tries again.
    """
    if "catalog" not in g:
        g.catalog = viewer().open_catalog()
    opened = g.catalog
    assert isinstance(opened, Catalog)  # noqa: S101 - put there by the line above
    return opened
