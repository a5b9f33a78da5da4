"""The rules that apply to one kind of document on one day, ready for many documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from rdflib import Graph, URIRef
from rdflib.namespace import SH

from graphkit.checking.findings import Register, Rule, State, Words
from graphkit.mapping.sink import A
from graphkit.ntriples import Triple, iri
from graphkit.terms import REF
from graphkit.validation import DocumentKind, Result, RuleShape, RuleValidator, load_rules
from graphkit.validation import Rule as LegalRule

_QUESTION = "H"


class Rulebook:
    """Rules made ready.

    Args:
        register: register of the certification, or the one that its author aims at.
        document: kind of document.
        day: the day of the check.

    Attributes:
        rules: the rules that apply, in the order of their numbers.

    Raises:
        FileNotFoundError: the installation lacks rules.
    """

    def __init__(self, register: Register, document: DocumentKind, day: date) -> None:
        self._validator = RuleValidator(register, document, day, shapes=_shapes())
        self.rules = self._validator.rules
        self._shapes = {shape.iri: shape for shape in self._validator.shapes}

    def validate(self, triples: Iterable[Triple]) -> tuple[Result, ...]:
        """Return what the rules find in the triples of one document, sorted.

        Args:
            triples: N-Triples terms; the facts of its texts with them.
        """
        return self._validator.validate(triples)

    def shape_of(self, result: Result) -> RuleShape:
        """Return what a result was looked for by.

        Args:
            result: what the rules found.
        """
        return self._shapes[result.shape]

    def states(
        self, triples: Iterable[Triple], results: Iterable[Result], *, compared: bool
    ) -> dict[str, State]:
        """Return what became of each rule in one document.

        Args:
            triples: the document.
            results: what the rules found in it.
            compared: whether it was compared with other certifications.
        """
        classes = {value for _, predicate, value in triples if predicate == A}
        found = {result.shape for result in results}
        return {rule.id: self._state(rule, classes, found, compared=compared) for rule in self.rules}

    def _state(self, rule: LegalRule, classes: set[str], found: set[str], *, compared: bool) -> State:
        shapes = [shape for shape in rule.shapes if shape.iri in self._shapes]
        verdicts = [shape for shape in shapes if not is_question(shape)]
        if any(shape.iri in found for shape in verdicts):
            return "broken"
        if any(_looks(shape.iri, classes, compared=compared) for shape in verdicts):
            return "kept"
        if any(shape.iri in found for shape in shapes):
            return "question"
        return "not-evaluable"


@lru_cache(maxsize=8)
def open_rulebook(register: Register, document: DocumentKind, day: date) -> Rulebook:
    """Return the rules that apply, made ready once; one thread at a time may use them.

    Args:
        register: register of the certification, or the one that its author aims at.
        document: kind of document.
        day: the day of the check.

    Raises:
        FileNotFoundError: the installation lacks rules.
    """
    return Rulebook(register, document, day)


def describe_rule(rule: LegalRule, state: State) -> Rule:
    """Return a rule as reports cite it.

    Args:
        rule: the rule.
        state: what became of it in a document.
    """
    return Rule(
        id=rule.id,
        title=Words(rule.title_fr, rule.title_en),
        severity=rule.severity,
        force=rule.forces[0] if rule.forces else "",
        kind=rule.kinds[0] if rule.kinds else "X",
        sources=rule.sources,
        starts=rule.valid_from,
        ends=rule.valid_until,
        state=state,
        unverified=rule.to_verify,
    )


def is_question(shape: RuleShape) -> bool:
    """Tell whether what a shape finds is a question to the author, and no verdict.

    Args:
        shape: the shape.
    """
    return shape.kind == _QUESTION


@cache
def _shapes() -> Graph:
    return load_rules()


@cache
def _targets(shape: str) -> frozenset[str]:
    """Return the classes whose things a shape looks at, as N-Triples terms."""
    return frozenset(iri(str(each)) for each in _shapes().objects(URIRef(shape), SH.targetClass))


def _looks(shape: str, classes: set[str], *, compared: bool) -> bool:
    """Tell whether a shape has something to look at."""
    if (URIRef(shape), SH.targetSubjectsOf, REF.aPourReproduction) in _shapes():
        return compared
    # Words that no text holds leave no trace in the graph: to find none is to have looked.
    return bool(_targets(shape) & classes) or (URIRef(shape), SH.targetSubjectsOf, None) in _shapes()
