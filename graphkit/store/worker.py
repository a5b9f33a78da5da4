"""The process in which one query of a stranger is parsed and evaluated; it may die of it.

Reads a request as JSON on the standard input, answers as JSON on the standard output. It imports little,
for it is started anew for every query.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from graphkit.workers import confine


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    # Before the store starts threads: a process with threads cannot leave its network.
    confine(request["memory"], request["seconds"])
    json.dump(_answer(request), sys.stdout, ensure_ascii=True)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        store = ox.Store.read_only(request["files"])
    except OSError as error:
        return {"error": "store", "message": str(error)}
    try:
        return _evaluate(store, request["query"], _Budget(request["rows"], request["bytes"]))
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except (RuntimeError, ValueError, OSError) as error:
        return {"error": "evaluation", "message": str(error)}
    except MemoryError:
        return {"error": "memory", "message": ""}


def _evaluate(store: ox.Store, query: str, budget: _Budget) -> dict[str, Any]:
    result = store.query(query, use_default_graph_as_union=True)
    if isinstance(result, ox.QueryBoolean):
        return {"form": "ASK", "answer": bool(result)}
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        rows = list(budget.take([_term(solution[name]) for name in names] for solution in result))
        return {"form": "SELECT", "columns": names, "rows": rows, "truncated": budget.spent}
    triples = list(
        budget.take([_term(part) for part in (each.subject, each.predicate, each.object)] for each in result)
    )
    return {"form": "CONSTRUCT", "rows": triples, "truncated": budget.spent}


class _Budget:
    """Lets rows pass until there are too many of them, or of their characters."""

    def __init__(self, rows: int, size: int) -> None:
        self._rows = rows
        self._size = size
        self.spent = False

    def take(self, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
        for row in rows:
            self._rows -= 1
            self._size -= sum(len(cell[0]) + 20 for cell in row if cell is not None)
            if self._rows < 0 or self._size < 0:
                self.spent = True
                return
            yield row


def _term(term: Any) -> list[str] | None:  # noqa: ANN401 - any term of Oxigraph
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return [term.value, "iri", "", ""]
    if isinstance(term, ox.Literal):
        language = term.language or ""
        return [term.value, "literal", language, "" if language else term.datatype.value]
    if isinstance(term, ox.BlankNode):
        return [term.value, "bnode", "", ""]
    return [str(term), "literal", "", ""]


if __name__ == "__main__":
    main()
