"""What the shapes found, as plain values and as the triples of a report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graphkit.ntriples import Triple, iri, text, typed

Severity = Literal["violation", "warning", "info"]

#: Severity -> IRI that SHACL gives it, the worst first.
SEVERITY_IRIS: dict[Severity, str] = {
    "violation": str(SH.Violation),
    "warning": str(SH.Warning),
    "info": str(SH.Info),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape found.

    Attributes:
        focus: IRI of the thing at fault; N-Triples text when it has none.
        shape: IRI of the shape that found it.
        component: IRI of the kind of constraint.
        severity: ``violation``, ``warning`` or ``info``.
        path: IRI of the property at fault, when it is one property.
        value: the value at fault as N-Triples text, when it is one value.
        message_fr: what is wrong and what to do.
        message_en: idem in English.
    """

    focus: str
    shape: str
    component: str
    severity: Severity
    path: str | None
    value: str | None
    message_fr: str
    message_en: str


def sort_key(result: Result) -> tuple[str, ...]:
    """Return what results are ordered by, the same for the same result in any run."""
    return (result.focus, result.shape, result.component, result.path or "", result.value or "")


def count_severities(results: Iterable[Result]) -> dict[Severity, int]:
    """Return the number of results of each severity, the worst first."""
    counts = Counter(result.severity for result in results)
    return {severity: counts[severity] for severity in SEVERITY_IRIS}


def worst_severity(results: Iterable[Result]) -> Severity | None:
    """Return the worst severity among results, ``None`` without any."""
    counts = count_severities(results)
    return next((severity for severity, count in counts.items() if count), None)


def result_triples(results: Iterable[Result], fiche_iri: str) -> list[Triple]:
    """Return the report on a record as triples, its nodes named after the record.

    As in SHACL, any result, of whatever severity, makes ``sh:conforms`` false.

    Args:
        results: what the shapes found.
        fiche_iri: IRI of the fiche, which names its graph.

    Raises:
        ValueError: the IRI of the fiche, or one in a result, is no IRI.
    """
    ordered = sorted(results, key=sort_key)
    report = iri(f"{fiche_iri}/rapport")
    triples = [
        (report, _term(RDF.type), _term(SH.ValidationReport)),
        (report, _term(SH.conforms), typed(not ordered)),
    ]
    for result in ordered:
        node = iri(f"{fiche_iri}/resultat/{_digest(result)}")
        triples.append((report, _term(SH.result), node))
        triples += [(node, predicate, value) for predicate, value in _statements(result)]
    return triples


def _statements(result: Result) -> list[tuple[str, str]]:
    pairs: list[tuple[Node, str | None]] = [
        (RDF.type, _term(SH.ValidationResult)),
        (SH.focusNode, result.focus if result.focus.startswith(('"', "_:")) else iri(result.focus)),
        (SH.sourceShape, iri(result.shape)),
        (SH.sourceConstraintComponent, iri(result.component)),
        (SH.resultSeverity, iri(SEVERITY_IRIS[result.severity])),
        (SH.resultPath, iri(result.path) if result.path else None),
        (SH.value, result.value),
        (SH.resultMessage, text(result.message_fr, "fr")),
        (SH.resultMessage, text(result.message_en, "en")),
    ]
    return [(_term(predicate), value) for predicate, value in pairs if value is not None]


def _digest(result: Result) -> str:
    key = "|".join([result.focus, result.shape, result.component, result.value or ""])
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def _term(node: Node) -> str:
    return iri(str(node))
