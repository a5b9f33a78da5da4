"""``graphkit similar``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, language_option, settings_with, store_option
from graphkit.voice import Language


@click.command("similar")
@click.argument("words", nargs=-1, required=True, metavar="CODE|FILE|TEXT...")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Of each kind.")
@language_option
@store_option
@json_option
def command(*, words: tuple[str, ...], limit: int, lang: Language, store: str | None, as_json: bool) -> None:
    """Find what is nearest in the whole graph, with the reasons.

    To a certification (CODE), or to a draft in a FILE: the nearest certifications, as a whole and bloc by
    bloc.
    To a TEXT, as "piloter un projet agile avec le client": the nearest competences, blocs and titles.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.comparing import similar  # noqa: PLC0415
    from graphkit.comparing.phrases import voice  # noqa: PLC0415
    from graphkit.comparing.reports import as_text  # noqa: PLC0415
    from graphkit.comparing.sides import named_side  # noqa: PLC0415

    catalog, text, say = catalog_of(store), " ".join(words), voice(lang)
    side = named_side(settings_with(store), catalog, text)
    if side is None:
        found = similar.nearest_to_text(catalog, text, limit)
        click.echo(to_json(found) if as_json else as_text(similar.tell_nearest(found, say), say), nl=as_json)
        return
    around = similar.Around(catalog, side)
    whole, blocs = around.whole(limit), around.by_bloc(limit)
    if as_json:
        click.echo(to_json(similar.as_plain(side, whole, blocs, say)))
        return
    click.echo(as_text(similar.tell_by_bloc(side, whole, blocs, say), say), nl=False)
