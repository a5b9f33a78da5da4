"""``graphkit matches``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import catalog_of, directory_of, json_option, settings_with, store_option

# ruff: noqa: PLC0415 - heavy, and --help must answer at once
if TYPE_CHECKING:
    from collections.abc import Callable

    from graphkit.config import Settings
    from graphkit.matching.rapprochement import Rapprochement


@click.group("matches")
def command() -> None:
    """Computed matches that are kept with the graph, and what people decided about them."""


@command.command("store")
@click.argument("one")
@click.argument("other")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    help="Score from which a pair is kept: 0.5 by default, and all that is related for an occupation.",
)
@store_option
@json_option
def store_matches(one: str, other: str, least: float | None, store: str | None, as_json: bool) -> None:
    """Compute the matches of two certifications, or of one and an occupation of ROME, and keep them."""
    from graphkit.comparing.worth_keeping import matches_to_keep
    from graphkit.pipeline import keep

    new = matches_to_keep(catalog_of(store), one, other, least)
    _tell(keep(new, _settings(store)), as_json, f"{len(new)} computed, ")


def _decision(command: Callable[..., None]) -> Callable[..., None]:
    """Add what is decided about, by whom and why to a command."""
    for add in (
        store_option,
        click.option("--reason", default="", help="Why."),
        click.option("--by", required=True, help="Who decides."),
        click.argument("other"),
        click.argument("one"),
    ):
        command = add(command)
    return command


@command.command("confirm")
@_decision
def confirm(one: str, other: str, by: str, reason: str, store: str | None) -> None:
    """Confirm the match of two competences or blocs, given by path or IRI."""
    _decide("confirmé", (one, other), by, reason, store)


@command.command("reject")
@_decision
def reject(one: str, other: str, by: str, reason: str, store: str | None) -> None:
    """Reject the match of two competences or blocs, given by path or IRI."""
    _decide("rejeté", (one, other), by, reason, store)


@command.command("list")
@store_option
@json_option
def list_matches(store: str | None, as_json: bool) -> None:
    """List the matches that are kept."""
    from graphkit.keeping import kept_matches

    found = kept_matches(directory_of(store))
    if not as_json:
        for each in found:
            who = f" ({each.decision.by}, {each.decision.on})" if each.decision else ""
            click.echo(f"{each.score:.2f}  {each.relation:<13} {each.one}  {each.other}  {each.status}{who}")
    _tell(found, as_json)


@command.command("export")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format", "form", type=click.Choice(["sssom", "turtle"]), default="sssom", show_default=True,
    help="A table of SSSOM (TSV), or Turtle.",
)  # fmt: skip
@store_option
def export(out: Path, form: str, store: str | None) -> None:
    """Write the matches that are kept to a file."""
    from graphkit.keeping import kept_matches, write_matches

    found = kept_matches(directory_of(store))
    labels = catalog_of(store).matched_texts() if form == "sssom" else {}
    write_matches(found, out, turtle=form == "turtle", base_iri=settings_with(store).base_iri, labels=labels)
    click.echo(f"{out}: {len(found)} matches")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@store_option
@json_option
def import_matches(file: Path, store: str | None, as_json: bool) -> None:
    """Keep the matches and decisions of a file: a table of SSSOM, or RDF."""
    from graphkit.keeping import read_matches
    from graphkit.pipeline import keep

    settings = _settings(store)
    new = read_matches(file, settings)
    _tell(keep(new, settings), as_json, f"{len(new)} read, ")


def _settings(store: str | None) -> Settings:
    directory_of(store)
    return settings_with(store)


def _decide(status: str, pair: tuple[str, str], by: str, reason: str, store: str | None) -> None:
    from graphkit.keeping import decided
    from graphkit.matching.rapprochement import Decision, Status
    from graphkit.pipeline import keep

    catalog, settings = catalog_of(store), _settings(store)
    one, other = (catalog.resolve(each) for each in pair)
    if not by.strip():
        raise click.BadParameter("say who decides", param_hint="--by")
    decision = Decision(Status(status), by.strip(), datetime.now(UTC).date(), reason.strip())
    keep([decided(settings.store, one, other, decision)], settings)
    click.echo(f"{one}  {other}: {status}")


def _tell(kept: tuple[Rapprochement, ...], as_json: bool, before: str = "") -> None:
    from graphkit.cli.output import to_json

    if as_json:
        click.echo(to_json(kept))
        return
    people = sum(each.decision is not None for each in kept)
    click.echo(f"{before}{len(kept)} kept, {people} of them decided by a person")
