"""Values as people write them in the language of the page: dates, numbers, yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from graphkit.nodes import Node
from graphkit.voice import format_date
from webui.i18n import language, mark, translate
from webui.typography import format_number

_TRUTHS = {"true": mark("oui"), "false": mark("non")}


def literal_value(node: Node) -> str:
    """Return a date or number of the graph as people write it; its own form when it is neither.

    Args:
        node: a literal.
    """
    value = node.python
    if isinstance(value, date):
        return format_date(value, language())
    if isinstance(value, Decimal):
        return format_number(value, language())
    # Whole numbers of four digits are mostly years.
    if isinstance(value, int) and abs(value) >= 10_000:  # noqa: PLR2004
        return format_number(value, language())
    return node.value


def plain_value(text: str) -> str:
    """Return a value of which only the text is known as people write it.

    Args:
        text: the lexical form of a literal, or a label.
    """
    if text in _TRUTHS:
        return translate(_TRUTHS[text])
    try:
        return format_date(date.fromisoformat(text), language())
    except ValueError:
        return text
