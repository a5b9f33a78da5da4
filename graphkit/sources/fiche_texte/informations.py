"""What stands under « Pour plus d’informations »: figures, sources, places, sites, history."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from graphkit.model import Fait, Lien, Statistique
from graphkit.passages import Passage
from graphkit.sources.fiche_texte.lignes import Texte, split_paragraphs
from graphkit.sources.fiche_texte.rubriques import Rubrique, match_printed
from graphkit.sources.fiches_dites import VALIDITE_ILLISIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphkit.sources.fiche_texte.releve import Releve
    from graphkit.sources.fiche_texte.rubriques import Section

_TEXTES = {
    Rubrique.AUTRES_SOURCES: "ref:autresSources",
    Rubrique.LIEUX_CERTIFICATION: "ref:lieuCertification",
    Rubrique.LIEUX_PREPARATION: "ref:lieuPreparation",
}
_POURCENTAGE = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_PAGE_DE_FICHE = re.compile(r"/visualisationFiche\?", re.IGNORECASE)
_VALIDITE = re.compile(r"(\d{1,2})\s*(?:ans?|an\(s\))\.?", re.IGNORECASE)


def read_validity(section: Section, releve: Releve) -> list[Fait]:
    """Read for how many years components that were acquired stay valid.

    Args:
        section: its lines.
        releve: is told of a validity that is no number of years.
    """
    texte = Texte(section.lignes)
    if not texte:
        return []
    match = _VALIDITE.fullmatch(texte.valeur)
    if match is None:
        releve.add_anomaly(
            VALIDITE_ILLISIBLE,
            texte.valeur,
            texte.passages(),
        )
        releve.add_boilerplate("valeur illisible signalée", *section.lignes)
        return []
    return [Fait("ref:dureeValiditeComposantes", int(match[1]), texte.passages())]


def read_statistics(section: Section, width: int) -> list[Statistique]:
    """Read the lines of the survey of graduates, each with its share where it has exactly one.

    Args:
        section: its lines.
        width: usual length of a full line.
    """
    lignes = [ligne for ligne in section.lignes if not ligne.url]
    statistiques: list[Statistique] = []
    for ordre, morceau in enumerate(split_paragraphs(lignes, width), 1):
        texte = morceau.texte
        faits = [Fait("ref:enonce", texte.valeur, texte.passages())]
        shares = list(_POURCENTAGE.finditer(texte.valeur))
        if len(shares) == 1:
            part = Decimal(shares[0][1].replace(",", "."))
            faits.append(Fait("ref:part", part, texte.passages(*shares[0].span())))
        statistiques.append(Statistique(ordre, tuple(faits), morceau.imprime.passages()))
    return statistiques


def read_places_and_sources(section: Section, width: int) -> list[Fait]:
    """Read one statement a line, a line that was full going on over the next one.

    Args:
        section: other sources, or places of certification or of preparation.
        width: usual length of a full line.
    """
    lignes = [ligne for ligne in section.lignes if not ligne.url]
    propriete = _TEXTES[section.rubrique]
    textes = [morceau.texte for morceau in split_paragraphs(lignes, width, by_line=True)]
    return [Fait(propriete, texte.valeur, texte.passages()) for texte in textes]


def read_history(section: Section) -> list[Fait]:
    """Read the title and the page of the certification that came before.

    Args:
        section: its lines; addresses of other sites are read by ``read_sites``.
    """
    lignes = section.lignes
    faits: list[Fait] = []
    for index in range(len(lignes)):
        match = match_printed(lignes, index, "Certification précédente :")
        if match is None:
            continue
        last, rest = match
        # The title may go on over the next lines, up to a blank one or an address.
        title = [rest] if not rest.vide else []
        for ligne in lignes[last + 1 :]:
            if ligne.vide or ligne.url or ":" in ligne.brut:
                break
            title.append(ligne)
        texte = Texte(title)
        if texte:
            faits.append(Fait("ref:intituleCertificationPrecedente", texte.valeur, texte.passages()))
    # A page of another fiche is the previous one's only where the section names just that one.
    pages = [ligne for ligne in lignes if _PAGE_DE_FICHE.search(ligne.url or "")]
    if len(faits) == len(pages) == 1:
        url = pages[0].url or ""
        faits.append(Fait("ref:pageCertificationPrecedente", Lien(url), Texte(pages).passages()))
    return faits


def read_sites(sections: Sequence[Section], known: Sequence[Fait]) -> list[Fait]:
    """Read the addresses that stand on lines of their own, each once with all its places.

    Args:
        sections: where sites are printed.
        known: facts whose addresses have another meaning.
    """
    other = {fait.valeur.adresse for fait in known if isinstance(fait.valeur, Lien)}
    places: dict[str, list[Passage]] = {}
    for section in sections:
        for ligne in section.lignes:
            if ligne.url and ligne.url not in other:
                places.setdefault(ligne.url, []).extend(Texte([ligne]).passages())
    return [Fait("foaf:page", Lien(url), tuple(passages)) for url, passages in places.items()]
