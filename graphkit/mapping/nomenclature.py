"""Official nomenclatures: an edition, and each of its concepts, as triples of a graph of its own."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from graphkit.identifiers import Minter
from graphkit.mapping.provenance import document_iri
from graphkit.mapping.sink import A, term
from graphkit.nomenclature import ConceptOfficiel, Edition
from graphkit.ntriples import Triple, iri, string, text, typed

_DOMAINE_ROME = re.compile(r"<.*/rome/([A-N][0-9]{2})00>")
_NSF_COMPOSE = re.compile(r"<(.*)/nsf/([0-9]{3})([a-z])>")


def map_edition(edition: Edition, minter: Minter) -> tuple[str, list[Triple]]:
    """Return the name of the graph of an edition, and what is said of its schemes.

    Args:
        edition: what a reader gave.
        minter: names the things.
    """
    graph = minter.scheme(edition.nom)
    node = iri(graph)
    triples = [(node, term("dcterms:title"), text(edition.titre))]
    if edition.version is not None:
        triples.append((node, term("owl:versionInfo"), string(edition.version)))
    if edition.date is not None:
        triples.append((node, term("dcterms:issued"), typed(edition.date)))
    triples += [
        (node, term("prov:wasDerivedFrom"), iri(document_iri(document, minter)))
        for document in edition.documents
    ]
    for adresse, libelle in edition.schemas.items():
        scheme = node_of(adresse, minter)
        if scheme != node:
            triples.append((node, term("dcterms:hasPart"), scheme))
        if libelle:
            # The ontology says these of its own schemes, once.
            triples.append((scheme, A, term("skos:ConceptScheme")))
            triples.append((scheme, term("skos:prefLabel"), text(libelle)))
    return graph, list(dict.fromkeys(triples))


def map_concept(concept: ConceptOfficiel, minter: Minter, first: bool) -> list[Triple]:
    """Return what a nomenclature says of a concept.

    Args:
        concept: what a reader gave.
        minter: names the things.
        first: whether no nomenclature read before states it. The first one names it; the name that
            another gives it is an alternative, and what it is needs no saying again.
    """
    node = node_of(concept.adresse, minter)
    scheme = node_of(concept.schema, minter)
    triples: list[Triple] = []
    noms = dict.fromkeys(nom for _, nom in concept.synonymes)
    if first:
        triples += [
            (node, A, term("skos:Concept")),
            (node, term("skos:inScheme"), scheme),
            (node, term("skos:notation"), string(concept.code)),
            (node, term("skos:prefLabel"), text(concept.libelle)),
        ]
        noms.pop(concept.libelle, None)
    else:
        # What an older edition files under the code may stand elsewhere by now: 3,181 job titles moved.
        noms = {concept.libelle: None}
    triples += [(node, term("skos:altLabel"), text(nom)) for nom in noms]
    if concept.definition:
        triples.append((node, term("skos:definition"), text(concept.definition)))
    if concept.sommet:
        triples.append((node, term("skos:topConceptOf"), scheme))
    triples += [(node, term("skos:broader"), node_of(parent, minter)) for parent in concept.parents]
    triples += [(node, term(propriete), node_of(cible, minter)) for propriete, cible in concept.liens]
    triples += [(node, term(propriete), text(texte)) for propriete, texte in concept.textes]
    for adresse, cible, rang in concept.mobilites:
        mobilite = node_of(adresse, minter)
        triples += [
            (node, term("ref:mobilite"), mobilite),
            (mobilite, A, term("ref:Mobilite")),
            (mobilite, term("ref:mobiliteVers"), node_of(cible, minter)),
            (mobilite, term("ref:ordre"), typed(rang)),
        ]
    return list(dict.fromkeys(triples))


def compose_nsf(code: str, minter: Minter, stated: AbstractSet[str]) -> list[Triple]:
    """Return what an NSF code with a letter is made of: its group, and its function.

    Args:
        code: N-Triples term of a code that records name.
        minter: names the things.
        stated: N-Triples terms of the codes that the nomenclatures state; nothing is said of others.
    """
    found = _NSF_COMPOSE.fullmatch(code)
    if found is None:
        return []
    group = iri(minter.concept("nsf", found[2]))
    function = iri(minter.concept("nsf-fonction", found[3]))
    if group not in stated or function not in stated:
        return []
    return [(code, term("skos:broader"), group), (code, term("ref:fonction"), function)]


def place_in_rome(code: str, minter: Minter, stated: AbstractSet[str]) -> list[Triple]:
    """Return the domain that a pseudo-code of ROME (``A1500``) stands for whole.

    Args:
        code: N-Triples term of a code that records name.
        minter: names the things.
        stated: N-Triples terms of the codes that the nomenclatures state.
    """
    found = _DOMAINE_ROME.fullmatch(code)
    domain = iri(minter.concept("rome", found[1])) if found else ""
    return [(code, term("skos:broader"), domain)] if domain in stated else []


def node_of(adresse: str, minter: Minter) -> str:
    """Return the N-Triples term of an address: a path under the base, or a whole IRI.

    Raises:
        ValueError: it cannot be an IRI.
    """
    return iri(adresse if "://" in adresse else minter.base + adresse)
