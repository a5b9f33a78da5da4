"""What any store must do, asked of each."""

from __future__ import annotations

from datetime import date

import pytest

from graphkit.errors import QueryRejected
from graphkit.nodes import Node, literal
from graphkit.questions import parse_query
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.memory import MemoryStore, open_as_rdflib
from graphkit.store.protocol import Store
from graphkit.store.rejections import QuerySyntaxRejected
from graphkit.store.versions import Version

BASE = "https://w3id.org/referentiels/"
PREFIXES = """PREFIX ref: <https://w3id.org/referentiels/ontologie#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
RNCP25520 = Node(f"{BASE}certification/RNCP25520")


class TestStore:
    """A store answers the three forms alike, whatever engine is behind it."""

    def test_terms_come_back_as_they_are(self, store: Store) -> None:
        query = parse_query(
            "q",
            PREFIXES + "SELECT ?c ?titre ?fin ?numero ?ouverte ?rang\n"
            "WHERE { ?c skos:prefLabel ?titre ; ref:dateFinEnregistrement ?fin ; ref:numeroFiche ?numero ;"
            " ref:accessiblePar ?a ; ref:comporteBloc ?b . ?a ref:ouverte ?ouverte . ?b ref:ordre ?rang }"
            " ORDER BY ?rang LIMIT 1",
        )
        (row,) = store.select(query, c=RNCP25520)
        assert row == {
            "c": RNCP25520,
            "titre": Node("Manager en communication numérique", "literal", language="fr"),
            "fin": literal(date(2020, 7, 19)),
            "numero": literal("RNCP25520"),
            "ouverte": literal(True),
            "rang": literal(1),
        }
        assert [row[name].python for name in ("fin", "ouverte", "rang")] == [date(2020, 7, 19), True, 1]

    def test_a_variable_without_value_is_absent(self, store: Store) -> None:
        query = parse_query(
            "q",
            PREFIXES + "SELECT DISTINCT ?c ?n\n"
            "WHERE { ?c a ref:Certification OPTIONAL { ?c ref:numeroFiche ?n } }",
        )
        rows = store.select(query)
        assert len(rows) == 4
        assert sum("n" not in row for row in rows) == 1

    def test_the_default_graph_is_the_union_and_distinct_makes_it_a_set(self, store: Store) -> None:
        query = parse_query(
            "q", PREFIXES + "SELECT DISTINCT ?code\nWHERE { ?code a skos:Concept } ORDER BY ?code"
        )
        codes = [row["code"].value.removeprefix(BASE) for row in store.select(query)]
        assert codes == sorted(set(codes))
        assert {"niveau/6", "niveau/7", "rome/M1803"} <= set(codes)

    def test_a_named_graph_can_be_asked_for(self, store: Store) -> None:
        query = parse_query(
            "q", PREFIXES + "SELECT ?g\nWHERE { GRAPH ?g { ?c a ref:Certification } } ORDER BY ?g"
        )
        assert [row["g"].value.removeprefix(BASE) for row in store.select(query)] == [
            "fiche/RNCP25520/fiche-texte",
            "fiche/RNCP34762/xml-fc",
            "fiche/RS5000/csv-fc",
            "fiche/RS5000/xml-fc",
            "fiche/chef-de-projet-digital/trois-colonnes",
        ]

    def test_a_parameter_works_in_a_filter_a_sub_select_and_a_path(self, store: Store) -> None:
        query = parse_query(
            "q",
            PREFIXES + "SELECT ?c ?mot ?texte\nWHERE { { SELECT DISTINCT ?c ?k WHERE"
            " { ?c ref:comporteCompetence ?k } } ?k ref:enonce ?texte"
            " FILTER(CONTAINS(LCASE(?texte), LCASE(?mot))) } ORDER BY ?texte",
        )
        rows = store.select(query, c=RNCP25520, mot=literal("STRATÉGIE"))
        assert [row["texte"].value for row in rows] == ["Concevoir une stratégie digitale globale."]

    def test_a_parameter_is_data_whatever_it_says(self, store: Store) -> None:
        query = parse_query("q", PREFIXES + "SELECT ?n ?c\nWHERE { ?c ref:numeroFiche ?n }")
        hostile = '" } . SELECT * WHERE { ?s ?p ?o } #\n\\"'
        assert store.select(query, n=literal(hostile)) == []
        assert len(store.select(query, n=literal("RNCP25520"))) == 1

    def test_an_optional_parameter_that_is_not_given_lets_everything_pass(self, store: Store) -> None:
        query = parse_query(
            "q",
            PREFIXES + "SELECT DISTINCT ?fin ?c ?d\n"
            "WHERE { ?c a ref:Certification ; ref:dateFinEnregistrement ?d"
            " FILTER(COALESCE(?d <= ?fin, true)) } ORDER BY ?d",
        )
        assert len(store.select(query)) == 3
        assert len(store.select(query, fin=literal(date(2023, 1, 1)))) == 2

    def test_construct_gives_each_triple_once_in_order(self, store: Store) -> None:
        query = parse_query("q", PREFIXES + "CONSTRUCT { ?c a skos:Concept }\nWHERE { ?c a skos:Concept }")
        triples = store.construct(query)
        assert triples == sorted(set(triples))
        assert any(triple[0] == Node(f"{BASE}rome/M1803") for triple in triples)

    def test_ask_tells_yes_from_no(self, store: Store) -> None:
        query = parse_query("q", "ASK\n{ ?chose ?p ?o }")
        assert store.ask(query, chose=RNCP25520)
        assert not store.ask(query, chose=Node(f"{BASE}certification/RNCP1"))

    def test_a_query_of_another_form_is_refused(self, store: Store) -> None:
        select = parse_query("q", "SELECT ?s\nWHERE { ?s ?p ?o }")
        with pytest.raises(QueryRejected, match=r"not an? ASK"):
            store.ask(select)
        with pytest.raises(QueryRejected, match="not a CONSTRUCT"):
            store.construct(select)
        with pytest.raises(QueryRejected, match="not a SELECT"):
            store.select(parse_query("q", "ASK\n{ ?s ?p ?o }"))

    def test_a_syntax_error_is_told_with_its_line(self, store: Store) -> None:
        with pytest.raises(QuerySyntaxRejected) as caught:
            store.select(parse_query("q", "SELECT ?s\nWHERE { ?s ?p } ."))
        assert caught.value.line == 2

    def test_all_quads_are_given(self, store: Store, memory: MemoryStore, embedded: EmbeddedStore) -> None:
        quads = set(store.quads())
        assert quads == set(memory.quads()) == set(embedded.quads())
        assert {graph.value.removeprefix(BASE) for *_, graph in quads if graph} >= {
            "graphe/sources",
            "ontologie",
        }


def test_a_store_on_disk_opens_in_rdflib(published: Version) -> None:
    dataset = open_as_rdflib(published.files)
    rows = list(dataset.query(PREFIXES + "SELECT DISTINCT ?c WHERE { ?c a ref:Certification }"))
    assert len(rows) == 4
