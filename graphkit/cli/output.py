"""Views as JSON for machines and as plain text for a terminal."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from graphkit.excerpts import windows

_WIDTH = 100


def to_json(view: Any) -> str:  # noqa: ANN401 - any view of the catalog
    """Return a view as JSON text.

    Args:
        view: a frozen dataclass of the catalog, or plain values.
    """
    return json.dumps(_plain(view), ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - one return for each kind of value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    return value


def paragraph(text: str, indent: str = "", first: str | None = None) -> str:
    """Return a text folded to the width of a page.

    Args:
        text: one or several lines.
        indent: what each line begins with.
        first: what the first line begins with instead.
    """
    start = indent if first is None else first
    lines = []
    for number, line in enumerate(text.split("\n")):
        lines.append(
            textwrap.fill(
                line,
                _WIDTH,
                initial_indent=start if number == 0 else indent,
                subsequent_indent=indent,
                break_long_words=False,
            )
        )
    return "\n".join(lines)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on standard output, as wide as the terminal.

    Args:
        columns: headings.
        rows: texts, one for each column.
    """
    from rich import box  # noqa: PLC0415 - only a table needs it
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # Text, not markup: brackets in the data are brackets.
        table.add_row(*(Text(value) for value in row))
    console = Console()
    if not console.is_terminal:
        # A pipe has no width: each row on one line, so that other programs can read it.
        console = Console(
            width=sum(max(map(cell_len, column)) + 3 for column in zip(columns, *rows, strict=True)) + 2
        )
    console.print(table)


def excerpt(text: str, marks: Sequence[tuple[int, int]], length: int = 3 * _WIDTH) -> str:
    """Return a text, cut around the places that were found.

    Args:
        text: the text.
        marks: the places found, in order.
        length: characters kept at most.
    """
    parts = windows(text, marks, length)
    shown = " … ".join(text[start:end] for start, end in parts)
    return ("… " if parts[0][0] else "") + shown + (" …" if parts[-1][1] < len(text) else "")
