"""From the flattened text of a bloc's assessment to its modalities, and to the competences they assess.

The text of most blocs is prose or an exam table and stays whole; it is parted only where its own form says
where: codes of the bloc's competences before each modality, or a plain list of short names.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graphkit.model import Competence, Modalite, Passage
from graphkit.sources.marques import CODE, en_suspens, lire_prefixe, normalise_code, troncons
from graphkit.text import normalise_spaces

_CODES_EN_TETE = re.compile(rf"(?:{CODE})\.?(?:\s*(?:et|à|,|/|&|[-–])\s*(?:{CODE})\.?)*(?=[\s.:)–-]|[^\W\d])")
_UN_CODE = re.compile(rf"(?P<plage>\bà\s*)?(?P<code>{CODE})")
_NOTE = re.compile(r"N\.?\s?B\b|Nota\b|Remarques?\b|Note\s*:", re.IGNORECASE)
_PHRASE = re.compile(r"[.!?;:](?:\s|$)")
_LONGUEUR_NOM = 120

Bornes = tuple[int, int]


def split_modalites(
    text: str, chemin: str, competences: tuple[Competence, ...]
) -> tuple[tuple[Modalite, ...], tuple[Competence, ...]]:
    """Part the text of a bloc's assessment, and hand each competence the modalities that name its code.

    Args:
        text: the text as exported.
        chemin: path of its element.
        competences: the competences of the bloc.

    Returns:
        The modalities of the bloc as a whole, and the competences with theirs.
    """
    bornes = troncons(text)
    if not bornes:
        return (), competences
    tout = (bornes[0][0], bornes[-1][1])
    groupes = _par_code(text, bornes, [c.code for c in competences if c.code])
    if groupes is None:
        if not _sont_des_noms(text, bornes):
            return (_modalite(text, tout, chemin),), competences
        return tuple(_modalite(text, b, chemin, _sans_marque(text, b)[0]) for b in bornes), competences
    du_bloc = tuple(_modalite(text, borne, chemin) for borne, codes in groupes if not codes)
    attribuees = tuple(
        replace(
            c, modalites=tuple(_modalite(text, borne, chemin) for borne, codes in groupes if c.code in codes)
        )
        for c in competences
    )
    return du_bloc, attribuees


def _par_code(text: str, bornes: list[Bornes], connus: list[str]) -> list[tuple[Bornes, list[str]]] | None:
    """Return the stretches that belong together with the codes that they name, ``None`` if it is in doubt.

    A stretch that opens with a note, or stands before the first code, is the whole bloc's.
    """
    groupes: list[tuple[Bornes, list[str]]] = []
    for debut, fin in bornes:
        codes = _codes(text[debut:fin], connus)
        if codes or not groupes or _NOTE.match(text, debut, fin):
            groupes.append(((debut, fin), codes))
            continue
        (depuis, jusque), deja = groupes[-1]
        if text[debut].isupper() and not en_suspens(text[max(depuis, jusque - _LONGUEUR_NOM) : jusque]):
            return None  # a line that was wrapped, or a modality without its code: nothing tells
        groupes[-1] = ((depuis, fin), deja)
    return groupes if any(codes for _, codes in groupes) else None


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


def _sont_des_noms(text: str, bornes: list[Bornes]) -> bool:
    corps = [_sans_marque(text, b) for b in bornes]
    if len({nu == b for nu, b in zip(corps, bornes, strict=True)}) > 1:
        return False  # marks before some only: two levels, or prose around a list
    noms = [text[d:f] for d, f in corps]
    return not any(en_suspens(n) for n in noms) and all(
        len(n) <= _LONGUEUR_NOM and not n[:1].islower() and not _PHRASE.search(n) for n in noms
    )


def _sans_marque(text: str, bornes: Bornes) -> Bornes:
    marque = lire_prefixe(text, *bornes).marque
    debut = bornes[0] + len(marque)
    reste = text[debut : bornes[1]].lstrip()
    return (bornes[1] - len(reste), bornes[1]) if marque and reste else bornes


def _modalite(text: str, bornes: Bornes, chemin: str, corps: int | None = None) -> Modalite:
    enonce = text[bornes[0] if corps is None else corps : bornes[1]]
    return Modalite(normalise_spaces(enonce), passages=(Passage(caracteres=bornes, chemin=chemin),))
