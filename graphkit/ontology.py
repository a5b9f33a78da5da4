"""The hand-written ontology: loading its modules, checking that it does not contradict itself.

The only importer of owlready2. What a well-made ontology looks like is told by
``shapes/ontologie.shacl.ttl``; this module gives those shapes the one fact they cannot see for
themselves: where each term is used.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.terms import ONTOLOGY

#: In the graph given to the lint: term -> name of a file of shapes or of a query that uses it.
USED_IN = URIRef("urn:graphkit:usedIn")

_NAMESPACE = f"{ONTOLOGY}#"
_TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_SPARQL_IN_SHAPES = (SH.select, SH.ask, SH.construct)
_SPARQL_TERM = re.compile(rf"(?:(?<![\w:-])ref:|<{re.escape(_NAMESPACE)})(\w+)")
# An IRI comes first so that its '#' does not pass for the start of a comment.
_SPARQL_NOT_CODE = re.compile(r"""(<[^<>\s]*>)|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\#.*""")


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found, or why it was not asked.

    Attributes:
        checked: whether a reasoner ran to its end.
        reason: why not; empty when it did.
        consistent: whether the graph has a model; ``None`` when not checked.
        unsatisfiable: IRIs of the declared classes that can have no member, sorted; empty when the
            whole graph is inconsistent, as then every class would be one.
    """

    checked: bool
    reason: str = ""
    consistent: bool | None = None
    unsatisfiable: tuple[str, ...] = ()


def module_paths() -> tuple[Path, ...]:
    """Return the Turtle files of the ontology, one a module, in alphabetical order.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return tuple(sorted(data_path("ontology").glob("*.ttl")))


def load_ontology() -> Graph:
    """Return all modules of the ontology in one graph.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    graph = Graph()
    for path in module_paths():
        graph.parse(path, format="turtle")
    return graph


def declared_terms(graph: Graph) -> frozenset[URIRef]:
    """Return the classes and properties that a graph declares.

    Args:
        graph: the ontology, or part of it.
    """
    return frozenset(
        term for kind in _TERM_KINDS for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)
    )


def used_terms(paths: Iterable[Path]) -> Graph:
    """Return, as triples for the lint, which terms of the ontology are used in which file.

    A name in a comment, or in a message, is not a use; one in the SPARQL of a shape is.

    Args:
        paths: files of shapes (``.ttl``) and of queries (``.rq``).

    Raises:
        ValueError: a file is of neither kind.
    """
    uses = Graph()
    for path in paths:
        match path.suffix:
            case ".ttl":
                terms = terms_in_shapes(Graph().parse(path, format="turtle"))
            case ".rq":
                terms = _terms_of_sparql(path.read_text(encoding="utf-8"))
            case _:
                raise ValueError(f"{path} is neither a file of shapes (.ttl) nor a query (.rq)")
        for term in terms:
            uses.add((term, USED_IN, Literal(path.name)))
    return uses


def check_consistency(graph: Graph) -> Consistency:
    """Ask HermiT whether a graph contradicts itself and which classes can have no member.

    Args:
        graph: the ontology, with or without data. Its imports are not followed: give it merged.
    """
    if shutil.which("java") is None:
        return Consistency(checked=False, reason="Java is not installed: HermiT cannot run")
    import owlready2  # noqa: PLC0415 - heavy, and a build that only loads the ontology does without

    owlready: Any = owlready2  # it says nothing of its types
    # A private world, so that nothing of an earlier check is left; nothing is read from the network.
    world = owlready.World()
    try:
        ontology = world.get_ontology(_NAMESPACE)
        ontology.load(fileobj=BytesIO(_ntriples(graph)), only_local=True)
        owlready.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        empty = {cls.iri for cls in world.inconsistent_classes()} - {str(OWL.Nothing)}
    except owlready.OwlReadyInconsistentOntologyError:
        return Consistency(checked=True, consistent=False)
    except owlready.OwlReadyJavaError as error:
        return Consistency(checked=False, reason=f"HermiT failed: {_first_line(error)}")
    finally:
        world.close()
    return Consistency(checked=True, consistent=True, unsatisfiable=tuple(sorted(empty)))


def _ntriples(graph: Graph) -> bytes:
    # owlready2 takes a Turtle file for an empty one, and would fetch what owl:imports names.
    kept = Graph()
    for triple in graph:
        if triple[1] != OWL.imports:
            kept.add(triple)
    return kept.serialize(format="nt", encoding="utf-8")


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # The first line is owlready2's own "Java error message is:".
    return " ".join(lines[1:2] or lines)


def terms_in_shapes(shapes: Iterable[tuple[Node, Node, Node]]) -> Iterator[URIRef]:
    """Yield the terms of the ontology that shapes name, in their SPARQL too; one may come several times.

    Args:
        shapes: a graph of shapes, or triples of it.
    """
    for subject, predicate, value in shapes:
        for node in (subject, predicate, value):
            if isinstance(node, URIRef) and node.startswith(_NAMESPACE):
                yield node
        if predicate in _SPARQL_IN_SHAPES:
            yield from _terms_of_sparql(str(value))


def _terms_of_sparql(text: str) -> Iterator[URIRef]:
    code = _SPARQL_NOT_CODE.sub(lambda found: found[1] or "''", text)
    for name in _SPARQL_TERM.findall(code):
        yield URIRef(_NAMESPACE + name)
