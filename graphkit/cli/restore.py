"""``graphkit restore``."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.options import directory_of, json_option, store_option


@click.command("restore")
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path, exists=True))
@store_option
@json_option
def command(backup: Path, store: str | None, as_json: bool) -> None:
    """Make a store of a BACKUP: refused whole if a file or a graph of it is not what was backed up.

    The store must not be there yet, or be empty. It gets its name when it is whole.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415
    from graphkit.store.restoring import restore  # noqa: PLC0415 - heavier than --help may be

    done = restore(backup, directory_of(store))
    if as_json:
        click.echo(to_json(done))
        return
    click.echo(f"{done.store}: version {done.version[:12]} is in service: {done.quads} quads")
