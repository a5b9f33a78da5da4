"""Where a text speaks of what the rules look for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graphkit.analysis.lexiques import themes
from graphkit.analysis.mots import Mots
from graphkit.analysis.natures import Nature
from graphkit.analysis.phrases import Phrases

_SAUF = "sauf "


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that bear a theme.

    Attributes:
        theme: code of the theme.
        extrait: the words.
        debut: offset of their first character in the text.
        fin: offset past the last.
    """

    theme: str
    extrait: str
    debut: int
    fin: int


@cache
def _phrases(nature: Nature) -> Phrases:
    return Phrases(
        (phrase, prefixe + code)
        for code, theme in themes().items()
        if nature in theme.natures
        for prefixe, liste in (("", theme.mots), (_SAUF, theme.sauf))
        for phrase in liste
    )


def trouver_mentions(mots: Mots, nature: Nature) -> tuple[Mention, ...]:
    """Return the mentions of a text, in order; those of one theme do not overlap.

    Args:
        mots: the words of the text.
        nature: what it states.
    """
    trouves: dict[str, list[tuple[int, int]]] = {}
    for debut, fin, etiquette in _phrases(nature).trouver(mots):
        places = trouves.setdefault(etiquette, [])
        if not places or debut >= places[-1][1]:
            places.append((debut, fin))
        elif fin > places[-1][1] and etiquette.startswith(_SAUF):
            places[-1] = (places[-1][0], fin)
    mentions = [
        Mention(code, mots.extrait(debut, fin), mots.debuts[debut], mots.fins[fin - 1])
        for code, places in trouves.items()
        if not code.startswith(_SAUF)
        for debut, fin in _hors(places, trouves.get(_SAUF + code, []), une=themes()[code].presence)
    ]
    return tuple(sorted(mentions, key=lambda mention: (mention.debut, mention.fin, mention.theme)))


def _hors(
    places: list[tuple[int, int]], exceptions: list[tuple[int, int]], *, une: bool
) -> list[tuple[int, int]]:
    """Return the places, or the first place, that no exception overlaps; both lists are sorted."""
    gardees = []
    rang = 0
    for debut, fin in places:
        while rang < len(exceptions) and exceptions[rang][1] <= debut:
            rang += 1
        if rang == len(exceptions) or exceptions[rang][0] >= fin:
            gardees.append((debut, fin))
            if une:
                break
    return gardees
