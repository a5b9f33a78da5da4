"""From the flattened text of a bloc's assessment to its modalities, and to the competences they assess.

The text of most blocs is prose or an exam table and stays whole; it is parted only where its own form says
where: codes of the bloc's competences before each modality, list marks throughout, runs of spaces of two
lengths, or a plain list of short names.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from graphkit.model import Competence, Fait, Faits, Modalite
from graphkit.passages import Passage
from graphkit.sources.marques import CODE, ecart, en_suspens, lire_prefixe, normalise_code, parties, troncons
from graphkit.text import normalise_spaces

_CODES_EN_TETE = re.compile(rf"(?:{CODE})\.?(?:\s*(?:et|à|,|/|&|[-–])\s*(?:{CODE})\.?)*(?=[\s.:)–-]|[^\W\d])")
_UN_CODE = re.compile(rf"(?P<plage>\bà\s*)?(?P<code>{CODE})")
_NOTE = re.compile(r"N\.?\s?B\b(?!\s+de\b)|(?i:nota(?:\s+bene)?|remarques?|notes?)\s*:")
_PHRASE = re.compile(r"[.!?;:](?:\s|$)")
_LONGUEUR_NOM = 120
# In no official text does a run of two or three spaces part two assessments: a line was wrapped, or broken
# within one ("Étude de cas  Production écrite individuelle").
_DANS_UNE_MODALITE = 3

Bornes = tuple[int, int]
#: Start, start of the statement, end, and the codes of competences that it names.
Morceau = tuple[int, int, int, list[str]]


def split_modalites(
    text: str, chemin: str, competences: tuple[Competence, ...]
) -> tuple[tuple[Modalite, ...], tuple[Competence, ...], Faits]:
    """Part the text of a bloc's assessment, and hand each competence the modalities that name its code.

    Every character of the text but white space stands in the passage of a modality or of a note.

    Args:
        text: the text as exported.
        chemin: path of its element.
        competences: the competences of the bloc.

    Returns:
        The modalities of the bloc as a whole, the competences with theirs, and the notes on the modalities
        of others ("NB : C1 et C2 peuvent…"), which are none themselves. A modality of several competences
        is given to each as an equal value.
    """
    bornes = troncons(text)
    if not bornes:
        return (), competences, ()
    paragraphes = _a_deux_niveaux(text, bornes)
    groupes = _par_code(text, paragraphes or bornes, [c.code for c in competences if c.code])
    lues = [
        (Modalite(enonce, passages=(Passage(None, (debut, fin), chemin),)), codes)
        for debut, corps, fin, codes in groupes or _sans_code(text, bornes, paragraphes)
        if (enonce := _enonce(text, corps, fin))  # control characters alone are no statement
    ]
    notes = {rang for rang, (m, codes) in enumerate(lues) if not codes and _NOTE.match(m.enonce)}
    if len(notes) == len(lues):
        notes = set()  # there is nothing else that they could be about
    return (
        tuple(m for rang, (m, codes) in enumerate(lues) if not codes and rang not in notes),
        tuple(replace(c, modalites=tuple(m for m, codes in lues if c.code in codes)) for c in competences),
        tuple(Fait("skos:note", lues[rang][0].enonce, lues[rang][0].passages) for rang in sorted(notes)),
    )


def _par_code(text: str, bornes: list[Bornes], connus: list[str]) -> list[Morceau]:
    """Return the stretches that belong together with the codes that they name, none if they name none.

    A stretch that opens with a note, or stands before the first code, is the whole bloc's.
    """
    groupes: list[Morceau] = []
    doute = False
    for debut, fin in bornes:
        _, corps = _marque(text, debut, fin)
        if not text[corps:fin].strip():
            corps = debut  # a mark with nothing behind it is all the text there is
        codes = _codes(text[corps:fin], connus)
        if codes or not groupes or _NOTE.match(text, corps, fin):
            groupes.append((debut, corps, fin, codes))
            continue
        depuis, avant, jusque, deja = groupes[-1]
        # A line that was wrapped, or a modality without its code: nothing tells.
        doute |= text[debut].isupper() and not _en_cours(text, depuis, jusque)
        groupes[-1] = (depuis, avant, fin, deja)
    if not any(codes for *_, codes in groupes):
        return []
    return _tout(bornes) if doute else groupes


def _codes(text: str, connus: list[str]) -> list[str]:
    tete = _CODES_EN_TETE.match(text)
    if tete is None:
        return []
    codes: list[str] = []
    for un in _UN_CODE.finditer(tete.group()):
        code = normalise_code(un["code"])
        if code not in connus:
            return []
        if un["plage"] and codes:
            codes += connus[connus.index(codes[-1]) + 1 : connus.index(code)]
        codes.append(code)
    return codes


def _sans_code(text: str, bornes: list[Bornes], paragraphes: list[Bornes]) -> list[Morceau]:
    """Return the stretches that are modalities each, the whole where nothing tells that they are."""
    marques = _liste_marquee(text, paragraphes or [(p.debut, p.fin) for p in parties(text)])
    if marques:
        return marques
    entiers = paragraphes or (bornes if _sont_des_noms(text, bornes) else [])
    return [(debut, debut, fin, []) for debut, fin in entiers] or _tout(bornes)


def _tout(bornes: list[Bornes]) -> list[Morceau]:
    return [(bornes[0][0], bornes[0][0], bornes[-1][1], [])]


def _a_deux_niveaux(text: str, bornes: list[Bornes]) -> list[Bornes]:
    """Return the paragraphs of a text that has lines within them: its runs of spaces are of two lengths.

    Exam tables have runs of more lengths, and most of their cells have one line: none is returned for them.
    """
    ecarts = _ecarts(text, bornes)
    longueurs = sorted(set(ecarts))
    rang = next((i for i, (a, b) in enumerate(pairwise(longueurs), 1) if b >= 2 * a), 0)
    if not rang or any(classe[-1] - classe[0] > 1 for classe in (longueurs[:rang], longueurs[rang:])):
        return []
    groupes = [bornes[0]]
    lignes = [1]
    for blanc, (debut, fin) in zip(ecarts, bornes[1:], strict=True):
        if blanc < longueurs[rang]:
            groupes[-1] = (groupes[-1][0], fin)
            lignes[-1] += 1
        elif text[debut].islower() or _en_cours(text, *groupes[-1]):
            return []  # the longer runs stand within sentences too
        else:
            groupes.append((debut, fin))
            lignes.append(1)
    return groupes if 2 * sum(n > 1 for n in lignes) > len(groupes) else []


def _liste_marquee(text: str, bornes: list[Bornes]) -> list[Morceau]:
    """Return the items of a list that has the same mark before each, none if it is anything else."""
    items: list[Morceau] = []
    premiere = ""
    for debut, fin in bornes:
        genre, corps = _marque(text, debut, fin)
        premiere = premiere or genre
        if not premiere:
            return []
        if genre == premiere:
            items.append((debut, corps, fin, []))
        elif genre or text[debut].islower() or _en_cours(text, *items[-1][1:3]):
            # An item of the level below, or a line that was wrapped.
            items[-1] = (*items[-1][:2], fin, [])
        else:
            return []
    return items if all(any(c.isalnum() for c in text[corps:fin]) for _, corps, fin, _ in items) else []


def _sont_des_noms(text: str, bornes: list[Bornes]) -> bool:
    if any(blanc <= _DANS_UNE_MODALITE for blanc in _ecarts(text, bornes)):
        return False
    lignes = [text[d:f] for d, f in bornes]
    return not any(en_suspens(x) or lire_prefixe(x, 0, len(x)).marque for x in lignes) and all(
        len(x) <= _LONGUEUR_NOM and not x[:1].islower() and not _PHRASE.search(x)
        for x in lignes
        if not _NOTE.match(x)
    )


def _marque(text: str, debut: int, fin: int) -> tuple[str, int]:
    """Return the kind of a stretch's list mark, empty if it has none, and where its statement starts."""
    marque = lire_prefixe(text, debut, fin).marque
    corps = fin - len(text[debut + len(marque) : fin].lstrip())
    return marque[:1].replace("–", "-").replace("—", "-"), corps


def _ecarts(text: str, bornes: list[Bornes]) -> list[int]:
    return [ecart(text[avant[1] : apres[0]]) for avant, apres in pairwise(bornes)]


def _en_cours(text: str, debut: int, fin: int) -> bool:
    # The end of it, not all: a hostile text may consist of nothing but wrapped lines.
    return en_suspens(text[max(debut, fin - _LONGUEUR_NOM) : fin])


def _enonce(text: str, debut: int, fin: int) -> str:
    """Return a statement with the line breaks that the author made, and without those of a wrapped line."""
    lues: list[str] = []
    for d, f in troncons(text[debut:fin]):
        ligne = text[debut + d : debut + f]
        debute = ligne[0].isupper() or ligne[0] in '«"“'
        repliee = not debute or (lues and _en_cours(lues[-1], 0, len(lues[-1])))
        if repliee and not lire_prefixe(ligne, 0, len(ligne)).marque:
            lues.append(" ")
        else:
            lues.append("\n")
        lues.append(normalise_spaces(ligne))
    return "".join(lues).strip()
