"""Results of queries in a form in which two can be compared, whatever their blank nodes are called."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TERM = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
#: What a comparison is of: whether it is so, or triples, or rows of text.
Comparable = bool | frozenset[str] | tuple[str, ...]


def of_rows(names: Iterable[str], rows: Iterable[Mapping[str, _TERM]]) -> Comparable:
    """Return solutions as triples: each is a blank node, so that those that are alike count apart."""
    triples = [_of("vars", "name", ox.Literal(name)) for name in names]
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        triples.append(ox.Triple(node, ox.NamedNode(f"{_RS}solution"), ox.Literal("yes")))
        triples += [ox.Triple(node, ox.NamedNode(f"{_RS}{name}"), term) for name, term in row.items()]
    return of_triples(triples)


def _of(subject: str, predicate: str, term: ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(_RS + subject), ox.NamedNode(_RS + predicate), term)


def of_triples(triples: Iterable[ox.Triple]) -> Comparable:
    """Return triples with canonical blank nodes, and with literals as Oxigraph keeps them."""
    kept = ox.Store()
    kept.extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    dataset = ox.Dataset(kept)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(str(quad) for quad in dataset)


def of_result(result: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples) -> Comparable:
    """Return a result of Oxigraph."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        rows = [{name: row[name] for name in names if row[name] is not None} for row in result]
        return of_rows(names, rows)
    return of_triples(result)


def of_table(content: bytes, suffix: str) -> Comparable:
    """Return the content of a table: CSV by its cells, for it does not tell terms apart."""
    if suffix == ".csv":
        rows = csv.DictReader(io.StringIO(content.decode()))
        return tuple(sorted(repr({name: _plain(row[name]) for name in sorted(row)}) for row in rows))
    return of_result(ox.parse_query_results(content, _TABLES[suffix]))


def _plain(cell: str) -> str | float:
    """Return a cell of CSV: a number by its value, a blank node without its name."""
    try:
        return float(cell)
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def of_graph(content: bytes, suffix: str, base: str) -> Comparable:
    """Return the content of a graph; one that tells of a result set is that result set."""
    triples = [quad.triple for quad in ox.parse(content, _GRAPHS[suffix], base_iri=base)]
    if any(triple.object == ox.NamedNode(f"{_RS}ResultSet") for triple in triples):
        return _result_set(triples)
    return of_triples(triples)


def _result_set(triples: list[ox.Triple]) -> Comparable:
    def values(subject: object, name: str) -> list[_TERM]:
        wanted = ox.NamedNode(f"{_RS}{name}")
        return [each.object for each in triples if each.subject == subject and each.predicate == wanted]

    root = next(each.subject for each in triples if each.object == ox.NamedNode(f"{_RS}ResultSet"))
    names = [term.value for term in values(root, "resultVariable")]  # type: ignore[union-attr]
    rows = []
    for solution in values(root, "solution"):
        bindings = values(solution, "binding")
        rows.append({values(each, "variable")[0].value: values(each, "value")[0] for each in bindings})  # type: ignore[union-attr]
    return of_rows(names, rows)


def expected(path: Path, base: str) -> Comparable:
    """Return what the file of a case expects."""
    content = path.read_bytes()
    if path.suffix in _GRAPHS:
        return of_graph(content, path.suffix, base)
    return of_table(content, path.suffix)


def load(store: ox.Store, path: Path, base: str, graph: ox.NamedNode | None = None) -> None:
    """Load a file into a graph of a store."""
    store.load(path.read_bytes(), _GRAPHS[path.suffix], base_iri=base, to_graph=graph)
