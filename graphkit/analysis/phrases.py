"""Finding many phrases in one pass over the words of a text, in time that grows with the text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from graphkit.analysis.mots import Mots, cle, decouper

_NOMBRE = "#"
_QUELCONQUE = "_"
_SIGLE = "^"
_DEBUT = 3
# Feminine of endings, besides an added e; what is no word of French is met in no text.
_FEMININS = {
    "if": ("ive",),
    "eux": ("euse",),
    "er": ("ere",),
    "el": ("elle",),
    "en": ("enne",),
    "on": ("onne",),
    "et": ("ette", "ete"),
    "teur": ("trice", "teuse"),
    "eur": ("euse",),
    "c": ("que",),
}


def formes(mot: str) -> frozenset[str]:
    """Return the keys of a word in the plural and the feminine.

    Args:
        mot: key of a word in its dictionary form, or the word itself: an é at its end has a feminine that
            its key no longer shows (handicapé: handicapée).
    """
    accentue = mot.endswith("é")
    mot = cle(mot)
    radicaux = {mot, mot + "e"} if accentue or not mot.endswith("e") else {mot}
    for fin, feminins in _FEMININS.items():
        if mot.endswith(fin):
            radicaux.update(mot[: -len(fin)] + feminin for feminin in feminins)
    toutes = {forme + pluriel for forme in radicaux for pluriel in ("", "s")}
    if mot.endswith("al"):
        toutes.add(mot[:-2] + "aux")
    if mot.endswith("eau"):
        toutes.add(mot + "x")
    return frozenset(toutes)


class _Noeud:
    """What may follow a beginning of phrases: words in one form, in all their forms, beginnings of words."""

    __slots__ = ("etiquettes", "exacts", "flechis", "prefixes")

    def __init__(self) -> None:
        self.exacts: dict[str, _Noeud] = {}
        self.flechis: dict[str, _Noeud] = {}
        self.prefixes: dict[str, list[tuple[str, _Noeud]]] = {}
        self.etiquettes: set[str] = set()


class Phrases:
    """A set of phrases, each with a label.

    Args:
        phrases: (phrase, label). In a phrase a word stands for its plural and feminine forms; ``=`` before
            it for this form only, ``^`` for this form in capitals, ``~`` after it for all that begin so,
            ``a|b`` for either, ``#`` for any number, ``_`` for any word.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._racine = _Noeud()
        self._bases: dict[str, list[str]] = {}
        for phrase, etiquette in phrases:
            places = [[_mots(choix) for choix in place.split("|")] for place in phrase.split()]
            for suite in product(*places):
                noeud = self._racine
                for mot in (mot for mots in suite for mot in mots):
                    noeud = self._ouvrir(noeud, mot)
                noeud.etiquettes.add(etiquette)

    def trouver(self, mots: Mots) -> Iterator[tuple[int, int, str]]:
        """Yield (rank of the first word, rank past the last, label), the longest of each label at each place.

        Args:
            mots: words of a text.
        """
        for debut in range(len(mots.cles)):
            for etiquette, fin in self.en(mots, debut).items():
                yield debut, fin, etiquette

    def en(self, mots: Mots, debut: int) -> dict[str, int]:
        """Return for each label of a phrase that begins at a word the rank past the longest.

        Args:
            mots: words of a text.
            debut: rank of the word.
        """
        fins: dict[str, int] = {}
        front = self._suivre(self._racine, mots, debut)
        rang = debut
        while front:
            rang += 1
            for noeud in front:
                for etiquette in noeud.etiquettes:
                    fins[etiquette] = rang
            if rang == len(mots.cles):
                break
            front = [suivant for noeud in front for suivant in self._suivre(noeud, mots, rang)]
        return fins

    def _ouvrir(self, noeud: _Noeud, mot: str) -> _Noeud:
        """Return the node to which a word of a phrase leads, made where there is none."""
        if mot.endswith("~"):
            voisins = noeud.prefixes.setdefault(mot[:_DEBUT], [])
            for prefixe, suivant in voisins:
                if prefixe == mot[:-1]:
                    return suivant
            voisins.append((mot[:-1], _Noeud()))
            return voisins[-1][1]
        if mot[0] == "=" or mot[0] == _SIGLE or not mot.isalpha() or len(mot) < _DEBUT:
            return noeud.exacts.setdefault(mot.removeprefix("="), _Noeud())
        for forme in formes(mot):
            bases = self._bases.setdefault(forme, [])
            if mot not in bases:
                bases.append(mot)
        return noeud.flechis.setdefault(mot, _Noeud())

    def _suivre(self, noeud: _Noeud, mots: Mots, rang: int) -> list[_Noeud]:
        mot = mots.cles[rang]
        trouves = []
        if (suivant := noeud.exacts.get(mot)) is not None:
            trouves.append(suivant)
        if noeud.flechis:
            flechis = noeud.flechis
            trouves += [flechis[base] for base in self._bases.get(mot, ()) if base in flechis]
        if noeud.prefixes:
            trouves += [n for prefixe, n in noeud.prefixes.get(mot[:_DEBUT], ()) if mot.startswith(prefixe)]
        if rang in mots.sigles and (suivant := noeud.exacts.get(_SIGLE + mot)) is not None:
            trouves.append(suivant)
        if _NOMBRE in noeud.exacts and mot.isdigit():
            trouves.append(noeud.exacts[_NOMBRE])
        if _QUELCONQUE in noeud.exacts and mot.isalpha():
            trouves.append(noeud.exacts[_QUELCONQUE])
        return trouves


def _mots(choix: str) -> list[str]:
    """Return the words of one choice, each with its marks."""
    if choix in (_NOMBRE, _QUELCONQUE):
        return [choix]
    avant = choix[0] if choix[0] in "=^" else ""
    # "l'" is a word: its apostrophe joins it to the next one.
    lus = decouper(choix.strip("=^~").rstrip("'’"))
    mots = [_accentue(lus.extrait(rang, rang + 1), mot) for rang, mot in enumerate(lus.cles)]
    if avant:
        return [avant + cle(mot) for mot in mots]
    return [*mots[:-1], cle(mots[-1]) + "~"] if choix[-1] == "~" else mots


def _accentue(mot: str, sa_cle: str) -> str:
    """Return the key of a word, with the accent that its feminine hangs on."""
    return sa_cle[:-1] + "é" if mot.lower().endswith("é") and sa_cle.endswith("e") else sa_cle
