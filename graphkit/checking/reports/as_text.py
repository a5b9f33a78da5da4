"""The report for a terminal, as lines whose style says what each is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graphkit.checking.findings import CheckReport, Counts, Finding, Note, Place, Rule
from graphkit.checking.reports.phrases import Language, say

Style = Literal["title", "heading", "violation", "warning", "info", "label", "plain", "muted"]
DEFAULT_WIDTH = 100
_LABEL = 12
_PLACES_SHOWN = 3
_QUOTE = 400
_BEFORE = re.compile(r" ([»;:?!%])")
_AFTER = re.compile(r"(«) ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        style: what it is.
        text: the text, folded to the width.
    """

    style: Style
    text: str


def render_text(report: CheckReport, language: Language = "fr", width: int = DEFAULT_WIDTH) -> str:
    """Return a report as plain text.

    Args:
        report: the report.
        language: of the words around those of the author.
        width: characters in a line.
    """
    return "\n".join(line.text for line in lines_of(report, language, width)) + "\n"


def lines_of(report: CheckReport, language: Language = "fr", width: int = DEFAULT_WIDTH) -> Iterator[Line]:
    """Yield the lines of a report.

    Args:
        report: the report.
        language: of the words around those of the author.
        width: characters in a line.
    """
    folder = _Folder(report, language, max(width, 40))
    yield from folder.head()
    for name, findings in sections_of(report):
        yield from folder.section(name, findings)
    yield from folder.notes()
    yield from folder.foot()


def sections_of(report: CheckReport) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Return the parts of a report in the order in which they are told, each with its findings.

    Args:
        report: the report.
    """

    def standing(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(each for each in findings if each.stands)

    everything = (*report.findings, *report.observations, *report.data)
    return (
        ("findings", report.standing),
        ("questions", report.questions),
        ("observations", standing(report.observations)),
        ("data", standing(report.data)),
        ("dismissals", tuple(each for each in everything if not each.stands)),
    )


def gather_alike(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Return findings in groups of those that one advice answers, in the order of the first of each group.

    One that is about other things too stays alone, and so does one without a rule: what it says is its own.

    Args:
        findings: in the order in which they are told.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for each in findings:
        alone = each.fingerprint if each.related or not each.shape else ""
        key = (each.rule, each.shape, each.severity, each.force, each.suggestion, alone)
        groups.setdefault(key, []).append(each)
    return tuple(map(tuple, groups.values()))


class _Folder:
    """Folds the parts of one report to a width."""

    def __init__(self, report: CheckReport, language: Language, width: int) -> None:
        self._report = report
        self._language = language
        self._width = width
        self._rules = report.rule_of

    def head(self) -> Iterator[Line]:
        report, say_ = self._report, self._say
        title = say_("title", name=report.document.nom)
        yield from self._folded("title", f"{title} — {report.title}" if report.title else title)
        yield from self._folded(
            "plain", say_("applied", register=report.register.upper(), date=report.date.isoformat())
        )
        yield from self._folded("plain", say_("read", counts=describe_counts(report.counts, self._language)))
        yield Line("plain", "")
        for severity, count in report.severities.items():
            name = say_(f"{severity}-n", n=count)
            yield Line(severity, f"{count:>5}  {name} ({say_(f'{severity}-why')})")
        if report.rules:
            yield from self._folded("plain", describe_states(report, self._language))
        verdict = say_("conforms") if report.conforms else say_("departs", n=report.severities["violation"])
        yield from self._folded("title", verdict)

    def section(self, name: str, findings: tuple[Finding, ...]) -> Iterator[Line]:
        if not findings:
            return
        yield Line("plain", "")
        yield Line("heading", f"{self._say(name)} ({len(findings)})")
        what = "question" if name == "questions" else "what"
        for group in gather_alike(findings) if name != "dismissals" else ((each,) for each in findings):
            yield Line("plain", "")
            yield from self._group(group, what) if len(group) > 1 else self._finding(group[0], what)

    def notes(self) -> Iterator[Line]:
        if not self._report.notes:
            return
        yield Line("plain", "")
        yield Line("heading", f"{self._say('notes')} ({len(self._report.notes)})")
        for note in self._report.notes:
            yield from self._note(note)

    def foot(self) -> Iterator[Line]:
        report = self._report
        if report.unused:
            yield Line("plain", "")
            yield from self._folded("warning", self._colon("unused", ", ".join(report.unused)))
        left = [rule.id for rule in report.rules if rule.state == "not-evaluable"]
        if left:
            yield Line("plain", "")
            yield from self._folded("muted", self._colon("state-not-evaluable", ", ".join(left)))
        yield Line("plain", "")
        yield from self._folded("muted", self._say("disclaimer"))

    def _group(self, findings: tuple[Finding, ...], what: str) -> Iterator[Line]:
        """Yield what findings have in common, then where each of them is."""
        said = [finding.message.in_language(self._language) for finding in findings]
        same = len(set(said)) == 1
        yield from self._heading(findings[0], what, f" (× {len(findings)})")
        if same:
            yield from self._labelled(what, said[0])
        yield from self._advice(findings[0])
        for finding, message in zip(findings, said, strict=True):
            yield Line("plain", "")
            yield from self._where(finding)
            if not same:
                yield from self._labelled(what, message)
            yield from self._labelled("fingerprint", finding.fingerprint, "muted")

    def _heading(self, finding: Finding, what: str, after: str = "") -> Iterator[Line]:
        rule = self._rules.get(finding.rule)
        kind = "question" if what == "question" else finding.standing_of
        title = f"  {rule.title.in_language(self._language)}" if rule is not None else ""
        yield from self._folded(finding.severity, f"{self._say(kind)} {finding.rule}{title}{after}")

    def _where(self, finding: Finding) -> Iterator[Line]:
        thing = finding.thing.in_language(self._language)
        where = describe_places(finding.places, self._language)
        yield from self._labelled("where", f"{where} · {thing}" if thing else where)
        if finding.quote and finding.places:
            yield from self._labelled("text", self._say("quoted", text=shorten(finding.quote)))
        if finding.words:
            yield from self._labelled("words", self._say("quoted", text=finding.words))

    def _advice(self, finding: Finding) -> Iterator[Line]:
        rule = self._rules.get(finding.rule)
        if finding.suggestion.in_language(self._language):
            yield from self._labelled("suggestion", finding.suggestion.in_language(self._language))
        if rule is not None:
            yield from self._labelled("source", describe_source(rule, self._language, finding.force))

    def _finding(self, finding: Finding, what: str) -> Iterator[Line]:
        language = self._language
        yield from self._heading(finding, what)
        yield from self._where(finding)
        yield from self._labelled(what, finding.message.in_language(language))
        for other in finding.related:
            place = describe_places(other.places, language) if other.places else other.iri
            quoted = self._say("quoted", text=shorten(other.quote)) if other.quote else ""
            told = " · ".join(filter(None, (place, other.thing.in_language(language), quoted)))
            yield from self._labelled("related", told)
        yield from self._advice(finding)
        if finding.dismissed:
            yield from self._labelled("dismissed", finding.dismissed)
        yield from self._labelled("fingerprint", finding.fingerprint, "muted")

    def _note(self, note: Note) -> Iterator[Line]:
        yield Line("plain", "")
        where = describe_places(note.places, self._language)
        yield from self._folded("muted", f"{note.name} · {where}")
        yield from self._folded("plain", f"  {note.message.in_language(self._language)}")
        if note.excerpt:
            yield from self._folded("plain", f"  {self._say('quoted', text=shorten(note.excerpt))}")

    def _labelled(self, name: str, text: str, style: Style = "plain") -> Iterator[Line]:
        indent = " " * (_LABEL + 2)
        folded = self._wrap(text, f"  {self._say(name):<{_LABEL}}", indent)
        yield from (Line(style, line) for line in folded)

    def _folded(self, style: Style, text: str) -> Iterator[Line]:
        indent = " " * (len(text) - len(text.lstrip()))
        yield from (Line(style, line) for line in self._wrap(text.strip(), indent, indent))

    def _wrap(self, text: str, first: str, indent: str) -> list[str]:
        # Control characters of a document must not reach the terminal as orders to it.
        safe = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
        # A line neither begins nor ends between a mark and what it belongs to.
        safe = _AFTER.sub("\\1\u00a0", _BEFORE.sub("\u00a0\\1", safe))
        return textwrap.wrap(
            safe, self._width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False
        ) or [first.rstrip()]

    def _say(self, phrase: str, /, **values: object) -> str:
        return say(phrase, self._language, **values)

    def _colon(self, name: str, text: str) -> str:
        return self._say("colon", name=self._say(name).capitalize(), text=text)


def describe_counts(counts: Counts, language: Language) -> str:
    """Return what was read as words, kinds of which there is nothing left out.

    Args:
        counts: the numbers.
        language: of the words.
    """
    numbers = {
        name: getattr(counts, name) for name in ("blocs", "activites", "competences", "modalites", "criteres")
    }
    return ", ".join(say(name, language, n=n) for name, n in numbers.items() if n) or say("none", language)


def describe_states(report: CheckReport, language: Language) -> str:
    """Return what became of the rules as words.

    Args:
        report: the report.
        language: of the words.
    """
    states = report.states
    return say(
        "rules",
        language,
        kept=states["kept"],
        broken=states["broken"],
        not_evaluable=states["not-evaluable"],
        all=len(report.rules) - states["question"],
    )


def describe_places(places: tuple[Place, ...], language: Language) -> str:
    """Return positions as words.

    Args:
        places: the positions, in the order of the document.
        language: of the words.
    """
    if not places:
        return say("whole", language)
    told = list(dict.fromkeys(place.words.in_language(language) for place in places))
    shown = " ; ".join(told[:_PLACES_SHOWN]) if language == "fr" else "; ".join(told[:_PLACES_SHOWN])
    left = len(told) - _PLACES_SHOWN
    return f"{shown} {say('more-places', language, n=left)}" if left > 0 else shown


def describe_source(rule: Rule, language: Language, force: str = "") -> str:
    """Return where a rule stands and its force, as words.

    Args:
        rule: the rule.
        language: of the words.
        force: letter of the force of the part in question; the heaviest of the rule when empty.
    """
    told = (" ; " if language == "fr" else "; ").join(gather_sources(rule.sources))
    force = force or rule.force
    forces = [say(f"force-{force}", language)] if force else []
    if rule.unverified:
        forces.append(say("unverified", language))
    return f"{told} ({', '.join(forces)})" if forces else told


def gather_sources(sources: Iterable[str]) -> list[str]:
    """Return sources with the pages of one text told together.

    Args:
        sources: texts, each with its page.
    """
    pages: dict[str, list[str]] = {}
    for source in sources:
        work, _, page = source.partition(", p. ")
        pages.setdefault(work, []).extend([page] if page else [])
    return [f"{work}, p. {', '.join(found)}" if found else work for work, found in pages.items()]


def shorten(text: str, length: int = _QUOTE) -> str:
    """Return a text on one line, cut after a word when it is very long.

    Args:
        text: the text.
        length: characters kept.
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
