"""Literal reproduction of other certifications, as facts that the rules look at and findings cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from graphkit.checking.findings import Finding, Related, Words
from graphkit.checking.reproductions import (
    Corpus,
    Identite,
    Reproduction,
    find_reproductions,
    reproduction_triples,
    statements_of,
)
from graphkit.checking.tracing import Tracer
from graphkit.mapping.sink import term
from graphkit.ntriples import Triple, string

_EXCERPT = term("ref:extrait")


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a document with the graph brought to light.

    Attributes:
        found: the reproductions, those of the certifier's own texts too.
        triples: what the rules look at.
    """

    found: tuple[Reproduction, ...] = ()
    triples: tuple[Triple, ...] = ()

    def cite(self, finding: Finding) -> tuple[Related, ...]:
        """Return the statements of others that a finding is about.

        Args:
            finding: of the rule on literal reproduction.
        """
        words = finding.words or finding.quote
        return tuple(
            Related(_thing(each), each.modele.text, (), each.modele.bearer)
            for each in self.found
            if each.enonce.iri == finding.focus and each.suite == words
        )


def compare(iri: str, triples: Iterable[Triple], tracer: Tracer, corpus: Corpus) -> Compared:
    """Look in the graph for the statements of a document.

    Args:
        iri: IRI of the certification that it describes.
        triples: what it says.
        tracer: knows it.
        corpus: the statements of others.

    Raises:
        StoreUnavailable: the corpus cannot be searched.
    """
    lineage = (*tracer.linked(iri, "ref:remplace"), *tracer.linked(iri, "ref:estRemplaceePar"))
    identity = Identite(
        iri, tracer.quote(iri), frozenset(lineage), frozenset(tracer.linked(iri, "ref:delivreePar"))
    )
    found = find_reproductions(identity, statements_of(triples), corpus)
    facts: list[Triple] = []
    for each in found:
        told = reproduction_triples([each])
        facts += told
        # The rule quotes the words in common.
        facts += [(value, _EXCERPT, string(each.suite)) for _, _, value in told[:1]]
    return Compared(found, tuple(facts))


def _thing(reproduction: Reproduction) -> Words:
    code = unquote(reproduction.modele.certification.rpartition("/")[2])
    return Words(f"énoncé de {code}", f"statement of {code}")
