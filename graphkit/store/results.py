"""Answers of queries, and their standard formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pyoxigraph as ox

from graphkit.nodes import XSD_STRING, NodeTriple, Row
from graphkit.store.embedded import term_of
from graphkit.store.writing import TABLE_FORMATS, TRIPLE_FORMATS
from graphkit.terms import PREFIXES


@cache
def usual_prefixes() -> dict[str, str]:
    """Return the prefixes that data are written with, each with its namespace."""
    return {prefix: str(vocabulary._NS) for prefix, vocabulary in PREFIXES.items()}  # noqa: SLF001 - rdflib keeps the namespace there


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer of a query.

    Attributes:
        form: ``SELECT``, ``CONSTRUCT`` (also for DESCRIBE) or ``ASK``.
        columns: variables of a SELECT, in order.
        rows: its solutions.
        triples: the triples of a CONSTRUCT.
        answer: that of an ASK.
        truncated: there are more rows or triples than one answer may have.
        seconds: how long it took.
    """

    form: Literal["SELECT", "CONSTRUCT", "ASK"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    triples: tuple[NodeTriple, ...] = ()
    answer: bool | None = None
    truncated: bool = False
    seconds: float = 0.0

    def serialise(self, format_name: str) -> bytes:
        """Return the answer in a standard format.

        Args:
            format_name: a key of ``TABLE_FORMATS`` for a SELECT or ASK, of ``TRIPLE_FORMATS`` otherwise;
                an ASK has no CSV or TSV.

        Raises:
            KeyError: the answer has no such format.
        """
        if self.form == "CONSTRUCT":
            return serialise_triples(self.triples, format_name)
        if self.form == "ASK":
            if format_name not in {"json", "xml"}:
                raise KeyError(format_name)
            return _reformat({"head": {}, "boolean": bool(self.answer)}, format_name)
        return serialise_rows(self.columns, self.rows, format_name)


def serialise_rows(columns: Sequence[str], rows: Iterable[Row], format_name: str) -> bytes:
    """Return solutions in a standard format of SPARQL results.

    Args:
        columns: variables, in order.
        rows: solutions.
        format_name: a key of ``TABLE_FORMATS``.

    Raises:
        KeyError: there is no such format.
    """
    bindings = [{name: _binding(row, name) for name in columns if name in row} for row in rows]
    return _reformat({"head": {"vars": list(columns)}, "results": {"bindings": bindings}}, format_name)


def serialise_triples(triples: Iterable[NodeTriple], format_name: str) -> bytes:
    """Return triples in a standard format of RDF, with the usual prefixes.

    Args:
        triples: in the order in which they are to be written.
        format_name: a key of ``TRIPLE_FORMATS``.

    Raises:
        KeyError: there is no such format.
    """
    written = (
        ox.Triple(term_of(s), ox.NamedNode(p.value), term_of(o))  # type: ignore[arg-type]
        for s, p, o in triples
    )
    wanted = TRIPLE_FORMATS[format_name]
    data = ox.serialize(written, format=wanted, prefixes=usual_prefixes())
    return data or b""


def _binding(row: Row, name: str) -> dict[str, str]:
    node = row[name]
    binding = {"type": "uri" if node.kind == "iri" else node.kind, "value": node.value}
    if node.language:
        binding["xml:lang"] = node.language
    elif node.datatype not in {"", XSD_STRING}:
        binding["datatype"] = node.datatype
    return binding


def _reformat(content: dict[str, Any], format_name: str) -> bytes:
    wanted = TABLE_FORMATS[format_name]
    text = json.dumps(content, ensure_ascii=False)
    parsed = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
    return parsed.serialize(format=wanted) or b""
