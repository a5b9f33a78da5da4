"""``graphkit events``."""

from __future__ import annotations

import csv
import sys

import click

from graphkit.cli.options import catalog_of, store_option
from graphkit.store.event_kinds import KINDS


@click.command("events")
@click.argument("code", required=False, default="")
@click.option("--since", default="", metavar="DATE|VERSION", help="From this date on, or after this version.")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="Of this kind only.")
@click.option(
    "--format", "format_", type=click.Choice(("table", "json", "csv")), default="table", show_default=True
)
@store_option
def command(code: str, since: str, kind: str | None, format_: str, store: str | None) -> None:
    """List what builds changed: certifications that came or went, successors, validity, titles.

    CODE is a certification, in any spelling. Each build is compared with the version in service before it;
    the first of a store changes nothing. The date is that of the export, or of the build without one.
    """
    from graphkit.catalog.events import EventFilter, table_of  # noqa: PLC0415 - heavier than --help may be
    from graphkit.cli.output import print_table, to_json  # noqa: PLC0415

    view = catalog_of(store).events(EventFilter(code=code, kind=kind or "", since=since))
    if format_ == "json":
        click.echo(to_json(view))
        return
    columns, *rows = table_of(view)
    if format_ == "csv":
        csv.writer(sys.stdout, lineterminator="\r\n").writerows([columns, *rows])
        return
    print_table(columns, rows)
    click.echo(f"{view.total} event(s)", err=True)
    for gap in view.gaps:
        click.echo(f"not known of version {gap.version[:12]}, {gap.date.isoformat()}: {gap.reason}", err=True)
