"""The ontology is well made, consistent, equal to the terms of the code, and mapped to what exists."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VANN,
    XSD,
    DefinedNamespace,
)

from graphkit.assets import data_path
from graphkit.ontology import (
    USED_IN,
    Consistency,
    check_consistency,
    declared_terms,
    load_ontology,
    module_paths,
    used_terms,
)
from graphkit.terms import ELI, OA, ONTOLOGY, REF

CASES = sorted((Path(__file__).parents[1] / "cases" / "ontologie_lint").glob("*.ttl"))
LINT = data_path("shapes") / "ontologie.shacl.ttl"
# The fixture shared_data says whether it is there: a skip with its reason, a failure under CI.
SHARED = Path(os.environ.get("GRAPHKIT_SHARED", Path(__file__).resolve().parents[3] / "shared" / "data"))
MODULES = (
    "alignements",
    "analyse",
    "certification",
    "competences",
    "evaluation",
    "nomenclatures",
    "provenance",
    "regles",
)

# Under CI a missing Java is a fault of the machine's set-up, to be seen and not skipped.
needs_java = pytest.mark.skipif(
    shutil.which("java") is None and os.environ.get("CI") != "true", reason="HermiT needs Java"
)
needs_shared_data = pytest.mark.usefixtures("shared_data")

Finding = tuple[str, str, str, str]


def findings(report: Graph) -> list[Finding]:
    """The results of a SHACL report as (focus node, shape, component, severity), sorted, repeats kept."""
    return sorted(
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.sourceShape)),
            str(report.value(result, SH.sourceConstraintComponent)),
            str(report.value(result, SH.resultSeverity)),
        )
        for result in report.objects(None, SH.result)
    )


@cache
def lint_shapes() -> Graph:
    return Graph().parse(LINT, format="turtle")


def lint(data: Graph) -> Graph:
    _, report, _ = validate(data, shacl_graph=lint_shapes(), inference="none", do_owl_imports=False)
    assert isinstance(report, Graph), report
    return report


def usage_paths() -> list[Path]:
    """The shapes, without the lint itself, and the questions."""
    shapes = [path for path in data_path("shapes").rglob("*.ttl") if path != LINT]
    return [*sorted(shapes), *sorted(data_path("queries").glob("*.rq"))]


# --- Lint -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_lint_finds_what_the_case_says_and_nothing_else(case: Path) -> None:
    data = Graph().parse(case, format="turtle")
    assert findings(lint(data)) == findings(data)


def test_each_rule_has_a_correct_and_a_wrong_case() -> None:
    rules = {path.stem.rpartition("-")[0] for path in CASES}
    assert {path.stem for path in CASES} == {
        f"{rule}-{end}" for rule in rules for end in ("correct", "wrong")
    }
    assert len(CASES) == 62


def test_a_case_is_called_wrong_when_it_expects_results() -> None:
    for case in CASES:
        assert case.stem.endswith("-wrong") == bool(findings(Graph().parse(case))), case.stem


def test_each_shape_of_the_lint_is_made_to_fail_by_a_case() -> None:
    shapes = lint_shapes()
    # A shape that only groups others, or that stands behind sh:or or sh:not, is named by no result.
    silent = {"LintModule", "LintTerme", "LintListe", "LintConcept", "LintOwlLeger"}
    silent |= {"LintNomDuProjet", "LintNomEtranger", "LintNomDeclare", "LintNomDeclareNature"}
    expected = {
        str(shape).rpartition("#")[2]
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in shapes.subjects(RDF.type, kind)
    }
    found = {shape.rpartition("#")[2] for case in CASES for _, shape, _, _ in findings(Graph().parse(case))}
    assert found == expected - silent


def test_each_shape_of_the_lint_has_an_iri_a_severity_a_source_and_messages_in_both_languages() -> None:
    shapes = lint_shapes()
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef)
            assert (shape, SH.severity, None) in shapes, shape
            assert (shape, DCTERMS.source, None) in shapes, shape
            languages = {getattr(text, "language", None) for text in shapes.objects(shape, SH.message)}
            groups_others = (shape, SH.property, None) in shapes
            assert languages == (set() if groups_others else {"fr", "en"}), shape


def test_the_ontology_conforms_to_the_lint() -> None:
    data = load_ontology()
    # Use is the matter of the next test, so that a question not yet written hides nothing else.
    for term in declared_terms(data):
        data.add((term, USED_IN, Literal("assumed")))
    assert findings(lint(data)) == []


def test_no_term_is_an_orphan() -> None:
    """Each term is used by a shape or by a question: the list of the others is empty, without exemption."""
    report = lint(load_ontology() + used_terms(usage_paths()))
    orphans = [focus for focus, shape, _, _ in findings(report) if shape.endswith("#LintTermeUsage")]
    assert [term.rpartition("#")[2] for term in orphans] == []


# --- Terms ----------------------------------------------------------------------------------------


def test_the_ontology_declares_exactly_the_terms_that_the_code_names() -> None:
    named = {str(REF[name]) for name in REF.__annotations__ if not name.startswith("_")}
    assert {str(term) for term in declared_terms(load_ontology())} == named


def test_no_shape_and_no_question_uses_a_term_that_the_ontology_does_not_declare() -> None:
    uses = used_terms(usage_paths())
    unknown = set(uses.subjects(USED_IN)) - declared_terms(load_ontology())
    assert {str(term): [str(name) for name in uses.objects(term, USED_IN)] for term in unknown} == {}


def test_a_use_is_counted_in_code_and_not_in_comments_messages_or_strings(tmp_path: Path) -> None:
    question = tmp_path / "question.rq"
    question.write_text(
        "#+ question: which ref:Livrable?\n"
        "PREFIX ref: <https://w3id.org/referentiels/ontologie#>\n"
        "SELECT ?bloc WHERE { ?bloc a ref:BlocDeCompetences ; ref:regroupe/ref:enonce ?e . # ref:attend\n"
        '  FILTER (?e != "ref:score") ?bloc <https://w3id.org/referentiels/ontologie#code> ?c }\n',
        encoding="utf-8",
    )
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix ref: <https://w3id.org/referentiels/ontologie#> .\n"
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<urn:s> sh:targetClass ref:Fiche ; sh:path ref:idFiche ; sh:message 'ref:message'@fr .\n"
        '<urn:q> sh:select "SELECT $this WHERE { $this ref:ordre ?n }" .\n',
        encoding="utf-8",
    )
    uses = used_terms([question, shapes])
    names = {(str(term).rpartition("#")[2], str(name)) for term, name in uses.subject_objects(USED_IN)}
    in_question = {"BlocDeCompetences", "regroupe", "enonce", "code"}
    in_shapes = {"Fiche", "idFiche", "ordre"}
    assert names == {(n, "question.rq") for n in in_question} | {(n, "shapes.ttl") for n in in_shapes}


def test_a_file_that_is_neither_shapes_nor_a_question_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        used_terms([Path("notes.md")])


# --- Modules and their form -----------------------------------------------------------------------


def test_the_eight_modules_are_there_and_the_ontology_imports_each() -> None:
    assert tuple(path.stem for path in module_paths()) == MODULES
    imported = set(load_ontology().objects(URIRef(ONTOLOGY), OWL.imports))
    assert imported == {URIRef(f"{ONTOLOGY}/{name}") for name in MODULES}


@pytest.mark.parametrize("path", module_paths(), ids=lambda path: path.stem)
def test_a_module_declares_only_its_own_terms(path: Path) -> None:
    module = Graph().parse(path, format="turtle")
    homes = {home for term in declared_terms(module) for home in module.objects(term, RDFS.isDefinedBy)}
    assert homes <= {URIRef(f"{ONTOLOGY}/{path.stem}")}


@pytest.mark.parametrize("path", module_paths(), ids=lambda path: path.stem)
def test_a_module_is_in_canonical_form(path: Path) -> None:
    """Sorted subjects in each section, used prefixes only and sorted, four spaces, no trailing blanks."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith(" .\n")
    assert not text.endswith("\n\n")
    for number, line in enumerate(text.splitlines(), start=1):
        assert line == line.rstrip(), number
        assert "\t" not in line, number
        assert (len(line) - len(line.lstrip(" "))) % 4 == 0, number
    prefixes = re.findall(r"^@prefix ([\w-]+):", text, re.MULTILINE)
    assert prefixes == sorted(set(prefixes))
    code = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^[@#].*$', "", text, flags=re.MULTILINE)
    assert set(prefixes) == set(re.findall(r"([a-z][\w-]*):\w", code))
    for section in re.split(r"^# -+$", text, flags=re.MULTILINE):
        subjects = re.findall(r"^(?:<[^>]+>|[\w-]+:[\w-]+)$", section, re.MULTILINE)
        keys = [subject.strip("<>") for subject in subjects]
        assert all(first < second for first, second in pairwise(keys)), section[:80]


def test_blank_nodes_serve_only_the_lists_that_owl_requires() -> None:
    graph = load_ontology()
    subjects = {node for node in graph.subjects() if isinstance(node, BNode)}
    predicates = {predicate for node in subjects for predicate in graph.predicates(node)}
    assert predicates <= {RDF.type, RDF.first, RDF.rest, OWL.members}


def test_a_decision_is_dated_and_short_and_each_that_is_cited_is_there() -> None:
    text = (data_path("ontology") / "decisions.md").read_text(encoding="utf-8")
    decisions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    for number, decision in enumerate(decisions, start=1):
        title, *body = decision.strip().splitlines()
        assert re.fullmatch(rf"{number}\. .+ \(\d{{4}}-\d\d-\d\d\)", title), title
        assert 0 < len(body) <= 10, title
    cited = {
        int(number)
        for path in (*module_paths(), LINT)
        for number in re.findall(r"decisions\.md, (?:décision )?(\d+)", path.read_text(encoding="utf-8"))
    }
    assert cited <= set(range(1, len(decisions) + 1))


# --- Foreign terms --------------------------------------------------------------------------------

SCHEMA = "https://schema.org/"
ELM = "http://data.europa.eu/snb/model/elm/"
#: Vocabularies that rdflib ships, or of which terms.py lists what is used.
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(vocabulary): vocabulary
    for vocabulary in (DCAT, DCTERMS, ELI, FOAF, OA, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VANN, XSD)
}


def foreign_terms(graph: Graph) -> Iterator[str]:
    """Every IRI of a module that is neither of this project nor that of a licence."""
    for triple in graph:
        for node in triple:
            if isinstance(node, Literal) and node.datatype:
                yield str(node.datatype)
            if isinstance(node, URIRef) and not node.startswith("https://w3id.org/referentiels"):
                yield str(node)


@cache
def elm_terms() -> frozenset[str]:
    graph = Graph().parse(SHARED / "elm/ontology/ELM.ttl", format="turtle")
    return frozenset(map(str, graph.subjects(RDFS.isDefinedBy))) | frozenset(
        map(str, graph.subjects(RDF.type))
    )


@cache
def schema_terms() -> frozenset[str]:
    text = (SHARED / "schemaorg/schemaorg-current-https.ttl").read_text(encoding="utf-8")
    # Each term begins a line of this file; parsing all of it for thirty names would slow the suite.
    prefix = re.search(rf"^@prefix (\w*): <{re.escape(SCHEMA)}> \.", text, re.MULTILINE)
    assert prefix
    declared = rf"^{prefix[1]}:(\w+) a (?:rdfs:Class|rdf:Property)\b"
    return frozenset(SCHEMA + name for name in re.findall(declared, text, re.MULTILINE))


@cache
def concepts_of_the_elm_sample() -> frozenset[str]:
    """IRIs of the concepts and schemes in the ELM sample: its only use of ESCO and of the EQF levels."""
    found: set[str] = set()

    def walk(value: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(value, dict):
            if value.get("type") in ("Concept", "ConceptScheme"):
                found.add(value["id"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(json.loads((SHARED / "elm/samples/Sample-MC-Annex1-unsigned.jsonld").read_text(encoding="utf-8")))
    return frozenset(found)


@cache
def esco_schemes() -> frozenset[str]:
    text = (SHARED / "esco/occupations_v1.2_fr.csv").read_text(encoding="utf-8")
    return frozenset(re.findall(r"http://data\.europa\.eu/esco/concept-scheme/[\w-]+", text))


def exists(term: str) -> bool:
    """Whether the file of its vocabulary knows a term."""
    if term.startswith(ELM):
        return term in elm_terms()
    if term.startswith(SCHEMA):
        return term in schema_terms()
    if term.startswith("http://data.europa.eu/snb/eqf/"):
        return term in concepts_of_the_elm_sample()
    if term.startswith("http://data.europa.eu/esco/"):
        return term in esco_schemes() | concepts_of_the_elm_sample()
    return any(
        term.startswith(base) and term.removeprefix(base) in vocabulary for base, vocabulary in CLOSED.items()
    )


@needs_shared_data
@pytest.mark.parametrize("path", module_paths(), ids=lambda path: path.stem)
def test_every_foreign_term_exists_in_the_file_of_its_vocabulary(path: Path) -> None:
    terms = set(foreign_terms(Graph().parse(path, format="turtle"))) - {
        "https://spdx.org/licenses/etalab-2.0"
    }
    assert terms
    assert {term for term in terms if not exists(term)} == set()


@needs_shared_data
def test_a_foreign_term_that_does_not_exist_is_noticed() -> None:
    invented = (
        f"{ELM}Certification",
        f"{SCHEMA}OccupationalCredential",
        f"{DCAT}Record",
        "http://data.europa.eu/esco/model#Skill",
        "http://data.europa.eu/snb/eqf/9",
    )
    assert [term for term in invented if exists(term)] == []


@needs_shared_data
def test_the_mappings_reach_elm_schema_org_esco_and_dcat() -> None:
    module = Graph().parse(data_path("ontology") / "alignements.ttl", format="turtle")
    objects = " ".join(map(str, module.objects()))
    for vocabulary in (ELM, SCHEMA, "http://data.europa.eu/esco/", str(DCAT)):
        assert vocabulary in objects


# --- Consistency ----------------------------------------------------------------------------------


@needs_java
def test_the_ontology_is_consistent_and_each_class_can_have_a_member() -> None:
    assert check_consistency(load_ontology()) == Consistency(checked=True, consistent=True)


@needs_java
def test_a_thing_of_two_disjoint_classes_is_a_contradiction() -> None:
    graph = load_ontology()
    thing = URIRef("urn:test:thing")
    graph.add((thing, RDF.type, REF.BlocDeCompetences))
    graph.add((thing, RDF.type, REF.Certificateur))
    assert check_consistency(graph) == Consistency(checked=True, consistent=False)


@needs_java
def test_a_class_under_two_disjoint_classes_is_listed_as_unsatisfiable() -> None:
    graph = load_ontology()
    impossible = URIRef(f"{ONTOLOGY}#FicheCertificatrice")
    graph.add((impossible, RDF.type, OWL.Class))
    graph.add((impossible, RDFS.subClassOf, REF.Fiche))
    graph.add((impossible, RDFS.subClassOf, REF.Certificateur))
    found = check_consistency(graph)
    assert (found.consistent, found.unsatisfiable) == (True, (str(impossible),))


@needs_java
def test_data_with_dates_can_be_checked_too() -> None:
    graph = load_ontology()
    thing = URIRef("urn:test:certification")
    graph.add((thing, RDF.type, REF.Certification))
    graph.add((thing, REF.dateEffet, Literal("2026-11-23", datatype=XSD.date)))
    assert check_consistency(graph).consistent


@needs_java
def test_the_check_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    check_consistency(load_ontology())
    assert capfd.readouterr() == ("", "")


def test_without_java_the_check_says_that_it_was_not_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = check_consistency(load_ontology())
    assert (found.checked, found.consistent) == (False, None)
    assert "Java" in found.reason


def test_a_reasoner_that_fails_is_told_and_not_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 3\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    found = check_consistency(load_ontology())
    assert not found.checked
    assert "no space left" in found.reason
