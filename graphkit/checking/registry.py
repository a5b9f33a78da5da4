"""Checking a whole export: record by record, on several processors, with memory that does not grow."""

from __future__ import annotations

import multiprocessing
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path

from graphkit.catalog import catalog_source
from graphkit.checking.checker import Checker, Options
from graphkit.checking.findings import SEVERITIES, CheckReport, Finding, Rule
from graphkit.checking.reports.as_text import shorten
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.mapping.ecart import Ecart
from graphkit.model import Anomaly, Record
from graphkit.validation import Severity

_EXAMPLES = 3
_QUOTED = 160
_CHUNK = 8
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One record that departs from a rule.

    Attributes:
        identifier: register number.
        thing: what is at fault, in French.
        quote: its words.
    """

    identifier: str
    thing: str
    quote: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule is broken.

    Attributes:
        rule: the rule, with the force of that of its parts that binds most of those that are broken.
        findings: number of departures.
        records: number of records with at least one.
        levels: level -> number of such records.
        certifiers: certifier -> number of such records, the most first.
        examples: the first records that depart from it.
    """

    rule: Rule
    findings: int
    records: int
    levels: dict[str, int]
    certifiers: dict[str, int]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What a check found in many records.

    Attributes:
        source: the file, or what else the records come from.
        records: records checked.
        conforming: those without a departure that binds.
        severities: severity -> number of departures.
        levels: level -> number of records.
        certifiers: number of certifiers.
        loose: anomalies that belong to no record.
        rules: the rules that are broken, by id.
    """

    source: str
    records: int
    conforming: int
    severities: dict[Severity, int]
    levels: dict[str, int]
    certifiers: int
    loose: int
    rules: tuple[RuleCount, ...]


@dataclass(slots=True)
class _Tally:
    """Counts of one rule while records go by."""

    rule: Rule
    worst: Finding
    findings: int = 0
    records: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    certifiers: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)


class Aggregator:
    """Counts reports as they come; its memory grows with rules and certifiers, not with records.

    Args:
        source: what the records come from.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._records = 0
        self._conforming = 0
        self._loose = 0
        self._severities: Counter[Severity] = Counter()
        self._levels: Counter[str] = Counter()
        self._certifiers: set[str] = set()
        self._rules: dict[str, _Tally] = {}

    def add(self, report: CheckReport | Anomaly) -> None:
        """Count a record, or an anomaly that belongs to none.

        Args:
            report: the report on the record.
        """
        if isinstance(report, Anomaly):
            self._loose += 1
            return
        self._records += 1
        self._conforming += report.conforms
        self._levels[report.level] += 1
        self._certifiers.update(report.certifiers)
        rules = report.rule_of
        self._severities.update(report.severities)
        for name, findings in _by_rule(report).items():
            tally = self._rules.setdefault(name, _Tally(rules[name], findings[0]))
            tally.worst = _worst((tally.worst, *findings))
            tally.findings += len(findings)
            tally.records += 1
            tally.levels[report.level] += 1
            tally.certifiers.update(report.certifiers)
            if len(tally.examples) < _EXAMPLES:
                first = findings[0]
                tally.examples.append(
                    Example(report.identifier, first.thing.fr, shorten(first.quote, _QUOTED))
                )

    def result(self) -> Aggregate:
        """Return the counts."""
        return Aggregate(
            source=self._source,
            records=self._records,
            conforming=self._conforming,
            severities={severity: self._severities[severity] for severity in SEVERITIES},
            levels=dict(sorted(self._levels.items())),
            certifiers=len(self._certifiers),
            loose=self._loose,
            rules=tuple(_counted(self._rules[name]) for name in sorted(self._rules, key=rule_order)),
        )


def _by_rule(report: CheckReport) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.standing:
        found[finding.rule].append(finding)
    return found


def ecarts_of(report: CheckReport, base_iri: str) -> tuple[Ecart, ...]:
    """Return what is kept of the departures of a record: one for each rule that it breaks.

    Args:
        report: the report on the record.
        base_iri: start of the IRIs of data.
    """
    return tuple(
        _ecart(rule, findings, base_iri)
        for rule, findings in sorted(_by_rule(report).items(), key=lambda item: rule_order(item[0]))
    )


def _worst(findings: Iterable[Finding]) -> Finding:
    # A rule may have parts of several forces: the one that binds most is what a reader looks for.
    return min(findings, key=lambda each: SEVERITIES.index(each.severity))


def _ecart(rule: str, findings: list[Finding], base_iri: str) -> Ecart:
    first = findings[0]
    worst = _worst(findings)
    return Ecart(
        rule=rule,
        force=worst.force,
        number=len(findings),
        element=first.focus.removeprefix(base_iri) if first.focus.startswith(base_iri) else "",
        thing_fr=first.thing.in_language("fr"),
        thing_en=first.thing.in_language("en"),
        quote=shorten(first.quote, _QUOTED),
    )


def _counted(tally: _Tally) -> RuleCount:
    ranked = sorted(tally.certifiers.items(), key=lambda item: (-item[1], item[0]))
    return RuleCount(
        rule=replace(tally.rule, severity=tally.worst.severity, force=tally.worst.force),
        findings=tally.findings,
        records=tally.records,
        levels=dict(sorted(tally.levels.items())),
        certifiers=dict(ranked),
        examples=tuple(tally.examples),
    )


def rule_order(name: str) -> tuple[int, str]:
    """Return what ids of rules are ordered by: ``R2`` comes before ``R12``.

    Args:
        name: id of a rule.
    """
    number = name.removeprefix("R").partition("-")[0]
    return (int(number) if number.isdigit() else 10_000, name)


def check_export(
    path: Path, settings: Settings, options: Options, jobs: int = 1, *, compared: bool = False
) -> Iterator[CheckReport | Anomaly]:
    """Yield the report on each record of a file, in its order.

    Args:
        path: the file.
        settings: limits of the readers, base of the IRIs.
        options: what is asked.
        jobs: processes that check; the reading is done by this one.
        compared: whether literal reproduction is looked for in the store of the settings, which each process
            opens for itself.

    Raises:
        SourceUnreadable: the file is of no known kind, cannot be read to its end, or a process died of it.
        StoreUnavailable: there is no store to compare with, or it cannot be searched.
    """
    checker = _checker(settings, options, compared=compared)
    if jobs <= 1:
        yield from checker.check_file(path)
        return
    started = (settings, options, compared)
    try:
        yield from _in_processes(checker.source_of(path).read(path), started, jobs)
    except BrokenProcessPool as error:
        raise SourceUnreadable(
            f"{path}: a process that checks it died, of memory most likely: check it again with fewer --jobs"
        ) from error


def _checker(settings: Settings, options: Options, *, compared: bool) -> Checker:
    return Checker(settings, options, catalog_source(settings).get().statements if compared else None)


def _in_processes(
    records: Iterable[Record | Anomaly], started: tuple[Settings, Options, bool], jobs: int
) -> Iterator[CheckReport | Anomaly]:
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("forkserver"), _start, started) as pool:
        # Only so many are under way: the reading does not run ahead of the checking.
        waiting: deque[Future[list[CheckReport | Anomaly]]] = deque()
        for chunk in _chunks(records):
            waiting.append(pool.submit(_check, chunk))
            if len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(values: Iterable[Record | Anomaly]) -> Iterator[list[Record | Anomaly]]:
    chunk: list[Record | Anomaly] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


_checkers: list[Checker] = []


def _start(settings: Settings, options: Options, compared: bool) -> None:  # called by a pool
    """Make the checker of a process, once."""
    _checkers.append(_checker(settings, options, compared=compared))


def _check(chunk: list[Record | Anomaly]) -> list[CheckReport | Anomaly]:
    checker = _checkers[-1]
    return [value if isinstance(value, Anomaly) else checker.check_record(value) for value in chunk]
