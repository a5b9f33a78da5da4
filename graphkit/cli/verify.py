"""``graphkit verify``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.options import directory_of, json_option, store_option
from graphkit.errors import StoreUnavailable, outcome

if TYPE_CHECKING:
    from graphkit.store.verifying import VersionState


@click.command("verify")
@click.argument("backup", required=False, type=click.Path(path_type=Path, exists=True))
@store_option
@json_option
def command(backup: Path | None, store: str | None, as_json: bool) -> None:
    """Check every byte of the versions that a store keeps, or of a BACKUP, and every graph against the id.

    Exits with 5 if anything is damaged.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415
    from graphkit.store.restoring import verify_backup  # noqa: PLC0415 - heavier than --help may be
    from graphkit.store.verifying import verify_store  # noqa: PLC0415

    if backup is not None:
        with tempfile.TemporaryDirectory(prefix="graphkit-verify-") as folder:
            states = [verify_backup(backup, Path(folder))]
    else:
        states = verify_store(directory_of(store))
    if as_json:
        click.echo(to_json(states))
    else:
        for state in states:
            click.echo(_line(state))
    if any(state.damage for state in states):
        click.echo(
            "graphkit: put a whole version in service (graphkit rollback), build again or restore a backup",
            err=True,
        )
        sys.exit(outcome(StoreUnavailable())[0])


def _line(state: VersionState) -> str:
    told = (
        f"damaged: {state.damage}" if state.damage else f"whole, {state.quads} quads in {state.graphs} graphs"
    )
    return f"{state.id[:12]}  {told}{', in service' if state.in_service else ''}"
