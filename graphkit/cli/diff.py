"""``graphkit diff``."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.options import language_option, settings_with, store_option
from graphkit.voice import Language

_FORMATS = ("text", "json", "html", "patch")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--code", default="", help="Which certification, of exports that describe several.")
@click.option("--format", "wanted", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@language_option
@store_option
def command(
    *,
    before: str,
    after: str,
    code: str,
    wanted: str,
    out: Path | None,
    lang: Language,
    store: str | None,
) -> None:
    """Tell what changed between two versions of a certification, or from one to its successor.

    A and B are each a file (a draft, a fiche, an export), a certification of the graph (RNCP34762), or one as
    a kept version of the store has it (RNCP34762@878cf3d8a6a5, see graphkit versions). Competences,
    activities and criteria are told added, removed, moved, reworded, split or merged, word by word; a patch
    is RDF Patch for the graph of the fiche.
    """
    from graphkit.differences import render  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.differences.sides import open_sides  # noqa: PLC0415

    text = render(*open_sides(settings_with(store), before, after, code), wanted, lang)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
