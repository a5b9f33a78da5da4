"""Named questions: each has a case, and answers it alike in every store."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from graphkit.assets import data_path
from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.errors import NotFound
from graphkit.identifiers import Minter
from graphkit.nodes import Node, Row
from graphkit.parameters import KINDS, bind
from graphkit.pipeline import build
from graphkit.questions import NamedQuery, all_queries, load_question, parse_query, questions
from graphkit.store.bindings import write_values
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.memory import MemoryStore
from graphkit.store.protocol import Store
from graphkit.store.versions import open_current

CASES = Path(__file__).parents[1] / "cases" / "questions"
MINTER = Minter()


def collect() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*/expected.json")):
        for number, case in enumerate(json.loads(path.read_text("utf-8"))):
            found.append(pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}"))
    return found


COLLECTED = collect()
#: Cases on the dataset that all share, and on one of their own, which stands beside them.
OWN = [param for param in COLLECTED if (CASES / str(param.values[0]) / "data.trig").exists()]
SHARED = [param for param in COLLECTED if param not in OWN]
QUERIES = [pytest.param(query, id=name) for name, query in all_queries().items()]
QUESTIONS = [pytest.param(query, id=query.name) for query in questions()]


def plain(columns: tuple[str, ...], rows: list[Row]) -> list[list[str | None]]:
    def short(node: Node | None) -> str | None:
        if node is None:
            return None
        return node.value.removeprefix(MINTER.base) if node.kind == "iri" else node.value

    return [[short(row.get(column)) for column in columns] for row in rows]


@pytest.mark.parametrize(("name", "case"), SHARED)
def test_a_question_has_the_expected_answer(store: Store, name: str, case: dict[str, Any]) -> None:
    query = load_question(name)
    values = bind(query, case["given"], MINTER)
    columns = query.columns(set(values))
    assert list(columns) == case["columns"]
    assert plain(columns, store.select(query, **values)) == case["rows"]


@pytest.mark.parametrize("kind", ["memory", "embedded"])
@pytest.mark.parametrize(("name", "case"), OWN)
def test_a_question_has_the_expected_answer_on_data_of_its_own(
    kind: str, name: str, case: dict[str, Any]
) -> None:
    quads = ox.parse((CASES / name / "data.trig").read_bytes(), ox.RdfFormat.TRIG)
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    store: Store = MemoryStore.parse(lines) if kind == "memory" else EmbeddedStore.of_lines(lines)
    query = load_question(name)
    values = bind(query, case["given"], MINTER)
    columns = query.columns(set(values))
    assert list(columns) == case["columns"]
    assert plain(columns, store.select(query, **values)) == case["rows"]
    shown = dataclasses.replace(query, text=write_values(query.text, values))
    assert plain(query.columns(set(values)), store.select(shown)) == case["rows"]


@pytest.mark.parametrize(("name", "case"), SHARED)
def test_the_query_shown_to_the_reader_gives_the_same_rows(
    store: Store, name: str, case: dict[str, Any]
) -> None:
    query = load_question(name)
    values = bind(query, case["given"], MINTER)
    shown = dataclasses.replace(query, text=write_values(query.text, values))
    assert plain(query.columns(set(values)), store.select(shown)) == case["rows"]


def test_every_question_has_a_case_with_rows() -> None:
    with_rows = {param.values[0] for param in COLLECTED if param.values[1]["rows"]}  # type: ignore[index,call-overload]
    assert with_rows == {query.name for query in questions()}
    assert len(with_rows) >= 28
    assert len(COLLECTED) >= 43
    assert len(OWN) >= 31


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The packaged sample."""
    settings = Settings(store=tmp_path_factory.mktemp("sample") / "graph")
    build([], settings)
    return Catalog(open_current(settings.store))


@pytest.mark.parametrize("query", QUESTIONS)
def test_examples_answer_on_the_packaged_sample_where_the_question_says_so(
    sample: Catalog, query: NamedQuery
) -> None:
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    assert bool(sample.question(query.name, examples).rows) == query.sample
    needed = {each.name: each.example for each in query.parameters if not each.optional and not each.default}
    assert bool(sample.question(query.name, needed).rows) == query.sample
    for name, example in examples.items():
        # A form links each example alone.
        assert bool(sample.question(query.name, {**needed, name: example}).rows) == query.sample


def test_composition_shows_what_assesses_a_bloc_of_which_no_competence_is_listed() -> None:
    base = MINTER.base
    certification, bloc, modalite = (
        f"<{base}{path}>" for path in ("certification/RNCP1", "bloc/B", "modalite/M")
    )
    graph = f"<{base}fiche/RNCP1/xml-fc>"
    facts = [
        (certification, "ontologie#comporteBloc", bloc),
        (bloc, "ontologie#ordre", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (bloc, "ontologie#estEvalueePar", modalite),
        (modalite, "ontologie#enonce", '"Oral."@fr'),
    ]
    lines = "".join(f"{s} <{base}{p}> {o} {graph} .\n" for s, p, o in facts)
    query = load_question("composition")
    rows = MemoryStore.parse(lines.encode()).select(query, **bind(query, {"certification": "RNCP1"}, MINTER))
    assert plain(("bloc", "competence", "nature", "portee", "evaluation"), rows) == [
        ["bloc/B", None, "ontologie#ModaliteEvaluation", "bloc", "Oral."]
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_sparql_for_both_engines_as_it_stands(query: NamedQuery) -> None:
    ox.Store().query(query.text)
    prepareQuery(query.text)


@pytest.mark.parametrize("query", QUERIES)
def test_the_parameters_of_the_header_are_those_of_the_query(query: NamedQuery) -> None:
    names = [parameter.name for parameter in query.parameters]
    assert len(names) == len(set(names))
    given = {ox.Variable(name): ox.NamedNode("http://example.org/x") for name in names}
    # Oxigraph refuses a parameter that the query does not project or match.
    ox.Store().query(query.text, substitutions=given or None)
    if query.form == "SELECT":
        assert all(re.search(rf"\?{name}\b", query.text[query.text.index("WHERE") :]) for name in names)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_gives_rows_gives_them_in_order_and_as_a_set(query: NamedQuery) -> None:
    if query.form == "SELECT":
        assert "ORDER BY" in query.text
        # The union of the graphs repeats a triple that several hold.
        assert re.search(r"SELECT DISTINCT|COUNT\(DISTINCT|GRAPH \?graphe", query.text)


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_says_what_it_answers_in_both_languages(query: NamedQuery) -> None:
    assert query.question_fr.endswith(" ?")
    assert query.question_en.endswith("?")
    assert query.summary.endswith(".")
    assert query.rationale.endswith(".")
    assert query.summary_en.endswith(".")
    assert query.rationale_en.endswith(".")
    assert query.theme
    for parameter in query.parameters:
        assert parameter.kind in KINDS
        assert parameter.label_fr
        assert parameter.label_en
        bind(dataclasses.replace(query, parameters=(parameter,)), {parameter.name: parameter.example}, MINTER)


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_joins_what_every_record_repeats_of_a_code(query: NamedQuery) -> None:
    # N records that carry a code state its scheme and notation N times: a join of both gives N x N rows.
    code = re.sub(r"#.*", "", query.text)
    assert not ("skos:notation" in code and "skos:inScheme" in code)
    assert "/skos:notation" not in code


def test_no_sparql_stands_in_python() -> None:
    package = data_path("queries").parent
    pattern = re.compile(r"(SELECT|CONSTRUCT|ASK|WHERE)\s[^\"']*[?{]")
    found = [
        f"{path.name}: {line.strip()}"
        for path in package.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"[\"'].*" + pattern.pattern, line)
    ]
    assert found == []


def test_an_unknown_question_is_answered_with_close_names() -> None:
    with pytest.raises(NotFound, match="competences-sans-critere"):
        load_question("competence-sans-criteres")
    with pytest.raises(NotFound, match="the questions are"):
        load_question("zzzzzz")
    with pytest.raises(NotFound):
        load_question("graphes")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("#+ question\nSELECT ?s WHERE { ?s ?p ?o }", "key: value"),
        ("#+   - name: x\nSELECT ?s WHERE { ?s ?p ?o }", "outside of parameters"),
        ("#+ parameters:\n#+   - name: x\nSELECT ?x WHERE { ?x ?p ?o }", "lacks type"),
        ("#+ question: rien ?\n", "no SELECT"),
    ],
)
def test_a_bad_header_is_refused(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_query("bad", source)


def test_a_limit_is_known_when_the_query_ends_with_one() -> None:
    assert load_question("expirations").limit == 10_000
    assert load_question("composition").limit is None
    assert parse_query("q", "SELECT ?a\nWHERE { { SELECT ?a\nWHERE { ?a ?b ?c }\nLIMIT 5\n} }").limit is None


def test_columns_are_those_of_the_projection_without_what_is_given() -> None:
    query = parse_query(
        "q",
        "#+ parameters:\n#+   - name: a\n#+     type: certification\n#+   - name: mot\n#+     type: text\n"
        "SELECT ?a ?mot (COUNT(DISTINCT ?x) AS ?n) ?b\nWHERE { ?a ?b ?x }",
    )
    assert query.columns() == ("a", "n", "b")
    assert query.columns({"a"}) == ("n", "b")
