"""Options that commands share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit.config import Settings, settings_from_environment, store_fields
from graphkit.errors import StoreUnavailable

if TYPE_CHECKING:
    from graphkit.catalog import Catalog

_Command = Callable[..., Any]


def store_option(command: _Command) -> _Command:
    """Add ``--store`` to a command."""
    return click.option(
        "--store",
        callback=_checked,
        metavar="DIRECTORY|ADDRESS",
        help="Directory of the store, or a SPARQL server as sparql+http://host:port/path"
        " (GRAPHKIT_STORE; var/graph by default).",
    )(command)


def _checked(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and Path(value).is_file():
        raise click.BadParameter(f"{value} is a file: a store is a directory")
    return value


def json_option(command: _Command) -> _Command:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")(command)


def language_option(command: _Command) -> _Command:
    """Add ``--lang`` to a command that tells something at length."""
    return click.option(
        "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of the report."
    )(command)


def catalog_of(store: str | None) -> Catalog:
    """Open the store in service for reading.

    Args:
        store: directory or address of the store, if it was given.

    Raises:
        StoreUnavailable: there is none.
    """
    from graphkit.catalog import catalog_source  # noqa: PLC0415 - heavy, and --help must answer at once

    return catalog_source(settings_with(store)).get()


def directory_of(store: str | None) -> Path:
    """Return the directory of the store, for commands about its versions.

    Args:
        store: directory or address of the store, if it was given.

    Raises:
        StoreUnavailable: it is a server.
    """
    settings = settings_with(store)
    if settings.endpoint:
        raise StoreUnavailable(
            f"versions are kept in a directory, not by a server ({settings.endpoint}): give one with --store"
        )
    return settings.store


def settings_with(store: str | None, **changes: Any) -> Settings:  # noqa: ANN401 - any field of Settings
    """Return the settings of the environment, with what the command line says instead.

    Args:
        store: directory or address of the store, if it was given.
        changes: other fields of ``Settings``.

    Raises:
        click.UsageError: the option or an environment variable is set to something unusable.
    """
    try:
        settings = settings_from_environment()
        if store is not None:
            changes |= store_fields(store)
        return dataclasses.replace(settings, **changes)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
