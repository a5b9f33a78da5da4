"""The form for queries, and their answers as a table or as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, abort, request

from graphkit.catalog.views import Cell
from graphkit.errors import QueryRejected, outcome
from graphkit.questions import NamedQuery
from graphkit.store.results import QueryResult
from webui.negotiation import MEDIA_TYPES
from webui.representations import wanted_format
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("sparql", __name__)

FORMATS = ("html", "json", "csv", "ttl", "nt")
_RESULTS_JSON = "application/sparql-results+json"
ROWS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """The form, with the answer to its query or why there is none.

    Attributes:
        query: text in the form.
        examples: questions to begin with.
        waiting: the query came by a link and waits for the reader to run it.
        result: the answer.
        rows: the first rows of it.
        error: why there is none.
    """

    template: ClassVar[str] = "sparql.html"
    query: str
    examples: tuple[NamedQuery, ...]
    waiting: bool = False
    result: QueryResult | None = None
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    error: QueryRejected | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table."""
        if self.result is None:
            return ()
        return self.result.columns if self.result.form == "SELECT" else ("s", "p", "o")

    @property
    def count(self) -> int:
        """Number of rows of the answer."""
        return len(self.result.rows or self.result.triples) if self.result else 0

    @property
    def line(self) -> int:
        """Line where the query goes wrong, 0 when unknown."""
        return getattr(self.error, "line", 0)

    @property
    def column(self) -> int:
        """Column where the query goes wrong."""
        return getattr(self.error, "column", 0)

    @property
    def faulty_line(self) -> tuple[str, str]:
        """That line, before and from the fault on."""
        lines = self.query.splitlines()
        text = lines[self.line - 1] if 0 < self.line <= len(lines) else ""
        return text[: self.column - 1], text[self.column - 1 :]

    @property
    def formats(self) -> tuple[str, ...]:
        """Formats in which the answer can be downloaded."""
        if self.result is None:
            return ()
        return {"SELECT": ("csv", "json"), "ASK": ("json",)}.get(self.result.form, ("ttl", "nt"))


@blueprint.route("/sparql", methods=["GET", "POST"])
def page() -> Response:
    """Show the form; run its query when it was sent from there, or when data were asked for.

    A query that came by a link is shown and waits, unless the link says ``run=1``.
    """
    query = request.values.get("query", "")
    wanted = wanted_format("", FORMATS)[1] if query else "html"
    if wanted != "html":
        return _data(catalog().sparql(query), wanted)
    runs = bool(query.strip()) and (request.method == "POST" or request.args.get("run") == "1")
    return _page(query, runs=runs)


def _page(query: str, *, runs: bool) -> Response:
    door = catalog()
    examples = tuple(door.questions())
    if not runs:
        return render(SparqlPage(query, examples, waiting=bool(query.strip())))
    try:
        result = door.sparql(query)
    except QueryRejected as error:
        return render(SparqlPage(query, examples, error=error), outcome(error)[1])
    return render(SparqlPage(query, examples, result=result, rows=door.cells(result, ROWS_SHOWN)))


def _data(result: QueryResult, wanted: str) -> Response:
    """Return an answer in a format of its own kind; 406 for a table asked of triples, and the reverse."""
    try:
        content = result.serialise(wanted)
    except KeyError:
        abort(406)
    media = _RESULTS_JSON if wanted == "json" else MEDIA_TYPES[wanted]
    answer = Response(content, mimetype=media)
    if result.truncated:
        answer.headers["X-Truncated"] = "true"
    return answer
