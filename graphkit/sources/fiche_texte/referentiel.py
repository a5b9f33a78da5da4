"""The summary of the référentiel, the attested capacities, the sectors and the jobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphkit.model import Fait, GroupeDeCapacites
from graphkit.passages import Passages
from graphkit.sources.fiche_texte.lignes import (
    Ligne,
    Morceau,
    Texte,
    heading_end,
    join_paragraphs,
    split_paragraphs,
)
from graphkit.sources.fiche_texte.phrases import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphkit.sources.fiche_texte.rubriques import Section

_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\S)")
_SECTEURS = re.compile(r"\bsecteurs?\b", re.IGNORECASE)
_EMPLOIS = re.compile(r"\b(emplois?|m[ée]tiers?|postes?|fonctions?)\b", re.IGNORECASE)


def read_summary(section: Section) -> list[tuple[str, Fait]]:
    """Read the summary of the référentiel d'emploi.

    Args:
        section: its lines, without the attested capacities.
    """
    texte, passages = join_paragraphs(split_paragraphs(section.lignes))
    return [("activites", Fait("ref:texte", texte, passages))] if texte else []


def read_capacities(section: Section, width: int) -> list[GroupeDeCapacites]:
    """Read the attested capacities sentence by sentence, under their numbered headings if there are any.

    Args:
        section: the lines below « Les capacités attestées ».
        width: usual length of a full line.
    """
    groupes: list[GroupeDeCapacites] = []
    heading, body = Texte(section.titres), list[Ligne]()
    lignes = [ligne for ligne in section.lignes if not ligne.vide]
    index = number = 0
    while index < len(lignes):
        match = _NUMBERED.match(lignes[index].brut, lignes[index].debut)
        if match is None or int(match[1]) != number + 1:
            body.append(lignes[index])
            index += 1
            continue
        groupes += _group(heading, body)
        number += 1
        last = heading_end(lignes, index, width)
        heading = Texte([lignes[index].depuis(match.end()), *lignes[index + 1 : last + 1]])
        body = []
        index = last + 1
    # A heading without a capacity under it still says something.
    return groupes + _group(heading, body, keep_empty=number > 0)


def _group(heading: Texte, body: Sequence[Ligne], *, keep_empty: bool = False) -> list[GroupeDeCapacites]:
    capacites: list[tuple[str, Passages]] = []
    for morceau in split_paragraphs(body):
        texte = morceau.texte
        spans = [(0, len(texte.valeur))] if morceau.puce else sentence_spans(texte.valeur)
        capacites += [(texte.valeur[start:end], texte.passages(start, end)) for start, end in spans]
    if not capacites and not keep_empty:
        return []
    intitule = heading.valeur.rstrip(" :")
    return [GroupeDeCapacites(intitule, tuple(capacites), heading.passages(0, len(intitule)))]


def read_sectors_and_jobs(section: Section, width: int) -> list[Fait]:
    """Read sectors, the text that introduces the jobs, and each job of the list.

    The layout has one field for both: the paragraph that introduces a list is about jobs, what stands before
    it about sectors, unless the paragraph itself names sectors and no jobs. Without a list nothing tells
    sectors from jobs, and the text is kept whole as sectors.

    Args:
        section: its lines.
        width: usual length of a full line.
    """
    secteurs: list[Morceau] = []
    emplois: list[Morceau] = []
    faits: list[Fait] = []
    morceaux = split_paragraphs(section.lignes, width)
    about_jobs = True
    for index, morceau in enumerate(morceaux):
        if morceau.puce:
            if about_jobs:
                texte = morceau.texte
                faits.append(Fait("ref:emploiAccessible", texte.valeur, texte.passages()))
            else:
                secteurs.append(morceau)
            continue
        introduces = index + 1 < len(morceaux) and morceaux[index + 1].puce
        lead = morceau.imprime.valeur
        about_jobs = not (_SECTEURS.search(lead) and not _EMPLOIS.search(lead))
        (emplois if introduces and about_jobs else secteurs).append(morceau)
    for propriete, texts in (("ref:secteursActivite", secteurs), ("ref:typesEmploi", emplois)):
        valeur, passages = join_paragraphs(texts)
        if valeur:
            faits.append(Fait(propriete, valeur, passages))
    return faits
