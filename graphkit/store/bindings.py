"""Values of parameters written into the text of a query, for servers that take nothing but text.

A value is given by a VALUES block at the start of every group where its variable occurs, so that it has
the value in filters and in sub-selects too; the lines of the text stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graphkit.errors import QueryRejected
from graphkit.nodes import Node
from graphkit.store.embedded import term_of

_FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
# What is skipped is what may hold a word, a brace or a question mark that is none.
_TOKEN = re.compile(
    r'''
      (?P<comment> \#[^\r\n]* )
    | (?P<other> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
              | <[^<>"{}|^`\\\x00-\x20]*> | @[\w-]+
              | (?:\w[\w.-]*)?:(?:[\w.:%-]|\\.)* )
    | [?$](?P<variable> \w+ )
    | (?P<word> [^\W\d]\w* )
    | (?P<open> \{ )
    | (?P<close> \} )
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Scope:
    """What stands between two braces, or the whole query.

    Attributes:
        kind: ``query`` for the whole and for a sub-select, ``group`` for a pattern (or for data, which hold
            no variable), ``test`` for the pattern of EXISTS, ``template`` for that of CONSTRUCT.
        start: where it begins.
        variables: those that stand directly in it.
        where: the pattern of a query.
    """

    kind: Literal["query", "group", "test", "template"]
    start: int
    variables: set[str] = field(default_factory=set)
    where: _Scope | None = None


@dataclass(slots=True)
class _Scan:
    form: str
    groups: list[_Scope]
    variables: set[str]
    is_short_construct: bool


def form_of(text: str) -> str:
    """Return the form of a query (``SELECT``, ``CONSTRUCT``, ``ASK``, ``DESCRIBE``), empty if it has none."""
    return _scan(text).form


def write_values(text: str, values: Mapping[str, Node]) -> str:
    """Return a query in which variables have values throughout.

    Args:
        text: the query.
        values: variable -> value.

    Raises:
        QueryRejected: a variable does not occur in it, or a value cannot be written.
    """
    if not values:
        return text
    scan = _scan(text)
    # No server knows the blank nodes of a client: in a pattern it would be one more variable.
    unknown = [name for name, node in values.items() if name not in scan.variables or node.kind == "bnode"]
    if unknown:
        raise QueryRejected(f"the query has no variable ?{unknown[0]}, or its value is a blank node")
    if scan.is_short_construct:
        raise QueryRejected("a CONSTRUCT without template takes no parameter: write its template")
    written = {name: f" VALUES ?{name} {{ {term_of(node)} }}" for name, node in values.items()}
    for group in sorted(scan.groups, key=lambda group: -group.start):
        blocks = "".join(block for name, block in written.items() if name in group.variables)
        # The space keeps what follows from growing together with the block.
        text = text[: group.start] + blocks + (" " if blocks else "") + text[group.start :]
    return text


def _scan(text: str) -> _Scan:
    root = _Scope("query", 0)
    scan = _Scan("", [], set(), is_short_construct=False)
    stack = [root]
    last, has_template = "", False
    for match in _TOKEN.finditer(text):
        top = stack[-1]
        match match.lastgroup:
            case "comment":
                continue
            case "variable":
                scan.variables.add(match["variable"])
                top.variables.add(match["variable"])
            case "word":
                last = match["word"].upper()
                if last == "SELECT" and top.kind == "group":
                    top.kind = "query"
                if last in _FORMS and top is root and not scan.form:
                    scan.form = last
                continue
            case "open":
                has_template = has_template or last == "CONSTRUCT"
                stack.append(_opened(top, match.end(), last))
                scan.groups.append(stack[-1])
            case "close" if len(stack) > 1:
                _close(stack.pop(), stack[-1])
        last = ""
    if root.where is not None:
        root.where.variables |= root.variables
    scan.groups = [scope for scope in scan.groups if scope.kind == "group"]
    scan.is_short_construct = scan.form == "CONSTRUCT" and not has_template
    return scan


def _opened(outer: _Scope, start: int, last: str) -> _Scope:
    """Return the scope that a brace opens, which the words before it tell."""
    if last == "CONSTRUCT":
        return _Scope("template", start)
    if last == "EXISTS":
        return _Scope("test", start)
    scope = _Scope("group", start)
    if outer.kind == "query" and outer.where is None:
        outer.where = scope
    return scope


def _close(scope: _Scope, outer: _Scope) -> None:
    """Hand on the variables that get their value elsewhere than in the scope itself."""
    if scope.kind == "query" and scope.where is not None:
        # Those of a projection, of GROUP BY and of ORDER BY.
        scope.where.variables |= scope.variables
    if scope.kind in {"test", "template"}:
        # A test takes its values from the pattern around it: servers differ on blocks inside of it.
        outer.variables |= scope.variables
