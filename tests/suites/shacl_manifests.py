"""Reads the manifests of the W3C's SHACL suite: which cases there are, and what each expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import manifests
import pyoxigraph as ox
from manifests import MF
from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graphkit.ntriples import Triple
from graphkit.validation.results import Result
from graphkit.validation.tokens import graph_of, text_of

SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FOLDER = manifests.FOLDER.with_name("shacl")
#: One result as two can be compared: focus, path, shape, component, severity, value. What is a blank node in
#: the document of the case has no name that could be compared; that it is one can.
Found = tuple[str, str, str, str, str, str]
_BLANK = "_:"


@dataclass(frozen=True)
class ShaclCase:
    """One case.

    Attributes:
        name: its folder and local name.
        data: file of the data.
        shapes: file of the shapes.
        expected: the results expected, each once as in a report of the product; ``None`` where the shapes are
            to be refused.
    """

    name: str
    data: Path
    shapes: Path
    expected: frozenset[Found] | None


def shacl_cases() -> list[ShaclCase]:
    """Return the cases; none when the suite is not there."""
    return list(_cases(FOLDER / "manifest.ttl")) if FOLDER.is_dir() else []


def triples_of(path: Path) -> list[Triple]:
    """Return what a file says as the product hands it to its validators."""
    quads = ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def read(path: Path) -> Graph:
    """Return the graph of a file as the product makes it, with its literals as they are written."""
    return graph_of(triples_of(path))


def _cases(path: Path) -> Iterator[ShaclCase]:
    graph = read(path)
    for manifest in graph.subjects(RDF.type, MF.Manifest):
        for included in sorted(graph.objects(manifest, MF.include)):
            yield from _cases(_path(included))
        for head in graph.objects(manifest, MF.entries):
            for entry in Collection(graph, head):
                yield _case(graph, entry, path)


def _case(graph: Graph, entry: Node, path: Path) -> ShaclCase:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    data, shapes = graph.value(action, SHT.dataGraph), graph.value(action, SHT.shapesGraph)
    assert data is not None
    assert shapes is not None
    assert result is not None
    name = f"{path.parent.relative_to(FOLDER).as_posix()}/{path.stem}"
    expected = None if result == SHT.Failure else frozenset(_expected(graph, result))
    return ShaclCase(name, _path(data), _path(shapes), expected)


def _path(iri: Node) -> Path:
    return Path(str(iri).removeprefix("file://"))


def _expected(graph: Graph, report: Node) -> Iterator[Found]:
    for result in graph.objects(report, SH.result):
        told = dict(graph.predicate_objects(result))
        yield (
            _plain(told[SH.focusNode]),
            _plain(told.get(SH.resultPath)),
            _plain(told.get(SH.sourceShape)),
            str(told[SH.sourceConstraintComponent]),
            str(told[SH.resultSeverity]).rpartition("#")[2].lower(),
            _plain(told.get(SH.value)),
        )


def _plain(node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, BNode):
        return _BLANK
    return str(node) if isinstance(node, URIRef) else text_of(node)


def found(results: tuple[Result, ...], shapes: Graph) -> frozenset[Found]:
    """Return what the engine found, as the cases have it."""
    return frozenset(
        (
            _named(each.focus),
            each.path if each.path is not None else _path_of(each, shapes),
            each.shape if URIRef(each.shape) in set(shapes.subjects()) else _BLANK,
            each.component,
            each.severity,
            "" if each.value is None else _value(each.value),
        )
        for each in results
    )


def _named(focus: str) -> str:
    return _BLANK if focus.startswith(_BLANK) else focus


def _value(value: str) -> str:
    if value.startswith(_BLANK):
        return _BLANK
    return value[1:-1] if value.startswith("<") else value


def _path_of(result: Result, shapes: Graph) -> str:
    """Return what stands for a path of several steps, which the engine leaves out: that there is one."""
    shape = next((node for node in shapes.subjects(SH.path) if str(node) == result.shape), None)
    return _plain(shapes.value(shape, SH.path)) if shape is not None else ""
