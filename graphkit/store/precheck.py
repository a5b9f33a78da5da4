"""What is refused of a query before any parser sees it: too long, too deep, or not a mere reading.

Oxigraph calls out to the addresses that SERVICE names and cannot be told not to, and its parser dies of
deep nesting; the scan is linear, and what passes it still runs in a process that may die.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.errors import QueryRejected
from graphkit.limits import Limits
from graphkit.store.rejections import QuerySyntaxRejected, QueryTooLong

_FORBIDDEN = frozenset({
    "SERVICE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH", "USING",
})  # fmt: skip
_READING = "only reading is, and only of this graph"
#: Schemes of addresses that only name something to be read from outside the graph.
_OUTSIDE = ("file:", "ftp:", "data:")
# Where a word may stand that is no keyword: strings, comments, IRIs, prefixed names, variables, blank nodes.
_TOKEN = re.compile(
    r'''
      (?P<skip> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
              | \#[^\r\n]* | [?$@]\w+
              | (?:\w[\w.-]*)?:(?:[\w.:%-]|\\.)* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<word> [^\W\d]\w* )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    ''',
    re.VERBOSE | re.DOTALL,
)
_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Outline:
    """What a query shows without being parsed.

    Attributes:
        names_graphs: it says itself which graphs it reads (``FROM``).
    """

    names_graphs: bool = False


def check_query(text: str, limits: Limits = _USUAL) -> Outline:
    """Refuse a query that must not be evaluated.

    Args:
        text: what a stranger wrote.
        limits: how long and how deep it may be.

    Raises:
        QueryRejected: it is too long or nested too deep, calls another server, reads a file, or changes data;
            where that is a place in it, the error tells line and column.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.length:
        raise QueryTooLong(f"the query is longer than {limits.length / 1024:.3g} kB")
    depth = 0
    names_graphs = False
    before: tuple[str, str] = ("", "")
    for match in _TOKEN.finditer(text):
        kind, sign = match.lastgroup, match[0].upper()
        if kind == "skip" and sign.startswith("#"):
            continue
        if kind == "word" and sign in _FORBIDDEN:
            raise _refusal(text, match.start(), f"{sign} is not accepted", _READING)
        if kind == "word" and sign == "FROM":
            names_graphs = True
        if kind == "iri" and "FROM" in before and match[0][1:].lower().startswith(_OUTSIDE):
            raise _refusal(text, match.start(), "FROM a file is not accepted", _READING)
        if kind == "open":
            depth += 1
            if depth > limits.depth:
                raise QueryRejected(f"the query is nested more than {limits.depth} deep")
        elif kind == "close":
            depth -= 1
        before = (sign, sign if sign == "FROM" else before[0])
    return Outline(names_graphs)


def check_graph_names(names: tuple[str, ...]) -> None:
    """Refuse names of graphs that a request gives and that can only be read from outside.

    Args:
        names: values of ``default-graph-uri`` and ``named-graph-uri``.

    Raises:
        QueryRejected: one of them is the address of a file.
    """
    for name in names:
        if name.lower().startswith(_OUTSIDE):
            raise QueryRejected(f"no file is read, only this graph: {name[:200]!r} names none of its graphs")


def _refusal(text: str, at: int, what: str, why: str) -> QuerySyntaxRejected:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QuerySyntaxRejected(f"{what} (line {line}, column {column}): {why}", line, column)
