"""``graphkit backup``."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.options import directory_of, json_option, store_option


@click.command("backup")
@click.argument("target", metavar="FOLDER|ARCHIVE", type=click.Path(path_type=Path))
@store_option
@json_option
def command(target: Path, store: str | None, as_json: bool) -> None:
    """Back up the version in service, and what the store keeps beside it, while servers go on reading.

    A name that ends with .tar, .tar.gz or .tgz makes an archive, any other a folder. The backup gets its name
    when it is whole, with the digest of every file. Dumps are left out: `graphkit publish` writes them again.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415
    from graphkit.store.backup import back_up  # noqa: PLC0415 - heavier than --help may be

    done = back_up(directory_of(store), target)
    if as_json:
        click.echo(to_json(done))
        return
    click.echo(
        f"{done.path}: version {done.version[:12]}, {done.quads} quads, {done.files} files, {done.size} bytes"
    )
