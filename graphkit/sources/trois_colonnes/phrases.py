"""Facts of French grammar and typography that tell whether a line goes on in the next one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from graphkit.text import normalise_spaces


def _mots_de(liste: str) -> frozenset[str]:
    return frozenset(liste.split())


_ARTICLES = _mots_de(
    "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs notre nos chaque plusieurs"
)
_PREPOSITIONS = _mots_de(
    "de d à en dans par pour sur avec sans sous entre vers chez selon via dès lors afin comme"
)
_LIENS = _mots_de("et ou ni mais donc car que qu qui dont où si et/ou ainsi")
_VERBES = _mots_de("est sont a ont être doit doivent peut peuvent sera seront a-t-il ne n se s y")
#: No statement ends with one of these.
MOTS_OUVERTS = _ARTICLES | _PREPOSITIONS | _LIENS | _VERBES | _mots_de("tels telles très plus")
# After an article no preposition, conjunction, verb or definite article can stand.
_APRES_ARTICLE_INTERDITS = _PREPOSITIONS | _LIENS | _mots_de("du au aux le la les l un une est sont ont")
#: Written with a capital they begin a sentence, while a proper noun or an acronym may stand in one.
_DEBUTS_DE_PHRASE = (
    _ARTICLES
    | _PREPOSITIONS
    | _mots_de("il elle ils elles on tous tout toute toutes cela ceci aucun aucune lorsque si")
)
_REPRISES = _mots_de("il elle ils elles on cela ceci ce cette ces celui celle ceux celles ainsi")
_ABREVIATIONS = ("etc.", "ex.", "cf.", "p.", "art.", "n.", "min.", "max.")
_BORDS = '«»"“”()[]{}.,;:!?…*•'
_FIN_DE_PHRASE = re.compile(r"[.!?…]\s?[)»”\"\]]?$")
_CESURE = re.compile(r"[^\W\d_]-$")


def mots(texte: str) -> list[str]:
    """Return the words of a text in lower case, without the punctuation at their ends."""
    return [mot for brut in texte.casefold().split() if (mot := brut.strip(_BORDS))]


def _tete(mot: str) -> str:
    """Return the elided word that a word begins with (``d’``, ``l'``), or the word."""
    for apostrophe in "’'":
        if apostrophe in mot:
            return mot.partition(apostrophe)[0]
    return mot


def ends_sentence(texte: str) -> bool:
    """Tell whether a text ends with the punctuation of the end of a sentence."""
    return bool(_FIN_DE_PHRASE.search(texte[-4:]))


def ends_abbreviation(texte: str) -> bool:
    """Tell whether the full stop at the end may be that of an abbreviation."""
    return texte.casefold().endswith(_ABREVIATIONS)


def cuts_a_word(texte: str) -> bool:
    """Tell whether the text ends in the middle of a word, or of a compound."""
    return bool(_CESURE.search(texte[-2:]))


def stays_open(texte: str) -> bool:
    """Tell whether a text cannot end here: article, preposition, comma, opening bracket, cut word."""
    if cuts_a_word(texte) or texte.endswith((",", "(", "’", "'", "/", "«")):
        return True
    # An abbreviation or a full stop after the word closes the sentence all the same.
    if not texte or not texte[-1].isalnum():
        return False
    dernier = texte.rsplit(None, 1)[-1].casefold().lstrip(_BORDS)
    return dernier in MOTS_OUVERTS


def parenthese_ouverte(texte: str) -> bool:
    """Tell whether more brackets were opened than closed."""
    return texte.count("(") > texte.count(")")


def begins_in_lower_case(texte: str) -> bool:
    """Tell whether a text begins like the middle of a sentence."""
    debut = texte.lstrip('«"“( ')
    return bool(debut) and (debut[0].islower() or texte[0] in ",;.)»:…")


def begins_sentence(texte: str) -> bool:
    """Tell whether a text begins with a capital that only the start of a sentence explains."""
    premier = texte.split(None, 1)[0]
    return premier[0].isupper() and _tete(premier.casefold().strip(_BORDS)) in _DEBUTS_DE_PHRASE


def resumes(texte: str) -> bool:
    """Tell whether a text begins with a word that goes back to the sentence before (``Elle``, ``Ils``)."""
    return _tete(texte.split(None, 1)[0].casefold()) in _REPRISES


def impossible(avant: str, apres: str) -> bool:
    """Tell whether the second text cannot follow the first: no preposition comes after an article."""
    fin = mots(avant[-40:])
    if not fin or fin[-1] not in _ARTICLES:
        return False
    debut = mots(apres[:40])
    return bool(debut) and _tete(debut[0]) in _APRES_ARTICLE_INTERDITS


class Lexique:
    """The words of one document and which follow each other in it.

    Args:
        lignes: the texts of its lines, in order.
    """

    def __init__(self, lignes: Iterable[str]) -> None:
        suite: list[str] = []
        for texte in lignes:
            suite += mots(texte)
        self._mots = Counter(suite)
        self._paires = Counter(pairwise(suite))
        self._triplets = Counter(zip(suite, suite[1:], suite[2:], strict=False))

    def lien(self, avant: str, apres: str, *, voisins: bool) -> float:
        """Return how far the rest of the document shows that the second text goes on from the first.

        Args:
            avant: a text; its last two words count.
            apres: a text; its first two words count.
            voisins: the two follow each other in the file, so that this very place is not a proof.
        """
        fin, debut = mots(avant[-80:])[-2:], mots(apres[:80])[:2]
        if not fin or not debut:
            return 0.0
        seuil = 1 if voisins else 0
        triplets = []
        if len(fin) > 1:
            triplets.append((fin[0], fin[1], debut[0]))
        if len(debut) > 1:
            triplets.append((fin[-1], debut[0], debut[1]))
        if any(self._triplets[triplet] > seuil for triplet in triplets):
            return 2.0
        if self._paires[fin[-1], debut[0]] > seuil:
            return 0.7
        return 0.0

    def weld(self, avant: str, apres: str) -> str:
        """Join two lines, undoing the hyphenation between them but keeping a compound's hyphen.

        The spelling that the document has elsewhere wins; failing that a hyphen stays after a single
        letter (``e-``), before a capital, inside a longer compound and between two words that the
        document also has alone; otherwise it was a cut.

        Args:
            avant: a line.
            apres: the line after it.
        """
        if not cuts_a_word(avant) or not apres[:1].isalpha():
            return f"{avant} {apres}"
        gauche = mots(avant[-60:])[-1].rstrip("-")
        droite = mots(apres[:60])[0]
        gauche_nue = gauche.replace("’", "'").rpartition("'")[2]
        if self._mots[gauche + droite] or self._mots[gauche_nue + droite]:
            return avant[:-1] + apres
        compose = self._mots[f"{gauche}-{droite}"] or self._mots[f"{gauche_nue}-{droite}"]
        entiers = len(gauche_nue) > 2 and self._mots[gauche_nue] and self._mots[droite]  # noqa: PLR2004 # a syllable
        if compose or len(gauche_nue) == 1 or apres[0].isupper() or "-" in gauche_nue or entiers:
            return avant + apres
        return avant[:-1] + apres

    def assemble(self, textes: Iterable[str]) -> str:
        """Join lines to one text with single spaces.

        Args:
            textes: the lines of one paragraph or cell.
        """
        morceaux: list[str] = []
        for texte in textes:
            if morceaux:
                # Only the last line matters to the seam: the text before it is never built again.
                soude = self.weld(morceaux[-1], texte)
                if soude == f"{morceaux[-1]} {texte}":
                    morceaux.append(texte)
                else:
                    morceaux[-1] = soude
            else:
                morceaux.append(texte)
        return normalise_spaces(" ".join(morceaux))
