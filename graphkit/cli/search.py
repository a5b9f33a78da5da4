"""``graphkit search``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, store_option


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@store_option
@json_option
def command(text: tuple[str, ...], limit: int, store: str | None, as_json: bool) -> None:
    """Find certifications by words, or anything by its code in any spelling."""
    from graphkit.cli.output import excerpt, paragraph, to_json  # noqa: PLC0415

    view = catalog_of(store).search(" ".join(text), limit)
    if as_json:
        click.echo(to_json(view))
        return
    for typed, looked_for in view.corrections:
        click.echo(f"nothing holds {typed!r} as typed; looked for {looked_for!r} too", err=True)
    if view.partial:
        click.echo("nothing holds all the words; what follows holds some", err=True)
    if not view.indexed:
        click.echo("searched without an index: letter for letter, in titles, blocs and competences", err=True)
    for target in view.targets:
        click.echo(f"{target.kind}: {target.path}  {target.label}")
    for hit in view.hits:
        certification = hit.certification
        level = f"  (niveau {certification.level})" if certification.level else ""
        click.echo(f"{certification.identifier}  {certification.title}{level}")
        for match in hit.matches:
            click.echo(paragraph(excerpt(match.cell.label, match.marks), "      ", f"    {match.kind}: "))
    more = " at least" if view.truncated else ""
    click.echo(f"{view.total}{more} certification(s)", err=True)
