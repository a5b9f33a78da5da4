"""The report as a table for spreadsheets: UTF-8, commas, RFC 4180, one row a finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from graphkit.checking.findings import CheckReport, Finding, Place
from graphkit.checking.reports.as_text import describe_places
from graphkit.checking.reports.phrases import Language, say
from graphkit.passages import Passage
from graphkit.text import disarm

COLUMNS = (
    "section", "severity", "rule", "title", "thing", "where", "file", "page", "table", "row", "column",
    "line", "quote", "words", "message", "suggestion", "sources", "dismissed", "fingerprint",
)  # fmt: skip


def render_csv(report: CheckReport, language: Language = "fr") -> str:
    """Return a report as CSV text.

    Args:
        report: the report.
        language: of the words around those of the author.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_of(report, language):
        writer.writerow(["" if cell is None else disarm(str(cell)) for cell in row])
    return out.getvalue()


def rows_of(report: CheckReport, language: Language) -> Iterator[tuple[str | int | None, ...]]:
    """Yield one row a finding, question or note: texts as the source has them, numbers as numbers.

    Args:
        report: the report.
        language: of the words around those of the author.
    """
    sections = {
        "findings": report.findings,
        "questions": report.questions,
        "observations": report.observations,
        "data": report.data,
    }
    for section, findings in sections.items():
        for finding in findings:
            yield _row(report, section, finding, language)
    for note in report.notes:
        row: dict[str, str | int | None] = dict.fromkeys(COLUMNS) | {
            "section": "notes",
            "severity": say(f"note-{note.severity}", language),
            "rule": note.name,
            "where": describe_places(note.places, language),
            "file": report.document.nom,
            "quote": note.excerpt,
            "message": note.message.in_language(language),
        }
        yield tuple((row | _position(note.places)).values())


def _row(
    report: CheckReport, section: str, finding: Finding, language: Language
) -> tuple[str | int | None, ...]:
    rule = report.rule_of.get(finding.rule)
    return (
        section,
        say(finding.standing_of, language),
        finding.rule,
        rule.title.in_language(language) if rule else "",
        finding.thing.in_language(language),
        describe_places(finding.places, language),
        report.document.nom,
        *_position(finding.places).values(),
        finding.quote,
        finding.words,
        finding.message.in_language(language),
        finding.suggestion.in_language(language),
        " ; ".join(rule.sources) if rule else "",
        finding.dismissed,
        finding.fingerprint,
    )


def _position(places: tuple[Place, ...]) -> dict[str, int | None]:
    """Return the numbers of the first position, nothing where it has none."""
    passage = places[0].passage if places else Passage()
    case, lines = passage.case, passage.lignes
    return {
        "page": passage.page,
        "table": case.tableau if case else None,
        "row": case.rangee if case else None,
        "column": case.colonne if case else None,
        "line": lines[0] if lines else None,
    }
