"""Reads a file of RDF: whose its statements are, and which of them a file may not make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.identifiers import Minter
from graphkit.linked_data.conventions import Conventions
from graphkit.linked_data.description import (
    Description,
    describe,
    excerpt_of,
    part_unknown,
    unknown_anomalies,
)
from graphkit.linked_data.ownership import Division, certifications_of, divide
from graphkit.linked_data.parsing import Parsed, Quad, parse
from graphkit.linked_data.syntaxes import Syntax
from graphkit.mapping.provenance import document_iri
from graphkit.mapping.sink import A, term
from graphkit.model import Anomaly, Document
from graphkit.ntriples import Triple, untagged
from graphkit.terms import ONTOLOGY

#: Name of the kind, in ``Document.type_source`` and in IRIs of fiches.
NAME = "rdf"
_REPORTS = frozenset({term("sh:ValidationReport"), term("sh:ValidationResult")})
_PREF_LABEL = term("skos:prefLabel")
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class InCommon:
    """What a file says of things that several of its certifications share.

    Attributes:
        graph: IRI of the document, which names the graph: no other source writes there.
        triples: what is said of them.
    """

    graph: str
    triples: list[Triple]


class RdfSource:
    """Reads files of RDF that use the ontology.

    Args:
        settings: limits, and the base of IRIs.
        minter: names the things.
        conventions: tell what the ontology and the IRIs under the base say by themselves.
    """

    def __init__(self, settings: Settings, minter: Minter, conventions: Conventions) -> None:
        self._settings = settings
        self._minter = minter
        self._conventions = conventions

    def read(self, path: Path, syntax: Syntax) -> tuple[Document, Iterator[Description | InCommon | Anomaly]]:
        """Return the document, and what it says, a certification at a time.

        Args:
            path: the file.
            syntax: as recognised.

        Raises:
            SourceUnreadable: it cannot be parsed within its limits, or describes no certification.
        """
        parsed = parse(path, syntax, self._settings)
        document = Document(path.name, NAME, parsed.sha256)
        quads, left_out = self._sort_out(parsed.quads, document)
        if not certifications_of(quads):
            raise SourceUnreadable(f"{path}: {_disappointment(parsed.quads)}")
        try:
            division = divide(quads, lambda node: bool(self._conventions.stated(node)))
        except SourceUnreadable as error:
            raise SourceUnreadable(f"{path}: {error}") from error
        return document, self._tell(division, document, parsed, left_out)

    def _tell(
        self, division: Division, document: Document, parsed: Parsed, left_out: list[Anomaly]
    ) -> Iterator[Description | InCommon | Anomaly]:
        yield from left_out
        if division.orphans:
            yield _orphans(division.orphans, document)
        if division.shared:
            kept, unknown = part_unknown(division.shared, self._conventions)
            yield from unknown_anomalies(unknown, document, self._conventions)
            yield InCommon(document_iri(document, self._minter), list(self._in_common(kept)))
        for certification, said in division.own.items():
            yield describe(
                certification,
                said,
                division.context[certification],
                document=document,
                lines=parsed.lines,
                minter=self._minter,
                conventions=self._conventions,
            )

    def _in_common(self, triples: list[Triple]) -> Iterator[Triple]:
        """Yield what is not stated elsewhere; the name of a code is one that was read, not its name."""
        for node, predicate, value in sorted(triples):
            stated = self._conventions.stated(node)
            if (node, predicate, value) in stated:
                continue
            if stated and predicate == _PREF_LABEL and untagged(value) is not None:
                yield node, term("ref:libelleConstate"), value
            else:
                yield node, predicate, value

    def _sort_out(self, quads: list[Quad], document: Document) -> tuple[list[Quad], list[Anomaly]]:
        """Set aside what a file may not state: what the ontology says, and reports on other graphs."""
        reports = {s for s, p, o, _ in quads if p == A and o in _REPORTS}
        kept: list[Quad] = []
        redefined: list[Triple] = []
        reported = 0
        for quad in quads:
            triple = quad[:3]
            if triple in self._conventions.vocabulary:
                # Also the codes that the ontology fixes: it says so itself.
                continue
            if self._conventions.is_ontology(triple[0]):
                redefined.append(triple)
            elif triple[0] in reports:
                reported += 1
            else:
                kept.append(quad)
        anomalies = []
        if redefined:
            anomalies.append(
                Anomaly(
                    document,
                    "ontologie-redefinie",
                    f"{len(redefined)} triplet(s) disent de l’ontologie ce qu’elle ne dit pas : elle n’est"
                    " pas modifiée par un fichier.",
                    excerpt=excerpt_of(redefined),
                )
            )
        if reported:
            anomalies.append(
                Anomaly(
                    document,
                    "rapport-refait",
                    f"{reported} triplet(s) d’un rapport de validation laissé(s) de côté : la validation"
                    " est refaite.",
                    severity="info",
                )
            )
        return kept, anomalies


def _orphans(orphans: set[Triple], document: Document) -> Anomaly:
    subjects = sorted({s for s, _, _ in orphans})
    examples = ", ".join(each[1:-1] for each in subjects[:_EXAMPLES])
    return Anomaly(
        document,
        "chose-sans-certification",
        f"{len(subjects)} chose(s) à laquelle ou auxquelles aucune certification du fichier ne mène"
        f" ({examples}{', …' if len(subjects) > _EXAMPLES else ''}) : {len(orphans)} triplet(s) laissé(s)"
        " de côté.",
        excerpt=excerpt_of(orphans),
    )


def _disappointment(quads: list[Quad]) -> str:
    """Return why a file that states something has nothing for the graph."""
    expected = f"expected is at least one thing of class ref:Certification (<{ONTOLOGY}#Certification>)"
    if not quads:
        return f"is RDF that states nothing; {expected}"
    classes = sorted({o for _, p, o, _ in quads if p == A and o.startswith(f"<{ONTOLOGY}#")})
    if not classes:
        return f"is RDF ({len(quads)} statements) in which nothing is of a class of the ontology; {expected}"
    found = ", ".join("ref:" + each.partition("#")[2][:-1] for each in classes[:_EXAMPLES])
    return f"is RDF that has things of the ontology ({found}), of no certification; {expected}"
