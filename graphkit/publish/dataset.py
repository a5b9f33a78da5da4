"""The description of the dataset for programs: VoID, DCAT (DCAT-AP compatible), example questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SH, VOID, XSD

from graphkit.catalog.answers import InfoView
from graphkit.catalog.statistics import Statistics
from graphkit.publish.licence import ESCO_ATTRIBUTION, LICENCE, LICENCE_EUROPEAN
from graphkit.publish.rdf import NAMESPACES, shorten_iri
from graphkit.questions import NamedQuery
from graphkit.site import Site
from graphkit.terms import ONTOLOGY

SCHEMA = Namespace("https://schema.org/")
AUTHORITY = "http://publications.europa.eu/resource/authority"
TITLE = (
    "Certifications professionnelles françaises (RNCP, RS)",
    "French professional certifications (RNCP, RS)",
)
DESCRIPTION = (
    "Certifications, blocs, activités, compétences et évaluations en RDF, chaque fait avec sa source.",
    "Certifications, blocs, activities, competences and assessments in RDF, each fact with its source.",
)
_EXECUTABLE = {"SELECT": SH.SPARQLSelectExecutable, "ASK": SH.SPARQLAskExecutable}
_EXECUTABLE |= {"CONSTRUCT": SH.SPARQLConstructExecutable}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of the whole dataset.

    Attributes:
        name: name of the file.
        media_type: media type of what it holds, uncompressed.
        size: bytes.
        sha256: digest, hexadecimal.
        version: version of the graph that it holds.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    version: str = ""


class DatasetDescription:
    """What is said of the dataset, from what the graph holds.

    Args:
        info: what the graph holds.
        statistics: how often each class and property is used.
        base: start of the IRIs of the data.
        distributions: the files of the whole dataset that are to be had.
        site: where the site is, and whom to ask.
    """

    def __init__(
        self,
        info: InfoView,
        statistics: Statistics,
        base: str,
        distributions: Sequence[Distribution] = (),
        site: Site | None = None,
    ) -> None:
        self.info = info
        self._statistics = statistics
        self._base = base
        self.site = site or Site()
        self.distributions = distributions
        self.iri = URIRef(f"{base}donnees")

    @property
    def attributions(self) -> tuple[str, ...]:
        """The sentences that the licences of the sources ask to be cited."""
        wanted = {ESCO_ATTRIBUTION for source in self.info.sources if source.kind == "esco"}
        return (self.attribution(), *sorted(wanted))

    @property
    def day(self) -> date | None:
        """Date of the newest source, if one tells its date."""
        return max((source.date for source in self.info.sources if source.date), default=None)

    def void(self, questions: Iterable[NamedQuery] = ()) -> Graph:
        """Return the description in VoID, with example questions.

        Args:
            questions: the questions, each of which is SPARQL that runs as it stands.
        """
        graph = self.common()
        dataset = self.iri
        graph.add((dataset, RDF.type, VOID.Dataset))
        graph.add((dataset, VOID.sparqlEndpoint, self.at("sparql")))
        graph.add((dataset, VOID.uriSpace, Literal(self._base)))
        graph.add((dataset, VOID.triples, Literal(self._statistics.quads)))
        graph.add((dataset, VOID.classes, Literal(len(self._statistics.classes))))
        graph.add((dataset, VOID.properties, Literal(len(self._statistics.properties))))
        graph.add((dataset, FOAF.homepage, dataset))
        for each in self.distributions:
            graph.add((dataset, VOID.dataDump, self.at(f"telechargements/{each.name}")))
        for namespace in self._vocabularies():
            graph.add((dataset, VOID.vocabulary, URIRef(namespace)))
        self._add_partitions(graph)
        self._add_links(graph)
        self._add_questions(graph, questions)
        return graph

    def common(self) -> Graph:
        """Return what VoID and DCAT say alike."""
        graph = Graph()
        dataset, publisher = self.iri, self.part("editeur")
        graph.add((dataset, RDF.type, DCAT.Dataset))
        for language, title, text in zip(("fr", "en"), TITLE, DESCRIPTION, strict=True):
            graph.add((dataset, DCTERMS.title, Literal(title, lang=language)))
            graph.add((dataset, DCTERMS.description, Literal(text, lang=language)))
        graph.add((dataset, DCTERMS.license, URIRef(LICENCE)))
        graph.add((dataset, DCTERMS.license, URIRef(LICENCE_EUROPEAN)))
        graph.add((URIRef(LICENCE), RDF.type, DCTERMS.LicenseDocument))
        graph.add((URIRef(LICENCE_EUROPEAN), RDF.type, DCTERMS.LicenseDocument))
        for sentence in self.attributions:
            graph.add((dataset, DCTERMS.rights, statement := self.part(f"droits-{_slug(sentence)}")))
            graph.add((statement, RDF.type, DCTERMS.RightsStatement))
            graph.add((statement, RDFS.label, Literal(sentence, lang="fr")))
        graph.add((dataset, DCTERMS.publisher, publisher))
        graph.add((publisher, RDF.type, FOAF.Agent))
        graph.add((publisher, FOAF.name, Literal("Référentiels", lang="fr")))
        graph.add((dataset, DCTERMS.language, URIRef(f"{AUTHORITY}/language/FRA")))
        graph.add((dataset, DCTERMS.conformsTo, URIRef(ONTOLOGY)))
        if self.day:
            graph.add((dataset, DCTERMS.modified, Literal(self.day)))
        if self.info.version:
            graph.add((dataset, OWL.versionInfo, Literal(self.info.version)))
        for source in self.info.sources:
            if source.path:
                graph.add((dataset, DCTERMS.source, node := URIRef(self._base + source.path)))
                graph.add((node, RDF.type, DCAT.Dataset))
                graph.add((node, DCTERMS.title, Literal(source.title)))
                graph.add((node, DCTERMS.description, Literal(source.kind)))
                if source.licence:
                    graph.add((node, DCTERMS.license, URIRef(source.licence)))
                    graph.add((URIRef(source.licence), RDF.type, DCTERMS.LicenseDocument))
        return graph

    def attribution(self) -> str:
        """Return the sentence that a re-user has to cite."""
        dated = f", export du {self.day.isoformat()}" if self.day else ""
        return f"Source : France compétences (data.gouv.fr){dated}, Licence Ouverte 2.0"

    def _add_partitions(self, graph: Graph) -> None:
        for iri, count in self._statistics.classes.items():
            part = self.part(f"classe-{_slug(iri)}")
            graph.add((self.iri, VOID.classPartition, part))
            graph.add((part, VOID["class"], URIRef(iri)))
            graph.add((part, VOID.entities, Literal(count)))
        for iri, count in self._statistics.properties.items():
            part = self.part(f"propriete-{_slug(iri)}")
            graph.add((self.iri, VOID.propertyPartition, part))
            graph.add((part, VOID.property, URIRef(iri)))
            graph.add((part, VOID.triples, Literal(count)))

    def _add_links(self, graph: Graph) -> None:
        for (link, origin), count in self._statistics.links.items():
            linkset = self.part(f"liens-{_slug(link + origin)}")
            target = self.part(f"cible-{_slug(origin)}")
            graph.add((self.iri, VOID.subset, linkset))
            graph.add((linkset, RDF.type, VOID.Linkset))
            graph.add((linkset, VOID.linkPredicate, URIRef(link)))
            graph.add((linkset, VOID.subjectsTarget, self.iri))
            graph.add((linkset, VOID.objectsTarget, target))
            graph.add((linkset, VOID.triples, Literal(count)))
            graph.add((target, RDF.type, VOID.Dataset))
            graph.add((target, VOID.uriSpace, Literal(origin)))

    def _add_questions(self, graph: Graph, questions: Iterable[NamedQuery]) -> None:
        prefixes = self.part("prefixes")
        for prefix, namespace in NAMESPACES.items():
            declared = self.part(f"prefixe-{prefix}")
            graph.add((prefixes, SH.declare, declared))
            graph.add((declared, SH.prefix, Literal(prefix)))
            graph.add((declared, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
        for question in questions:
            node = URIRef(f"{self._base}requetes/{question.name}")
            graph.add((node, RDF.type, SH.SPARQLExecutable))
            graph.add((node, RDF.type, _EXECUTABLE[question.form]))
            graph.add((node, SH[question.form.lower()], Literal(question.text)))
            graph.add((node, SH.prefixes, prefixes))
            graph.add((node, SCHEMA.target, self.at("sparql")))
            graph.add((node, RDFS.comment, Literal(question.question_fr, lang="fr")))
            if question.question_en:
                graph.add((node, RDFS.comment, Literal(question.question_en, lang="en")))

    def _vocabularies(self) -> list[str]:
        used = (*self._statistics.classes, *self._statistics.properties)
        return sorted({space for space in NAMESPACES.values() if any(iri.startswith(space) for iri in used)})

    def at(self, path: str) -> URIRef:
        """Return the address of a page or file of the site.

        Args:
            path: its path without leading slash.
        """
        return URIRef(self.site.start(self._base) + path)

    def part(self, name: str) -> URIRef:
        """Return the IRI of something that is described with the dataset.

        Args:
            name: its name there.
        """
        return URIRef(f"{self.iri}#{name}")


def _slug(iri: str) -> str:
    short = shorten_iri(iri)
    return short.replace(":", "-") if short != iri else hashlib.sha256(iri.encode()).hexdigest()[:10]
