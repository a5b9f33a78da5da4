"""Reader of the XML export of France compétences (RNCP and RS, V4.1 and older), plain or zipped, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from lxml import etree

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Document, Record
from graphkit.sources import Part
from graphkit.sources.fc_archive import Limites, Membre, est_zip, membres, tetes
from graphkit.sources.fc_noeuds import Constats, Noeud, noeud_de
from graphkit.sources.fc_part import FichePart, numero_de_l_element
from graphkit.sources.fc_valeurs import date_du_nom
from graphkit.text import normalise_spaces

_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_RACINE = re.compile(r"<(!DOCTYPE|FICHES)(?=[\s>/\[])")
_SETTINGS = Settings()


class XmlFranceCompetences:
    """The export of France compétences.

    Args:
        max_bytes: most uncompressed bytes of a file, or of all members of a zip.
        max_ratio: largest uncompressed/compressed ratio of a member.
    """

    name = "xml-fc"

    def __init__(
        self, max_bytes: int = _SETTINGS.max_xml_bytes, max_ratio: float = _SETTINGS.max_zip_ratio
    ) -> None:
        self._limites = Limites(max_bytes, max_ratio)

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is an export, or an archive with one.

        Args:
            head: the first 64 KiB of the file.
            path: the file, opened only if it is a zip. A zip that cannot be looked into is taken as well,
                so that ``read`` can say what is wrong with it.
        """
        if not est_zip(head):
            return _est_export(head)
        illisibles = autres = 0
        try:
            for tete in tetes(path, self._limites):
                if tete is not None and _est_export(tete):
                    return True
                illisibles += tete is None
                autres += tete is not None
        except SourceUnreadable:
            return True
        return illisibles > 0 and not autres

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Stream the records of an export.

        Args:
            path: XML file, or zip with one or more.

        Yields:
            The records as they are read, and what cannot be part of one.

        Raises:
            SourceUnreadable: as ``parts``.
        """
        for value in self.parts(path):
            yield value if isinstance(value, Anomaly) else value.record()

    def parts(self, path: Path) -> Iterator[Part | Anomaly]:
        """Stream the fiches of an export, cut out and not read yet.

        Args:
            path: XML file, or zip with one or more.

        Yields:
            The fiches in order, and what cannot be part of one.

        Raises:
            SourceUnreadable: the file is no export, damaged, unsafe or too large. Fiches that stand before
                the fault may have been yielded by then.
        """
        lus = 0
        for membre in membres(path, self._limites):
            head = membre.tete()
            if _annonce(head) == "!DOCTYPE" and (_est_export(head) or membre.nom == path.name):
                raise SourceUnreadable(_refus_dtd(membre))
            if not _est_export(head):
                if membre.nom == path.name:
                    raise SourceUnreadable(f"{membre.lieu}: line 1: {_pourquoi(head)}")
                ignore = Constats(Document(membre.nom, self.name, membre.sha256()))
                ignore.signale(
                    "membre-ignore", "Membre de l’archive qui n’est pas un export XML.", Noeud("", ""), "info"
                )
                yield from ignore.anomalies
                continue
            lus += 1
            yield from self._decoupe(membre)
        if not lus:
            raise SourceUnreadable(f"{path}: no member of the archive is an XML export (root FICHES)")

    def _decoupe(self, membre: Membre) -> Iterator[Part | Anomaly]:
        document = Document(membre.nom, self.name, membre.sha256(), date_du_nom(membre.nom))
        dernier = ""
        deja: set[str] = set()
        with membre.ouvert() as flux:
            analyse = etree.iterparse(
                flux,
                events=("start", "end"),
                tag=("FICHES", "VERSION_FLUX", "FICHE"),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
                collect_ids=False,
            )
            try:
                for evenement, element in analyse:
                    if evenement == "start":
                        if element.getroottree().docinfo.doctype:
                            raise SourceUnreadable(_refus_dtd(membre))
                        continue
                    parent = element.getparent()
                    if parent is None or parent.getparent() is not None:
                        continue  # the root itself, or an element of that name within a FICHE
                    if element.tag == "VERSION_FLUX":
                        document = replace(document, version=normalise_spaces(element.text or "") or None)
                        continue
                    yield from _hors_fiche(parent, element, document)
                    numero = numero_de_l_element(element)
                    if numero is None:
                        yield from _sans_numero(noeud_de(element), document, element.sourceline)
                        _libere(parent, element)
                        continue
                    xml = etree.tostring(element, encoding="utf-8", xml_declaration=False, with_tail=False)
                    _libere(parent, element)
                    yield FichePart(document, numero, xml, double=numero in deja)
                    deja.add(numero)
                    dernier = numero
                racine = analyse.root
                if racine is not None:
                    yield from _hors_fiche(racine, None, document)
            except etree.XMLSyntaxError as erreur:
                raise SourceUnreadable(_mal_forme(membre, analyse, erreur, dernier)) from erreur


def _annonce(head: bytes) -> Literal["FICHES", "!DOCTYPE"] | None:
    """Tell what the first markup after the prolog is: the root of an export, a DTD, or something else."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        texte = head.decode("utf-16", "replace")
    else:
        texte = head.decode("utf-8-sig", "replace")
    prologue = _PROLOGUE.match(texte)
    trouve = _RACINE.match(texte, prologue.end() if prologue else 0)
    if trouve is None:
        return None
    return "FICHES" if trouve[1] == "FICHES" else "!DOCTYPE"


def _est_export(head: bytes) -> bool:
    """Tell an export by its root; one with a DTD counts, so that it is refused by name."""
    racine = _annonce(head)
    return racine == "FICHES" or (racine == "!DOCTYPE" and b"FICHES" in head)


def _hors_fiche(
    racine: etree._Element, fiche: etree._Element | None, document: Document
) -> Iterator[Anomaly]:
    """Report what stands in the root beside the records, up to the one that has just been read."""
    constats = Constats(document)
    for element in racine:
        if element is fiche:
            break
        if element.tag not in ("FICHE", "VERSION_FLUX"):
            for reste in noeud_de(element).non_lus():
                chemin = "/".join(filter(None, (str(element.tag), reste.chemin)))
                constats.signale(
                    "element-inconnu",
                    "Élément que le format n’a pas hors des fiches ; non repris.",
                    replace(reste, chemin=chemin),
                )
    for texte in (racine.text, *(element.tail for element in racine if element is not fiche)):
        if texte and texte.strip():
            constats.signale(
                "element-inconnu", "Texte entre les fiches ; non repris.", Noeud("text()", "text()", texte)
            )
    yield from constats.anomalies


def _libere(racine: etree._Element, fiche: etree._Element) -> None:
    """Free everything that has been read: memory stays that of one record."""
    fiche.clear(keep_tail=True)
    racine.text = None
    for element in list(racine.iterchildren()):
        if element is fiche:
            break
        racine.remove(element)


def _sans_numero(fiche: Noeud, document: Document, ligne: int | None) -> Iterator[Anomaly]:
    """Report a record that nothing names, whole: what cannot be named cannot be linked to."""
    constats = Constats(document)
    constats.signale(
        "fiche-sans-numero",
        f"Fiche (ligne {ligne}) sans NUMERO_FICHE de la forme RNCP… ou RS… ; non reprise.",
        fiche.enfant("NUMERO_FICHE") or fiche.enfant("INTITULE") or fiche,
    )
    yield from constats.anomalies


def _mal_forme(
    membre: Membre,
    analyse: etree.iterparse[tuple[str, etree._Element]],
    erreur: etree.XMLSyntaxError,
    dernier: str,
) -> str:
    # The exception may be about what follows from the fault ("no element found"); the log begins with it.
    journal = list(analyse.error_log)
    ligne, faute = (journal[0].line, journal[0].message) if journal else (erreur.lineno, erreur.msg)
    apres = f"after {dernier}, the last record read" if dernier else "before any record"
    return f"{membre.lieu}: line {ligne}: not well-formed XML ({faute}), {apres}; fetch the export again"


def _pourquoi(head: bytes) -> str:
    if not head.strip():
        return "the file is empty"
    return "not an XML export of France compétences (its root would be FICHES)"


def _refus_dtd(membre: Membre) -> str:
    return (
        f"{membre.lieu}: declares a DTD, which the export never does; refused, as entities could hide in it"
    )
