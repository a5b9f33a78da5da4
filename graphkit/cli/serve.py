"""``graphkit serve``."""

from __future__ import annotations

import click

from graphkit.cli.options import settings_with, store_option
from graphkit.serving import Serving


def _log_to_stderr(serving: Serving) -> None:
    """Have what happens told on the standard error, one line each."""
    import logging  # noqa: PLC0415 - only a server needs it

    from webui.requests import LOGGER, Inert, JsonLines  # noqa: PLC0415

    handler = logging.StreamHandler()
    if serving.log == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.addFilter(Inert())
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    LOGGER.setLevel(logging.WARNING if serving.log == "off" else logging.INFO)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@store_option
def command(host: str, port: int, store: str | None) -> None:
    """Open the viewer; without a store, build the packaged sample first."""
    from graphkit.catalog import catalog_source  # noqa: PLC0415 - only this command needs it
    from graphkit.cli.http_server import make_server, port_of  # noqa: PLC0415
    from graphkit.store.service import current_id  # noqa: PLC0415
    from webui import create_app  # noqa: PLC0415

    settings = settings_with(store)
    if settings.endpoint:
        # A page that only tells of the server's absence is of no use: tell it now.
        catalog_source(settings).get()
    elif current_id(settings.store) is None:
        from graphkit.pipeline import build  # noqa: PLC0415

        click.echo(f"no graph in {settings.store} yet: building the packaged sample", err=True)
        build((), settings)
    _log_to_stderr(settings.serving)
    try:
        app = create_app(settings, attended=True)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        server = make_server(app, host, port, settings)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror}); try --port"
        ) from error
    click.echo(f"viewer on http://{host}:{port_of(server)}/  (Ctrl+C stops it)")
    try:
        server.run()
    finally:
        server.close()
