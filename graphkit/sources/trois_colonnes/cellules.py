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
    LONGUEUR_COURTE,
    Genre,
    goes_on_modalite,
    opens_modalite,
    tells_of_candidat,
    tells_of_rendu,
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
        cassures: fragments that begin a page although nothing marks it.
        incertaine: even the best cut puts together, or parts, what cannot be.
    """

    contenu: dict[Colonne, list[Fragment]] = field(default_factory=lambda: {c: [] for c in Colonne})
    hauteurs: dict[Colonne, int] = field(default_factory=dict)
    cassures: list[Fragment] = field(default_factory=list)
    incertaine: bool = False


class Coupe:
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
        self._signaux: dict[str, tuple[float, float]] = {}

    def debut_de_paragraphe(self, avant: Fragment, apres: Fragment, *, separes: bool = False) -> bool:
        """Tell whether a paragraph begins with the second of two fragments of one cell.

        Args:
            avant: a fragment.
            apres: the next fragment of the cell.
            separes: the other paragraphs of the cell are parted by blank ones.
        """
        a, b = avant.texte, apres.texte
        if not a or not b or phrases.stays_open(a) or phrases.begins_in_lower_case(b):
            return False
        if avant.alinea or apres.vide_avant or b[:1] in "-–—•":
            return True
        tient = self.would_fit(avant, apres)
        if phrases.ends_sentence(a):
            # "Elle permet …" goes on with the paragraph unless the line before was left short.
            # Nothing tells whether a blank paragraph stood where the page ended.
            contigus = apres.rang == avant.rang + 1 and not apres.saut
            return tient or not ((separes and contigus) or phrases.resumes(b))
        return tient or phrases.begins_sentence(b)

    def would_fit(self, avant: Fragment, apres: Fragment) -> bool:
        """Tell whether the first word of a line would have stood at the end of the line before."""
        place = self._largeurs.get(avant.section, 0)
        premier = apres.texte.split(None, 1)[0] if apres.texte else ""
        return len(avant.texte) + 1 + len(premier) <= _PLACE * place

    def choose(
        self, fragments: list[Fragment], cellules: Cellules, *, coupee: bool
    ) -> tuple[list[Colonne], float]:
        """Return the column of each fragment of a page, and the weight of that cut.

        Args:
            fragments: consecutive fragments; the first begins the row, or a page.
            cellules: what the row has from the pages before.
            coupee: the row goes on on another page, so that any of its cells may be cut.
        """
        manques = [self._lacks(c, cellules) for c in Colonne]
        premier = fragments[0]
        if premier.repere and premier.repere.genre is Genre.COMPETENCE:
            poids = [0.0 if c is Colonne.COMPETENCE else _IMPOSSIBLE for c in Colonne]
        else:
            poids = [sum(manques[:c]) + note for c, note in enumerate(self._reprises(premier, cellules))]
        chemins: list[list[int]] = []
        for avant, apres in pairwise(fragments):
            fin = self._fins(avant, apres, coupee=coupee)
            reprises = self._reprises(apres, cellules)
            suivants = self._suites(avant, apres)
            origine = []
            for colonne, reprise in enumerate(reprises):
                choisie, meilleur = colonne, poids[colonne] + suivants[colonne]
                sautees = 0.0
                for source in range(colonne - 1, -1, -1):
                    note = poids[source] + fin[source] + sautees + reprise
                    if note > meilleur:
                        choisie, meilleur = source, note
                    sautees += manques[source]
                origine.append(choisie)
                suivants[colonne] = meilleur
            chemins.append(origine)
            poids = suivants
        finales = [note + sum(manques[c + 1 :]) for c, note in enumerate(poids)]
        choisie = finales.index(max(finales))
        resultat = [Colonne(choisie)]
        for origine in reversed(chemins):
            choisie = origine[choisie]
            resultat.append(Colonne(choisie))
        return resultat[::-1], max(finales)

    def _reprises(self, fragment: Fragment, cellules: Cellules) -> list[float]:
        """Weigh, for each column, that it begins or goes on after the page break with a fragment."""
        notes = []
        for colonne, contenu in cellules.contenu.items():
            if not contenu:
                notes.append(self._commencement(fragment, colonne))
                continue
            avant = contenu[-1].texte
            note = self._jointure(avant, fragment, None)
            if note is None:
                note = self._nouveau_paragraphe(avant, fragment, colonne, reprise=True)
            if self._too_short(colonne, cellules):
                note -= 1.5
            if colonne is Colonne.ACTIVITE:
                # Titles are short: one that is cut is rare, and shows by its last word.
                note -= 2
            notes.append(note)
        return notes

    def _commencement(self, fragment: Fragment, colonne: Colonne) -> float:
        if colonne in {Colonne.ACTIVITE, Colonne.COMPETENCE}:
            return _IMPOSSIBLE
        note = self._signal(fragment, colonne)
        if colonne is Colonne.MODALITE:
            note = 6.0 if fragment.repere or opens_modalite(fragment.texte) else note - 1
        return note - (6.0 if phrases.begins_in_lower_case(fragment.texte) else 0.0)

    def _suites(self, avant: Fragment, apres: Fragment) -> list[float]:
        """Weigh, for each column, that it goes on from one fragment to the next."""
        note = self._jointure(avant.texte, apres, avant)
        notes = [
            self._nouveau_paragraphe(avant.texte, apres, c, reprise=False) if note is None else note
            for c in Colonne
        ]
        if apres.repere:
            notes[Colonne.COMPETENCE] = -8.0
        return notes

    def _jointure(self, avant: str, apres: Fragment, fragment_avant: Fragment | None) -> float | None:
        """Weigh that a line goes on another one; ``None`` if it begins a paragraph.

        Args:
            avant: the last line of a cell.
            apres: the line that may go on with it.
            fragment_avant: the same as ``avant``, if no page lies between them.
        """
        lien = self._lexique.lien(avant, apres.texte, voisins=fragment_avant is not None)
        if phrases.impossible(avant, apres.texte):
            lien -= 4
        ouvert = phrases.stays_open(avant)
        if phrases.begins_in_lower_case(apres.texte):
            # The word would have stood in the line before: something else than the margin parted them.
            coupure = fragment_avant is not None and self.would_fit(fragment_avant, apres)
            finie = phrases.ends_sentence(avant) and not phrases.ends_abbreviation(avant)
            return lien + (-4 if finie else 4 if ouvert else 0 if coupure else 1)
        if ouvert:
            return lien + (-5 if phrases.begins_sentence(apres.texte) else 2)
        if fragment_avant is None or self.debut_de_paragraphe(fragment_avant, apres):
            return None
        return lien

    def _nouveau_paragraphe(self, avant: str, apres: Fragment, colonne: Colonne, *, reprise: bool) -> float:
        """Weigh that a cell has another paragraph."""
        if colonne in {Colonne.COMPETENCE, Colonne.ACTIVITE}:
            return -3
        if colonne is Colonne.MODALITE and avant.endswith(":"):
            return 2.5
        # After a page break a new paragraph is likely only if the cell had come to the end of one.
        cassee = reprise and not phrases.ends_sentence(avant)
        return self._signal(apres, colonne) - (1.5 if cassee else 0)

    def _signal(self, fragment: Fragment, colonne: Colonne) -> float:
        """Weigh what the first words of a paragraph say of the column that it stands in."""
        debut = fragment.texte[:LONGUEUR_COURTE]
        notes = self._signaux.get(debut)
        if notes is None:
            notes = self._signaux[debut] = self._read_signal(debut)
        return notes[0] if colonne is Colonne.MODALITE else notes[1]

    def _read_signal(self, debut: str) -> tuple[float, float]:
        """Return the weights for the modality and for another column."""
        if goes_on_modalite(debut) or opens_modalite(debut):
            return 3.0, -4.0
        # These two also begin criteria: they weigh only as long as no criterion came before them.
        if tells_of_rendu(debut):
            return 2.9, 0.0
        if self._candidat_signale and tells_of_candidat(debut):
            return 1.0, -1.0
        if phrases.resumes(debut):
            # A criterion stands alone: what goes back to a sentence before goes on with a text.
            return 1.0, -1.0
        return -3.0, 0.0

    def _fins(self, avant: Fragment, apres: Fragment, *, coupee: bool) -> list[float]:
        """Weigh, for each column, that it ends with a fragment, another beginning with the next."""
        note = 0.0
        if phrases.begins_in_lower_case(apres.texte):
            note = -self._lexique.lien(avant.texte, apres.texte, voisins=True)
        if phrases.stays_open(avant.texte):
            note -= 0.5 if coupee else 6
        elif phrases.ends_sentence(avant.texte) or avant.alinea:
            note += 2
        elif self.would_fit(avant, apres):
            note += 1
        else:
            note -= 0.5
        notes = [note] * len(Colonne)
        if avant.texte.endswith(":"):
            notes[Colonne.MODALITE] -= 4
        return notes

    def _lacks(self, colonne: Colonne, cellules: Cellules) -> float:
        """Weigh that a column has nothing more on this page."""
        contenu = cellules.contenu[colonne]
        if not contenu:
            return {Colonne.MODALITE: -3.0, Colonne.CRITERES: -2.0}.get(colonne, 0.0)
        dernier = contenu[-1]
        if phrases.stays_open(dernier.texte):
            return -6
        if phrases.parenthese_ouverte(" ".join(f.texte for f in contenu[-8:])):
            return -3
        if phrases.ends_sentence(dernier.texte):
            return 1
        courte = len(dernier.texte) < _COURTE * self._largeurs.get(dernier.section, 0)
        if dernier.alinea or courte or self._too_short(colonne, cellules):
            return 0.5
        return -1

    @staticmethod
    def _too_short(colonne: Colonne, cellules: Cellules) -> bool:
        """Tell whether a cell ended well above the foot of the page, so that nothing cut it."""
        hauteurs = cellules.hauteurs
        if not hauteurs or colonne is Colonne.ACTIVITE:
            return False
        plus_haute = max(hauteurs.values())
        ici = hauteurs[colonne]
        return ici < _HAUTEUR * plus_haute and plus_haute - ici > _ECART_DE_HAUTEUR
