"""From what shapes found to what an author reads."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rdflib import SH

from graphkit.checking.findings import Finding, Note, Related, Words
from graphkit.checking.places import place_of, position_key
from graphkit.checking.tracing import Tracer
from graphkit.model import Anomaly
from graphkit.ntriples import literal_text
from graphkit.passages import Passage
from graphkit.text import normalise_spaces
from graphkit.validation import Result

_NOT_WORD = re.compile(r"\W+")
_FINGERPRINT = 16
_OF_QUERY = str(SH.SPARQLConstraintComponent)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a report says of the rule behind a result.

    Attributes:
        rule: id of the rule.
        force: letter of the legal force of the part that is broken.
        suggestion: what to do.
    """

    rule: str
    force: str = ""
    suggestion: Words = field(default_factory=Words)


def compose_finding(result: Result, cited: Cited, tracer: Tracer) -> Finding:
    """Return a result as a finding: the thing, its place, its words, the rule.

    Args:
        result: what a shape found.
        cited: the rule of that shape.
        tracer: knows the record.
    """
    quote = tracer.quote(result.focus)
    if result.path and not quote:
        quote = next(iter(tracer.texts(result.focus, result.path)), "")
    elif result.path and result.value is not None and result.component == _OF_QUERY:
        # What a query finds in another text than the statement is shown in that text.
        told = literal_text(result.value)
        quote = next(
            (each for each in tracer.texts(result.focus, result.path) if told and told in each), quote
        )
    words, related = _value(result, quote, tracer)
    thing = tracer.thing(result.focus)
    return Finding(
        fingerprint=fingerprint_of(cited.rule, result.shape, thing.fr if not quote else "", quote, words),
        rule=cited.rule,
        severity=result.severity,
        force=cited.force,
        shape=result.shape,
        component=result.component,
        path=result.path or "",
        focus=result.focus,
        thing=thing,
        places=tracer.places(result.focus, result.path),
        quote=quote,
        words=words,
        message=Words(result.message_fr, result.message_en),
        suggestion=cited.suggestion,
        related=related,
    )


def _value(result: Result, quote: str, tracer: Tracer) -> tuple[str, tuple[Related, ...]]:
    """Return the words at fault, and the thing that the value of a result is, if it is one."""
    if result.value is None:
        return "", ()
    text = literal_text(result.value)
    if text is not None:
        return ("" if text == quote else text), ()
    node = result.value.strip("<>")
    mention = tracer.mention(node)
    if mention:
        return mention, ()
    if node == result.focus or not tracer.knows(node):
        return "", ()
    return "", (Related(tracer.thing(node), tracer.quote(node), tracer.places(node), node),)


def fingerprint_of(*parts: str) -> str:
    """Return what names a finding wherever it stands: case, punctuation and white space do not matter.

    Args:
        parts: what makes it the finding that it is: its rule, the words that it is about.
    """
    key = "\n".join(_NOT_WORD.sub(" ", normalise_spaces(part)).strip().casefold() for part in parts)
    return hashlib.sha256(key.encode()).hexdigest()[:_FINGERPRINT]


def arrange(findings: Iterable[Finding], tracer: Tracer) -> tuple[Finding, ...]:
    """Return findings in the order of the document, each with a fingerprint of its own.

    Args:
        findings: in any order; what has no place comes first, for it is about the whole.
        tracer: knows the record.
    """

    def key(finding: Finding) -> tuple[object, ...]:
        passage = finding.places[0].passage if finding.places else Passage()
        return (
            *position_key(passage),
            tracer.rank(finding.focus),
            finding.rule,
            finding.words,
            finding.focus,
        )

    seen: Counter[str] = Counter()
    arranged = []
    for finding in sorted(findings, key=key):
        name = finding.fingerprint
        seen[name] += 1
        # The same words at fault twice are two findings: the second is told apart by its rank.
        arranged.append(finding if seen[name] == 1 else replace(finding, fingerprint=f"{name}-{seen[name]}"))
    return tuple(arranged)


def compose_note(anomaly: Anomaly) -> Note:
    """Return an anomaly of reading as a note.

    Args:
        anomaly: what a reader could not represent.
    """
    kind = anomaly.document.type_source
    return Note(
        name=anomaly.rule,
        message=Words(anomaly.message, anomaly.message_en),
        excerpt=anomaly.excerpt,
        places=tuple(place_of(each, kind) for each in anomaly.passages),
        severity=anomaly.severity,
    )
