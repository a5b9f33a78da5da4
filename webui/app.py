"""Making the application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask

from graphkit.catalog import Catalog
from graphkit.config import Settings, settings_from_environment
from webui import checking, errors, i18n, metrics, requests, security, sharing, templating, viewer
from webui.pages import BLUEPRINTS
from webui.structured_data import structured_data

_MAX_BODY = 256 << 10
_A_YEAR = 365 * 24 * 3600


def create_app(
    settings: Settings | None = None,
    *,
    catalog: Catalog | None = None,
    today: Callable[[], date] = date.today,
    attended: bool = False,
    dumps: Path | None = None,
) -> Flask:
    """Return the viewer as a WSGI application.

    Args:
        settings: where the store is and the base of IRIs; those of the environment when absent.
        catalog: the door to the graph; opened from the settings at the first request when absent.
        today: the clock that days left are counted from.
        attended: whether a new version is verified and counted before it is served; for servers that stay up.
        dumps: folder of the publication whose files are offered; ``dumps`` in the store when absent.

    Raises:
        ValueError: a setting of the environment is unusable.
    """
    app = Flask("webui")
    # The address of a static file changes with its content, so it may be kept for a year.
    app.config.update(
        MAX_CONTENT_LENGTH=_MAX_BODY, MAX_FORM_MEMORY_SIZE=_MAX_BODY, SEND_FILE_MAX_AGE_DEFAULT=_A_YEAR
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    settings = settings or settings_from_environment()
    viewer.install(app, settings, today, catalog, attended=attended, dumps=dumps)
    checking.install(app, settings)
    requests.install(app)
    metrics.install(app, settings.serving)
    for part in (templating, i18n, security, sharing, errors):
        part.install(app)
    app.jinja_env.globals["structured_data"] = structured_data
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
