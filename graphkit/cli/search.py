"""``graphkit search``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, store_option


@click.command("search")
@click.argument("text", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--state", "etat", multiple=True, help="active, fin-proche, expiree, inactive or inconnu")
@click.option("--register", "repertoire", multiple=True, help="rncp or rs")
@click.option("--level", "niveau", multiple=True, help="2 to 8")
@click.option("--nsf", multiple=True, help="an NSF code or the beginning of one: 326, 32")
@click.option("--rome", multiple=True, help="a ROME code or the beginning of one: M1803, M18")
@click.option("--certifier", "certificateur", multiple=True, help="a SIREN, or the slug of a name")
@click.option("--sort", default="", help="pertinence, fin or code")
@store_option
@json_option
def command(
    text: tuple[str, ...],
    limit: int,
    sort: str,
    store: str | None,
    as_json: bool,
    **chosen: tuple[str, ...],
) -> None:
    """Find certifications by words, or anything by its code in any spelling.

    Each restriction may be given several times: any of its values will do. Without words, all
    certifications that meet the restrictions are listed.
    """
    from datetime import date  # noqa: PLC0415

    from graphkit.catalog.results import selection_of  # noqa: PLC0415
    from graphkit.cli.output import excerpt, paragraph, to_json  # noqa: PLC0415

    if not text and not any(chosen.values()):
        raise click.UsageError("give words, a code, or a restriction such as --level 7")
    selection = selection_of(date.today(), chosen, sort) if sort or any(chosen.values()) else None  # noqa: DTZ011 - the day of the reader
    view = catalog_of(store).search(" ".join(text), limit, selection=selection)
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
    if view.unrestricted > view.total:
        click.echo(f"{view.unrestricted} without the restrictions", err=True)
    more = " at least" if view.truncated else ""
    click.echo(f"{view.total}{more} certification(s)", err=True)
