"""Words of a text, with their places: what the rest of the analyser counts in.

A word is a run of letters or a run of digits; any other character that is not white space is a word by
itself, save hyphens and apostrophes between letters, which only join. Words are compared by their key: lower
case, no accents, no ligatures, no "(s)".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# "(s)" belongs to the word before it: "mise(s) en situation(s)". No part can match in two ways: linear time.
_MOT = re.compile(
    r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:\((?:e|s|es|x|le|ne|ve|trice)\))?|\d+|[^\w\s]|_"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_JOINTS = frozenset("-'’ʼ‐‑")
_APOSTROPHES = frozenset("'’ʼ")


@dataclass(frozen=True, slots=True)
class Mots:
    """The words of a text.

    Attributes:
        texte: the text.
        cles: key of each word.
        debuts: offset of the first character of each.
        fins: offset past the last character of each.
        joints: ranks of the words that a hyphen ties to the one before.
        sigles: ranks of the words in capitals, of two letters or more.
    """

    texte: str
    cles: list[str]
    debuts: list[int]
    fins: list[int]
    joints: frozenset[int]
    sigles: frozenset[int]

    def extrait(self, debut: int, fin: int) -> str:
        """Return the text from one word to another.

        Args:
            debut: rank of the first word.
            fin: rank past the last one.
        """
        return self.texte[self.debuts[debut] : self.fins[fin - 1]] if debut < fin else ""


@lru_cache(maxsize=50_000)
def cle(mot: str) -> str:
    """Return the key by which a word is compared.

    Args:
        mot: one word.
    """
    nu = mot.partition("(")[0] or mot
    bas = nu.lower().translate(_LIGATURES)
    if bas.isascii():
        return bas
    return "".join(c for c in unicodedata.normalize("NFKD", bas) if not unicodedata.combining(c))


def decouper(texte: str) -> Mots:
    """Return the words of a text.

    Args:
        texte: any text.
    """
    cles: list[str] = []
    debuts: list[int] = []
    fins: list[int] = []
    joints: list[int] = []
    sigles: list[int] = []
    longueur = len(texte)
    for trouve in _MOT.finditer(texte):
        debut, fin = trouve.span()
        mot = trouve.group()
        if mot in _JOINTS:
            if debut > 0 and fin < longueur and texte[debut - 1].isalnum() and texte[fin].isalnum():
                if mot not in _APOSTROPHES:
                    joints.append(len(cles))
                continue
        elif mot.isupper() and fin - debut > 1:
            sigles.append(len(cles))
        cles.append(cle(mot))
        debuts.append(debut)
        fins.append(fin)
    return Mots(texte, cles, debuts, fins, frozenset(joints), frozenset(sigles))
