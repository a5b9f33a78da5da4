"""``graphkit fetch``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import json_option, settings_with

if TYPE_CHECKING:
    from graphkit.fetching import Fetched
    from graphkit.fetching.download import Listener

_SOURCES = ("rncp", "rs", "csv", "rome", "esco")


@click.command("fetch")
@click.argument("source", type=click.Choice(_SOURCES))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/exports"),
    show_default=True,
    help="Folder of the exports.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Exports of this kind to keep in the folder; older ones are deleted. 0 keeps all.",
)
@click.option(
    "--from", "link", default="", metavar="LINK", help="The link that ESCO sent you; for esco alone."
)
@json_option
def command(source: str, out: Path, keep: int, link: str, as_json: bool) -> None:
    """Download the newest official export: resumed if cut, verified, once.

    rncp, rs: the registers in XML V4.1; csv: both registers as tables; rome: the occupations of France
    Travail. esco: its page asks a person for an e-mail address and sends a link, to be given by --from.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - as the rest, only when it is used
    from graphkit.fetching import fetch  # noqa: PLC0415

    if link and source != "esco":
        raise click.UsageError(f"--from is for esco; {source} is found on data.gouv.fr")
    settings = settings_with(None)
    with _listening() as listener:
        fetched = fetch(source, out, settings, keep=keep, link=link, listener=listener)
    click.echo(to_json(fetched) if as_json else _describe(fetched))


def _describe(fetched: Fetched) -> str:
    means = " and ".join(fetched.verified)
    done = "downloaded" if fetched.downloaded else "already there, nothing downloaded"
    lines = [f"{fetched.path}: {done}; {fetched.size} bytes, verified by {means}"]
    if fetched.resumed:
        lines.append(f"  {fetched.resumed} bytes were there from an interrupted download")
    dated = f", last changed {fetched.modified}" if fetched.modified else ""
    lines.append(f"  to cite: {fetched.credit}{dated}")
    lines.append(f"  from {fetched.address}")
    lines += [f"  deleted, older: {path}" for path in fetched.removed]
    lines.append(f"next: graphkit build {fetched.path}")
    return "\n".join(lines)


@contextmanager
def _listening() -> Iterator[Listener]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    from graphkit.fetching.download import Listener  # noqa: PLC0415

    if not sys.stderr.isatty():
        yield Listener()
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn  # noqa: PLC0415

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("download", total=None)

        def show(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield Listener(show, lambda text: bar.console.print(escape(text)))
