"""Writes the answer of a query in a standard format, as far as the limits go; used inside a worker."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

import pyoxigraph as ox

_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
#: A format of this program alone, that keeps terms apart as ``Node`` does.
NODES = "nodes"
_TRUNCATED = "truncated: there are more triples than one answer may have"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class NotWritable(Exception):
    """The answer cannot be written in the format that was asked for.

    Attributes:
        form: what the answer is of.
    """

    def __init__(self, message: str, form: str) -> None:
        super().__init__(message)
        self.form = form


class Budget:
    """Lets rows pass until there are too many of them, or of their characters.

    Args:
        rows: how many may pass.
        size: characters that they may have, about.
    """

    def __init__(self, rows: int, size: int) -> None:
        self._rows = rows
        self._size = size
        self.spent = False

    def take(self, rows: Iterator[Any], size_of: Any) -> Iterator[Any]:  # noqa: ANN401 - solutions or triples
        """Yield rows as long as there may be more.

        Args:
            rows: where they come from.
            size_of: gives the number of characters of one.
        """
        for row in rows:
            self._rows -= 1
            self._size -= size_of(row)
            if self._rows < 0 or self._size < 0:
                self.spent = True
                return
            yield row


def write_answer(result: Any, request: dict[str, Any], budget: Budget, out: IO[bytes]) -> dict[str, Any]:  # noqa: ANN401 - any result of Oxigraph
    """Write an answer and return what there is to say of it.

    Args:
        result: what Oxigraph gives, not yet evaluated to its end.
        request: the request; its ``formats`` give for each form of query the format wanted, if any.
        budget: how much of it may be written.
        out: where to.

    Raises:
        NotWritable: no format was asked for that an answer of this form has, or it holds what the format
            cannot express.
    """
    if isinstance(result, ox.QueryBoolean):
        name = _wanted(request, "ASK")
        _write_ask(bool(result), name, out)
        return {"form": "ASK", "format": name, "truncated": False}
    if isinstance(result, ox.QuerySolutions):
        name = _wanted(request, "SELECT")
        _write_select(result, name, request, budget, out)
        return {"form": "SELECT", "format": name, "truncated": budget.spent}
    name = _wanted(request, "CONSTRUCT")
    _write_triples(result, name, request, budget, out)
    return {"form": "CONSTRUCT", "format": name, "truncated": budget.spent}


def _wanted(request: dict[str, Any], form: str) -> str:
    name = request["formats"].get(form)
    if not isinstance(name, str):
        raise NotWritable("the answer has no such format", form)
    return name


def _write_ask(truth: bool, name: str, out: IO[bytes]) -> None:
    if name in {NODES, "json"}:
        out.write(json.dumps({"head": {}, "boolean": truth}).encode())
        return
    content = ox.parse_query_results(json.dumps({"head": {}, "boolean": truth}), ox.QueryResultsFormat.JSON)
    content.serialize(out, _TABLES[name])


def _write_select(result: Any, name: str, request: dict[str, Any], budget: Budget, out: IO[bytes]) -> None:  # noqa: ANN401
    # Oxigraph gives the columns of SELECT * in no order that means anything to the reader.
    text = request["query"]
    names = sorted(
        (variable.value for variable in result.variables), key=lambda each: _first_mention(each, text)
    )
    kept = list(budget.take(([solution[each] for each in names] for solution in result), _size))
    if name in {"xml", "rdf"}:
        _check_xml((term for row in kept for term in row), "SELECT")
    if name == NODES:
        rows = [[_cell(term) for term in row] for row in kept]
        out.write(json.dumps({"columns": names, "rows": rows}).encode())
        return
    head: dict[str, Any] = {"vars": names}
    if budget.spent and request.get("link"):
        head["link"] = [request["link"]]
    bindings = [
        {each: _binding(term) for each, term in zip(names, row, strict=True) if term is not None}
        for row in kept
    ]
    content = {"head": head, "results": {"bindings": bindings}}
    if name == "json":
        text_out = io.TextIOWrapper(out, "utf-8", write_through=True)
        json.dump(content, text_out, ensure_ascii=False, separators=(",", ":"))
        text_out.detach()
        return
    parsed = ox.parse_query_results(json.dumps(content), ox.QueryResultsFormat.JSON)
    if name == "xml" and "link" in head:
        whole = parsed.serialize(format=_TABLES[name]) or b""
        link = f'<link href="{_escaped(request["link"])}"/></head>'.encode()
        out.write(whole.replace(b"</head>", link, 1))
        return
    parsed.serialize(out, _TABLES[name])


def _write_triples(result: Any, name: str, request: dict[str, Any], budget: Budget, out: IO[bytes]) -> None:  # noqa: ANN401
    # CONSTRUCT may repeat a triple; the set is what is meant.
    kept = dict.fromkeys(budget.take(result, _triple_size))
    if name == "rdf":
        _check_xml(
            (part for triple in kept for part in (triple.subject, triple.predicate, triple.object)),
            "CONSTRUCT",
        )
    if name == NODES:
        rows = [[_cell(part) for part in (each.subject, each.predicate, each.object)] for each in kept]
        out.write(json.dumps({"rows": rows}).encode())
        return
    ox.serialize(kept, out, _TRIPLES[name], prefixes=request["prefixes"])
    if budget.spent and name in {"ttl", "nt", "trig", "nq"}:
        out.write(f"# {_TRUNCATED}\n".encode())
    elif budget.spent and name == "rdf":
        out.write(f"\n<!-- {_TRUNCATED} -->\n".encode())


def _first_mention(name: str, text: str) -> int:
    match = re.search(rf"[?$]{re.escape(name)}\b", text)
    return match.start() if match else len(text)


def _size(row: list[Any]) -> int:
    return sum(len(str(term)) + 20 for term in row if term is not None)


def _triple_size(triple: ox.Triple) -> int:
    return len(str(triple)) + 20


def _check_xml(terms: Iterator[Any], form: str) -> None:
    for term in terms:
        if term is not None and _NOT_IN_XML.search(getattr(term, "value", "") or ""):
            raise NotWritable(
                "the answer holds a character that XML cannot express: ask for another format", form
            )


def _cell(term: Any) -> list[str] | None:  # noqa: ANN401 - any term of Oxigraph
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


def _binding(term: Any) -> dict[str, Any]:  # noqa: ANN401 - any term of Oxigraph
    """Return a term as SPARQL 1.1 Query Results JSON has it, with the triple terms of SPARQL 1.2."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
        if term.direction:
            binding["its:dir"] = term.direction.value
    elif term.datatype.value != _XSD_STRING:
        binding["datatype"] = term.datatype.value
    return binding


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
