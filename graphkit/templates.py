"""HTML that is written without a web server: reports that stand alone, documentation."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def environment_of(folder: Path) -> Environment:
    """Return what reads the templates of a folder: values are escaped, and one that lacks is an error.

    Args:
        folder: where the templates are.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
