"""What an answer states, if it is RDF: parsed in a process that may be killed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graphkit.audit.visit import Answer
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.linked_data.parsing import Quad, parse
from graphkit.linked_data.syntaxes import Syntax

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: Media type -> syntax in which it is parsed.
SYNTAXES: dict[str, Syntax] = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-triples": "lines",
    "application/n-quads": "lines",
    "application/trig": "turtle",
}
RDF = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/n-triples;q=0.7"


@dataclass(frozen=True, slots=True)
class Statements:
    """Triples as terms of N-Triples, and why there are none.

    Attributes:
        triples: subject, predicate and object.
        trouble: why they could not be read.
        media_type: media type that they came in.
    """

    triples: frozenset[tuple[str, str, str]] = field(default=frozenset(), repr=False)
    trouble: str = ""
    media_type: str = ""

    def values(self, subject: str, *predicates: str) -> list[str]:
        """Return the objects of a subject, as IRIs or texts without marks, in order.

        Args:
            subject: IRI of the subject.
            predicates: IRIs; any will do.
        """
        wanted = {f"<{each}>" for each in predicates}
        return sorted(plain(o) for s, p, o in self.triples if s == f"<{subject}>" and p in wanted)

    def languages(self, subject: str, *predicates: str) -> set[str]:
        """Return the languages of the texts of a subject, as in ``values``."""
        wanted = {f"<{each}>" for each in predicates}
        found = (o for s, p, o in self.triples if s == f"<{subject}>" and p in wanted)
        return {language_of(o) for o in found}

    def of_type(self, *classes: str) -> list[str]:
        """Return the things of any of some classes, in order.

        Args:
            classes: IRIs.
        """
        wanted = {f"<{each}>" for each in classes}
        found = {s for s, p, o in self.triples if p == f"<{RDF_TYPE}>" and o in wanted}
        return sorted(map(plain, found))

    @property
    def subjects(self) -> set[str]:
        """IRIs of everything that something is said of."""
        return {plain(s) for s, _, _ in self.triples}

    @property
    def iris(self) -> set[str]:
        """All IRIs, wherever they stand."""
        return {plain(term) for triple in self.triples for term in triple if term.startswith("<")}

    def joined(self, other: Statements) -> Statements:
        """Return these statements and others."""
        return Statements(self.triples | other.triples)


def plain(term: str) -> str:
    """Return the IRI of a term, or the text of a literal."""
    if term.startswith("<"):
        return term[1:-1]
    return term.rpartition('"')[0].removeprefix('"')


def language_of(term: str) -> str:
    """Return the language of a literal, in lower case without region; empty for any other term."""
    after = term.rpartition('"')[2] if term.startswith('"') else ""
    return after[1:].partition("-")[0].lower() if after.startswith("@") else ""


def from_quads(quads: Iterable[Quad]) -> frozenset[tuple[str, str, str]]:
    """Return triples, whatever graph they stand in."""
    return frozenset((s, p, o) for s, p, o, _ in quads)


def read_statements(answer: Answer, settings: Settings) -> Statements:
    """Return what an answer states.

    Args:
        answer: the answer; what it is made of is told by its media type.
        settings: what parsing may take.
    """
    media = answer.media_type
    if answer.status != 200:  # noqa: PLR2004
        return Statements(trouble=answer.told, media_type=media)
    if media not in SYNTAXES:
        return Statements(trouble=f"{media or 'no media type'} is no RDF", media_type=media)
    if answer.cut:
        return Statements(trouble=answer.trouble, media_type=media)
    content = answer.body
    if media == "text/turtle":
        # Addresses in it may be relative to where it was found.
        content = f"@base <{answer.url}> .\n".encode() + content
    found = parse_bytes(content, SYNTAXES[media], settings)
    return Statements(found.triples, found.trouble, media)


def parse_bytes(content: bytes, syntax: Syntax, settings: Settings) -> Statements:
    """Return what some bytes state.

    Args:
        content: the bytes.
        syntax: how they are written.
        settings: what parsing may take.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer"
        path.write_bytes(content)
        try:
            return Statements(from_quads(parse(path, syntax, settings).quads))
        except SourceUnreadable as error:
            return Statements(trouble=str(error).removeprefix(f"{path}: "))
