"""From the flattened text of a list of competences to its single competences.

The export has neither line breaks nor one way to write a list: marks in one or two levels, codes, headings
and lead-ins, or nothing but runs of spaces, which also stand within items where a line was wrapped. The
rules below are those by which a reader of the list goes; each is named by what it sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from graphkit.sources.marques import Partie, en_suspens, normalise_code, parties
from graphkit.text import normalise_spaces

_TITRE_NUMEROTE = re.compile(
    r"(?:activité|bloc(?: de compétences?)?|domaine|module|axe|phase|étape|fonction|mission|pôle|volet"
    r"|partie|unité|UC|UE|CCP)\s*(?:n\s*°\s*)?[A-Z]?\.?\d{1,2}[A-Z]?\s*[.:)–—-]",
    re.IGNORECASE,
)
_FIN_DE_PHRASE = (".", ";", "!", "?", "…")
_INFINITIF = re.compile(r"(?:er|ir|dre|uire|[dlr]ire|ivre|ttre|ître|aître|faire|être|clure|rompre)$")
_PRONOM = re.compile(r"^(?:(?:ne pas|s[’']|se|n[’']) ?)", re.IGNORECASE)
_MOT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Nouns that a heading may well begin with and that end like infinitives.
_NOMS = frozenset(
    """atelier cadre cahier chantier courrier dossier métier papier premier dernier particulier mobilier
    loisir plaisir avenir pouvoir savoir devoir ordre registre maître titre""".split()  # noqa: SIM905
)
_LONGUEUR_TITRE = 120
_FENETRE = 2000
_ENTRE_DEUX_TITRES = 2


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
    parents = _hierarchie(text, liste)
    avec_suite = {parent for parent in parents if parent is not None}
    avec_codes = {parent for partie, parent in zip(liste, parents, strict=True) if partie.code}
    titres = {rang for rang in avec_suite if _est_titre(text, liste[rang], rang in avec_codes)}
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


def is_infinitive(text: str) -> bool:
    """Tell whether a statement begins with a verb in the infinitive, as competences do and headings do not.

    Args:
        text: a statement; "S’adapter" and "Ne pas nuire" begin with one as well.
    """
    mot = _MOT.match(_PRONOM.sub("", text.strip()))
    if mot is None:
        return False
    premier = mot.group().lower()
    return premier not in _NOMS and _INFINITIF.search(premier) is not None


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
    fait = text[max(avant.corps, avant.fin - _LONGUEUR_TITRE) : avant.fin]
    debut = text[partie.corps]
    if partie.genre:
        # "C1. Conduire l'audit :  - recueillir…  - analyser…": the code names the whole.
        enumere = fait.endswith(":") or _enumeration(text, avant) or debut.islower()
        return (
            avant.codee
            and not partie.code
            and enumere
            and is_infinitive(text[avant.corps : avant.corps + _FENETRE])
        )
    if en_suspens(fait) or debut in ",;:.)/(%":
        return True
    if marquee:
        return not debut.isupper() and debut not in '«"“'
    return debut.islower() and not precedent_minuscule and not fait.endswith((":", *_FIN_DE_PHRASE))


def _enumeration(text: str, partie: Partie) -> bool:
    """Whether an enumeration that belongs to the statement has begun already."""
    corps = text[partie.corps : min(partie.fin, partie.corps + _FENETRE)]
    return re.search(r":\s{2,}[-–—*•]", corps) is not None


def _hierarchie(text: str, liste: list[Partie]) -> list[int | None]:
    """Return for each part the rank of the one under which it stands.

    What a part begins with tells its level: the first time that something new appears it opens a level
    below, and what has been seen already goes back to its own.
    """
    sans_marque = _titres_sans_marque(text, liste)
    pile: list[tuple[str, int]] = []
    parents: list[int | None] = []
    for rang in range(len(liste)):
        genre = sans_marque.get(rang) or _genre_d_item(text, liste, rang, pile)
        connu = next((i for i, (autre, _) in enumerate(pile) if autre == genre), None)
        if connu is not None:
            del pile[connu:]
        elif rang in sans_marque:
            # A new heading ends the list that came before it, but not the heading above.
            while pile and pile[-1][1] not in sans_marque:
                pile.pop()
        parents.append(pile[-1][1] if pile else None)
        pile.append((genre, rang))
    return parents


def _genre_d_item(text: str, liste: list[Partie], rang: int, pile: list[tuple[str, int]]) -> str:
    partie = liste[rang]
    if not partie.genre:
        # Among marked items one without a mark has lost it.
        dernier = pile[-1][0] if pile else ""
        return dernier if dernier and not dernier.startswith("titre") else "item"
    if rang and text[partie.corps].islower():
        avant = liste[rang - 1]
        # "- Maîtriser :  - les outils…  - les règles…  - Former…": one mark for two levels.
        dessous = f"{partie.genre} dessous"
        ouvre = text[avant.corps].isupper() and text[avant.corps : avant.fin].endswith(":")
        if (avant.genre == partie.genre and ouvre) or any(genre == dessous for genre, _ in pile):
            return dessous
    return partie.genre


def _titres_sans_marque(text: str, liste: list[Partie]) -> dict[int, str]:
    """Return the parts that announce what follows them, without being marked items of the list."""
    titres: dict[int, str] = {}
    for rang, (partie, suivante) in enumerate(pairwise(liste)):
        corps = text[partie.corps : partie.fin]
        if not partie.code and _TITRE_NUMEROTE.match(corps):
            titres[rang] = "titre numéroté"
        elif not partie.genre and (
            corps.endswith(":")
            or (
                suivante.genre
                and len(corps) <= _LONGUEUR_TITRE
                and not corps.endswith(_FIN_DE_PHRASE)
                and not is_infinitive(corps)
            )
        ):
            titres[rang] = "titre"
    for rang, suivant in pairwise(titres):
        if suivant == rang + 1 and titres[rang] == titres[suivant]:
            titres[rang] = "titre au-dessus"  # two headings in a row: the first is that of a group
    if titres or any(p.genre for p in liste):
        return titres
    return _titres_sans_point(text, liste)


def _titres_sans_point(text: str, liste: list[Partie]) -> dict[int, str]:
    """Return the headings of a list whose items are sentences with a full stop and whose headings have none.

    Only where the list keeps to it throughout: it opens with a heading, and each has items of its own.
    """
    nus = [rang for rang, p in enumerate(liste) if not text[p.corps : p.fin].endswith((":", *_FIN_DE_PHRASE))]
    reguliere = (
        len(nus) > 1
        and nus[0] == 0
        and all(b - a > _ENTRE_DEUX_TITRES for a, b in pairwise([*nus, len(liste)]))
        and all(liste[rang].fin - liste[rang].debut <= _LONGUEUR_TITRE for rang in nus)
    )
    return dict.fromkeys(nus, "titre") if reguliere else {}


def _est_titre(text: str, partie: Partie, sur_des_codes: bool) -> bool:
    """Whether a part that others stand under is a heading rather than a competence with details."""
    corps = text[partie.corps : partie.fin]
    if not partie.genre or _TITRE_NUMEROTE.match(corps):
        return True
    if partie.codee and not sur_des_codes:
        return not is_infinitive(corps)
    return corps.endswith(":") or not is_infinitive(corps)


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
