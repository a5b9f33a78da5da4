"""The answer to a question as CSV or JSON."""

from __future__ import annotations

import csv
import io

from flask import Response

from graphkit.catalog.answers import TableView
from webui.negotiation import MEDIA_TYPES
from webui.representations import json_answer


def table_answer(table: TableView, wanted: str) -> Response:
    """Return a table as data: UTF-8, commas, RFC 4180 for CSV; IRIs and values as the graph has them.

    Args:
        table: the answer to a question.
        wanted: ``csv`` or ``json``.
    """
    rows = [[cell.node.value if cell else "" for cell in row] for row in table.rows]
    if wanted == "json":
        return json_answer(
            {
                "question": table.query.question_fr,
                "query": table.sparql,
                "columns": table.columns,
                "rows": rows,
            }
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(rows)
    answer = Response(out.getvalue(), mimetype=MEDIA_TYPES["csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.query.name}.csv"'
    return answer
