"""PDFs of invented content are read back cell by cell, whatever a page break cuts."""

from __future__ import annotations

import re
from pathlib import Path

import pdf_inventes as pdf
import pytest

from graphkit.identifiers import digest
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.particuliers import read_contenu
from graphkit.sources.brouillon.titre_professionnel import genre_de

COMPETENCES = [nom for _, _, competences in pdf.numerotees() for _, nom in competences]


def lire(path: Path) -> Contenu:
    return read_apart(path, "pdf", LimitesAPart())


def textes(contenu: Contenu) -> list[str]:
    return [e.texte for e in contenu.elements if isinstance(e, Paragraphe)]


def table(contenu: Contenu) -> Tableau:
    (seule,) = (e for e in contenu.elements if isinstance(e, Tableau))
    return seule


def cellules(tableau: Tableau) -> list[list[str | None]]:
    return [[None if c is None else c.texte for c in rangee] for rangee in tableau.rangees]


def test_a_reac_gives_its_blocs_activities_and_competences_with_their_criteria(tmp_path: Path) -> None:
    pdf.ecrire_reac(tmp_path / "a.pdf")
    contenu = lire(tmp_path / "a.pdf")
    assert genre_de(contenu) == "reac"
    lue = read_contenu(contenu).certification
    assert lue.identifiant == "jardinier-de-toits-et-de-facades"
    assert [b.intitule for b in lue.blocs] == [activite for activite, _ in pdf.ACTIVITES]
    lues = [c for b in lue.blocs for c in b.competences]
    assert [(c.code, c.enonce) for c in lues] == [
        (f"CP{i}", nom) for i, nom in enumerate(COMPETENCES, start=1)
    ]
    assert {i: tuple(k.enonce for k in c.criteres) for i, c in enumerate(lues, start=1)} == pdf.CRITERES
    assert [a.competences for a in lue.activites] == [("CP1", "CP2", "CP3"), ("CP4", "CP5")]
    # The synoptic table stands on page 2, the sheets on the pages behind it.
    assert [[p.page for p in c.passages] for c in lues] == [[2, page] for page in range(3, 8)]


def test_a_sheet_of_a_reac_gives_what_it_says_beside_the_criteria(tmp_path: Path) -> None:
    pdf.ecrire_reac(tmp_path / "a.pdf")
    lue = read_contenu(lire(tmp_path / "a.pdf")).certification
    premiere = lue.blocs[0].competences[0]
    phrase = "Le jardinier travaille à partir du plan et des consignes de l’architecte."
    assert [(f.propriete, f.valeur) for f in premiere.faits] == [
        ("ref:descriptionCompetence", " ".join([phrase] * 3)),
        ("ref:savoirMobilise", "Connaissance des plantes"),
    ]
    # Each with its place on the sheet, which is page 3, and none of them where the competence itself stands.
    assert {p.page for f in premiere.faits for p in f.passages} == {3}
    assert not {p for f in premiere.faits for p in f.passages} & set(premiere.passages)


def test_a_reac_without_synoptic_table_keeps_its_competences_outside_blocs_and_says_so(
    tmp_path: Path,
) -> None:
    pdf.ecrire_reac(tmp_path / "a.pdf")
    contenu = lire(tmp_path / "a.pdf")
    sans = Contenu(contenu.document, tuple(e for e in contenu.elements if isinstance(e, Paragraphe)))
    record = read_contenu(sans)
    assert record.certification.blocs == ()
    assert [c.enonce for c in record.certification.competences] == COMPETENCES
    assert "synoptique-absente" in {a.rule for a in record.anomalies}


def test_an_re_gives_each_competence_its_modalities_and_criteria(tmp_path: Path) -> None:
    pdf.ecrire_re(tmp_path / "a.pdf")
    contenu = lire(tmp_path / "a.pdf")
    assert genre_de(contenu) == "re"
    lue = read_contenu(contenu).certification
    lues = [c for b in lue.blocs for c in b.competences]
    assert [c.enonce for c in lues] == COMPETENCES
    assert {i: tuple(k.enonce for k in c.criteres) for i, c in enumerate(lues, start=1)} == pdf.CRITERES
    attendues = {
        rang: [
            "\n".join((nom, duree, *detail)) for nom, rangs, duree, detail in pdf.MODALITES if rang in rangs
        ]
        for rang in pdf.CRITERES
    }
    assert {i: [m.enonce for m in c.modalites] for i, c in enumerate(lues, start=1)} == attendues
    assert [(nom, f.valeur) for nom, f in lue.textes_referentiels] == [
        ("evaluation", "Entretien final\n00 h 15 min\nY compris l’échange sur le dossier professionnel.")
    ]


DIRE, APPRENDRE = "Communiquer avec l’équipe en français", "Apprendre en continu"


def _communes(path: Path, annoncees: dict[int, list[str]] | None) -> tuple[list[set[str]], list[str]]:
    pdf.ecrire_reac(path, (DIRE, APPRENDRE), annoncees)
    record = read_contenu(lire(path))
    assert [c.enonce for c in record.certification.competences] == [DIRE, APPRENDRE]
    noms = {digest(c): c for c in (DIRE, APPRENDRE)}
    return (
        [{noms[code] for code in a.competences if code in noms} for a in record.certification.activites],
        [a.rule for a in record.anomalies],
    )


def test_an_activity_of_a_reac_calls_for_the_transversal_competences_of_its_sheet(tmp_path: Path) -> None:
    # The sheet of an activity may name a competence by the beginning of its statement.
    lues, anomalies = _communes(tmp_path / "a.pdf", {1: ["Communiquer", APPRENDRE], 2: [APPRENDRE]})
    assert lues == [{DIRE, APPRENDRE}, {APPRENDRE}]
    assert "transversale-inconnue" not in anomalies


def test_transversal_competences_that_no_sheet_lists_are_those_of_the_whole_job(tmp_path: Path) -> None:
    assert _communes(tmp_path / "a.pdf", None)[0] == [{DIRE, APPRENDRE}, {DIRE, APPRENDRE}]


def test_a_transversal_competence_that_has_no_sheet_is_told_of(tmp_path: Path) -> None:
    lues, anomalies = _communes(tmp_path / "a.pdf", {1: ["Négocier un budget"], 2: [DIRE]})
    assert lues == [set(), {DIRE}]
    assert "transversale-inconnue" in anomalies


def test_an_re_tells_through_which_competences_the_transversal_ones_are_assessed(tmp_path: Path) -> None:
    dites = {DIRE: [COMPETENCES[0], COMPETENCES[3]], APPRENDRE: [COMPETENCES[4], "Tenir une caisse"]}
    pdf.ecrire_re(tmp_path / "a.pdf", dites)
    record = read_contenu(lire(tmp_path / "a.pdf"))
    assert [(c.enonce, c.au_travers_de) for c in record.certification.competences] == [
        (DIRE, (digest(COMPETENCES[0]), digest(COMPETENCES[3]))),
        (APPRENDRE, (digest(COMPETENCES[4]),)),
    ]
    (inconnue,) = (a for a in record.anomalies if a.rule == "competence-inconnue")
    assert inconnue.excerpt == "Tenir une caisse"


def test_headings_read_downwards_are_read_in_their_order(tmp_path: Path) -> None:
    pdf.ecrire_re(tmp_path / "a.pdf")
    criteres = [e for e in lire(tmp_path / "a.pdf").elements if isinstance(e, Tableau)][-1]
    assert cellules(criteres)[0][2:] == ["Mise en situation professionnelle", "Entretien technique"]


ROWS = (
    (("Activités",), ("Compétences",), ("Critères",)),
    (("A1 Cultiver",), ("C1 Semer les graines",), ("Les lignes sont droites.",)),
    (
        ("A2 Récolter",),
        ("C2 Cueillir les fruits à maturité, sans abîmer les branches ni les fruits voisins, à la main",),
        tuple(f"Le critère numéro {rang} est écrit sur une ligne." for rang in range(1, 9)),
    ),
    (("A3 Vendre",), ("C3 Tenir un étal",), ("Le prix est affiché.",)),
)


@pytest.mark.parametrize("coupe", [True, False])
@pytest.mark.parametrize("avant", range(560, 680, 10))
def test_a_page_break_anywhere_in_a_table_changes_nothing_in_its_cells(
    tmp_path: Path, avant: int, coupe: bool
) -> None:
    pdf.ecrire_table(tmp_path / "a.pdf", ROWS, avant=avant, coupe=coupe)
    assert cellules(table(lire(tmp_path / "a.pdf"))) == [["\n".join(c) for c in ligne] for ligne in ROWS]


def test_a_cell_joined_over_a_page_break_is_placed_where_it_begins(tmp_path: Path) -> None:
    pdf.ecrire_table(tmp_path / "a.pdf", ROWS, avant=600, coupe=True)
    lue = table(lire(tmp_path / "a.pdf"))
    pages = [[c.passage.page for c in rangee if c] for rangee in lue.rangees]
    assert pages == [[1, 1, 1], [1, 1, 1], [1, 1, 1], [2, 2, 2]]
    assert [[c.passage.case.rangee for c in r if c and c.passage.case] for r in lue.rangees] == [
        [i] * 3 for i in (1, 2, 3, 4)
    ]


ENTETE = (("Activités",), ("Compétences",), ("Critères",))


def test_a_row_cut_below_repeated_headings_is_one_again(tmp_path: Path) -> None:
    haut = (ENTETE, (("A1 Cultiver",), ("C1 Semer les graines du printemps et de",), ("Les rangs sont",)))
    bas = (
        ENTETE,
        (("",), ("l’automne",), ("droits.", "Les graines lèvent.")),
        (("A2",), ("C2 Vendre",), ("Net.",)),
    )
    pdf.ecrire_deux_tables(tmp_path / "a.pdf", haut, bas)
    assert cellules(table(lire(tmp_path / "a.pdf"))) == [
        ["Activités", "Compétences", "Critères"],
        [
            "A1 Cultiver",
            "C1 Semer les graines du printemps et de l’automne",
            "Les rangs sont droits.\nLes graines lèvent.",
        ],
        ["A2", "C2 Vendre", "Net."],
    ]


def test_an_activity_goes_on_over_the_page_break_with_a_new_competence(tmp_path: Path) -> None:
    haut = (ENTETE, (("A1 Cultiver",), ("C1 Semer les graines",), ("Les rangs sont droits.",)))
    bas = (
        ENTETE,
        (("",), ("C2 Arroser les semis",), ("La terre est humide.",)),
        (("A2",), ("C3 Vendre",), ("Net.",)),
    )
    pdf.ecrire_deux_tables(tmp_path / "a.pdf", haut, bas)
    lue = table(lire(tmp_path / "a.pdf"))
    assert cellules(lue) == [
        ["Activités", "Compétences", "Critères"],
        ["A1 Cultiver", "C1 Semer les graines", "Les rangs sont droits."],
        ["A1 Cultiver", "C2 Arroser les semis", "La terre est humide."],
        ["A2", "C3 Vendre", "Net."],
    ]
    assert lue.rangees[2][0] is lue.rangees[1][0]


def test_an_empty_cell_right_of_a_new_entry_stays_empty(tmp_path: Path) -> None:
    haut = (ENTETE, (("A1 Cultiver",), ("C1 Semer les graines",), ("Les rangs sont droits.",)))
    bas = (ENTETE, (("A2 Vendre",), ("C2 Tenir un étal",), ("",)), (("A3",), ("C3 Compter",), ("Net.",)))
    pdf.ecrire_deux_tables(tmp_path / "a.pdf", haut, bas)
    assert cellules(table(lire(tmp_path / "a.pdf")))[2] == ["A2 Vendre", "C2 Tenir un étal", ""]


def test_two_tables_with_headings_of_their_own_stay_two(tmp_path: Path) -> None:
    autre = ((("Locaux",), ("Surface",), ("Nombre",)), (("Serre",), ("Grande",), ("Un",)))
    pdf.ecrire_deux_tables(tmp_path / "a.pdf", ROWS, autre)
    lues = [e for e in lire(tmp_path / "a.pdf").elements if isinstance(e, Tableau)]
    assert [len(t.rangees) for t in lues] == [4, 2]
    assert [t.numero for t in lues] == [1, 2]


def test_paragraphs_go_on_over_lines_and_pages(tmp_path: Path) -> None:
    phrase = "Le jardinier observe le ciel puis la terre avant de choisir ses outils et ses graines"
    paragraphes = [f"Paragraphe {rang} : {' '.join([phrase] * 3)}." for rang in range(30)]
    pdf.ecrire_paragraphes(tmp_path / "a.pdf", paragraphes)
    contenu = lire(tmp_path / "a.pdf")
    assert textes(contenu) == paragraphes
    assert {e.passage.page for e in contenu.elements} == {1, 2}


def test_a_word_cut_at_a_line_end_is_mended_only_where_it_is_written_whole_elsewhere(tmp_path: Path) -> None:
    pdf.ecrire_lignes(
        tmp_path / "a.pdf",
        [
            "une compétence se lit ici en entier, au milieu de la ligne la plus longue de toutes celles-ci",
            "et plus loin la ligne se termine au beau milieu d’un mot qui est connu, car c’est une compé-",
            "tence, tandis que la ligne suivante finit par un mot que rien ne dit composé, un arrière-",
            "plan.",
        ],
    )
    (texte,) = textes(lire(tmp_path / "a.pdf"))
    assert "une compétence, tandis que" in texte
    assert texte.endswith("un arrière-plan.")


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    gauche = [f"La colonne de gauche dit {rang}" for rang in range(8)]
    droite = [f"La colonne de droite dit {rang}" for rang in range(8)]
    pdf.ecrire_colonnes(tmp_path / "a.pdf", gauche, droite)
    texte = " ".join(textes(lire(tmp_path / "a.pdf")))
    assert re.findall(r"de (gauche|droite)", texte) == ["gauche"] * 8 + ["droite"] * 8


def test_larger_and_bold_lines_are_headings_by_rank(tmp_path: Path) -> None:
    pdf.ecrire_reac(tmp_path / "a.pdf")
    niveaux = {e.texte: e.niveau for e in lire(tmp_path / "a.pdf").elements if isinstance(e, Paragraphe)}
    assert niveaux["Vue synoptique de l’emploi-type"] == 1
    assert niveaux["Critères de performance"] == 2
    assert niveaux["Connaissance des plantes"] is None


def test_the_numbers_of_pages_are_left_out_and_counted(tmp_path: Path) -> None:
    pdf.ecrire_paragraphes(tmp_path / "a.pdf", [f"Ligne {rang}." for rang in range(200)])
    contenu = lire(tmp_path / "a.pdf")
    assert textes(contenu) == [f"Ligne {rang}." for rang in range(200)]
    assert [(a.rule, a.severity) for a in contenu.anomalies] == [("reperes-de-page", "info")]


def test_a_title_that_opens_most_sheets_is_no_header(tmp_path: Path) -> None:
    pdf.ecrire_reac(tmp_path / "a.pdf")
    lus = textes(lire(tmp_path / "a.pdf"))
    assert sum(1 for texte in lus if texte.startswith("FICHE COMPÉTENCE PROFESSIONNELLE N°")) == 5


def test_a_scanned_page_among_good_ones_is_told_of_with_its_number(tmp_path: Path) -> None:
    pdf.ecrire_image(tmp_path / "a.pdf", avec_texte=True)
    contenu = lire(tmp_path / "a.pdf")
    (anomalie,) = contenu.anomalies
    assert anomalie.rule == "page-illisible"
    assert "page 2" in anomalie.message
    assert "numérisé" in anomalie.message
    assert [p.page for p in anomalie.passages] == [2]
    assert {e.passage.page for e in contenu.elements} == {1}


@pytest.mark.parametrize(
    ("propriete", "titre"),
    [
        ("Jardinier de toits", "Jardinier de toits"),
        ("(anonymous)", ""),
        ("Microsoft Word - ref_v3.docx", ""),
        ("référentiel final.doc", ""),
        ("Sans titre 2", ""),
    ],
)
def test_a_title_that_a_program_made_up_is_none(tmp_path: Path, propriete: str, titre: str) -> None:
    pdf.ecrire_lignes(tmp_path / "a.pdf", ["Une ligne de texte"], titre=propriete)
    assert lire(tmp_path / "a.pdf").titre == titre


def test_headings_without_lines_between_are_parted_by_their_columns_and_a_title_above_all_is_not(
    tmp_path: Path,
) -> None:
    lignes = (
        ("Activités", "Compétences", "Critères"),
        ("A1", "Semer", "Droit"),
        ("Toutes les activités du jardin", "", ""),
    )
    pdf.ecrire_sans_traits(tmp_path / "a.pdf", lignes, nues=(0, 2))
    # The footer of a single page is a table like any other.
    premiere = next(e for e in lire(tmp_path / "a.pdf").elements if isinstance(e, Tableau))
    assert cellules(premiere) == [
        ["Activités", "Compétences", "Critères"],
        ["A1", "Semer", "Droit"],
        ["Toutes les activités du jardin"] * 3,
    ]
