"""What a statement says its action bears on, what for, how and in which situation."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkit.analysis.infinitifs import est_adverbe, lemme_infinitif
from graphkit.analysis.lexiques import lire, phrases
from graphkit.analysis.mots import Mots
from graphkit.analysis.reperes import NOMS_ACTION, avant_infinitif, repere

_ENONCES = lire("enonces")
_OUTILS = _ENONCES["outils"]
_ADVERBES = phrases(adverbe=_ENONCES["adverbes"])
_DETERMINANTS = frozenset(_OUTILS["determinants"]) | frozenset(_OUTILS["articles"])
_AMORCES = frozenset(_OUTILS["amorces"])
_LIANTS = frozenset(_OUTILS["liants"])
_ENTRE_ACTIONS = frozenset({",", "et", "ou", "/", "–", "-", "puis"})
_DEVANT_OBJET = frozenset({"pour", "dans", "avec", "a"})
_FAIBLES_DANS_UN_BUT = frozenset({"par", "au"})
_BORDS = frozenset(",;:.-–—/ \n") | {"et", "ou", "ce", "comme"}
_PRES = 4


@dataclass(slots=True)
class _Partie:
    genre: str
    debut: int
    fin: int
    faible: int | None = None


@dataclass(slots=True)
class Structure:
    """The words of a statement by what they say; empty, or ``None``, where there are none.

    Attributes:
        objet: what the action bears on.
        finalites: what for.
        moyens: how, or with what.
        contextes: in which situation.
    """

    objet: str | None = None
    finalites: list[str] = field(default_factory=list)
    moyens: list[str] = field(default_factory=list)
    contextes: list[str] = field(default_factory=list)

    def joindre(self, suite: Structure) -> None:
        """Take up what a following statement of the text says of aims, means and situations.

        Args:
            suite: structure of that statement; its object is its own.
        """
        self.finalites += suite.finalites
        self.moyens += suite.moyens
        self.contextes += suite.contextes


def structurer(mots: Mots, avant: tuple[int, int], apres: tuple[int, int]) -> Structure:
    """Return the structure of a statement.

    Args:
        mots: words of the text.
        avant: ranks of what stands before its verbs, where a circumstance may stand.
        apres: ranks of what stands after them.
    """
    parties = [*_parties(mots, *avant, "suite"), *_parties(mots, *apres, "objet")]
    if not any(partie.genre == "finalite" for partie in parties):
        for partie in parties:
            if partie.faible is not None and partie.genre in {"objet", "moyen", "contexte"}:
                parties.append(_Partie("finalite", partie.faible, partie.fin))
                partie.fin = partie.faible
                break
    structure = Structure()
    for partie in parties:
        texte = _texte(mots, partie)
        if not texte:
            continue
        match partie.genre:
            case "objet":
                structure.objet = structure.objet or texte
            case "finalite":
                structure.finalites.append(texte)
            case "moyen":
                structure.moyens.append(texte)
            case "contexte":
                structure.contextes.append(texte)
    return structure


def _parties(mots: Mots, debut: int, fin: int, genre: str) -> list[_Partie]:
    rang = _passer(mots, debut, fin) if genre == "objet" else debut
    insere = any(not mots.cles[r].isalnum() for r in range(debut, min(rang + 1, fin)))
    parties = [_Partie(genre, rang, rang)]
    profondeur = 0
    while rang < fin:
        mot = mots.cles[rang]
        profondeur = max(0, profondeur + (mot in "([") - (mot in ")]"))
        ici = parties[-1]
        if not profondeur:
            nouveau = repere(mots, rang, fin)
            if nouveau == "faible":
                ici.faible = ici.faible or rang
            elif nouveau and _rompt(mots, ici, nouveau, rang):
                parties.append(_Partie(nouveau, rang, rang))
            elif (suite := _reprise(mots, parties, rang, fin, insere=insere)) is not None:
                ici.fin = rang + 1
                parties.append(_Partie(suite, rang + 1, rang + 1))
        rang += 1
        parties[-1].fin = max(parties[-1].fin, rang)
    return parties


def _passer(mots: Mots, debut: int, fin: int) -> int:
    """Return the rank past the adverbs, marks and brackets between a verb and its object."""
    rang = debut
    while rang < fin:
        mot = mots.cles[rang]
        if mot == "(":
            ferme = next((r for r in range(rang, min(fin, rang + 40)) if mots.cles[r] == ")"), None)
            if ferme is None:
                return rang
            rang = ferme + 1
        elif (adverbe := _ADVERBES.en(mots, rang).get("adverbe")) is not None and adverbe <= fin:
            rang = adverbe
        elif not mot.isalnum() or (est_adverbe(mots, rang) and mot not in NOMS_ACTION):
            rang += 1
        else:
            break
    return rang


def _rompt(mots: Mots, ici: _Partie, nouveau: str, rang: int) -> bool:
    """Whether a mark ends the part in which it stands, or only belongs to it."""
    if nouveau == "contexte" and ici.genre in {"finalite", "moyen"}:
        # "Afin de délivrer, auprès des financeurs, une estimation": inserted, the aim goes on after it.
        return _apres_virgule(mots, rang) and lemme_infinitif(mots, rang - 2) is None
    if ici.genre == "finalite" and nouveau == "moyen" and mots.cles[rang] in _FAIBLES_DANS_UN_BUT:
        return _apres_virgule(mots, rang)
    return not (nouveau == ici.genre == "contexte" and rang == ici.debut)


def _apres_virgule(mots: Mots, rang: int) -> bool:
    """Whether a comma stands before a word, or before the adverb before it ("…, au besoin en équipe")."""
    return mots.cles[rang - 1] == "," or any(
        mots.cles[debut - 1] == "," and _ADVERBES.en(mots, debut).get("adverbe") == rang
        for debut in range(max(1, rang - _PRES), rang)
    )


def _reprise(mots: Mots, parties: list[_Partie], rang: int, fin: int, *, insere: bool) -> str | None:
    """Return what begins after a word: the object after what was inserted before it, or another action."""
    ici = parties[-1]
    if rang + 1 >= fin:
        return None
    if ici.genre == "objet":
        return _apres_objet(mots, parties, rang, fin)
    objet_lu = parties[0].genre == "objet" and parties[0].fin > parties[0].debut
    if objet_lu or parties[0].genre == "suite" or any(partie.genre == "objet" for partie in parties[1:_PRES]):
        return None
    if insere:
        # "Évaluer, depuis son périmètre, les contextes…": what stands between commas delays the object.
        virgule = mots.cles[rang] == "," and mots.cles[rang + 1] in _DETERMINANTS
        return "objet" if virgule and repere(mots, rang + 1, fin) is None else None
    # "Produire à l'aide d'outils numériques des représentations…": so does what follows the verb at once.
    colle = ici is parties[1] and mots.cles[ici.debut] != "en" and ici.genre != "finalite"
    return "objet" if colle and _reprend(mots, rang, set()) else None


def _apres_objet(mots: Mots, parties: list[_Partie], rang: int, fin: int) -> str | None:
    ici = parties[-1]
    # "Analyser les besoins et maquetter une page": the second action is no object of the first.
    if rang > ici.debut and mots.cles[rang] in _ENTRE_ACTIONS and avant_infinitif(mots, rang + 1, fin):
        return "suite"
    if ici is parties[0] and mots.cles[ici.debut] in _DEVANT_OBJET and _reprend(mots, rang, {"des"}):
        # "Définir pour une équipe un cadre…": what comes first is not the object.
        ici.genre = "suite"
        return "objet"
    return None


def _reprend(mots: Mots, rang: int, sauf: set[str]) -> bool:
    """Whether a new group of words begins after a word that leads to none."""
    mot, suivant = mots.cles[rang], mots.cles[rang + 1]
    plein = mot == "," or (mot.isalpha() and mot not in _LIANTS and not mot.endswith("ant"))
    return plein and suivant in _AMORCES and suivant not in sauf


def _texte(mots: Mots, partie: _Partie) -> str:
    debut, fin = partie.debut, partie.fin
    while debut < fin and mots.cles[fin - 1] in _BORDS:
        fin -= 1
    while debut < fin and mots.cles[debut] in _BORDS:
        debut += 1
    return mots.extrait(debut, fin)
