"""What a workbook holds: sheets as tables, merged ranges, values as shown, hidden sheets, formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.workbook import Workbook

from graphkit.errors import SourceUnreadable
from graphkit.passages import Case
from graphkit.sources.brouillon.contenu import Contenu, Tableau
from graphkit.sources.brouillon.paquet import Limites
from graphkit.sources.brouillon.valeurs import texte_montre
from graphkit.sources.brouillon.xlsx import nom_a1, read_xlsx


@pytest.fixture
def lire(tmp_path: Path) -> Callable[[Workbook], Contenu]:
    """Write a workbook and read it."""

    def lire_un(classeur: Workbook) -> Contenu:
        path = tmp_path / "essai.xlsx"
        classeur.save(path)
        return read_xlsx(path, Limites())

    return lire_un


def textes(tableau: Tableau) -> list[list[str | None]]:
    return [[cellule.texte if cellule else None for cellule in rangee] for rangee in tableau.rangees]


def tableaux(contenu: Contenu) -> list[Tableau]:
    return [element for element in contenu.elements if isinstance(element, Tableau)]


def classeur(**cellules: object) -> Workbook:
    livre = openpyxl.Workbook()
    assert livre.active is not None
    for nom, valeur in cellules.items():
        livre.active[nom] = valeur
    return livre


def test_a_merged_range_is_one_cell_in_each_of_its_places(lire: Callable[[Workbook], Contenu]) -> None:
    livre = classeur(B2="Activité", C4="Seule")
    livre.active.merge_cells("B2:C3")
    (tableau,) = tableaux(lire(livre))
    assert textes(tableau) == [
        [None, None, None],
        [None, "Activité", "Activité"],
        [None, "Activité", "Activité"],
        [None, None, "Seule"],
    ]
    cellule = tableau.rangees[2][2]
    assert cellule is tableau.rangees[1][1]
    assert cellule is not None
    assert cellule.passage.case == Case(1, 2, 2)
    assert cellule.passage.chemin == "Sheet"
    assert nom_a1(Case(1, 2, 2)) == "B2"
    assert nom_a1(Case(1, 12, 28)) == "AB12"


def test_lines_rich_text_and_sheets_in_their_order(lire: Callable[[Workbook], Contenu]) -> None:
    livre = classeur(
        A1="Un  critère\n\n Deux critères", A2=CellRichText("Du ", TextBlock(InlineFont(b=True), "gras"))
    )
    livre.create_sheet("Bloc 2 – Été")["A1"] = "x"
    premier, second = tableaux(lire(livre))
    assert textes(premier) == [["Un critère\nDeux critères"], ["Du gras"]]
    assert (second.numero, second.nom) == (2, "Bloc 2 – Été")


def test_hidden_sheets_are_read_and_told_of(lire: Callable[[Workbook], Contenu]) -> None:
    livre = classeur(A1="vue")
    for nom, etat in (("Brouillon", "hidden"), ("Calculs", "veryHidden")):
        feuille = livre.create_sheet(nom)
        feuille["A1"] = "cachée"
        feuille.sheet_state = etat
    contenu = lire(livre)
    assert [t.nom for t in tableaux(contenu)] == ["Sheet", "Brouillon", "Calculs"]
    assert [(a.rule, a.excerpt) for a in contenu.anomalies] == [
        ("feuille-masquee", "Brouillon"),
        ("feuille-masquee", "Calculs"),
    ]


def test_a_formula_without_a_value_is_told_of_with_the_name_of_its_cell(
    lire: Callable[[Workbook], Contenu],
) -> None:
    """What openpyxl writes has no values: Excel computes them when it saves."""
    contenu = lire(classeur(A1="x", C12="=A1"))
    (anomalie,) = contenu.anomalies
    assert anomalie.rule == "formule-sans-valeur"
    assert "C12" in anomalie.message
    assert anomalie.passages[0].case == Case(1, 12, 3)


def test_a_formula_is_read_as_the_value_that_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "essai.xlsx"
    classeur(A1="x", B1="=1+1").save(path)
    membres = {}
    with zipfile.ZipFile(path) as archive:
        membres = {nom: archive.read(nom) for nom in archive.namelist()}
    feuille = membres["xl/worksheets/sheet1.xml"]
    assert feuille.count(b"<v></v>") + feuille.count(b"<v />") + feuille.count(b"<v/>") == 1
    for vide in (b"<v></v>", b"<v />", b"<v/>"):
        feuille = feuille.replace(vide, b"<v>2</v>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, brut in {**membres, "xl/worksheets/sheet1.xml": feuille}.items():
            archive.writestr(nom, brut)
    contenu = read_xlsx(path, Limites())
    assert textes(tableaux(contenu)[0]) == [["x", "2"]]
    assert contenu.anomalies == ()


@pytest.mark.parametrize(
    ("valeur", "forme", "montre"),
    [
        (None, "General", ""),
        (True, "General", "VRAI"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (2.5, "General", "2,5"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12,5%"),
        (12.5, "0.00", "12,50"),
        (1234.5, '#,##0.00 "€"', "1\u202f234,50 €"),
        (1234, "#,##0", "1\u202f234"),
        (12.4, "0", "12"),
        (1.01, "General", "1,01"),
        (float("nan"), "General", "nan"),
        (datetime(2026, 3, 1), "dd/mm/yyyy", "01/03/2026"),  # noqa: DTZ001 - cells have no time zone
        (datetime(2026, 3, 1, 14, 30), "dd/mm/yyyy", "01/03/2026 14:30"),  # noqa: DTZ001 - idem
        (date(2026, 3, 1), "dd/mm/yyyy", "01/03/2026"),
        (time(9, 5), "hh:mm", "09:05"),
        ("C1.1", "@", "C1.1"),
    ],
)
def test_values_are_those_that_a_reader_sees(valeur: object, forme: str, montre: str) -> None:
    assert texte_montre(valeur, forme) == montre


def test_a_far_off_cell_costs_no_rectangle(tmp_path: Path) -> None:
    path = tmp_path / "essai.xlsx"
    classeur(A1="x", XFD1048576="y").save(path)
    with pytest.raises(SourceUnreadable, match="more than 200000 cells"):
        read_xlsx(path, Limites())


def test_a_merged_range_over_the_whole_sheet_is_refused_before_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "essai.xlsx"
    classeur(A1="x").save(path)
    with zipfile.ZipFile(path) as archive:
        membres = {nom: archive.read(nom) for nom in archive.namelist()}
    fusion = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    membres["xl/worksheets/sheet1.xml"] = membres["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", fusion)
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, brut in membres.items():
            archive.writestr(nom, brut)
    path.write_bytes(tampon.getvalue())
    with pytest.raises(SourceUnreadable, match="more than 200000 cells"):
        read_xlsx(path, Limites())
