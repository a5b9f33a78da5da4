"""Free queries: strangers write them, so whatever they do stays in a process that may die."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.limits import Limits
from graphkit.store.pool import WorkerPool
from graphkit.store.precheck import check_query
from graphkit.store.rejections import QueryStopped, QuerySyntaxRejected
from graphkit.store.sandbox import Sandbox
from graphkit.store.versions import Version


@pytest.fixture(scope="module")
def sandbox(published: Version) -> Sandbox:
    """Free queries over the small dataset, with little time."""
    return Sandbox(published.files, Limits(seconds=5, memory=512 << 20))


def test_a_select_gives_columns_in_the_order_of_the_query(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT * WHERE { ?zebre ?p ?a } ORDER BY ?zebre LIMIT 3")
    assert (result.form, result.columns, len(result.rows)) == ("SELECT", ("zebre", "p", "a"), 3)
    assert not result.truncated
    assert result.serialise("csv").startswith(b"zebre,p,a\r\n")
    assert b'"vars":["zebre","p","a"]' in result.serialise("json")
    assert b'<variable name="zebre"' in result.serialise("xml")


def test_the_default_graph_is_the_union(sandbox: Sandbox) -> None:
    result = sandbox.run(
        "PREFIX ref: <https://w3id.org/referentiels/ontologie#>"
        "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ref:Certification }"
    )
    assert result.rows[0]["n"].python == 4


def test_ask_construct_and_describe_answer_too(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK { ?s ?p ?o }").answer is True
    assert b"true" in sandbox.run("ASK { ?s ?p ?o }").serialise("json")
    built = sandbox.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5")
    assert len(built.triples) == 5
    assert built.serialise("nt").count(b" .\n") == 5
    described = sandbox.run("DESCRIBE <https://w3id.org/referentiels/rome/M1803>")
    assert described.form == "CONSTRUCT"
    assert described.triples
    with pytest.raises(KeyError):
        built.serialise("csv")


def test_literals_keep_language_and_datatype(sandbox: Sandbox) -> None:
    (row,) = sandbox.run('SELECT ("é"@fr AS ?a) (1.50 AS ?b) (BNODE() AS ?c) WHERE {}').rows
    assert (row["a"].language, row["a"].datatype) == ("fr", "")
    assert row["b"].datatype.endswith("#decimal")
    assert row["c"].kind == "bnode"


def test_more_rows_than_allowed_are_cut_and_said_to_be(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", Limits(seconds=10, rows=50))
    assert (len(result.rows), result.truncated) == (50, True)
    small = sandbox.run("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", Limits(seconds=10, size=5000))
    assert small.truncated
    assert 0 < len(small.rows) < 50
    triples = sandbox.run("CONSTRUCT WHERE { ?a ?b ?c }", Limits(rows=7))
    assert (len(triples.triples), triples.truncated) == (7, True)


def test_a_syntax_error_has_a_line_and_a_column(sandbox: Sandbox) -> None:
    with pytest.raises(QuerySyntaxRejected, match="Prefix not found") as caught:
        sandbox.run("SELECT ?s\nWHERE { ?s foo:p ?o }")
    assert (caught.value.line, caught.value.column) == (2, 17)
    with pytest.raises(QuerySyntaxRejected, match="line 1, column 7"):
        sandbox.run("SELECT")
    with pytest.raises(QuerySyntaxRejected):
        sandbox.run("")


def test_a_query_without_end_is_stopped_in_time(sandbox: Sandbox) -> None:
    start = time.monotonic()
    with pytest.raises(QueryStopped, match="after 1 s"):
        sandbox.run(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", Limits(seconds=1)
        )
    assert time.monotonic() - start < 4
    assert sandbox.run("ASK { ?s ?p ?o }").answer


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            'SELECT * { BIND("xxxxxxxxxx" AS ?x0) '
            + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(28))
            + "}",
            id="doubling",
        ),
        pytest.param("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()", id="sorting"),
        pytest.param("SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 2500 + "}", id="optionals"),
        pytest.param("SELECT * { FILTER(" + "!" * 30000 + "true) }", id="negations"),
        pytest.param("SELECT * { ?s " + "^" * 30000 + "<http://a/p> ?o }", id="inverses"),
    ],
)
def test_what_would_take_all_memory_or_the_whole_process_is_stopped(sandbox: Sandbox, query: str) -> None:
    with pytest.raises(QueryRejected):
        sandbox.run(query, Limits(seconds=2, memory=512 << 20))
    assert sandbox.run("ASK { ?s ?p ?o }").answer


@pytest.mark.parametrize("sign", ["(", "{", "["])
def test_deep_nesting_is_refused_before_it_is_parsed(sign: str) -> None:
    with pytest.raises(QueryRejected, match="nested more than 100"):
        check_query("SELECT * { " + sign * 5000)
    check_query("SELECT * " + "{" * 99 + "}" * 99)


def test_a_long_query_is_refused() -> None:
    with pytest.raises(QueryRejected, match="64 kB"):
        check_query("#" + "x" * (64 << 10))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SeRvIcE<http://127.0.0.1/> {} } }",
        "LOAD <http://127.0.0.1/x>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <a:a>",
        "SELECT * { ?s ?p '#' . SERVICE <http://127.0.0.1/> {} }",
        'SELECT * { ?s ?p """a"b""" . SERVICE <http://127.0.0.1/> {} }',
        "SELECT * { ?s ?p ?o # comment\n SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { FILTER(?a <?b) SERVICE <http://127.0.0.1/> {} }",
        r"SELECT * { ?s ?p 'it\'s' . SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p 1.SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p 1e5SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1/> {} }",
        "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1/> SELECT * { service:x # {\n { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM <http://a/> FROM NAMED <FILE:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_anything_but_reading_this_graph_is_refused(query: str) -> None:
    with pytest.raises(QueryRejected, match="is not accepted"):
        check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE" }',
        "SELECT * { ?s ?p '''LOAD ' DELETE''' }",
        "SELECT * { ?s <http://a/SERVICE> ?o }",
        "SELECT * { ?service ?load $insert }",
        "PREFIX service: <http://a/> SELECT * { ?s service:load ?o . ?o :DELETE ?x }",
        "SELECT * { ?s ?p ?o } # SERVICE",
        "SELECT * { _:service ?p ?o }",
        "PREFIX service: <http://a/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a"@en-load }',
        "SELECT * FROM <http://a/> { ?s ?p <file:///x> }",
    ],
)
def test_a_forbidden_word_may_stand_where_it_is_no_keyword(query: str) -> None:
    check_query(query)


def test_a_directory_without_store_is_unavailable(tmp_path: object) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be read") as told:
        Sandbox(tmp_path).run("ASK { ?s ?p ?o }")  # type: ignore[arg-type]
    # Visitors are told, who need not know where.
    assert str(tmp_path) not in str(told.value)


def test_one_query_too_many_is_told_to_come_back(published: Version) -> None:
    pool = WorkerPool(Limits(seconds=0.1, workers=1))
    crowded = Sandbox(published.files, pool=pool)
    with pool._turn(""), pytest.raises(StoreUnavailable, match="too many queries"):
        crowded.run("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("sign", ["9", "a-", "a.", "é", ":", "\\", "<", '"', "'", "?", "@", "#", "_:", "a:"])
def test_the_scan_is_linear(sign: str) -> None:
    """A scan that goes back and forth would take a minute here."""
    text = "SELECT " + sign * (60_000 // len(sign.encode()))
    start = time.monotonic()
    check_query(text)
    assert time.monotonic() - start < 5


def test_a_store_named_from_the_folder_at_work_is_found(
    published: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.files.parent)
    assert Sandbox(Path(published.files.name)).run("ASK { ?s ?p ?o }").answer is True
