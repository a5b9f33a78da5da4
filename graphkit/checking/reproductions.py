"""Statements that take over, word for word, all or part of a statement of another certification.

Candidates come from the search index of the graph, by their rare words; what decides is exact: runs of words
that both texts have, case, accents and punctuation aside. Words that the statements of many certifications
have in a row ("mise en situation à partir d’un cas réel ou fictif") are nobody’s and count for nothing.
Taking over one’s own text is no reproduction: what relates the two certifications is always said.
Source: Code du travail, art. R. 6113-9, 3°; France compétences, Vademecum RNCP v1.1, p. 11-12.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from rdflib.namespace import RDF, SKOS

from graphkit.catalog.nearness import Kin
from graphkit.identifiers import Minter, digest
from graphkit.index.nearness import Near
from graphkit.model import Certification, Reference
from graphkit.ntriples import Triple, iri, string
from graphkit.terms import REF
from graphkit.text import slugify
from graphkit.validation.tokens import graph_of


class Lien(StrEnum):
    """What relates a certification to the one whose words it has."""

    LIGNEE = "lignee"
    MEME_INTITULE = "meme-intitule"
    MEME_CERTIFICATEUR = "meme-certificateur"
    AUTRE = "autre"


#: Relations in which a text is, or may well be, the certifier's own.
PROPRES = frozenset({Lien.LIGNEE, Lien.MEME_INTITULE, Lien.MEME_CERTIFICATEUR})


@dataclass(frozen=True, slots=True)
class Seuils:
    """From when on words in common are a reproduction.

    Attributes:
        suite: words in a row.
        entier: words of a statement that is taken over whole, which may be shorter.
        frequence: certifications in which the same words in a row are nobody's.
        candidats: statements compared with each.
    """

    suite: int = 12
    entier: int = 8
    frequence: int = 5
    candidats: int = 50


@dataclass(frozen=True, slots=True)
class Enonce:
    """A statement of the document that is checked.

    Attributes:
        iri: its IRI.
        texte: its words.
    """

    iri: str
    texte: str


@dataclass(frozen=True, slots=True)
class Identite:
    """The certification that is checked, and what tells it from others.

    Attributes:
        iri: its IRI.
        intitule: its title.
        lignee: IRIs of those that it says it replaces or that replace it.
        certificateurs: IRIs of the bodies that deliver it.
    """

    iri: str
    intitule: str = ""
    lignee: frozenset[str] = frozenset()
    certificateurs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A statement that has words of another one.

    Attributes:
        enonce: the statement.
        modele: the other, with its certification.
        lien: what relates the two certifications.
        suite: the longest run of words in common, as the statement prints it.
        part: share of the words of the statement that stand in such runs.
    """

    enonce: Enonce
    modele: Near
    lien: Lien
    suite: str
    part: float

    @property
    def entiere(self) -> bool:
        """Whether the whole statement is taken over."""
        return self.part == 1


class Corpus(Protocol):
    """Where statements of other certifications are: ``Catalog.statements``."""

    def near(self, text: str, limit: int) -> tuple[Near, ...]:
        """Return statements that share the rare words of a text."""

    def titled(self, title: str, limit: int) -> tuple[Near, ...]:
        """Return titles of certifications that share the rare words of a title."""

    def kin(self, certification: str) -> Kin:
        """Return a certification with its lineage and its certifiers."""


def identite_of(certification: Certification, minter: Minter) -> Identite:
    """Return what tells a certification from those whose words it may have.

    Args:
        certification: as its reader gives it.
        minter: names the things.
    """
    titres = [fait.valeur for fait in certification.faits if fait.propriete == "skos:prefLabel"]
    return Identite(
        minter.certification(certification.identifiant),
        str(titres[0]) if titres else "",
        frozenset(
            minter.certification(fait.valeur.certification)
            for fait in certification.faits
            if fait.propriete in {"ref:remplace", "ref:estRemplaceePar"}
            and isinstance(fait.valeur, Reference)
        ),
        frozenset(minter.certificateur(each.nom, each.siret) for each in certification.certificateurs),
    )


def statements_of(triples: Iterable[Triple]) -> tuple[Enonce, ...]:
    """Return the statements of a record: its activities, competences, criteria and modalities.

    Args:
        triples: what the mapping makes of the record.
    """
    graph = graph_of(triples)
    kinds = (
        (REF.Activite, SKOS.prefLabel),
        (REF.Competence, REF.enonce),
        (REF.CritereEvaluation, REF.enonce),
        (REF.ModaliteEvaluation, REF.enonce),
    )
    return tuple(
        Enonce(str(node), str(texte))
        for kind, propriete in kinds
        for node in sorted(graph.subjects(RDF.type, kind), key=str)
        for texte in graph.objects(node, propriete)
    )


def find_reproductions(
    identite: Identite, enonces: Iterable[Enonce], corpus: Corpus, seuils: Seuils | None = None
) -> tuple[Reproduction, ...]:
    """Return the statements of a document that reproduce others, each with the closest of each certification.

    The certification itself, if the graph has it, is passed over.

    Args:
        identite: the certification checked.
        enonces: its statements.
        corpus: the statements of others.
        seuils: from when on; the usual thresholds when absent.

    Raises:
        StoreUnavailable: the corpus cannot be searched.
    """
    bounds = seuils or Seuils()
    relate = cache(lambda iri: _relation(identite, corpus.kin(iri)))
    found: list[Reproduction] = []
    for enonce in enonces:
        words = _words(enonce.texte)
        if len(words) < bounds.entier:
            continue
        candidates = [
            each for each in corpus.near(enonce.texte, bounds.candidats) if each.certification != identite.iri
        ]
        for modele, runs in _compare(words, candidates, bounds):
            longest = max(runs, key=lambda run: run[1] - run[0])
            found.append(
                Reproduction(
                    enonce,
                    modele,
                    relate(modele.certification),
                    enonce.texte[words[longest[0]].start() : words[longest[1] - 1].end()],
                    _covered(runs) / len(words),
                )
            )
    return tuple(found)


def reproduction_triples(found: Iterable[Reproduction]) -> list[Triple]:
    """Return what rule R43 looks at: the reproductions of what is not the certifier's own.

    Args:
        found: reproductions of one document.
    """
    triples: list[Triple] = []
    for each in found:
        if each.lien in PROPRES:
            continue
        node = iri(f"{each.enonce.iri}/reproduction/{digest(each.modele.bearer)}")
        triples += [
            (iri(each.enonce.iri), iri(str(REF.aPourReproduction)), node),
            (node, iri(str(RDF.type)), iri(str(REF.Reproduction))),
            (node, iri(str(REF.reproduit)), iri(each.modele.bearer)),
            (node, iri(str(REF.certificationReproduite)), iri(each.modele.certification)),
            (node, iri(str(REF.extrait)), string(each.suite)),
        ]
    return triples


_MOT = re.compile(r"[^\W_]+")
_Run = tuple[int, int]


def _words(text: str) -> list[re.Match[str]]:
    return list(_MOT.finditer(text))


@cache
def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _compare(
    words: Sequence[re.Match[str]], candidates: Sequence[Near], bounds: Seuils
) -> Iterator[tuple[Near, list[_Run]]]:
    """Yield, for each certification, the candidate that has most of the words, with the runs in common."""
    size = min(bounds.suite, len(words))
    own = _shingles([_fold(word[0]) for word in words], bounds.entier)
    shared: list[tuple[Near, set[int]]] = []
    holders: dict[int, set[str]] = defaultdict(set)
    for candidate in candidates:
        other = set(_shingles([_fold(word[0]) for word in _words(candidate.text)], bounds.entier))
        places = {place for place, shingle in enumerate(own) if shingle in other}
        if places:
            shared.append((candidate, places))
            for place in places:
                holders[place].add(candidate.certification)
    common = {place for place, those in holders.items() if len(those) >= bounds.frequence}
    best: dict[str, tuple[int, Near, list[_Run]]] = {}
    for candidate, places in shared:
        runs = [run for run in _runs(places - common, bounds.entier) if run[1] - run[0] >= size]
        covered = _covered(runs)
        if covered > best.get(candidate.certification, (0,))[0]:
            best[candidate.certification] = (covered, candidate, runs)
    for _, candidate, runs in best.values():
        yield candidate, runs


def _shingles(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _runs(places: Iterable[int], size: int) -> list[_Run]:
    """Join the shingles that begin at these places, one after the other, into runs of words."""
    runs: list[_Run] = []
    for place in sorted(places):
        if runs and place + size == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place + size)
        else:
            runs.append((place, place + size))
    return runs


def _covered(runs: Iterable[_Run]) -> int:
    """Return the number of words that stand in runs, which may overlap."""
    return len({place for start, end in runs for place in range(start, end)})


def _relation(identite: Identite, kin: Kin) -> Lien:
    if kin.ref.iri in identite.lignee or identite.iri in kin.lineage or identite.lignee & kin.lineage:
        return Lien.LIGNEE
    if identite.intitule and kin.ref.title and _slug(identite.intitule) == _slug(kin.ref.title):
        return Lien.MEME_INTITULE
    if identite.certificateurs & kin.bodies:
        return Lien.MEME_CERTIFICATEUR
    return Lien.AUTRE


def _slug(title: str) -> str:
    try:
        return slugify(title)
    except ValueError:
        return title
