"""Which shapes may find something in a record; the others are spared a run of pySHACL.

A record meets nearly all constraints. Telling so from the text of its triples takes a tenth of the time that
pySHACL takes to find nothing. What is said here is only ever "certainly nothing": results are pySHACL's own,
and a test holds them equal to those of a run of all shapes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, RDFS, SH
from rdflib.paths import AlternativePath, InvPath, SequencePath
from rdflib.term import Node

from graphkit.ntriples import Triple
from graphkit.validation.constraints import Test, make_test
from graphkit.validation.facts import Facts
from graphkit.validation.queries import binds_this, parse_query, query_of
from graphkit.validation.tokens import text_of

_CONSTRAINTS = frozenset(ALL_CONSTRAINT_PARAMETERS)
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_CLASS, _SUBJECTS = str(SH.targetClass), str(SH.targetSubjectsOf)
#: What leaves a shape, and with it all the shapes, to pySHACL.
_UNSEEN = (SH.targetNode, SH.target, SH.flags)
#: Variables that mean something to SHACL before the query is asked.
_BOUND = re.compile(r"[$?](?:PATH|shapesGraph|currentShape)\b")

#: Kind of target, IRI or class.
_Target = tuple[str, str]
_Values = Callable[[str], Collection[str]]
_Path = Callable[[Facts], _Values]


@dataclass(frozen=True, slots=True)
class Acting:
    """Shapes that may find something, and what they look at.

    Attributes:
        shapes: their IRIs.
        predicates: the properties that they look at, terms.
    """

    shapes: list[str]
    predicates: frozenset[str]


class Screen:
    """Tells which shapes may find something.

    Args:
        graph: the shapes, their targets moved to their property shapes.
        shapes: those that are run.
    """

    def __init__(self, graph: Graph, shapes: Iterable[Node]) -> None:
        self._groups: dict[tuple[_Target, ...], list[_Shape]] = defaultdict(list)
        compiled = [(_targets(graph, shape), _compile(graph, shape)) for shape in shapes]
        for targets, shape in compiled:
            if shape is not None:
                self._groups[targets].append(shape)
        # A constraint component that the shapes define themselves may find anything.
        own = (None, RDF.type, SH.ConstraintComponent) in graph
        self._whole = not own and all(shape is not None for _, shape in compiled)

    def acting(self, triples: Iterable[Triple]) -> Acting | None:
        """Return the shapes that may find something, ``None`` where it may be any of them.

        Args:
            triples: N-Triples terms, all that is said of a record.
        """
        facts = Facts(triples)
        if not self._whole or not facts.is_canonical:
            return None
        found = []
        for targets, shapes in self._groups.items():
            nodes = {node for target in targets for node in _target_nodes(facts, *target)}
            if nodes:
                found += [shape for shape in shapes if shape.may_find(facts, nodes)]
        return Acting([shape.iri for shape in found], frozenset().union(*(shape.mentions for shape in found)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape made ready to be looked through.

    Attributes:
        iri: what names it.
        path: what leads from a focus node to its value nodes.
        tests: one for each constraint that is no query.
        queries: the others.
        mentions: terms that it names, the properties that it looks at among them.
    """

    iri: str
    path: _Path
    tests: tuple[Test, ...]
    queries: tuple[_Query, ...]
    mentions: frozenset[str]

    def may_find(self, facts: Facts, nodes: Iterable[str]) -> bool:
        values = self.path(facts)
        for node in nodes:
            found = values(node)
            for test in self.tests:
                if not test(facts, node, found):
                    return True
        return any(query.has_rows(facts) for query in self.queries)


@dataclass(frozen=True, slots=True)
class _Query:
    """A SPARQL constraint and the properties that it looks at."""

    text: str
    predicates: frozenset[str]

    def has_rows(self, facts: Facts) -> bool:
        found = facts.store_of(self.predicates).query(self.text)
        return not isinstance(found, ox.QuerySolutions) or next(found, None) is not None


def _target_nodes(facts: Facts, kind: str, name: str) -> Iterable[str]:
    if kind == _CLASS:
        return facts.instances(name)
    return facts.objects(name) if kind == _SUBJECTS else facts.subjects(name)


def _targets(graph: Graph, shape: Node) -> tuple[_Target, ...]:
    return tuple(
        sorted((str(kind), text_of(target)) for kind in _TARGETS for target in graph.objects(shape, kind))
    )


def _compile(graph: Graph, shape: Node) -> _Shape | None:
    """Make a shape ready; ``None`` for one that is left to pySHACL, with all the others."""
    said = list(graph.predicate_objects(shape))
    tests: list[Test | None] = []
    queries: list[_Query | None] = []
    for parameter, value in said:
        if parameter == SH.sparql:
            queries.append(_query(query_of(graph, value)))
        elif parameter in _CONSTRAINTS:
            tests.append(make_test(graph, parameter, value))  # type: ignore[arg-type]
    way = graph.value(shape, SH.path)
    path = _itself if way is None else _path(graph, way)
    kept = [test for test in tests if test is not None]
    asked = [query for query in queries if query is not None]
    unseen = (RDF.type, RDFS.Class) in said or any(parameter in _UNSEEN for parameter, _ in said)
    if unseen or path is None or len(kept) < len(tests) or len(asked) < len(queries):
        return None
    mentions = {text_of(RDF.type), *_mentions(graph, shape)}.union(*(query.predicates for query in asked))
    return _Shape(str(shape), path, tuple(kept), tuple(asked), frozenset(mentions))


def _mentions(graph: Graph, node: Node) -> Iterator[str]:
    """Yield the terms that a shape names, in its path too."""
    for value in graph.objects(node):
        if isinstance(value, BNode):
            yield from _mentions(graph, value)
        else:
            yield text_of(value)


def _itself(_: Facts) -> _Values:
    return lambda node: (node,)


def _path(graph: Graph, node: Node) -> _Path | None:
    """Return what follows a path, ``None`` for a path that is left to pySHACL."""
    if isinstance(node, URIRef):
        return partial(_values, Facts.objects, text_of(node))
    inverse = graph.value(node, SH.inversePath)
    if isinstance(inverse, URIRef):
        return partial(_values, Facts.subjects, text_of(inverse))
    joined = graph.value(node, SH.alternativePath)
    steps = [_path(graph, each) for each in RdfList(graph, joined or node)]
    known = [step for step in steps if step is not None]
    if not steps or len(known) < len(steps):
        # A path of yet another kind is no list, and has no steps.
        return None
    return partial(_alternative if joined else _sequence, known)


def _values(
    side: Callable[[Facts, str], Mapping[str, Collection[str]]], predicate: str, facts: Facts
) -> _Values:
    said = side(facts, predicate)
    return lambda node: said.get(node, ())


def _alternative(paths: list[_Path], facts: Facts) -> _Values:
    ways = [path(facts) for path in paths]
    return lambda node: {value for way in ways for value in way(node)}


def _sequence(paths: list[_Path], facts: Facts) -> _Values:
    steps = [path(facts) for path in paths]

    def follow(node: str) -> Collection[str]:
        reached: Collection[str] = (node,)
        for step in steps:
            reached = {value for each in reached for value in step(each)}
        return reached

    return follow


def _query(text: str) -> _Query | None:
    asked = binds_this(text) and not _BOUND.search(text)
    predicates = list(_predicates(parse_query(text).algebra)) if asked else None
    if predicates is None or None in predicates:
        return None
    return _Query(text, frozenset(name for name in predicates if name is not None))


def _predicates(part: object) -> Iterator[str | None]:
    """Yield the properties that a query looks at, ``None`` for any that it does not name."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name == "triples":
                for _, predicate, _ in value:
                    yield from _steps(predicate)
            else:
                yield from _predicates(value)
    elif isinstance(part, list | tuple | set):
        for value in part:
            yield from _predicates(value)


def _steps(path: object) -> Iterator[str | None]:
    match path:
        case SequencePath(args=steps) | AlternativePath(args=steps):
            for step in steps:
                yield from _steps(step)
        case InvPath(arg=step):
            yield from _steps(step)
        case URIRef():
            yield text_of(path)
        case _:
            yield None
