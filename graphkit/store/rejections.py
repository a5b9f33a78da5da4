"""Why a query that a stranger wrote was not answered, in more detail than ``QueryRejected``."""

from __future__ import annotations

import re

from graphkit.errors import QueryRejected

_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected one of|expected)?\s*(.*)", re.DOTALL)
_MAX_REASON = 200
_MAX_WORDS = 6


class QuerySyntaxRejected(QueryRejected):
    """The query is not SPARQL.

    Attributes:
        line: where it goes wrong, from 1 on; 0 when unknown.
        column: idem.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryTooLong(QueryRejected):
    """The text of the query is longer than one may be."""


class QueryStopped(QueryRejected):
    """The query was well formed but took more time or memory than one may have."""


class FormatRejected(QueryRejected):
    """The answer cannot be written in the format that was asked for.

    Attributes:
        form: ``SELECT``, ``CONSTRUCT`` or ``ASK``: what the answer is of.
    """

    def __init__(self, message: str, form: str = "") -> None:
        super().__init__(message)
        self.form = form


def syntax_rejection(message: str) -> QuerySyntaxRejected:
    """Return the error that tells of a syntax error by line and column, without the parser's grammar.

    Args:
        message: what Oxigraph's parser says.
    """
    match = _POSITION.match(message)
    if match is None:
        return QuerySyntaxRejected(f"not SPARQL: {message[:_MAX_REASON]}")
    # The parser lists every token and character class that might have followed.
    words = [word.strip('"\\') for word in re.split(r",\s+", match[3]) if "[" not in word and len(word) > 1]
    sentences = [word for word in words if " " in word]
    expected = " or ".join(words[:_MAX_WORDS])
    reason = "; ".join(sentences) or (
        f"expected {expected}" if expected else "unexpected sign or end of query"
    )
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxRejected(
        f"syntax error at line {line}, column {column}: {reason[:_MAX_REASON]}", line, column
    )


def rejection_of(said_by: str, message: str) -> QueryRejected:
    """Return the error of a query that a server did not accept, with line and column if it tells them.

    Args:
        said_by: who refused it.
        message: what the server says, on one line.
    """
    found = _POSITION.search(message)
    if found is not None:
        return syntax_rejection(message[found.start() :])
    # A page of HTML is of no help in a message.
    reason = "no reason is told" if message.startswith("<") or not message else message[:_MAX_REASON]
    return QueryRejected(f"{said_by}: {reason}")
