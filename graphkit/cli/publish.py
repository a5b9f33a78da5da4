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

#: Quads beyond which a copy of the site, a dozen files a thing, is made only if it is asked for.
_MOST_QUADS = 1_000_000


@click.command("publish")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the publication; by default `dumps` in the store, where the viewer finds it.",
)
@click.option(
    "--site/--no-site",
    default=None,
    help="Also write a copy of the site as files, in `site` there, which any file server can host; by default"
    f" for a graph of at most {_MOST_QUADS:,} quads.",
)
@store_option
@json_option
def command(out: Path | None, site: bool | None, store: str | None, as_json: bool) -> None:
    """Write what others need to reuse the graph: dumps, VoID, DCAT, ontology, checksums, a copy of the site.

    HDT is not among the dumps: what writes it wants a compiler or a later Python. Make it of graphe.nq.gz.

    The same graph gives the same bytes. The folder is written beside and renamed at the end: what is in it
    is whole.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - as the rest, only when it is used
    from graphkit.publish.publication import publish  # noqa: PLC0415

    folder = directory_of(store) / "dumps" if out is None else out
    settings, catalog = settings_with(store), catalog_of(store)
    wanted = catalog.info.quads <= _MOST_QUADS if site is None else site
    copied = 0
    with _progress() as listener:

        def copy(pending: Path) -> None:
            nonlocal copied
            from webui.static_site import write_site  # noqa: PLC0415 - only where it is wanted

            def heard(done: int) -> None:
                listener("site", done, 0)

            copied = write_site(catalog, settings, pending / "site", pending, heard)

        made = publish(catalog, folder, site=settings.site, more=copy if wanted else None, listener=listener)
    if as_json:
        click.echo(
            to_json(
                {
                    "folder": made.folder,
                    "version": made.version,
                    "quads": made.quads,
                    "files": made.files,
                    "things": copied,
                }
            )
        )
        return
    click.echo(f"{made.folder}: {made.quads} quads of version {made.version[:12]}")
    for name, size in made.files.items():
        click.echo(f"  {size:>12}  {name}")
    if wanted:
        click.echo(f"{made.folder / 'site'}: the site as files, {copied} things in French and English")
    elif site is None:
        click.echo(f"no copy of the site: the graph has more than {_MOST_QUADS:,} quads; --site makes one")


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
        yield lambda step, done, total: bar.update(
            task, description=step, completed=done, total=total or None
        )
