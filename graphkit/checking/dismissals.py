"""Findings that an author sets aside, each with a reason that stays in the report."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from graphkit.checking.findings import CheckReport, Finding
from graphkit.errors import SourceUnreadable
from graphkit.text import normalise_spaces

MAX_REASON = 2_000
_MAX_BYTES = 4 << 20
_TABLE = "dismissals"
_FORM = 'a table "dismissals" of fingerprint = "reason"'


def read_dismissals(path: Path) -> dict[str, str]:
    """Return the dismissals of a file, TOML by its name or JSON.

    Args:
        path: the file.

    Raises:
        SourceUnreadable: it cannot be read, or is no table of reasons.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceUnreadable(
                f"{path}: more than {_MAX_BYTES >> 20} MiB of dismissals; is it the right file?"
            )
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{path}: the dismissals cannot be read ({error})") from error
    try:
        content = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"{path}: the dismissals are not well formed ({error})") from error
    return _checked(content, str(path))


def _checked(content: Any, name: str) -> dict[str, str]:  # noqa: ANN401 - whatever stands in the file
    table = content.get(_TABLE) if isinstance(content, Mapping) else None
    if not isinstance(table, Mapping):
        raise SourceUnreadable(f"{name}: the file of dismissals must hold {_FORM}")
    found = {}
    for fingerprint, reason in table.items():
        told = normalise_spaces(reason) if isinstance(reason, str) else ""
        if not told:
            raise SourceUnreadable(f"{name}: the dismissal of {fingerprint} has no reason; write one")
        found[str(fingerprint)] = told[:MAX_REASON]
    return found


def write_dismissals(report: CheckReport) -> str:
    """Return the dismissals of a report as the text of a file that ``read_dismissals`` reads.

    Args:
        report: a report with findings set aside.
    """
    table = {each.fingerprint: each.dismissed for each in every_finding(report) if each.dismissed}
    return json.dumps({_TABLE: dict(sorted(table.items()))}, ensure_ascii=False, indent=2) + "\n"


def every_finding(report: CheckReport) -> tuple[Finding, ...]:
    """Return what can be set aside in a report: departures, observations, and remarks on the data.

    Args:
        report: the report.
    """
    return (*report.findings, *report.observations, *report.data)


def dismiss(report: CheckReport, dismissals: Mapping[str, str]) -> CheckReport:
    """Return a report with findings set aside; what fits no finding is told in it.

    Args:
        report: the report; findings that were set aside before stand again.
        dismissals: fingerprint -> reason.
    """

    def mark(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(replace(each, dismissed=dismissals.get(each.fingerprint, "")) for each in findings)

    known = {each.fingerprint for each in every_finding(report)}
    return replace(
        report,
        findings=mark(report.findings),
        observations=mark(report.observations),
        data=mark(report.data),
        unused=tuple(sorted(set(dismissals) - known)),
    )
