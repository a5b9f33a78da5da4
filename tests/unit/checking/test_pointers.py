"""Every pointer of a report leads to the very cell, lines or element: opened by the format's own library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import brouillons
import docx
import openpyxl
import pdfplumber
import pytest
from lxml import etree

from graphkit.assets import data_path
from graphkit.checking.checker import Checker, Options
from graphkit.checking.constats import all_activites, all_competences
from graphkit.checking.findings import CheckReport, Finding, Place
from graphkit.config import Settings
from graphkit.model import Activite, Competence, Record
from graphkit.passages import Passage
from graphkit.text import normalise_spaces

OPTIONS = Options(date(2026, 11, 23))
Opener = Callable[[Place], str]
CASES = Path(__file__).parents[2] / "cases"
#: Rules that the faults planted below break in a cell; R39 asks a question about one.
PLANTED = {"R12", "R17", "R22", "R23", "R34", "R39"}


def faulty_truth() -> brouillons.Verite:
    """Return the clean draft with faults in competences, modalities and criteria of both blocs."""
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    first, second = verite["blocs"][0]["activites"][:2]
    first["competences"][1]["enonce"] = "Connaître les attentes des habitants, de la commune, etc."
    second["competences"][0]["criteres"] = []
    second["competences"][1]["modalites"] = []
    last = verite["blocs"][1]["activites"][-1]["competences"][-1]
    last["criteres"] += ["Les outils choisis sont pertinents et cohérents.", "La présentation est correcte."]
    return verite


def words_of(text: str) -> str:
    """Return a text as it is compared: breaks of lines and runs of spaces are one space."""
    return normalise_spaces(text)


def found_in(report: CheckReport) -> Iterator[Finding]:
    yield from report.findings
    yield from report.questions
    yield from report.observations
    yield from report.data


def assert_leads(report: CheckReport, opened: Opener) -> set[str]:
    """Follow each pointer of a report and find its words there; return the rules that had one."""
    followed = set()
    for finding in found_in(report):
        if not finding.places or not finding.quote:
            continue
        texts = [opened(place) for place in finding.places]
        there = words_of(" ".join(texts))
        assert words_of(finding.quote) in there, (finding.rule, finding.places)
        # The words at fault are those of the quote: whoever reads the cell sees them.
        assert words_of(finding.words).casefold() in there.casefold(), (finding.rule, finding.words)
        for each in finding.related:
            if each.places and each.quote:
                text = words_of(" ".join(opened(place) for place in each.places))
                assert words_of(each.quote) in text, (finding.rule, each.thing)
        followed.add(finding.rule)
    return followed


def cut(text: str, passage: Passage) -> str:
    """Return the part of a text that a range of characters names."""
    return text if passage.caracteres is None else text[slice(*passage.caracteres)]


def docx_opener(path: Path) -> Opener:
    document = docx.Document(str(path))

    def opened(place: Place) -> str:
        passage = place.passage
        case = passage.case
        if case is None:
            assert passage.lignes
            return document.paragraphs[passage.lignes[0] - 1].text
        said = f"tableau {case.tableau}, ligne {case.rangee}, colonne {case.colonne}"
        assert place.words.fr == said
        cell = document.tables[case.tableau - 1].cell(case.rangee - 1, case.colonne - 1)
        return cut(cell.text, passage)

    return opened


def xlsx_opener(path: Path) -> Opener:
    book = openpyxl.load_workbook(path)

    def opened(place: Place) -> str:
        # As an author does: the name that the report prints, typed into the box beside the formula bar.
        sheet, _, name = place.words.fr.rpartition("!")
        return cut(str(book[sheet.strip("'").replace("''", "'")][name].value), place.passage)

    return opened


def pdf_opener(path: Path) -> Opener:
    """Open the page that is told; a table that goes on over pages has its rows counted from its beginning."""
    with pdfplumber.open(path) as pdf:
        pages = [page.extract_tables() for page in pdf.pages]
        texts = [page.extract_text() for page in pdf.pages]

    def opened(place: Place) -> str:
        passage = place.passage
        assert passage.page
        if passage.case is None:
            return texts[passage.page - 1]
        column = passage.case.colonne - 1
        cells = [row[column] for table in pages[passage.page - 1] for row in table if column < len(row)]
        return " ".join(filter(None, cells))

    return opened


def check_one(path: Path) -> CheckReport:
    (report,) = (
        each for each in Checker(Settings(), OPTIONS).check_file(path) if isinstance(each, CheckReport)
    )
    return report


@pytest.mark.parametrize("layout", sorted(brouillons.DISPOSITIONS))
def test_a_word_pointer_opens_the_cell_with_the_words(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "jardins.docx"
    brouillons.ecrire_docx(faulty_truth(), path, brouillons.DISPOSITIONS[layout])
    assert assert_leads(check_one(path), docx_opener(path)) >= PLANTED


@pytest.mark.parametrize("layout", sorted(brouillons.DISPOSITIONS))
def test_an_excel_pointer_typed_as_it_is_printed_opens_the_cell_with_the_words(
    layout: str, tmp_path: Path
) -> None:
    path = tmp_path / "jardins.xlsx"
    brouillons.ecrire_xlsx(faulty_truth(), path, brouillons.DISPOSITIONS[layout], decalage=(1, 2))
    assert assert_leads(check_one(path), xlsx_opener(path)) >= PLANTED


@pytest.mark.parametrize("layout", sorted(brouillons.DISPOSITIONS))
def test_a_pdf_pointer_opens_the_page_and_the_column_with_the_words(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "jardins.pdf"
    brouillons.ecrire_pdf(faulty_truth(), path, brouillons.DISPOSITIONS[layout])
    assert assert_leads(check_one(path), pdf_opener(path)) >= PLANTED


def test_a_row_of_a_pdf_is_counted_from_the_beginning_of_its_table(tmp_path: Path) -> None:
    """Two rows of headings, then C1.1 to C3.2: C1.2, without a criterion, is the fourth row of the page."""
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    verite["blocs"][0]["activites"][0]["competences"][1]["criteres"] = []
    path = tmp_path / "jardins.pdf"
    brouillons.ecrire_pdf(verite, path, brouillons.DISPOSITIONS["officielle"])
    (finding,) = (each for each in check_one(path).findings if each.rule == "R12")
    assert [each.words.en for each in finding.places] == ["table 1, row 4, column 2 (page 1)"]
    with pdfplumber.open(path) as pdf:
        cell = pdf.pages[0].extract_tables()[0][3][1]
    assert words_of(finding.quote) in words_of(cell)


def statements(record: Record) -> Iterator[tuple[str, Passage]]:
    """Yield each statement of a record that stands in one place, with it."""
    things: list[Activite | Competence] = [
        *all_activites(record.certification.activites),
        *(each for _, each in all_competences(record.certification)),
    ]
    for thing in things:
        text = thing.intitule if isinstance(thing, Activite) else thing.enonce
        if len(thing.passages) == 1:
            yield text, thing.passages[0]
        if isinstance(thing, Competence):
            for each in (*thing.criteres, *thing.modalites):
                if len(each.passages) == 1:
                    yield each.enonce, each.passages[0]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_range_of_characters_of_a_cell_holds_the_statement_and_nothing_else(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"jardins.{kind}"
    verite, layout = faulty_truth(), brouillons.DISPOSITIONS["officielle"]
    (brouillons.ecrire_docx if kind == "docx" else brouillons.ecrire_xlsx)(verite, path, layout)
    source = Checker(Settings(), OPTIONS).source_of(path)
    (record,) = (each for each in source.read(path) if isinstance(each, Record))
    tables = docx.Document(str(path)).tables if kind == "docx" else []
    book = openpyxl.load_workbook(path) if kind == "xlsx" else None
    criteria = [c["criteres"] for b in verite["blocs"] for a in b["activites"] for c in a["competences"]]
    ranges = 0
    for statement, passage in statements(record):
        case = passage.case
        assert case
        if book is None:
            text = tables[case.tableau - 1].cell(case.rangee - 1, case.colonne - 1).text
        else:
            text = str(book[passage.chemin].cell(case.rangee, case.colonne).value)
        if passage.caracteres is not None:
            assert text[slice(*passage.caracteres)] == statement
            ranges += 1
        else:
            assert statement in text
    assert ranges == sum(len(each) for each in criteria if len(each) > 1)


@pytest.mark.parametrize("name", ["referentiel_chef_de_projet_digital.txt", "fiche_RNCP25520.txt"])
def test_lines_of_a_text_hold_the_words(name: str) -> None:
    """Columns stand side by side: the words of one come in their order, with those of others between."""
    path = data_path("sample") / name
    lines = path.read_text("utf-8").replace("\f", "").splitlines()
    report = check_one(path)
    followed = 0
    for finding in found_in(report):
        passages = [place.passage for place in finding.places]
        if not passages or not finding.quote:
            continue
        assert all(each.lignes for each in passages)
        text = " ".join(
            " ".join(lines[each.lignes[0] - 1 : each.lignes[1]]) for each in passages if each.lignes
        )
        there = re.findall(r"\w+", text.casefold())
        joined = "".join(there)
        missing = [word for word in re.findall(r"\w+", finding.quote.casefold()) if word not in joined]
        # A word cut by a hyphen at a line end is whole in the quote.
        assert len(missing) <= len(re.findall(r"\w[-‐]\s", text)), (finding.rule, finding.quote, missing)
        followed += 1
    assert followed >= 10


def element_at(fiche: etree._Element, path: str) -> etree._Element:
    (found,) = fiche.xpath(path)
    return found


@pytest.mark.parametrize(
    "name", ["export_fiches_RNCP_V4_1_2031-02-03.xml", "export_fiches_RS_V4_1_2031-02-03.xml"]
)
def test_an_xml_path_opens_the_element_and_its_range_the_words(name: str) -> None:
    path = CASES / "xml_fc" / name
    fiches = {each.findtext("NUMERO_FICHE"): each for each in etree.parse(path).getroot().iter("FICHE")}
    followed = 0
    for report in Checker(Settings(), OPTIONS).check_file(path):
        if not isinstance(report, CheckReport):
            continue
        for finding in found_in(report):
            for place in finding.places:
                element = element_at(fiches[report.identifier], place.passage.chemin)
                text = cut("".join(element.itertext()), place.passage)
                assert words_of(finding.quote) in words_of(text), (finding.rule, place)
                followed += 1
    assert followed >= 2
