"""The whole graph as Turtle and JSON-LD, written line by line beside the canonical N-Quads.

All three come from one pass over the sorted lines: the triples of a subject stand together, so that a
description is written once and memory stays flat. Turtle and JSON-LD leave the names of the graphs out; a
triple that several graphs hold is written once there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Protocol

from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graphkit.catalog.statistics import Statistics
from graphkit.publish.rdf import NAMESPACES
from graphkit.store.dump import graph_of

_TYPE = str(RDF.type)
_LINKS = frozenset(
    map(
        str,
        (
            OWL.sameAs, RDFS.seeAlso, SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch,
            SKOS.relatedMatch,
        ),
    )
)  # fmt: skip
_ORIGIN = re.compile(r"^([a-z]+://[^/]+/).*$", re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# Escapes of N-Triples that JSON does not know.
_NOT_JSON = re.compile(r"\\U([0-9A-Fa-f]{8})|\\'|\\.")


def context() -> dict[str, dict[str, str]]:
    """Return the JSON-LD context of the dump: the prefixes."""
    return {"@context": dict(sorted(NAMESPACES.items()))}


class Sink(Protocol):
    """Takes bytes: any file."""

    def write(self, content: bytes, /) -> object:
        """Take some bytes."""


class DumpWriter:
    """Takes the sorted lines of N-Quads and writes the three dumps.

    Args:
        nquads: where the lines go as they are.
        turtle: where Turtle goes.
        jsonld: where JSON-LD goes.
        base_iri: start of the IRIs of the data.
    """

    def __init__(self, nquads: Sink, turtle: Sink, jsonld: Sink, base_iri: str) -> None:
        self._nquads, self._turtle, self._jsonld = nquads, turtle, jsonld
        self._base = base_iri
        self._names: dict[str, str] = {}
        self._subject = ""
        self._pairs: list[tuple[str, str]] = []
        self._seen = b""
        self._described = 0
        self.lines = 0
        self._properties: Counter[str] = Counter()
        self._classes: Counter[str] = Counter()
        self._links: Counter[tuple[str, str]] = Counter()
        for prefix, namespace in sorted(NAMESPACES.items()):
            turtle.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
        opening = json.dumps(context()["@context"], ensure_ascii=False)
        jsonld.write(f'{{"@context":{opening},\n"@graph":[\n'.encode())

    def write(self, line: bytes) -> None:
        """Take the next line.

        Args:
            line: a line of N-Quads with its end, not before the last one in byte order.
        """
        self._nquads.write(line)
        self.lines += 1
        graph = graph_of(line)
        triple = line[: -len(graph) - 6] if graph is not None else line[:-3]
        subject, predicate, value = triple.decode().split(" ", 2)
        name = predicate[1:-1]
        self._properties[name] += 1
        if name in _LINKS and value.startswith("<"):
            origin = _ORIGIN.sub(r"\1", value[1:-1])
            if not self._base.startswith(origin):
                self._links[name, origin] += 1
        if triple == self._seen:
            return
        self._seen = triple
        if name == _TYPE:
            self._classes[value[1:-1]] += 1
        if subject != self._subject:
            self._end_subject()
            self._subject = subject
        self._pairs.append((name, value))

    def close(self) -> Statistics:
        """End the files, which stay open, and return how much there was of what."""
        self._end_subject()
        self._jsonld.write(b"\n]}\n")
        return Statistics(
            quads=self.lines,
            classes=dict(sorted(self._classes.items())),
            properties=dict(sorted(self._properties.items())),
            links=dict(sorted(self._links.items())),
        )

    def _end_subject(self) -> None:
        if not self._pairs:
            return
        verbs = (
            ("a" if name == _TYPE else self._short(name, f"<{name}>"), value) for name, value in self._pairs
        )
        body = " ;\n    ".join(f"{verb} {value}" for verb, value in verbs)
        self._turtle.write(f"\n{self._subject} {body} .\n".encode())
        described: dict[str, list[str]] = {}
        for name, value in self._pairs:
            if name == _TYPE:
                described.setdefault("@type", []).append(json.dumps(value[1:-1], ensure_ascii=False))
            else:
                described.setdefault(self._short(name, name), []).append(_json_value(value))
        keys = (f"{json.dumps(key)}:[{','.join(values)}]" for key, values in described.items())
        subject = json.dumps(self._subject[1:-1], ensure_ascii=False)
        opening = ",\n" if self._described else ""
        self._jsonld.write(f'{opening}{{"@id":{subject},{",".join(keys)}}}'.encode())
        self._described += 1
        self._pairs.clear()

    def _verb(self, iri: str) -> str:
        return "a" if iri == _TYPE else self._short(iri, f"<{iri}>")

    def _short(self, iri: str, otherwise: str) -> str:
        known = self._names.get(iri)
        if known is None:
            known = self._names[iri] = next(
                (
                    f"{prefix}:{iri[len(namespace) :]}"
                    for prefix, namespace in NAMESPACES.items()
                    if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
                ),
                "",
            )
        return known or otherwise


def _json_value(term: str) -> str:
    """Return an IRI or literal of N-Triples as a value of JSON-LD."""
    if term.startswith("<"):
        return f'{{"@id":{json.dumps(term[1:-1], ensure_ascii=False)}}}'
    text, _, rest = term[1:].rpartition('"')
    written = '"' + (_NOT_JSON.sub(_as_json, text) if "\\" in text else text) + '"'
    if rest.startswith("@"):
        return f'{{"@value":{written},"@language":"{rest[1:]}"}}'
    if rest.startswith("^^"):
        return f'{{"@value":{written},"@type":"{rest[3:-1]}"}}'
    return written


def _as_json(escape: re.Match[str]) -> str:
    if escape[1]:
        return json.dumps(chr(int(escape[1], 16)))[1:-1]
    return "'" if escape[0] == "\\'" else escape[0]
