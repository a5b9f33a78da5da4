"""The versions of the ontology that were published, each kept as it was, and what each of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDFS
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.ontology import declared_terms
from graphkit.publish.rdf import shorten_iri
from graphkit.publish.vocabulary import ontology_graph, vocabulary

#: What a term says of its module follows from the version and is no change of the term.
_OF_MODULES = frozenset({RDFS.isDefinedBy})


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term that two versions declare differently.

    Attributes:
        iri: its IRI.
        properties: what is said of it differently, as ``prefix:name``.
        deprecated: the later version deprecates it.
    """

    iri: str
    properties: tuple[str, ...]
    deprecated: bool


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """What a version changed.

    Attributes:
        version: its number.
        before: number of the version before; empty for the first one.
        added: IRIs of the terms that are new.
        removed: IRIs of the terms that are gone.
        changed: the terms that are declared differently.
        terms: number of terms of the version.
    """

    version: str
    before: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedTerm, ...]
    terms: int


def kept_versions(folder: Path | None = None) -> dict[str, Path]:
    """Return the file of each version that is kept, by number, the oldest first.

    Args:
        folder: where they are; ``versions`` in the ontology when absent.
    """
    places = (folder or data_path("ontology") / "versions").glob("*.ttl")
    return {path.stem: path for path in sorted(places, key=lambda path: _number(path.stem))}


@cache
def version_graph(version: str) -> Graph:
    """Return a version as it was published, or the present one.

    Args:
        version: its number.

    Raises:
        KeyError: no such version is kept.
    """
    return ontology_graph() if version == vocabulary().version else Graph().parse(kept_versions()[version])


@cache
def version_changes() -> tuple[VersionChanges, ...]:
    """Return what each version changed, the present one first."""
    names = [*kept_versions()]
    if vocabulary().version not in names:
        names.append(vocabulary().version)
    found = [
        changes_between(version_graph(old) if old else Graph(), version_graph(new), old, new)
        for old, new in zip(["", *names], names, strict=False)
    ]
    return tuple(reversed(found))


def changes_between(old: Graph, new: Graph, before: str, version: str) -> VersionChanges:
    """Return what changed from one version to another.

    Args:
        old: the version before; empty when there is none.
        new: the version after.
        before: number of the version before.
        version: number of the version after.
    """
    there, here = declared_terms(old), declared_terms(new)
    return VersionChanges(
        version=version,
        before=before,
        added=tuple(sorted(map(str, here - there))) if before else (),
        removed=tuple(sorted(map(str, there - here))),
        changed=tuple(
            each for term in sorted(here & there) if (each := _changed(term, old, new)) is not None
        ),
        terms=len(here),
    )


def _changed(term: URIRef, old: Graph, new: Graph) -> ChangedTerm | None:
    said = _said(old, term) ^ _said(new, term)
    if not said:
        return None
    deprecated = bool(new.value(term, OWL.deprecated)) and not old.value(term, OWL.deprecated)
    names = tuple(sorted({shorten_iri(str(name)) for name, _ in said}))
    return ChangedTerm(str(term), names, deprecated)


def _said(graph: Graph, term: URIRef) -> set[tuple[Node, Node]]:
    pairs = graph.predicate_objects(term)
    return {
        (name, value) for name, value in pairs if name not in _OF_MODULES and not isinstance(value, BNode)
    }


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
