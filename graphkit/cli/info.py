"""``graphkit info``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, store_option

_STATES = {True: "active", False: "inactive", None: "state not told"}


@click.command("info")
@store_option
@json_option
def command(store: str | None, as_json: bool) -> None:
    """Say what the graph holds, from which sources, in which version."""
    from graphkit.cli.output import to_json  # noqa: PLC0415

    view = catalog_of(store).info
    if as_json:
        click.echo(to_json(view))
        return
    version = f"version {view.version[:12]}" if view.version else "no published version"
    click.echo(f"{version}: {view.quads} quads in {view.graphs} graphs")
    for warning in view.warnings:
        click.echo(f"warning: {warning}", err=True)
    for source in view.sources:
        dated = f", {source.date.isoformat()}" if source.date else ""
        click.echo(f"  {source.title} ({source.kind}{dated})")
    for register, active, count in view.registers:
        click.echo(f"  {count:>7}  {register or 'no register'}, {_STATES[active]}")
    for name, count in sorted(view.counts.items()):
        click.echo(f"  {count:>7}  {name}")
