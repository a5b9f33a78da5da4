"""Reads the manifests of the W3C's SPARQL 1.1 suite: which cases there are, and what each is made of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
#: Where the suite stands in the open; its files name each other relative to that.
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("GRAPHKIT_SUITES", _ROOT.parent / "shared" / "suites")) / "sparql11"

#: Folders of queries and of formats of results, which any endpoint answers.
QUERY_FOLDERS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-query",
)
#: Folders of federated queries, which this endpoint refuses.
FEDERATED_FOLDERS = ("service", "syntax-fed")
#: Folders of updates, idem.
UPDATE_FOLDERS = (
    "add",
    "basic-update",
    "clear",
    "copy",
    "delete",
    "delete-data",
    "delete-insert",
    "delete-where",
    "drop",
    "move",
    "syntax-update-1",
    "syntax-update-2",
    "update-silent",
)


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes:
        name: folder and local name.
        kind: local name of its class.
        query: file of its query or update.
        data: files of its default graph.
        graphs: files of its named graphs.
        result: file of what is expected; ``None`` for a case of syntax.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        """The query, with the address of its file as base."""
        return f"BASE <{iri_of(self.query)}>\n{self.query.read_text('utf-8')}"


def iri_of(path: Path) -> str:
    """Return the address of a file of the suite."""
    return urljoin(BASE, path.relative_to(FOLDER).as_posix())


def _path(iri: Node) -> Path:
    return FOLDER / str(iri).removeprefix(BASE)


def entries_of(folder: str) -> tuple[Graph, list[Node]]:
    """Return a manifest and its cases in order."""
    graph = Graph()
    graph.parse(FOLDER / folder / "manifest.ttl", format="turtle", publicID=f"{BASE}{folder}/manifest.ttl")
    return graph, [entry for head in graph.objects(None, MF.entries) for entry in Collection(graph, head)]


def cases(*folders: str) -> list[Case]:
    """Return the cases of folders; none when the suite is not there."""
    if not FOLDER.is_dir():
        return []
    return [case for folder in folders for case in _cases(folder)]


def _cases(folder: str) -> list[Case]:
    graph, entries = entries_of(folder)
    found = []
    for entry in entries:
        kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
        action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
        assert action is not None
        name = f"{folder}/{str(entry).rpartition('#')[2]}"
        query = graph.value(action, QT.query) or graph.value(action, UT.request)
        found.append(
            Case(
                name,
                kind,
                _path(query or action),
                tuple(_path(each) for each in graph.objects(action, QT.data)),
                tuple(_path(each) for each in graph.objects(action, QT.graphData)),
                None if result is None or not isinstance(result, URIRef) else _path(result),
            )
        )
    return found
