"""From the flattened text of a list of competences to its single competences.

The export has neither line breaks nor one way to write a list: marks in one or two levels, codes, headings
and lead-ins, or nothing but runs of spaces, which also stand within items where a line was wrapped. The
rules below are those by which a reader of the list goes; each is named by what it sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graphkit.sources.marques import Partie, en_suspens, normalise_code, parties
from graphkit.sources.niveaux import (
    FENETRE,
    FIN_DE_PHRASE,
    LONGUEUR_TITRE,
    est_titre,
    hierarchie,
    is_infinitive,
    rassembler,
)
from graphkit.text import normalise_spaces


@dataclass(frozen=True, slots=True)
class Item:
    """One competence of a list.

    Attributes:
        enonce: its statement, white space normalised, without mark and code.
        code: normalised code; ``None`` where none is printed.
        code_imprime: the code as printed, with what closes it.
        chapeau: headings and lead-ins under which it stands, outermost first, one a line.
        marque: its list mark as printed, if any.
        debut: offset of its first character (mark, code or statement).
        fin: one past its last character.
        chapeaux: (start, end) offsets of the headings and lead-ins.
    """

    enonce: str
    code: str | None
    code_imprime: str | None
    chapeau: str | None
    marque: str
    debut: int
    fin: int
    chapeaux: tuple[tuple[int, int], ...] = ()


def split_competences(text: str) -> tuple[Item, ...]:
    """Split a list into its single competences.

    Every character of the text but white space stands in an item or in one of the items' headings.

    Args:
        text: the list as exported; line breaks count as runs of spaces do.
    """
    liste = _recoller(text, parties(text))
    liste, parents = rassembler(text, liste, hierarchie(text, liste))
    avec_suite = {parent for parent in parents if parent is not None}
    avec_codes = {parent for partie, parent in zip(liste, parents, strict=True) if partie.code}
    titres = {rang for rang in avec_suite if est_titre(text, liste[rang], rang in avec_codes)}
    items = []
    for rang, partie in enumerate(liste):
        if rang in titres:
            continue
        ancetres = [liste[a] for a in _ancetres(parents, rang) if a in titres]
        items.append(
            Item(
                enonce=normalise_spaces(text[partie.corps : partie.fin]),
                code=normalise_code(partie.code) if partie.code else None,
                code_imprime=partie.code or None,
                chapeau="\n".join(_titre(text, a) for a in ancetres) or None,
                marque=partie.marque,
                debut=partie.debut,
                fin=partie.fin,
                chapeaux=tuple((a.debut, a.fin) for a in ancetres),
            )
        )
    return tuple(items)


def _recoller(text: str, liste: list[Partie]) -> list[Partie]:
    """Put the stretches together that a wrapped line, or an enumeration within a statement, has parted."""
    marquee = any(p.genre for p in liste)
    recollees: list[Partie] = []
    precedent_minuscule = False
    for partie in liste:
        debut = text[partie.corps : partie.corps + 1]
        minuscule = debut.islower()
        if recollees and _continue(text, recollees[-1], partie, marquee, precedent_minuscule):
            recollees[-1] = replace(recollees[-1], fin=partie.fin)
            continue
        precedent_minuscule = minuscule
        recollees.append(partie)
    return recollees


def _continue(text: str, avant: Partie, partie: Partie, marquee: bool, precedent_minuscule: bool) -> bool:
    # Both ends of what stands before, not all of it: a hostile text may consist of nothing but wrapped lines.
    fait = text[max(avant.corps, avant.fin - LONGUEUR_TITRE) : avant.fin]
    debut = text[partie.corps]
    if partie.genre:
        # "C1. Conduire l'audit :  - recueillir…  - analyser…": the code names the whole.
        enumere = fait.endswith(":") or _enumeration(text, avant) or debut.islower()
        return (
            avant.codee
            and not partie.code
            and enumere
            and is_infinitive(text[avant.corps : avant.corps + FENETRE])
        )
    if en_suspens(fait) or debut in ",;:.)/(%":
        return True
    if marquee:
        return not debut.isupper() and debut not in '«"“'
    return debut.islower() and not precedent_minuscule and not fait.endswith((":", *FIN_DE_PHRASE))


def _enumeration(text: str, partie: Partie) -> bool:
    """Whether an enumeration that belongs to the statement has begun already."""
    corps = text[partie.corps : min(partie.fin, partie.corps + FENETRE)]
    return re.search(r":\s{2,}[-–—*•]", corps) is not None


def _ancetres(parents: list[int | None], rang: int) -> list[int]:
    chaine: list[int] = []
    parent = parents[rang]
    while parent is not None:
        chaine.insert(0, parent)
        parent = parents[parent]
    return chaine


def _titre(text: str, partie: Partie) -> str:
    debut = partie.debut if not partie.marque else partie.debut + len(partie.marque)
    return normalise_spaces(text[debut : partie.fin])
