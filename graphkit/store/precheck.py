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
# No quantifier gives back what it took, for a scan that goes back and forth is a weapon of its own.
_TOKEN = re.compile(
    r'''
      (?P<skip> """(?:[^"\\]|\\.|"(?!""))*+""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\'
              | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'
              | \#[^\r\n]*+ | [?$]\w++ | @[\w-]++ )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*+> )
    | (?P<word> \w++(?:[.-]++\w++)*+ )? (?P<local> :(?:[\w.:%-]|\\.)*+ )
    | (?P<bare> \w++(?:[.-]++\w++)*+ )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    ''',
    re.VERBOSE | re.DOTALL,
)
_PIECES = re.compile(r"\w+")
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
    # The sign before and, while a list of graphs goes on, FROM; where SERVICE may stand with an address.
    before, called = ("", ""), -1
    for match in _TOKEN.finditer(text):
        kind, sign = match.lastgroup, match[0]
        if kind == "skip" and sign.startswith("#"):
            continue
        if kind == "bare":
            _check_word(text, match)
            sign = sign.upper()
            names_graphs = names_graphs or sign == "FROM"
        elif kind == "iri" and "FROM" in before and sign[1:].lower().startswith(_OUTSIDE):
            raise _refusal(text, match.start(), "FROM a file is not accepted")
        elif kind == "open":
            if called >= 0 and sign == "{":
                raise _refusal(text, called, "SERVICE is not accepted")
            depth += 1
            if depth > limits.depth:
                raise QueryRejected(f"the query is nested more than {limits.depth} deep")
        elif kind == "close":
            depth -= 1
        # Oxigraph reads SERVICE:x { } as a call of :x, unless it is the name of a graph.
        is_call = (
            kind == "local" and (match["word"] or "").upper().endswith("SERVICE") and before[0] != "GRAPH"
        )
        called = match.start() if is_call else -1
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


def _check_word(text: str, match: re.Match[str]) -> None:
    """Refuse a word that ends with a forbidden one: Oxigraph needs no space between two words."""
    for piece in _PIECES.finditer(match[0]):
        word = next((each for each in _FORBIDDEN if piece[0].upper().endswith(each)), None)
        if word is not None:
            at = match.start() + piece.end() - len(word)
            raise _refusal(text, at, f"{word} is not accepted")


def _refusal(text: str, at: int, what: str) -> QuerySyntaxRejected:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QuerySyntaxRejected(f"{what} (line {line}, column {column}): {_READING}", line, column)
