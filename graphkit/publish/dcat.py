"""The dataset as data portals harvest it: DCAT, as DCAT-AP 3 wants it.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
"""

from __future__ import annotations

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, XSD

from graphkit.publish.dataset import AUTHORITY, DESCRIPTION, TITLE, DatasetDescription, Distribution
from graphkit.publish.licence import LICENCE_EUROPEAN

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
_IANA = "https://www.iana.org/assignments/media-types/"
#: Formats of RDF as the European portals name them.
_FILE_TYPES = {
    "application/n-quads": "RDF_N_QUADS",
    "text/turtle": "RDF_TURTLE",
    "application/ld+json": "JSON_LD",
}
#: Property -> class of its values, which the profile wants told where they are described elsewhere.
_CLASSES = {
    DCAT.accessURL: RDFS.Resource,
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.downloadURL: RDFS.Resource,
    DCAT.endpointDescription: RDFS.Resource,
    DCAT.endpointURL: RDFS.Resource,
    DCAT.landingPage: FOAF.Document,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCATAP.availability: SKOS.Concept,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.spatial: DCTERMS.Location,
    FOAF.homepage: FOAF.Document,
    SPDX.algorithm: SPDX.ChecksumAlgorithm,
}
#: What the lists of the European portals call what is taken from them.
_LABELS = {
    "data-theme": ("Thèmes de données", "Data themes"),
    "data-theme/EDUC": ("Éducation, culture et sport", "Education, culture and sport"),
    "planned-availability/STABLE": ("stable", "stable"),
}


def dcat_record(described: DatasetDescription) -> Graph:
    """Return the catalogue, the dataset, its files and its service.

    Args:
        described: the dataset.
    """
    graph = described.common()
    dataset = described.iri
    _add_catalogue(graph, described)
    _add_service(graph, described)
    graph.add((dataset, DCAT.landingPage, described.at("donnees")))
    graph.add((dataset, DCAT.theme, URIRef(f"{AUTHORITY}/data-theme/EDUC")))
    graph.add((dataset, DCTERMS.spatial, URIRef(f"{AUTHORITY}/country/FRA")))
    for word in ("RNCP", "certification professionnelle", "compétences", "référentiel"):
        graph.add((dataset, DCAT.keyword, Literal(word, lang="fr")))
    for word in ("professional certification", "competences", "qualifications"):
        graph.add((dataset, DCAT.keyword, Literal(word, lang="en")))
    if described.site.contact:
        contact = described.part("contact")
        graph.add((dataset, DCAT.contactPoint, contact))
        graph.add((contact, RDF.type, VCARD.Kind))
        reached = VCARD.hasEmail if described.site.contact.startswith("mailto:") else VCARD.hasURL
        graph.add((contact, reached, URIRef(described.site.contact)))
    for each in described.distributions:
        _add_distribution(graph, described, each)
    for name, kind in _CLASSES.items():
        for value in set(graph.objects(None, name)):
            graph.add((value, RDF.type, kind))
    for part, texts in _LABELS.items():
        node = URIRef(f"{AUTHORITY}/{part}")
        if (node, RDF.type, None) in graph:
            label = SKOS.prefLabel if (node, RDF.type, SKOS.Concept) in graph else DCTERMS.title
            graph.add((node, label, Literal(texts[0], lang="fr")))
            graph.add((node, label, Literal(texts[1], lang="en")))
    return graph


def _add_catalogue(graph: Graph, described: DatasetDescription) -> None:
    catalogue = described.part("catalogue")
    for name, value in (
        (RDF.type, DCAT.Catalog),
        (DCAT.dataset, described.iri),
        (DCAT.service, described.part("service")),
        (DCAT.themeTaxonomy, URIRef(f"{AUTHORITY}/data-theme")),
        (DCTERMS.publisher, described.part("editeur")),
        (DCTERMS.language, URIRef(f"{AUTHORITY}/language/FRA")),
        (DCTERMS.license, URIRef(LICENCE_EUROPEAN)),
        (DCTERMS.spatial, URIRef(f"{AUTHORITY}/country/FRA")),
        (FOAF.homepage, described.at("")),
    ):
        graph.add((catalogue, name, value))
    if described.day:
        graph.add((catalogue, DCTERMS.modified, Literal(described.day)))
    _add_texts(graph, catalogue, TITLE, DESCRIPTION)


def _add_service(graph: Graph, described: DatasetDescription) -> None:
    service = described.part("service")
    for name, value in (
        (RDF.type, DCAT.DataService),
        (DCAT.endpointURL, described.at("sparql")),
        (DCAT.endpointDescription, described.at("sparql")),
        (DCAT.servesDataset, described.iri),
        (DCAT.theme, URIRef(f"{AUTHORITY}/data-theme/EDUC")),
        (DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")),
        (DCTERMS.license, URIRef(LICENCE_EUROPEAN)),
        (DCTERMS.publisher, described.part("editeur")),
    ):
        graph.add((service, name, value))
    _add_texts(graph, service, ("Point d’accès SPARQL", "SPARQL endpoint"), DESCRIPTION)


def _add_texts(graph: Graph, node: URIRef, title: tuple[str, str], text: tuple[str, str]) -> None:
    for number, language in enumerate(("fr", "en")):
        graph.add((node, DCTERMS.title, Literal(title[number], lang=language)))
        graph.add((node, DCTERMS.description, Literal(text[number], lang=language)))


def _add_distribution(graph: Graph, described: DatasetDescription, each: Distribution) -> None:
    node, checksum = described.part(each.name), described.part(f"{each.name}-sha256")
    address = described.at(f"telechargements/{each.name}")
    kind = _FILE_TYPES[each.media_type]
    for name, value in (
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, Literal(each.name)),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.mediaType, URIRef(_IANA + each.media_type)),
        (DCTERMS["format"], URIRef(f"{AUTHORITY}/file-type/{kind}")),
        (DCAT.compressFormat, URIRef(f"{_IANA}application/gzip")),
        (DCAT.byteSize, Literal(each.size, datatype=XSD.nonNegativeInteger)),
        (DCTERMS.license, URIRef(LICENCE_EUROPEAN)),
        (DCATAP.availability, URIRef(f"{AUTHORITY}/planned-availability/STABLE")),
        (SPDX.checksum, checksum),
    ):
        graph.add((node, name, value))
    graph.add((described.iri, DCAT.distribution, node))
    for language, text in (("fr", "Tout le graphe, comprimé"), ("en", "The whole graph, compressed")):
        graph.add((node, DCTERMS.description, Literal(f"{text} ({each.media_type})", lang=language)))
    if each.version:
        graph.add((node, OWL.versionInfo, Literal(each.version)))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(each.sha256, datatype=XSD.hexBinary)))
