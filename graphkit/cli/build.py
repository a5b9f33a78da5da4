"""``graphkit build``."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import json_option, settings_with, store_option

if TYPE_CHECKING:
    from graphkit.report import BuildReport, Progress

_SHAPES_SHOWN = 12


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Refuse the build if a record has a Violation.")
@click.option("--no-validation", is_flag=True, help="Do not run the shapes: faster, and nothing is checked.")
@store_option
@json_option
def command(
    paths: tuple[Path, ...], strict: bool, no_validation: bool, store: str | None, as_json: bool
) -> None:
    """Build the graph from files or folders, each recognised by what it holds.

    Reads official nomenclatures (ROME, NSF, ESCO), référentiels in three columns and RNCP fiches as
    extracted text, the exports of France compétences (XML V4.1, CSV), plain or zipped, and RDF in any syntax
    that describes certifications by the ontology. Without PATHS, the packaged sample. What has not changed
    since the build before is not read again. With a SPARQL server as store, the graph is built in the
    directory of GRAPHKIT_STORE (var/graph by default) and then loaded into the server, as `graphkit load`
    does.
    """
    from graphkit.cli.load import describe_load, load_into  # noqa: PLC0415 - as the next
    from graphkit.pipeline import build  # noqa: PLC0415 - heavy, and only this command needs it

    settings = settings_with(store, strict=strict, validate=not no_validation)
    if settings.endpoint:
        from graphkit.store.graph_addresses import graph_store_address  # noqa: PLC0415

        # Refused now rather than after a long build.
        graph_store_address(settings)
    with _progress() as progress:
        report = build(paths, settings, progress=progress)
    if not as_json:
        click.echo(describe(report))
    load = load_into(settings.store, settings) if settings.endpoint else None
    if as_json:
        told = report.as_dict() | ({"load": dataclasses.asdict(load)} if load else {})
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif load:
        click.echo(describe_load(load))


def describe(report: BuildReport) -> str:
    """Return a build report as text for a person."""
    lines = [f"{report.loaded} record(s) in the graph, {report.quads} quads, version {report.version[:12]}"]
    lines += [f"  {count:>6}  {name}" for name, count in report.sources.items()]
    lines += [f"  {count:>6}  concepts of {name}" for name, count in report.nomenclatures.items()]
    lines.append(f"fiches: {_describe_changes(report)}")
    if report.superseded:
        lines.append(f"left out, a newer source holds the same fiche: {', '.join(report.superseded)}")
    lines += [f"ignored: {name}" for name in report.ignored]
    for name, coverage in report.coverage.items():
        kinds = ", ".join(f"{count} {kind}" for kind, count in coverage.boilerplate.items())
        lines.append(
            f"{name}: {coverage.lines} lines, {coverage.in_passages} in passages, {kinds}, "
            f"{len(coverage.unexplained)} unexplained"
        )
    counts = ", ".join(f"{count} {severity}" for severity, count in report.results.items())
    lines.append(f"validation: {counts}" if report.validated else "validation: left out")
    ranked = sorted(report.shapes.items(), key=lambda item: (-item[1], item[0]))
    lines += [f"  {count:>6}  {name}" for name, count in ranked[:_SHAPES_SHOWN]]
    if len(ranked) > _SHAPES_SHOWN:
        lines.append(f"          and {len(ranked) - _SHAPES_SHOWN} more kinds: graphkit query ecarts")
    lines.append(f"anomalies: {sum(report.anomalies.values())}")
    lines += [f"  {count:>6}  {rule}" for rule, count in report.anomalies.items()]
    lines.append("seconds: " + ", ".join(f"{name} {value:.2f}" for name, value in report.seconds.items()))
    return "\n".join(lines)


def _describe_changes(report: BuildReport) -> str:
    if report.fiches is None:
        return "what changed is not known, for the version before keeps no digests of its graphs"
    fiches = report.fiches
    return (
        f"{fiches.added} added, {fiches.changed} changed, {fiches.removed} removed, "
        f"{fiches.unchanged} unchanged"
        + (f"; {known} not read again" if (known := report.remembered) else "")
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a progress line on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        from graphkit.report import silent  # noqa: PLC0415 - heavier than --help may be

        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress as Bar  # noqa: PLC0415
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=None)

        def show(stage: str, done: int, label: str) -> None:
            bar.update(task, description=f"{stage} {label}", completed=done or None)

        yield show
