"""A difference as one page that stands alone: no script, nothing loaded, fit for paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from graphkit import __version__
from graphkit.differences.as_text import FAMILIES, NAMES, name_fact, summarise
from graphkit.differences.difference import Difference


def render_html(difference: Difference) -> str:
    """Return a difference as an HTML page.

    Args:
        difference: the difference.
    """
    return _template().render(
        difference=difference,
        version=__version__,
        names={kind: one for kind, (one, _) in NAMES.items()},
        families=FAMILIES,
        name_fact=name_fact,
        summarise=summarise,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("difference.html.jinja")
