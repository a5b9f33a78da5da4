"""The traceability matrix: its rows, its holes, and what a document does not speak of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.assets import data_path
from graphkit.checking.matrice import COLONNES, Relation, Trou, build_matrice
from graphkit.identifiers import digest
from graphkit.model import Activite, Bloc, Certification, Competence, Critere, Modalite, Record
from graphkit.passages import Case, Passage
from graphkit.sources.trois_colonnes import TroisColonnes


def _case(rangee: int, colonne: int) -> tuple[Passage, ...]:
    return (Passage(case=Case(1, rangee, colonne)),)


ORAL = Modalite("Épreuve orale devant le jury", passages=_case(2, 3))
EXACT = Critere("Le devis est chiffré poste par poste", _case(2, 4))
CHIFFRER = Competence("Chiffrer un devis", "C1", modalites=(ORAL,), criteres=(EXACT,), passages=_case(2, 2))
POSER = Competence("Poser un châssis", "C2", modalites=(ORAL,), criteres=(EXACT,), passages=_case(3, 2))
COMPLETE = Certification(
    "menuisier",
    activites=(
        Activite("A1", "Vente", sous_activites=(Activite("A1.1", "Devis", competences=("C1",)),)),
        Activite("A2", "Pose", competences=("C2",), passages=_case(3, 1)),
    ),
    blocs=(Bloc("1", "Vendre", (CHIFFRER,)), Bloc("2", "Poser", (POSER,))),
)


def test_each_row_follows_a_competence_from_its_activity_to_its_criteria() -> None:
    """The path of an activity down to the one that calls for the competence stands in the first column."""
    matrice = build_matrice(COMPLETE)
    assert list(matrice.cellules()) == [
        (
            "A1 Vente\nA1.1 Devis",
            "C1 Chiffrer un devis",
            "1 Vendre",
            "Épreuve orale devant le jury",
            "Le devis est chiffré poste par poste",
        ),
        (
            "A2 Pose",
            "C2 Poser un châssis",
            "2 Poser",
            "Épreuve orale devant le jury",
            "Le devis est chiffré poste par poste",
        ),
    ]
    assert len(COLONNES) == 5
    assert matrice.lacunes == ()
    assert matrice.muettes == ()


@pytest.mark.parametrize(
    ("certification", "trou", "nom", "passage"),
    [
        (
            replace(COMPLETE, activites=(replace(COMPLETE.activites[1]),), blocs=COMPLETE.blocs[1:]),
            None,
            "",
            (),
        ),
        (
            replace(
                COMPLETE, activites=(*COMPLETE.activites, Activite("A3", "Entretien", passages=_case(9, 1)))
            ),
            Trou.ACTIVITE_SANS_COMPETENCE,
            "A3",
            _case(9, 1),
        ),
        (
            replace(
                COMPLETE, blocs=(COMPLETE.blocs[0], Bloc("2", "Poser", (POSER, replace(POSER, code="C3"))))
            ),
            Trou.COMPETENCE_SANS_ACTIVITE,
            "C3",
            _case(3, 2),
        ),
        (
            replace(
                COMPLETE,
                activites=(
                    COMPLETE.activites[0],
                    replace(COMPLETE.activites[1], competences=("C2", "C9")),
                ),
            ),
            Trou.COMPETENCE_INCONNUE,
            "A2",
            _case(3, 1),
        ),
        (
            replace(COMPLETE, blocs=COMPLETE.blocs[:1], competences=(POSER,)),
            Trou.COMPETENCE_HORS_BLOC,
            "C2",
            _case(3, 2),
        ),
        (
            replace(COMPLETE, blocs=(*COMPLETE.blocs, Bloc("3", "Vide", passages=_case(8, 1)))),
            Trou.BLOC_SANS_COMPETENCE,
            "3",
            _case(8, 1),
        ),
        (
            replace(COMPLETE, blocs=(COMPLETE.blocs[0], Bloc("2", "Poser", (replace(POSER, modalites=()),)))),
            Trou.COMPETENCE_SANS_MODALITE,
            "C2",
            _case(3, 2),
        ),
        (
            replace(COMPLETE, blocs=(COMPLETE.blocs[0], Bloc("2", "Poser", (replace(POSER, criteres=()),)))),
            Trou.COMPETENCE_SANS_CRITERE,
            "C2",
            _case(3, 2),
        ),
    ],
)
def test_a_hole_is_told_with_its_place_and_nothing_else(
    certification: Certification, trou: Trou | None, nom: str, passage: tuple[Passage, ...]
) -> None:
    """One thing taken out of a complete matrix makes one hole."""
    lacunes = build_matrice(certification).lacunes
    expected = [(trou, nom, passage)] if trou else []
    assert [(each.trou, each.element.nom, each.element.passages) for each in lacunes] == expected


def test_a_modality_of_an_empty_bloc_assesses_no_competence() -> None:
    """Both the bloc and its modality are holes; the row of the bloc shows the modality."""
    vide = Bloc("3", "Vide", modalites=(ORAL,))
    matrice = build_matrice(replace(COMPLETE, blocs=(*COMPLETE.blocs, vide)))
    assert [each.trou for each in matrice.lacunes] == [
        Trou.BLOC_SANS_COMPETENCE,
        Trou.MODALITE_SANS_COMPETENCE,
    ]
    assert matrice.lignes[-1].modalites[0].texte == ORAL.enonce


def test_a_bloc_none_of_whose_competences_is_of_an_activity_is_told() -> None:
    """The competence and its bloc both hang in the air."""
    sans = replace(COMPLETE, activites=COMPLETE.activites[:1])
    assert [(each.trou, each.element.nom) for each in build_matrice(sans).lacunes] == [
        (Trou.COMPETENCE_SANS_ACTIVITE, "C2"),
        (Trou.BLOC_SANS_ACTIVITE, "2"),
    ]


def test_the_modality_of_a_bloc_stands_for_its_competences() -> None:
    """Fiches give modalities bloc by bloc."""
    bloc = Bloc("1", "Vendre", (replace(CHIFFRER, modalites=()),), modalites=(ORAL,))
    matrice = build_matrice(Certification("x", blocs=(bloc,)))
    assert matrice.lignes[0].modalites[0].texte == ORAL.enonce
    assert matrice.lacunes == ()


def test_an_activity_that_calls_for_competences_answers_for_those_under_it() -> None:
    """Competences told of the whole activity leave no hole in its sub-activities."""
    top = Activite("A1", "Vente", sous_activites=(Activite("A1.1", "Devis"),), competences=("C1",))
    certification = replace(COMPLETE, activites=(top, COMPLETE.activites[1]))
    assert build_matrice(certification).lacunes == ()


def test_what_a_document_does_not_speak_of_is_no_hole() -> None:
    """A list of competences alone lacks nothing that it could show."""
    matrice = build_matrice(Certification("x", competences=(Competence("Poser un châssis"),)))
    assert matrice.lacunes == ()
    assert set(matrice.muettes) == set(Relation)


def test_a_hole_makes_a_sentence_in_both_languages() -> None:
    """The code that leads nowhere is named."""
    top = replace(COMPLETE.activites[1], competences=("C2", "C9"))
    lacune = build_matrice(replace(COMPLETE, activites=(COMPLETE.activites[0], top))).lacunes[0]
    constat = lacune.constat()
    assert constat.regle == "matrice-competence-inconnue"
    assert constat.message_fr == "L’activité « A2 » renvoie à « C9 », qu’aucune compétence ne porte."
    assert constat.message_en == "The activity “A2” refers to “C9”, which is the code of no competence."


def test_the_seed_without_blocs_has_a_whole_matrix_otherwise() -> None:
    """Counted in the document: 30 competences, each under its sub-activity, none in a bloc."""
    seed = Path(str(data_path("sample"))) / "referentiel_chef_de_projet_digital.txt"
    record = next(each for each in TroisColonnes().read(seed) if isinstance(each, Record))
    matrice = build_matrice(record.certification)
    assert len(matrice.lignes) == 30
    assert matrice.muettes == (Relation.COMPETENCE_BLOC,)
    assert matrice.lacunes == ()
    first = next(matrice.cellules())
    assert first[0] == (
        "Activité 1 Définition du projet digital\n"
        "A1.1 Réalisation d’une veille stratégique sur le secteur digital"
    )
    assert first[4].count("\n") == 2


def test_a_competence_without_a_code_is_named_by_its_statement() -> None:
    parler = Competence("Parler au client", modalites=(ORAL,), criteres=(EXACT,))
    activites = (*COMPLETE.activites, Activite("A3", "Accueil", competences=(digest(parler.enonce),)))
    blocs = (*COMPLETE.blocs, Bloc("3", "Accueillir", (parler,)))
    assert build_matrice(replace(COMPLETE, activites=activites, blocs=blocs)).lacunes == ()


def test_a_competence_assessed_through_others_lacks_neither_bloc_nor_modality_nor_criterion() -> None:
    seule = Competence("Parler au client")
    activites = (*COMPLETE.activites, Activite("A3", "Accueil", competences=(digest(seule.enonce),)))
    assert {
        each.trou
        for each in build_matrice(replace(COMPLETE, activites=activites, competences=(seule,))).lacunes
    } == {Trou.COMPETENCE_HORS_BLOC, Trou.COMPETENCE_SANS_MODALITE, Trou.COMPETENCE_SANS_CRITERE}
    dite = replace(seule, au_travers_de=("C1",))
    assert build_matrice(replace(COMPLETE, activites=activites, competences=(dite,))).lacunes == ()
