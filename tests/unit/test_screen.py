"""What the screen spares a run of pySHACL has no results: those of a record are those of all shapes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from pyshacl.graph_abstraction import RdfLibDataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as ShaclRun
from rdflib import Graph
from rdflib.namespace import RDF, SH

from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Anomaly
from graphkit.ntriples import Triple
from graphkit.sources import parts_of
from graphkit.sources.recognition import all_sources, find_files, recognise
from graphkit.validation import Validator, load_shapes, shacl
from graphkit.validation.screen import Screen
from graphkit.validation.tokens import graph_of, text_of

CASES = Path(__file__).parents[1] / "cases"
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <urn:x:> .
"""
A, P, Q, KIND = f"<{RDF.type}>", "<urn:x:p>", "<urn:x:q>", "<urn:x:Kind>"
XSD = "http://www.w3.org/2001/XMLSchema#"
#: What a property may have for value, well-formed, at a limit, ill-typed, or written in another way.
VALUES = [
    "<urn:x:thing>",
    "<urn:x:other>",
    "_:b",
    '""',
    '"abc"',
    '"a\\tb"',
    '"\\u0061bc"',
    '"abc"@fr',
    '"abc"@fr-be',
    '"abc"@FR',
    '"abc"@en',
    '"été \\"là\\""@fr',
    f'"abc"^^<{XSD}string>',
    f'"1"^^<{XSD}integer>',
    f'"01"^^<{XSD}integer>',
    f'"0"^^<{XSD}integer>',
    f'"-1"^^<{XSD}integer>',
    f'"5"^^<{XSD}integer>',
    f'"6"^^<{XSD}integer>',
    f'"x"^^<{XSD}integer>',
    f'"5.0"^^<{XSD}decimal>',
    f'"0.5"^^<{XSD}decimal>',
    f'"5.0E0"^^<{XSD}double>',
    f'"true"^^<{XSD}boolean>',
    f'"1"^^<{XSD}boolean>',
    f'"vrai"^^<{XSD}boolean>',
    f'"2024-02-29"^^<{XSD}date>',
    f'"2023-02-29"^^<{XSD}date>',
    f'"2024-02-29Z"^^<{XSD}date>',
    f'"2024-02-29T10:00:00"^^<{XSD}dateTime>',
    f'"2024"^^<{XSD}gYear>',
]
CONSTRAINTS = [
    "sh:minCount 1",
    "sh:minCount 2",
    "sh:maxCount 1",
    "sh:nodeKind sh:IRI",
    "sh:nodeKind sh:Literal",
    "sh:nodeKind sh:BlankNodeOrIRI",
    "sh:datatype xsd:string",
    "sh:datatype rdf:langString",
    "sh:datatype xsd:integer",
    "sh:datatype xsd:decimal",
    "sh:datatype xsd:boolean",
    "sh:datatype xsd:date",
    "sh:datatype xsd:dateTime",
    "sh:class :Other",
    'sh:pattern "^a.c$"',
    'sh:pattern "[0-9]"',
    "sh:maxLength 3",
    'sh:languageIn ( "fr" )',
    'sh:languageIn ( "FR" "en" )',
    'sh:in ( "abc" :thing 1 )',
    "sh:hasValue 5",
    "sh:uniqueLang true",
    "sh:disjoint :q",
    "sh:minInclusive 1",
    "sh:minExclusive 0",
    "sh:maxInclusive 5",
    'sh:minInclusive "2024-01-01"^^xsd:date',
    "sh:lessThan :q",
    "sh:lessThanOrEquals :q",
]
PATHS = [":p", "( :p :r )", "[ sh:alternativePath ( :p :r ) ]", "[ sh:inversePath :p ]"]


def _compiled(turtle: str) -> tuple[shacl.CompiledShapes, Screen]:
    compiled = shacl.CompiledShapes(Graph().parse(data=PREFIXES + turtle, format="turtle"))
    return compiled, compiled.screen()


def _record(value: str) -> list[Triple]:
    """Return a record of one thing, with a value to compare the first with, and another beside it."""
    return [
        ("<urn:x:focus>", A, KIND),
        ("<urn:x:focus>", P, value),
        ("<urn:x:focus>", P, '"autre"@fr'),
        ("<urn:x:focus>", Q, f'"5"^^<{XSD}integer>'),
        ("<urn:x:thing>", A, "<urn:x:Other>"),
        ("<urn:x:thing>", "<urn:x:r>", value),
        ("<urn:x:other>", P, "<urn:x:focus>"),
    ]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_shape_that_is_spared_finds_nothing(constraint: str, path: str) -> None:
    compiled, screen = _compiled(
        f":shape a sh:PropertyShape ; sh:targetClass :Kind ; sh:path {path} ; {constraint} ."
    )
    for value in VALUES:
        if value.startswith("_:") and "lessThan" in constraint:
            continue  # pySHACL refuses to compare a blank node
        for record in (_record(value), [*_record(value)[:2], *_record(value)[3:]], _record(value)[:2]):
            acting = screen.acting(record)
            if acting is not None and not acting.shapes:
                assert compiled.run(graph_of(record)) == (), (constraint, value)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_each_kind_of_constraint_is_told_without_pyshacl(constraint: str) -> None:
    """Else the test above would hold of a screen that spares nothing."""
    _, screen = _compiled(f":shape a sh:PropertyShape ; sh:targetClass :Kind ; sh:path :p ; {constraint} .")
    records = [_record(value)[:2] for value in VALUES]
    records += map(_record, [value for value in VALUES if value != "<urn:x:thing>"])
    records.append([*_record("<urn:x:thing>")[:2], ("<urn:x:thing>", A, "<urn:x:Other>")])
    told = [screen.acting(record) for record in records]
    assert any(acting is not None and not acting.shapes for acting in told)


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetClass :Kind ; sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 1",
        "sh:targetClass :Kind ; sh:path :p ; sh:minLength 2",
        "sh:targetClass :Kind ; sh:path :p ; sh:pattern 'A' ; sh:flags 'i'",
        "sh:targetClass :Kind ; sh:path :p ; sh:or ( [ sh:minCount 1 ] [ sh:class :Other ] )",
        "sh:targetNode :focus ; sh:path :p ; sh:maxCount 1",
        "a rdfs:Class ; sh:path :p ; sh:maxCount 1",
        "sh:targetClass :Kind ; sh:path :p ; sh:sparql [ sh:select 'SELECT $this { $this $PATH ?value }' ]",
        "sh:targetClass :Kind ; sh:path :p ; sh:sparql [ sh:select 'SELECT $this { $this ?any ?value }' ]",
        "sh:targetClass :Kind ; sh:path :p ; sh:sparql [ sh:select 'SELECT $this { $this <urn:p>* ?v }' ]",
    ],
)
def test_what_the_screen_does_not_know_is_left_to_pyshacl(shape: str) -> None:
    _, screen = _compiled(f":shape a sh:PropertyShape ; {shape} .")
    assert screen.acting(_record('"abc"')) is None


@pytest.mark.parametrize(
    "triple",
    [
        ("<urn:x:focus>", Q, '"x"@FR'),
        ("<urn:x:focus>", Q, f'"01"^^<{XSD}integer>'),
        ("<urn:x:focus>", Q, '"\\u0061"'),
        ("<urn:x:focus>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", KIND),
    ],
)
def test_a_record_whose_texts_do_not_stand_for_its_terms_is_left_to_pyshacl(triple: Triple) -> None:
    _, screen = _compiled(":shape a sh:PropertyShape ; sh:targetClass :Kind ; sh:path :p ; sh:minCount 1 .")
    assert screen.acting(_record('"abc"')) is not None
    assert screen.acting([*_record('"abc"'), triple]) is None


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.fixture(scope="module")
def all_shapes() -> shacl.CompiledShapes:
    return shacl.CompiledShapes(load_shapes())


@pytest.fixture(scope="module")
def as_written() -> ShapesGraph:
    """The shapes as pySHACL alone compiles them."""
    return ShapesGraph(load_shapes())


SHAPE_CASES = sorted((CASES / "shapes").glob("*.ttl"))


@pytest.mark.parametrize("path", SHAPE_CASES, ids=lambda path: path.stem)
def test_a_case_has_the_results_of_a_run_of_all_shapes(
    path: Path, validator: Validator, all_shapes: shacl.CompiledShapes, as_written: ShapesGraph
) -> None:
    data = Graph().parse(path)
    triples = [(text_of(s), text_of(p), text_of(o)) for s, p, o in data]
    found = validator.validate(triples)
    assert found == all_shapes.run(graph_of(triples))
    run = ShaclRun(RdfLibDataGraph(data.store, data), shacl_graph=Graph(), options={"inplace": True})
    run.shacl_graph = as_written
    _, report, _ = run.run()  # type: ignore[no-untyped-call]
    parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.value)
    plain = {
        tuple(None if (told := report.value(node, part)) is None else str(told) for part in parts)
        for node in report.objects(None, SH.result)
    }
    ours = {(each.focus.strip("<>"), each.shape, each.component) for each in found}
    assert ours == {(str(focus).strip("<>"), shape, component) for focus, shape, component, _ in plain}


def test_the_guard_sees_the_cases() -> None:
    assert len(SHAPE_CASES) == 97


def test_the_shapes_of_records_are_all_known_to_the_screen(validator: Validator) -> None:
    """One that is not would leave all of them to pySHACL, in every build."""
    conforming = Graph().parse(CASES / "shapes" / "certification-conforme.ttl")
    acting = validator._screen.acting([(text_of(s), text_of(p), text_of(o)) for s, p, o in conforming])
    assert acting is not None
    assert acting.shapes == []


def _records(folder: Path) -> Iterable[list[Triple]]:
    sources = tuple(all_sources(Settings(store=folder)))
    for path, _ in find_files([folder]):
        source = recognise(path, sources)
        if source is not None:
            for part in islice(parts_of(source, path), 20):
                if not isinstance(part, Anomaly):
                    mapped = map_record(part.record(), Minter())
                    yield [*mapped.triples, *mapped.common]


@pytest.mark.parametrize("folder", ["xml_fc", "csv_fc"])
def test_an_export_has_the_results_of_a_run_of_all_shapes_whatever_is_wrong_with_it(
    folder: str, validator: Validator, all_shapes: shacl.CompiledShapes
) -> None:
    chance = random.Random(folder)  # noqa: S311 - the same each time
    found = 0
    for triples in _records(CASES / folder):
        for spoil in ("", "lose", "spoil", "repeat"):
            spoilt = list(triples)
            for _ in range(5 if spoil else 0):
                at = chance.randrange(len(spoilt))
                subject, predicate, value = spoilt[at]
                if spoil == "lose":
                    del spoilt[at]
                elif spoil == "spoil":
                    spoilt[at] = (subject, predicate, chance.choice(VALUES))
                else:
                    spoilt.append((subject, predicate, chance.choice([*VALUES, value])))
            results = validator.validate(spoilt)
            assert results == all_shapes.run(graph_of(spoilt))
            found += bool(results)
    assert found > 10


@pytest.mark.parametrize("folder", ["france_competences_xml", "france_competences_csv"])
def test_real_fiches_have_the_results_of_a_run_of_all_shapes(
    folder: str, shared_data: Path, validator: Validator, all_shapes: shacl.CompiledShapes
) -> None:
    records = list(islice(_records(shared_data / folder), 40))
    assert len(records) > 10
    assert [validator.validate(each) for each in records] == [all_shapes.run(graph_of(r)) for r in records]
