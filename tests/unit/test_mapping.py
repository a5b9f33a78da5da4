"""From the model to triples: every part of a record is in the graph and leads back to its source."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from graphkit.identifiers import Minter, digest
from graphkit.mapping import map_record
from graphkit.model import (
    Acces,
    Activite,
    Anomaly,
    Bloc,
    Certificateur,
    Certification,
    Competence,
    Concept,
    Correspondance,
    Critere,
    Document,
    Fait,
    Lien,
    Livrable,
    Modalite,
    Record,
    Reference,
    TexteReglementaire,
)
from graphkit.ntriples import iri
from graphkit.passages import Case, Passage

BASE = "https://w3id.org/referentiels/"
REF = BASE + "ontologie#"
DOCUMENT = Document("essai.txt", "trois-colonnes", sha256="ab" * 32)


def _graph(certification: Certification, *anomalies: Anomaly) -> Store:
    mapped = map_record(Record(DOCUMENT, certification, anomalies), Minter(BASE))
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in mapped.triples)
    store = Store()
    store.extend(parse(lines.encode(), format=RdfFormat.N_TRIPLES))
    return store


def _values(store: Store, subject: str, name: str) -> list[str]:
    predicate = NamedNode(name if "://" in name else REF + name)
    return sorted(q.object.value for q in store.quads_for_pattern(NamedNode(BASE + subject), predicate, None))


def test_a_competence_is_named_by_its_printed_code() -> None:
    store = _graph(Certification("essai", competences=(Competence("Piloter", "C6A.1", "C6A.1"),)))
    assert _values(store, "certification/essai", "comporteCompetence") == [BASE + "competence/essai/C6A.1"]
    assert _values(store, "competence/essai/C6A.1", "enonce") == ["Piloter"]


def test_a_competence_without_a_code_is_named_by_its_statement() -> None:
    """The IRI survives a change of order, and a reworded statement gets a new one."""
    one, two = Competence("Piloter un projet"), Competence("Animer une équipe")
    forward = _graph(Certification("essai", competences=(one, two)))
    backward = _graph(Certification("essai", competences=(two, one)))
    named = BASE + "competence/essai/" + digest("Piloter un projet")
    for store in (forward, backward):
        assert named in _values(store, "certification/essai", "comporteCompetence")


def test_a_code_that_starts_again_in_each_bloc_names_nothing() -> None:
    """Two statements under the code 1 are two competences, both named by their statement."""
    blocs = (
        Bloc("RNCP1BC01", "Un", (Competence("Piloter", "1", "1."),)),
        Bloc("RNCP1BC02", "Deux", (Competence("Animer", "1", "1."),)),
    )
    store = _graph(Certification("RNCP1", blocs=blocs))
    names = {BASE + "competence/RNCP1/" + digest(e) for e in ("Piloter", "Animer")}
    assert set(_values(store, "certification/RNCP1", "comporteCompetence")) == names


def test_a_statement_that_two_blocs_share_is_one_competence() -> None:
    same = Competence("Rendre compte", passages=(Passage(lignes=(3, 3)),))
    store = _graph(
        Certification("RNCP1", blocs=(Bloc("RNCP1BC01", "A", (same,)), Bloc("RNCP1BC02", "B", (same,))))
    )
    name = BASE + "competence/RNCP1/" + digest("Rendre compte")
    assert (
        _values(store, "bloc/RNCP1BC01", "regroupe") == _values(store, "bloc/RNCP1BC02", "regroupe") == [name]
    )
    assert _values(store, "competence/RNCP1/" + digest("Rendre compte"), "ordre") == ["1"]


def test_two_equal_criteria_of_a_competence_are_two() -> None:
    criteres = (Critere("Le plan est clair"), Critere("Le plan est clair"))
    store = _graph(Certification("essai", competences=(Competence("Piloter", "C1", criteres=criteres),)))
    assert len(_values(store, "competence/essai/C1", "aPourCritere")) == 2


def test_modalities_hang_on_a_competence_or_on_a_bloc() -> None:
    modalite = Modalite("Étude de cas", (Livrable("Un rapport"), Livrable("Un plan")))
    bloc = Bloc("RNCP1BC01", "A", (Competence("Piloter", modalites=(modalite,)),), (Modalite("Entretien"),))
    store = _graph(Certification("RNCP1", blocs=(bloc,)))
    (of_competence,) = _values(store, "competence/RNCP1/" + digest("Piloter"), "estEvalueePar")
    assert len(_values(store, of_competence.removeprefix(BASE), "attend")) == 2
    (of_bloc,) = _values(store, "bloc/RNCP1BC01", "estEvalueePar")
    assert _values(store, of_bloc.removeprefix(BASE), "enonce") == ["Entretien"]


def test_one_assessment_of_several_competences_is_one_modality() -> None:
    """The same words from the same place are one thing; the same words printed twice are two."""
    place, elsewhere = (Passage(lignes=(3, 4)),), (Passage(lignes=(9, 9)),)
    competences = (
        Competence("Piloter", "C1", modalites=(Modalite("C1 et C2. Étude de cas", passages=place),)),
        Competence("Animer", "C2", modalites=(Modalite("C1 et C2. Étude de cas", passages=place),)),
        Competence("Rendre compte", "C3", modalites=(Modalite("Étude de cas", passages=elsewhere),)),
    )
    store = _graph(Certification("essai", competences=competences))
    one, two, three = (_values(store, f"competence/essai/C{n}", "estEvalueePar") for n in (1, 2, 3))
    assert one == two == [BASE + "modalite/essai/" + digest("C1 et C2. Étude de cas")]
    assert three == [BASE + "modalite/essai/C3/" + digest("Étude de cas")]


def test_one_text_under_two_headings_is_one_text_of_two_natures() -> None:
    published = (Fait("eli:date_publication", date(2023, 5, 4)),)
    textes = tuple(
        TexteReglementaire("Arrêté du 26 avril", nature, published) for nature in ("creation", "autre")
    )
    store = _graph(Certification("RNCP1", textes_reglementaires=textes))
    (texte,) = _values(store, "certification/RNCP1", "fondeeSur")
    natures = _values(store, texte.removeprefix(BASE), "nature")
    assert natures == [BASE + "nature-texte/autre", BASE + "nature-texte/creation"]


def test_a_heading_has_its_own_passage() -> None:
    competence = Competence(
        "Piloter",
        "C1",
        chapeau="En équipe :",
        passages=(Passage(lignes=(5, 5)),),
        passages_chapeau=(Passage(lignes=(4, 4)),),
    )
    store = _graph(Certification("essai", competences=(competence,)))
    heading = "passage/essai/trois-colonnes/L4-4"
    assert _values(store, heading, "atteste") == [REF + "chapeau"]
    assert _values(store, "passage/essai/trois-colonnes/L5-5", "atteste") == []


def test_what_is_only_cited_is_named_apart() -> None:
    """The number of a certification that no record describes stands alone, without a class."""
    certification = Certification(
        "RNCP2",
        faits=(Fait("ref:remplace", Reference("RNCP1")),),
        correspondances=(Correspondance(1, (), (Reference("RNCP3", "RNCP3BC02"),)),),
    )
    mapped = map_record(Record(DOCUMENT, certification), Minter(BASE))
    assert {(s, o): of for (s, _, o), of in mapped.cited.items()} == {
        (iri(BASE + "certification/RNCP1"), '"RNCP1"'): BASE + "certification/RNCP1",
        (iri(BASE + "certification/RNCP3"), '"RNCP3"'): BASE + "certification/RNCP3",
        (iri(BASE + "bloc/RNCP3BC02"), '"RNCP3BC02"'): BASE + "certification/RNCP3",
    }


def test_activities_are_nested_and_mobilise_competences() -> None:
    activite = Activite(
        "A6A",
        "Communiquer",
        "Activité 6A",
        "Marketing d’influence",
        (Activite("A6A.4", "Animer", "A6.4", competences=("C6A.4",)),),
    )
    competences = (Competence("Animer une communauté", "C6A.4", "C6A.4"),)
    store = _graph(Certification("essai", activites=(activite,), competences=competences))
    assert _values(store, "certification/essai", "comporteActivite") == [BASE + "activite/essai/A6A"]
    assert _values(store, "activite/essai/A6A", "specialisation") == [
        BASE + "specialisation/essai/marketing-d-influence"
    ]
    assert _values(store, "activite/essai/A6A.4", "mobilise") == [BASE + "competence/essai/C6A.4"]
    assert _values(store, "activite/essai/A6A.4", "codeImprime") == ["A6.4"]


def test_an_access_that_the_source_does_not_tell_is_absent() -> None:
    acces = (Acces("fi", jury="Cinq personnes"), Acces("vae", True), Acces("cl", False))
    store = _graph(Certification("essai", acces=acces))
    assert _values(store, "acces/essai/fi", "ouverte") == []
    assert _values(store, "acces/essai/vae", "ouverte") == ["true"]
    assert _values(store, "acces/essai/cl", "ouverte") == ["false"]


@pytest.mark.parametrize(
    ("passage", "name", "fragment"),
    [
        (
            Passage(None, (10, 42), "", 3, Case(2, 5, 3)),
            "p3/t2/r5c3/c10-42",
            "page=3&table=2&cell=5,3&char=10,42",
        ),
        (Passage(None, None, "Bloc 1 – Animer", None, Case(1, 12, 2)), "t1/r12c2", "table=1&cell=12,2"),
        (Passage((5, 6), None, "", 3), "p3/L5-6", "page=3&line=4,6"),
        (Passage(page=3), "p3", "page=3"),
    ],
)
def test_a_position_in_a_page_or_a_cell_has_a_selector(passage: Passage, name: str, fragment: str) -> None:
    store = _graph(Certification("essai", competences=(Competence("Piloter", "C1", passages=(passage,)),)))
    node, selector = f"passage/essai/trois-colonnes/{name}", f"selecteur/essai/trois-colonnes/{name}"
    assert _values(store, "competence/essai/C1", "http://www.w3.org/ns/prov#wasDerivedFrom") == [BASE + node]
    assert _values(store, node, "http://www.w3.org/ns/oa#hasSelector") == [BASE + selector]
    assert _values(store, selector, "http://www.w3.org/1999/02/22-rdf-syntax-ns#value") == [fragment]
    assert _values(store, node, "page") == ([str(passage.page)] if passage.page else [])
    case = passage.case
    assert _values(store, node, "rangee") == ([str(case.rangee)] if case else [])
    assert _values(store, node, "colonne") == ([str(case.colonne)] if case else [])
    assert _values(store, node, "tableau") == ([passage.chemin] if passage.chemin else [])


def test_a_specialisation_without_a_letter_of_ours_is_named_by_its_digest() -> None:
    activite = Activite("A6A", "Vendre", specialisation="مرحبا")
    store = _graph(Certification("essai", activites=(activite,)))
    node = f"specialisation/essai/{digest('مرحبا')}"
    assert _values(store, "activite/essai/A6A", "specialisation") == [BASE + node]


def test_lines_and_paths_need_no_selector() -> None:
    passages = (Passage((3, 4)), Passage(chemin="A/B[2]"))
    store = _graph(Certification("essai", competences=(Competence("Piloter", "C1", passages=passages),)))
    assert not list(store.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/oa#hasSelector"), None))


def test_every_fact_leads_back_to_its_passage() -> None:
    fait = Fait("ref:dateEffet", date(2024, 1, 1), (Passage(chemin="DATE_EFFET"),))
    store = _graph(Certification("RNCP1", faits=(fait,)))
    passage = BASE + "passage/RNCP1/trois-colonnes/DATE_EFFET"
    assert passage in _values(store, "certification/RNCP1", "http://www.w3.org/ns/prov#wasDerivedFrom")
    assert _values(store, passage.removeprefix(BASE), "atteste") == [REF + "dateEffet"]
    assert _values(store, passage.removeprefix(BASE), "cheminXML") == ["DATE_EFFET"]


def test_a_position_keeps_its_lines_and_characters() -> None:
    passages = (Passage(lignes=(12, 14), caracteres=(3, 20)), Passage(lignes=(30, 30)))
    store = _graph(Certification("essai", competences=(Competence("Piloter", "C1", passages=passages),)))
    first, second = _values(store, "competence/essai/C1", "http://www.w3.org/ns/prov#wasDerivedFrom")
    assert (first, second) == (
        BASE + "passage/essai/trois-colonnes/L12c3-14c20",
        BASE + "passage/essai/trois-colonnes/L30-30",
    )
    found = [
        _values(store, first.removeprefix(BASE), n)[0] for n in ("ligneDebut", "ligneFin", "caractereFin")
    ]
    assert found == ["12", "14", "20"]


def test_a_correspondence_names_blocs_of_both_fiches() -> None:
    correspondance = Correspondance(1, ("RNCP2BC01",), (Reference("RNCP1", "RNCP1BC02"),))
    store = _graph(Certification("RNCP2", correspondances=(correspondance,)))
    assert _values(store, "correspondance/RNCP2/1", "blocSource") == [BASE + "bloc/RNCP2BC01"]
    assert _values(store, "correspondance/RNCP2/1", "blocCible") == [BASE + "bloc/RNCP1BC02"]
    assert _values(store, "correspondance/RNCP2/1", "certificationCible") == [BASE + "certification/RNCP1"]


def test_two_establishments_of_one_body_are_one_certifier_in_two_roles() -> None:
    bodies = (Certificateur("Ecole A", "12345678900011"), Certificateur("Ecole B", "12345678900029"))
    store = _graph(Certification("RNCP1", certificateurs=bodies))
    assert _values(store, "certification/RNCP1", "delivreePar") == [BASE + "certificateur/123456789"]
    assert len(_values(store, "certification/RNCP1", "roleCertificateur")) == 2


@pytest.mark.parametrize("nom", ["", "…"])
def test_a_body_without_a_usable_name_is_kept_as_a_role(nom: str) -> None:
    store = _graph(Certification("RNCP1", certificateurs=(Certificateur(nom, None),)))
    assert len(_values(store, "certification/RNCP1", "roleCertificateur")) == 1
    assert len(_values(store, "certification/RNCP1", "delivreePar")) == (1 if nom else 0)


def test_a_label_is_observed_on_the_code_that_bears_it() -> None:
    certification = Certification("RNCP1", faits=(Fait("ref:nsf", Concept("nsf", "326", "Informatique")),))
    mapped = map_record(Record(DOCUMENT, certification), Minter(BASE))
    assert mapped.labels == [(BASE + "nsf/326", "Informatique")]
    label = (iri(BASE + "nsf/326"), iri(REF + "libelleConstate"), '"Informatique"@fr')
    assert label in mapped.triples


def test_what_many_records_say_of_a_code_is_set_apart() -> None:
    """The dataset states it once: the union of graphs is a bag, and a join of two copies squares them."""
    certification = Certification(
        "RNCP1",
        faits=(Fait("ref:nsf", Concept("nsf", "326", "Informatique")),),
        certificateurs=(Certificateur("Ecole A", "12345678900011"),),
    )
    mapped = map_record(Record(DOCUMENT, certification), Minter(BASE))
    assert {(s, o) for s, _, o in mapped.common} == {
        (iri(BASE + "nsf/326"), iri("http://www.w3.org/2004/02/skos/core#Concept")),
        (iri(BASE + "nsf/326"), iri(BASE + "nomenclature/nsf")),
        (iri(BASE + "nsf/326"), '"326"'),
        (iri(BASE + "certificateur/123456789"), iri(REF + "Certificateur")),
        (iri(BASE + "certificateur/123456789"), '"123456789"'),
    }
    assert not set(mapped.common) & set(mapped.triples)


def test_an_anomaly_hangs_on_the_fiche() -> None:
    anomaly = Anomaly(DOCUMENT, "colonnes-perdues", "Colonnes perdues", "RNCP1", severity="info")
    store = _graph(Certification("RNCP1"), anomaly)
    assert len(_values(store, "fiche/RNCP1/trois-colonnes", "aPourAnomalie")) == 1


def test_an_address_is_a_link_and_never_a_script() -> None:
    store = _graph(Certification("RNCP1", faits=(Fait("foaf:page", Lien("http://exemple.fr/a b")),)))
    assert _values(store, "certification/RNCP1", "http://xmlns.com/foaf/0.1/page") == [
        "http://exemple.fr/a%20b"
    ]


def test_a_property_that_the_ontology_lacks_is_refused() -> None:
    with pytest.raises(AttributeError):
        map_record(Record(DOCUMENT, Certification("RNCP1", faits=(Fait("ref:faute", "x"),))), Minter(BASE))


def test_literals_that_look_like_turtle_stay_text() -> None:
    nasty = 'a" . <urn:x> <urn:y> "b\\'
    store = _graph(Certification("essai", competences=(Competence(nasty, "C1"),)))
    (quad,) = store.quads_for_pattern(
        NamedNode(BASE + "competence/essai/C1"), NamedNode(REF + "enonce"), None
    )
    assert quad.object == Literal(nasty, language="fr")
