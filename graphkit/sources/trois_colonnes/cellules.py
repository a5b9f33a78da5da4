"""Shares the fragments of a table row out to its columns.

The extraction gives the cells of a row one after another: activity, competence, modality, criteria. After
a page break those that were cut go on, in the same order. Where one cell ends and the next begins is not
marked, so every way of cutting is weighed by what each line says of itself (does it end a sentence, does
it begin one, is it full, does it open a modality) and of its neighbours (do these words follow each other
elsewhere in the document), and the best one is taken. The weights are additive, so the best cut is found
in one pass over the lines (Viterbi).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from graphkit.sources.trois_colonnes import phrases
from graphkit.sources.trois_colonnes.phrases import Lexique
from graphkit.sources.trois_colonnes.reperes import (
    Genre,
    ouvre_modalite,
    parle_du_candidat,
    parle_du_rendu,
    poursuit_modalite,
)
from graphkit.sources.trois_colonnes.zones import Fragment

_IMPOSSIBLE = -1e9
# A line is short when it fills less than this part of its column.
_COURTE = 0.7
# The next word would have stood in the line if both fill less than this part: fonts are proportional.
_PLACE = 0.88
# A cell that reached the foot of the page is about as high as the highest of its row.
_ECART_DE_HAUTEUR = 3
_HAUTEUR = 0.6
# A row spans a few pages; what breaks off more often than this is junk, and stays as it comes.
_CASSURES_MAX = 20


class Colonne(IntEnum):
    """The columns, in the order in which the extraction goes through them."""

    ACTIVITE = 0
    COMPETENCE = 1
    MODALITE = 2
    CRITERES = 3


@dataclass(slots=True)
class Cellules:
    """The cells of one row, filled page after page.

    Attributes:
        contenu: fragments of each column.
        hauteurs: number of lines that each column has on the page that was read last.
    """

    contenu: dict[Colonne, list[Fragment]] = field(default_factory=lambda: {c: [] for c in Colonne})
    hauteurs: dict[Colonne, int] = field(default_factory=dict)


class Repartition:
    """Weighs and chooses the cuts.

    Args:
        lexique: the words of the document.
        largeurs: width of the text columns under each set of column headings.
        candidat_signale: a paragraph about the candidate is a sign of a modality in this document.
    """

    def __init__(self, lexique: Lexique, largeurs: dict[int, int], *, candidat_signale: bool) -> None:
        self._lexique = lexique
        self._candidat_signale = candidat_signale
        self._largeurs = largeurs

    def partager(self, fragments: list[Fragment], cellules: Cellules, *, coupee: bool) -> None:
        """Add the fragments of one page to the cells of their row.

        Args:
            fragments: consecutive fragments; the first begins the row, or a page.
            cellules: what the row has from the pages before.
            coupee: the row goes on on another page, so that any of its cells may be cut.
        """
        cassures = 0
        while fragments:
            colonnes = self._meilleure_coupe(fragments, cellules, coupee=coupee)
            cassure = self._cassure(fragments, colonnes) if cassures < _CASSURES_MAX else None
            if cassure:
                colonnes = self._meilleure_coupe(fragments[:cassure], cellules, coupee=True)
                cassures += 1
            cellules.hauteurs = dict.fromkeys(Colonne, 0)
            for fragment, colonne in zip(fragments[: len(colonnes)], colonnes, strict=True):
                cellules.contenu[colonne].append(fragment)
                cellules.hauteurs[colonne] += 1 + fragment.vide_avant
            fragments = fragments[len(colonnes) :]

    @staticmethod
    def _cassure(fragments: list[Fragment], colonnes: list[Colonne]) -> int | None:
        """Return where only a page break that is not marked explains what is printed.

        A sentence is over, and the next line of the same cell would be the middle of another: a cell that
        was cut goes on here.
        """
        for i in range(1, len(fragments)):
            avant = fragments[i - 1].texte
            if (
                colonnes[i] is colonnes[i - 1]
                and phrases.finit_phrase(avant)
                and not phrases.finit_abreviation(avant)
                and phrases.commence_en_minuscule(fragments[i].texte)
            ):
                return i
        return None

    def debut_de_paragraphe(self, avant: Fragment, apres: Fragment) -> bool:
        """Tell whether a paragraph begins with the second of two fragments of one cell."""
        a, b = avant.texte, apres.texte
        if not a or phrases.reste_ouvert(a) or phrases.commence_en_minuscule(b):
            return False
        if avant.alinea or apres.vide_avant or b[:1] in "-–—•":
            return True
        tient = self.tiendrait(avant, apres)
        if phrases.finit_phrase(a):
            # "Elle permet …" goes on with the paragraph unless the line before was left short.
            return tient or not phrases.reprend(b)
        return tient or phrases.commence_phrase(b)

    def tiendrait(self, avant: Fragment, apres: Fragment, largeur: int | None = None) -> bool:
        """Tell whether the first word of a line would have stood at the end of the line before."""
        place = largeur or self._largeurs.get(avant.section, 0)
        premier = apres.texte.split(None, 1)[0] if apres.texte else ""
        return len(avant.texte) + 1 + len(premier) <= _PLACE * place

    def _meilleure_coupe(
        self, fragments: list[Fragment], cellules: Cellules, *, coupee: bool
    ) -> list[Colonne]:
        premier = fragments[0]
        poids = {c: self._ouverture(premier, c, cellules) for c in Colonne}
        if premier.repere and premier.repere.genre is Genre.COMPETENCE:
            poids = {c: 0.0 if c is Colonne.COMPETENCE else _IMPOSSIBLE for c in Colonne}
        chemins: list[dict[Colonne, Colonne]] = []
        for avant, apres in pairwise(fragments):
            suivants: dict[Colonne, float] = {}
            origine: dict[Colonne, Colonne] = {}
            fin = {c: self._fin(avant, apres, c, coupee=coupee) for c in Colonne}
            reprises = {c: self._reprise(apres, c, cellules) for c in Colonne}
            for colonne in Colonne:
                choix = {colonne: poids[colonne] + self._suite(avant, apres, colonne)}
                for source in list(Colonne)[:colonne]:
                    sautees = sum(self._manque(c, cellules) for c in range(source + 1, colonne))
                    choix[source] = poids[source] + fin[source] + sautees + reprises[colonne]
                origine[colonne] = max(choix, key=choix.__getitem__)
                suivants[colonne] = choix[origine[colonne]]
            chemins.append(origine)
            poids = suivants
        for colonne in Colonne:
            poids[colonne] += sum(self._manque(c, cellules) for c in range(colonne + 1, len(Colonne)))
        colonne = max(poids, key=poids.__getitem__)
        resultat = [colonne]
        for origine in reversed(chemins):
            colonne = origine[colonne]
            resultat.append(colonne)
        return resultat[::-1]

    def _ouverture(self, premier: Fragment, colonne: Colonne, cellules: Cellules) -> float:
        sautees = sum(self._manque(c, cellules) for c in range(colonne))
        return sautees + self._reprise(premier, colonne, cellules)

    def _reprise(self, fragment: Fragment, colonne: Colonne, cellules: Cellules) -> float:
        """Weigh that a column begins, or goes on after the page break, with a fragment."""
        contenu = cellules.contenu[colonne]
        if not contenu:
            return self._commencement(fragment, colonne)
        avant = contenu[-1].texte
        trop_courte = self._trop_courte(colonne, cellules)
        return self._continuite(avant, fragment, colonne, voisins=False) - (1.5 if trop_courte else 0)

    def _commencement(self, fragment: Fragment, colonne: Colonne) -> float:
        if colonne is Colonne.ACTIVITE:
            return _IMPOSSIBLE
        if colonne is Colonne.COMPETENCE:
            return _IMPOSSIBLE / 2
        minuscule = -6.0 if phrases.commence_en_minuscule(fragment.texte) else 0.0
        if colonne is Colonne.MODALITE:
            return minuscule + (
                6.0 if ouvre_modalite(fragment.texte) else self._signal(fragment, colonne) - 1
            )
        return minuscule + self._signal(fragment, colonne)

    def _suite(self, avant: Fragment, apres: Fragment, colonne: Colonne) -> float:
        return self._continuite(avant.texte, apres, colonne, voisins=True, fragment_avant=avant)

    def _continuite(
        self,
        avant: str,
        apres: Fragment,
        colonne: Colonne,
        *,
        voisins: bool,
        fragment_avant: Fragment | None = None,
    ) -> float:
        """Weigh that a fragment goes on a text of the same cell."""
        if colonne is Colonne.COMPETENCE and apres.repere:
            return -8
        lien = self._lexique.lien(avant, apres.texte, voisins=voisins)
        if phrases.impossible(avant, apres.texte):
            lien -= 4
        ouvert = phrases.reste_ouvert(avant)
        if phrases.commence_en_minuscule(apres.texte):
            # The word would have stood in the line before: something else than the margin parted them.
            coupure = fragment_avant is not None and self.tiendrait(fragment_avant, apres)
            finie = phrases.finit_phrase(avant) and not phrases.finit_abreviation(avant)
            return lien + (-4 if finie else 4 if ouvert else 0 if coupure else 1)
        if ouvert:
            return lien + (-5 if phrases.commence_phrase(apres.texte) else 2)
        if fragment_avant is None or self.debut_de_paragraphe(fragment_avant, apres):
            return self._nouveau_paragraphe(avant, apres, colonne, reprise=fragment_avant is None)
        return lien

    def _nouveau_paragraphe(self, avant: str, apres: Fragment, colonne: Colonne, *, reprise: bool) -> float:
        """Weigh that a cell has another paragraph."""
        if colonne in {Colonne.COMPETENCE, Colonne.ACTIVITE}:
            return -3
        if colonne is Colonne.MODALITE and avant.endswith(":"):
            return 2.5
        # After a page break a new paragraph is likely only if the cell had come to the end of one.
        cassee = reprise and not phrases.finit_phrase(avant)
        return self._signal(apres, colonne) - (1.5 if cassee else 0)

    def _signal(self, fragment: Fragment, colonne: Colonne) -> float:
        """Weigh what the first words of a paragraph say of the column that it stands in."""
        modalite = colonne is Colonne.MODALITE
        if poursuit_modalite(fragment.texte) or ouvre_modalite(fragment.texte):
            return 3.0 if modalite else -4.0
        # These two also begin criteria: they weigh only as long as no criterion came before them.
        if parle_du_rendu(fragment.texte):
            return 2.0 if modalite else 0.0
        if self._candidat_signale and parle_du_candidat(fragment.texte):
            return 1.0 if modalite else -1.0
        return -3.0 if modalite else 0.0

    def _fin(self, avant: Fragment, apres: Fragment, colonne: Colonne, *, coupee: bool) -> float:
        """Weigh that a cell ends with a fragment, another beginning with the next."""
        note = 0.0
        if phrases.commence_en_minuscule(apres.texte):
            note = -self._lexique.lien(avant.texte, apres.texte, voisins=True)
        if phrases.reste_ouvert(avant.texte):
            return note - (0.5 if coupee else 6)
        if phrases.finit_phrase(avant.texte) or avant.alinea:
            note += 2
        elif self.tiendrait(avant, apres):
            note += 1
        else:
            note -= 0.5
        if avant.texte.endswith(":") and colonne is Colonne.MODALITE:
            note -= 4
        return note

    def _manque(self, colonne: int, cellules: Cellules) -> float:
        """Weigh that a column has nothing more on this page."""
        contenu = cellules.contenu[Colonne(colonne)]
        if not contenu:
            return {Colonne.MODALITE: -3.0, Colonne.CRITERES: -2.0}.get(Colonne(colonne), 0.0)
        dernier = contenu[-1]
        if phrases.reste_ouvert(dernier.texte):
            return -6
        if phrases.parenthese_ouverte(" ".join(f.texte for f in contenu[-8:])):
            return -3
        if phrases.finit_phrase(dernier.texte):
            return 1
        courte = len(dernier.texte) < _COURTE * self._largeurs.get(dernier.section, 0)
        if dernier.alinea or courte or self._trop_courte(Colonne(colonne), cellules):
            return 0.5
        return -1

    @staticmethod
    def _trop_courte(colonne: Colonne, cellules: Cellules) -> bool:
        """Tell whether a cell ended well above the foot of the page, so that nothing cut it."""
        hauteurs = cellules.hauteurs
        if not hauteurs or colonne is Colonne.ACTIVITE:
            return False
        plus_haute = max(hauteurs.values())
        ici = hauteurs[colonne]
        return ici < _HAUTEUR * plus_haute and plus_haute - ici > _ECART_DE_HAUTEUR
