"""What the page of a check is made of: a report that the visitor carries, its findings in three orders."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from flask import Flask, current_app
from itsdangerous import BadData, URLSafeSerializer

from graphkit.checking.findings import SEVERITIES, CheckReport, Finding, Row, Rule
from graphkit.checking.registry import rule_order
from graphkit.checking.reports.as_json import as_plain
from graphkit.checking.reports.from_json import from_plain
from graphkit.checking.sandbox import CheckSandbox
from graphkit.config import Settings
from graphkit.validation import rules
from webui.race import spans_of

VIEWS = ("tableau", "regle", "gravite")
_KEY = "graphkit-check"
_SIGN = "verification"
_NOT_A_NAME = re.compile(r"[^\w.\- ()’']+")
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class CheckingState:
    """What an application keeps for checks: nothing of any document.

    Attributes:
        sandbox: checks documents in processes of their own.
        signer: signs the reports that visitors carry, with the key of the settings, or one that no other
            process has.
    """

    sandbox: CheckSandbox
    signer: URLSafeSerializer


def install(app: Flask, settings: Settings) -> None:
    """Give an application what checks need.

    Args:
        app: the application.
        settings: limits of the readers, base of the IRIs.
    """
    signer = URLSafeSerializer(settings.serving.signing_key or secrets.token_bytes(32), salt=_SIGN)
    app.extensions[_KEY] = CheckingState(CheckSandbox(settings), signer)


def checking() -> CheckingState:
    """Return what the current application keeps for checks."""
    state = current_app.extensions[_KEY]
    assert isinstance(state, CheckingState)  # noqa: S101 - installed by create_app and by nothing else
    return state


def seal(report: CheckReport) -> str:
    """Return a report as a text that the visitor's page carries: packed, and signed against forgery.

    Args:
        report: the report.
    """
    sealed = checking().signer.dumps(as_plain(report))
    return sealed.decode("ascii") if isinstance(sealed, bytes) else sealed


def unseal(text: str) -> CheckReport | None:
    """Return the report that a text carries; ``None`` where this process did not make it.

    Args:
        text: what came back from a page.
    """
    try:
        told: Any = checking().signer.loads(text)
    except BadData:
        return None
    return from_plain(told)


def file_name(given: str) -> str:
    """Return a name under which an uploaded file may be kept for a moment, as near to its own as can be.

    Args:
        given: the name that the browser tells.
    """
    name = _NOT_A_NAME.sub("_", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return name[-_NAME_LENGTH:] or "document"


def reasons_of(form: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons that a form gives for setting findings aside.

    Args:
        form: its fields; that of a finding is ``motif-`` and its fingerprint.
    """
    return {
        name.removeprefix("motif-"): " ".join(value.split())
        for name, value in form.items()
        if name.startswith("motif-") and value.strip()
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one heading.

    Attributes:
        key: what they have in common: a severity, or the id of a rule; empty for all in their order.
        rule: the rule, if that is what they have in common.
        findings: the findings.
    """

    key: str
    rule: Rule | None
    findings: tuple[Finding, ...]


def groups_of(report: CheckReport, view: str) -> tuple[Group, ...]:
    """Return the findings of a report as a view arranges them.

    Args:
        report: the report.
        view: one of ``VIEWS``.
    """
    found = (*report.findings, *report.observations, *report.data)
    rules = report.rule_of
    if view == "gravite":
        # A remark on the data weighs on no rule: it stands after the departures, under its own name.
        ranked = sorted(
            found, key=lambda each: (SEVERITIES.index(each.severity), each.standing_of != each.severity)
        )
        return tuple(
            Group(key, None, tuple(each)) for key, each in groupby(ranked, key=lambda each: each.standing_of)
        )
    if view == "regle":
        by_rule = sorted(found, key=lambda each: rule_order(each.rule))
        return tuple(
            Group(key, rules.get(key), tuple(each))
            for key, each in groupby(by_rule, key=lambda each: each.rule)
        )
    return (Group("", None, found),) if found else ()


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a finding stands among those that a view shows.

    Attributes:
        number: its number, from one.
        before: fingerprint of the one before it; empty for the first.
        after: fingerprint of the one after it; empty for the last.
    """

    number: int
    before: str
    after: str


def ranks_of(groups: Iterable[Group]) -> Mapping[str, Rank]:
    """Return the fingerprint of each finding -> where it stands, in the order of a view.

    Args:
        groups: the findings as the view arranges them.
    """
    ordered = [each.fingerprint for group in groups for each in group.findings]
    around = zip(ordered, ["", *ordered], [*ordered[1:], ""], strict=False)
    return {name: Rank(number, before, after) for number, (name, before, after) in enumerate(around, 1)}


@cache
def queries_of_rules() -> Mapping[str, str]:
    """Return the IRI of a shape of a rule -> the query by which it finds what departs."""
    return {shape.iri: shape.query for rule in rules() for shape in rule.shapes if shape.query}


@dataclass(frozen=True, slots=True)
class TableBloc:
    """The rows of the table that stand in one bloc.

    Attributes:
        title: code and title of the bloc; empty for what stands in none.
        rows: the rows.
    """

    title: str
    rows: tuple[Row, ...]

    @property
    def merged(self) -> tuple[tuple[Row, tuple[int, int, int]], ...]:
        """Each row, with how many rows its activities, modalities and criteria cover."""
        columns = (
            [row.activites for row in self.rows],
            [row.modalites for row in self.rows],
            [row.criteres for row in self.rows],
        )
        spans = zip(*(spans_of(cells, lambda item: item.iri or item.text) for cells in columns), strict=True)
        return tuple(zip(self.rows, spans, strict=True))


def table_of(report: CheckReport) -> tuple[TableBloc, ...]:
    """Return the table of a report, bloc by bloc.

    Args:
        report: the report.
    """
    return tuple(
        TableBloc(f"{bloc.code} {bloc.text}".strip() if bloc else "", tuple(rows))
        for bloc, rows in groupby(report.rows, key=lambda row: row.bloc)
    )


def found_at(report: CheckReport) -> Mapping[str, tuple[Finding, ...]]:
    """Return the findings by the thing that they are about: its IRI, or its words where they name no node.

    Args:
        report: the report.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    everything: Iterable[Finding] = (*report.findings, *report.observations, *report.data, *report.questions)
    for finding in everything:
        found[finding.focus if finding.shape else finding.quote].append(finding)
    return {key: tuple(each) for key, each in found.items()}
