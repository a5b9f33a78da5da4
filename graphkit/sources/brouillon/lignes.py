"""The lines of a cell with the codes that they begin with, and the places of what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from graphkit.passages import Passage
from graphkit.sources.brouillon.colonnes import role_de
from graphkit.sources.brouillon.contenu import Cellule, Paragraphe
from graphkit.sources.marques import en_suspens, lire_prefixe, normalise_code
from graphkit.sources.trois_colonnes.reperes import Genre, repere_de_debut
from graphkit.text import normalise_spaces

Source: TypeAlias = Cellule | Paragraphe

# A code written out ("Compétence 1.2 :", "Tâche 3 –"); "Activité 1 :" alone is a landmark that is known.
_MOT_ET_CODE = re.compile(
    r"(?P<imprime>(?P<mot>activit[ée](?=\s+(?:n\s?°\s?)?(?:A|\d{1,2}\.\d))|activit[ée][ -]types?"
    r"|sous-activit[ée]|t[âa]che|mission|comp[ée]tence)\s+(?:n\s?°\s?)?(?P<numero>[ACT]?\.?\d{1,2}(?:\.\d{1,2}){0,3}))"
    r"(?:\s*[:.–—-]+\s+|\s*$)",
    re.IGNORECASE,
)
_FENETRE = 300
_ANNONCE = 2000


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of a cell, or several that go on with one another.

    Attributes:
        texte: the statement, without mark and code.
        debut: offset of its first character in the cell, mark and code included.
        fin: one past its last character.
        code: normalised code; empty without one.
        imprime: the code as printed.
        genre: what the code says it is, where it says so.
        numero: number of the activity that the code names, 0 without one.
        lettre: letter of the activity that it names.
    """

    texte: str
    debut: int
    fin: int
    code: str = ""
    imprime: str = ""
    genre: Genre | None = None
    numero: int = 0
    lettre: str = ""


def passage_de(source: Source, debut: int, fin: int) -> Passage:
    """Return the place of a stretch of a cell; the cell itself if it is all of it.

    Args:
        source: the cell or paragraph.
        debut: offset of its first character in the text.
        fin: one past its last.
    """
    passage = source.passage
    if (debut, fin) == (0, len(source.texte)) or (passage.caracteres and not passage.case):
        return passage
    # A part of a cell counts from the beginning of the cell.
    base = passage.caracteres[0] if passage.caracteres else 0
    return replace(passage, caracteres=(base + debut, base + fin))


def lignes(source: Source) -> Iterator[Ligne]:
    """Yield the lines of a cell with their codes; one that goes on with the line before is no line.

    Args:
        source: the cell.
    """
    return (_ligne(source.texte, debut, fin) for debut, fin in paragraphes(source.texte))


def paragraphes(texte: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end, those that a soft break has parted together.

    Args:
        texte: the text of a cell.
    """
    attente: tuple[int, int] | None = None
    debut = 0
    for brute in texte.split("\n"):
        fin = debut + len(brute)
        if brute.strip():
            if attente and _continue(texte, *attente, brute):
                attente = attente[0], fin
            else:
                if attente:
                    yield attente
                attente = debut, fin
        debut = fin + 1
    if attente:
        yield attente


def _continue(texte: str, depuis: int, jusque: int, brute: str) -> bool:
    # Both ends of what stands before, not all of it: a hostile text may consist of nothing but wrapped lines.
    prefixe = lire_prefixe(brute, 0, len(brute))
    if prefixe.marque:
        # The items of a list that the line announces are one statement with it.
        annonce = texte[depuis : min(jusque, depuis + _ANNONCE)].split("\n", 1)[0].rstrip()
        return annonce.endswith(":") and not role_de(annonce)
    if prefixe.code or repere_de_debut(brute) or _MOT_ET_CODE.match(brute):
        return False
    return brute[:1].islower() or en_suspens(texte[max(depuis, jusque - _FENETRE) : jusque])


def _ligne(texte: str, debut: int, fin: int) -> Ligne:
    entier = texte[debut:fin]
    prefixe = lire_prefixe(entier, 0, len(entier))
    marque = len(prefixe.marque) + (len(entier) - len(entier.lstrip()))
    reste = entier[marque:].lstrip() if prefixe.marque else entier
    if mot := _MOT_ET_CODE.match(reste):
        famille = mot["mot"][0].upper().replace("S", "A").replace("M", "A")
        code = f"{famille}{normalise_code(mot['numero']).lstrip('ACT')}"
        partie = Genre.SOUS_ACTIVITE if mot["mot"][0] in "tTsS" else None
        imprime = normalise_spaces(mot["imprime"])
        return Ligne(normalise_spaces(reste[mot.end() :]), debut, fin, code, imprime, partie)
    repere = repere_de_debut(reste)
    if repere and repere.genre is not Genre.MODALITE:
        famille = "C" if repere.genre is Genre.COMPETENCE else "A"
        code = f"{famille}{repere.numero}{repere.lettre}" + (f".{repere.rang}" if repere.rang else "")
        return Ligne(
            normalise_spaces(reste[repere.suite :]), debut, fin, code, repere.imprime, repere.genre,
            repere.numero, repere.lettre,
        )  # fmt: skip
    corps = normalise_spaces(entier[prefixe.corps :])
    if not prefixe.codee:
        return Ligne(corps or normalise_spaces(entier), debut, fin)
    return Ligne(corps, debut, fin, normalise_code(prefixe.code), prefixe.code.rstrip(" :–—-.)"))
