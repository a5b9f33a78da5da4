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
from graphkit.publish.licence import LICENCE, LICENCE_EUROPEAN
from graphkit.publish.rdf import NAMESPACES, shorten_iri
from graphkit.questions import NamedQuery
from graphkit.terms import ONTOLOGY

SPDX = Namespace("http://spdx.org/rdf/terms#")
SCHEMA = Namespace("https://schema.org/")
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types/"
_TITLE = (
    "Certifications professionnelles françaises (RNCP, RS)",
    "French professional certifications (RNCP, RS)",
)
_DESCRIPTION = (
    "Certifications, blocs, activités, compétences et évaluations en RDF, chaque fait avec sa source.",
    "Certifications, blocs, activities, competences and assessments in RDF, each fact with its source.",
)
#: Formats of RDF as the European portals name them.
_FILE_TYPES = {
    "application/n-quads": "RDF_N_QUADS",
    "text/turtle": "RDF_TURTLE",
    "application/ld+json": "JSON_LD",
}
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
    """

    name: str
    media_type: str
    size: int
    sha256: str


class DatasetDescription:
    """What is said of the dataset, from what the graph holds.

    Args:
        info: what the graph holds.
        statistics: how often each class and property is used.
        base: start of the IRIs of the data, where the site answers.
        distributions: the files of the whole dataset that are to be had.
    """

    def __init__(
        self, info: InfoView, statistics: Statistics, base: str, distributions: Sequence[Distribution] = ()
    ) -> None:
        self._info = info
        self._statistics = statistics
        self._base = base
        self._distributions = distributions
        self._dataset = URIRef(f"{base}donnees")

    @property
    def day(self) -> date | None:
        """Date of the newest source, if one tells its date."""
        return max((source.date for source in self._info.sources if source.date), default=None)

    def void(self, questions: Iterable[NamedQuery] = ()) -> Graph:
        """Return the description in VoID, with example questions.

        Args:
            questions: the questions, each of which is SPARQL that runs as it stands.
        """
        graph = self._common()
        dataset = self._dataset
        graph.add((dataset, RDF.type, VOID.Dataset))
        graph.add((dataset, VOID.sparqlEndpoint, self._at("sparql")))
        graph.add((dataset, VOID.uriSpace, Literal(self._base)))
        graph.add((dataset, VOID.triples, Literal(self._statistics.quads)))
        graph.add((dataset, VOID.classes, Literal(len(self._statistics.classes))))
        graph.add((dataset, VOID.properties, Literal(len(self._statistics.properties))))
        graph.add((dataset, FOAF.homepage, dataset))
        for each in self._distributions:
            graph.add((dataset, VOID.dataDump, self._at(f"telechargements/{each.name}")))
        for namespace in self._vocabularies():
            graph.add((dataset, VOID.vocabulary, URIRef(namespace)))
        self._add_partitions(graph)
        self._add_links(graph)
        self._add_questions(graph, questions)
        return graph

    def dcat(self) -> Graph:
        """Return the description in DCAT, as DCAT-AP wants it: catalogue, dataset, files, service."""
        graph = self._common()
        dataset, catalogue, service = self._dataset, self._part("catalogue"), self._part("service")
        graph.add((catalogue, RDF.type, DCAT.Catalog))
        graph.add((catalogue, DCAT.dataset, dataset))
        graph.add((catalogue, DCAT.service, service))
        graph.add((catalogue, DCTERMS.publisher, self._part("editeur")))
        graph.add((service, RDF.type, DCAT.DataService))
        graph.add((service, DCAT.endpointURL, self._at("sparql")))
        graph.add((service, DCAT.endpointDescription, self._at("sparql")))
        graph.add((service, DCAT.servesDataset, dataset))
        graph.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
        graph.add((service, DCTERMS.license, URIRef(LICENCE_EUROPEAN)))
        for language, title, service_title, text in (
            ("fr", _TITLE[0], "Point d’accès SPARQL", _DESCRIPTION[0]),
            ("en", _TITLE[1], "SPARQL endpoint", _DESCRIPTION[1]),
        ):
            graph.add((catalogue, DCTERMS.title, Literal(title, lang=language)))
            graph.add((catalogue, DCTERMS.description, Literal(text, lang=language)))
            graph.add((service, DCTERMS.title, Literal(service_title, lang=language)))
        graph.add((dataset, DCAT.landingPage, dataset))
        graph.add((dataset, DCAT.theme, URIRef(f"{_AUTHORITY}/data-theme/EDUC")))
        graph.add((dataset, DCTERMS.spatial, URIRef(f"{_AUTHORITY}/country/FRA")))
        for word in ("RNCP", "certification professionnelle", "compétences", "référentiel"):
            graph.add((dataset, DCAT.keyword, Literal(word, lang="fr")))
        for each in self._distributions:
            self._add_distribution(graph, each)
        return graph

    def _common(self) -> Graph:
        """Return what both vocabularies say alike."""
        graph = Graph()
        dataset, publisher = self._dataset, self._part("editeur")
        graph.add((dataset, RDF.type, DCAT.Dataset))
        for language, title, text in zip(("fr", "en"), _TITLE, _DESCRIPTION, strict=True):
            graph.add((dataset, DCTERMS.title, Literal(title, lang=language)))
            graph.add((dataset, DCTERMS.description, Literal(text, lang=language)))
        graph.add((dataset, DCTERMS.license, URIRef(LICENCE)))
        graph.add((dataset, DCTERMS.license, URIRef(LICENCE_EUROPEAN)))
        graph.add((URIRef(LICENCE), RDF.type, DCTERMS.LicenseDocument))
        graph.add((URIRef(LICENCE_EUROPEAN), RDF.type, DCTERMS.LicenseDocument))
        graph.add((dataset, DCTERMS.rights, Literal(self.attribution(), lang="fr")))
        graph.add((dataset, DCTERMS.publisher, publisher))
        graph.add((publisher, RDF.type, FOAF.Agent))
        graph.add((publisher, FOAF.name, Literal("Référentiels", lang="fr")))
        graph.add((dataset, DCTERMS.language, URIRef(f"{_AUTHORITY}/language/FRA")))
        graph.add((dataset, DCTERMS.conformsTo, URIRef(ONTOLOGY)))
        if self.day:
            graph.add((dataset, DCTERMS.modified, Literal(self.day)))
        if self._info.version:
            graph.add((dataset, OWL.versionInfo, Literal(self._info.version)))
        for source in self._info.sources:
            if source.path:
                graph.add((dataset, DCTERMS.source, URIRef(self._base + source.path)))
        return graph

    def attribution(self) -> str:
        """Return the sentence that a re-user has to cite."""
        dated = f", export du {self.day.isoformat()}" if self.day else ""
        return f"Source : France compétences (data.gouv.fr){dated}, Licence Ouverte 2.0"

    def _add_partitions(self, graph: Graph) -> None:
        for iri, count in self._statistics.classes.items():
            part = self._part(f"classe-{_slug(iri)}")
            graph.add((self._dataset, VOID.classPartition, part))
            graph.add((part, VOID["class"], URIRef(iri)))
            graph.add((part, VOID.entities, Literal(count)))
        for iri, count in self._statistics.properties.items():
            part = self._part(f"propriete-{_slug(iri)}")
            graph.add((self._dataset, VOID.propertyPartition, part))
            graph.add((part, VOID.property, URIRef(iri)))
            graph.add((part, VOID.triples, Literal(count)))

    def _add_links(self, graph: Graph) -> None:
        for (link, origin), count in self._statistics.links.items():
            linkset = self._part(f"liens-{_slug(link + origin)}")
            target = self._part(f"cible-{_slug(origin)}")
            graph.add((self._dataset, VOID.subset, linkset))
            graph.add((linkset, RDF.type, VOID.Linkset))
            graph.add((linkset, VOID.linkPredicate, URIRef(link)))
            graph.add((linkset, VOID.subjectsTarget, self._dataset))
            graph.add((linkset, VOID.objectsTarget, target))
            graph.add((linkset, VOID.triples, Literal(count)))
            graph.add((target, RDF.type, VOID.Dataset))
            graph.add((target, VOID.uriSpace, Literal(origin)))

    def _add_questions(self, graph: Graph, questions: Iterable[NamedQuery]) -> None:
        prefixes = self._part("prefixes")
        for prefix, namespace in NAMESPACES.items():
            declared = self._part(f"prefixe-{prefix}")
            graph.add((prefixes, SH.declare, declared))
            graph.add((declared, SH.prefix, Literal(prefix)))
            graph.add((declared, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
        for question in questions:
            node = self._at(f"requetes/{question.name}")
            graph.add((node, RDF.type, SH.SPARQLExecutable))
            graph.add((node, RDF.type, _EXECUTABLE[question.form]))
            graph.add((node, SH[question.form.lower()], Literal(question.text)))
            graph.add((node, SH.prefixes, prefixes))
            graph.add((node, SCHEMA.target, self._at("sparql")))
            graph.add((node, RDFS.comment, Literal(question.question_fr, lang="fr")))
            if question.question_en:
                graph.add((node, RDFS.comment, Literal(question.question_en, lang="en")))

    def _add_distribution(self, graph: Graph, each: Distribution) -> None:
        node, checksum = self._part(each.name), self._part(f"{each.name}-sha256")
        address = self._at(f"telechargements/{each.name}")
        graph.add((self._dataset, DCAT.distribution, node))
        graph.add((node, RDF.type, DCAT.Distribution))
        graph.add((node, DCTERMS.title, Literal(each.name)))
        graph.add((node, DCAT.accessURL, address))
        graph.add((node, DCAT.downloadURL, address))
        graph.add((node, DCAT.mediaType, URIRef(_IANA + each.media_type)))
        graph.add((node, DCTERMS["format"], URIRef(f"{_AUTHORITY}/file-type/{_FILE_TYPES[each.media_type]}")))
        graph.add((node, DCAT.compressFormat, URIRef(f"{_IANA}application/gzip")))
        graph.add((node, DCAT.byteSize, Literal(each.size, datatype=XSD.nonNegativeInteger)))
        graph.add((node, DCTERMS.license, URIRef(LICENCE_EUROPEAN)))
        graph.add((node, SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        graph.add((checksum, SPDX.checksumValue, Literal(each.sha256, datatype=XSD.hexBinary)))

    def _vocabularies(self) -> list[str]:
        used = (*self._statistics.classes, *self._statistics.properties)
        return sorted({space for space in NAMESPACES.values() if any(iri.startswith(space) for iri in used)})

    def _at(self, path: str) -> URIRef:
        return URIRef(self._base + path)

    def _part(self, name: str) -> URIRef:
        return URIRef(f"{self._dataset}#{name}")


def _slug(iri: str) -> str:
    short = shorten_iri(iri)
    return short.replace(":", "-") if short != iri else hashlib.sha256(iri.encode()).hexdigest()[:10]
