"""Answers of the SPARQL endpoint for programs: results, refusals, and the headers that all of them carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from flask import Response, jsonify, request
from werkzeug.wsgi import wrap_file

from graphkit.catalog.service_description import describe_service
from graphkit.errors import GraphkitError, outcome
from graphkit.store.rejections import FormatRejected, QueryStopped, QuerySyntaxRejected, QueryTooLong
from graphkit.store.results import serialise_triples
from graphkit.store.sandbox import Request, WrittenAnswer
from webui.errors import title_of
from webui.i18n import mark, translate
from webui.result_formats import choose_formats, choose_rdf, media_type, media_types
from webui.sharing import allow
from webui.sparql_protocol import FORM, QUERY, ProtocolRequest
from webui.viewer import catalog, viewer

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
_RETRY_AFTER = "5"
_STOPPED = mark("Requête arrêtée")
_CHUNK = 1 << 16
_CORS = {
    # No credentials: whatever any site may read here, anybody may.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, Link, Retry-After, X-Truncated",
}
_TRY_AGAIN = frozenset({429, 503})


def add_headers(response: Response) -> Response:
    """Add to an answer of the endpoint what every one of them carries."""
    response.headers.update(_CORS)
    response.headers.add("Link", f'<{endpoint_address()}>; rel="service-desc"')
    if response.status_code in _TRY_AGAIN:
        response.headers.setdefault("Retry-After", _RETRY_AFTER)
    return response


def endpoint_address() -> str:
    """Return the address of the endpoint as visitors reach it, whatever host a request names."""
    return f"{viewer().settings.public_address}sparql"


def preflight() -> Response:
    """Return what a browser asks before a page of another site may send a query."""
    response = allow(Response(status=204), METHODS, ("Accept", "Content-Type"))
    response.headers["Accept-Post"] = f"{FORM}, {QUERY}"
    return response


def description(accept: str) -> Response:
    """Return the description of the service in the format of RDF that a client likes best.

    Args:
        accept: what it says that it takes.
    """
    wanted = choose_rdf(accept)
    if wanted is None:
        return not_acceptable("CONSTRUCT")
    try:
        graphs = catalog().graphs
    except GraphkitError as error:
        return problem(status_of(error), str(error), error)
    settings = viewer().settings
    triples = describe_service(endpoint_address(), settings.queries, f"{settings.base_iri}donnees", graphs)
    return Response(serialise_triples(triples, wanted), mimetype=media_type("CONSTRUCT", wanted))


def answer(asked: ProtocolRequest, accept: str) -> Response:
    """Return the answer of a query in the format that a client likes best.

    Args:
        asked: the request; it has a query.
        accept: what the client says that it takes.
    """
    formats = choose_formats(accept)
    if not formats:
        return not_acceptable("")
    try:
        found = catalog().runner.write(to_request(asked, formats))
    except FormatRejected as error:
        return not_acceptable(error.form, str(error))
    except GraphkitError as error:
        return problem(status_of(error), str(error), error)
    return _found(found)


def to_request(asked: ProtocolRequest, formats: dict[str, str] | None = None) -> Request:
    """Return a request of the protocol as the catalog takes it.

    Args:
        asked: the request; it has a query.
        formats: for each form of query the format wanted; the terms themselves when absent.
    """
    more = {} if formats is None else {"formats": formats}
    return Request(
        asked.query or "",
        asked.default_graphs,
        asked.named_graphs,
        link=endpoint_address(),
        client=request.remote_addr or "",
        wanted=_wanted(),
        **more,
    )


def _wanted() -> Callable[[], bool] | None:
    """Return what tells whether the client is still there, where the server knows."""
    gone: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    return None if gone is None else lambda: not gone()


def _found(found: WrittenAnswer) -> Response:
    mimetype = media_type(found.form, found.format_name)
    if request.method == "HEAD":
        found.content.close()
        response = Response(mimetype=mimetype)
    elif "wsgi.file_wrapper" in request.environ:
        # The server sends a file by itself, and keeps no thread waiting for a slow reader.
        wrapped = wrap_file(request.environ, found.content, _CHUNK)
        response = Response(wrapped, mimetype=mimetype, direct_passthrough=True)
    else:
        response = Response(_chunks(found.content), mimetype=mimetype)
    response.content_length = found.size
    return mark_truncated(response, truncated=found.truncated)


def mark_truncated(response: Response, *, truncated: bool) -> Response:
    """Return an answer that tells, where it is cut, that there is more and where the limits are told.

    Args:
        response: the answer.
        truncated: whether it is cut.
    """
    if truncated:
        response.headers["X-Truncated"] = "true"
        response.headers.add("Link", f'<{endpoint_address()}>; rel="describedby"')
    return response


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        while chunk := content.read(_CHUNK):
            yield chunk


def not_acceptable(form: str, detail: str = "") -> Response:
    """Return the refusal of every format asked for, with those that there are.

    Args:
        form: form of the query, empty when it is not known.
        detail: what is said beside.
    """
    return problem(406, detail or "none of the formats asked for", available=media_types(form))


def status_of(error: GraphkitError) -> int:
    """Return the status that an error has at the endpoint.

    Args:
        error: any expected error.
    """
    if isinstance(error, QueryStopped):
        return 503
    if isinstance(error, QueryTooLong):
        return 413 if request.method == "POST" else 414
    return outcome(error)[1]


def problem(
    status: int, detail: str, error: GraphkitError | None = None, *, available: Sequence[str] = ()
) -> Response:
    """Return a refusal as a problem document.

    Args:
        status: HTTP status.
        detail: what is wrong, in English.
        error: the error; a syntax error tells line and column.
        available: media types that there are instead.
    """
    # Nothing is wrong with the graph when a limit stops a query.
    title = translate(_STOPPED) if isinstance(error, QueryStopped) else title_of(status)
    content: dict[str, Any] = {"type": "about:blank", "status": status, "title": title}
    content["detail"] = detail
    if isinstance(error, QuerySyntaxRejected) and error.line:
        content |= {"line": error.line, "column": error.column}
    if available:
        content["available"] = list(available)
    response: Response = jsonify(content)
    response.mimetype = "application/problem+json"
    response.status_code = status
    if status == 405:  # noqa: PLR2004
        response.headers["Allow"] = ", ".join(METHODS)
    elif status == 415:  # noqa: PLR2004
        response.headers["Accept-Post"] = f"{FORM}, {QUERY}"
    return response
