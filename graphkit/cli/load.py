"""``graphkit load``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import directory_of, json_option, settings_with
from graphkit.config import Settings

if TYPE_CHECKING:
    from graphkit.store.loading import LoadProgress, LoadReport


@click.command("load")
@click.option(
    "--store",
    type=click.Path(file_okay=False),
    help="Directory of the store (GRAPHKIT_STORE; var/graph by default).",
)
@click.option(
    "--to",
    "server",
    required=True,
    metavar="ADDRESS",
    help="SPARQL endpoint of the server, as sparql+http://host:port/path.",
)
@json_option
def command(store: str | None, server: str, as_json: bool) -> None:
    """Load the version in service into a SPARQL server, and verify it by counts.

    Only graphs that differ from those of the last load are sent, so a load that was cut goes on where it
    stopped. Where the server takes graphs is known for Oxigraph, Fuseki, RDF4J and GraphDB; for others, and
    where only an administrator knows, set GRAPHKIT_GRAPH_STORE.
    """
    settings = settings_with(server)
    if not settings.endpoint:
        raise click.BadParameter("a server has the form sparql+http://host:port/path", param_hint="--to")
    from graphkit.cli.output import to_json  # noqa: PLC0415 - as the rest, only when it is used

    report = load_into(directory_of(store), settings)
    click.echo(to_json(report) if as_json else describe_load(report))


def load_into(store_dir: Path, settings: Settings) -> LoadReport:
    """Load the version in service into the server of the settings, with a progress bar on a terminal.

    Args:
        store_dir: directory of the store.
        settings: where the server is.
    """
    from graphkit.store.loading import load_version  # noqa: PLC0415 - heavy, and --help must answer at once

    if not sys.stderr.isatty():
        return load_version(store_dir, settings)
    with _bar() as (show, wait):
        return load_version(store_dir, settings, progress=show, note=wait)


def describe_load(report: LoadReport) -> str:
    """Return a report of a load as text for a person."""
    graphs = f"{report.sent} graph(s) sent, {report.unchanged} unchanged, {report.deleted} deleted"
    took = f"{report.bytes} bytes to {report.graph_store} in {report.seconds:.1f} s"
    lines = [
        *(f"warning: {warning}" for warning in report.warnings),
        f"version {report.version[:12]} is in {report.server}: {graphs}, {report.verified} verified",
        f"  {report.triples} triples, {took}, {report.retries} request(s) sent again",
    ]
    return "\n".join(lines)


@contextmanager
def _bar() -> Iterator[tuple[LoadProgress, Callable[[str], None]]]:
    """Show a progress bar, and say above it what is waited for."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("load", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield show, lambda text: bar.console.print(escape(text))
