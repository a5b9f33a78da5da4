"""``graphkit search``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import catalog_of, json_option, store_option

if TYPE_CHECKING:
    from graphkit.catalog.answers import SearchView


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
    from graphkit.cli.output import to_json  # noqa: PLC0415

    if not text and not any(chosen.values()):
        raise click.UsageError("give words, a code, or a restriction such as --level 7")
    selection = selection_of(date.today(), chosen, sort) if sort or any(chosen.values()) else None  # noqa: DTZ011 - the day of the reader
    view = catalog_of(store).search(" ".join(text), limit, selection=selection)
    if as_json:
        click.echo(to_json(view))
        return
    for note in notes_on(view):
        click.echo(note, err=True)
    for line in found_lines(view):
        click.echo(line)
    if view.unrestricted > view.total:
        click.echo(f"{view.unrestricted} without the restrictions", err=True)
    click.echo(count_of(view), err=True)


def notes_on(view: SearchView) -> Iterator[str]:
    """Yield what a reader should know of how a search was done.

    Args:
        view: the answer of the search.
    """
    for typed, looked_for in view.corrections:
        yield f"nothing holds {typed!r} as typed; looked for {looked_for!r} too"
    if view.partial:
        yield "nothing holds all the words; what follows holds some"
    if not view.indexed:
        yield "searched without an index: letter for letter but for accents, in titles, blocs and competences"


def found_lines(view: SearchView) -> Iterator[str]:
    """Yield what a search found: what the text is the code of, then certifications with what matched.

    Args:
        view: the answer of the search.
    """
    from graphkit.cli.output import excerpt, paragraph  # noqa: PLC0415

    for target in view.targets:
        yield f"{target.kind}: {target.path}  {target.label}"
    for hit in view.hits:
        certification = hit.certification
        level = f"  (niveau {certification.level})" if certification.level else ""
        yield f"{certification.identifier}  {certification.title}{level}"
        for match in hit.matches:
            yield paragraph(excerpt(match.cell.label, match.marks), "      ", f"    {match.kind}: ")


def count_of(view: SearchView) -> str:
    """Return how many certifications a search found.

    Args:
        view: the answer of the search.
    """
    more = " at least" if view.truncated else ""
    return f"{view.total}{more} certification(s)"
