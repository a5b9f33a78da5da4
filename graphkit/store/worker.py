"""A process in which queries of strangers are parsed and evaluated, one after another; it may die of any.

Each comes as JSON in a file, and its answer takes its place there, in the format asked for. The process
imports little, for it is started anew whenever one died.
"""

from __future__ import annotations

import errno
import io
import json
import socket
import sys
from typing import Any

import pyoxigraph as ox

from graphkit.store.writing import Budget, NotWritable, write_answer
from graphkit.workers import bound_task, leave_network, tasks


def main(descriptor: int) -> None:
    """Answer requests until no more come."""
    # Before the store starts threads: a process with threads cannot leave its network.
    leave_network()
    served = _Served()
    with socket.socket(fileno=descriptor) as channel:
        for shared in tasks(channel):
            request = json.load(shared)
            bound_task(request["memory"], request["seconds"])
            channel.sendall(json.dumps(_answer(served, request, shared)).encode() + b"\n")


class _Served:
    """The version of the graph that this process has open; another one takes its place."""

    def __init__(self) -> None:
        self._files = ""
        self._store: ox.Store | None = None

    def open(self, files: str) -> ox.Store:
        if self._store is None or files != self._files:
            self._store = None
            self._store = ox.Store.read_only(files)
            self._files = files
        return self._store


def _answer(served: _Served, request: dict[str, Any], shared: io.FileIO) -> dict[str, Any]:
    try:
        store = served.open(request["files"])
    except (OSError, RuntimeError, ValueError) as error:
        # Where the files are is nobody's business but their keeper's.
        return {"error": "store", "message": str(error).replace(request["files"], "…")[:500]}
    if "query" not in request:
        return {}
    shared.seek(0)
    shared.truncate()
    budget = Budget(request["rows"], request["size"])
    try:
        return _evaluate(store, request, budget, shared)
    except NotWritable as error:
        return {"error": "format", "message": str(error), "form": error.form}
    except OSError as error:
        # A store that cannot be read, or a disk that is full: no fault of the query.
        kind = "room" if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else "store"
        return {"error": kind, "message": str(error)[:500]}
    except (SyntaxError, RuntimeError, ValueError, MemoryError) as error:
        kind = {SyntaxError: "syntax", MemoryError: "memory"}.get(type(error), "evaluation")
        return {"error": kind, "message": str(error)[:5000]}


def _evaluate(store: ox.Store, request: dict[str, Any], budget: Budget, shared: io.FileIO) -> dict[str, Any]:
    result = store.query(request["query"], base_iri=request["base"] or None, **_dataset(request))
    out = io.BufferedWriter(shared, 1 << 18)
    status = write_answer(result, request, budget, out)
    out.flush()
    out.detach()
    return status


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """Return what of the graph a query reads: what the request names, else what it says itself, else all."""
    default, named = request["default_graphs"], request["named_graphs"]
    if default or named:
        return {
            "default_graph": [ox.NamedNode(name) for name in default],
            "named_graphs": [ox.NamedNode(name) for name in named],
        }
    # Oxigraph would let the union win over a FROM of the query.
    return {} if request["names_graphs"] else {"use_default_graph_as_union": True}


if __name__ == "__main__":
    main(int(sys.argv[1]))
