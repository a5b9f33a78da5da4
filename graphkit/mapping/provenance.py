"""Fiches, the documents that they come from, and what could not be read in them."""

from __future__ import annotations

from graphkit.identifiers import Minter, digest
from graphkit.mapping.places import place_of
from graphkit.mapping.sink import Sink, term
from graphkit.model import Anomaly, Document, Record
from graphkit.ntriples import Triple, iri, string, text, typed

#: Kind of source -> licence under which its publisher offers it, where there is one.
LICENCES = {
    **dict.fromkeys(
        ("xml-fc", "csv-fc", "rome", "rome-3"), "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    ),
    "esco": "https://creativecommons.org/licenses/by/4.0/",
}


#: Kind of source -> (dataset that it is a resource of, how its publisher is to be cited).
_REGISTER = (
    "France compétences, Répertoire national des certifications professionnelles et répertoire spécifique"
)
_DATASET = "https://www.data.gouv.fr/fr/datasets/5eebbc067a14b6fecc9c9976/"
ORIGINS = dict.fromkeys(("xml-fc", "csv-fc"), (_DATASET, _REGISTER))


def map_fiche(sink: Sink, record: Record) -> None:
    """Map the record itself, as a fiche of its certification."""
    sink.thing(sink.fiche, "ref:Fiche")
    sink.link(sink.certification, "ref:aPourFiche", sink.fiche)
    sink.add(sink.fiche, "ref:typeSource", string(sink.type_source))
    sink.faits(sink.fiche, record.certification.fiche)
    if record.coverage is not None:
        sink.add(sink.fiche, "ref:nombreLignes", typed(record.coverage.lines))
        sink.add(sink.fiche, "ref:lignesAttribuees", typed(record.coverage.in_passages))


def map_anomaly(sink: Sink, anomaly: Anomaly) -> None:
    """Map something that could not be represented, with its place and an excerpt."""
    name = digest("|".join([anomaly.rule, anomaly.message, anomaly.excerpt, repr(anomaly.passages)]))
    node = sink.minter.iri("anomalie", sink.id, sink.type_source, name)
    sink.thing(node, "ref:Anomalie", anomaly.passages)
    sink.link(sink.fiche, "ref:aPourAnomalie", node)
    sink.add(node, "ref:regle", string(anomaly.rule))
    sink.add(node, "ref:message", text(anomaly.message))
    sink.add(node, "ref:gravite", term("sh:Info" if anomaly.severity == "info" else "sh:Warning"))
    if anomaly.excerpt:
        sink.add(node, "ref:extrait", string(anomaly.excerpt))


def map_loose_anomaly(anomaly: Anomaly, minter: Minter) -> list[Triple]:
    """Map something that could not be read and belongs to no record: it hangs on its document."""
    name = digest("|".join([anomaly.rule, anomaly.message, anomaly.excerpt, repr(anomaly.passages)]))
    document = document_iri(anomaly.document, minter)
    node = iri(minter.iri("anomalie", anomaly.document.type_source, name))
    # No fiche, so no passage either: the place stands in the message, the document is the source.
    places = [place_of(passage) for passage in anomaly.passages]
    message = " ; ".join([anomaly.message, *filter(None, places)])
    triples = [
        (iri(document), term("ref:aPourAnomalie"), node),
        (node, term("rdf:type"), term("ref:Anomalie")),
        (node, term("ref:regle"), string(anomaly.rule)),
        (node, term("ref:message"), text(message)),
        (node, term("prov:wasDerivedFrom"), iri(document)),
        (node, term("ref:gravite"), term("sh:Info" if anomaly.severity == "info" else "sh:Warning")),
    ]
    if anomaly.excerpt:
        triples.append((node, term("ref:extrait"), string(anomaly.excerpt)))
    return triples


def map_document(document: Document, minter: Minter) -> list[Triple]:
    """Map a source document; its digest names it, so that it changes name when it changes."""
    node = iri(document_iri(document, minter))
    triples = [
        (node, term("rdf:type"), term("ref:DocumentSource")),
        (node, term("dcterms:title"), string(document.nom)),
        (node, term("ref:sha256"), string(document.sha256)),
        (node, term("ref:typeSource"), string(document.type_source)),
    ]
    if document.date is not None:
        triples.append((node, term("dcterms:date"), typed(document.date)))
    if document.version is not None:
        triples.append((node, term("ref:versionFormat"), string(document.version)))
    if document.type_source in ORIGINS:
        # The licence asks that the source and the date of its last update be cited.
        dataset, citation = ORIGINS[document.type_source]
        dated = f", export du {document.date.isoformat()}" if document.date else ""
        triples.append((node, term("dcterms:source"), iri(dataset)))
        triples.append((node, term("dcterms:bibliographicCitation"), text(citation + dated)))
    if document.type_source in LICENCES:
        triples.append((node, term("dcterms:license"), iri(LICENCES[document.type_source])))
    return triples


def document_iri(document: Document, minter: Minter) -> str:
    """Return the IRI of a source document."""
    return minter.iri("document", document.sha256[:16])
