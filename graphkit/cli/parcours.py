"""``graphkit parcours``."""

from __future__ import annotations

from datetime import date, datetime

import click

from graphkit.cli.options import catalog_of, json_option, language_option, store_option
from graphkit.voice import Language


@click.command("parcours")
@click.argument("blocs", nargs=-1, required=True, metavar="BLOC[=DATE]...")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of reference; today by default.")
@language_option
@store_option
@json_option
def command(
    *,
    blocs: tuple[str, ...],
    day: datetime | None,
    lang: Language,
    store: str | None,
    as_json: bool,
) -> None:
    """Find certifications within reach of the blocs that a person holds, and the blocs that remain.

    A BLOC is named with its fiche, and perhaps the day it was obtained: RNCP34762BC01=2023-06-30. Official
    correspondences are told apart from what is only computed, and gives no right; legal caveats come with
    each.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.comparing.pathways import pathways, read_held  # noqa: PLC0415
    from graphkit.comparing.pathways_told import as_plain, tell  # noqa: PLC0415
    from graphkit.comparing.phrases import voice  # noqa: PLC0415
    from graphkit.comparing.reports import as_text  # noqa: PLC0415

    catalog = catalog_of(store)
    held = read_held(catalog, blocs)
    today = day.date() if day else date.today()  # noqa: DTZ011 - the day where the person is
    found = pathways(catalog, held, today)
    say = voice(lang)
    click.echo(
        to_json(as_plain(held, found, say)) if as_json else as_text(tell(held, found, say), say), nl=as_json
    )
