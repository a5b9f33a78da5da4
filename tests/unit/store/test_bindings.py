"""Values written into a query: the same answers as where they are given beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from graphkit.errors import QueryRejected
from graphkit.identifiers import Minter
from graphkit.nodes import Node, Row, literal
from graphkit.parameters import bind
from graphkit.questions import NamedQuery, all_queries
from graphkit.store.bindings import form_of, write_values
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.remote import RemoteStore

BASE = "https://w3id.org/referentiels/"
RNCP25520 = Node(f"{BASE}certification/RNCP25520")
RNCP34762 = Node(f"{BASE}certification/RNCP34762")
PREFIXES = "PREFIX ref: <https://w3id.org/referentiels/ontologie#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"

#: Kind of parameter -> values to try; "" is no value.
TRIED = {
    "certification": ("RNCP25520", "RNCP34762", "chef-de-projet-digital", "RNCP1"),
    "iri": (
        "certification/RNCP25520",
        "certification/RNCP39568",
        "bloc/RNCP25520BC01",
        "rome/M1803",
        "voie-acces/vae",
        "graphe/sources",
    ),
    "bloc": ("RNCP25520BC01", "RNCP1BC01"),
    "certificateur": ("130017270", "123456789"),
    "rome": ("M1803",),
    "nsf": ("320", "326"),
    "niveau": ("7", "6"),
    "voie-acces": ("vae", "fi"),
    "regle": ("R17",),
    "force": ("M",),
    "langue": ("en",),
    "text": ("projet", 'l’"été" \\ {?mot}'),
    "code": ("C1.1", "c1.1"),
    "integer": ("1",),
    "date": ("2020-01-01", "2030-12-31"),
}


def tried() -> Iterator[Any]:
    for name, query in all_queries().items():
        choices = [
            (*TRIED[parameter.kind], *([""] if parameter.optional else [])) for parameter in query.parameters
        ]
        for values in product(*choices):
            given = {p.name: value for p, value in zip(query.parameters, values, strict=True)}
            yield pytest.param(query, given, id=f"{name}-{'-'.join(values)}")


def test_every_query_is_tried() -> None:
    assert {param.values[0].name for param in tried()} == set(all_queries())


def as_set(rows: list[Row]) -> list[list[tuple[str, Node]]]:
    return sorted(sorted(row.items()) for row in rows)


def concatenated(rows: list[Row]) -> list[list[tuple[str, Node]]]:
    """Return rows with the words of each value in one order: SPARQL leaves that of GROUP_CONCAT open."""
    return as_set(
        [
            {name: replace(node, value=" ".join(sorted(node.value.split()))) for name, node in row.items()}
            for row in rows
        ]
    )


@pytest.mark.parametrize(("query", "given"), list(tried()))
def test_every_query_of_the_package_gives_the_same_over_http(
    embedded: EmbeddedStore, remote: RemoteStore, query: NamedQuery, given: dict[str, str]
) -> None:
    values = bind(query, given, Minter())
    match query.form:
        case "SELECT":
            tell = concatenated if "GROUP_CONCAT" in query.text else as_set
            assert tell(remote.select(query, **values)) == tell(embedded.select(query, **values))
        case "CONSTRUCT":
            assert remote.construct(query, **values) == embedded.construct(query, **values)
        case _:
            assert remote.ask(query, **values) == embedded.ask(query, **values)


SHAPES = {
    "optional": "SELECT ?c ?n ?fin WHERE { ?c a ref:Certification OPTIONAL { ?c ref:numeroFiche ?n } }",
    "only in an optional": "SELECT ?n ?x ?c WHERE { ?x a ref:Certification"
    " OPTIONAL { ?c ref:numeroFiche ?n } }",
    "only in one branch": "SELECT ?c ?x WHERE"
    " { { ?x a ref:Certification } UNION { ?c ref:comporteBloc ?x } }",
    "filter beside a union": "SELECT ?c ?x WHERE { { ?x ref:comporteBloc ?b } UNION { ?x ref:viseMetier ?b }"
    " FILTER(?x = ?c) }",
    "filter in an optional": "SELECT ?c ?x ?n WHERE { ?x a ref:Certification"
    " OPTIONAL { ?x ref:numeroFiche ?n FILTER(?x = ?c) } }",
    "minus": "SELECT ?c ?x WHERE { ?c a ref:Certification . ?x a ref:Certification"
    " MINUS { ?c ref:comporteBloc ?b . ?x ref:comporteBloc ?b } }",
    "not exists": "SELECT ?c ?x WHERE { ?x a ref:Certification FILTER(?x != ?c)"
    " FILTER NOT EXISTS { ?c ref:nsf ?n . ?x ref:nsf ?n } }",
    "union in a test": "SELECT ?c ?x WHERE { ?x a ref:Certification ; ?p ?y FILTER(BOUND(?x) && ?c = ?c)"
    " FILTER EXISTS { { ?c ref:nsf ?y } UNION { ?c ref:viseMetier ?y } } }",
    "sub-select with a count": "SELECT ?c ?n WHERE { { SELECT ?c (COUNT(DISTINCT ?k) AS ?n) WHERE"
    " { ?c ref:comporteCompetence ?k } GROUP BY ?c } }",
    "sub-select with a limit": "SELECT ?c ?k WHERE { { SELECT ?c ?k { ?c ref:comporteCompetence ?k }"
    " ORDER BY ?k LIMIT 1 } }",
    "sub-select in an optional": "SELECT ?c ?x ?n WHERE { ?x a ref:Certification OPTIONAL {"
    " SELECT ?c ?x (COUNT(*) AS ?n) WHERE { ?c ref:nsf ?o . ?x ref:nsf ?o } GROUP BY ?c ?x } }",
    "order of a sub-select": "SELECT ?c ?x WHERE { { SELECT ?c ?x WHERE { ?x a ref:Certification }"
    " ORDER BY DESC(?x = ?c) LIMIT 1 } }",
    "only in a test of a nested group": "SELECT ?c ?x WHERE { { ?x a ref:Certification"
    " FILTER NOT EXISTS { ?c ref:nsf ?n . ?x ref:nsf ?n } } }",
    "beside an address with a sharp": "SELECT ?c ?x WHERE { VALUES ?z { <http://a/#b> }"
    " { ?x a ref:Certification FILTER(?x = ?c) } }",
    "nested twice": "SELECT ?c ?k WHERE { { { SELECT ?c ?k WHERE { { SELECT ?c ?k WHERE"
    " { ?c ref:comporteCompetence ?k } } } } } }",
    "path": "SELECT ?c ?x WHERE { ?c (ref:comporteActivite/ref:comporteSousActivite*)|^ref:remplace ?x }",
    "expression of a projection": "SELECT ?c (STRLEN(STR(?c)) AS ?n) WHERE { ?c a ref:Certification }",
    "graph": "SELECT ?c ?g WHERE { GRAPH ?g { ?c a ref:Certification } }",
    "order": "SELECT ?c ?x WHERE { ?x a ref:Certification } ORDER BY (?x = ?c)",
    "dollar": "SELECT ?c ?n WHERE { $c ref:numeroFiche $n }",
    "data": "SELECT ?c ?n WHERE"
    " { VALUES (?c ?x) { (<https://w3id.org/referentiels/certification/RNCP25520> 1)"
    " (UNDEF 2) } ?c ref:numeroFiche ?n }",
    "trailing data": "SELECT ?c ?n WHERE { ?c ref:numeroFiche ?n } VALUES ?n { 'RNCP25520' 'RS5000' }",
    "signs that are none": 'SELECT ?c ?s WHERE { ?c a ref:Certification # {?c} "\n'
    " BIND(\"{ ?c # \\\" }\" AS ?s) FILTER('''}'?c''' != \"\" && <http://a/#c?c> != ?c) }",
    "all columns": "SELECT * WHERE { ?c ref:numeroFiche ?n }",
    "lower case": "select ?c ?n where { ?c ref:numeroFiche ?n . optional { ?c ref:nsf ?x } filter exists"
    " { ?c a ?y } }",
}


@pytest.mark.parametrize("value", [RNCP25520, RNCP34762, Node(f"{BASE}certification/RNCP1")], ids="abc")
@pytest.mark.parametrize("shape", SHAPES)
def test_a_value_holds_wherever_its_variable_stands(
    embedded: EmbeddedStore, remote: RemoteStore, shape: str, value: Node
) -> None:
    query = NamedQuery("q", PREFIXES + SHAPES[shape])
    assert as_set(remote.select(query, c=value)) == as_set(embedded.select(query, c=value))


def test_lines_stay_where_they_are() -> None:
    text = "SELECT ?c\nWHERE {\n  ?c ?p ?o\n  { ?c ?q ?r }\n}\n"
    written = write_values(text, {"c": RNCP25520})
    assert written.count("\n") == text.count("\n")
    assert written.count(f"VALUES ?c {{ <{RNCP25520.value}> }}") == 2


def test_no_block_stands_in_a_test_where_servers_differ_on_it() -> None:
    written = write_values("ASK { ?s ?p ?o FILTER NOT EXISTS { ?c ?q ?s } }", {"c": literal(1)})
    assert written.startswith('ASK { VALUES ?c { "1"^^<http://www.w3.org/2001/XMLSchema#integer> }  ?s')
    assert written.count("VALUES") == 1


def test_a_template_takes_its_values_from_the_pattern() -> None:
    written = write_values("CONSTRUCT # {\n{ ?c ?p ?o } WHERE { ?s ?p ?o }", {"c": RNCP25520})
    assert written == (
        "CONSTRUCT # {\n{ ?c ?p ?o } WHERE {"
        f" VALUES ?c {{ <{RNCP25520.value}> }}  ?s ?p ?o }}"
    )  # fmt: skip


def test_a_query_without_values_is_sent_as_it_stands() -> None:
    assert write_values("ASK { }}} {{", {}) == "ASK { }}} {{"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            "PREFIX select: <http://ask/>\n# CONSTRUCT\nBASE <http://select/> asK { ?select ?ask 'SELECT' }",
            "ASK",
        ),
        ("CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o } } }", "CONSTRUCT"),
        ("DESCRIBE <http://a/b>", "DESCRIBE"),
        ("INSERT DATA { <http://a/b> <http://a/b> 1 }", ""),
    ],
)
def test_the_form_is_told_by_the_first_word_that_is_one(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o }", RNCP25520, r"no variable \?c"),
        ("SELECT ?c WHERE { ?c ?p ?o }", Node("b0", "bnode"), "blank node"),
        ("SELECT ?c WHERE { ?c ?p ?o }", Node("not an IRI> } #"), "not an IRI"),
        ("CONSTRUCT WHERE { ?c ?p ?o }", literal(1), "template"),
    ],
)
def test_what_cannot_be_written_is_refused(text: str, value: Node, message: str) -> None:
    with pytest.raises(QueryRejected, match=message):
        write_values(text, {"c": value})
