"""``graphkit publish``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import catalog_of, directory_of, json_option, settings_with, store_option

if TYPE_CHECKING:
    from graphkit.publish.publication import Listener


@click.command("publish")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the publication; by default `dumps` in the store, where the viewer finds it.",
)
@store_option
@json_option
def command(out: Path | None, store: str | None, as_json: bool) -> None:
    """Write what others need to reuse the graph: dumps, VoID, DCAT, ontology, checksums.

    The same graph gives the same bytes. The folder is written beside and renamed at the end: what is in it
    is whole.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - as the rest, only when it is used
    from graphkit.publish.publication import publish  # noqa: PLC0415

    folder = directory_of(store) / "dumps" if out is None else out
    with _progress() as listener:
        made = publish(catalog_of(store), folder, site=settings_with(store).site, listener=listener)
    if as_json:
        click.echo(to_json(made))
        return
    click.echo(f"{made.folder}: {made.quads} quads of version {made.version[:12]}")
    for name, size in made.files.items():
        click.echo(f"  {size:>12}  {name}")


@contextmanager
def _progress() -> Iterator[Listener]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sorting", total=None)
        yield lambda step, done, total: bar.update(task, description=step, completed=done, total=total)
