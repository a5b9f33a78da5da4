"""Runs a stranger's query in a process of its own, with a limit on time, memory and rows.

Oxigraph can neither be interrupted nor bounded from within Python: a kilobyte of query can take all memory
or the whole process. A fresh process costs some 50 ms, and can be killed.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.nodes import Node, Row
from graphkit.store.precheck import check_query
from graphkit.store.rejections import QueryStopped, syntax_rejection
from graphkit.store.results import QueryResult
from graphkit.workers import run_worker


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take.

    Attributes:
        seconds: time, from the start of its process on.
        rows: rows or triples of the answer; beyond, the answer says that it is truncated.
        size: characters of the answer, about; idem.
        memory: address space of its process, in bytes.
    """

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 20 << 20
    memory: int = 2 << 30


class Sandbox:
    """Answers strangers' queries over one directory of Oxigraph files.

    Args:
        files: the directory.
        limits: what one query may take.
        concurrent: queries evaluated at once; one more waits as long as it might run, then is refused.
    """

    def __init__(self, files: Path, limits: Limits | None = None, *, concurrent: int = 4) -> None:
        self._files = files
        self._limits = limits or Limits()
        self._slots = threading.BoundedSemaphore(concurrent)

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
        check_query(text)
        limits = limits or self._limits
        if not self._slots.acquire(timeout=limits.seconds):
            raise StoreUnavailable("too many queries at once: try again in a few seconds")
        start = time.monotonic()
        try:
            answer = self._evaluate(text, limits)
        finally:
            self._slots.release()
        return _result(answer, text, time.monotonic() - start)

    def _evaluate(self, text: str, limits: Limits) -> dict[str, Any]:
        request = {
            "files": str(self._files),
            "query": text,
            "rows": limits.rows,
            "bytes": limits.size,
            "memory": limits.memory,
            "seconds": limits.seconds,
        }
        try:
            done = run_worker("graphkit.store.worker", request, seconds=limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise QueryStopped(
                f"the query was stopped after {limits.seconds:g} s: ask for less, or use a dump"
            ) from error
        if done.returncode != 0:
            raise QueryStopped("the query took more memory or time than one may have, or is too complex")
        try:
            answer: dict[str, Any] = json.loads(done.stdout)
        except ValueError as error:
            raise QueryStopped("the query could not be answered to its end") from error
        return answer


def _result(answer: dict[str, Any], text: str, seconds: float) -> QueryResult:
    message = answer.get("message", "")
    match answer.get("error"):
        case "syntax":
            raise syntax_rejection(message)
        case "evaluation":
            raise QueryRejected(f"the query cannot be evaluated: {message[:300]}")
        case "memory":
            raise QueryStopped("the query took more memory than one may have")
        case "store":
            raise StoreUnavailable(f"the graph cannot be read: {message[:300]}")
    match answer["form"]:
        case "ASK":
            return QueryResult("ASK", answer=answer["answer"], seconds=seconds)
        case "SELECT":
            names = tuple(answer["columns"])
            rows = tuple(_row(names, row) for row in answer["rows"])
            # Oxigraph gives the columns of SELECT * in no order that means anything to the reader.
            columns = tuple(sorted(names, key=lambda name: _first_mention(name, text)))
            return QueryResult("SELECT", columns, rows, truncated=answer["truncated"], seconds=seconds)
        case _:
            triples = tuple((Node(*s), Node(*p), Node(*o)) for s, p, o in answer["rows"])
            # CONSTRUCT may repeat a triple; the set is what is meant.
            distinct = tuple(sorted(set(triples)))
            return QueryResult("CONSTRUCT", triples=distinct, truncated=answer["truncated"], seconds=seconds)


def _row(names: tuple[str, ...], cells: list[list[Any] | None]) -> Row:
    return {name: Node(*cell) for name, cell in zip(names, cells, strict=True) if cell is not None}


def _first_mention(name: str, text: str) -> int:
    match = re.search(rf"[?$]{re.escape(name)}\b", text)
    return match.start() if match else len(text)
