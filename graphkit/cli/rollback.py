"""``graphkit rollback``."""

from __future__ import annotations

import click

from graphkit.cli.options import directory_of, json_option, store_option


@click.command("rollback")
@click.argument("version", required=False, metavar="[ID]")
@store_option
@json_option
def command(version: str | None, store: str | None, as_json: bool) -> None:
    """Put the version that was in service before, or a named one, in service again.

    ID is that of a kept version, or the start of it. Every byte of the version is checked first, and the
    swap is one rename. Without ID, a second rollback undoes the first.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415
    from graphkit.store.rollback import roll_back  # noqa: PLC0415 - heavier than --help may be

    done = roll_back(directory_of(store), version)
    if as_json:
        click.echo(to_json(done))
        return
    instead = f", in place of {done.replaced[:12]}" if done.replaced not in {"", done.version} else ""
    click.echo(f"version {done.version[:12]} is in service{instead}: {done.quads} quads")
