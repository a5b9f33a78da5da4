"""The report as a workbook for people: what was found, the rules one by one, and where it all comes from."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.checking.findings import CheckReport
from graphkit.checking.reports.as_csv import COLUMNS, rows_of
from graphkit.checking.reports.as_text import describe_counts, describe_states, gather_sources
from graphkit.checking.reports.phrases import Language, say
from graphkit.publish.spreadsheet import Sheet, write_workbook

#: Column of the table of findings -> the phrase that heads it.
_HEADS = {
    "title": "title-of-rule",
    "quote": "text",
    "message": "what",
    "sources": "source",
}
_WIDTHS = {
    "section": 12, "severity": 13, "rule": 10, "title": 34, "thing": 22, "where": 30, "file": 24, "page": 8,
    "table": 9, "row": 8, "column": 9, "line": 8, "quote": 52, "words": 20, "message": 52, "suggestion": 44,
    "sources": 44, "dismissed": 24, "fingerprint": 19,
}  # fmt: skip
_OF_RULES = (("rule", 10), ("title-of-rule", 60), ("source", 60), ("force", 14), ("state", 16))
_OF_SOURCE = (26, 90)


def render_xlsx(report: CheckReport, language: Language = "fr") -> bytes:
    """Return a report as a workbook.

    Args:
        report: the report.
        language: of the words around those of the author.
    """
    findings = Sheet(
        say("findings", language),
        tuple(say(_HEADS.get(name, name), language) for name in COLUMNS),
        (_named(row, language) for row in rows_of(report, language)),
        tuple(_WIDTHS[name] for name in COLUMNS),
        wrapped=True,
    )
    rules = Sheet(
        say("rules-sheet", language),
        tuple(say(name, language) for name, _ in _OF_RULES),
        _rules(report, language),
        tuple(width for _, width in _OF_RULES),
        wrapped=True,
    )
    source = Sheet(
        "Source",
        (say("item", language), say("value", language)),
        _source(report, language),
        _OF_SOURCE,
        wrapped=True,
    )
    return write_workbook((findings, rules, source))


def _named(row: tuple[str | int | None, ...], language: Language) -> tuple[object, ...]:
    section, *others = row
    return (say(str(section), language), *(None if cell == "" else cell for cell in others))


def _rules(report: CheckReport, language: Language) -> Iterator[tuple[object, ...]]:
    for rule in report.rules:
        yield (
            rule.id,
            rule.title.in_language(language),
            " ; ".join(gather_sources(rule.sources)),
            say(f"force-{rule.force}", language) if rule.force else None,
            say(f"state-{rule.state}", language),
        )


def _source(report: CheckReport, language: Language) -> Iterator[tuple[object, ...]]:
    document = report.document
    yield say("file", language), document.nom
    yield "SHA-256", document.sha256 or None
    yield say("checked", language), report.title or report.identifier
    yield say("day", language), report.date
    yield say("register", language), report.register.upper()
    yield say("counted", language), describe_counts(report.counts, language)
    yield say("rules-sheet", language), describe_states(report, language)
    if document.date:
        yield say("export-day", language), document.date
    yield say("caution", language), say("disclaimer", language)
