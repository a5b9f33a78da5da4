"""The preamble: paragraphs and web addresses before the table."""

from __future__ import annotations

import re

from graphkit.model import Fait, Lien
from graphkit.passages import Passage
from graphkit.sources.trois_colonnes import phrases
from graphkit.sources.trois_colonnes.lignes import Ligne
from graphkit.sources.trois_colonnes.phrases import Lexique

_ADRESSE = re.compile(r"https?://[^\s<>\"«»]{1,2000}")
_PUCE = re.compile(r"[-–—•*▪●]\s|\d{1,2}[.)]\s")
# A wrapped line nearly reaches the longest one, which is taken as the width of the page.
_PLEINE = 0.88


def read_preambule(lignes: list[Ligne], lexique: Lexique) -> tuple[Fait, ...]:
    """Return the text of the preamble, paragraphs on lines of their own, and the addresses in it.

    Args:
        lignes: its lines without the blank ones.
        lexique: the words of the document.
    """
    if not lignes:
        return ()
    prose = [len(ligne.texte) for ligne in lignes if not _ADRESSE.match(ligne.texte)]
    largeur = max(prose, default=0)
    paragraphes: list[list[str]] = []
    precedente: Ligne | None = None
    for ligne in lignes:
        if precedente is None or _nouveau(precedente, ligne, largeur):
            paragraphes.append([])
        paragraphes[-1].append(ligne.texte)
        precedente = ligne
    texte = "\n".join(lexique.assemble(paragraphe) for paragraphe in paragraphes)
    faits = [Fait("ref:preambule", texte, (Passage((lignes[0].numero, lignes[-1].numero)),))]
    for ligne in lignes:
        for trouve in _ADRESSE.finditer(ligne.texte):
            adresse = trouve.group().rstrip(".,;)")
            debut = ligne.debut + trouve.start()
            passage = Passage((ligne.numero, ligne.numero), (debut, debut + len(adresse)))
            faits.append(Fait("dcterms:references", Lien(adresse), (passage,)))
    return tuple(faits)


def _nouveau(avant: Ligne, apres: Ligne, largeur: int) -> bool:
    """Tell whether a paragraph begins with the second of two lines."""
    if _ADRESSE.match(apres.texte) or _ADRESSE.fullmatch(avant.texte) or _PUCE.match(apres.texte):
        return True
    if phrases.stays_open(avant.texte) or phrases.begins_in_lower_case(apres.texte):
        return False
    premier = apres.texte.split(None, 1)[0]
    courte = len(avant.texte) + 1 + len(premier) <= _PLEINE * largeur
    fini = phrases.ends_sentence(avant.texte) or phrases.begins_sentence(apres.texte)
    return avant.alinea or apres.vide_avant or courte or fini
