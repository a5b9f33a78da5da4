"""Answers of many rows as CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from flask import Response

from graphkit.catalog.answers import TableView
from graphkit.catalog.listings import table_data
from graphkit.publish.spreadsheet import Sheet
from graphkit.text import disarm, slugify
from webui.listings import source_sheet, workbook_answer
from webui.negotiation import MEDIA_TYPES
from webui.representations import json_answer
from webui.viewer import catalog


def table_answer(table: TableView, wanted: str) -> Response:
    """Return a table as data: UTF-8, commas, RFC 4180 for CSV; IRIs and values as the graph has them.

    Args:
        table: the answer to a question.
        wanted: ``csv``, ``json`` or ``xlsx``.
    """
    if wanted == "xlsx":
        rows = (tuple(cell.node.python if cell else None for cell in row) for row in table.rows)
        sheets = (Sheet("Réponse", table.columns, rows), source_sheet(catalog()))
        return workbook_answer(table.query.name, sheets)
    data = table_data(table)
    if wanted == "json":
        return json_answer(asdict(data))
    return csv_answer(table.query.name, data.columns, data.rows)


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return rows as CSV: UTF-8, commas, RFC 4180, no cell a formula.

    Args:
        name: name of the file.
        columns: headings.
        rows: texts, one for each column.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([disarm(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    answer = Response(out.getvalue(), mimetype=MEDIA_TYPES["csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
    return answer
