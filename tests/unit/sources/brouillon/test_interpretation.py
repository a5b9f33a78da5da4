"""How the interpreter understands what authors write: columns, blocs, codes, spans, labels, lists."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphkit
from graphkit.errors import SourceUnreadable
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Activite, Code, Concept, Document, Record
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.blocs import lit_bloc
from graphkit.sources.brouillon.colonnes import Role, role_de
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.docx import read_docx
from graphkit.sources.brouillon.enonces import lit_competences
from graphkit.sources.brouillon.interpretation import interpret
from graphkit.sources.brouillon.lignes import lignes
from graphkit.sources.brouillon.paquet import Limites
from graphkit.sources.trois_colonnes import TroisColonnes
from graphkit.validation import Validator

SEEDS = [
    Path(graphkit.__file__).parent / "sample" / "referentiel_chef_de_projet_digital.txt",
    *sorted((Path(__file__).parents[3] / "cases" / "trois_colonnes").glob("*/source.txt")),
]
TITRE = "Intitulé : Fleuriste de quartier"


def tableau(*rangees: str, numero: int = 1, nom: str = "") -> Tableau:
    """Return a table: cells parted by ``|``, lines by ``/``; ``^`` goes on from above, ``<`` leftwards."""
    faites: list[list[Cellule | None]] = []
    for r, rangee in enumerate(rangees, 1):
        ligne: list[Cellule | None] = []
        for c, brut in enumerate(rangee.split("|"), 1):
            texte = "\n".join(part.strip() for part in brut.split(" / "))
            if texte == "^":
                ligne.append(faites[-1][c - 1])
            elif texte == "<":
                ligne.append(ligne[-1])
            else:
                passage = Passage(None, None, nom, None, Case(numero, r, c))
                ligne.append(Cellule(texte, passage) if texte else None)
        faites.append(ligne)
    return Tableau(numero, tuple(map(tuple, faites)), nom)


def lire(*elements: str | Paragraphe | Tableau, nom: str = "essai.docx") -> Record:
    """Interpret paragraphs (as text, ``#`` for headings, ``-`` for items) and tables."""
    lus: list[Paragraphe | Tableau] = []
    for rang, element in enumerate(elements, 1):
        if isinstance(element, str):
            diese = len(element) - len(element.lstrip("#"))
            puce = element.startswith("- ")
            texte = element.lstrip("#- ") if diese or puce else element
            lus.append(Paragraphe(texte, Passage((rang, rang)), diese or None, puce))
        else:
            lus.append(element)
    return interpret(Contenu(Document(nom, "docx", "ab" * 32), tuple(lus)))


def competences(record: Record) -> list[tuple[str | None, str, list[str], list[str]]]:
    toutes = [
        *record.certification.competences,
        *(c for b in record.certification.blocs for c in b.competences),
    ]
    return [
        (c.code, c.enonce, [m.enonce for m in c.modalites], [k.enonce for k in c.criteres]) for c in toutes
    ]


def regles(record: Record) -> list[str]:
    return [anomalie.rule for anomalie in record.anomalies]


@pytest.mark.parametrize(
    ("intitule", "role"),
    [
        ("RÉFÉRENTIEL D’ACTIVITÉS", Role.ACTIVITE),
        ("REFERENTIEL D’ACTIVITES décrit les situations de travail et les activités exercées", Role.ACTIVITE),
        ("Activités / tâches", Role.ACTIVITE),
        ("Activités types", Role.ACTIVITE),
        ("Tâches", Role.TACHE),
        ("Compétences", Role.COMPETENCE),
        ("Compétences attestées :", Role.COMPETENCE),
        ("Compétences professionnelles visées", Role.COMPETENCE),
        ("Référentiel de compétences", Role.COMPETENCE),
        ("Liste des compétences", Role.COMPETENCE),
        ("Modalités d’évaluation", Role.MODALITE),
        ("Les modalités d'évaluation (épreuves)", Role.MODALITE),
        ("Type d’épreuve", Role.MODALITE),
        ("RÉFÉRENTIEL D’ÉVALUATION", Role.EVALUATION),
        ("Référentiel de certification", Role.EVALUATION),
        ("Modalités et critères d’évaluation", Role.EVALUATION),
        ("Évaluation : modalités et critères", Role.EVALUATION),
        ("Critères d’évaluation", Role.CRITERE),
        ("Critères et indicateurs", Role.CRITERE),
        ("Indicateurs", Role.CRITERE),
        ("Critères de performance", Role.CRITERE),
        ("Modes de validation", Role.MODALITE),
        ("DOMAINES DE COMPÉTENCES ÉVALUÉS", Role.COMPETENCE),
        ("Domaines de formation", None),
        ("Bloc de compétences", Role.BLOC),
        ("N° de bloc", Role.BLOC),
        ("Intitulé du bloc", Role.BLOC),
        ("Code", Role.CODE),
        ("N°", Role.CODE),
        ("Activité 1 : Accueil", None),
        ("Bloc 1 – Accueillir", None),
        ("C1. Accueillir un client", None),
        ("Compétences de base. Le candidat sait lire.", None),
        ("Durée", None),
    ],
)
def test_a_heading_tells_what_its_column_holds(intitule: str, role: Role | None) -> None:
    assert role_de(intitule) is role


@pytest.mark.parametrize(
    ("texte", "code", "imprime", "titre"),
    [
        ("Bloc 1 – Accueillir", "BC01", "Bloc 1", "Accueillir"),
        ("BLOC N°2 : Vendre", "BC02", "BLOC N°2", "Vendre"),
        ("Bloc de compétences n° 3", "BC03", "Bloc de compétences n° 3", ""),
        ("BC04 - Gérer", "BC04", "BC04", "Gérer"),
        ("RNCP 34762 BC 01 : Vendre", "RNCP34762BC01", "RNCP 34762 BC 01", "Vendre"),
        ("Bloc II. Composer", "BC02", "Bloc II", "Composer"),
        ("Bloc A : Composer", "BCA", "Bloc A", "Composer"),
        ("DC 2. Conduire une équipe", "DC2", "DC 2", "Conduire une équipe"),
    ],
)
def test_the_heading_of_a_bloc_gives_code_and_title(texte: str, code: str, imprime: str, titre: str) -> None:
    lu = lit_bloc(texte)
    assert lu is not None
    assert (lu.code, lu.imprime, lu.titre) == (code, imprime, titre)


@pytest.mark.parametrize(
    "texte",
    ["Blocage des roues", "Un bloc 1", "Bloc de compétences", "Bloc opératoire", "dc 12 volts", "DC24V"],
)
def test_other_words_name_no_bloc(texte: str) -> None:
    assert lit_bloc(texte) is None


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("Activité 1 : Accueil", [("A1", "Activité 1", "Accueil")]),
        ("Activité 1.1 : Accueil", [("A1.1", "Activité 1.1", "Accueil")]),
        ("Activité A2 – Accueil", [("A2", "Activité A2", "Accueil")]),
        ("Activité type 2 : Accueil", [("A2", "Activité type 2", "Accueil")]),
        ("Tâche 3 : Saluer", [("T3", "Tâche 3", "Saluer")]),
        ("A1. Accueil\nA1.1 Saluer", [("A1", "A1", "Accueil"), ("A1.1", "A1.1", "Saluer")]),
        ("Activité saisonnière", [("", "", "Activité saisonnière")]),
        ("B2B et B2C", [("", "", "B2B et B2C")]),
        ("Accueil des\nclients", [("", "", "Accueil des clients")]),
        ("Le candidat :\n- salue\n- annonce\n", [("", "", "Le candidat : - salue - annonce")]),
    ],
)
def test_a_line_begins_with_its_code_however_it_is_written(
    texte: str, attendues: list[tuple[str, str, str]]
) -> None:
    lues = lignes(Cellule(texte, Passage(case=Case(1, 1, 1))))
    assert [(ligne.code, ligne.imprime, ligne.texte) for ligne in lues] == attendues


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("Compétence 1.2 - Vendre", [("C1.2", "Vendre", None)]),
        ("C 1.1 : Accueillir", [("C1.1", "Accueillir", None)]),
        ("C1. Accueillir :\n- saluer\n- sourire", [("C1", "Accueillir : - saluer - sourire", None)]),
        ("C1. Accueil\nAccueillir les clients", [("C1", "Accueil\nAccueillir les clients", None)]),
        ("Accueil en boutique\nC1. Saluer\nC2. Orienter",
         [("C1", "Saluer", "Accueil en boutique"), ("C2", "Orienter", "Accueil en boutique")]),
        ("Être capable de :\n- Saluer\n- Orienter",
         [(None, "Saluer", "Être capable de :"), (None, "Orienter", "Être capable de :")]),
        ("Accueil\nAccueillir les clients", [(None, "Accueillir les clients", "Accueil")]),
        ("En lisant un plan, dessiner un bouquet", [(None, "En lisant un plan, dessiner un bouquet", None)]),
    ],
)  # fmt: skip
def test_a_cell_holds_one_competence_or_several(
    texte: str, attendues: list[tuple[str | None, str, str | None]]
) -> None:
    lues = lit_competences(Cellule(texte, Passage(case=Case(1, 1, 1))))
    assert [(c.code, c.enonce, c.chapeau) for c in lues] == attendues


def test_activities_beside_functions_are_grouped_by_them() -> None:
    record = lire(
        TITRE,
        tableau(
            "FONCTIONS|ACTIVITÉS", "Accueil|- saluer le client ; / - noter la commande", "Caisse|- encaisser"
        ),
        tableau("Domaine de compétences|Compétences", "Vente|Vendre un bouquet", numero=2),
    )
    assert [
        (a.intitule, [s.intitule.strip(" ;-") for s in a.sous_activites])
        for a in record.certification.activites
    ] == [("Accueil", ["saluer le client", "noter la commande"]), ("Caisse", ["encaisser"])]
    assert regles(record) == []


PROSE = [f"Le paragraphe {rang} parle du métier sans rien lister." for rang in range(60)]
REMARQUES = ["- une définition des exigences ;", "- le cas échéant, une description de l’organisation."]


def test_a_text_that_only_speaks_of_competences_is_no_referentiel() -> None:
    with pytest.raises(SourceUnreadable, match=r"no référentiel.*2 passages of 63"):
        lire("# Les compétences", *REMARQUES, *PROSE)


@pytest.mark.parametrize(
    "dit",
    [
        ["# Les compétences", "- C1 La tenue d’un étal", "- C2 Le conseil au client", *PROSE],
        ["# Les compétences", "- Tenir un étal", "- Conseiller un client", *PROSE],
        ["# Bloc 1 : Vente", "# Les compétences", *REMARQUES, *PROSE],
        ["# Les compétences", *REMARQUES, *PROSE[:5]],
    ],
)
def test_codes_verbs_blocs_or_lists_that_are_most_of_a_text_make_a_referentiel(dit: list[str]) -> None:
    assert len(competences(lire(*dit))) == 2


def test_a_list_that_sums_up_what_tables_hold_is_no_second_referentiel() -> None:
    record = lire(
        TITRE,
        "# Activités",
        "- A1. Accueil des clients",
        "# Compétences",
        "- Accueillir",
        tableau("Compétences|Critères", "C1. Accueillir les clients|Le client est salué."),
    )
    assert [a.code for a in record.certification.activites] == ["A1"]
    assert [c for c, *_ in competences(record)] == ["C1"]
    assert "Accueillir" in [a.excerpt for a in record.anomalies if a.rule == "texte-non-attribue"]


def test_a_competence_may_be_a_heading_with_its_evaluation_below() -> None:
    record = lire(
        TITRE,
        "# Bloc 1 – Accueillir",
        "## C1. Accueillir les clients",
        "### Modalités d’évaluation",
        "- Jeu de rôle",
        "### Critères",
        "- Le client est salué.",
        "## C2. Vendre",
    )
    assert competences(record) == [
        ("C1", "Accueillir les clients", ["Jeu de rôle"], ["Le client est salué."]),
        ("C2", "Vendre", [], []),
    ]


def test_blank_cells_below_an_activity_go_on_with_it_and_blank_evaluations_stay_blank() -> None:
    record = lire(
        TITRE,
        tableau(
            "Activités|Compétences|Modalités d’évaluation|Critères d’évaluation",
            "A1. Accueil|C1. Accueillir les clients|Mise en situation|Le client est salué.",
            "|C2. Conseiller un bouquet||",
        ),
    )
    assert record.certification.activites[0].competences == ("C1", "C2")
    assert competences(record) == [
        ("C1", "Accueillir les clients", ["Mise en situation"], ["Le client est salué."]),
        ("C2", "Conseiller un bouquet", [], []),
    ]
    assert record.anomalies == ()


def test_one_modality_of_several_competences_is_given_to_each_from_the_same_place() -> None:
    record = lire(
        TITRE,
        tableau(
            "Compétences|Modalités|Critères",
            "C1. Accueillir les clients|Étude de cas / Durée : 2 heures|Le client est salué.",
            "C2. Conseiller un bouquet|^|Le conseil est adapté. / Le prix est annoncé.",
        ),
    )
    premiere, seconde = record.certification.competences
    assert premiere.modalites == seconde.modalites
    assert premiere.modalites[0].enonce == "Étude de cas\nDurée : 2 heures"
    assert [k.enonce for k in seconde.criteres] == ["Le conseil est adapté.", "Le prix est annoncé."]
    assert [k.passages[0].caracteres for k in seconde.criteres] == [(0, 22), (23, 43)]


def test_criteria_and_modalities_that_name_a_code_go_to_that_competence() -> None:
    record = lire(
        TITRE,
        tableau(
            "Compétences|Modalités|Critères",
            "C1. Accueillir les clients / C2. Conseiller un bouquet"
            "|C1 : Jeu de rôle / C2 : Étude de cas|C1 : Le client est salué. / C2 : Le prix est annoncé.",
        ),
    )
    assert competences(record) == [
        ("C1", "Accueillir les clients", ["C1 : Jeu de rôle"], ["Le client est salué."]),
        ("C2", "Conseiller un bouquet", ["C2 : Étude de cas"], ["Le prix est annoncé."]),
    ]


def test_codes_may_stand_in_a_column_of_their_own() -> None:
    record = lire(
        TITRE,
        tableau("N°|Compétences|Critères", "C1|Accueillir les clients|Le client est salué."),
    )
    assert competences(record) == [("C1", "Accueillir les clients", [], ["Le client est salué."])]


def test_competences_without_codes_are_told_by_their_verbs_and_mobilised_all_the_same() -> None:
    record = lire(
        TITRE,
        tableau(
            "Activités|Compétences",
            "Accueil des clients|Accueillir les clients / Conseiller un bouquet / selon la saison",
        ),
    )
    assert [enonce for _, enonce, _, _ in competences(record)] == [
        "Accueillir les clients",
        "Conseiller un bouquet selon la saison",
    ]
    mapped = map_record(record, Minter())
    mobilisees = [o for _, p, o in mapped.triples if p.endswith("#mobilise>")]
    nommees = [o for _, p, o in mapped.triples if p.endswith("#comporteCompetence>")]
    assert sorted(mobilisees) == sorted(nommees)
    assert len(nommees) == 2


def test_the_headings_of_the_former_model_are_in_two_rows() -> None:
    record = lire(
        TITRE,
        tableau(
            "RÉFÉRENTIEL D’ACTIVITÉS|RÉFÉRENTIEL DE CERTIFICATION|<|<",
            "^|Compétences associées aux activités|Modalités d’évaluation|Critères d’évaluation",
            "A1. Accueil|C1. Accueillir|Jeu de rôle|Le client est salué.",
        ),
    )
    assert competences(record) == [("C1", "Accueillir", ["Jeu de rôle"], ["Le client est salué."])]
    assert record.anomalies == ()


def test_a_column_that_is_not_known_is_told_of_with_its_cells() -> None:
    record = lire(
        TITRE, tableau("Compétences|Durée|Critères", "C1. Accueillir|2 heures|Le client est salué.")
    )
    (anomalie,) = record.anomalies
    assert (anomalie.rule, anomalie.excerpt) == ("colonne-non-reconnue", "Durée")
    assert [p.case for p in anomalie.passages] == [Case(1, 1, 2), Case(1, 2, 2)]


def test_a_table_of_something_else_is_told_of_and_the_rest_read() -> None:
    record = lire(
        TITRE,
        tableau("Heure|Salle", "9 h|B12"),
        tableau("Compétences|Critères", "C1. Accueillir|Le client est salué.", numero=2),
    )
    (anomalie,) = record.anomalies
    assert anomalie.rule == "tableau-non-reconnu"
    assert "4 cellules" in anomalie.message
    assert anomalie.passages[0].case == Case(1, 1, 1)


def test_headings_repeated_on_each_page_are_no_content() -> None:
    entetes = "Activités|Compétences"
    record = lire(TITRE, tableau(entetes, "A1. Accueil|C1. Accueillir", entetes, "A2. Vente|C2. Vendre"))
    assert [c for c, *_ in competences(record)] == ["C1", "C2"]
    assert record.anomalies == ()


def test_a_table_that_goes_on_without_headings_keeps_the_columns_of_the_one_before() -> None:
    record = lire(
        TITRE,
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"),
        tableau("|C2. Conseiller", "A2. Vente|C3. Vendre", numero=2),
    )
    assert [a.competences for a in record.certification.activites] == [("C1", "C2"), ("C3",)]
    assert record.anomalies == ()


def test_the_same_code_for_two_things_is_told_apart_and_told_of() -> None:
    record = lire(
        TITRE, tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir", "A1. Vente|C1. Vendre")
    )
    assert [a.code for a in record.certification.activites] == ["A1", "A1-2"]
    assert [c for c, *_ in competences(record)] == ["C1", "C1-2"]
    assert regles(record) == ["code-en-double", "code-en-double"]


def test_an_evaluation_beside_no_competence_and_a_row_of_one_cell_are_told_of() -> None:
    record = lire(
        TITRE,
        tableau(
            "Activités|Compétences|Critères",
            "A1. Accueil||Un critère sans compétence.",
            "Compétences transversales|<|<",
            "A2. Vente|C1. Vendre|Le prix est annoncé.",
        ),
    )
    assert regles(record) == ["evaluation-sans-competence", "rangee-non-attribuee"]
    assert [a.excerpt for a in record.anomalies] == [
        "Un critère sans compétence.",
        "Compétences transversales",
    ]


def test_one_cell_for_the_whole_evaluation_is_cut_where_it_announces_its_criteria() -> None:
    record = lire(
        TITRE,
        tableau(
            "Compétences|Référentiel d’évaluation",
            "C1. Accueillir|Modalités : / Jeu de rôle / Critères : / Le client est salué. / Le ton est poli.",
        ),
    )
    assert competences(record) == [
        ("C1", "Accueillir", ["Jeu de rôle"], ["Le client est salué.", "Le ton est poli."])
    ]
    critere = record.certification.competences[0].criteres[0]
    assert critere.passages[0].caracteres == (35, 55)


def test_blocs_come_from_sheets_rows_columns_and_paragraphs() -> None:
    entetes = "Activités|Compétences"
    record = lire(
        TITRE,
        tableau(entetes, "A1. Accueil|C1. Accueillir", nom="Bloc 1 – Accueil"),
        tableau(entetes, "Bloc 2 : Vente|<", "A2. Vente|C2. Vendre", numero=2),
        tableau(f"Bloc|{entetes}", "Bloc 3 – Gestion|A3. Gestion|C3. Compter", numero=3),
        "## Bloc 4 – Équipe",
        tableau(entetes, "A4. Équipe|C4. Encadrer", numero=4),
    )
    assert [(b.code, b.intitule, [c.code for c in b.competences]) for b in record.certification.blocs] == [
        ("BC01", "Accueil", ["C1"]),
        ("BC02", "Vente", ["C2"]),
        ("BC03", "Gestion", ["C3"]),
        ("BC04", "Équipe", ["C4"]),
    ]
    assert record.anomalies == ()


def test_a_bloc_may_be_named_at_the_head_of_the_cell_of_its_competences() -> None:
    record = lire(
        TITRE,
        tableau(
            "Modes de validation|Domaines de compétences évalués",
            "Épreuve : bouquet rond|DC1 Composer / C1.1 Choisir les fleurs / C1.2 Lier un bouquet",
            "Épreuve : vente|DC2. Vendre / C2.1 Conseiller un client",
        ),
    )
    assert [(b.code, b.intitule, [c.enonce for c in b.competences]) for b in record.certification.blocs] == [
        ("DC1", "Composer", ["Choisir les fleurs", "Lier un bouquet"]),
        ("DC2", "Vendre", ["Conseiller un client"]),
    ]
    premier = record.certification.blocs[0]
    assert [m.enonce for m in premier.competences[1].modalites] == ["Épreuve : bouquet rond"]
    # The characters of each within its cell, whose second line begins after « DC1 Composer ».
    assert premier.passages[0].caracteres == (0, 12)
    assert premier.competences[0].passages[0].caracteres == (13, 36)


def test_a_table_of_contents_names_blocs_that_are_the_same_as_those_below() -> None:
    record = lire(
        TITRE,
        "Bloc 1 – Accueillir 3",
        "Bloc 2 – Vendre 5",
        "# Bloc 1 – Accueillir",
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"),
        "# Bloc 2 – Vendre",
        tableau("Activités|Compétences", "A2. Vente|C2. Vendre", numero=2),
    )
    assert [(b.intitule, len(b.competences)) for b in record.certification.blocs] == [
        ("Accueillir", 1),
        ("Vendre", 1),
    ]


def test_tasks_in_a_column_of_their_own_are_parts_of_the_activity() -> None:
    record = lire(
        TITRE,
        tableau(
            "Activités|Tâches|Compétences",
            "A1. Accueil|T1. Saluer|C1. Accueillir",
            "^|T2. Orienter|C2. Orienter un client",
        ),
    )
    (activite,) = record.certification.activites
    assert [(s.code, s.intitule, s.competences) for s in activite.sous_activites] == [
        ("T1", "Saluer", ("C1",)),
        ("T2", "Orienter", ("C2",)),
    ]


def test_a_number_names_the_certification_and_its_blocs() -> None:
    record = lire(
        TITRE,
        "N° de fiche : RNCP 12345",
        "Bloc 1 – Accueillir",
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"),
    )
    certification = record.certification
    assert certification.identifiant == "RNCP12345"
    assert certification.blocs[0].code == "RNCP12345BC01"
    faits = {fait.propriete: fait.valeur for fait in certification.faits}
    assert faits["ref:numeroFiche"] == Code("RNCP12345")
    assert faits["ref:repertoire"] == Concept("repertoire", "rncp")


def test_labels_are_read_from_paragraphs_and_from_tables_of_two_columns() -> None:
    record = lire(
        tableau(
            "Intitulé de la certification|Fleuriste de quartier",
            "Niveau|Niveau 4 (CEC)",
            "Codes NSF|312 : Commerce / 210",
            "Codes ROME|D1209 Vente de végétaux",
            "Formacode|34596",
            "Voies d’accès|Formation initiale ; apprentissage ; VAE",
        ),
        "Certificateur : École des fleurs",
        "Prérequis :",
        "Aimer les fleurs.",
        "- Savoir lire",
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir", numero=2),
    )
    certification = record.certification
    assert certification.identifiant == "fleuriste-de-quartier"
    faits = [(fait.propriete, fait.valeur) for fait in certification.faits]
    assert faits == [
        ("skos:prefLabel", "Fleuriste de quartier"),
        ("ref:niveau", Concept("niveau", "4")),
        ("ref:nsf", Concept("nsf", "312")),
        ("ref:nsf", Concept("nsf", "210")),
        ("ref:viseMetier", Concept("rome", "D1209")),
        ("ref:formacode", Concept("formacode", "34596")),
        ("ref:prerequisEntreeFormation", "Aimer les fleurs.\nSavoir lire"),
    ]
    assert certification.certificateurs[0].nom == "École des fleurs"
    assert [(a.voie, a.ouverte) for a in certification.acces] == [("fi", True), ("ca", True), ("vae", True)]
    assert record.anomalies == ()


@pytest.mark.parametrize(
    "texte",
    ["Voies d’accès : apprentissage, VAE : non", "Nom : Camille", "Niveau : confirmé", "Codes NSF : à venir"],
)
def test_a_label_whose_value_is_not_what_it_says_is_text(texte: str) -> None:
    record = lire(TITRE, texte, tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"))
    assert [(f.propriete, f.valeur) for f in record.certification.faits[1:]] == [("ref:preambule", texte)]
    assert record.certification.acces == ()


def test_more_links_than_any_referentiel_has_are_refused() -> None:
    """A few cells that list hundreds of things beside each other would make a graph of any size."""
    codes = " / ".join(f"C{n % 10}.{n // 10} Planter" for n in range(500))
    criteres = " / ".join(f"Le plant {n} est droit." for n in range(500))
    with pytest.raises(SourceUnreadable, match="more than 200000 links"):
        lire(TITRE, tableau("Compétences|Critères", f"{codes}|{criteres}"))


def test_what_is_not_labelled_says_nothing_and_is_kept_or_told_of() -> None:
    record = lire(
        TITRE,
        "Ce niveau 6 est celui de la concurrence.",
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"),
        "Fait à Lyon.",
        "Lu et approuvé.",
    )
    assert [f.propriete for f in record.certification.faits] == ["skos:prefLabel", "ref:preambule"]
    (anomalie,) = record.anomalies
    assert (anomalie.rule, anomalie.severity, len(anomalie.passages)) == ("texte-non-attribue", "info", 2)


def test_a_draft_without_a_title_is_named_by_its_file_and_says_so() -> None:
    record = lire(
        tableau("Activités|Compétences", "A1. Accueil|C1. Accueillir"), nom="Fleuriste_V2 finale.docx"
    )
    assert record.certification.identifiant == "fleuriste-v2-finale"
    assert regles(record) == ["intitule-absent"]
    mapped = map_record(record, Minter())
    results = Validator().validate([*mapped.triples, *mapped.common])
    assert [result for result in results if result.severity == "violation"] == []


def test_lists_under_headings_are_read_where_there_is_no_table() -> None:
    record = lire(
        TITRE,
        "# Référentiel d’activités",
        "Le fleuriste exerce en boutique.",
        "- A1. Accueil des clients",
        "- A2. Vente de bouquets",
        "# Bloc 1 – Accueillir",
        "## Compétences",
        "- C1. Accueillir les clients",
        "- C2. Conseiller un bouquet",
        "## Modalités d’évaluation",
        "- Mise en situation en boutique",
        "## Critères d’évaluation",
        "- C1 : Le client est salué.",
        "- C2 : Le prix est annoncé.",
    )
    certification = record.certification
    assert [(a.code, a.intitule) for a in certification.activites] == [
        ("A1", "Accueil des clients"),
        ("A2", "Vente de bouquets"),
    ]
    (bloc,) = certification.blocs
    assert [m.enonce for m in bloc.modalites] == ["Mise en situation en boutique"]
    assert competences(record) == [
        ("C1", "Accueillir les clients", [], ["Le client est salué."]),
        ("C2", "Conseiller un bouquet", [], ["Le prix est annoncé."]),
    ]
    assert "Le fleuriste exerce en boutique." in [
        f.valeur for f in certification.faits if f.propriete == "ref:preambule"
    ]


def test_a_content_without_a_referentiel_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="no activity and no competence was found"):
        lire(TITRE, "Du texte.", tableau("Heure|Salle", "9 h|B12"))


def _rangees(record: Record) -> list[tuple[str, str, str, str]]:
    """Return the rows of the table from which the text of a record was extracted."""
    connues = {c.code: c for c in record.certification.competences}
    rangees: list[tuple[str, str, str, str]] = []

    def ajoute(intitule: str, codes: tuple[str, ...]) -> None:
        for rang, code in enumerate(codes):
            c = connues[code]
            modalites = "\n".join(m.enonce for m in c.modalites)
            criteres = "\n".join(k.enonce for k in c.criteres)
            rangees.append(("" if rang else intitule, f"{c.code_imprime} {c.enonce}", modalites, criteres))
        if not codes:
            rangees.append((intitule, "", "", ""))

    for activite in record.certification.activites:
        nom = f"(spécialisation) {activite.specialisation} – " if activite.specialisation else ""
        dessus = f"{activite.code_imprime} : {nom}{activite.intitule}"
        if activite.competences or not activite.sous_activites:
            ajoute(dessus, activite.competences)
            dessus = ""
        for sous in activite.sous_activites:
            ajoute(f"{dessus}\n{sous.code_imprime} {sous.intitule}".strip(), sous.competences)
            dessus = ""
    return rangees


def _en_docx(record: Record, path: Path) -> None:
    """Write a record as that table in Word."""
    document = docx.Document()
    titre = next(f.valeur for f in record.certification.faits if f.propriete == "skos:prefLabel")
    document.add_paragraph(f"Intitulé : {titre}")
    rangees = _rangees(record)
    table = document.add_table(len(rangees) + 1, 4)
    for colonne, entete in enumerate(("RÉFÉRENTIEL D’ACTIVITÉS", "RÉFÉRENTIEL DE COMPÉTENCES")):
        table.cell(0, colonne).text = entete
    table.cell(0, 2).merge(table.cell(0, 3)).text = "RÉFÉRENTIEL D’ÉVALUATION"
    for r, rangee in enumerate(rangees, 1):
        for c, texte in enumerate(rangee):
            premier, *suite = texte.split("\n")
            table.cell(r, c).text = premier
            for paragraphe in suite:
                table.cell(r, c).add_paragraph(paragraphe)
    document.save(str(path))


def _sans_places(activites: tuple[Activite, ...]) -> list[object]:
    return [
        (a.code, a.code_imprime, a.intitule, a.specialisation, a.competences, _sans_places(a.sous_activites))
        for a in activites
    ]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.parent.name)
def test_a_real_structure_put_back_into_word_says_the_same_as_its_extracted_text(
    seed: Path, tmp_path: Path
) -> None:
    """The faulty numbering of the real référentiel included: Bloc 3, A6.4, A4.1., 6A and 6. B."""
    (texte,) = TroisColonnes().read(seed)
    assert isinstance(texte, Record)
    path = tmp_path / "seed.docx"
    _en_docx(texte, path)
    record = interpret(read_docx(path, Limites()))
    assert _sans_places(record.certification.activites) == _sans_places(texte.certification.activites)
    assert competences(record) == competences(texte)
    assert _de_codes(record) == _de_codes(texte)


def _de_codes(record: Record) -> list[tuple[str, str]]:
    return sorted((a.rule, a.message) for a in record.anomalies if a.rule.startswith("code-"))


def test_the_guard_sees_the_seeds() -> None:
    assert len(SEEDS) == 3


MORCEAUX = [
    *("Activités", "Compétences", "Critères d’évaluation", "Modalités", "Référentiel d’évaluation", "Durée"),
    *("Bloc 1 – Accueil", "BC02", "RNCP12BC01", "A1. Accueil", "A1", "A1.1 Saluer", "Activité 1.1 : x"),
    *(
        "Activité 6A : (spécialisation) *** –",
        "(spécialisation)",
        "C1. Saluer",
        "C1.",
        "C1 :",
        "C6A.1 Vendre",
    ),
    *("Saluer", "- saluer ;", "•", "–", ":", "…", "Intitulé : X", "Intitulé :", "Niveau : 5", "N° RNCP : 12"),
    *("Codes ROME : A1203", "Voies d’accès : VAE", "Certificateur : ***", "\u202e\u200f", "\u0645", "\x07"),
    *("%2F/..", "#?&"),
]
ENTETES = [
    ["Activités", "Compétences", "Critères"],
    ["Compétences", "Modalités", "Critères"],
    ["Bloc", "Activités", "Compétences"],
    ["Activités", "Tâches", "Compétences"],
    ["N°", "Compétences", "Référentiel d’évaluation"],
    ["Heure", "Salle", "Sujet"],
]
TEXTES = st.lists(st.sampled_from(MORCEAUX), max_size=3).map("\n".join)
RANGEES = st.lists(st.lists(TEXTES, min_size=3, max_size=3), max_size=6)
TABLEAUX = st.tuples(st.sampled_from(ENTETES), RANGEES).map(lambda parts: [parts[0], *parts[1]])


@given(st.lists(st.one_of(TEXTES, TABLEAUX), max_size=6))
def test_whatever_a_draft_holds_its_record_can_be_mapped_or_it_is_refused(
    elements: list[str | list[list[str]]],
) -> None:
    contenu: list[Paragraphe | Tableau] = []
    for rang, element in enumerate(elements, 1):
        if isinstance(element, str):
            contenu.append(Paragraphe(element, Passage((rang, rang)), 1 if rang % 2 else None, rang % 3 == 0))
            continue
        rangees = tuple(
            tuple(
                Cellule(texte, Passage(case=Case(rang, r, c))) if texte else None
                for c, texte in enumerate(rangee, 1)
            )
            for r, rangee in enumerate(element, 1)
        )
        contenu.append(Tableau(rang, rangees))
    document = Document("essai.docx", "docx", "ab" * 32)
    try:
        record = interpret(Contenu(document, tuple(contenu)))
    except SourceUnreadable:
        return
    mapped = map_record(record, Minter())
    assert mapped.triples
    places = [p for c in record.certification.competences for p in c.passages]
    assert all(place.case or place.lignes for place in places)
