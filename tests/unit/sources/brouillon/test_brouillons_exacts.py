"""Drafts written from one truth are read back with every cell in its place and every statement as it was."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import brouillons
import pytest
from brouillons import DISPOSITIONS, Disposition, Grille, Options, Verite

from graphkit.model import Activite, Concept, Record
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.contenu import Contenu, Tableau
from graphkit.sources.brouillon.docx import read_docx
from graphkit.sources.brouillon.interpretation import interpret
from graphkit.sources.brouillon.paquet import Limites
from graphkit.sources.brouillon.xlsx import read_xlsx

CAS = sorted(path.parent.name for path in brouillons.CAS.glob("*/verite.json"))
Ecrit = Callable[[Verite, Path, Disposition], None]
LECTEURS: dict[str, tuple[Ecrit, Callable[[Path, Limites], Contenu]]] = {
    "docx": (brouillons.ecrire_docx, read_docx),
    "xlsx": (brouillons.ecrire_xlsx, read_xlsx),
    "pdf": (brouillons.ecrire_pdf, lambda path, _: read_apart(path, "pdf", LimitesAPart())),
}
TOUS = sorted(product(CAS, DISPOSITIONS, LECTEURS))
OPTIONS = {
    "suivi": Options(suivi=True),
    "imbrique": Options(imbrique=True),
    "controles": Options(controles=True),
    "exotique": Options(exotique=True),
}


def lire(cas: str, disposition: str, genre: str, dossier: Path) -> tuple[Verite, Contenu]:
    """Write a case in one layout and format, and read it."""
    verite = brouillons.lire_verite(cas)
    ecrire, lecteur = LECTEURS[genre]
    path = dossier / f"brouillon.{genre}"
    ecrire(verite, path, DISPOSITIONS[disposition])
    return verite, lecteur(path, Limites())


def etale(grille: Grille, bas: int = 0) -> list[list[tuple[str, int, int]]]:
    """Return for each place of a layout the text of its cell and the corner (row, column) of it."""
    places: dict[tuple[int, int], tuple[str, int, int]] = {}
    for r, rangee in enumerate(grille.rangees):
        for c, case in enumerate(rangee):
            if case is not None:
                for rr, cc in product(range(case.hauteur), range(case.largeur)):
                    places[r + rr, c + cc] = (case.texte, r + 1 + bas, c + 1)
    return [[places[r, c] for c in range(len(rangee))] for r, rangee in enumerate(grille.rangees)]


def lues(tableau: Tableau, depuis: int = 0) -> list[list[tuple[str, int, int]]]:
    """Return the same of a table that was read."""
    rangees = []
    for rangee in tableau.rangees[depuis:]:
        ligne = []
        for cellule in rangee:
            assert cellule is not None
            assert cellule.passage.case is not None
            ligne.append((cellule.texte, cellule.passage.case.rangee, cellule.passage.case.colonne))
        rangees.append(ligne)
    return rangees


def attendu(verite: Verite) -> dict[str, Any]:
    """Return the truth without what only the layout has."""
    return {
        "intitule": verite["intitule"],
        "niveau": verite["niveau"],
        "nsf": verite["nsf"],
        "rome": verite["rome"],
        "certificateurs": [verite["certificateur"]],
        "blocs": [(b["code"], b["intitule"], [c["code"] for c in _competences(b)]) for b in verite["blocs"]],
        "activites": [
            (a["code"], a["intitule"], tuple(c["code"] for c in a["competences"]))
            for b in verite["blocs"]
            for a in b["activites"]
        ],
        "competences": {
            c["code"]: (c["enonce"], c["modalites"], c["criteres"])
            for b in verite["blocs"]
            for c in _competences(b)
        },
    }


def _competences(bloc: Verite) -> list[Verite]:
    return [c for a in bloc["activites"] for c in a["competences"]]


def transcription(record: Record) -> dict[str, Any]:
    """Return a record in the form of the truth."""
    certification = record.certification

    def codes(propriete: str) -> list[str]:
        faits = [fait.valeur for fait in certification.faits if fait.propriete == propriete]
        return [valeur.code for valeur in faits if isinstance(valeur, Concept)]

    return {
        "intitule": next(f.valeur for f in certification.faits if f.propriete == "skos:prefLabel"),
        "niveau": codes("ref:niveau")[0],
        "nsf": codes("ref:nsf"),
        "rome": codes("ref:viseMetier"),
        "certificateurs": [certificateur.nom for certificateur in certification.certificateurs],
        "blocs": [(b.code_imprime, b.intitule, [c.code for c in b.competences]) for b in certification.blocs],
        "activites": [_activite(a) for a in certification.activites],
        "competences": {
            c.code: (c.enonce, [m.enonce for m in c.modalites], [k.enonce for k in c.criteres])
            for b in certification.blocs
            for c in b.competences
        },
    }


def _activite(activite: Activite) -> tuple[str, str, tuple[str, ...]]:
    assert not activite.sous_activites
    return (activite.code, activite.intitule, activite.competences)


@pytest.mark.parametrize(("cas", "disposition", "genre"), TOUS)
def test_every_cell_has_its_text_and_its_place(
    cas: str, disposition: str, genre: str, tmp_path: Path
) -> None:
    verite, contenu = lire(cas, disposition, genre, tmp_path)
    tableaux = [element for element in contenu.elements if isinstance(element, Tableau)]
    grilles = brouillons.grilles(verite, DISPOSITIONS[disposition])
    # In a workbook the first sheet is the presentation, and a title stands two rows above its table.
    avant = int(genre == "xlsx")
    assert len(tableaux) == len(grilles) + avant
    for grille, tableau in zip(grilles, tableaux[avant:], strict=True):
        bas = 2 if avant and grille.titre else 0
        assert lues(tableau, bas) == etale(grille, bas)


@pytest.mark.parametrize(("cas", "disposition", "genre"), TOUS)
def test_the_record_states_what_the_truth_states_and_nothing_is_left_over(
    cas: str, disposition: str, genre: str, tmp_path: Path
) -> None:
    verite, contenu = lire(cas, disposition, genre, tmp_path)
    record = interpret(contenu)
    assert transcription(record) == attendu(verite)
    assert record.anomalies == ()


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("cas", CAS)
def test_what_an_author_does_to_a_word_document_changes_no_statement(
    cas: str, option: str, tmp_path: Path
) -> None:
    """Tracked changes, tables within cells, content controls and soft breaks."""
    verite = brouillons.lire_verite(cas)
    path = tmp_path / "brouillon.docx"
    brouillons.ecrire_docx(verite, path, Disposition(), OPTIONS[option])
    assert transcription(interpret(read_docx(path, Limites()))) == attendu(verite)


def test_a_table_that_begins_at_b4_keeps_the_rows_and_columns_of_excel(tmp_path: Path) -> None:
    verite = brouillons.lire_verite(CAS[0])
    path = tmp_path / "brouillon.xlsx"
    brouillons.ecrire_xlsx(verite, path, DISPOSITIONS["sans-fusion"], decalage=(3, 1))
    record = interpret(read_xlsx(path, Limites()))
    assert transcription(record) == attendu(verite)
    case = record.certification.blocs[0].competences[0].passages[0].case
    # Three blank rows, a title and a blank row, the headings: the first competence is at C7.
    assert case is not None
    assert (case.rangee, case.colonne) == (7, 3)


def test_what_is_stated_leads_back_to_the_characters_of_its_cell(tmp_path: Path) -> None:
    _, contenu = lire(CAS[0], "officielle", "docx", tmp_path)
    textes = {
        cellule.passage.case: cellule.texte
        for element in contenu.elements
        if isinstance(element, Tableau)
        for rangee in element.rangees
        for cellule in rangee
        if cellule
    }
    criteres = [
        critere
        for bloc in interpret(contenu).certification.blocs
        for competence in bloc.competences
        for critere in competence.criteres
    ]
    assert len(criteres) == 25
    for critere in criteres:
        (passage,) = critere.passages
        assert passage.case is not None
        assert passage.caracteres is not None
        assert textes[passage.case][slice(*passage.caracteres)] == critere.enonce


def test_the_guard_sees_the_cases() -> None:
    assert (len(CAS), len(TOUS)) == (1, 15)
