"""``graphkit audit``."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import json_option, settings_with

if TYPE_CHECKING:
    from graphkit.audit.evidence import Verdict

_MARKS: dict[Verdict, str] = {"pass": "ok", "fail": "FAIL", "skip": "--"}
_COUNTED: dict[Verdict, str] = {"pass": "passed", "fail": "failed", "skip": "not applicable"}


@click.command("audit")
@click.argument("url")
@click.option("--thing", "things", multiple=True, help="Address of a thing to look at; several may be given.")
@click.option("--ontology", default="", help="IRI of the ontology, if the site does not tell it.")
@click.option("--endpoint", default="", help="Address of the SPARQL endpoint, idem.")
@click.option("--base", default="", help="Start of the IRIs of the data, which the site answers for.")
@click.option(
    "--language", "languages", multiple=True, default=("fr", "en"), show_default=True,
    help="Language in which labels and pages are expected.",
)  # fmt: skip
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=20.0,
    show_default=True,
    help="Seconds for one answer.",
)
@click.option(
    "--most-requests",
    type=click.IntRange(1, 10_000),
    default=400,
    show_default=True,
    help="Requests sent at most.",
)
@click.option(
    "--other-hosts", is_flag=True, help="Go where redirects and descriptions lead, also to other hosts."
)
@json_option
def command(
    url: str,
    *,
    things: tuple[str, ...],
    ontology: str,
    endpoint: str,
    base: str,
    languages: tuple[str, ...],
    timeout: float,
    most_requests: int,
    other_hosts: bool,
    as_json: bool,
) -> None:
    """Try the checklist of linked open data on a running site, and print what holds and what does not.

    Formats by negotiation, VoID at its customary places, CORS, the SPARQL endpoint and its description,
    headers, licence, labels, the ontology and the dumps: each line with what was seen. It only reads (the
    updates that it sends to see them refused change nothing). Exit code 0 if nothing fails, 1 otherwise.
    """
    from graphkit.audit.checklist import audit  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.audit.site import Asked  # noqa: PLC0415
    from graphkit.audit.visit import Bounds  # noqa: PLC0415
    from graphkit.cli.output import to_json  # noqa: PLC0415

    asked = Asked(things, ontology, endpoint, base, languages)
    bounds = Bounds(seconds=timeout, requests=most_requests, other_hosts=other_hosts)
    report = audit(url, asked, bounds, settings_with(None))
    if as_json:
        click.echo(to_json({"passed": report.passed, "report": report}))
    else:
        for group, checks in groupby(report.checks, key=lambda each: each.group):
            click.echo(f"\n{group}")
            for check in checks:
                click.echo(f"  {_MARKS[check.verdict]:4}  {check.name}  {check.title}")
                click.echo(f"        {check.evidence}")
        counts = ", ".join(f"{report.count(each)} {word}" for each, word in _COUNTED.items())
        click.echo(f"\n{report.site}: {counts} ({report.requests} requests)")
    sys.exit(0 if report.passed else 1)
