"""What a check says about one document, as plain values that every report is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graphkit.model import Document
from graphkit.passages import Passage
from graphkit.validation import Severity

Register = Literal["rncp", "rs"]
#: What became of a rule: broken, kept, nothing to apply it to, or put to the author as a question.
State = Literal["broken", "kept", "not-evaluable", "question"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages.

    Attributes:
        fr: in French.
        en: in English.
    """

    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in a language, in the other one where it lacks it.

        Args:
            language: ``fr`` or ``en``.
        """
        return (self.en or self.fr) if language == "en" else (self.fr or self.en)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was applied, as reports cite it.

    Attributes:
        id: ``R12``, or the name of a structural shape.
        title: what it asks.
        severity: legal force: ``violation`` for what the law or the regulator imposes, ``warning`` for what
            is expected, ``info`` for advice.
        force: letter of that force: M, S or A; F for a limit of format; empty for structure.
        kind: letter of the way it is verified (G, Q, T, C, H), ``S`` for structure.
        sources: where it stands, each with its page.
        suggestion: what to do where it is broken.
        starts: first day on which it applies, if there is one.
        ends: last day, if there is one.
        state: what became of it in this document.
        unverified: whether it rests on a text that is known only through secondary pages.
    """

    id: str
    title: Words
    severity: Severity
    force: str
    kind: str
    sources: tuple[str, ...] = ()
    suggestion: Words = Words()
    starts: date | None = None
    ends: date | None = None
    state: State = "kept"
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A position in the document, with its words.

    Attributes:
        passage: the position.
        words: the position as people say it (``tableau 2, ligne 5, colonne 3 (page 4)``, ``Feuille1!C5``).
    """

    passage: Passage
    words: Words


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing that a finding is about, such as the statement that this one repeats.

    Attributes:
        thing: what it is, as people name it.
        quote: its words.
        places: where it stands in this document; empty for a thing of another one.
        iri: its IRI.
    """

    thing: Words
    quote: str
    places: tuple[Place, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from a rule, or one question to the author, with all that a report tells of it.

    Attributes:
        fingerprint: names it in the next check too, wherever the statement has moved.
        rule: id of the rule.
        severity: that of the part of the rule that is broken.
        force: letter of the legal force of that part; empty where no rule of the guideline is broken.
        shape: IRI of the shape that found it; empty for what no shape finds.
        component: IRI of the kind of constraint; idem.
        path: IRI of the property at fault, when it is one.
        focus: IRI of the thing at fault.
        thing: the thing as people name it (``compétence C1.4``).
        places: where it stands, in the order of the document; empty where the source does not say.
        quote: the words that stand there, as in the source; empty where there are none.
        words: those of them that are at fault, where it is not the whole.
        message: what is wrong.
        suggestion: what to do.
        related: other things that it is about.
        dismissed: why the author set it aside; empty while it stands.
    """

    fingerprint: str
    rule: str
    severity: Severity
    force: str
    shape: str
    component: str
    path: str
    focus: str
    thing: Words
    places: tuple[Place, ...]
    quote: str
    words: str
    message: Words
    suggestion: Words
    related: tuple[Related, ...] = ()
    dismissed: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody has set it aside."""
        return not self.dismissed

    @property
    def standing_of(self) -> str:
        """Name of what it is called: by its severity, which what rests on no rule has in another sense."""
        return self.severity if self.shape else f"note-{self.severity}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that could not be read as it stands; it says nothing about the référentiel itself.

    Attributes:
        name: short stable name of what is wrong.
        message: what is wrong and what was done about it; in French alone where its reader has no more.
        excerpt: the text at fault.
        places: where it stands.
        severity: ``info`` for what is merely lost, ``warning`` for what may have been misread.
    """

    name: str
    message: Words
    excerpt: str
    places: tuple[Place, ...]
    severity: Severity


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each kind of thing was read."""

    blocs: int = 0
    activites: int = 0
    competences: int = 0
    modalites: int = 0
    criteres: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A thing in the table of a référentiel.

    Attributes:
        iri: its IRI.
        code: the code printed beside it; empty without one.
        text: its words.
    """

    iri: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A competence with all that goes with it, as authors lay it out.

    Attributes:
        bloc: the bloc that holds it, if one does.
        activites: the activities that call for it.
        competence: the competence; ``None`` for an activity that calls for none, or an empty bloc.
        modalites: how it is assessed; how its bloc is, where the source says no more.
        criteres: what it is judged by.
    """

    bloc: Cell | None
    activites: tuple[Cell, ...]
    competence: Cell | None
    modalites: tuple[Cell, ...]
    criteres: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found in one document, or in one certification of the graph.

    Attributes:
        document: the file, or the source of the certification in the graph.
        identifier: register number, or the name that a draft gets.
        iri: IRI of the certification.
        title: its title.
        level: its level of qualification; empty where the source does not say.
        certifiers: names of the bodies that deliver it.
        date: day whose rules were applied.
        register: register whose rules were applied.
        counts: what was read.
        rows: the table as it was understood.
        rules: the rules that were applied, in their order, with what became of each.
        findings: departures from rules, in the order of the document, those set aside included.
        questions: what only the author can answer, in the order of the document.
        observations: what looking at the document as a whole brings to light: numbering, repetitions, holes.
        data: departures from the form of the data, which bind nobody.
        notes: what could not be read as it stands.
        unused: fingerprints of dismissals that fit no finding.
    """

    document: Document
    identifier: str
    iri: str
    title: str
    level: str
    certifiers: tuple[str, ...]
    date: date
    register: Register
    counts: Counts
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Finding, ...] = ()
    observations: tuple[Finding, ...] = ()
    data: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def standing(self) -> tuple[Finding, ...]:
        """Departures from rules that nobody has set aside."""
        return tuple(each for each in self.findings if each.stands)

    @property
    def dismissed(self) -> tuple[Finding, ...]:
        """Departures that were set aside, each with its reason."""
        return tuple(each for each in self.findings if not each.stands)

    @property
    def severities(self) -> dict[Severity, int]:
        """Severity -> number of departures that stand, the worst first."""
        counts = Counter(each.severity for each in self.standing)
        return {severity: counts[severity] for severity in SEVERITIES}

    @property
    def states(self) -> dict[State, int]:
        """What became of rules -> number of them."""
        counts = Counter(rule.state for rule in self.rules)
        return {state: counts[state] for state in ("broken", "kept", "not-evaluable", "question")}

    @property
    def conforms(self) -> bool:
        """Whether no departure from a rule that binds is left standing."""
        return not self.severities["violation"]

    @property
    def rule_of(self) -> Mapping[str, Rule]:
        """Id -> rule."""
        return {rule.id: rule for rule in self.rules}
