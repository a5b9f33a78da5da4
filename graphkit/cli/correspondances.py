"""``graphkit correspondances``."""

from __future__ import annotations

import click

from graphkit.cli.options import catalog_of, json_option, store_option


@click.command("correspondances")
@click.argument("code", required=False, default="")
@store_option
@json_option
def command(code: str, store: str | None, as_json: bool) -> None:
    """Question official correspondences: missing targets, levels, the RS, what is declared on one side only.

    CODE is a certification that declares some, in any spelling; without it, all are questioned. Each heading
    is a named question: graphkit query NAME gives it in other formats.
    """
    from graphkit.catalog.official import audit_correspondences  # noqa: PLC0415 - --help must answer at once
    from graphkit.cli.output import print_table, to_json  # noqa: PLC0415

    answers = audit_correspondences(catalog_of(store), code)
    if as_json:
        click.echo(
            to_json({
                each.query.name: [
                    {name: cell.node.value for name, cell in zip(each.columns, row, strict=True) if cell}
                    for row in each.rows
                ]
                for each in answers
            })
        )  # fmt: skip
        return
    for each in answers:
        more = " au moins" if each.truncated else ""
        click.echo(f"{each.query.question_fr}  {len(each.rows)}{more}  [{each.query.name}]")
        if each.rows:
            print_table(each.columns, [[cell.label if cell else "" for cell in row] for row in each.rows])
