"""``graphkit rules``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import click

from graphkit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphkit.validation import Rule


@click.command("rules")
@click.argument("rule", required=False)
@click.option(
    "--format", "wanted", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
@click.option("--register", type=click.Choice(["rncp", "rs"]), help="Only those of this register.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Only those in force on this day.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def command(
    *,
    rule: str | None,
    wanted: Literal["text", "json", "csv"],
    register: Literal["rncp", "rs"] | None,
    day: datetime | None,
    lang: Literal["fr", "en"],
) -> None:
    """List the rules that référentiels are checked against, or tell all of one RULE: text, force, source."""
    from graphkit.validation import rules  # noqa: PLC0415 - heavy, and --help must answer at once

    found = [
        each
        for each in rules()
        if (rule is None or each.id.casefold() == rule.casefold())
        and (register is None or register in each.registers)
        and (day is None or _in_force(each, day))
    ]
    if rule is not None and not found:
        raise NotFound(
            f"no rule {rule}, or not in that register or on that day: graphkit rules lists them all"
        )
    if wanted == "json":
        from graphkit.cli.output import to_json  # noqa: PLC0415

        click.echo(to_json([_plain(each) for each in found]))
    elif wanted == "csv":
        _write_csv(found, lang)
    elif rule is not None:
        for line in _full(found[0], lang):
            click.echo(line)
    else:
        from graphkit.cli.output import print_table  # noqa: PLC0415

        rows = [
            [each.id, "".join(each.forces), "".join(each.kinds), _title(each, lang), ", ".join(each.pages)]
            for each in found
        ]
        names = (
            ["", "force", "genre", "règle", "page"] if lang == "fr" else ["", "force", "kind", "rule", "page"]
        )
        print_table(names, rows)


def _in_force(rule: Rule, day: datetime) -> bool:
    started = rule.valid_from is None or rule.valid_from <= day.date()
    return started and (rule.valid_until is None or rule.valid_until >= day.date())


def _title(rule: Rule, lang: str) -> str:
    return rule.title_en if lang == "en" else rule.title_fr


def _plain(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain values, all that is known of it."""
    return {
        "id": rule.id,
        "title": {"fr": rule.title_fr, "en": rule.title_en},
        "description": {"fr": rule.description_fr, "en": rule.description_en},
        "forces": rule.forces,
        "kinds": rule.kinds,
        "sources": rule.sources,
        "pages": rule.pages,
        "registers": rule.registers,
        "documents": rule.documents,
        "from": rule.valid_from,
        "through": rule.valid_until,
        "unverified": rule.to_verify,
        "shapes": [
            {
                "iri": shape.iri,
                "severity": shape.severity,
                "force": shape.force,
                "kind": shape.kind,
                "documents": shape.documents,
                "message": {"fr": shape.message_fr, "en": shape.message_en},
                "suggestion": {"fr": shape.suggestion_fr, "en": shape.suggestion_en},
            }
            for shape in rule.shapes
        ],
    }


def _write_csv(found: list[Rule], lang: str) -> None:
    import csv  # noqa: PLC0415
    import sys  # noqa: PLC0415

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(["id", "forces", "kinds", "title", "sources", "pages", "registers", "from", "through"])
    for each in found:
        dates = [str(each.valid_from or ""), str(each.valid_until or "")]
        lists = [" ; ".join(each.sources), " ; ".join(each.pages), " ; ".join(each.registers)]
        writer.writerow(
            [each.id, "".join(each.forces), "".join(each.kinds), _title(each, lang), *lists, *dates]
        )


def _full(rule: Rule, lang: str) -> Iterator[str]:
    """Yield the lines that tell all of a rule."""
    from graphkit.checking.reports.as_text import gather_sources  # noqa: PLC0415
    from graphkit.checking.reports.phrases import say  # noqa: PLC0415
    from graphkit.cli.output import paragraph  # noqa: PLC0415

    language: Literal["fr", "en"] = "en" if lang == "en" else "fr"
    yield f"{rule.id}  {_title(rule, lang)}"
    yield paragraph(rule.description_en if lang == "en" else rule.description_fr, "  ")
    for source in gather_sources(rule.sources):
        yield paragraph(source, "    ", f"  {say('source', language)} : ")
    registers = ", ".join(each.upper() for each in rule.registers)
    dates = " → ".join(str(each) if each else "…" for each in (rule.valid_from, rule.valid_until))
    yield f"  {registers} ; {dates}" + (f" ; {say('unverified', language)}" if rule.to_verify else "")
    for shape in rule.shapes:
        kind = "question" if shape.kind == "H" else shape.severity
        yield f"  - {say(kind, language)} ({say(f'force-{shape.force}', language)})"
        yield paragraph(shape.message_en if lang == "en" else shape.message_fr, "    ")
        yield paragraph(shape.suggestion_en if lang == "en" else shape.suggestion_fr, "    ")
