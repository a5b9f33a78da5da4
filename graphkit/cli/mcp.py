"""``graphkit mcp``."""

from __future__ import annotations

from importlib.util import find_spec

import click

from graphkit.cli.options import settings_with, store_option


@click.command("mcp")
@store_option
def command(store: str | None) -> None:
    """Give assistants read-only tools over the graph: a server of the Model Context Protocol on stdio.

    It is started by the program that uses it, which talks to it by its standard input and output. Needs the
    extra: pip install 'graphkit[mcp]'.
    """
    if find_spec("mcp") is None:
        raise click.UsageError(
            "this command needs an extra that is not installed: pip install 'graphkit[mcp]'"
        )
    from graphkit.catalog import catalog_source  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.cli.tools import serve  # noqa: PLC0415

    settings = settings_with(store)
    source = catalog_source(settings)
    # Without a graph no tool has an answer: tell it now, on the standard error.
    source.get()
    serve(source, settings.queries)
