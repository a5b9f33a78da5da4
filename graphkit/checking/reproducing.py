"""What comparing with other certifications brings to light, as facts that rules look at and findings cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from graphkit.catalog.views import CertificationRef
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
from graphkit.identifiers import Minter
from graphkit.mapping.sink import term
from graphkit.ntriples import Triple, string
from graphkit.ntriples import iri as iri_of
from graphkit.sources.trois_colonnes.reperes import fold

_EXCERPT = term("ref:extrait")
_OF_HOMONYMS = "#R45_homonyme"
#: Titles compared with that of the document.
_TITLES = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a document with the graph brought to light.

    Attributes:
        found: the reproductions, those of the certifier's own texts too.
        triples: what the rules look at.
        homonyms: certifications of the same title.
    """

    found: tuple[Reproduction, ...] = ()
    triples: tuple[Triple, ...] = ()
    homonyms: tuple[CertificationRef, ...] = ()

    def cite(self, finding: Finding) -> tuple[Related, ...]:
        """Return the statements, or the certifications, that a finding is about.

        Args:
            finding: of the rule on literal reproduction, or of that on levels.
        """
        if finding.shape.endswith(_OF_HOMONYMS):
            return tuple(
                Related(_level(each), each.title, (), each.iri)
                for each in self.homonyms
                if each.identifier == finding.words
            )
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
    homonyms = tuple(_homonyms(identity, corpus))
    minter = Minter(iri.rpartition("certification/")[0])
    for other in homonyms:
        level = iri_of(minter.concept("niveau", other.level))
        facts.append((iri_of(iri), term("ref:memeIntituleQue"), iri_of(other.iri)))
        facts.append((iri_of(other.iri), term("ref:niveau"), level))
    return Compared(found, tuple(facts), homonyms)


def _homonyms(identity: Identite, corpus: Corpus) -> Iterator[CertificationRef]:
    """Yield the certifications of the same title that may be compared: of a level, not inactive, no kin."""
    if not identity.intitule:
        return
    own = fold(identity.intitule)
    for near in corpus.titled(identity.intitule, _TITLES):
        if near.certification == identity.iri or near.certification in identity.lignee:
            continue
        if fold(near.text) != own:
            continue
        kin = corpus.kin(near.certification)
        other = kin.ref
        if other.active is not False and other.level.isdigit() and identity.iri not in kin.lineage:
            yield other


def _level(other: CertificationRef) -> Words:
    return Words(f"{other.identifier}, niveau {other.level}", f"{other.identifier}, level {other.level}")


def _thing(reproduction: Reproduction) -> Words:
    code = unquote(reproduction.modele.certification.rpartition("/")[2])
    return Words(f"énoncé de {code}", f"statement of {code}")
