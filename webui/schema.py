"""What a query can be written of: the classes of the graph, and the properties that each of them has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.catalog.cells import shorten
from graphkit.catalog.statistics import Statistics
from graphkit.publish.vocabulary import TermDoc, vocabulary


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property.

    Attributes:
        name: ``prefix:name``.
        uses: number of its things, or of facts that use it; ``None`` where nobody counted them yet.
        anchor: where the ontology explains it; empty where it is another's.
    """

    name: str
    uses: int | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SchemaClass:
    """A class with the properties of its things.

    Attributes:
        term: the class; ``None`` for properties that are of no class in particular.
        properties: its properties, the most used first.
    """

    term: Term | None
    properties: tuple[Term, ...]


def schema(counted: Statistics | None) -> tuple[SchemaClass, ...]:
    """Return the classes of a graph, those with the most things first.

    Args:
        counted: how often each term is used, and so which are there; the whole ontology when absent.
    """
    documented = vocabulary().terms
    classes = {iri for iri, doc in documented.items() if doc.kind == "class"}
    properties = set(documented) - classes
    if counted is not None:
        classes, properties = set(counted.classes), set(counted.properties)
    told = {iri: [each for each in properties if _is_of(documented.get(each), iri)] for iri in classes}
    listed = [
        SchemaClass(_term(iri, documented, counted), _terms(told[iri], documented, counted))
        for iri in _ordered(classes, counted)
    ]
    others = properties.difference(*told.values())
    return (*listed, SchemaClass(None, _terms(others, documented, counted))) if others else tuple(listed)


def _is_of(doc: TermDoc | None, iri: str) -> bool:
    return doc is not None and iri in doc.subjects


def _terms(
    iris: Iterable[str], documented: Mapping[str, TermDoc], counted: Statistics | None
) -> tuple[Term, ...]:
    return tuple(_term(iri, documented, counted) for iri in _ordered(iris, counted))


def _term(iri: str, documented: Mapping[str, TermDoc], counted: Statistics | None) -> Term:
    name = shorten(iri)
    anchor = documented[iri].name if iri in documented else ""
    return Term(f"<{iri}>" if name == iri else name, counted.uses(iri) if counted else None, anchor)


def _ordered(iris: Iterable[str], counted: Statistics | None) -> list[str]:
    return sorted(iris, key=lambda iri: (-(counted.uses(iri) if counted else 0), shorten(iri)))
