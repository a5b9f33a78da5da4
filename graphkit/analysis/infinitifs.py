"""Which words are verbs in the infinitive."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.analysis.lexiques import cles, lire, phrases
from graphkit.analysis.mots import Mots, cle
from graphkit.analysis.phrases import formes

_VERBES, _ENONCES = lire("verbes"), lire("enonces")
_OUTILS = _ENONCES["outils"]
#: Determiners.
DETERMINANTS = frozenset(_OUTILS["determinants"])
#: Reflexive pronouns.
REFLECHIS = frozenset({"s", "se"})
_PREFIXES = frozenset(_OUTILS["prefixes"])
_AVANT_INFINITIF = frozenset(_OUTILS["avant_infinitif"])
_LISTES = (*_VERBES["infinitifs"]["ier"], *_VERBES["infinitifs"]["re"], *_VERBES["infinitifs"]["oir"])
_IRREGULIERS = cles(_LISTES)
_FINS_IER = tuple(_VERBES["terminaisons"]["ier"])
_FINS_RE = tuple(_VERBES["terminaisons"]["re"])
_NOMS = cles([*_VERBES["noms"]["er"], *_VERBES["noms"]["ir"], *_VERBES["noms"]["re"]])
_AMBIGUS = cles(_VERBES["noms"]["ambigus"])
#: Key of an infinitive -> how it is spelt.
GRAPHIES = {
    cle(verbe): verbe
    for verbe in (*_LISTES, *_VERBES["accents"]["infinitifs"], *_VERBES["conjugues"].values())
}
_LOCUTIONS = phrases(locution=_ENONCES["locutions"])


@dataclass(frozen=True, slots=True)
class Verbe:
    """A verb of a statement.

    Attributes:
        lemme: its infinitive.
        debut: rank of its word.
        fin: rank past it and what makes one with it ("mettre en œuvre").
        infinitif: whether it stands in the infinitive.
        reflechi: whether a reflexive pronoun goes with it.
    """

    lemme: str
    debut: int
    fin: int
    infinitif: bool = True
    reflechi: bool = False


def est_adverbe(mots: Mots, rang: int) -> bool:
    """Tell whether a word is an adverb in -ment, as far as its ending tells."""
    mot = mots.cles[rang]
    return mot.endswith("ment") and len(mot) > len("aiment")


def lemme_infinitif(mots: Mots, rang: int, *, franc: bool = False) -> str | None:
    """Return the infinitive that a word is, or ``None`` if it is none.

    Args:
        mots: words of a text.
        rang: rank of the word.
        franc: whether a word that is both a noun and a verb counts as a verb, whatever follows.
    """
    if rang >= len(mots.cles):
        return None
    mot = mots.cles[rang]
    if rang + 1 in mots.joints:
        if mot in _PREFIXES and (suite := lemme_infinitif(mots, rang + 1)):
            return f"{mots.extrait(rang, rang + 1).lower()}-{suite}"
        # "assembler-monter" is two verbs, "savoir-faire" is none.
        if mot in _AMBIGUS or not _finit_en_infinitif(mots.cles[rang + 1]):
            return None
    if mot in _NOMS or not _finit_en_infinitif(mot):
        return None
    if mot in _AMBIGUS and not franc and not _gouverne(mots, rang):
        return None
    return _graphie(mots, rang)


def _graphie(mots: Mots, rang: int) -> str:
    mot = mots.cles[rang]
    return GRAPHIES.get(mot) or mots.extrait(rang, rang + 1).partition("(")[0].lower()


def _finit_en_infinitif(mot: str) -> bool:
    if mot in _IRREGULIERS:
        return True
    match mot[-3:]:
        case "ier":
            return mot.endswith(_FINS_IER)
        case "oir" | "air":
            return False
    if mot.endswith("re"):
        # "prendre" and its like; -taire, -oire, -ure and so on are endings of nouns.
        return mot.endswith(_FINS_RE) and len(mot) >= len("cuire")
    return mot.endswith(("er", "ir")) and len(mot) > len("er") + 1


def _gouverne(mots: Mots, rang: int) -> bool:
    """Whether what follows makes a word a verb rather than a noun: a determiner, or another infinitive."""
    suivant = rang + 1
    if suivant < len(mots.cles) and mots.cles[suivant] in {"et", "ou", ",", "/"}:
        return suivant + 1 < len(mots.cles) and _finit_en_infinitif(mots.cles[suivant + 1])
    return suivant < len(mots.cles) and mots.cles[suivant] in DETERMINANTS | {"sur"}


def infinitif_en(mots: Mots, rang: int, *, franc: bool = False) -> Verbe | None:
    """Return the infinitive that begins at a word, pronouns, negation and adverbs before it passed.

    Args:
        mots: words of a text.
        rang: rank of the word.
        franc: as for ``lemme_infinitif``.
    """
    reflechi = False
    debut = rang
    while debut < len(mots.cles):
        if (lemme := lemme_infinitif(mots, debut, franc=franc)) is not None:
            return Verbe(lemme, debut, _fin_du_verbe(mots, debut), reflechi=reflechi)
        mot = mots.cles[debut]
        if mot in REFLECHIS:
            reflechi = True
        elif mot not in _AVANT_INFINITIF and not est_adverbe(mots, debut):
            return None
        debut += 1
        if debut - rang > len("ne pas se"):
            return None
    return None


def _fin_du_verbe(mots: Mots, rang: int) -> int:
    fin = rang + 2 if rang + 1 in mots.joints and mots.cles[rang] in _PREFIXES else rang + 1
    if (locution := _LOCUTIONS.en(mots, rang).get("locution")) is not None:
        return locution
    if mots.cles[rang] in {"faire", "laisser"} and lemme_infinitif(mots, fin):
        return fin + 1
    return fin


def formes_de(mots: list[str]) -> frozenset[str]:
    """Return the keys of words in the plural and the feminine."""
    return frozenset(forme for mot in mots for forme in formes(cle(mot)))
