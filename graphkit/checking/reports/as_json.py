"""The report for programs: JSON of a documented form, read back into the very same report.

``report.schema.json`` beside this module says the form; a test holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from graphkit.checking.findings import (
    CheckReport,
    Counts,
    Finding,
    Note,
    Place,
    Related,
    Rule,
    Words,
)
from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.passages import Case, Passage

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
        "message": note.message,
        "excerpt": note.excerpt,
        "places": _places(note.places),
        "severity": note.severity,
    }


def read_json(text: str | bytes) -> CheckReport:
    """Return the report that ``render_json`` wrote.

    Args:
        text: the JSON text, from a program of this very project.

    Raises:
        SourceUnreadable: it is no such report.
    """
    try:
        return from_plain(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceUnreadable(
            f"not a report of a check in this version of the format ({error!r})"
        ) from error


def from_plain(told: Mapping[str, Any]) -> CheckReport:
    """Return the report that plain values describe.

    Args:
        told: what ``as_plain`` returned.

    Raises:
        KeyError: something is missing.
        TypeError: something is of another kind.
        ValueError: something has no meaning.
    """
    if told["format"] != FORMAT or told["version"] != VERSION:
        raise ValueError(f"format {told['format']!r}, version {told['version']!r}")
    document, counts, certification = told["document"], told["counts"], told["certification"]
    return CheckReport(
        document=Document(
            nom=document["name"],
            type_source=document["kind"],
            sha256=document["sha256"],
            date=_date(document["date"]),
            version=document["formatVersion"],
        ),
        identifier=certification["id"],
        iri=certification["iri"],
        title=certification["title"],
        level=certification["level"],
        certifiers=tuple(certification["certifiers"]),
        date=date.fromisoformat(told["date"]),
        register=told["register"],
        counts=Counts(
            blocs=counts["blocs"],
            activites=counts["activities"],
            competences=counts["competences"],
            modalites=counts["modalities"],
            criteres=counts["criteria"],
        ),
        rules=tuple(_read_rule(each) for each in told["rules"]),
        findings=tuple(_read_finding(each) for each in told["findings"]),
        questions=tuple(_read_finding(each) for each in told["questions"]),
        observations=tuple(_read_finding(each) for each in told["observations"]),
        data=tuple(_read_finding(each) for each in told["data"]),
        notes=tuple(
            Note(
                each["name"], each["message"], each["excerpt"], _read_places(each["places"]), each["severity"]
            )
            for each in told["notes"]
        ),
        unused=tuple(told["unusedDismissals"]),
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _read_rule(told: Mapping[str, Any]) -> Rule:
    return Rule(
        id=told["id"],
        title=Words(**told["title"]),
        severity=told["severity"],
        force=told["force"],
        kind=told["kind"],
        sources=tuple(told["sources"]),
        suggestion=Words(**told["suggestion"]),
        starts=_date(told["from"]),
        ends=_date(told["through"]),
        state=told["state"],
        unverified=told["unverified"],
    )


def _read_places(told: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(_read_place(each) for each in told)


def _read_place(told: Mapping[str, Any]) -> Place:
    lines, characters = told.get("lines"), told.get("characters")
    return Place(
        Passage(
            lignes=None if lines is None else (lines[0], lines[1]),
            caracteres=None if characters is None else (characters[0], characters[1]),
            chemin=told.get("path", ""),
            page=told.get("page"),
            case=Case(told["table"], told["row"], told["column"]) if "table" in told else None,
        ),
        Words(**told["text"]),
    )


def _read_finding(told: Mapping[str, Any]) -> Finding:
    return Finding(
        fingerprint=told["fingerprint"],
        rule=told["rule"],
        severity=told["severity"],
        shape=told["shape"],
        component=told["component"],
        path=told["path"],
        focus=told["focus"],
        thing=Words(**told["thing"]),
        places=_read_places(told["places"]),
        quote=told["quote"],
        words=told["words"],
        message=Words(**told["message"]),
        suggestion=Words(**told["suggestion"]),
        related=tuple(
            Related(Words(**each["thing"]), each["quote"], _read_places(each["places"]), each["iri"])
            for each in told["related"]
        ),
        dismissed=told["dismissed"] or "",
    )
