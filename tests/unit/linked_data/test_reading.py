"""Whose the statements of a file are, where they go, and which of them are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rdf_content import BASE, short

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PREF_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"

TWO = """
<certification/RNCP1> a ref:Certification ; skos:prefLabel "Un"@fr ;
    ref:comporteBloc <bloc/RNCP1BC01> , e:commun ; ref:viseMetier <rome/H2402> ; ref:niveau <niveau/4> ;
    ref:correspondance <correspondance/RNCP1/1> ; ref:remplace <certification/RNCP9> .
<correspondance/RNCP1/1> a ref:Correspondance ; ref:blocCible <bloc/RNCP2BC01> ;
    ref:certificationCible <certification/RNCP2> .
<bloc/RNCP1BC01> a ref:BlocDeCompetences ; skos:prefLabel "A"@fr .
<certification/RNCP2> a ref:Certification ; skos:prefLabel "Deux"@fr ;
    ref:comporteBloc <bloc/RNCP2BC01> , e:commun ; ref:viseMetier <rome/H2402> .
<bloc/RNCP2BC01> a ref:BlocDeCompetences ; skos:prefLabel "B"@fr .
e:commun a ref:BlocDeCompetences ; skos:prefLabel "C"@fr ; ref:regroupe e:competence .
e:competence a ref:Competence ; ref:enonce "Voler"@fr .
<certification/RNCP9> ref:numeroFiche "RNCP9" .
<rome/H2402> a skos:Concept ; skos:notation "H2402" ; skos:prefLabel "Couture"@fr, "Sewing"@en .
<niveau/4> skos:prefLabel "Niveau 4"@fr .
e:suite e:suit <certification/RNCP1> .
e:seul a e:Chose .
"""


def test_each_certification_gets_what_leads_from_it(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(turtle(TWO))
    one, two = (short(content.certifications[n].mapped.triples) for n in ("RNCP1", "RNCP2"))
    assert f'<bloc/RNCP1BC01> {PREF_LABEL} "A"@fr' in one
    assert f"<correspondance/RNCP1/1> {TYPE} <ontologie#Correspondance>" in one
    # What the first cites of the second stays the second's.
    assert f'<bloc/RNCP2BC01> {PREF_LABEL} "B"@fr' in two
    assert not any("RNCP2BC01>" in t.split(" ")[0] for t in one)
    # What leads to a certification goes with it.
    assert "<https://exemple.fr/suite> <https://exemple.fr/suit> <certification/RNCP1>" in one
    assert not any("RNCP1" in t for t in two)


def test_what_two_share_is_said_once_in_the_graph_of_the_document(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(turtle(TWO))
    (common,) = content.common
    assert common.graph.startswith(f"{BASE}document/")
    assert short(common.triples) == {
        f"<https://exemple.fr/commun> {TYPE} <ontologie#BlocDeCompetences>",
        f'<https://exemple.fr/commun> {PREF_LABEL} "C"@fr',
        "<https://exemple.fr/commun> <ontologie#regroupe> <https://exemple.fr/competence>",
        f"<https://exemple.fr/competence> {TYPE} <ontologie#Competence>",
        '<https://exemple.fr/competence> <ontologie#enonce> "Voler"@fr',
        # Another name of a code is what the file says of it; its class and notation are said elsewhere.
        '<rome/H2402> <ontologie#libelleConstate> "Couture"@fr',
        f'<rome/H2402> {PREF_LABEL} "Sewing"@en',
    }
    for number in ("RNCP1", "RNCP2"):
        described = content.certifications[number]
        assert '<https://exemple.fr/competence> <ontologie#enonce> "Voler"@fr' in short(described.context)
        derived = f"<https://exemple.fr/commun> <http://www.w3.org/ns/prov#wasDerivedFrom> <passage/{number}"
        assert any(t.startswith(derived) for t in short(described.mapped.triples))


def test_codes_and_bodies_are_stated_as_the_mapping_states_them(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle("""<certification/x> a ref:Certification ; ref:viseMetier <rome/H2402> ;
            ref:nsf <nsf/240> ; ref:delivreePar <certificateur/123456789> , <certificateur/ecole-du-vent> .
            <certificateur/123456789> skos:prefLabel "École du vent"@fr .
            <rome/H2402> ref:libelleConstate "Couture"@fr ; skos:prefLabel "Couturière"@fr .""")
    )
    mapped = content.certifications["x"].mapped
    assert short(mapped.common) == {
        f"<rome/H2402> {TYPE} <http://www.w3.org/2004/02/skos/core#Concept>",
        "<rome/H2402> <http://www.w3.org/2004/02/skos/core#inScheme> <nomenclature/rome>",
        '<rome/H2402> <http://www.w3.org/2004/02/skos/core#notation> "H2402"',
        f"<nsf/240> {TYPE} <http://www.w3.org/2004/02/skos/core#Concept>",
        "<nsf/240> <http://www.w3.org/2004/02/skos/core#inScheme> <nomenclature/nsf>",
        '<nsf/240> <http://www.w3.org/2004/02/skos/core#notation> "240"',
        f"<certificateur/123456789> {TYPE} <ontologie#Certificateur>",
        '<certificateur/123456789> <ontologie#siren> "123456789"',
        f"<certificateur/ecole-du-vent> {TYPE} <ontologie#Certificateur>",
    }
    # The name that was read, not the one that a graph before had elected.
    assert mapped.labels == [
        (f"{BASE}certificateur/123456789", "École du vent"),
        (f"{BASE}rome/H2402", "Couture"),
    ]
    assert not any("Couturière" in t for t in short(mapped.triples))


def test_a_certification_that_is_only_cited_keeps_its_number_apart(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(turtle(TWO))
    assert list(content.certifications) == ["RNCP1", "RNCP2"]
    cited = content.certifications["RNCP1"].mapped.cited
    assert {(" ".join(t).replace(BASE, ""), of) for t, of in cited.items()} == {
        ('<certification/RNCP9> <ontologie#numeroFiche> "RNCP9"', f"{BASE}certification/RNCP9")
    }


def test_a_graph_about_one_certification_is_its_own(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle("""e:g1 { <certification/RNCP1> a ref:Certification ; ref:nsf <nsf/240> .
              <nsf/240> ref:libelleConstate "Textile"@fr . e:note e:dit "un" . }
            e:g2 { <certification/RNCP2> a ref:Certification ; ref:nsf <nsf/240> .
              <nsf/240> ref:libelleConstate "TEXTILE"@fr . }""")
    )
    assert not content.common
    assert not content.anomalies
    labels = {n: d.mapped.labels for n, d in content.certifications.items()}
    assert labels == {"RNCP1": [(f"{BASE}nsf/240", "Textile")], "RNCP2": [(f"{BASE}nsf/240", "TEXTILE")]}
    one = short(content.certifications["RNCP1"].mapped.triples)
    assert '<https://exemple.fr/note> <https://exemple.fr/dit> "un"' in one


def test_everything_leads_to_the_file_and_keeps_the_sources_it_gives(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    path = turtle("""<certification/x> a ref:Certification ; ref:comporteCompetence e:c1 , e:c2 ;
        prov:wasAttributedTo e:ada .
        e:c1 a ref:Competence ; prov:wasDerivedFrom <passage/x/brouillon/L3-4> .
        <passage/x/brouillon/L3-4> a ref:Passage ; prov:generatedAtTime "2030-01-01"^^xsd:date .
        e:c2 a ref:Competence .
        """)
    triples = short(read(path).certifications["x"].mapped.triples)
    lines = len(path.read_text().splitlines())
    derived = {t for t in triples if "wasDerivedFrom" in t}
    name = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
    assert derived == {
        f"<certification/x> {name} <passage/x/rdf/L1-{lines}>",
        f"<https://exemple.fr/c1> {name} <passage/x/brouillon/L3-4>",
        f"<https://exemple.fr/c2> {name} <passage/x/rdf/L1-{lines}>",
    }
    assert "<certification/x> <http://www.w3.org/ns/prov#wasAttributedTo> <https://exemple.fr/ada>" in triples
    assert any(
        t.startswith("<passage/x/brouillon/L3-4> <http://www.w3.org/ns/prov#generated") for t in triples
    )
    assert f"<passage/x/rdf/L1-{lines}> <http://www.w3.org/ns/oa#hasSource> <fiche/x/rdf>" in triples


def test_a_term_that_the_ontology_lacks_is_an_anomaly_and_left_out(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle("""<certification/x> a ref:Certification ; ref:comportBloc e:b1 , e:b2 ; skos:note "gardé" .
            e:b1 a ref:Blok . e:b2 skos:prefLabel "B"@fr .""")
    )
    described = content.certifications["x"]
    found = {a.message: (a.rule, a.certification, a.excerpt) for a in described.anomalies}
    assert {m: rule for m, (rule, _, _) in found.items()} == {
        "« ref:comportBloc » n’est pas un terme de l’ontologie (le terme le plus proche est"
        " ref:comporteBloc) : 2 triplet(s) laissé(s) de côté.": "terme-inconnu",
        "« ref:Blok » n’est pas un terme de l’ontologie : 1 triplet(s) laissé(s) de côté.": "terme-inconnu",
    }
    assert {of for _, of, _ in found.values()} == {"x"}
    assert all(excerpt.startswith("<https://") for _, _, excerpt in found.values())
    triples = short(described.mapped.triples)
    assert not any(
        part in t.split(" ")[1] + t.split(" ")[2] for t in triples for part in ("comportBloc>", "Blok>")
    )
    # What it led to is still there, and the anomaly is a thing of the fiche.
    assert f'<https://exemple.fr/b2> {PREF_LABEL} "B"@fr' in triples
    assert sum("<fiche/x/rdf> <ontologie#aPourAnomalie>" in t for t in triples) == 2


def test_what_no_certification_leads_to_is_an_anomaly(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    (anomaly,) = read(turtle(TWO)).anomalies
    assert (anomaly.rule, anomaly.certification) == ("chose-sans-certification", None)
    assert anomaly.message.startswith("1 chose(s)")
    assert "https://exemple.fr/seul" in anomaly.message


def test_a_file_does_not_change_the_ontology_and_its_reports_are_made_anew(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle("""@prefix sh: <http://www.w3.org/ns/shacl#> .
            <certification/x> a ref:Certification .
            ref:Certification skos:prefLabel "Détournée"@fr , "certification"@fr .
            e:rapport a sh:ValidationReport ; sh:conforms true .""")
    )
    assert {a.rule: a.message[:12] for a in content.anomalies} == {
        "ontologie-redefinie": "1 triplet(s)",
        "rapport-refait": "2 triplet(s)",
    }
    written = short(content.certifications["x"].mapped.triples)
    assert not any("Détournée" in t or "conforms" in t for t in written)


def test_certifications_of_others_keep_their_addresses(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle("""e:t1 a ref:Certification ; skos:prefLabel "Titre"@fr .
            <https://exemple.fr/titres#t1> a ref:Certification .
            <certification/RNCP1/version/2> a ref:Certification .
            <graphe/sources> a ref:Certification .
            _:b a ref:Certification .""")
    )
    graphs = {d.mapped.certification: d.mapped.graph for d in content.certifications.values()}
    assert "https://exemple.fr/t1" in graphs
    assert f"{BASE}graphe/sources" in graphs
    assert len(set(graphs.values())) == len(graphs) == 5
    # A fiche of its own, that no register number could name.
    for graph in graphs.values():
        kind, name, source = graph.removeprefix(BASE).split("/")
        assert (kind, source) == ("fiche", "rdf")
        assert name.rsplit("-", 1)[1].isalnum()
        assert len(name.rsplit("-", 1)[1]) == 10


def test_characters_that_no_page_can_show_are_dropped(
    read: Callable[..., Any], turtle: Callable[..., Any]
) -> None:
    content = read(
        turtle(r'<certification/x> a ref:Certification ; skos:prefLabel "a\u0000\u001Fb\tc\nd\\"@fr .')
    )
    triples = short(content.certifications["x"].mapped.triples)
    assert f'<certification/x> {PREF_LABEL} "ab\\tc\\nd\\\\"@fr' in triples
