"""Fills the cells of a row page after page, and finds the page breaks that nothing marks."""

from __future__ import annotations

from itertools import pairwise

from graphkit.sources.trois_colonnes import phrases
from graphkit.sources.trois_colonnes.cellules import Cellules, Colonne, Coupe
from graphkit.sources.trois_colonnes.zones import Fragment

# Page breaks that are not marked are looked for where nothing else explains a row, and only so often:
# a row spans a few pages, a page has so many lines, and a document few such places.
_CASSURES_MAX = 5
_PAGE_MAX = 150
_ESSAIS_MAX = 2000
_PRIX_D_UNE_CASSURE = 4.0


def _fill(cellules: Cellules, fragments: list[Fragment], colonnes: list[Colonne]) -> None:
    """Put the first fragments in their columns, as the page that was read last."""
    cellules.hauteurs = dict.fromkeys(Colonne, 0)
    for fragment, colonne in zip(fragments, colonnes, strict=False):
        cellules.contenu[colonne].append(fragment)
        cellules.hauteurs[colonne] += 1 + fragment.vide_avant


class Repartition:
    """Shares rows out to cells.

    Args:
        coupe: what chooses where cells end on one page.
    """

    def __init__(self, coupe: Coupe) -> None:
        self._coupe = coupe
        self._essais = _ESSAIS_MAX

    def share_out(self, fragments: list[Fragment], cellules: Cellules, *, coupee: bool) -> None:
        """Add the fragments of one page to the cells of their row.

        Args:
            fragments: consecutive fragments; the first begins the row, or a page.
            cellules: what the row has from the pages before.
            coupee: the row goes on on another page, so that any of its cells may be cut.
        """
        while fragments:
            colonnes, note = self._coupe.choose(fragments, cellules, coupee=coupee)
            cassure = None
            if self._clashes(fragments, colonnes, coupee=coupee):
                cassure = self._cassure(fragments, cellules, note, coupee=coupee)
                cellules.incertaine |= cassure is None
            if cassure:
                colonnes, _ = self._coupe.choose(fragments[:cassure], cellules, coupee=True)
                cellules.cassures.append(fragments[cassure])
            _fill(cellules, fragments, colonnes)
            fragments = fragments[len(colonnes) :]

    def _cassure(
        self, fragments: list[Fragment], cellules: Cellules, sans: float, *, coupee: bool
    ) -> int | None:
        """Return where a page break that is not marked explains better what is printed.

        Args:
            fragments: what is taken for one page.
            cellules: what the row has from the pages before.
            sans: weight of the best cut without a break.
            coupee: the row goes on after these fragments.
        """
        if len(fragments) > _PAGE_MAX or len(cellules.cassures) >= _CASSURES_MAX:
            return None
        meilleur, choisie = sans + _PRIX_D_UNE_CASSURE, None
        for i in range(1, len(fragments)):
            if self._essais <= 0:
                break
            # What goes on first after a page break is the middle of a sentence.
            if not phrases.begins_in_lower_case(fragments[i].texte):
                continue
            self._essais -= 1
            colonnes, avant = self._coupe.choose(fragments[:i], cellules, coupee=True)
            essai = Cellules({c: list(contenu) for c, contenu in cellules.contenu.items()})
            _fill(essai, fragments, colonnes)
            _, apres = self._coupe.choose(fragments[i:], essai, coupee=coupee)
            if avant + apres > meilleur:
                meilleur, choisie = avant + apres, i
        return choisie

    @staticmethod
    def _clashes(fragments: list[Fragment], colonnes: list[Colonne], *, coupee: bool) -> bool:
        """Tell whether a cut puts together, or parts, what cannot be."""
        for (avant, apres), (ici, ensuite) in zip(pairwise(fragments), pairwise(colonnes), strict=True):
            a, b = avant.texte, apres.texte
            if phrases.begins_in_lower_case(b):
                finie = phrases.ends_sentence(a) and not phrases.ends_abbreviation(a)
                if finie and ici is ensuite:
                    return True
            elif phrases.stays_open(a) and (not coupee if ici is not ensuite else phrases.begins_sentence(b)):
                return True
        return False
