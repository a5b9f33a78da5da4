"""The analysis of one text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from graphkit.analysis.enonces import compter, langue, segments
from graphkit.analysis.infinitifs import Verbe, infinitif_en
from graphkit.analysis.lexiques import cles, lire
from graphkit.analysis.mentions import Mention, trouver_mentions
from graphkit.analysis.mots import Mots, cle, decouper
from graphkit.analysis.natures import Nature
from graphkit.analysis.structure import structurer
from graphkit.analysis.verbes import debut_utile, verbes_initiaux

_CLASSES = lire("verbes")["classes"]
_CONNAISSANCE, _ATTITUDE = cles(_CLASSES["connaissance"]), cles(_CLASSES["attitude"])
_ATTITUDE_REFLECHIE = cles(_CLASSES["attitude_reflechie"])
_PREUVE = ("faire", "preuve")
#: Pronouns that may be the object of an infinitive, and infinitives that are nouns after the like of them.
_OBJETS = frozenset({"le", "la", "les", "l", "lui", "leur", "en", "y"})
_NOMS = frozenset({"devoir", "pouvoir", "savoir", "etre", "avoir", "rire", "souvenir", "diner", "dejeuner"})


class ClasseDeVerbe(StrEnum):
    """The kinds of verb that writing in terms of competences tells apart."""

    ACTION = "action"
    ATTITUDE = "attitude"
    CONNAISSANCE = "connaissance"


@dataclass(frozen=True, slots=True)
class Analyse:
    """What the wording of a text tells; what it does not tell is ``None`` or empty.

    Attributes:
        premier_verbe: infinitive of its first verb, without pronoun; ``None`` in a nominal text.
        verbes: infinitives of the verbs coordinated with it, the first included.
        est_infinitif: whether that verb opens the text in the infinitive, introductory phrases and a leading
            circumstance passed.
        classe: kind of the first verb.
        objet: words that say what its action bears on.
        contextes: words that say in which situation.
        moyens: words that say how or with what.
        finalites: words that say what for.
        nombre_enonces: independent statements in the text; 0 in a text without words.
        nombre_mots: its words, those of a list mark or code before it left out.
        langue: ISO 639-1 code of its language.
        mentions: words that bear a theme, in order.
    """

    premier_verbe: str | None
    verbes: tuple[str, ...]
    est_infinitif: bool
    classe: ClasseDeVerbe | None
    objet: str | None
    contextes: tuple[str, ...]
    moyens: tuple[str, ...]
    finalites: tuple[str, ...]
    nombre_enonces: int
    nombre_mots: int
    langue: str | None
    mentions: tuple[Mention, ...]


def analyse(texte: str, nature: Nature) -> Analyse:
    """Analyse one text, in time that grows with its length alone.

    Args:
        texte: the text, as the source has it.
        nature: what it states, which decides the themes that are looked for.
    """
    mots = decouper(texte)
    utile = bisect_left(mots.debuts, debut_utile(texte))
    parties = segments(mots, utile)
    debut, fin = parties[0] if parties else (0, 0)
    verbes = verbes_initiaux(mots, debut, fin, franc=nature is Nature.COMPETENCE)
    infinitif = bool(verbes) and verbes[0].infinitif
    apres = verbes[-1].fin if verbes else debut
    avant = (debut, verbes[0].debut) if verbes else (debut, debut)
    structure = structurer(mots, avant, (apres, fin))
    for suite in parties[1:]:
        # "Peser le lot ; étiqueter le carton afin de le suivre": what the last says holds for all.
        structure.joindre(structurer(mots, (suite[0], suite[0]), suite))
    return Analyse(
        premier_verbe=verbes[0].lemme if verbes else None,
        verbes=tuple(verbe.lemme for verbe in verbes),
        est_infinitif=infinitif,
        classe=_classe(mots, verbes[0]) if verbes else None,
        objet=structure.objet if verbes else None,
        contextes=tuple(structure.contextes),
        moyens=tuple(structure.moyens),
        finalites=tuple(structure.finalites),
        nombre_enonces=compter(mots, parties, a_l_infinitif=infinitif) if parties else 0,
        nombre_mots=sum(mot.isalnum() for mot in mots.cles[utile:]),
        langue=langue(mots, a_l_infinitif=infinitif),
        mentions=(*_renvoi(mots, debut, verbes, nature), *trouver_mentions(mots, nature)),
    )


def _renvoi(mots: Mots, debut: int, verbes: list[Verbe], nature: Nature) -> tuple[Mention, ...]:
    """Return the pronoun that opens a competence ("Les présenter"): it stands for another statement."""
    rang = debut
    if nature is not Nature.COMPETENCE or not verbes or not verbes[0].infinitif:
        return ()
    # A word that is a noun as well ("le conseiller") is one after an article.
    verbe = infinitif_en(mots, rang + 1, franc=False) if mots.cles[rang] in _OBJETS else None
    if verbe is None or cle(verbe.lemme) in _NOMS:
        return ()
    return (Mention("pronom", mots.extrait(rang, rang + 1), mots.debuts[rang], mots.fins[rang]),)


def _classe(mots: Mots, verbe: Verbe) -> ClasseDeVerbe:
    lemme = cle(verbe.lemme)
    if lemme in _CONNAISSANCE:
        return ClasseDeVerbe.CONNAISSANCE
    preuve = tuple(mots.cles[verbe.debut : verbe.debut + len(_PREUVE)]) == _PREUVE
    if lemme in _ATTITUDE or preuve or (verbe.reflechi and lemme in _ATTITUDE_REFLECHIE):
        return ClasseDeVerbe.ATTITUDE
    return ClasseDeVerbe.ACTION
