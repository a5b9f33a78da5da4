"""Writes the answer of a query in a standard format, as far as the limits go; used inside a worker.

Rows are written as they come: what a large answer takes is room on the disk, not memory.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

import pyoxigraph as ox

#: Formats of rows, and of an ASK where they have one.
TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
#: Formats of triples.
TRIPLE_FORMATS = {
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
#: Rows of an answer that are in memory at once.
_BATCH = 2_000
#: Triples of an answer that are remembered, so as not to write them twice.
_REMEMBERED = 50_000
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
    content.serialize(out, TABLE_FORMATS[name])


def _write_select(result: Any, name: str, request: dict[str, Any], budget: Budget, out: IO[bytes]) -> None:  # noqa: ANN401
    # Oxigraph gives the columns of SELECT * in no order that means anything to the reader.
    text = request["query"]
    names = sorted(
        (variable.value for variable in result.variables), key=lambda each: _first_mention(each, text)
    )
    rows = budget.take(([solution[each] for each in names] for solution in result), _size)
    link = request.get("link", "")
    if name == NODES:
        cells = [[_cell(term) for term in row] for row in rows]
        out.write(json.dumps({"columns": names, "rows": cells}).encode())
    elif name == "json":
        room = _Room(out, f',"link":[{json.dumps(link)}]' if link else "")
        _write_json(names, rows, room, out)
        room.fill(wanted=budget.spent)
    else:
        room = _Room(out, f'<link href="{_escaped(link)}"/>' if link and name == "xml" else "")
        _write_by_batches(names, rows, name, room, out)
        room.fill(wanted=budget.spent)


class _Room:
    """Room in the head of an answer for what is known only at its end: that it is truncated.

    Args:
        out: where the answer goes; a place of it can be sought again.
        text: what may have to be said.
    """

    def __init__(self, out: IO[bytes], text: str) -> None:
        self._out, self._text, self._place = out, text.encode(), 0

    def leave(self) -> None:
        """Leave the room here; left empty, it is white space, which means nothing there."""
        self._place = self._out.tell()
        self._out.write(b" " * len(self._text))

    def fill(self, *, wanted: bool) -> None:
        """Say it, once all else is written.

        Args:
            wanted: whether there is anything to say.
        """
        if wanted and self._text:
            self._out.seek(self._place)
            self._out.write(self._text)
            self._out.seek(0, io.SEEK_END)


def _write_json(names: list[str], rows: Iterator[list[Any]], room: _Room, out: IO[bytes]) -> None:
    out.write(f'{{"head":{{"vars":{_dumps(names)}'.encode())
    room.leave()
    out.write(b'},"results":{"bindings":[')
    for number, row in enumerate(rows):
        out.write((b"," if number else b"") + _dumps(_bindings(names, row)).encode())
    out.write(b"]}}")


def _write_by_batches(
    names: list[str], rows: Iterator[list[Any]], name: str, room: _Room, out: IO[bytes]
) -> None:
    """Write rows a few thousand at a time, as Oxigraph writes a whole answer: neither is ever in memory."""
    before = True
    after = b""
    while (batch := list(islice(rows, _BATCH))) or before:
        if name == "xml":
            _check_xml((term for row in batch for term in row), "SELECT")
        content = {"head": {"vars": names}, "results": {"bindings": [_bindings(names, row) for row in batch]}}
        parsed = ox.parse_query_results(json.dumps(content), ox.QueryResultsFormat.JSON)
        head, body, after = _parted(parsed.serialize(format=TABLE_FORMATS[name]) or b"", name)
        if before:
            start, mark, end = head.partition(b"</head>")
            out.write(start)
            room.leave()
            out.write(mark + end)
            before = False
        out.write(body)
    out.write(after)


def _parted(whole: bytes, name: str) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the rows of an answer, the rows, and what stands after them."""
    if name == "xml":
        head, mark, rest = whole.partition(b"<results>")
        body, end, tail = rest.rpartition(b"</results>")
        return head + mark, body, end + tail
    head, mark, body = whole.partition(b"\n")
    return head + mark, body, b""


def _bindings(names: list[str], row: list[Any]) -> dict[str, Any]:
    return {each: _binding(term) for each, term in zip(names, row, strict=True) if term is not None}


def _dumps(content: Any) -> str:  # noqa: ANN401 - anything that JSON has
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write_triples(result: Any, name: str, request: dict[str, Any], budget: Budget, out: IO[bytes]) -> None:  # noqa: ANN401
    kept = _once(budget.take(result, _triple_size), name)
    if name == NODES:
        rows = [[_cell(part) for part in (each.subject, each.predicate, each.object)] for each in kept]
        out.write(json.dumps({"rows": rows}).encode())
        return
    ox.serialize(kept, out, TRIPLE_FORMATS[name], prefixes=request["prefixes"])
    if budget.spent and name in {"ttl", "nt", "trig", "nq"}:
        out.write(f"# {_TRUNCATED}\n".encode())
    elif budget.spent and name == "rdf":
        out.write(f"\n<!-- {_TRUNCATED} -->\n".encode())


def _once(triples: Iterator[ox.Triple], name: str) -> Iterator[ox.Triple]:
    """Yield triples each once; of a very large answer, a late one may come again, which says nothing more."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple in seen:
            continue
        if len(seen) < _REMEMBERED:
            seen.add(triple)
        if name == "rdf":
            _check_xml(iter((triple.subject, triple.predicate, triple.object)), "CONSTRUCT")
        yield triple


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
