"""What an official nomenclature says, as plain values: its edition, then its concepts one by one.

A concept is named by its path under the base of the data (``rome/M1805``), or by a whole IRI where its
publisher gives one (ESCO); the mapping turns both into IRIs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphkit.model import Anomaly, Document


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a nomenclature; a reader gives it before the concepts.

    Attributes:
        nom: name of the graph that holds it, ``nomenclature/<nom>``.
        titre: what it is called.
        schemas: address -> French label of each scheme that it fills; the label is empty where the
            ontology declares the scheme.
        documents: the files that were read.
        version: what its publisher calls it, if anything.
        date: day of its publication, if given.
    """

    nom: str
    titre: str
    schemas: dict[str, str]
    documents: tuple[Document, ...]
    version: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class ConceptOfficiel:
    """A concept as its publisher states it.

    Attributes:
        adresse: path of the concept, or its IRI.
        schema: path of its scheme, or its IRI.
        code: what identifies it in the scheme.
        libelle: its name.
        synonymes: (code, name) of what the publisher files under it; a code that outlives a change of
            name, empty where there is none.
        definition: what it means, if the source tells.
        parents: addresses of the concepts right above it.
        liens: (property as ``prefix:name``, address) of its other ties.
        textes: (property as ``prefix:name``, French text).
        mobilites: (address of the mobility, address of the occupation it leads to, rank).
        sommet: whether it stands at the top of its scheme.
    """

    adresse: str
    schema: str
    code: str
    libelle: str
    synonymes: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    parents: tuple[str, ...] = ()
    liens: tuple[tuple[str, str], ...] = ()
    textes: tuple[tuple[str, str], ...] = ()
    mobilites: tuple[tuple[str, str, int], ...] = ()
    sommet: bool = False


#: What a reader of nomenclatures streams.
Apport = Edition | ConceptOfficiel | Anomaly
