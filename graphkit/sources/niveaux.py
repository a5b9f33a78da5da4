"""Which parts of a flattened list stand under which, and what tells headings from competences."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from graphkit.sources.marques import Partie

_TITRE_NUMEROTE = re.compile(
    r"(?:activité|bloc(?: de compétences?)?|domaine|module|axe|phase|étape|fonction|mission|pôle|volet"
    r"|partie|unité|UC|UE|CCP)\s*(?:n\s*°\s*)?[A-Z]?\.?\d{1,2}[A-Z]?\s*[.:)–—-]",
    re.IGNORECASE,
)
#: What ends a sentence, and no heading.
FIN_DE_PHRASE = (".", ";", "!", "?", "…")
_INFINITIF = re.compile(r"(?:er|ir|dre|uire|[dlr]ire|ivre|ttre|ître|aître|faire|être|clure|rompre)$")
_PRONOM = re.compile(r"^(?:(?:ne pas|s[’']|se|n[’']) ?)", re.IGNORECASE)
_MOT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Nouns that a heading may well begin with and that end like infinitives.
_NOMS = frozenset(
    """atelier cadre cahier chantier courrier dossier métier papier premier dernier particulier mobilier
    loisir plaisir avenir pouvoir savoir devoir ordre registre maître titre""".split()  # noqa: SIM905
)
#: Characters of the longest heading without a mark.
LONGUEUR_TITRE = 120
#: Characters in which the beginning of a statement is looked for: a hostile text may have millions.
FENETRE = 2000
_ENTRE_DEUX_TITRES = 2


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


def hierarchie(text: str, liste: list[Partie]) -> list[int | None]:
    """Return for each part the rank of the one under which it stands.

    What a part begins with tells its level: the first time that something new appears it opens a level
    below, and what has been seen already goes back to its own.

    Args:
        text: the list as exported.
        liste: its parts.
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


def rassembler(
    text: str, liste: list[Partie], parents: list[int | None]
) -> tuple[list[Partie], list[int | None]]:
    """Put a competence that ends with a colon together with what it lists, if nothing of it is a statement.

    "4. Réaliser les gestes face à une personne :  4.1 victime…  4.2 ayant perdu…": one does the whole.

    Args:
        text: the list as exported.
        liste: its parts.
        parents: as ``hierarchie`` gives them.

    Returns:
        The parts that remain, and their parents.
    """
    enonces = [is_infinitive(text[p.corps : p.corps + FENETRE]) for p in liste]
    derniers = list(range(len(liste)))
    en_enonce = [False] * len(liste)
    for rang in range(len(liste) - 1, -1, -1):
        parent = parents[rang]
        if parent is not None:
            derniers[parent] = max(derniers[parent], derniers[rang])
            en_enonce[parent] |= enonces[rang] or en_enonce[rang]
    rassemblees: list[Partie] = []
    dessus: list[int | None] = []
    places: dict[int | None, int | None] = {None: None}
    rang = 0
    while rang < len(liste):
        partie, suivant = liste[rang], rang + 1
        if enonces[rang] and not en_enonce[rang] and text[partie.corps : partie.fin].endswith(":"):
            partie, suivant = replace(partie, fin=liste[derniers[rang]].fin), derniers[rang] + 1
        places[rang] = len(rassemblees)
        rassemblees.append(partie)
        dessus.append(places[parents[rang]])
        rang = suivant
    return rassemblees, dessus


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
                and len(corps) <= LONGUEUR_TITRE
                and not corps.endswith(FIN_DE_PHRASE)
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
    nus = [rang for rang, p in enumerate(liste) if not text[p.corps : p.fin].endswith((":", *FIN_DE_PHRASE))]
    reguliere = (
        len(nus) > 1
        and nus[0] == 0
        and all(b - a > _ENTRE_DEUX_TITRES for a, b in pairwise([*nus, len(liste)]))
        and all(liste[rang].fin - liste[rang].debut <= LONGUEUR_TITRE for rang in nus)
    )
    return dict.fromkeys(nus, "titre") if reguliere else {}


def est_titre(text: str, partie: Partie, sur_des_codes: bool) -> bool:
    """Tell whether a part that others stand under is a heading rather than a competence with details.

    Args:
        text: the list as exported.
        partie: the part.
        sur_des_codes: whether a code stands before any of the others.
    """
    corps = text[partie.corps : partie.fin]
    if not partie.genre or _TITRE_NUMEROTE.match(corps):
        return True
    if partie.codee and not sur_des_codes:
        return not is_infinitive(corps)
    return corps.endswith(":") or not is_infinitive(corps)
