"""The SPARQL endpoint: a form and tables for people, the SPARQL 1.1 Protocol for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for

from graphkit.catalog.views import Cell
from graphkit.config import is_loopback
from graphkit.errors import GraphkitError, QueryRejected
from graphkit.limits import Limits
from graphkit.publish.spreadsheet import Sheet
from graphkit.questions import NamedQuery
from graphkit.store.rejections import QueryStopped
from graphkit.store.results import QueryResult
from webui.errors import error_response
from webui.listings import source_sheet, workbook_answer
from webui.result_formats import OFFERS, as_accept, wants_page
from webui.result_views import VIEWS, ResultView, view_result
from webui.schema import SchemaClass, schema
from webui.security import allow_scripts
from webui.snippets import snippets
from webui.sparql_answers import (
    METHODS,
    add_headers,
    answer,
    description,
    endpoint_address,
    mark_truncated,
    not_acceptable,
    preflight,
    problem,
    status_of,
    to_request,
)
from webui.sparql_protocol import ProtocolRefusal, ProtocolRequest, read_request
from webui.templating import render
from webui.viewer import catalog, viewer

blueprint = Blueprint("sparql", __name__)

ROWS_SHOWN = 500
_PATH = "/sparql"
#: Parameters of the address that name a format, for those who cannot set headers.
_FORMAT_PARAMETERS = ("_format", "format", "output")
#: The format for people, which only an address asks for.
WORKBOOK = "xlsx"


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """The form, with the answer to its query or why there is none.

    Attributes:
        asked: what the request says.
        examples: questions to begin with.
        limits: what a query may take.
        waiting: the query came by a link and waits for the reader to run it.
        result: the answer.
        rows: the first rows of it.
        view: how it is shown.
        error: why there is none.
    """

    template: ClassVar[str] = "sparql.html"
    views: ClassVar[Mapping[str, str]] = VIEWS
    asked: ProtocolRequest
    examples: tuple[NamedQuery, ...]
    limits: Limits
    waiting: bool = False
    result: QueryResult | None = None
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    view: ResultView | None = None
    error: QueryRejected | None = None

    @property
    def query(self) -> str:
        """Text in the form."""
        return self.asked.query or ""

    @property
    def endpoint(self) -> str:
        """Address that programs ask."""
        return _address_to_copy()

    @property
    def themes(self) -> tuple[tuple[str, tuple[NamedQuery, ...]], ...]:
        """Theme -> its questions."""
        return tuple((theme, tuple(found)) for theme, found in groupby(self.examples, key=lambda q: q.theme))

    @property
    def schema(self) -> tuple[SchemaClass, ...]:
        """What the graph holds, as far as it is known without counting it now."""
        return schema(catalog().counted)

    @property
    def graphs(self) -> dict[str, tuple[str, ...]]:
        """Parameters that name the graphs read, as a link or form repeats them."""
        given = {
            "default-graph-uri": self.asked.default_graphs,
            "named-graph-uri": self.asked.named_graphs,
        }
        return {name: values for name, values in given.items() if values}

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
    def stopped(self) -> bool:
        """Whether it was a limit that kept the query from its answer."""
        return isinstance(self.error, QueryStopped)

    @property
    def faulty_line(self) -> tuple[str, str]:
        """That line, before and from the fault on."""
        lines = self.query.splitlines()
        text = lines[self.line - 1] if 0 < self.line <= len(lines) else ""
        return text[: self.column - 1], text[self.column - 1 :]

    @property
    def nonce(self) -> str:
        """Secret by which the editor may add its styles."""
        return allow_scripts()

    @property
    def snippets(self) -> Mapping[str, str]:
        """How the query is run from elsewhere."""
        form = self.result.form if self.result else "SELECT"
        return snippets(self.endpoint, self.query, form) if self.query.strip() else {}

    def link(self, **more: str | int) -> str:
        """Return the address of this query, shown some way; with ``run=1`` it answers at once."""
        parameters: dict[str, Any] = {"query": self.query, **self.graphs, **more}
        return url_for("sparql.page", **parameters)

    @property
    def formats(self) -> tuple[str, ...]:
        """Formats in which the answer can be downloaded."""
        if self.result is None:
            return ()
        return (*OFFERS[self.result.form], *((WORKBOOK,) if self.result.form == "SELECT" else ()))


def _address_to_copy() -> str:
    """Return the address of the endpoint that commands to copy name, which is never another site's."""
    # Whoever wrote the request may have written any host: it counts on this machine, or where hosts are set.
    here = is_loopback(urlsplit(request.base_url).hostname) or viewer().settings.serving.hosts
    return request.base_url if here else endpoint_address()


@blueprint.after_app_request
def _open_to_all(response: Response) -> Response:
    """Let pages of other sites read the endpoint, and nothing else; refused methods are told so, too."""
    return add_headers(response) if request.path == _PATH else response


@blueprint.route(_PATH, methods=METHODS)
def page() -> Response:
    """Answer a request of the SPARQL protocol, or show the form.

    In a browser a query is run when it was sent from the form; one that came by a link is shown and waits,
    unless the link says ``run=1``.
    """
    if request.method == "OPTIONS":
        return preflight()
    accept = request.headers.get("Accept", "")
    body = request.get_data() if request.method == "POST" else b""
    content_type = request.headers.get("Content-Type", "")
    try:
        asked = read_request(request.method, request.query_string, content_type, body)
    except ProtocolRefusal as refusal:
        return _refused(refusal.status, str(refusal), as_page=wants_page(accept))
    parameter = next((asked.others[name] for name in _FORMAT_PARAMETERS if name in asked.others), None)
    accept = accept if parameter is None else as_accept(parameter)
    if wants_page(accept):
        return _page(asked)
    if asked.query is not None:
        return _workbook(asked) if parameter == WORKBOOK else answer(asked, accept)
    if request.method == "POST" or asked.default_graphs or asked.named_graphs:
        return _refused(400, "the request holds no query", as_page=False)
    return description(accept)


def _refused(status: int, detail: str, *, as_page: bool) -> Response:
    told = problem(status, detail)
    if not as_page:
        return told
    shown = error_response(status, detail)
    shown.headers.update(
        {name: told.headers[name] for name in ("Allow", "Accept-Post") if name in told.headers}
    )
    return shown


def _workbook(asked: ProtocolRequest) -> Response:
    """Return rows for a spreadsheet: typed cells, and a sheet that says where they come from."""
    door = catalog()
    try:
        result = door.runner.result(to_request(asked))
    except GraphkitError as error:
        return problem(status_of(error), str(error), error)
    if result.form != "SELECT":
        return not_acceptable(result.form, "a workbook holds the rows of a SELECT query")
    rows = (
        tuple(row[name].python if name in row else None for name in result.columns) for row in result.rows
    )
    answered = workbook_answer("requete", (Sheet("Réponse", result.columns, rows), source_sheet(door)))
    return mark_truncated(answered, truncated=result.truncated)


def _page(asked: ProtocolRequest) -> Response:
    door, limits = catalog(), viewer().settings.queries
    examples = tuple(door.questions())
    written = bool((asked.query or "").strip())
    if not (written and (request.method == "POST" or asked.others.get("run") == "1")):
        return render(SparqlPage(asked, examples, limits, waiting=written))
    try:
        result = door.runner.result(to_request(asked))
    except QueryRejected as error:
        return render(SparqlPage(asked, examples, limits, error=error), status_of(error))
    except GraphkitError as error:
        return error_response(status_of(error), str(error))
    rows = door.cells(result, ROWS_SHOWN)
    view = view_result(result, rows, asked.others)
    shown = render(SparqlPage(asked, examples, limits, result=result, rows=rows, view=view))
    return mark_truncated(shown, truncated=result.truncated)
