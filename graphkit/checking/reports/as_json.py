"""The report for programs: JSON of a documented form; ``from_json`` reads it back into the same report.

``report.schema.json`` beside this module says the form; a test holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from graphkit.checking.findings import Cell, CheckReport, Finding, Note, Place, Row, Rule, Words

FORMAT = "graphkit-check"
VERSION = 1
SCHEMA = Path(__file__).with_name("report.schema.json")


def render_json(report: CheckReport) -> str:
    """Return a report as JSON text.

    Args:
        report: the report.
    """
    return json.dumps(as_plain(report), ensure_ascii=False, indent=2) + "\n"


def as_plain(report: CheckReport) -> dict[str, Any]:
    """Return a report as plain values.

    Args:
        report: the report.
    """
    document = report.document
    return {
        "format": FORMAT,
        "version": VERSION,
        "document": {
            "name": document.nom,
            "kind": document.type_source,
            "sha256": document.sha256,
            "date": _day(document.date),
            "formatVersion": document.version,
        },
        "certification": {
            "id": report.identifier,
            "iri": report.iri,
            "title": report.title,
            "level": report.level,
            "certifiers": list(report.certifiers),
        },
        "date": report.date.isoformat(),
        "register": report.register,
        "conforms": report.conforms,
        "counts": {
            "blocs": report.counts.blocs,
            "activities": report.counts.activites,
            "competences": report.counts.competences,
            "modalities": report.counts.modalites,
            "criteria": report.counts.criteres,
        },
        "rows": [_row(each) for each in report.rows],
        "summary": {
            "standing": report.severities,
            "dismissed": len(report.dismissed),
            "rules": report.states,
        },
        "rules": [_rule(each) for each in report.rules],
        "findings": [_finding(each) for each in report.findings],
        "questions": [_finding(each) for each in report.questions],
        "observations": [_finding(each) for each in report.observations],
        "data": [_finding(each) for each in report.data],
        "notes": [_note(each) for each in report.notes],
        "unusedDismissals": list(report.unused),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _row(row: Row) -> dict[str, Any]:
    return {
        "bloc": row.bloc and _cell(row.bloc),
        "activities": [_cell(each) for each in row.activites],
        "competence": row.competence and _cell(row.competence),
        "modalities": [_cell(each) for each in row.modalites],
        "criteria": [_cell(each) for each in row.criteres],
    }


def _cell(cell: Cell) -> dict[str, str]:
    return {"iri": cell.iri, "code": cell.code, "text": cell.text}


def _words(words: Words) -> dict[str, str]:
    return {"fr": words.fr, "en": words.en}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": _words(rule.title),
        "severity": rule.severity,
        "force": rule.force,
        "kind": rule.kind,
        "sources": list(rule.sources),
        "suggestion": _words(rule.suggestion),
        "from": _day(rule.starts),
        "through": _day(rule.ends),
        "state": rule.state,
        "unverified": rule.unverified,
    }


def _place(place: Place) -> dict[str, Any]:
    passage = place.passage
    told: dict[str, Any] = {
        "page": passage.page,
        "table": passage.case and passage.case.tableau,
        "row": passage.case and passage.case.rangee,
        "column": passage.case and passage.case.colonne,
        "lines": passage.lignes and list(passage.lignes),
        "characters": passage.caracteres and list(passage.caracteres),
        "path": passage.chemin or None,
    }
    return {"text": _words(place.words)} | {name: value for name, value in told.items() if value is not None}


def _places(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [_place(each) for each in places]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity,
        "force": finding.force,
        "shape": finding.shape,
        "component": finding.component,
        "path": finding.path,
        "focus": finding.focus,
        "thing": _words(finding.thing),
        "places": _places(finding.places),
        "quote": finding.quote,
        "words": finding.words,
        "message": _words(finding.message),
        "suggestion": _words(finding.suggestion),
        "related": [
            {
                "thing": _words(each.thing),
                "quote": each.quote,
                "places": _places(each.places),
                "iri": each.iri,
            }
            for each in finding.related
        ],
        "dismissed": finding.dismissed or None,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "name": note.name,
        "message": note.message.fr,
        "messageEn": note.message.en,
        "excerpt": note.excerpt,
        "places": _places(note.places),
        "severity": note.severity,
    }
