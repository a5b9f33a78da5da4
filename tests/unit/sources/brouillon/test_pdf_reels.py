"""The real documents, read in place, say what a person reads on their pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graphkit.identifiers import digest
from graphkit.model import Bloc, Certification, Code, Competence, Concept, Record
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.particuliers import read_contenu
from graphkit.sources.xml_france_competences import XmlFranceCompetences

REAC_CDA = "REAC_CDA_V04_24052023.pdf"
RE_CDA = "REV2_CDA_V04_24052023.pdf"
REAC_DL = "REAC_DL_2013.pdf"
RC_DL = "RC_DL_2013.pdf"
FICHE = "RNCP37173_expert_securite_dev.pdf"
Lit = Callable[[str], Contenu]


@pytest.fixture(scope="module")
def lit(shared_data: Path) -> Lit:
    """Read a document once for all tests."""
    dossier = shared_data / "referentiels"
    return cache(lambda nom: read_apart(dossier / nom, "pdf", LimitesAPart(seconds=300)))


def _certification(contenu: Contenu) -> Certification:
    return read_contenu(contenu).certification


def _competences(certification: Certification) -> list[Competence]:
    return [c for bloc in certification.blocs for c in bloc.competences]


def _codes(certification: Certification, propriete: str) -> list[str]:
    valeurs = (f.valeur for f in certification.faits if f.propriete == propriete)
    return [v.code if isinstance(v, Concept) else str(v) for v in valeurs]


def _tableaux(contenu: Contenu) -> list[Tableau]:
    return [e for e in contenu.elements if isinstance(e, Tableau)]


def _simple(texte: str) -> str:
    return texte.replace("’", "'").rstrip(".")


def test_the_eleven_competences_of_the_reac_are_those_of_the_registered_fiche(
    lit: Lit, shared_data: Path
) -> None:
    export = shared_data / "france_competences_xml" / "export_fiches_RNCP_V4_1_2026-08-16_dev.xml"
    fiche = next(
        r.certification
        for r in XmlFranceCompetences().read(export)
        if isinstance(r, Record) and r.certification.identifiant == "RNCP37873"
    )
    lue = _certification(lit(REAC_CDA))
    assert [[_simple(c.enonce) for c in b.competences] for b in lue.blocs] == [
        [_simple(c.enonce) for c in b.competences] for b in fiche.blocs
    ]
    assert [_simple(b.intitule) for b in lue.blocs] == [_simple(b.intitule) for b in fiche.blocs]
    assert len(_competences(lue)) == 11


def test_the_synoptic_table_of_the_reac_has_its_spans_without_its_blank_rows(lit: Lit) -> None:
    table = _tableaux(lit(REAC_CDA))[0]
    assert len(table.rangees) == 12
    at, activite, _, competence = table.rangees[4]
    assert at is table.rangees[1][0]
    assert activite is not None
    assert activite.texte == "Développer une application sécurisée"
    assert activite.passage.case is not None
    assert (activite.passage.page, activite.passage.case.rangee) == (8, 2)
    assert competence is not None
    assert competence.texte == "Contribuer à la gestion d’un projet informatique"


def test_each_sheet_of_the_reac_gives_its_criteria_one_by_one(lit: Lit) -> None:
    lues = _competences(_certification(lit(REAC_CDA)))
    # Counted on pages 19, 21, 23, 25, 27, 29, 31, 33, 35, 37 and 39.
    assert [len(c.criteres) for c in lues] == [4, 11, 9, 6, 4, 3, 6, 8, 5, 4, 8]
    assert [c.enonce for c in lues[0].criteres][:2] == [
        "Les outils de développement nécessaires sont installés",
        "Les outils de gestion des versions et de collaboration sont installés",
    ]
    assert lues[5].criteres[2].enonce == "Les besoins d’éco-conception de l’application sont identifiés"
    assert {p.page for c in lues[10].criteres for p in c.passages} == {39}
    assert [p.page for p in lues[10].passages] == [8, 39]


def test_each_sheet_of_the_reac_gives_its_description_and_what_is_to_be_known(lit: Lit) -> None:
    premiere = _competences(_certification(lit(REAC_CDA)))[0]
    dit = [(f.propriete, str(f.valeur)) for f in premiere.faits]
    assert [p for p, _ in dit[:2]] == ["ref:descriptionCompetence", "ref:contexteProfessionnel"]
    assert dit[0][1].startswith("En tenant compte des projets qui lui seront confiés, installer")
    assert dit[1][1].endswith("avec les autres intervenants du projet en cas de travail en équipe.")
    # Nine of know-how and seven of knowledge, counted on page 19.
    assert len(dit) == 2 + 16
    assert dit[10][1] == "Travailler en équipe"
    assert dit[14][1] == "Connaissance des principales bases de données et de leur mise en place"


def test_the_cover_and_the_sheet_of_the_job_give_title_level_and_codes(lit: Lit) -> None:
    lue = _certification(lit(REAC_CDA))
    assert lue.identifiant == "concepteur-developpeur-d-applications"
    assert _codes(lue, "ref:niveau") == ["6"]
    assert _codes(lue, "ref:nsf") == ["326t"]
    assert _codes(lue, "ref:viseMetier") == ["M1805"]
    assert _codes(lue, "ref:typeDiplome") == ["tp"]
    emplois = next(f.valeur for f in lue.faits if f.propriete == "ref:typesEmploi")
    assert isinstance(emplois, str)
    assert len(emplois.split("\n")) == 7
    assert emplois.endswith("Analyste programmeur informatique.")


def test_competences_common_to_all_activities_stand_in_no_bloc(lit: Lit) -> None:
    communes = _certification(lit(REAC_CDA)).competences
    assert [(c.enonce, len(c.criteres)) for c in communes] == [
        ("Communiquer en français et en anglais", 7),
        ("Mettre en oeuvre une démarche de résolution de problème", 4),
        ("Apprendre en continu", 3),
    ]


def test_each_activity_of_the_reac_calls_for_the_three_competences_common_to_all(lit: Lit) -> None:
    # Pages 14, 16 and 18: « Communiquer », « Mettre en oeuvre une démarche… », « Apprendre en continu ».
    lue = _certification(lit(REAC_CDA))
    communes = tuple(digest(c.enonce) for c in lue.competences)
    assert [a.competences[-3:] for a in lue.activites] == [communes] * 3


def test_the_re_assesses_the_transversal_competences_through_others(lit: Lit) -> None:
    # Page 12, counted there.
    assert [len(c.au_travers_de) for c in _certification(lit(RE_CDA)).competences] == [10, 8, 10]


def test_the_footer_of_each_page_is_left_out_and_told_of(lit: Lit) -> None:
    contenu = lit(REAC_CDA)
    assert not any("Millésime" in e.texte for e in contenu.elements if isinstance(e, Paragraphe))
    # 50 pages, nine of them blank, two lines each.
    (notice,) = contenu.anomalies
    assert (notice.rule, notice.severity) == ("reperes-de-page", "info")
    assert notice.message.startswith("82 lignes")


def test_a_word_cut_at_the_end_of_a_line_is_mended_as_it_is_written_elsewhere(lit: Lit) -> None:
    textes = [e.texte for e in lit(REAC_CDA).elements if isinstance(e, Paragraphe)]
    # Page 24 has « micro- | services », page 5 « microservices ».
    assert any(texte.endswith("y compris avec des microservices") for texte in textes)
    assert not any("micro-" in texte for texte in textes)


def test_the_modalities_of_the_re_reach_the_competences_that_they_assess(lit: Lit) -> None:
    lue = _certification(lit(RE_CDA))
    assert [len(b.competences) for b in lue.blocs] == [4, 4, 3]
    # Boxes ticked on pages 9 to 11: presentation, technical interview, questionnaire.
    assert [len(c.modalites) for c in _competences(lue)] == [2, 2, 2, 2, 2, 2, 3, 2, 2, 1, 2]
    assert [len(c.criteres) for c in _competences(lue)] == [4, 5, 6, 5, 4, 3, 6, 5, 5, 4, 6]
    seule = _competences(lue)[9]
    assert seule.enonce == "Préparer et documenter le déploiement d’une application"
    assert seule.modalites[0].enonce.startswith("Entretien technique\n00 h 45 min\nLe jury questionne")
    assert [p.page for p in seule.modalites[0].passages] == [4, 4, 4]


def test_the_modalities_of_each_ccp_reach_its_bloc(lit: Lit) -> None:
    blocs = _certification(lit(RE_CDA)).blocs
    assert [[m.enonce.split("\n")[1] for m in b.modalites] for b in blocs] == [
        ["00 h 20 min", "00 h 30 min", "00 h 30 min"],
        ["00 h 30 min", "00 h 30 min", "00 h 30 min"],
        ["00 h 20 min", "00 h 20 min", "00 h 30 min"],
    ]


def test_a_cell_cut_by_a_page_break_is_one_again(lit: Lit) -> None:
    # Pages 17 and 18: « rédigée en | anglais », after the heading that is repeated.
    table = _tableaux(lit(RE_CDA))[3]
    cellule = table.rangees[4][3]
    assert cellule is not None
    assert cellule.passage.page == 17
    lignes = cellule.texte.split("\n")
    assert lignes[1] == "Le candidat étudie une documentation technique rédigée en anglais."
    assert lignes[2] == "Il répond à"
    assert len(table.rangees) == 7


def test_headings_read_downwards_and_ticked_boxes_are_read(lit: Lit) -> None:
    table = _tableaux(lit(RE_CDA))[1]
    textes = [c.texte if c else None for c in table.rangees[1]]
    assert textes[3:] == [
        "Entretien technique",
        "Questionnaire professionnel",
        "Questionnement à partir de production(s)",
    ]
    assert [c.texte if c else None for c in table.rangees[3][2:]] == ["☐", "☒", "☒", "☐"]


def test_the_older_reac_has_nine_competences_in_two_activities(lit: Lit) -> None:
    lue = _certification(lit(REAC_DL))
    assert [b.intitule for b in lue.blocs] == [
        "Développer une application client-serveur",
        "Développer une application web",
    ]
    assert [len(b.competences) for b in lue.blocs] == [5, 4]
    assert [len(c.criteres) for c in _competences(lue)][:5] == [4, 5, 5, 6, 3]
    assert _competences(lue)[6].enonce == "Mettre en œuvre une solution de gestion de contenu ou e-commerce"
    # Page 25 is the sheet of those « de l’emploi type »; no sheet of an activity lists them.
    communes = tuple(digest(c.enonce) for c in lue.competences)
    assert [a.competences for a in lue.activites] == [
        ("CP1", "CP2", "CP3", "CP4", "CP5", *communes),
        ("CP6", "CP7", "CP8", "CP9", *communes),
    ]
    assert _codes(lue, "ref:niveau1969") == ["III"]
    assert [c.enonce for c in lue.competences] == [
        "Actualiser et partager ses compétences en développement informatique",
        "Organiser son activité en développement informatique",
    ]


def test_the_older_rc_has_the_competences_of_its_reac(lit: Lit) -> None:
    reac, rc = _certification(lit(REAC_DL)), _certification(lit(RC_DL))
    assert [[c.enonce for c in b.competences] for b in rc.blocs] == [
        [c.enonce for c in b.competences] for b in reac.blocs
    ]
    assert [len(c.criteres) for c in _competences(rc)] == [2, 3, 3, 4, 1, 3, 1, 2, 2]
    assert [len(c.modalites) for c in _competences(rc)] == [2, 2, 2, 2, 2, 2, 2, 2, 1]
    assert _codes(rc, "ref:formacode") == ["31098", "24284", "31068", "31067", "31054"]
    assert [len(b.modalites) for b in rc.blocs] == [3, 3]


def test_the_printed_fiche_gives_its_blocs_over_page_breaks(lit: Lit) -> None:
    lue = _certification(lit(FICHE))
    assert [(b.code, len(b.competences), len(b.modalites)) for b in lue.blocs] == [
        ("RNCP37173BC01", 5, 1),
        ("RNCP37173BC02", 6, 1),
        ("RNCP37173BC03", 6, 1),
        ("RNCP37173BC04", 7, 1),
        ("RNCP37173BC05", 8, 1),
    ]
    attestees = next(f.valeur for nom, f in lue.textes_referentiels if nom == "competences")
    assert isinstance(attestees, str)
    assert [_simple(x) for x in attestees.split("\n")] == [_simple(c.enonce) for c in _competences(lue)]
    # Cut between pages 4 and 5.
    coupee = lue.blocs[0].competences[3].enonce
    assert coupee.startswith("Établir un plan d’action comportant les mesures de sécurité techniques")


def test_the_printed_fiche_gives_its_labelled_fields(lit: Lit) -> None:
    lue = _certification(lit(FICHE))
    faits = {f.propriete: f.valeur for f in lue.faits}
    assert lue.identifiant == "RNCP37173"
    assert faits["skos:prefLabel"] == "Expert en sécurité des développements informatiques"
    assert faits["ref:numeroFiche"] == Code("RNCP37173")
    assert faits["ref:active"] is False
    assert str(faits["ref:dateDecision"]) == "2022-12-14"
    assert str(faits["ref:dateLimiteDelivrance"]) == "2029-12-14"
    assert faits["ref:dureeEnregistrement"] == 3
    assert _codes(lue, "ref:nsf") == ["326n", "326t"]
    assert _codes(lue, "ref:formacode") == ["31006", "31067", "72054"]
    assert _codes(lue, "ref:viseMetier") == ["M1802", "M1805"]
    assert [(a.voie, a.ouverte) for a in lue.acces] == [
        ("fi", False),
        ("ca", True),
        ("fc", True),
        ("cq", True),
        ("cl", False),
        ("vae", True),
    ]
    assert [(c.nom, c.siret) for c in lue.certificateurs] == [("AIROBJECT", "53970902200039")]
    assert isinstance(lue.blocs[0], Bloc)


def test_the_second_annex_of_the_decree_has_its_domains_and_how_each_is_assessed(shared_data: Path) -> None:
    path = shared_data / "referentiels" / "arrete_DEIS_2006" / "annexe-ii.md"
    record = read_contenu(read_apart(path, "markdown", LimitesAPart()))
    blocs = record.certification.blocs
    assert [(b.code, b.intitule) for b in blocs] == [
        ("DC1", "Production de connaissance"),
        ("DC2", "Conception et conduite d'actions"),
        ("DC3", "Communication ressources humaines"),
    ]
    assert [[c.code for c in b.competences] for b in blocs] == [
        ["C1.1", "C1.2", "C1.3"], ["C2.1", "C2.2", "C2.3"], ["C3.1", "C3.2", "C3.3", "C3.4"],
    ]  # fmt: skip
    assert blocs[1].competences[1].enonce == "Développer une ingénierie de projets ou de programmes."
    ((modalite,),) = {c.modalites for c in blocs[0].competences}
    assert modalite.enonce.startswith("Épreuve : recherche à dimension professionnelle.")
    assert modalite.enonce.endswith("Épreuve organisée par la DRASS (jury final).")
    # Fields of training are no part of a référentiel, and are told of.
    assert [a.rule for a in record.anomalies if "formation" in a.excerpt.lower()] == ["colonne-non-reconnue"]


def test_the_row_spans_of_the_decree_are_kept(shared_data: Path) -> None:
    path = shared_data / "referentiels" / "arrete_DEIS_2006" / "annexe-i_extrait.md"
    contenu = read_apart(path, "markdown", LimitesAPart())
    fonctions, competences = _tableaux(contenu)
    assert (len(fonctions.rangees), len(competences.rangees)) == (5, 17)
    # « Évaluation » spans three rows; the first domain seven, its first competence two.
    assert fonctions.rangees[2][0] is fonctions.rangees[4][0]
    domaines = [r[0] for r in competences.rangees[1:]]
    assert [domaines.count(d) for d in dict.fromkeys(domaines)] == [7, 4, 5]
    premiere = competences.rangees[1][1]
    assert premiere is competences.rangees[2][1]
    assert premiere is not None
    assert premiere.texte.startswith("1.1. Réaliser des analyses contextualisées")
    assert competences.rangees[3][1] is not premiere


def test_the_decree_groups_its_activities_by_function(shared_data: Path) -> None:
    # First table: two functions; the activities of the second stand in three rows.
    path = shared_data / "referentiels" / "arrete_DEIS_2006" / "annexe-i_extrait.md"
    lue = read_contenu(read_apart(path, "markdown", LimitesAPart())).certification
    assert [a.intitule for a in lue.activites] == ["Expertise-conseil", "Évaluation"]
    assert [len(a.sous_activites) for a in lue.activites] == [2, 8]
    assert lue.activites[1].sous_activites[-1].intitule == "communiquer les résultats"


def test_the_decree_gives_ten_competences_with_their_indicators(shared_data: Path) -> None:
    path = shared_data / "referentiels" / "arrete_DEIS_2006" / "annexe-i_extrait.md"
    lue = read_contenu(read_apart(path, "markdown", LimitesAPart())).certification
    toutes = [*lue.competences, *_competences(lue)]
    assert [c.code for c in toutes] == [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4",
    ]  # fmt: skip
    assert [len(c.criteres) for c in toutes][:6] == [2, 4, 4, 2, 4, 3]
