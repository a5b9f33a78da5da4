"""The structural shapes: each says what it is for, and finds in a case just what it is to find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Node
from shacl_cases import read_case

from graphkit.terms import ONTOLOGY
from graphkit.validation import MODULES, load_shapes, shacl
from graphkit.validation.results import SEVERITY_IRIS

CASES = sorted((Path(__file__).parents[1] / "cases" / "shapes").glob("*.ttl"))
ONTOLOGY_FOLDER = Path(__file__).parents[2] / "ontology"
SHAPES = load_shapes()
COMPILED = shacl.CompiledShapes(SHAPES)  # once: each case would compile them again
NAMED = sorted({s for kind in (SH.NodeShape, SH.PropertyShape) for s in SHAPES.subjects(RDF.type, kind)})


def _name(node: Node) -> str:
    return str(node).rsplit("#", 1)[-1]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_shapes_find_what_the_report_of_a_case_tells(path: Path) -> None:
    data, expected = read_case(path)
    found = Counter((r.focus, r.shape, r.component, SEVERITY_IRIS[r.severity]) for r in COMPILED.run(data))
    assert (found - expected, expected - found) == (Counter(), Counter())


def test_the_guard_sees_the_cases() -> None:
    assert len(CASES) == 97
    assert len(NAMED) == 383
    assert sum(read_case(path)[1] == Counter() for path in CASES) == 40


def test_each_shape_finds_something_in_a_case() -> None:
    found = {shape for path in CASES for _, shape, _, _ in read_case(path)[1]}
    assert not [_name(shape) for shape in NAMED if str(shape) not in found]


@pytest.mark.parametrize("shape", NAMED, ids=_name)
def test_a_shape_has_a_name_a_severity_a_message_in_each_language_and_a_source(shape: Node) -> None:
    assert isinstance(shape, URIRef)
    assert len(list(SHAPES.objects(shape, SH.severity))) == 1
    messages = [m for m in SHAPES.objects(shape, SH.message) if isinstance(m, Literal)]
    assert sorted(str(m.language) for m in messages) == ["en", "fr"]
    assert list(SHAPES.objects(shape, DCTERMS.source))


def test_no_shape_is_anonymous() -> None:
    """What acts as a shape without being declared one would escape the test above."""
    acting = set(SHAPES.subjects(SH.path)) | set(SHAPES.objects(None, SH.property))
    acting |= {s for target in ("targetClass", "targetSubjectsOf") for s in SHAPES.subjects(SH[target])}
    assert acting <= set(NAMED)


def test_only_messages_of_queries_name_the_value() -> None:
    with_value = {s for s, m in SHAPES.subject_objects(SH.message) if "{" in str(m)}
    assert with_value <= set(SHAPES.subjects(SH.sparql))


def test_no_shape_is_declared_in_two_modules() -> None:
    folder = Path(__file__).parents[2] / "shapes"
    graphs = [Graph().parse(folder / f"{name}.ttl") for name in MODULES]
    declared = Counter(s for g in graphs for s in set(g.subjects(SH.severity)))
    assert [s for s, n in declared.items() if n > 1] == []


def _terms(kind: str, modules: tuple[str, ...]) -> set[URIRef]:
    graph = Graph()
    for name in modules:
        graph.parse(ONTOLOGY_FOLDER / f"{name}.ttl")
    owl = URIRef(f"http://www.w3.org/2002/07/owl#{kind}")
    return {t for t in graph.subjects(RDF.type, owl) if isinstance(t, URIRef) and t.startswith(ONTOLOGY)}


def test_every_class_of_the_ontology_is_the_target_of_a_shape() -> None:
    assert _terms("Class", MODULES) <= set(SHAPES.objects(None, SH.targetClass))


def test_every_property_of_the_ontology_is_looked_at_by_a_shape() -> None:
    properties = _terms("ObjectProperty", MODULES) | _terms("DatatypeProperty", MODULES)
    assert not sorted(properties - set(SHAPES.objects()))


def test_the_shapes_are_well_formed_by_the_shapes_of_shacl() -> None:
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=load_shapes(), meta_shacl=True)
    assert conforms
