"""The process in which one file of RDF is parsed; it may die of it.

Reads a request as JSON on the standard input, writes the statements to the standard output, a file, and how
it ended as JSON to the standard error. A line holds four terms of N-Triples parted by U+001F, a character
that no term can hold; the last one is empty in the default graph. Blank nodes get IRIs by canonicalisation,
so that the same statements give the same lines in any syntax.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

from graphkit.ntriples import XSD, iri, string, text
from graphkit.workers import confine

#: What a JSON-LD file gives relative to itself is found again by it: the parser would drop it in silence.
_NOWHERE = "relative:/"
#: Syntax -> formats to try, in this order: of two, the one that fits a file has read further in it.
_FORMATS = {
    "rdfxml": (ox.RdfFormat.RDF_XML,),
    "jsonld": (ox.RdfFormat.JSON_LD,),
    "lines": (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG),
    "turtle": (ox.RdfFormat.TRIG, ox.RdfFormat.N3),
}
# Namespaces are looked up through all elements around: deep files take a time that grows as the square.
_MOST_DEEP_XML = 500
_BOM = b"\xef\xbb\xbf"


class _Refused(Exception):
    """The file cannot be kept as it is."""

    def __init__(
        self, error: str, line: int | None = None, column: int | None = None, message: str = ""
    ) -> None:
        super().__init__(message)
        self.answer = {"error": error, "line": line, "column": column, "message": message}


def main() -> None:
    """Parse the one file."""
    request = json.load(sys.stdin)
    confine(request["memory"], request["seconds"])
    try:
        answer = _parse(request)
    except _Refused as refusal:
        answer = refusal.answer
    except MemoryError:
        answer = {"error": "memory"}
    except OSError as error:
        answer = {"error": "open", "message": error.strerror or str(error)}
    json.dump(answer, sys.stderr, ensure_ascii=True)


def _parse(request: dict[str, Any]) -> dict[str, Any]:
    with Path(request["path"]).open("rb") as stream:
        data = stream.read(request["size"] + 1)
    if len(data) > request["size"]:
        raise _Refused("size")
    told = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "lines": data.count(b"\n") + (not data.endswith(b"\n")),
    }
    data = data.removeprefix(_BOM)
    if request["syntax"] == "rdfxml":
        _check_xml(data)
    failures = []
    for form in _FORMATS[request["syntax"]]:
        writer = _Writer(request["expanded"])
        try:
            _read(data, form, writer)
            writer.name_blank_nodes(request["base"])
        except ValueError as error:
            failures.append(_Refused("syntax", message=str(error)))
        except _Refused as refusal:
            if refusal.answer["error"] != "syntax":
                raise
            failures.append(refusal)
        else:
            return told
    raise max(failures, key=lambda failure: failure.answer["line"] or 0)


def _read(data: bytes, form: ox.RdfFormat, writer: _Writer) -> None:
    """Write all statements.

    Raises:
        _Refused: the file is not of this format, or says what cannot be kept.
    """
    stream = _Lines(data)
    base = _NOWHERE if form == ox.RdfFormat.JSON_LD else None
    try:
        for quad in ox.parse(stream, form, base_iri=base):  # type: ignore[arg-type]
            if form == ox.RdfFormat.N3 and isinstance(quad.graph_name, ox.BlankNode):
                raise _Refused("syntax", stream.line, None, "a formula of N3 states no fact")
            writer.write(quad)
    except SyntaxError as error:
        message = re.sub(r" \(line \d+\)$", "", str(error.msg or error))
        message = re.sub(r"^Parser error (at|between) .*?column[^:]*: ", "", message)
        if "remote context" in message:
            found = re.search(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"([^"]*)"', data)
            raise _Refused("context", message=found[1].decode(errors="replace") if found else "") from error
        if "absolute IRI" in message:
            raise _Refused("relative", error.lineno or stream.line, error.offset) from error
        line = error.lineno or (stream.line if form == ox.RdfFormat.RDF_XML else None)
        raise _Refused("syntax", line, error.offset, message) from error
    except ValueError as error:
        raise _Refused("syntax", stream.line, None, str(error)) from error


class _Lines:
    """Gives a file a line at a time, so that the line of an error is known where the parser tells none."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)
        self._starts = True
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.readline(size)
        self.line += bool(piece) and self._starts
        self._starts = piece.endswith(b"\n")
        return piece


class _Writer:
    """Writes statements to the standard output, from its start."""

    def __init__(self, most: int) -> None:
        self._out = sys.stdout.buffer
        self._out.seek(0)
        self._out.truncate()
        self._left = most
        self._blank: list[ox.Quad] = []
        self._values = _Values()

    def write(self, quad: ox.Quad) -> None:
        """Write one, or keep it until its blank nodes have names."""
        if any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
            self._blank.append(quad)
            return
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        line = ("\x1f".join(map(self._token, terms)) + "\n").encode()
        self._left -= len(line)
        if self._left < 0:
            raise _Refused("expanded")
        self._out.write(line)

    def name_blank_nodes(self, base: str) -> None:
        """Write the statements about blank nodes, each with an IRI that rests on what is said of it."""
        dataset = ox.Dataset(self._blank)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines = sorted(map(str, dataset))
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
        self._blank = []
        for quad in dataset:
            named = (
                ox.NamedNode(f"{base}noeud/{digest}/{term.value.removeprefix('c14n')}")
                if isinstance(term, ox.BlankNode)
                else term
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
            )
            self.write(ox.Quad(*named))
        self._out.flush()

    def _token(self, term: Any) -> str:  # noqa: ANN401 - any term of Oxigraph
        if isinstance(term, ox.NamedNode):
            if term.value.startswith(_NOWHERE):
                raise _Refused("relative", message=term.value.removeprefix(_NOWHERE))
            return iri(term.value)
        if isinstance(term, ox.Literal):
            if term.language:
                return text(term.value, term.language)
            if term.datatype.value == f"{XSD}string":
                return string(term.value)
            value = self._values.of(term)
            return f"{string(value.value)}^^{iri(value.datatype.value)}"
        if isinstance(term, ox.DefaultGraph):
            return ""
        raise _Refused("triple")


class _Values:
    """Writes values as the store gives them back: ``01`` is 1 there, and graphs are known by their lines."""

    def __init__(self) -> None:
        self._store = ox.Store()
        self._known: dict[ox.Literal, ox.Literal] = {}

    def of(self, literal: ox.Literal) -> ox.Literal:
        if literal not in self._known:
            node = ox.NamedNode(_NOWHERE)
            quad = ox.Quad(node, node, literal)
            self._store.add(quad)
            (kept,) = self._store
            self._store.remove(quad)
            if not isinstance(kept.object, ox.Literal):
                raise TypeError(kept.object)
            self._known[literal] = kept.object
        return self._known[literal]


def _check_xml(data: bytes) -> None:
    """See that a file is XML to its end, and without a DOCTYPE: the parser of RDF stops at neither.

    Raises:
        _Refused: it is not.
    """
    parser = expat.ParserCreate()
    depth = 0

    def refuse(*_: Any) -> None:  # noqa: ANN401 - whatever the parser tells of it
        raise _Refused("doctype", parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def enter(*_: Any) -> None:  # noqa: ANN401 - idem
        nonlocal depth
        depth += 1
        if depth > _MOST_DEEP_XML:
            raise _Refused("deep", parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def leave(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _Refused("syntax", error.lineno, error.offset + 1, expat.ErrorString(error.code)) from error


if __name__ == "__main__":
    main()
