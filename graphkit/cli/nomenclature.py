"""``graphkit nomenclature``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import json_option

if TYPE_CHECKING:
    from graphkit.nomenclature_diff import Change, NomenclatureDiff, SchemeDiff

_SHOWN = 10


@click.group("nomenclature")
def command() -> None:
    """Work with official nomenclatures (ROME, NSF, ESCO)."""


@command.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="List every change, not the first of each kind.")
@json_option
def diff(before: Path, after: Path, everything: bool, as_json: bool) -> None:
    """Say what a new edition changes: codes that appeared, disappeared, moved, have another label.

    BEFORE and AFTER are folders, zips or files of two editions of the same nomenclatures.
    """
    from graphkit.nomenclature_diff import compare_editions  # noqa: PLC0415 - heavy, --help is not

    found = compare_editions(before, after)
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(line for each in found for line in _describe(each, everything)))


def _describe(found: NomenclatureDiff, everything: bool) -> list[str]:
    lines = [f"{found.nomenclature}: {found.before} -> {found.after}"]
    for scheme in found.schemes:
        lines += _scheme(scheme, everything)
    lines += [f"  {name}: only in the older edition" for name in found.only_before]
    lines += [f"  {name}: only in the newer edition" for name in found.only_after]
    return lines


def _scheme(scheme: SchemeDiff, everything: bool) -> list[str]:
    lines = [f"  {scheme.scheme}: {scheme.before} -> {scheme.after}"]
    kinds = (
        ("appeared", scheme.appeared),
        ("disappeared", scheme.disappeared),
        ("moved", scheme.moved),
        ("relabelled", scheme.relabelled),
    )
    for kind, changes in kinds:
        lines.append(f"    {len(changes)} {kind}")
        shown = changes if everything else changes[:_SHOWN]
        lines += [f"      {_change(change)}" for change in shown]
        if len(changes) > len(shown):
            lines.append(f"      … {len(changes) - len(shown)} more: --all or --json")
    return lines


def _change(change: Change) -> str:
    if change.after == change.label:
        return f"{change.code}  {change.before} -> {change.after}"
    moved = f"  ({change.before} -> {change.after or '-'})" if change.before else ""
    return f"{change.code}  {change.label}{moved}"
