"""``graphkit serve``."""

from __future__ import annotations

import click

from graphkit.cli.options import settings_with, store_option

#: Threads for the pages; queries that run or wait have theirs beside.
_THREADS = 8
# More than any page takes, so that the page itself says what is too large; no more is written to the disk.
_MAX_BODY = 64 << 20


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@store_option
def command(host: str, port: int, store: str | None) -> None:
    """Open the viewer; without a store, build the packaged sample first."""
    from waitress.server import create_server  # noqa: PLC0415 - only this command needs it

    from graphkit.catalog import catalog_source  # noqa: PLC0415
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
    app = create_app(settings)
    threads = _THREADS + settings.queries.workers + settings.queries.queue
    try:
        server = create_server(
            app, host=host, port=port, threads=threads, ident=None, max_request_body_size=_MAX_BODY
        )
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror}); try --port"
        ) from error
    click.echo(f"viewer on http://{host}:{server.effective_port}/  (Ctrl+C stops it)")
    try:
        server.run()
    finally:
        server.close()
