"""``graphkit metier``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, language_option, store_option
from graphkit.voice import Language


@click.command("metier")
@click.argument("certification")
@click.argument("rome")
@language_option
@store_option
@json_option
def command(certification: str, rome: str, lang: Language, store: str | None, as_json: bool) -> None:
    """Tell what a CERTIFICATION gives towards an occupation, ROME code by code of competence, with evidence.

    The graph needs the nomenclature ROME 4.0, which says what each occupation requires.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.comparing.occupation import as_plain, tell, towards  # noqa: PLC0415
    from graphkit.comparing.phrases import voice  # noqa: PLC0415
    from graphkit.comparing.reports import as_text  # noqa: PLC0415

    found = towards(catalog_of(store), certification, rome)
    say = voice(lang)
    click.echo(to_json(as_plain(found, say)) if as_json else as_text(tell(found, say), say), nl=as_json)
