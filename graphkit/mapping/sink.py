"""Where the mapping writes: the triples of one record, with the facts, codes and passages in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import assert_never

from graphkit.identifiers import Minter, encode_address
from graphkit.mapping.places import fragment_of, locator
from graphkit.model import Code, Concept, Faits, Lien, Reference, Valeur
from graphkit.ntriples import Triple, iri, string, text, typed
from graphkit.passages import Passage, Passages
from graphkit.terms import ONTOLOGY, expand
from graphkit.text import normalise_spaces


@cache
def term(name: str) -> str:
    """Return the N-Triples term of ``prefix:name``; a name that the vocabulary lacks raises."""
    return iri(expand(name))


A = term("rdf:type")
# The module whose description defines the fragments that selectors give.
_FRAGMENTS = f"{ONTOLOGY}/provenance"


class Sink:
    """Collects the triples of one record, each once, in order.

    Args:
        minter: names the things.
        certification: identifier of the certification that the record describes.
        type_source: name of the reader that made the record.
    """

    def __init__(self, minter: Minter, certification: str, type_source: str) -> None:
        self.minter = minter
        self.id = certification
        self.type_source = type_source
        self.certification = minter.certification(certification)
        self.fiche = minter.fiche(certification, type_source)
        self.triples: dict[Triple, None] = {}
        self.common: dict[Triple, None] = {}
        self.cited: dict[Triple, str] = {}
        self.labels: list[tuple[str, str]] = []
        self._ranked: set[str] = set()

    def add(self, subject: str, predicate: str, obj: str) -> None:
        """Add one triple.

        Args:
            subject: IRI.
            predicate: ``prefix:name``.
            obj: N-Triples term.
        """
        self.triples[(iri(subject), term(predicate), obj)] = None

    def link(self, subject: str, predicate: str, target: str) -> None:
        """Add a triple between two IRIs."""
        self.add(subject, predicate, iri(target))

    def thing(self, subject: str, kind: str, passages: Passages = (), rank: int | None = None) -> str:
        """Declare a thing: its class, where it is derived from and, the first time, its rank.

        Args:
            subject: IRI.
            kind: class as ``prefix:name``.
            passages: where the source has it.
            rank: 1-based place among its like; a thing met again keeps the first.

        Returns:
            The subject.
        """
        self.add(subject, "rdf:type", term(kind))
        if rank is not None and subject not in self._ranked:
            self._ranked.add(subject)
            self.add(subject, "ref:ordre", typed(rank))
        self.derive(subject, passages)
        return subject

    def derive(self, subject: str, passages: Iterable[Passage], propriete: str | None = None) -> None:
        """Lead a thing, or one statement about it, back to its source.

        Args:
            subject: IRI of the thing.
            passages: positions in the source.
            propriete: the property whose value they support; the whole thing when absent.
        """
        for passage in passages:
            node = self._passage(passage)
            self.link(subject, "prov:wasDerivedFrom", node)
            if propriete is not None:
                self.add(node, "ref:atteste", term(propriete))

    def faits(self, subject: str, faits: Faits) -> None:
        """Add the single statements about a thing."""
        for fait in faits:
            self.add(subject, fait.propriete, self.value(fait.valeur))
            self.derive(subject, fait.passages, fait.propriete)

    def statement(self, subject: str, propriete: str, texte: str | None) -> None:
        """Add a French text, if there is one; line breaks that structure it are kept."""
        if texte:
            lines = (normalise_spaces(line) for line in texte.split("\n"))
            self.add(subject, propriete, text("\n".join(line for line in lines if line)))

    def value(self, valeur: Valeur) -> str:
        """Return the N-Triples term of a value of a fact."""
        match valeur:
            case str():
                term_ = text(valeur)
            case Code(code):
                term_ = string(code)
            case bool() | int() | Decimal() | date():
                term_ = typed(valeur)
            case Lien(adresse):
                term_ = iri(encode_address(adresse))
            case Reference():
                term_ = iri(self.cite(valeur))
            case Concept():
                term_ = iri(self.concept(valeur))
            case _:
                assert_never(valeur)
        return term_

    def cite(self, reference: Reference) -> str:
        """Name a certification, or a bloc of it, that another record describes, and return its IRI.

        That record may not be in the graph: the number, or the code, that this one gives then stands alone.

        Args:
            reference: what the source points to.
        """
        certification = self.minter.certification(reference.certification)
        number = (iri(certification), term("ref:numeroFiche"), string(reference.certification))
        self.cited[number] = certification
        if reference.bloc is None:
            return certification
        bloc = self.minter.bloc(reference.certification, reference.bloc)
        self.cited[(iri(bloc), term("ref:codeImprime"), string(reference.bloc))] = certification
        return bloc

    def concept(self, concept: Concept) -> str:
        """Declare a code of a nomenclature and return its IRI."""
        node = self.minter.concept(concept.nomenclature, concept.code)
        scheme = self.minter.scheme(concept.nomenclature)
        self.share(node, "rdf:type", term("skos:Concept"))
        self.share(node, "skos:inScheme", iri(scheme))
        self.share(node, "skos:notation", string(concept.code))
        self.observe(node, concept.libelle)
        return node

    def share(self, subject: str, predicate: str, obj: str) -> None:
        """Note a triple about a code or a body that many records name; the dataset states it once.

        Stated in the graph of each record it would count once for each of them: the union of the graphs
        that queries see is a bag, and joining two such triples gives the square of their number.

        Args:
            subject: IRI.
            predicate: ``prefix:name``.
            obj: N-Triples term.
        """
        self.common[(iri(subject), term(predicate), obj)] = None

    def observe(self, node: str, libelle: str | None) -> None:
        """Note the label that the record gives a code or a body."""
        if libelle and (name := normalise_spaces(libelle)):
            self.add(node, "ref:libelleConstate", text(name))
            self.labels.append((node, name))

    def _passage(self, passage: Passage) -> str:
        place = locator(passage)
        node = self.minter.iri("passage", self.id, self.type_source, *place)
        self.add(node, "rdf:type", term("ref:Passage"))
        self.link(node, "oa:hasSource", self.fiche)
        if passage.chemin:
            alone = passage.lignes is None and passage.case is None
            self.add(node, "ref:cheminXML" if alone else "ref:tableau", string(passage.chemin))
        if passage.lignes is not None:
            self.add(node, "ref:ligneDebut", typed(passage.lignes[0]))
            self.add(node, "ref:ligneFin", typed(passage.lignes[1]))
        if passage.caracteres is not None:
            self.add(node, "ref:caractereDebut", typed(passage.caracteres[0]))
            self.add(node, "ref:caractereFin", typed(passage.caracteres[1]))
        if passage.page is not None:
            self.add(node, "ref:page", typed(passage.page))
        if passage.case is not None:
            self.add(node, "ref:numeroTableau", typed(passage.case.tableau))
            self.add(node, "ref:rangee", typed(passage.case.rangee))
            self.add(node, "ref:colonne", typed(passage.case.colonne))
        if fragment := fragment_of(passage):
            selector = self.minter.iri("selecteur", self.id, self.type_source, *place)
            self.link(node, "oa:hasSelector", selector)
            self.add(selector, "rdf:type", term("oa:FragmentSelector"))
            self.add(selector, "rdf:value", string(fragment))
            self.link(selector, "dcterms:conformsTo", _FRAGMENTS)
        return node
