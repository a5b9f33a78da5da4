"""A difference as one page that stands alone: no script, nothing loaded, fit for paper."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Template

from graphkit import __version__
from graphkit.differences.as_text import FAMILIES, name_fact, name_kinds, summarise
from graphkit.differences.difference import Difference
from graphkit.templates import environment_of
from graphkit.voice import Language, Voice


def render_html(difference: Difference, language: Language = "fr") -> str:
    """Return a difference as an HTML page.

    Args:
        difference: the difference.
        language: of the words around those of the sources.
    """
    say = Voice(language)
    return _template().render(
        difference=difference,
        version=__version__,
        say=say,
        families=FAMILIES,
        name_fact=partial(name_fact, say=say),
        name_kinds=partial(name_kinds, say=say),
        summarise=partial(summarise, say=say),
    )


@cache
def _template() -> Template:
    return environment_of(Path(__file__).parent).get_template("difference.html.jinja")
