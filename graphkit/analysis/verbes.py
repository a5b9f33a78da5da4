"""The verb with which a statement begins."""

from __future__ import annotations

import re

from graphkit.analysis.infinitifs import (
    DETERMINANTS,
    GRAPHIES,
    REFLECHIS,
    Verbe,
    est_adverbe,
    infinitif_en,
)
from graphkit.analysis.lexiques import cles, lire, phrases
from graphkit.analysis.mots import Mots, cle

_VERBES, _ENONCES = lire("verbes"), lire("enonces")
_COORDINATIONS = frozenset({",", "et", "ou", "/", "puis", "voire", "-", "–"})
_CIRCONSTANCES_MAX = 8
_CONJUGUES = {cle(forme): verbe for forme, verbe in _VERBES["conjugues"].items()}
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
# A list mark or a code before a statement: "- ", "C1.1 : ", "A6A.4. ", "2) ", "a) ".
_MARQUE = re.compile(
    r"[\s«\"“]*(?:(?:[-–—•*▪◦·→>]+|[a-z]\)|\(?[A-Z]{1,4}\d{1,4}(?:[A-Z]\d{0,3})?(?:\.\d{1,3}){0,3}[A-Z]?\b\s?[.):–—-]{0,2}"
    r"|\d{1,3}(?:\.\d{1,3}){1,3}\s?[.):–—-]{0,2}|\d{1,3}\s?[.):–—-]{1,2})[\s«\"“]*){0,4}"
)


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
    reflechi = debut < fin and mots.cles[debut] in REFLECHIS
    rang = debut + 1 if reflechi else debut
    if rang >= fin:
        return None
    mot = mots.cles[rang]
    suivant = mots.cles[rang + 1] if rang + 1 < fin else ""
    lemme = _CONJUGUES.get(mot)
    if not avec_sujet and not reflechi:
        if mot in _SUJET_EXIGE or (lemme is None and mot in _NOMS_EN_E):
            suit = suivant in DETERMINANTS - {"des"} and mot not in _SUJET_EXIGE
        else:
            # "Maîtrise des gestes" is a noun and its complement; a listed form is a verb before "des" too.
            suit = suivant in (
                DETERMINANTS - {"des"} if lemme is None else DETERMINANTS | _PREPOSITIONS | {"et", ","}
            )
        if not suit:
            return None
    if lemme is None and mot.endswith("e") and mots.extrait(rang, rang + 1)[-1:].isascii():
        infinitif = mot + "r"
        lemme = GRAPHIES.get(infinitif) or mots.extrait(rang, rang + 1).lower() + "r"
    if lemme is None:
        return None
    return Verbe(lemme, rang, rang + 1, infinitif=False, reflechi=reflechi)
