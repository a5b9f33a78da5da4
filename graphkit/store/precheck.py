"""What is refused of a query before any parser sees it: too long, too deep, or not a mere reading.

Oxigraph calls out to the addresses that SERVICE names and cannot be told not to, and its parser dies of
deep nesting; the scan is linear, and what passes it still runs in a process that may die.
"""

from __future__ import annotations

import re

from graphkit.errors import QueryRejected

MAX_BYTES = 64 << 10
MAX_DEPTH = 100
_FORBIDDEN = frozenset({
    "SERVICE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH", "USING",
})  # fmt: skip
# Where a word may stand that is no keyword: strings, comments, IRIs, prefixed names, variables, blank nodes.
_TOKEN = re.compile(
    r'''
      (?P<skip> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
              | \#[^\r\n]* | <[^<>"{}|^`\\\x00-\x20]*> | [?$@]\w+
              | (?:\w[\w.-]*)?:[\w.:%-]* )
    | (?P<word> [^\W\d]\w* )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    ''',
    re.VERBOSE | re.DOTALL,
)


def check_query(text: str) -> None:
    """Refuse a query that must not be evaluated.

    Args:
        text: what a stranger wrote.

    Raises:
        QueryRejected: it is too long or nested too deep, calls another server, or changes data.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise QueryRejected(f"the query is longer than {MAX_BYTES >> 10} kB")
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word" and match[0].upper() in _FORBIDDEN:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            raise QueryRejected(
                f"{match[0].upper()} is not accepted (line {line}, column {column}): only reading is,"
                " and only of this graph"
            )
        if match.lastgroup == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise QueryRejected(f"the query is nested more than {MAX_DEPTH} deep")
        elif match.lastgroup == "close":
            depth -= 1
