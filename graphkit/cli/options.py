"""Options that commands share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit.config import Settings, settings_from_environment

if TYPE_CHECKING:
    from graphkit.catalog import Catalog

_Command = Callable[..., Any]


def store_option(command: _Command) -> _Command:
    """Add ``--store`` to a command."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        help="Directory of the store (GRAPHKIT_STORE; var/graph by default).",
    )(command)


def json_option(command: _Command) -> _Command:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")(command)


def catalog_of(store: Path | None) -> Catalog:
    """Open the store in service for reading.

    Args:
        store: directory of the store, if it was given.

    Raises:
        StoreUnavailable: there is none.
    """
    from graphkit.catalog import Catalog  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.store.versions import open_current  # noqa: PLC0415

    settings = settings_with(store)
    return Catalog(open_current(settings.store), settings.base_iri)


def settings_with(store: Path | None, **changes: Any) -> Settings:  # noqa: ANN401 - any field of Settings
    """Return the settings of the environment, with what the command line says instead.

    Args:
        store: directory of the store, if it was given.
        changes: other fields of ``Settings``.

    Raises:
        click.UsageError: an environment variable is set to something unusable.
    """
    try:
        settings = settings_from_environment()
        if store is not None:
            changes["store"] = store
        return dataclasses.replace(settings, **changes)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
