"""The runs of pySHACL.

Four things make it fit for one run a record. None changes pySHACL itself; a test holds each:

* Shapes that certainly find nothing in a record are not run on it (``graphkit.validation.screen``).
* The shapes are loaded and compiled once (``_Shapes``) and given to every run.
* ``sh:property`` links become targets of the property shapes themselves. That says the same, and pySHACL
  then evaluates a shape once for all its focus nodes instead of once for each of them.
* SPARQL constraints are parsed once and asked once (``graphkit.validation.queries``): pySHACL hands their
  text to rdflib again for each focus node.

Messages come from the shapes, not from pySHACL's report: it drops the language tag of a message as soon
as the constraint is a SPARQL one. Of the variables of a query a message may therefore use ``{?value}`` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as ShaclRun
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.ntriples import Triple
from graphkit.validation.answering import Answers
from graphkit.validation.queries import DataGraph, binds_this, query_of
from graphkit.validation.results import SEVERITY_IRIS, Result, Severity, sort_key
from graphkit.validation.screen import Screen
from graphkit.validation.tokens import graph_of, text_of

#: The modules of structural shapes; each mirrors the module of the ontology of the same name.
MODULES = ("analyse", "certification", "competences", "evaluation", "nomenclatures", "provenance", "regles")

_SEVERITIES: dict[str, Severity] = {name: severity for severity, name in SEVERITY_IRIS.items()}
_OPTIONS: dict[str, Any] = {"inference": "none", "advanced": False, "abort_on_first": False, "inplace": True}
_CONSTRAINTS = frozenset(ALL_CONSTRAINT_PARAMETERS)
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_REFERENCES = (SH.node, SH["not"], SH.qualifiedValueShape)


class Validator:
    """Validates records against the structural shapes, which are loaded once.

    Args:
        folder: directory of the shapes; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks shapes.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._shapes = CompiledShapes(load_shapes(folder))
        self._screen = self._shapes.screen()

    def validate(self, triples: Iterable[Triple]) -> tuple[Result, ...]:
        """Return what the shapes find in the triples of one record, sorted.

        Args:
            triples: N-Triples terms.

        Raises:
            ValueError: a term is no N-Triples.
        """
        said = list(triples)
        acting = self._screen.acting(said)
        if acting is None:
            return self._shapes.run(graph_of(said))
        if not acting.shapes:
            return ()
        seen = (triple for triple in said if triple[1] in acting.predicates)
        return self._shapes.run(graph_of(seen), only=acting.shapes)


def load_shapes(folder: Path | None = None) -> Graph:
    """Return the structural shapes in one graph.

    Args:
        folder: directory of the shapes; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks shapes.
    """
    graph = Graph()
    for name in MODULES:
        graph.parse((folder or data_path("shapes")) / f"{name}.ttl", format="turtle")
    return graph


def validate_graph(data: Graph, shapes: Graph) -> tuple[Result, ...]:
    """Return what shapes find in a graph, sorted.

    Args:
        data: the graph; its store must be rdflib's own.
        shapes: the shapes, as loaded; left as they are.

    Raises:
        TypeError: the graph stands in a store of another kind.
    """
    return CompiledShapes(shapes).run(data)


class CompiledShapes:
    """Shapes made ready for many runs.

    Args:
        shapes: the shapes, as loaded; left as they are.
        many_queries: whether enough of them are queries to copy the data for the sake of answering these.
        asked_once: whether each query is known to be one that can be asked once for all nodes, as those of
            the product are; told of each by parsing it otherwise, which takes longer than a check.

    Raises:
        ValueError: a shape has a severity other than the three of SHACL.
    """

    def __init__(self, shapes: Graph, *, many_queries: bool = False, asked_once: bool = False) -> None:
        self._many_queries = many_queries
        graph = Graph()
        for triple in shapes:
            graph.add(triple)
        _check_severities(graph)
        _drop_idle(graph)
        _import_prefixes(graph)
        _move_targets(graph)
        self._compiled = _Shapes(graph)
        self._asked = _queries(graph, asked_once=asked_once) if many_queries else {}
        self._messages = {
            (shape, message.language): str(message)
            for shape, message in graph.subject_objects(SH.message)
            if isinstance(message, Literal)
        }

    def screen(self) -> Screen:
        """Return what tells of a record which of these shapes may find something in it."""
        return Screen(self._compiled.graph, [shape.node for shape in self._compiled.shapes])

    def run(self, data: Graph, only: list[str] | None = None) -> tuple[Result, ...]:
        """Return what the shapes find in a graph, sorted.

        Args:
            data: the graph; its store must be rdflib's own.
            only: IRIs of the shapes that are run; all when absent.

        Raises:
            TypeError: the graph stands in a store of another kind.
        """
        if not isinstance(data.store, Memory):
            raise TypeError(
                f"validation wants a graph in rdflib's own memory, not in {type(data.store).__name__}:"
                " over oxrdflib pySHACL reports values of sh:in that are not wrong. Copy the graph first."
            )
        # A run compiles the shapes that it is given: it gets none, then those that are compiled already.
        options, answers = {**_OPTIONS, "use_shapes": only}, None
        if self._many_queries:
            answers = Answers(data)
            options["use_shapes"] = self._acting(answers)
            if options["use_shapes"] == []:
                return ()
        run = ShaclRun(DataGraph(data.store, data, answers), shacl_graph=Graph(), options=options)
        run.shacl_graph = self._compiled
        _, report, _ = run.run()  # type: ignore[no-untyped-call]
        found = {self._result(report, node) for node in report.objects(None, SH.result)}
        return tuple(sorted(found, key=sort_key))

    def _acting(self, answers: Answers) -> list[str] | None:
        """Return the shapes that may find something: those of a query without rows are spared a run.

        ``None`` stands for all of them, where some have no name.
        """
        graph = self._compiled.graph
        if any(isinstance(node, BNode) for kind in _TARGETS for node in graph.subjects(kind)):
            return None
        return [
            str(shape.node)
            for shape in self._compiled.shapes
            if isinstance(shape.node, URIRef)
            and (shape.node not in self._asked or answers.has_rows(self._asked[shape.node]))
        ]

    def _result(self, report: Graph, node: Node) -> Result:
        told = dict(report.predicate_objects(node))
        focus, shape, path = told[SH.focusNode], told[SH.sourceShape], told.get(SH.resultPath)
        value = told.get(SH.value)
        return Result(
            focus=str(focus) if isinstance(focus, URIRef) else text_of(focus),
            shape=str(shape),
            component=str(told[SH.sourceConstraintComponent]),
            severity=_SEVERITIES[str(told[SH.resultSeverity])],
            # The blank node of a path of several steps belongs to the shape, and means nothing elsewhere.
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else text_of(value),
            message_fr=self._message(shape, "fr", value),
            message_en=self._message(shape, "en", value),
        )

    def _message(self, shape: Node, language: str, value: Node | None) -> str:
        message = self._messages.get((shape, language), "")
        return message if value is None else message.replace("{?value}", str(value))


class _Shapes(ShapesGraph):
    """The shapes as pySHACL sees them, with the constraints of each looked up once.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self._constraints: dict[Node, list[tuple[Node, Node]]] = {}

    def predicate_objects(self, s: Node) -> list[tuple[Node, Node]]:
        """Return the constraints of a shape; pySHACL seeks them among all that is said of it, in each run.

        Args:
            s: the shape.
        """
        if s not in self._constraints:
            said = self.graph.predicate_objects(s)
            self._constraints[s] = [pair for pair in said if pair[0] in _CONSTRAINTS]
        return self._constraints[s]


def _queries(graph: Graph, *, asked_once: bool) -> dict[Node, str]:
    """Return the shapes that are one query and nothing else, with its text as pySHACL completes it."""
    found: dict[Node, str] = {}
    for shape, constraint in graph.subject_objects(SH.sparql):
        kinds = {pair[0] for pair in graph.predicate_objects(shape) if pair[0] in _CONSTRAINTS}
        query = query_of(graph, constraint)
        if kinds == {SH.sparql} and (asked_once or binds_this(query)):
            found[shape] = query
    return found


def _check_severities(graph: Graph) -> None:
    for shape, severity in graph.subject_objects(SH.severity):
        if str(severity) not in _SEVERITIES:
            raise ValueError(f"{shape} has the severity {severity}: there are {', '.join(_SEVERITIES)}")


def _drop_idle(graph: Graph) -> None:
    """Drop what SHACL gives no meaning, and pySHACL does: ``sh:uniqueLang`` of anything but ``true``."""
    for shape, said in list(graph.subject_objects(SH.uniqueLang)):
        if str(said) != "true":
            graph.remove((shape, SH.uniqueLang, said))


def _import_prefixes(graph: Graph) -> None:
    """Give what declares prefixes those of what it imports (SHACL, 5.2.1): pySHACL looks for none there."""
    for home in set(graph.objects(None, SH.prefixes)):
        for imported in list(graph.transitive_objects(home, OWL.imports)):
            for declared in list(graph.objects(imported, SH.declare)):
                graph.add((home, SH.declare, declared))


def _move_targets(graph: Graph) -> None:
    """Give the targets of node shapes to their property shapes, in place of the links to them."""
    # A shape that others refer to checks its properties wherever it is referred to: it stays as it is.
    bound = {shape for name in _REFERENCES for shape in graph.objects(None, name)}
    bound.update(graph.objects(None, RDF.first))
    # Which of its properties a shape has is told to it: it keeps them where that counts.
    bound.update(graph.subjects(SH.closed, Literal(True)))
    bound.update(graph.subjects(SH.deactivated, Literal(True)))
    for shape in graph.subjects(SH.qualifiedValueShapesDisjoint, Literal(True)):
        bound.update(graph.subjects(SH.property, shape))
    # The properties of a property are those of its values.
    bound.update(graph.subjects(SH.path))
    for owner, shape in list(graph.subject_objects(SH.property)):
        targets = [(kind, target) for kind in _TARGETS for target in graph.objects(owner, kind)]
        if targets and owner not in bound:
            graph.remove((owner, SH.property, shape))
            for kind, target in targets:
                graph.add((shape, kind, target))
