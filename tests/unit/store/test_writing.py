"""Answers are written row by row, and read back as Oxigraph would have written them whole."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import pyoxigraph as ox
import pytest

from graphkit.errors import StoreUnavailable
from graphkit.limits import Limits
from graphkit.store import writing
from graphkit.store.sandbox import Sandbox
from graphkit.store.versions import Version
from graphkit.store.writing import Budget, write_answer

FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
}
LINK = 'https://example.org/sparql?a="1"&b=<2>'
DATA = """
@prefix : <https://example.org/> .
:a :p "une, deux", "trois\\nquatre"@fr, 'dit "non"', 5, 2.50, true, [], :b ; :q "</results><result>" .
:b :p "é", "\\t", "" ; :r "2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
QUERIES = (
    "SELECT ?s ?o ?r WHERE { ?s <https://example.org/p> ?o OPTIONAL { ?s <https://example.org/r> ?r } }",
    "SELECT ?s WHERE { ?s <https://example.org/nothing> ?o }",
    "SELECT * WHERE {}",
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o }",
)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(DATA.encode(), ox.RdfFormat.TURTLE)
    return made


@pytest.fixture(autouse=True)
def _three_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come three at a time, so that a short answer takes several batches."""
    monkeypatch.setattr(writing, "_BATCH", 3)


def written(store: ox.Store, query: str, name: str, rows: int = 1000, link: str = LINK) -> tuple[bytes, bool]:
    out = io.BytesIO()
    request = {"query": query, "formats": {"SELECT": name, "CONSTRUCT": name}, "prefixes": {}, "link": link}
    told = write_answer(store.query(query), request, Budget(rows, 1 << 20), out)
    return out.getvalue(), told["truncated"]


def read(content: bytes, form: ox.QueryResultsFormat) -> tuple[list[str], list[list[str]]]:
    found = ox.parse_query_results(content, form)
    assert isinstance(found, ox.QuerySolutions)
    names = [each.value for each in found.variables]
    return sorted(names), sorted([str(row[name]) for name in sorted(names)] for row in found)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", FORMATS)
def test_rows_in_batches_are_the_rows(store: ox.Store, query: str, name: str) -> None:
    content, truncated = written(store, query, name)
    whole = store.query(query)
    assert isinstance(whole, ox.QuerySolutions)
    assert not truncated
    assert read(content, FORMATS[name]) == read(whole.serialize(format=FORMATS[name]) or b"", FORMATS[name])


def test_csv_in_batches_has_its_headings_once(store: ox.Store) -> None:
    query = f"{QUERIES[0]} ORDER BY ?s ?o"
    content, _ = written(store, query, "csv")
    whole = store.query(query)
    assert isinstance(whole, ox.QuerySolutions)
    assert content.count(b"s,o,r\r\n") == 1
    assert len(content) == len(whole.serialize(format=ox.QueryResultsFormat.CSV) or b"")


@pytest.mark.parametrize("name", ["json", "xml"])
def test_a_truncated_answer_says_so_in_its_head_and_a_whole_one_leaves_no_trace(
    store: ox.Store, name: str
) -> None:
    cut, truncated = written(store, QUERIES[3], name, rows=4)
    whole, _ = written(store, QUERIES[3], name)
    assert truncated
    assert len(read(cut, FORMATS[name])[1]) == 4
    if name == "json":
        assert json.loads(cut)["head"]["link"] == [LINK]
        assert "link" not in json.loads(whole)["head"]
    else:
        assert b'<link href="https://example.org/sparql?a=&quot;1&quot;&amp;b=&lt;2>"/></head>' in cut
        assert b"<link" not in whole


class Endless:
    """Solutions that tell how much had been written when each was asked for."""

    variables = (ox.Variable("s"),)

    def __init__(self, out: IO[bytes], count: int) -> None:
        self.out, self.count = out, count
        self.sizes: list[int] = []

    def __iter__(self) -> Iterator[dict[str, ox.NamedNode]]:
        for number in range(self.count):
            self.sizes.append(self.out.tell())
            yield {"s": ox.NamedNode(f"https://example.org/{number}")}


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_are_written_before_the_next_are_asked_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(ox, "QuerySolutions", Endless)
    out = io.BytesIO()
    rows: Any = Endless(out, 30)
    write_answer(rows, {"query": "?s", "formats": {"SELECT": name}}, Budget(1000, 1 << 20), out)
    least = len("https://example.org/0")
    assert all(size >= (number - 3) * least for number, size in enumerate(rows.sizes))


def test_a_construct_is_written_each_triple_once_as_far_as_it_is_remembered(store: ox.Store) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { ?s ?p ?o } }"
    for name, syntax in (("nt", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)):
        content, _ = written(store, query, name)
        assert len(list(ox.parse(content, format=syntax))) == len(store)


def test_a_disk_without_room_is_told_as_such(published: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> IO[bytes]:
        return open("/dev/full", "r+b", buffering=0)  # noqa: PTH123 - as tempfile gives it

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(StoreUnavailable, match="no room for an answer"):
        Sandbox(published.files, Limits()).run("ASK {}")
