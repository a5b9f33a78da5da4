"""From words on a page to lines, and from lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graphkit.sources.brouillon.mise_en_page import Mot
from graphkit.sources.marques import en_suspens
from graphkit.sources.niveaux import FIN_DE_PHRASE, is_infinitive
from graphkit.text import normalise_spaces

#: Share of the size below which two words are the parts of one, set in two fonts.
_COLLE = 0.12
#: Share of the size that a gap between the lines of one paragraph does not reach.
_INTERLIGNE = 0.75
_RETRAIT = 1.2
_CENTRE = 4.0
_ARRONDI = 0.2
_DOUTE = 1.4
_PREUVES = 3
_PHRASE = re.compile(r"[^\W\d_]{3}[.!?…] (?=[A-ZÀ-ÖØ-Þ])")
_PUCES = "*•●▪▫■□◦○‣⁃·➢➤►▶✓✔➔→❖❑\uf0b7\uf0a7\uf0d8"
PUCE = re.compile(rf"(?:[{_PUCES}]\s*|[-–—]\s+|o\s+(?=\S{{2}}))")
_MARQUE = re.compile(
    rf"{PUCE.pattern}|(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]|[a-zA-Z]\)|[IVX]{{1,4}}\.)\s|\d{{1,2}}(?:\.\d{{1,2}})+\s"
    r"|[A-Z]{1,2}\d{1,2}[A-Z]?(?:\.\d{1,2})*(?:\s*[.:–-]\s|\s(?=[A-ZÀ-Ö]))"
)
# In French none of these is written with a capital within a sentence.
_DEBUT = re.compile(r"(?:L[ea]s?|Une?|Des|Ils?|Elles?|On|Ce(?:tte|s|t)?|Chaque)\s|(?:L|D|S)[’']\w")
_FIN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)(-?)$")
_MOT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of type, or the part of one that stands in a column."""

    texte: str
    x0: float
    haut: float
    x1: float
    bas: float
    taille: float
    gras: bool
    maigre: bool
    premier: float
    """Width of its first word."""


@dataclass(frozen=True, slots=True)
class Alinea:
    """A paragraph, with its first and last line."""

    texte: str
    debut: Ligne
    fin: Ligne
    gras: bool


class Lexique:
    """The words of a document, by which a hyphen at the end of a line is judged.

    Args:
        lignes: the texts of all its lines.
    """

    def __init__(self, lignes: Iterable[str]) -> None:
        self._mots: set[str] = set()
        for ligne in lignes:
            # The first and the last word of a line may be half of one.
            dedans = ligne.rpartition(" ")[0].partition(" ")[2]
            self._mots.update(m.lower() for m in _MOT.findall(dedans))

    def weld(self, avant: str, apres: str) -> str:
        """Return two lines as one text; a word cut in two is mended only where it occurs whole elsewhere.

        Args:
            avant: the first line.
            apres: the second.
        """
        if avant.endswith("\xad"):
            return avant[:-1] + apres
        fin, debut = _FIN.search(avant[-80:]), _MOT.match(apres)
        if fin is None or debut is None:
            return f"{avant} {apres}"
        entier = (fin.group(1) + debut.group()).lower() in self._mots
        if fin.group(2):
            return avant[:-1] + apres if entier else avant + apres
        # A narrow cell may cut a word without any hyphen: neither half is one then.
        moities = {fin.group(1).lower(), debut.group().lower()}
        coupe = entier and not moities & self._mots and apres[:1].islower()
        return avant + apres if coupe else f"{avant} {apres}"


def lignes_de(mots: Iterable[Mot]) -> list[Ligne]:
    """Return the lines that words stand on, from top to bottom; upright words only.

    Args:
        mots: words of a page or of a part of it.
    """
    return [_ligne(rangee) for rangee in rangees_de(mots)]


def rangees_de(mots: Iterable[Mot]) -> list[list[Mot]]:
    """Return the upright words line by line, each from left to right.

    Args:
        mots: words of a page or of a part of it.
    """
    rangees: list[list[Mot]] = []
    for mot in sorted((m for m in mots if not m.sens), key=lambda m: ((m.haut + m.bas) / 2, m.x0)):
        if rangees and _meme_ligne(rangees[-1], mot):
            rangees[-1].append(mot)
        else:
            rangees.append([mot])
    return [sorted(rangee, key=lambda m: m.x0) for rangee in rangees]


def texte_tourne(mots: Iterable[Mot]) -> str:
    """Return the text of words that are read downwards or upwards, as headings of narrow columns are.

    Args:
        mots: words of one cell.
    """
    rangees: list[list[Mot]] = []
    for mot in sorted((m for m in mots if m.sens), key=lambda m: (m.sens, -m.sens * (m.x0 + m.x1))):
        if rangees and rangees[-1][0].sens == mot.sens and abs(rangees[-1][0].x0 - mot.x0) < mot.taille / 2:
            rangees[-1].append(mot)
        else:
            rangees.append([mot])
    return " ".join(m.texte for r in rangees for m in sorted(r, key=lambda m: m.sens * m.haut))


def _meme_ligne(rangee: list[Mot], mot: Mot) -> bool:
    dernier = rangee[-1]
    commun = min(dernier.bas, mot.bas) - max(dernier.haut, mot.haut)
    return commun > 0.5 * min(dernier.bas - dernier.haut, mot.bas - mot.haut)


def _ligne(mots: Sequence[Mot]) -> Ligne:
    texte, fin, premier = "", 0.0, mots[0].x1 - mots[0].x0
    for rang, mot in enumerate(mots):
        colle = rang > 0 and mot.x0 - fin < _COLLE * mot.taille
        texte += mot.texte if colle or not rang else f" {mot.texte}"
        if colle and " " not in texte:
            premier = mot.x1 - mots[0].x0
        fin = max(fin, mot.x1)
    signes = sum(len(m.texte) for m in mots)
    gras = sum(len(m.texte) for m in mots if m.gras)
    return Ligne(
        normalise_spaces(texte),
        min(m.x0 for m in mots),
        min(m.haut for m in mots),
        fin,
        max(m.bas for m in mots),
        max(m.taille for m in mots),
        gras > 0.9 * signes,
        gras < 0.1 * signes,
        premier,
    )


def alineas(
    lignes: Sequence[Ligne], droite: float, lexique: Lexique, *, phrases: bool = False
) -> list[Alinea]:
    """Join lines of one column to paragraphs.

    A line ends its paragraph when the first word of the next one would have found room on it.

    Args:
        lignes: the lines, from top to bottom.
        droite: where the column ends.
        lexique: the words of the document.
        phrases: every sentence begins a paragraph.
    """
    faits: list[list[Ligne]] = []
    textes: list[str] = []
    for ligne in lignes:
        if not ligne.texte:
            continue
        if faits and not _nouvel_alinea(faits[-1], textes[-1], ligne, droite, phrases=phrases):
            faits[-1].append(ligne)
            textes[-1] = lexique.weld(textes[-1], ligne.texte)
        else:
            faits.append([ligne])
            textes.append(ligne.texte)
    return [
        Alinea(
            normalise_spaces(texte.replace("\xad", "")), groupe[0], groupe[-1], all(x.gras for x in groupe)
        )
        for texte, groupe in zip(textes, faits, strict=True)
    ]


def _nouvel_alinea(groupe: list[Ligne], texte: str, ligne: Ligne, droite: float, *, phrases: bool) -> bool:
    avant = groupe[-1]
    if (
        _MARQUE.match(ligne.texte)
        or ligne.haut - avant.bas > _INTERLIGNE * avant.taille
        or abs(ligne.taille - avant.taille) > 0.12 * avant.taille
        or (ligne.gras and avant.maigre)
        or (ligne.maigre and avant.gras)
    ):
        return True
    centre = abs((ligne.x0 + ligne.x1) - (avant.x0 + avant.x1)) < _CENTRE
    marque = _MARQUE.match(groupe[0].texte) is not None
    if not centre and not (marque and len(groupe) == 1) and ligne.x0 - avant.x0 > _RETRAIT * avant.taille:
        return True
    place = ligne.premier + 0.25 * avant.taille
    # A small letter begins a paragraph hardly ever: then the room must be beyond doubt.
    if ligne.texte[:1].islower() and not avant.texte.endswith(FIN_DE_PHRASE):
        place *= _DOUTE
    if avant.x1 + place + _ARRONDI <= droite:
        return True
    if phrases and avant.texte.endswith(FIN_DE_PHRASE) and ligne.texte[:1].isupper():
        return True
    return commence(texte, ligne.texte)


def une_phrase_par_ligne(colonne: Iterable[Sequence[Ligne]]) -> bool:
    """Tell whether each sentence begins a line in a column of cells, as in lists and never in running text.

    Args:
        colonne: the lines of each cell.
    """
    debuts = 0
    for lignes in colonne:
        if any(_PHRASE.search(x.texte) for x in lignes):
            return False
        debuts += sum(a.texte.endswith(FIN_DE_PHRASE) and b.texte[:1].isupper() for a, b in pairwise(lignes))
    return debuts >= _PREUVES


def commence(avant: str, apres: str) -> bool:
    """Tell whether a line surely begins a statement of its own, though the line before is full.

    Args:
        avant: the text before.
        apres: the line.
    """
    if en_suspens(avant[-60:]):
        return False
    # Competences and tasks are listed so, each a sentence; running text hardly ever is.
    if apres[:1].isupper() and is_infinitive(apres[:60]):
        return True
    return not avant.endswith(FIN_DE_PHRASE) and _DEBUT.match(apres) is not None
