"""The verb with which a statement begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.analysis.lexiques import cles, lire, phrases
from graphkit.analysis.mots import Mots, cle
from graphkit.analysis.phrases import formes

_VERBES, _ENONCES = lire("verbes"), lire("enonces")
_OUTILS = _ENONCES["outils"]
_DETERMINANTS = frozenset(_OUTILS["determinants"])
_PREFIXES = frozenset(_OUTILS["prefixes"])
_REFLECHIS = frozenset({"s", "se"})
_AVANT_INFINITIF = frozenset(_OUTILS["avant_infinitif"])
_COORDINATIONS = frozenset({",", "et", "ou", "/", "puis", "voire", "-", "–"})
_CIRCONSTANCES_MAX = 8

_LISTES = (*_VERBES["infinitifs"]["ier"], *_VERBES["infinitifs"]["re"], *_VERBES["infinitifs"]["oir"])
_IRREGULIERS = cles(_LISTES)
_FINS_IER = tuple(_VERBES["terminaisons"]["ier"])
_FINS_RE = tuple(_VERBES["terminaisons"]["re"])
_NOMS = cles([*_VERBES["noms"]["er"], *_VERBES["noms"]["ir"], *_VERBES["noms"]["re"]])
_AMBIGUS = cles(_VERBES["noms"]["ambigus"])
_CONJUGUES = {cle(forme): verbe for forme, verbe in _VERBES["conjugues"].items()}
_GRAPHIES = {cle(v): v for v in (*_LISTES, *_VERBES["accents"]["infinitifs"], *_CONJUGUES.values())}
_SUJET_EXIGE = frozenset({"est", "a", "sait", "doit", "peut"})
_PREPOSITIONS = frozenset({"a", "au", "aux", "sur", "avec"})
_NOMS_EN_E = cles(_ENONCES["noms_action"])
_DEBUTS = phrases(
    introduction=_ENONCES["introductions"],
    verbale=_ENONCES["introductions_verbales"],
    sujet=_ENONCES["sujets"],
    circonstance=_ENONCES["circonstances"],
    adverbe=_ENONCES["adverbes"],
)
_LOCUTIONS = phrases(locution=_ENONCES["locutions"])
# A list mark or a code before a statement: "- ", "C1.1 : ", "A6A.4. ", "2) ", "a) ".
_MARQUE = re.compile(
    r"[\s«\"“]*(?:(?:[-–—•*▪◦·→>]+|[a-z]\)|\(?[A-Z]{1,4}\d{1,4}(?:[A-Z]\d{0,3})?(?:\.\d{1,3}){0,3}[A-Z]?\b\s?[.):–—-]{0,2}"
    r"|\d{1,3}(?:\.\d{1,3}){1,3}\s?[.):–—-]{0,2}|\d{1,3}\s?[.):–—-]{1,2})[\s«\"“]*){0,4}"
)


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
    return _GRAPHIES.get(mot) or mots.extrait(rang, rang + 1).partition("(")[0].lower()


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
    return suivant < len(mots.cles) and mots.cles[suivant] in _DETERMINANTS | {"sur"}


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
        if mot in _REFLECHIS:
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


def debut_utile(texte: str) -> int:
    """Return the offset past list mark, code and quotation mark."""
    trouve = _MARQUE.match(texte)
    return trouve.end() if trouve else 0


def verbes_initiaux(mots: Mots, debut: int, fin: int, *, franc: bool) -> list[Verbe]:
    """Return the verbs with which a statement begins: one, or several in coordination; none in a nominal one.

    Args:
        mots: words of the text.
        debut: rank of the first word of the statement.
        fin: rank past its last.
        franc: whether a word that is both a noun and a verb ("conseiller") counts as a verb, as it does at
            the beginning of a competence and not at that of a title.
    """
    premier = _premier(mots, debut, fin, franc=franc)
    if premier is None:
        return []
    verbes = [premier]
    rang = premier.fin
    while rang < fin:
        suite = rang
        while suite < fin and mots.cles[suite] in _COORDINATIONS:
            suite += 1
        suivant = None
        if premier.infinitif and (suite > rang or suite in mots.joints):
            suivant = infinitif_en(mots, suite)
        elif suite > rang:
            suivant = _conjugue(mots, suite, fin, avec_sujet=True)
        if suivant is None or suivant.fin > fin:
            break
        verbes.append(suivant)
        rang = suivant.fin
    return verbes


def _premier(mots: Mots, debut: int, fin: int, *, franc: bool) -> Verbe | None:
    rang = debut
    while rang < fin:
        trouves = _DEBUTS.en(mots, rang)
        if (
            "verbale" in trouves
            and trouves["verbale"] not in mots.joints
            and infinitif_en(mots, trouves["verbale"])
        ):
            rang = trouves["verbale"]
        elif est_adverbe(mots, rang) and rang + 1 < fin and mots.cles[rang + 1] == ",":
            rang += 2
        elif "introduction" in trouves:
            rang = trouves["introduction"]
        elif mots.cles[rang] == ":" or ("adverbe" in trouves and infinitif_en(mots, trouves["adverbe"])):
            rang = max(rang + 1, trouves.get("adverbe", 0))
        else:
            break
    if rang >= fin:
        return None
    # "À partir de" holds an infinitive, and is a circumstance.
    if trouves.get("circonstance", 0) - rang > 1:
        return _apres_circonstances(mots, rang, fin)
    if (verbe := infinitif_en(mots, rang, franc=franc)) is not None:
        return verbe if verbe.fin <= fin else None
    if "circonstance" in trouves:
        return _apres_circonstances(mots, rang, fin)
    sujet = trouves.get("sujet")
    return _conjugue(mots, rang if sujet is None else sujet, fin, avec_sujet=sujet is not None)


def _apres_circonstances(mots: Mots, debut: int, fin: int) -> Verbe | None:
    """Return the infinitive that follows one of the first commas: "Dans le cadre d'un projet, concevoir…"."""
    virgules = 0
    for rang in range(debut, fin):
        if mots.cles[rang] in {",", ":"}:
            virgules += 1
            verbe = infinitif_en(mots, rang + 1)
            # A second infinitive within the circumstance ("afin de vendre, négocier et…") is rare.
            if verbe is not None and verbe.fin <= fin and rang + 1 < fin:
                return verbe
            if virgules == _CIRCONSTANCES_MAX:
                return None
    return None


def _conjugue(mots: Mots, debut: int, fin: int, *, avec_sujet: bool) -> Verbe | None:
    reflechi = debut < fin and mots.cles[debut] in _REFLECHIS
    rang = debut + 1 if reflechi else debut
    if rang >= fin:
        return None
    mot = mots.cles[rang]
    suivant = mots.cles[rang + 1] if rang + 1 < fin else ""
    lemme = _CONJUGUES.get(mot)
    if not avec_sujet and not reflechi:
        if mot in _SUJET_EXIGE or (lemme is None and mot in _NOMS_EN_E):
            suit = suivant in _DETERMINANTS - {"des"} and mot not in _SUJET_EXIGE
        else:
            # "Maîtrise des gestes" is a noun and its complement; a listed form is a verb before "des" too.
            suit = suivant in (
                _DETERMINANTS - {"des"} if lemme is None else _DETERMINANTS | _PREPOSITIONS | {"et", ","}
            )
        if not suit:
            return None
    if lemme is None and mot.endswith("e") and mots.extrait(rang, rang + 1)[-1:].isascii():
        infinitif = mot + "r"
        lemme = _GRAPHIES.get(infinitif) or mots.extrait(rang, rang + 1).lower() + "r"
    if lemme is None:
        return None
    return Verbe(lemme, rang, rang + 1, infinitif=False, reflechi=reflechi)


def formes_de(mots: list[str]) -> frozenset[str]:
    """Return the keys of words in the plural and the feminine."""
    return frozenset(forme for mot in mots for forme in formes(cle(mot)))
