"""The rules on référentiels: each finds its planted fault, leaves clean text alone, and says what it is."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from shacl_cases import read_case

from graphkit.assets import data_path
from graphkit.ntriples import iri, string, typed
from graphkit.terms import REF
from graphkit.validation import (
    DocumentKind,
    Register,
    Rule,
    RuleValidator,
    document_kind,
    load_rules,
    load_shapes,
    rule_id,
    rules,
    validate_graph,
)
from graphkit.validation.results import SEVERITY_IRIS

CASES = sorted((Path(__file__).parents[1] / "cases" / "regles").glob("*/*.ttl"))
DAY = date(2026, 11, 23)
RULES = rules()
GRAPH = load_rules()
SHAPES = [shape for rule in RULES for shape in rule.shapes]
#: The rules of the page from which they are made: none is silently missing.
NUMBERS = [f"R{number:02}" for number in range(1, 64)] + [f"R25-{number}" for number in range(1, 5)]
#: What no check can verify, and why it stands in its description.
OUT_OF_REACH = {"R53"}


@cache
def validator(register: Register, document: DocumentKind, day: date = DAY) -> RuleValidator:
    return RuleValidator(register, document, day)


def _validator_of(data: Graph) -> RuleValidator:
    register: Register = (
        "rs" if any(str(r).endswith("/rs") for r in data.objects(None, REF.repertoire)) else "rncp"
    )
    (type_source,) = data.objects(None, REF.typeSource)
    return validator(register, document_kind(str(type_source)))


def _id(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", CASES, ids=_id)
def test_a_rule_finds_what_the_report_of_a_case_tells(path: Path) -> None:
    data, expected = read_case(path)
    found = Counter(
        (r.focus, r.shape, r.component, SEVERITY_IRIS[r.severity])
        for r in _validator_of(data).validate_graph(data)
        if rule_id(r.shape) == path.parent.name
    )
    assert (found - expected, expected - found) == (Counter(), Counter())


def test_the_guard_sees_the_cases() -> None:
    assert len(CASES) == 209
    assert len(SHAPES) == 113


def test_no_rule_is_missing_and_none_is_made_up() -> None:
    assert sorted(rule.id for rule in RULES) == sorted(NUMBERS)


def test_each_rule_that_can_be_verified_has_a_fault_that_is_found_and_a_text_that_is_left_alone() -> None:
    """Each of its shapes finds something in a case, and a case of the rule expects nothing."""
    expected = {path: read_case(path)[1] for path in CASES}
    found = {shape for report in expected.values() for _, shape, _, _ in report}
    assert not [shape.iri for shape in SHAPES if shape.iri not in found]
    clean = {path.parent.name for path, report in expected.items() if not report}
    assert clean == {path.parent.name for path in CASES} == set(NUMBERS) - OUT_OF_REACH


def test_a_case_is_called_by_what_it_expects() -> None:
    for path in CASES:
        assert path.stem.split("-")[0] == ("faute" if read_case(path)[1] else "ok"), path


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_asks_why_and_where_it_stands(rule: Rule) -> None:
    for text in (rule.title_fr, rule.title_en, rule.description_fr, rule.description_en):
        assert text.strip()
    assert rule.sources
    # A page, an article, or the plain statement that it is a page of advice or an observed limit.
    assert all(
        re.search(r"p\. \d|art\. [LRD]|n° \d{4}-\d+|non normative|limites|flux|norme", s)
        for s in rule.sources
    )
    assert bool(rule.shapes) == (rule.id not in OUT_OF_REACH)
    assert rule.valid_from is not None or set(rule.forces) == {"F"}


def test_the_severity_of_a_shape_is_that_of_its_force_unless_it_asks_or_is_to_be_verified() -> None:
    by_force = {"M": "violation", "S": "warning", "A": "info", "F": "info"}
    for rule in RULES:
        for shape in rule.shapes:
            asks = shape.kind == "H" or rule.to_verify
            assert shape.severity == ("info" if asks else by_force[shape.force]), shape.iri
            assert shape.force in rule.forces, shape.iri
            assert shape.kind in rule.kinds, shape.iri
            looked_in = [kind for kind in get_args(DocumentKind) if shape.looks_in(kind)]
            assert looked_in, shape.iri
            for kind in looked_in:
                assert rule.applies(min(rule.registers), kind, rule.valid_from or date.max), shape.iri


def test_what_is_known_at_second_hand_is_marked_and_no_more_than_an_information() -> None:
    marked = {rule.id for rule in RULES if rule.to_verify}
    assert marked == {"R25-1", "R25-2", "R25-3", "R25-4"}
    for rule in RULES:
        assert rule.to_verify == any("2025-500" in source for source in rule.sources)
        assert rule.to_verify == ("À vérifier" in rule.description_fr)


def test_advice_on_wording_is_never_a_fault() -> None:
    for rule in RULES:
        if rule.id in {"R15", "R16", "R17", "R18", "R23"}:
            assert {shape.severity for shape in rule.shapes} == {"info"}
            assert "jamais une faute" in rule.description_fr
            assert "never a fault" in rule.description_en


def test_a_question_is_put_as_one_and_nothing_else_is() -> None:
    for shape in SHAPES:
        asks = shape.kind == "H"
        assert shape.message_fr.endswith(" ?") == asks, shape.iri
        assert shape.message_en.endswith("?") == asks, shape.iri


def test_messages_and_suggestions_are_in_both_languages_and_name_the_value_in_both_or_none() -> None:
    for shape in SHAPES:
        for text in (shape.message_fr, shape.message_en, shape.suggestion_fr, shape.suggestion_en):
            assert text.strip(), shape.iri
            assert not re.search(r"\{(?!\?value\})", text), shape.iri
        assert ("{?value}" in shape.message_fr) == ("{?value}" in shape.message_en), shape.iri
        assert shape.suggestion_fr.endswith("."), shape.iri


def test_the_rules_are_described_as_rules_are_to_be() -> None:
    """The structural shapes find nothing in the graph of the rules."""
    assert validate_graph(load_rules(), load_shapes()) == ()


def test_the_rules_are_well_formed_by_the_shapes_of_shacl() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=load_rules(), meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize(
    "name", ["R08-faute", "R10-faute-part", "R20-faute-longueur", "R29-faute-unique", "R43-ok-version"]
)
def test_asking_a_query_once_for_all_nodes_changes_no_result(name: str) -> None:
    """The rules as written, run by pySHACL alone, find the same."""
    (path,) = [path for path in CASES if _id(path) == name]
    data, _ = read_case(path)
    ours = {(r.focus, r.shape) for r in _validator_of(data).validate_graph(data)}
    _, report, _ = pyshacl.validate(data, shacl_graph=load_rules())
    plain = {
        (str(report.value(node, SH.focusNode)), str(report.value(node, SH.sourceShape)))
        for node in report.subjects(RDF.type, SH.ValidationResult)
    }
    applied = {shape.iri for shape in _validator_of(data).shapes}
    assert ours == {(focus, shape) for focus, shape in plain if shape in applied}


# --- Which rules apply ----------------------------------------------------------------------------


def _ids(register: Register, document: DocumentKind, day: date) -> set[str]:
    return {rule.id for rule in validator(register, document, day).rules}


def test_a_rule_applies_from_its_first_day_on() -> None:
    before, after = date(2025, 9, 30), date(2025, 10, 1)
    assert _ids("rncp", "referentiel", after) - _ids("rncp", "referentiel", before) == {
        "R25-1",
        "R25-2",
        "R25-3",
        "R25-4",
    }
    assert "R12" not in _ids("rncp", "referentiel", date(2022, 6, 29))
    assert "R12" in _ids("rncp", "referentiel", date(2022, 6, 30))


def test_a_rule_applies_to_its_last_day_and_no_longer() -> None:
    graph = load_rules()
    graph.add(
        (
            URIRef("https://w3id.org/referentiels/regles#R12"),
            URIRef("https://schema.org/validThrough"),
            Literal(DAY),
        )
    )
    last = {rule.id for rule in RuleValidator("rncp", "referentiel", DAY, shapes=graph).rules}
    after = {rule.id for rule in RuleValidator("rncp", "referentiel", date(2026, 11, 24), shapes=graph).rules}
    assert last - after == {"R12"}


def test_each_register_has_its_rules() -> None:
    rncp, rs = _ids("rncp", "referentiel", DAY), _ids("rs", "referentiel", DAY)
    assert rs - rncp == {"R03", "R61", "R62"}
    assert {"R01", "R02", "R06", "R21", "R45", "R48", "R50", "R52"} <= rncp - rs
    assert {"R12", "R13", "R14", "R15", "R34", "R43", "R47"} <= rncp & rs


def test_what_a_record_does_not_show_is_not_looked_for_in_one() -> None:
    fiche = {shape.iri.rsplit("#")[1] for shape in validator("rncp", "fiche").shapes}
    assert not fiche & {
        "R01_activites",
        "R06",
        "R11_criteres",
        "R12_competence",
        "R13_critere",
        "R21_activite",
        "R33",
    }
    assert "R61_evaluation" not in {shape.iri.rsplit("#")[1] for shape in validator("rs", "fiche").shapes}
    assert "R61_contexte" in {shape.iri.rsplit("#")[1] for shape in validator("rs", "fiche").shapes}


def test_what_a_reac_describes_is_not_looked_for_in_an_re() -> None:
    """An RE has the titles of the competences alone: purpose, means and themes are said in the other half."""
    described = {"R17", "R18", "R25-1_ecologie", "R25-1_handicap", "R39_absence", "R40_absence"}
    assert not described & {shape.iri.rsplit("#")[1] for shape in validator("rncp", "re").shapes}
    for whole in ("reac", "referentiel"):
        assert described <= {shape.iri.rsplit("#")[1] for shape in validator("rncp", whole).shapes}


def test_what_a_list_has_no_column_for_is_not_looked_for_in_one() -> None:
    found = {shape.iri.rsplit("#")[1] for shape in validator("rncp", "liste").shapes}
    assert not found & {"R02_aucun", "R08", "R48", "R55_limite", "R60_publication"}
    assert {"R02_unique", "R55_echue", "R57_nsf", "R58", "R60_duree", "R60_decision"} <= found


def test_a_build_looks_for_no_rule() -> None:
    """What is at fault in a référentiel does not make the record of it wrong."""
    assert not set(load_shapes().subjects(RDF.type, REF.Regle))


def test_a_reader_tells_the_kind_of_document() -> None:
    assert {document_kind(name) for name in ("xml-fc", "fiche-texte")} == {"fiche"}
    assert document_kind("csv-fc") == "liste"
    assert {document_kind(name) for name in ("trois-colonnes", "docx", "brouillon")} == {"referentiel"}
    assert {document_kind(name) for name in ("pdf-reac", "docx-reac", "markdown-reac")} == {"reac"}
    assert {document_kind(name) for name in ("pdf-re", "docx-re")} == {"re"}


def test_a_record_printed_as_a_pdf_is_told_by_what_only_a_register_says() -> None:
    certification, active = iri("urn:c"), iri(str(REF.active))
    assert document_kind("pdf", [(certification, active, typed(True))]) == "fiche"
    assert (
        document_kind("pdf", [(certification, iri(str(REF.numeroFiche)), string("RNCP1"))]) == "referentiel"
    )


def test_the_rule_of_a_shape_is_told_by_its_address() -> None:
    base = "https://w3id.org/referentiels/"
    assert rule_id(f"{base}regles#R12_competence") == "R12"
    assert rule_id(f"{base}regles#R25-1_ecologie") == "R25-1"
    assert rule_id(f"{base}shapes#Certification-niveau") is None


# --- Thresholds -----------------------------------------------------------------------------------


def _blocs(*sizes: int) -> Graph:
    graph = Graph()
    certification = URIRef("urn:c")
    for number, size in enumerate(sizes):
        bloc = URIRef(f"urn:b{number}")
        graph.add((bloc, RDF.type, REF.BlocDeCompetences))
        graph.add((certification, REF.comporteBloc, bloc))
        for rank in range(size):
            graph.add((bloc, REF.regroupe, URIRef(f"urn:b{number}c{rank}")))
    return graph


def test_a_threshold_may_be_set() -> None:
    usual = [
        r
        for r in validator("rncp", "referentiel").validate_graph(_blocs(3, 3, 4))
        if rule_id(r.shape) == "R08"
    ]
    assert usual == []
    strict = RuleValidator("rncp", "referentiel", DAY, thresholds={"partDeBloc": 0.35})
    (found,) = [r for r in strict.validate_graph(_blocs(3, 3, 4)) if rule_id(r.shape) == "R08"]
    assert found.focus == "urn:b2"
    assert "40 %" in found.message_fr
    assert "40%" in found.message_en


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no threshold parts: there are .*partDeBloc"):
        RuleValidator("rncp", "referentiel", DAY, thresholds={"parts": 1})


def test_each_threshold_is_used_by_a_rule() -> None:
    queries = " ".join(str(text) for text in GRAPH.objects(None, SH.select))
    names = {str(node).rsplit("#")[1] for node in GRAPH.subjects(RDF.type, REF.Seuil)}
    assert names
    assert {name for name in names if f"regles:{name} " not in queries} == set()


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no rules are there"):
        load_rules(tmp_path)


# --- What queries may do --------------------------------------------------------------------------


def test_no_rule_parses_the_words_of_a_statement() -> None:
    """Codes, dates and addresses may be taken apart; statements are the analyser's."""
    for node, text in GRAPH.subject_objects(SH.select):
        if re.search(r"REGEX|CONTAINS|STRSTARTS|STRAFTER|LCASE", str(text)):
            assert "ref:enonce" not in str(text), node


def test_each_theme_that_a_rule_looks_for_is_one_of_the_ontology() -> None:
    themes = Graph().parse(data_path("ontology") / "analyse.ttl")
    known = {str(c).rsplit("/", 1)[-1] for c in themes.subjects() if "/theme/" in str(c)}
    queries = " ".join(str(text) for text in GRAPH.objects(None, SH.select))
    named = set(re.findall(r'ref:theme/skos:notation "([a-z-]+)"', queries))
    for group in re.findall(r"\?(?:theme|qualite|doute|amenagement) IN \(([^)]*)\)", queries):
        named |= set(re.findall(r'"([a-z-]+)"', group))
    assert len(named) > 30
    assert named <= known


def test_a_hundred_competences_take_well_under_a_second() -> None:
    """A query asked for each node apart would take many times that."""
    graph = _blocs(30, 30, 40)
    for competence in list(graph.objects(None, REF.regroupe)):
        graph.add((competence, RDF.type, REF.Competence))
        graph.add((URIRef("urn:c"), REF.comporteCompetence, competence))
        graph.add((competence, REF.nombreMots, Literal(12)))
        graph.add((competence, REF.debuteParInfinitif, Literal(True)))
    graph.add((URIRef("urn:c"), RDF.type, REF.Certification))
    ready = validator("rncp", "referentiel")
    started = time.process_time()
    assert ready.validate_graph(graph)
    assert time.process_time() - started < 1.5
