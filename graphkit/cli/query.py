"""``graphkit query``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import catalog_of, store_option

if TYPE_CHECKING:
    from graphkit.catalog import Catalog

_FORMATS = ("table", "csv", "json", "xml", "tsv", "ttl")


@click.command("query")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="table", show_default=True)
@store_option
def command(name: str | None, parameters: tuple[str, ...], format_: str, store: str | None) -> None:
    """Ask a named question, or run the query of a file (.rq).

    NAME is a question or a path; without it, the questions are listed with examples of their parameters.
    """
    if name is None:
        _list()
        return
    catalog = catalog_of(store)
    if name.endswith(".rq") or "/" in name:
        _run_file(catalog, Path(name), parameters, format_)
    else:
        _run_named(catalog, name, _given(parameters), format_)


def _list() -> None:
    from graphkit.questions import questions  # noqa: PLC0415 - heavier than --help may be

    for question in questions():
        none = "" if question.sample else "  (sans réponse dans l’échantillon fourni)"
        click.echo(f"{question.name}\n    {question.question_fr}{none}")
        for parameter in question.parameters:
            click.echo(f"    {parameter.name}={parameter.example}  {parameter.label_fr}")


def _given(parameters: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"a parameter is written name=value, not {parameter!r}")
        given[name] = value
    return given


def _run_named(catalog: Catalog, name: str, given: dict[str, str], format_: str) -> None:
    from graphkit.cli.output import print_table  # noqa: PLC0415
    from graphkit.store.results import serialise_rows  # noqa: PLC0415

    table = catalog.question(name, given)
    if format_ == "table":
        rows = [[cell.label if cell else "" for cell in row] for row in table.rows]
        print_table(table.columns, rows)
        click.echo(f"{len(rows)} row(s)", err=True)
        return
    _refuse_triples(format_)
    rows_ = [
        {column: cell.node for column, cell in zip(table.columns, row, strict=True) if cell}
        for row in table.rows
    ]
    click.echo(serialise_rows(table.columns, rows_, format_), nl=False)


def _run_file(catalog: Catalog, path: Path, parameters: tuple[str, ...], format_: str) -> None:
    from graphkit.cli.output import print_table  # noqa: PLC0415
    from graphkit.errors import SourceUnreadable  # noqa: PLC0415

    if parameters:
        raise click.UsageError("a query of a file takes no parameter: write the values in it")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{path}: cannot be read as a query ({error})") from error
    result = catalog.sparql(text)
    if result.truncated:
        click.echo("truncated: there are more rows than one answer may have", err=True)
    if result.form == "CONSTRUCT":
        click.echo(result.serialise("nt" if format_ == "table" else _only(format_, "ttl")), nl=False)
    elif result.form == "ASK" and format_ == "table":
        click.echo("true" if result.answer else "false")
    elif format_ == "table":
        rows = [[row[name].value if name in row else "" for name in result.columns] for row in result.rows]
        print_table(result.columns, rows)
    else:
        _refuse_triples(format_)
        click.echo(result.serialise(format_), nl=False)


def _refuse_triples(format_: str) -> None:
    if format_ == "ttl":
        raise click.UsageError("the answer is a table: choose csv, json, xml or tsv")


def _only(format_: str, wanted: str) -> str:
    if format_ != wanted:
        raise click.UsageError(f"the answer is made of triples: choose {wanted}")
    return format_
