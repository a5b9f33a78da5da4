"""Runs of pySHACL: deterministic, bilingual, on graphs that it reads aright, and not slower than need be."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from oxrdflib import OxigraphStore
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import processor

from graphkit.ntriples import Triple, iri, string, text, typed
from graphkit.terms import REF
from graphkit.validation import (
    Result,
    Validator,
    count_severities,
    load_shapes,
    queries,
    result_triples,
    validate_graph,
    worst_severity,
)
from graphkit.validation.queries import binds_this, query_of
from graphkit.validation.rules import load_rules
from graphkit.validation.shacl import CompiledShapes
from graphkit.validation.tokens import graph_of

BASE = "https://w3id.org/referentiels/"
FICHE = BASE + "fiche/RNCP1/xml-fc"
CASES = Path(__file__).parents[1] / "cases" / "shapes"
A = iri(str(RDF.type))


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def _case(name: str) -> Graph:
    return Graph().parse(CASES / f"{name}.ttl")


def _triples(graph: Graph) -> list[Triple]:
    lines = graph.serialize(format="nt").splitlines()
    return [tuple(line.removesuffix(" .").split(" ", 2)) for line in lines if line]  # type: ignore[misc]


def test_the_order_of_the_triples_changes_nothing(validator: Validator) -> None:
    triples = _triples(_case("certification-fautive"))
    assert validator.validate(triples) == validator.validate(reversed(triples)) != ()


def test_a_record_and_a_graph_give_the_same_results(validator: Validator) -> None:
    graph = _case("habilitation-fautive")
    assert validator.validate(_triples(graph)) == validate_graph(graph, load_shapes())


def test_terms_are_read_as_an_rdf_parser_reads_them() -> None:
    triples = [
        (iri("urn:a"), iri("urn:b"), text('dit "oui" \\ \n non é')),
        (iri("urn:a"), iri("urn:b"), string('C:\\new"')),
        (iri("urn:a"), iri("urn:b"), typed(12)),
        (iri("urn:a"), iri("urn:b"), r'"A\u00e9\t"@fr'),
        ("_:x", iri("urn:b"), '"2024-13-01"'),
    ]
    parsed = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples[:4]), format="nt")
    assert set(graph_of(triples[:4])) == set(parsed)
    assert len(graph_of(triples)) == 5


def test_what_is_no_term_is_refused(validator: Validator) -> None:
    with pytest.raises(ValueError, match="not an N-Triples term"):
        validator.validate([(iri("urn:a"), iri("urn:b"), "'x'")])


def test_each_language_has_its_message(validator: Validator) -> None:
    (result,) = validator.validate(_triples(_case("certification-correspondance-blocs")))
    bloc = f"{BASE}bloc/RNCP9BC01"
    assert result.message_fr.startswith(
        f"Une correspondance part d'un bloc qui n'est pas de cette certification ({bloc})"
    )
    assert result.message_en.startswith(
        f"A correspondence starts from a bloc that is not of this certification ({bloc})"
    )
    assert result.value == iri(bloc)


def test_a_value_is_told_as_n_triples(validator: Validator) -> None:
    node = iri(BASE + "etat/actif")
    triples = [
        (iri(BASE + "role/RNCP1/1"), iri(str(REF.libelleConstate)), string("deux\nlignes")),
        (iri(BASE + "role/RNCP1/1"), iri(str(REF.etat)), node),
    ]
    (result,) = validator.validate(triples)
    assert (result.value, result.path) == ('"deux\\nlignes"', str(REF.libelleConstate))


def test_a_path_of_several_steps_is_not_told() -> None:
    results = validate_graph(_case("bloc-de-competences-fautif"), load_shapes())
    assert None in {r.path for r in results if r.shape.endswith("-evaluation")}


def test_a_graph_over_oxrdflib_is_refused() -> None:
    """PySHACL reports values of ``sh:in`` there that are not wrong."""
    graph = Graph(store=OxigraphStore())
    with pytest.raises(TypeError, match=r"not in OxigraphStore: over oxrdflib pySHACL reports"):
        validate_graph(graph, load_shapes())


def test_a_query_is_parsed_once_for_all_focus_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when pySHACL no longer asks its data graph, or rdflib parses what is parsed already."""
    parsed: list[str] = []
    prepare = queries.prepareQuery

    def count(query: str) -> object:
        parsed.append(query)
        return prepare(query)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("rdflib was given the text of a query")

    monkeypatch.setattr(queries, "prepareQuery", count)
    monkeypatch.setattr(processor, "parseQuery", refuse)
    with pytest.raises(AssertionError, match="the text of a query"):
        Graph().query("ASK {}")
    monkeypatch.undo()

    monkeypatch.setattr(queries, "prepareQuery", count)
    queries.parse_query.cache_clear()
    many = Graph()
    for number in range(20):
        node = URIRef(f"{BASE}acces/RNCP{number}/vae")
        many.add((node, RDF.type, REF.AccesParVoie))
        many.add((node, REF.ouverte, Literal(True)))
    found = [r for r in validate_graph(many, load_shapes()) if r.shape.endswith("-ouverteSansJury")]
    assert len(found) == 20
    assert len(parsed) == len(set(parsed)) == 2
    monkeypatch.setattr(processor, "parseQuery", refuse)
    assert validate_graph(many, load_shapes())


def test_shapes_are_compiled_once(validator: Validator) -> None:
    compiled = list(validator._shapes._compiled.shapes)
    validator.validate(_triples(_case("fiche-fautive")))
    assert all(one is two for one, two in zip(validator._shapes._compiled.shapes, compiled, strict=True))


@pytest.mark.parametrize("name", ["certification-fautive", "passage-de-lignes-fautif", "concept-fautif"])
def test_moving_the_targets_changes_no_result(name: str) -> None:
    """The shapes as written, run by pySHACL alone, find the same."""
    graph = _case(name)
    _, report, _ = pyshacl.validate(graph, shacl_graph=load_shapes())
    plain = {
        tuple(
            str(report.value(node, part))
            for part in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
        )
        for node in report.subjects(RDF.type, SH.ValidationResult)
    }
    assert {(r.focus, r.shape, r.component) for r in validate_graph(graph, load_shapes())} == plain


def test_the_report_is_made_of_named_nodes() -> None:
    results = validate_graph(_case("fiche-fautive"), load_shapes())
    triples = result_triples(results, FICHE)
    assert triples == result_triples(reversed(results), FICHE)
    graph = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")
    report = URIRef(f"{FICHE}/rapport")
    assert graph.value(report, SH.conforms) == Literal(False)
    nodes = list(graph.objects(report, SH.result))
    assert len(nodes) == len(results)
    for node in nodes:
        assert str(node).startswith(f"{FICHE}/resultat/")
        messages = [m for m in graph.objects(node, SH.resultMessage) if isinstance(m, Literal)]
        assert sorted(str(m.language) for m in messages) == ["en", "fr"]


def test_a_record_without_results_conforms() -> None:
    assert result_triples([], FICHE)[1][2] == typed(True)


def test_results_are_counted_by_severity() -> None:
    assert worst_severity([]) is None
    base = Result("urn:a", "urn:b", "urn:c", "info", None, None, "", "")
    warning = Result("urn:a", "urn:b", "urn:c", "warning", None, None, "", "")
    assert worst_severity([base, warning]) == "warning"
    assert count_severities([base, warning, base]) == {"violation": 0, "warning": 1, "info": 2}


def test_the_shapes_hold_for_data_under_any_base(validator: Validator) -> None:
    triples = _triples(_case("certification-conforme"))
    moved = [(s.replace(BASE, "http://localhost/x/"), p, o) for s, p, o in triples]
    moved = [(s, p, o if REF._NS in o else o.replace(BASE, "http://localhost/x/")) for s, p, o in moved]
    assert validator.validate(moved) == ()
    assert len({s for s, _, _ in moved if s.startswith("<http://localhost/x/")}) > 20


def test_every_query_of_the_product_can_be_asked_once_for_all_nodes() -> None:
    for graph, least in ((load_shapes(), 10), (load_rules(), 90)):
        queries = {str(shape): query_of(graph, query) for shape, query in graph.subject_objects(SH.sparql)}
        assert len(queries) >= least
        assert [shape for shape, query in queries.items() if not binds_this(query)] == []


@pytest.mark.parametrize(
    ("pattern", "once"),
    [
        ("$this <a:p> ?o", True),
        ("$this <a:p> ?o FILTER ($this != ?o)", True),
        ("?s <a:p> $this OPTIONAL { $this <a:q> ?o }", True),
        ("{ $this <a:p> ?o } UNION { $this <a:q> ?o }", True),
        ("$this <a:p> ?o FILTER NOT EXISTS { ?o <a:q> $this FILTER ($this != ?o) }", True),
        ("FILTER ($this = <a:s>)", False),
        ("OPTIONAL { $this <a:p> ?o }", False),
        ("{ $this <a:p> ?o } UNION { ?s <a:q> ?o }", False),
        ("$this <a:p> ?o { FILTER ($this = <a:s>) }", False),
        ("$this <a:p> ?o { ?x <a:q> ?o FILTER ($this = <a:s>) }", False),
        ("$this <a:p> ?o OPTIONAL { ?x <a:q> ?o BIND ($this AS ?y) }", False),
    ],
)
def test_a_query_is_asked_once_only_if_its_pattern_binds_the_node_where_it_is_used(
    pattern: str, once: bool
) -> None:
    assert binds_this(f"SELECT $this WHERE {{ {pattern} }}") is once


def test_a_severity_of_ones_own_is_refused_by_its_name() -> None:
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> a sh:NodeShape ; sh:severity <a:Grave> .",
        format="turtle",
    )
    with pytest.raises(ValueError, match="a:s has the severity a:Grave"):
        CompiledShapes(shapes)
