"""``graphkit compare``."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.options import catalog_of, json_option, language_option, settings_with, store_option
from graphkit.voice import Language

_FORMATS = ("text", "json", "csv", "xlsx", "ttl", "sssom", "html", "docx")
_BINARY = frozenset({"xlsx", "docx"})


@click.command("compare")
@click.argument("names", nargs=-1, required=True, metavar="CODE|FILE...")
@click.option("--format", "wanted", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="How likely a cover has to be to count: by default, more likely than not.",
)
@language_option
@store_option
@json_option
def command(
    *,
    names: tuple[str, ...],
    wanted: str,
    out: Path | None,
    threshold: float | None,
    lang: Language,
    store: str | None,
    as_json: bool,
) -> None:
    """Compare two to five certifications bloc by bloc and competence by competence, with the reasons.

    Each is a CODE of the graph or a FILE, a draft. The coverage is computed, both ways; a docx is an argument
    in the terms of the regulator: activities first, then mastery of competences. It is never a
    correspondence.
    """
    from graphkit.comparing.reports import render  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.comparing.sides import compare_named  # noqa: PLC0415
    from graphkit.matching.coverage import COVERED  # noqa: PLC0415

    if wanted in _BINARY and out is None:
        raise click.UsageError(f"a {wanted} document is written to a file: name it with --out")
    least = COVERED if threshold is None else threshold
    found = compare_named(settings_with(store), catalog_of(store), names, least)
    content = render(found, "json" if as_json else wanted, lang)
    if out is not None:
        out.write_bytes(content)
    else:
        click.echo(content.decode(), nl=False)
