"""``graphkit versions``."""

from __future__ import annotations

import click

from graphkit.cli.options import directory_of, json_option, store_option


@click.command("versions")
@store_option
@json_option
def command(store: str | None, as_json: bool) -> None:
    """List the versions that the store keeps, the last put in service first.

    A build leaves the last GRAPHKIT_KEEP_VERSIONS of them (3 by default); rollback puts one back.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415
    from graphkit.store.rollback import kept_versions  # noqa: PLC0415 - heavier than --help may be

    kept = kept_versions(directory_of(store))
    if as_json:
        click.echo(to_json(kept))
        return
    for version in kept:
        state = f"  damaged: {version.damage}" if version.damage else ""
        mark = "in service" if version.in_service else ""
        published = f"{version.published:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(f"{version.id[:12]}  {published}  {version.quads:>10} quads  {mark}{state}".rstrip())
