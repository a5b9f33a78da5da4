"""The catalog: one view for each page, the same from both stores."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graphkit.catalog import Catalog, LiveCatalog
from graphkit.catalog.codes import targets_of
from graphkit.catalog.shared_codes import shared_codes
from graphkit.errors import NotFound, StoreUnavailable
from graphkit.identifiers import Minter
from graphkit.store.memory import MemoryStore
from graphkit.store.protocol import Store
from graphkit.store.results import serialise_triples
from graphkit.store.versions import Version, build_version

BASE = "https://w3id.org/referentiels/"


@pytest.fixture(scope="session")
def catalog(store: Store) -> Catalog:
    """The catalog of the small dataset."""
    return Catalog(store)


def test_info_counts_what_the_graph_holds(catalog: Catalog) -> None:
    info = catalog.info
    assert info.counts["ref:Certification"] == 4
    assert info.counts["ref:Competence"] == 6
    assert set(info.registers) == {("", None, 1), ("rncp", None, 1), ("rncp", True, 1), ("rs", False, 1)}
    assert info.quads > 300
    assert [source.title for source in info.sources] == ["export_fiches.xml", "fiche_RNCP25520.txt"]
    assert info.sources[0].date == date(2026, 11, 22)


def test_info_names_the_version_of_a_published_graph(published: Version) -> None:
    info = LiveCatalog(published.path.parents[1]).get().info
    assert (info.version, info.quads, info.graphs) == (published.id, published.quads, published.graphs)


@pytest.mark.parametrize(
    "code", ["RNCP25520", "rncp 25520", "25520", "RNCP n° 25520", f"{BASE}certification/RNCP25520"]
)
def test_a_certification_is_found_by_any_spelling(catalog: Catalog, code: str) -> None:
    assert catalog.certification(code).ref.identifier == "RNCP25520"


def test_a_certification_is_given_whole(catalog: Catalog) -> None:
    view = catalog.certification("RNCP25520")
    assert view.ref.title == "Manager en communication numérique"
    assert (view.ref.level, view.ref.active, view.ref.expires) == ("7", None, date(2020, 7, 19))
    assert [code.code for code in view.codes_of("ref:viseMetier")] == ["M1704", "M1803"]
    assert view.codes_of("ref:viseMetier")[1].label == "Direction des systèmes d'information"
    assert [cell.label for cell in view.certificateurs] == ["CCI Paris Ile-de-France"]
    assert [bloc.code for bloc in view.blocs] == ["RNCP25520BC01", "RNCP25520BC02"]
    assert view.blocs[0].certificate == "Certificat de conception"
    assert view.blocs[0].modalites[0].text == "Soutenance devant un jury."
    assert [competence.lead_in for competence in view.competences] == ["", "Pilotage"]
    assert [ref.identifier for ref in view.successors] == ["RNCP34762"]
    assert view.predecessors == ()
    assert view.composantes[0].items[0].text == "Un plan d’affaires"
    assert view.capacites[0].items[0].text == "Formaliser les dispositifs."
    assert view.fact("ref:secteursActivite").label == "Agences et éditeurs."  # type: ignore[union-attr]
    assert view.fact("ref:viseMetier") is None


def test_a_route_that_the_source_does_not_tell_of_is_neither_open_nor_closed(catalog: Catalog) -> None:
    routes = {
        route.iri.rpartition("/")[2]: route.first("ref:ouverte")
        for route in catalog.certification("25520").acces
    }
    assert routes["fi"].label == "true"  # type: ignore[union-attr]
    assert routes["cl"] is None


def test_findings_and_passages_come_with_a_certification(catalog: Catalog) -> None:
    view = catalog.certification("RNCP25520")
    (anomaly,) = view.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.excerpt) == ("colonnes-perdues", "Warning", "OUI NON")
    assert anomaly.passages[0].lines == (150, 152)
    assert {result.rule.rpartition("#")[2] for result in view.results} == {"CompetenceAUnCritere"}
    assert view.results[0].message_en == "A competence has at least one criterion."
    (passage,) = view.passages_of(view.ref.iri, "ref:niveau")
    assert (passage.lines, passage.fiche) == ((12, 12), "fiche/RNCP25520/fiche-texte")
    assert view.passages_of(view.competences[0].iri)[0].characters == (80, 121)


def test_partners_are_counted_and_listed_by_page(catalog: Catalog) -> None:
    view = catalog.certification("RNCP34762", partners=1)
    assert view.partner_count == 2
    assert [(partner.name, partner.state) for partner in view.partners] == [("Autre Centre", "inactif")]
    assert [partner.siret for partner in catalog.partners("RNCP34762", 1, 1)] == ["12345678900011"]


def test_a_correspondence_keeps_the_blocs_of_each_fiche_together(catalog: Catalog) -> None:
    (correspondence,) = catalog.certification("RNCP34762").correspondances
    assert [cell.label for cell in correspondence.sources] == ["RNCP34762BC01"]
    assert [
        (ref.identifier, ref.title, [cell.label for cell in blocs]) for ref, blocs in correspondence.targets
    ] == [
        ("RNCP25520", "Manager en communication numérique", ["Concevoir des services interactifs"]),
        ("RNCP39568", "", ["RNCP39568BC02"]),
    ]


def test_activities_form_a_tree_with_their_competences(catalog: Catalog) -> None:
    view = catalog.certification("chef-de-projet-digital")
    assert [item.code for item in view.activites] == ["A1", "A2"]
    assert [item.code for item in view.activites[0].children] == ["A1.1", "A1.2"]
    assert [item.code for item in view.activites[0].children[0].competences] == ["C1.1", "C1.2"]
    assert view.activites[1].specialisation == "Réseaux"
    competence = view.competences[0]
    assert [critere.text for critere in competence.criteres] == [
        "Les sources sont fiables.",
        "La veille est régulière.",
    ]
    assert competence.modalites[0].livrables[0].text == "Un tableau de veille"


def test_a_bloc_has_its_page_even_when_another_record_only_names_it(catalog: Catalog) -> None:
    view = catalog.bloc("rncp34762 bc01")
    assert view.bloc is not None
    assert view.certification is not None
    assert (view.certification.identifier, len(view.bloc.competences)) == ("RNCP34762", 2)
    named = catalog.bloc("RNCP39568BC02")
    assert (named.code, named.bloc, named.certification) == ("RNCP39568BC02", None, None)
    assert [ref.identifier for ref in named.cited_by] == ["RNCP34762"]
    assert view.cited_by == ()


def test_a_certification_that_is_only_cited_says_by_which(catalog: Catalog) -> None:
    for call in (catalog.certification, catalog.partners):
        with pytest.raises(NotFound, match=r"RNCP39568 is cited by RNCP34762, but .* no record") as told:
            call("RNCP39568")
        assert told.value.french == "RNCP39568 est citée par RNCP34762, mais le graphe n’a pas sa fiche."
    with pytest.raises(NotFound, match="no certification RNCP1 in the graph"):
        catalog.certification("RNCP1")


def test_a_competence_tells_what_it_is_part_of_and_where_else_it_stands(catalog: Catalog) -> None:
    view = catalog.competence("RNCP25520/0aaaaaaaaa")
    assert [cell.label for cell in view.blocs] == ["Concevoir des services interactifs"]
    assert [ref.identifier for _, ref in view.same_statement] == ["RNCP34762"]
    draft = catalog.competence("competence/chef-de-projet-digital/C1.2")
    assert [cell.label for cell in draft.activites] == ["Veille"]


def test_an_activity_tells_the_way_down_to_it(catalog: Catalog) -> None:
    view = catalog.activite("chef-de-projet-digital/A1.1")
    assert [cell.label for cell in view.parents] == ["Définition du projet digital"]
    assert view.activite.title == "Veille"


def test_a_code_and_a_certifier_list_their_certifications(catalog: Catalog) -> None:
    rome = catalog.concept("rome", "M1803", limit=1)
    assert (rome.code, rome.label, rome.total) == ("M1803", "Direction des systèmes d'information", 2)
    assert [ref.identifier for ref in rome.certifications] == ["RNCP34762"]
    body = catalog.certificateur("130017270")
    assert (body.label, body.total) == ("CCI Paris Ile-de-France", 2)


def test_a_route_and_a_partner_list_the_certifications_that_they_hang_under(catalog: Catalog) -> None:
    # RNCP34762 says that it is not open to VAE.
    route = catalog.concept("voie-acces", "vae")
    assert [ref.identifier for ref in route.certifications] == ["chef-de-projet-digital", "RNCP25520"]
    assert (route.total, route.links) == (2, ("ref:accessiblePar",))
    partner = catalog.concept("organisme", "12345678900011")
    assert [ref.identifier for ref in partner.certifications] == ["RNCP34762"]
    assert catalog.concept("nature-texte", "autre").total == 1
    assert catalog.concept("rome", "M1803").links == ("ref:viseMetier",)


def test_the_things_that_bear_a_printed_code_are_found(catalog: Catalog) -> None:
    assert [(cell.path, cell.label) for cell in catalog.bearers("c1.2")] == [
        ("competence/chef-de-projet-digital/C1.2", "Analyser le besoin du client.")
    ]
    assert catalog.bearers("Z9") == ()


def test_a_record_tells_the_document_that_it_is_read_from_not_its_passages(catalog: Catalog) -> None:
    (fiche,) = catalog.certification("RNCP34762").fiches
    (origin,) = [fact.values for fact in fiche.facts if fact.property == "prov:wasDerivedFrom"]
    assert [cell.path for cell in origin] == ["document/fedcba9876543210"]


@pytest.mark.parametrize(
    ("text", "jump"),
    [
        ("RNCP25520", "certification/RNCP25520"),
        ("rncp n°25520", "certification/RNCP25520"),
        ("25520", "certification/RNCP25520"),
        ("5000", "certification/RS5000"),
        ("https://www.francecompetences.fr/recherche/rncp/25520/", "certification/RNCP25520"),
        ("RNCP34762 BC 01", "bloc/RNCP34762BC01"),
        ("m1803", "rome/M1803"),
        ("320", "nsf/320"),
        ("130 017 270", "certificateur/130017270"),
        ("13001727000013", "certificateur/130017270"),
        ("chef-de-projet-digital", "certification/chef-de-projet-digital"),
        ("RNCP99999", None),
        ("stratégie", None),
        ("", None),
    ],
)
def test_a_code_goes_straight_to_its_thing(catalog: Catalog, text: str, jump: str | None) -> None:
    assert catalog.search(text).jump == jump


def test_a_bare_number_may_stand_for_several_things() -> None:
    targets = targets_of("31094", Minter())
    assert {target.removeprefix(BASE) for target in targets} >= {
        "certification/RNCP31094",
        "certification/RS31094",
        "formacode/31094",
    }


def test_words_are_found_with_the_reason_and_by_page(catalog: Catalog) -> None:
    found = catalog.search("DIGITAL")
    assert found.total == 3
    reasons = {hit.certification.identifier: [match.kind for match in hit.matches] for hit in found.hits}
    assert reasons == {
        "RNCP34762": ["intitulé", "bloc", "compétence"],
        "chef-de-projet-digital": ["intitulé", *(["activité"] if found.indexed else [])],
        "RNCP25520": ["compétence"],
    }
    assert [hit.certification.identifier for hit in catalog.search("digital", 1, 1).hits] == [
        "chef-de-projet-digital"
    ]


def test_codes_that_certifications_share_come_before_those_of_one(catalog: Catalog) -> None:
    codes = shared_codes([catalog.certification(code, partners=0) for code in ("25520", "RNCP34762")])
    common = [code for code in codes if len(code.holders) == 2]
    assert list(codes[: len(common)]) == common
    assert {(code.property, code.code) for code in common} == {
        ("ref:niveau", "7"),
        ("ref:nsf", "320"),
        ("ref:repertoire", "rncp"),
        ("ref:viseMetier", "M1803"),
    }


def test_a_question_gives_a_table_that_pages_can_link(catalog: Catalog) -> None:
    table = catalog.question("expirations", {"fin": "31/12/2020"})
    assert table.columns == ("certification", "numero", "intitule", "finEnregistrement", "remplacante")
    ((certification, _, _, end, successor),) = table.rows
    assert certification is not None
    assert (certification.kind, certification.path) == ("certification", "certification/RNCP25520")
    assert end is not None
    assert end.kind == "date"
    assert successor is not None
    assert successor.label == "RNCP34762"
    assert '"2020-12-31"^^' in table.sparql


def test_a_thing_is_described_as_data(catalog: Catalog) -> None:
    described = catalog.describe("/rome/M1803")
    assert described.iri == f"{BASE}rome/M1803"
    assert catalog.incoming("/rome/M1803").counts == {"ref:viseMetier": 2}
    turtle = serialise_triples(described.triples, "ttl").decode()
    assert "skos:notation" in turtle
    for name in ("nt", "rdf", "jsonld"):
        assert b"M1803" in serialise_triples(described.triples, name)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.certification("RNCP1"),
        lambda c: c.certification(""),
        lambda c: c.certification("<script>"),
        lambda c: c.certification("a b/../c"),
        lambda c: c.bloc("RNCP1BC01"),
        lambda c: c.bloc("01"),
        lambda c: c.competence("RNCP25520/ffffffffff"),
        lambda c: c.competence("certification/RNCP25520"),
        lambda c: c.competence(""),
        lambda c: c.activite("chef-de-projet-digital/Z"),
        lambda c: c.concept("rome", "Z9999"),
        lambda c: c.certificateur("personne"),
        lambda c: c.describe("nulle/part"),
        lambda c: c.describe("https://example.org/a b"),
        lambda c: c.resolve(""),
        lambda c: c.partners("RNCP1"),
        lambda c: c.question("rien"),
    ],
)
def test_what_the_graph_does_not_hold_is_not_found(catalog: Catalog, call: object) -> None:
    with pytest.raises(NotFound):
        call(catalog)  # type: ignore[operator]


def test_free_queries_need_a_graph_on_disk(memory: MemoryStore) -> None:
    with pytest.raises(StoreUnavailable, match="graphkit build"):
        Catalog(memory).sparql("ASK { ?s ?p ?o }")


def test_a_live_catalog_follows_the_version_in_service(tmp_path: Path) -> None:
    def write(name: str) -> Path:
        path = tmp_path / f"{name}.nq"
        path.write_text(f"<{BASE}x/{name}> <http://a/p> <http://a/o> <http://g/1> .\n")
        return path

    build_version(tmp_path / "s", write("a"))
    live = LiveCatalog(tmp_path / "s")
    first = live.get()
    assert live.get() is first
    build_version(tmp_path / "s", write("b"))
    assert live.get().resolve("x/b") == f"{BASE}x/b"
    assert first.resolve("x/a") == f"{BASE}x/a"
