"""The report for tools that show findings beside a file: SARIF 2.1.0.

SARIF has regions of text only: lines and characters. A cell, a page or an XML element is a logical location.
Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from graphkit import __version__
from graphkit.checking.findings import CheckReport, Finding, Note, Place, Rule
from graphkit.checking.reports.phrases import Language
from graphkit.validation import Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "graphkitFinding/v1"
_LEVELS: dict[Severity, str] = {"violation": "error", "warning": "warning", "info": "note"}


def render_sarif(reports: Sequence[CheckReport], language: Language = "fr") -> str:
    """Return reports as one SARIF log, a run for each.

    Args:
        reports: the reports.
        language: of the words around those of the author.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(each, language) for each in reports]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(report: CheckReport, language: Language) -> dict[str, Any]:
    observed = (*report.observations, *report.data)
    rules = [*report.rules, *(_bare_rule(each) for each in observed)]
    index = {rule.id: number for number, rule in reversed(list(enumerate(rules)))}
    kept = [rule for number, rule in enumerate(rules) if index[rule.id] == number]
    index = {rule.id: number for number, rule in enumerate(kept)}
    artifact: dict[str, Any] = {"location": {"uri": _uri(report)}}
    if report.document.sha256:
        artifact["hashes"] = {"sha-256": report.document.sha256}
    results = [_result(report, each, index, language) for each in (*report.findings, *observed)]
    results += [_result(report, each, index, language, question=True) for each in report.questions]
    return {
        "tool": {
            "driver": {
                "name": "graphkit",
                "version": __version__,
                "language": "fr-FR" if language == "fr" else "en-GB",
                "rules": [_rule(rule, language) for rule in kept],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [artifact],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    _notification(report, each, language) for each in report.notes
                ],
            }
        ],
        "results": results,
        "properties": {
            "certification": report.identifier,
            "title": report.title,
            "date": report.date.isoformat(),
            "register": report.register,
        },
    }


def _bare_rule(finding: Finding) -> Rule:
    """Return what stands for the rule of a finding that rests on none of the guideline."""
    return Rule(finding.rule, finding.message, finding.severity, "", "S")


def _uri(report: CheckReport) -> str:
    return quote(report.document.nom or report.iri, safe="/:#")


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title.in_language(language) or rule.id},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"force": rule.force, "kind": rule.kind, "sources": list(rule.sources)},
    }
    if rule.sources:
        # Where the rule stands is a page of a printed text: no address leads there.
        described["help"] = {"text": "\n".join(rule.sources)}
    return described


def _result(
    report: CheckReport,
    finding: Finding,
    index: dict[str, int],
    language: Language,
    *,
    question: bool = False,
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "kind": "review" if question else "fail",
        "level": "none" if question else _LEVELS[finding.severity],
        "message": {"text": _message(finding, language)},
        "locations": _locations(report, finding, language),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    related = [
        {
            **_location(report, place, language),
            "message": {"text": each.thing.in_language(language) or each.iri},
        }
        for each in finding.related
        for place in each.places
    ]
    if related:
        result["relatedLocations"] = related
    if finding.dismissed:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.dismissed}
        ]
    return result


def _message(finding: Finding, language: Language) -> str:
    told = [finding.message.in_language(language), finding.suggestion.in_language(language)]
    return " ".join(filter(None, told)) or finding.rule


def _locations(report: CheckReport, finding: Finding, language: Language) -> list[dict[str, Any]]:
    locations = [_location(report, place, language) for place in finding.places]
    if not locations:
        locations = [{"physicalLocation": {"artifactLocation": {"uri": _uri(report), "index": 0}}}]
    thing = finding.thing.in_language(language)
    if thing:
        named = {"name": thing, "fullyQualifiedName": finding.focus, "kind": "object"}
        locations[0].setdefault("logicalLocations", []).append(named)
    region = locations[0]["physicalLocation"].get("region")
    if region and finding.quote:
        region["snippet"] = {"text": finding.quote}
    return locations


def _location(report: CheckReport, place: Place, language: Language) -> dict[str, Any]:
    passage = place.passage
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(report), "index": 0}}
    # Lines of a page are not lines of the file.
    if passage.lignes is not None and passage.page is None and passage.case is None:
        physical["region"] = {"startLine": passage.lignes[0], "endLine": passage.lignes[1]}
        if passage.caracteres is not None:
            physical["region"] |= {
                "startColumn": passage.caracteres[0] + 1,
                "endColumn": passage.caracteres[1] + 1,
            }
        return {"physicalLocation": physical}
    words = place.words.in_language(language)
    kind = "element" if passage.chemin and passage.case is None else "object"
    logical = {"name": words, "fullyQualifiedName": words, "kind": kind}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _notification(report: CheckReport, note: Note, language: Language) -> dict[str, Any]:
    return {
        "level": _LEVELS[note.severity],
        "message": {"text": note.message.in_language(language)},
        "descriptor": {"id": note.name},
        "locations": [_location(report, place, language) for place in note.places],
    }
