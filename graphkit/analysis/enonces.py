"""Where the statements of a text end, how many they are, and in which language they are written."""

from __future__ import annotations

from graphkit.analysis.infinitifs import infinitif_en
from graphkit.analysis.lexiques import cles, lire
from graphkit.analysis.mots import Mots

_ENONCES = lire("enonces")
_ABREVIATIONS = cles(_ENONCES["abreviations"])
_LANGUES = {langue: cles(mots) for langue, mots in _ENONCES["langues"].items()}
_FINS = frozenset({".", "!", "?", "…"})
_PUCES = frozenset("-–—•*▪◦·→")
_MOTS_DE_LA_LANGUE = 300


def segments(mots: Mots, debut: int) -> list[tuple[int, int]]:
    """Return the parts of a text between full stops, semicolons, line breaks and list marks.

    Nothing is parted within brackets.

    Args:
        mots: words of the text.
        debut: rank of the word to begin with.
    """
    parts = []
    ouvert = debut
    profondeur = 0
    fermetures = sum(mot == ")" for mot in mots.cles)
    for rang in range(debut, len(mots.cles)):
        mot = mots.cles[rang]
        if mot == "(" and fermetures:
            profondeur += 1
        elif mot == ")":
            profondeur = max(0, profondeur - 1)
            fermetures -= 1
        if rang > ouvert and not profondeur and (_finit(mots, rang) or _nouvelle_ligne(mots, rang)):
            # The mark belongs to neither part; a word after a line break begins the next one.
            parts.append((ouvert, rang))
            ouvert = rang + 1 if not mot.isalnum() else rang
    if ouvert < len(mots.cles):
        parts.append((ouvert, len(mots.cles)))
    return [(a, b) for a, b in parts if any(mots.cles[r].isalnum() for r in range(a, b))]


def _finit(mots: Mots, rang: int) -> bool:
    mot = mots.cles[rang]
    if mot == ";":
        return True
    if mot in _PUCES:
        return _est_puce(mots, rang)
    if mot not in _FINS or rang + 1 == len(mots.cles):
        return mot in _FINS
    suivant = mots.texte[mots.debuts[rang + 1]]
    if mots.debuts[rang + 1] == mots.fins[rang] or not (suivant.isupper() or suivant in "«-–•"):
        return False
    return mot != "." or mots.cles[rang - 1] not in _ABREVIATIONS


def _est_puce(mots: Mots, rang: int) -> bool:
    """Whether a dash begins an item: white space and a capital after it, an end of clause before."""
    if rang + 1 >= len(mots.cles) or mots.debuts[rang + 1] == mots.fins[rang]:
        return False
    fait = mots.texte[mots.fins[rang - 1] : mots.debuts[rang]]
    if "\n" in fait or mots.cles[rang] == "•":
        return True
    return mots.texte[mots.debuts[rang + 1]].isupper() and mots.cles[rang - 1] in {":", ";", ".", ")"}


def _nouvelle_ligne(mots: Mots, rang: int) -> bool:
    return "\n" in mots.texte[mots.fins[rang - 1] : mots.debuts[rang]]


def compter(mots: Mots, parties: list[tuple[int, int]], *, a_l_infinitif: bool) -> int:
    """Return how many statements a text holds, at least one.

    Where the first begins with an infinitive, only those that do so count: the rest are details of it.
    Elsewhere a part counts if it begins like a sentence.

    Args:
        mots: words of the text.
        parties: its segments.
        a_l_infinitif: whether the first begins with an infinitive.
    """
    suite = parties[1:]
    if a_l_infinitif:
        return 1 + sum(infinitif_en(mots, debut) is not None for debut, _ in suite)
    return 1 + sum(mots.texte[mots.debuts[d]].isupper() and f - d > 1 for d, f in suite)


def langue(mots: Mots, *, a_l_infinitif: bool) -> str | None:
    """Return the language of a text, or ``None`` where its function words do not tell.

    Args:
        mots: words of the text.
        a_l_infinitif: whether it begins with a French infinitive.
    """
    debut = mots.cles[:_MOTS_DE_LA_LANGUE]
    scores = {code: sum(mot in outils for mot in debut) for code, outils in _LANGUES.items()}
    scores["fr"] += a_l_infinitif
    (premier, points), (_, seconds) = sorted(scores.items(), key=lambda paire: -paire[1])[:2]
    return premier if points > seconds else None
