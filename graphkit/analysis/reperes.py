"""The marks by which a statement says what for, how and in which situation."""

from __future__ import annotations

from graphkit.analysis.infinitifs import est_adverbe, formes_de, infinitif_en
from graphkit.analysis.lexiques import cles, lire, phrases
from graphkit.analysis.mots import Mots

_MARQUES, _ENONCES = lire("marques"), lire("enonces")
_OUTILS = _ENONCES["outils"]
_REPERES = phrases(
    finalite=_MARQUES["finalite"]["marques"],
    faible=_MARQUES["finalite"]["faibles"],
    moyen=_MARQUES["moyen"]["marques"],
    contexte=_MARQUES["contexte"]["marques"],
    sauf=[
        *_MARQUES["finalite"]["pour_sauf"],
        *_MARQUES["moyen"]["par_sauf"],
        *_MARQUES["contexte"]["sauf"],
    ],
)
_AVEC = formes_de(_MARQUES["moyen"]["avec_noms"])
#: Nouns of action that their endings do not tell.
NOMS_ACTION = formes_de(_ENONCES["noms_action"])
_ACTION_FINS = tuple(_ENONCES["noms_action_fins"])
_ACTION_SAUF = formes_de(_ENONCES["noms_action_sauf"])
_EN_SAUF = cles(_ENONCES["en_sauf"])
_ARTICLES = frozenset(_OUTILS["articles"])
_AVANT_INFINITIF = frozenset(_OUTILS["apres_pour"])
_AVANT_GERONDIF = frozenset(_OUTILS["avant_gerondif"])
_QUALIFICATIFS = frozenset(_OUTILS["qualificatifs"])
_MISE = frozenset({"mise", "mises", "mettre", "mis"})
_PRES = 4


def repere(mots: Mots, rang: int, fin: int) -> str | None:
    """Return what a word begins to say: ``finalite``, ``moyen``, ``contexte``, ``faible``, or ``None``.

    Args:
        mots: words of the text.
        rang: rank of the word.
        fin: rank past the last word of the statement.
    """
    mot = mots.cles[rang]
    avant = mots.cles[rang - 1] if rang else ""
    if mot == "en" and avant in _MISE:
        return None
    trouves = _REPERES.en(mots, rang)
    if mot == "pour" and "finalite" not in trouves:
        return "finalite" if _but(mots, rang + 1, fin, trouves.get("sauf")) else None
    for genre in ("finalite", "moyen", "contexte", "faible"):
        if genre in trouves and trouves.get("sauf", 0) <= trouves[genre] <= fin:
            return genre
    return "moyen" if _dit_un_moyen(mots, rang, fin, avant, sauf="sauf" in trouves) else None


def _dit_un_moyen(mots: Mots, rang: int, fin: int, avant: str, *, sauf: bool) -> bool:
    """Whether a word of many uses begins a means: by a noun of action, with a tool, a gerund."""
    match mots.cles[rang]:
        case "par":
            return not sauf and _action(mots, rang + 1, fin)
        case "avec":
            return _avec_un_moyen(mots, rang + 1, fin)
        case "en":
            return avant != "tout" and _gerondif(mots, rang + 1, fin)
        case "tout":
            return rang + 1 < fin and mots.cles[rang + 1] == "en" and _gerondif(mots, rang + 2, fin)
    return False


def _avec_un_moyen(mots: Mots, rang: int, fin: int) -> bool:
    while rang < fin and (mots.cles[rang] in _ARTICLES or mots.cles[rang] in _QUALIFICATIFS):
        rang += 1
    return rang < fin and mots.cles[rang] in _AVEC


def _gerondif(mots: Mots, rang: int, fin: int) -> bool:
    while rang < fin and (mots.cles[rang] in _AVANT_GERONDIF or est_adverbe(mots, rang)):
        rang += 1
    return rang < fin and mots.cles[rang].endswith("ant") and mots.cles[rang] not in _EN_SAUF


def avant_infinitif(mots: Mots, rang: int, fin: int) -> bool:
    """Tell whether an infinitive begins at a word, pronouns and adverbs before it passed.

    Args:
        mots: words of the text.
        rang: rank of the word.
        fin: rank past the last word of the statement.
    """
    return (verbe := infinitif_en(mots, rang)) is not None and verbe.fin <= fin


def _but(mots: Mots, rang: int, fin: int, sauf: int | None) -> bool:
    """Whether what follows "pour" is an aim: an infinitive, or a noun of action."""
    if sauf is not None:
        # "pour cela", "pour chaque lot": no aim, unless an infinitive comes next ("pour tout vérifier").
        return avant_infinitif(mots, sauf, fin)
    debut = rang
    while (
        rang < fin
        and rang - debut < _PRES
        and (mots.cles[rang] in _AVANT_INFINITIF or est_adverbe(mots, rang))
    ):
        rang += 1
    return avant_infinitif(mots, rang, fin) or _action(mots, debut, fin)


def _action(mots: Mots, rang: int, fin: int) -> bool:
    if rang < fin and mots.cles[rang] in _ARTICLES:
        rang += 1
    if rang >= fin:
        return False
    mot = mots.cles[rang]
    singulier = mot.removesuffix("s")
    return mot not in _ACTION_SAUF and (mot in NOMS_ACTION or singulier.endswith(_ACTION_FINS))
