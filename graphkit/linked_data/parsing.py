"""Parses a file of RDF in a process of its own, and says what is wrong with it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.linked_data.syntaxes import Syntax
from graphkit.workers import run_worker

#: Subject, predicate, object and graph as terms of N-Triples; the graph is empty for the default one.
Quad = tuple[str, str, str, str]

_NAMES = {
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD",
    "lines": "N-Triples or N-Quads",
    "turtle": "Turtle or TriG",
}
# Prefixes make a file of RDF several times shorter than its statements; a hostile one, without bound.
_MOST_EXPANDED = 8
_COMPLAINTS = {
    "size": "is larger than {size} bytes; split it by certification, or raise GRAPHKIT_MAX_RDF_BYTES",
    "expanded": "states more than {expanded} bytes once its prefixes are written out; split it by"
    " certification, or raise GRAPHKIT_MAX_RDF_BYTES",
    "doctype": "has a DOCTYPE, and entities are never read: write the text in place, without it",
    "deep": "its elements are nested too deep; name the things instead of nesting them",
    "context": "takes its JSON-LD context from elsewhere{detail}, and nothing but the file is read:"
    " write the content of that context in the file",
    "relative": "an address is relative to nothing{detail}: write it whole, or give the base"
    " (@base, xml:base)",
    "triple": "makes a statement about a statement (RDF 1.2), which cannot be kept: name the fact instead",
    "open": "cannot be opened ({message}); check the path and its rights",
    "syntax": "is no {syntax}: {message}; correct it there and build again",
    "memory": "took more than {memory} bytes of memory to parse, or is nested too deep; split or flatten it,"
    " or allow more with GRAPHKIT_RDF_MEMORY",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file of RDF states.

    Attributes:
        sha256: digest of its bytes, hexadecimal.
        lines: number of its lines.
        quads: its statements, each once, in order.
    """

    sha256: str
    lines: int
    quads: list[Quad]


def parse(path: Path, syntax: Syntax, settings: Settings) -> Parsed:
    """Return what a file of RDF states.

    Args:
        path: the file.
        syntax: as recognised.
        settings: what the file and its parsing may take, and the base of names for blank nodes.

    Raises:
        SourceUnreadable: the file is too large, not of its syntax, or took too much to parse.
    """
    request = {
        "path": str(path.absolute()),
        "syntax": syntax,
        "base": settings.base_iri,
        "size": settings.max_rdf_bytes,
        "expanded": settings.max_rdf_bytes * _MOST_EXPANDED,
        "memory": settings.rdf_memory,
        "seconds": settings.rdf_timeout,
    }
    with tempfile.TemporaryFile() as out:
        try:
            done = run_worker("graphkit.linked_data.worker", request, seconds=settings.rdf_timeout, out=out)
        except subprocess.TimeoutExpired as error:
            raise SourceUnreadable(
                f"{path}: its reading was stopped after {settings.rdf_timeout:g} s; split the file, simplify"
                " its blank nodes, or allow more time with GRAPHKIT_RDF_TIMEOUT"
            ) from error
        told = _told(done)
        if "error" in told:
            raise SourceUnreadable(f"{path}: {_complaint(told, syntax, settings)}")
        return Parsed(told["sha256"], told["lines"], _quads(out))


def _told(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """Return how the process says that it ended; of one that died it was memory, or depth."""
    try:
        told: dict[str, Any] = json.loads(done.stderr) if done.returncode == 0 else {"error": "memory"}
    except ValueError:
        told = {"error": "memory"}
    return told


def _quads(out: IO[bytes]) -> list[Quad]:
    out.seek(0)
    # The same term stands in many statements: it is held once.
    terms: dict[str, str] = {}
    quads: dict[Quad, None] = {}
    for line in out:
        s, p, o, g = (terms.setdefault(term, term) for term in line[:-1].decode().split("\x1f"))
        quads[(s, p, o, g)] = None
    return sorted(quads)


def _complaint(told: dict[str, Any], syntax: Syntax, settings: Settings) -> str:
    """Return what is wrong with a file, where, and what to do."""
    line, column = told.get("line"), told.get("column")
    place = (f"line {line}" + (f", column {column}" if column else "") + ": ") if line else ""
    message = str(told.get("message", ""))[:300]
    return place + _COMPLAINTS[told["error"]].format(
        message=message,
        detail=f" ({message})" if message else "",
        syntax=_NAMES[syntax],
        size=settings.max_rdf_bytes,
        expanded=settings.max_rdf_bytes * _MOST_EXPANDED,
        memory=settings.rdf_memory,
    )
