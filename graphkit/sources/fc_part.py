"""A FICHE cut out of an export, to be read later and elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from lxml import etree

from graphkit.model import Document, Record
from graphkit.sources.fc_fiche import numero_de, record_de
from graphkit.sources.fc_noeuds import Constats, Noeud, noeud_de

_NUMERO = "NUMERO_FICHE"


@dataclass(frozen=True, slots=True)
class FichePart:
    """A FICHE as bytes.

    Attributes:
        document: the export.
        identifiant: its number, as ``numero_de`` reads it.
        xml: the element, serialised as UTF-8.
        double: whether the export has had that number already.
    """

    document: Document
    identifiant: str
    xml: bytes
    double: bool = False

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the element and of what is known of it beside."""
        return hashlib.sha256(f"{self.document.type_source} {self.double} ".encode() + self.xml).hexdigest()

    def record(self) -> Record:
        """Read it."""
        # The element has been parsed once: it declares no DTD, and is well-formed.
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        fiche = noeud_de(etree.fromstring(self.xml, parser))
        record = record_de(fiche, self.document, self.identifiant)
        return _signale_double(record, fiche) if self.double else record


def numero_de_l_element(element: etree._Element) -> str | None:
    """Return the number that names a FICHE, ``None`` if none that can does; nothing else of it is read.

    Args:
        element: the complete element.
    """
    fiche = Noeud(str(element.tag), "")
    for enfant in element.iterchildren(_NUMERO):
        noeud = noeud_de(enfant)
        noeud.balise = _NUMERO
        fiche.enfants.append(noeud)
    return numero_de(fiche)


def _signale_double(record: Record, fiche: Noeud) -> Record:
    numero = record.certification.identifiant
    constats = Constats(record.document, numero)
    constats.signale(
        "fiche-en-double",
        f"{numero} figure plusieurs fois dans l’export.",
        fiche.enfant(_NUMERO) or fiche,
    )
    return replace(record, anomalies=(*record.anomalies, *constats.anomalies))
