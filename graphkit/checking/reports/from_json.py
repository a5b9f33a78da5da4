"""A report as JSON, back as the report that it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graphkit.checking.findings import (
    Cell,
    CheckReport,
    Counts,
    Finding,
    Note,
    Place,
    Related,
    Row,
    Rule,
    Words,
)
from graphkit.checking.reports.as_json import FORMAT, VERSION
from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.passages import Case, Passage


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
        rows=tuple(_read_row(each) for each in told["rows"]),
        rules=tuple(_read_rule(each) for each in told["rules"]),
        findings=tuple(_read_finding(each) for each in told["findings"]),
        questions=tuple(_read_finding(each) for each in told["questions"]),
        observations=tuple(_read_finding(each) for each in told["observations"]),
        data=tuple(_read_finding(each) for each in told["data"]),
        notes=tuple(
            Note(
                each["name"],
                Words(each["message"], each["messageEn"]),
                each["excerpt"],
                _read_places(each["places"]),
                each["severity"],
            )
            for each in told["notes"]
        ),
        unused=tuple(told["unusedDismissals"]),
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _read_row(told: Mapping[str, Any]) -> Row:
    return Row(
        bloc=Cell(**told["bloc"]) if told["bloc"] else None,
        activites=tuple(Cell(**each) for each in told["activities"]),
        competence=Cell(**told["competence"]) if told["competence"] else None,
        modalites=tuple(Cell(**each) for each in told["modalities"]),
        criteres=tuple(Cell(**each) for each in told["criteria"]),
    )


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
        force=told["force"],
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
