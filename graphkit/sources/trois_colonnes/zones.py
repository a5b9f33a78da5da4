"""Divides a document in preamble, column headings, page furniture, and the fragments of the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from graphkit.sources.trois_colonnes.lignes import Ligne
from graphkit.sources.trois_colonnes.phrases import ends_sentence, stays_open
from graphkit.sources.trois_colonnes.reperes import (
    Genre,
    Repere,
    codes_interieurs,
    debut_d_intitules,
    fold,
    numero_de_page,
    opens_modalite,
    ouverture_interieure,
    pied_de_page,
    repere_de_debut,
    titre_de_section,
)

# The definitions under three headings take some ten lines; what has no end after this many is not them.
INTITULES_MAX = 40

# No printed line is as long: looking for cells inside it would only cost time.
_LIGNE_MAX = 2000

VIDE, SECTION, INTITULE, PIED = "ligne vide", "titre de section", "intitulé de colonne", "pied de page"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line of the table, or the part of one that belongs to one cell.

    Attributes:
        rang: its rank in the table.
        ligne: number of its line.
        debut: offset of its first character in the line.
        fin: offset one past its last character.
        texte: its text, without the code that it may begin with.
        entier: it is all that the line holds.
        alinea: the spaces after it end a paragraph.
        vide_avant: a blank paragraph stands before it.
        saut: a page begins with it.
        section: rank of the column headings that it stands under.
        repere: what begins with it, if anything does.
    """

    rang: int
    ligne: int
    debut: int
    fin: int
    texte: str
    entier: bool
    alinea: bool
    vide_avant: bool
    saut: bool
    section: int
    repere: Repere | None = None


@dataclass(slots=True)
class Zones:
    """The parts of a document.

    Attributes:
        preambule: lines before the first column headings.
        fragments: content of the table, in order.
        hors_tableau: lines under the numbered heading of another section, after the table.
        accessoires: number of each line of boilerplate -> its kind.
        titre: title and level as the first footer names them, with its line.
    """

    preambule: list[Ligne] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    hors_tableau: list[Ligne] = field(default_factory=list)
    accessoires: dict[int, str] = field(default_factory=dict)
    titre: tuple[str, str, Ligne] | None = None


def find_zones(lignes: list[Ligne]) -> Zones | None:
    """Divide a document, or return ``None`` if it has no column headings or nothing under them.

    Args:
        lignes: all lines.
    """
    zones = Zones(accessoires={ligne.numero: VIDE for ligne in lignes if not ligne.texte})
    pleines, sauts = _without_footers([ligne for ligne in lignes if ligne.texte], zones)
    textes = [ligne.texte for ligne in pleines] + [""]
    bornes = _bornes_des_intitules(textes)
    if bornes is None:
        return None
    debut, fin = bornes
    intitules = [mot for texte in textes[debut:fin] for mot in fold(texte).split()]
    for ligne in pleines[:debut]:
        if titre_de_section(ligne.texte):
            zones.accessoires[ligne.numero] = SECTION
        else:
            zones.preambule.append(ligne)
    zones.fragments = _corps(pleines[debut:], sauts, intitules, zones)
    return zones


def _bornes_des_intitules(textes: list[str]) -> tuple[int, int] | None:
    """Return where the first column headings begin and where the table begins after them.

    A title that names the référentiels looks like them, but no code follows it before the headings.
    """
    debuts = [i for i in range(len(textes) - 1) if debut_d_intitules(textes[i], textes[i + 1])]
    for debut, suivant in pairwise([*debuts, len(textes)]):
        for fin in range(debut, min(debut + INTITULES_MAX, suivant)):
            if repere_de_debut(textes[fin]):
                return debut, fin
    return None


def _corps(pleines: list[Ligne], sauts: set[int], intitules: list[str], zones: Zones) -> list[Fragment]:
    """Return the fragments of the table; column headings and other sections go to ``zones``."""
    textes = [ligne.texte for ligne in pleines] + [""]
    decoupe = _Decoupe()
    section = i = 0
    dehors = saut = False
    while i < len(pleines):
        ligne = pleines[i]
        repetes = _intitules_repetes(textes, i, intitules) if debut_d_intitules(*textes[i : i + 2]) else 0
        if repetes:
            zones.accessoires |= {repetee.numero: INTITULE for repetee in pleines[i : i + repetes]}
            section += 1
            i += repetes
            saut, dehors = True, False
            continue
        saut = saut or ligne.saut or ligne.numero in sauts
        if titre_de_section(ligne.texte) and (saut or ligne.vide_avant):
            zones.accessoires[ligne.numero] = SECTION
            dehors = True
        elif dehors:
            zones.hors_tableau.append(ligne)
        else:
            decoupe.add(ligne, saut=saut, section=section)
            saut = False
        i += 1
    return decoupe.fragments


def _without_footers(pleines: list[Ligne], zones: Zones) -> tuple[list[Ligne], set[int]]:
    """Take the footers out; return the other lines and the numbers of those that follow a footer."""
    reste: list[Ligne] = []
    sauts: set[int] = set()
    apres_pied = False
    for i, ligne in enumerate(pleines):
        pied = pied_de_page(ligne.texte)
        # A number is that of a page where a page ends or begins.
        au_bord = apres_pied or ligne.saut or i + 1 == len(pleines) or pleines[i + 1].saut
        if pied and not zones.titre:
            # The first one states the title: it is a passage of the certification, not boilerplate.
            zones.titre = (*pied, ligne)
        elif _repeats_title(pied, zones) or (au_bord and numero_de_page(ligne.texte)):
            zones.accessoires[ligne.numero] = PIED
        else:
            if apres_pied:
                sauts.add(ligne.numero)
            reste.append(ligne)
            apres_pied = False
            continue
        apres_pied = True
    return reste, sauts


def _repeats_title(pied: tuple[str, str] | None, zones: Zones) -> bool:
    return pied is not None and zones.titre is not None and fold(pied[0]) == fold(zones.titre[0])


def _intitules_repetes(textes: list[str], debut: int, intitules: list[str]) -> int:
    """Return how many lines from here repeat the words of the column headings, however they wrap."""
    lus = 0
    for i in range(debut, len(textes)):
        mots = fold(textes[i]).split() if len(textes[i]) <= sum(map(len, intitules)) * 2 else []
        if not mots or intitules[lus : lus + len(mots)] != mots:
            return i - debut
        lus += len(mots)
    return len(textes) - debut


class _Decoupe:
    """Cuts lines where a code or an opening inside them begins another cell."""

    def __init__(self) -> None:
        self.fragments: list[Fragment] = []
        self._genre: Genre | None = None
        self._vus: set[str] = set()

    def add(self, ligne: Ligne, *, saut: bool, section: int) -> None:
        """Cut a line and keep its fragments."""
        position = 0
        premier = True
        while position < len(ligne.texte):
            reste = ligne.texte[position:]
            repere = self._au_debut(reste, premier=premier)
            suite = repere.suite if repere else 0
            if repere:
                self._genre = repere.genre
                self._vus.add(repere.imprime)
            coupe = self._coupure(reste, suite) if len(ligne.texte) <= _LIGNE_MAX else None
            fin = len(reste) if coupe is None else coupe
            morceau = reste[suite:fin].strip()
            self.fragments.append(
                Fragment(
                    rang=len(self.fragments),
                    ligne=ligne.numero,
                    debut=ligne.debut + position,
                    fin=ligne.debut + position + len(reste[:fin].rstrip()),
                    texte=morceau,
                    entier=premier and coupe is None,
                    alinea=ligne.alinea if coupe is None else True,
                    vide_avant=ligne.vide_avant and premier,
                    saut=saut and premier,
                    section=section,
                    repere=repere,
                )
            )
            position += fin
            premier = False

    def _au_debut(self, texte: str, *, premier: bool) -> Repere | None:
        repere = repere_de_debut(texte)
        if repere:
            # A code that goes on a sentence ("… de la compétence / C1.2 …") is a reference, not a cell.
            avant = self.fragments[-1].texte if self.fragments else ""
            suite = texte[repere.suite : repere.suite + 1]
            reference = repere.imprime in self._vus and (
                stays_open(avant) or fold(avant[-12:]).endswith("competence")
            )
            if not premier or not suite or (not reference and (suite.isupper() or not suite.isalpha())):
                return repere
            if not reference and repere.imprime not in self._vus and not stays_open(avant):
                return repere
            return None
        if opens_modalite(texte) and (self._genre is Genre.COMPETENCE or not premier):
            return Repere(Genre.MODALITE, 0, 0)
        return None

    def _coupure(self, texte: str, suite: int) -> int | None:
        """Return where another cell begins inside a text, if one does."""
        for code in codes_interieurs(texte):
            if code.debut <= suite or code.imprime in self._vus:
                continue
            avant = texte[: code.debut]
            dans_activite = self._genre in {Genre.ACTIVITE, Genre.SOUS_ACTIVITE}
            if (
                dans_activite
                or avant.endswith("  ")
                or (ends_sentence(avant.rstrip()) and len(avant.rstrip()) > 1)
            ):
                return code.debut
        if self._genre is Genre.COMPETENCE:
            return ouverture_interieure(texte)
        return None
