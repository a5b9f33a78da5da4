"""Runs a stranger's query in a process that may die, with a limit on time, memory and rows.

Oxigraph can neither be interrupted nor bounded from within Python: a kilobyte of query can take all memory
or the whole process.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.limits import Limits
from graphkit.nodes import Node, Row
from graphkit.store.pool import PoolState, WorkerPool
from graphkit.store.precheck import check_graph_names, check_query
from graphkit.store.rejections import FormatRejected, QueryStopped, syntax_rejection
from graphkit.store.results import QueryResult, usual_prefixes
from graphkit.store.writing import NODES

__all__ = ["Limits", "Request", "Sandbox", "WrittenAnswer"]

_AS_NODES = {"SELECT": NODES, "CONSTRUCT": NODES, "ASK": NODES}


@dataclass(frozen=True, slots=True)
class Request:
    """A query with what a request of the SPARQL protocol says beside it.

    Attributes:
        text: the query.
        default_graphs: graphs whose union is the default graph; with the next one, instead of what the query
            says of it; both empty for what it says, or the union of all.
        named_graphs: graphs that GRAPH sees.
        formats: for each form of query (``SELECT``, ``CONSTRUCT``, ``ASK``) the format wanted, if any.
        link: where a truncated answer sends its reader, in the formats that have a place for it.
        client: who asks; counts towards the queries of one client when it is not empty.
        wanted: tells whether the client still waits for the answer; always, if absent.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=lambda: _AS_NODES)
    link: str = ""
    client: str = ""
    wanted: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The answer of a query as it goes out.

    Attributes:
        form: ``SELECT``, ``CONSTRUCT`` (also for DESCRIBE) or ``ASK``.
        format_name: the format that it is in.
        content: the bytes; whoever asked closes it.
        size: how many these are.
        truncated: there are more rows or triples than one answer may have.
        seconds: how long it took.
    """

    form: str
    format_name: str
    content: IO[bytes]
    size: int
    truncated: bool
    seconds: float


class Sandbox:
    """Answers strangers' queries over one directory of Oxigraph files.

    Args:
        files: the directory.
        limits: what one query may take; those of the pool when absent.
        pool: the processes; some of its own when absent.
        base_iri: what relative IRIs of a query start with; they are refused when it is empty.
    """

    def __init__(
        self, files: Path, limits: Limits | None = None, *, pool: WorkerPool | None = None, base_iri: str = ""
    ) -> None:
        # The processes that answer stand elsewhere than this one.
        self._files = files.absolute()
        self._pool = pool or WorkerPool(limits)
        self._limits = limits or self._pool.limits
        self._base = base_iri

    @property
    def state(self) -> PoolState:
        """What the processes are doing now."""
        return self._pool.state

    def run(self, text: str, limits: Limits | None = None) -> QueryResult:
        """Answer one query.

        Args:
            text: the query.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: it is not SPARQL, not a mere reading, or refers to what does not exist.
            QueryStopped: it took too much time or memory.
            StoreUnavailable: the store cannot be read, or too many queries wait.
        """
        return self.result(Request(text), limits)

    def result(self, request: Request, limits: Limits | None = None) -> QueryResult:
        """Answer one request with the terms themselves.

        Args:
            request: the query and what goes with it; its formats do not matter.
            limits: what it may take, if not the usual.

        Raises:
            QueryRejected: as for ``run``.
            StoreUnavailable: as for ``run``.
        """
        plain = replace(request, formats=_AS_NODES, link="")
        answer = self.write(plain, limits)
        with answer.content as stream:
            return _result(answer, json.load(stream))

    def write(self, request: Request, limits: Limits | None = None) -> WrittenAnswer:
        """Answer one request in a format of the form that its query has.

        The answer waits whole in a temporary file: it is either all there, with the status that it deserves,
        or not at all, and a slow reader keeps no process from other queries.

        Args:
            request: the query and what goes with it.
            limits: what it may take, if not the usual.

        Raises:
            FormatRejected: the request has no format for the form of its query.
            QueryRejected: as for ``run``.
            StoreUnavailable: as for ``run``.
        """
        limits = limits or self._limits
        outline = check_query(request.text, limits)
        check_graph_names(request.default_graphs + request.named_graphs)
        start = time.monotonic()
        try:
            content = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it is handed on
            try:
                told = self._perform(request, limits, content, names_graphs=outline.names_graphs)
                size = content.seek(0, 2)
                content.seek(0)
            except BaseException:
                content.close()
                raise
        except OSError as error:
            raise StoreUnavailable(f"no room for an answer: {error}") from error
        seconds = time.monotonic() - start
        return WrittenAnswer(told["form"], told["format"], content, size, told["truncated"], seconds)

    def _perform(
        self, request: Request, limits: Limits, content: IO[bytes], *, names_graphs: bool
    ) -> dict[str, Any]:
        task = {
            "files": str(self._files),
            "base": self._base,
            "query": request.text,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "names_graphs": names_graphs,
            "formats": dict(request.formats),
            "link": request.link,
            "prefixes": usual_prefixes(),
            "rows": limits.rows,
            "size": limits.size,
            "memory": limits.memory,
            "seconds": limits.seconds,
        }
        content.write(json.dumps(task).encode())
        content.seek(0)
        told: dict[str, Any] = json.loads(
            self._pool.perform(content, seconds=limits.seconds, client=request.client, wanted=request.wanted)
        )
        _raise_error(told)
        return told


def written(result: QueryResult, request: Request) -> WrittenAnswer:
    """Return an answer that is at hand in the format that a request wants.

    Args:
        result: the answer.
        request: what was asked.

    Raises:
        FormatRejected: the request has no format for the form of its query.
    """
    name = request.formats.get(result.form)
    if name is None:
        raise FormatRejected("the answer has no such format", result.form)
    content = io.BytesIO(result.serialise(name))
    size = content.getbuffer().nbytes
    return WrittenAnswer(result.form, name, content, size, result.truncated, result.seconds)


def _raise_error(told: dict[str, Any]) -> None:
    message = told.get("message", "")
    match told.get("error"):
        case "syntax":
            raise syntax_rejection(message)
        case "format":
            raise FormatRejected(message, told["form"])
        case "evaluation":
            raise QueryRejected(f"the query cannot be evaluated: {message[:300]}")
        case "memory":
            raise QueryStopped("the query took more memory than one may have")
        case "room":
            raise StoreUnavailable(f"no room for an answer: {message[:300]}")
        case "store":
            raise StoreUnavailable(f"the graph cannot be read: {message[:300]}")


def _result(answer: WrittenAnswer, content: dict[str, Any]) -> QueryResult:
    truncated, seconds = answer.truncated, answer.seconds
    match answer.form:
        case "ASK":
            return QueryResult("ASK", answer=content["boolean"], seconds=seconds)
        case "SELECT":
            columns = tuple(content["columns"])
            rows = tuple(_row(columns, row) for row in content["rows"])
            return QueryResult("SELECT", columns, rows, truncated=truncated, seconds=seconds)
        case _:
            triples = sorted((Node(*s), Node(*p), Node(*o)) for s, p, o in content["rows"])
            return QueryResult("CONSTRUCT", triples=tuple(triples), truncated=truncated, seconds=seconds)


def _row(names: tuple[str, ...], cells: list[list[Any] | None]) -> Row:
    return {name: Node(*cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
