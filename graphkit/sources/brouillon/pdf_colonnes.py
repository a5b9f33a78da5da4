"""Text that stands side by side without lines between: labels beside values, columns of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from graphkit.sources.brouillon.mise_en_page import Mot
from graphkit.sources.brouillon.pdf_lignes import PUCE, Ligne, lignes_de, rangees_de

#: Gap, in sizes of the type, that no justified line has between two words.
_GOUTTIERE = 2.5
_BANDE = 0.9

Colonne = tuple[list[Ligne], float]


def columns(mots: Iterable[Mot], droite: float) -> Iterator[Colonne]:
    """Yield the columns in reading order, each with its lines and where it ends.

    Args:
        mots: words between two tables.
        droite: where the text of the page ends.
    """
    for cote, bandes in groupby(_bandes(mots), key=_cote_a_cote):
        if cote:
            for bande in bandes:
                yield from _decoupe(bande, droite)
        else:
            yield [x for bande in bandes for x in lignes_de(m for rangee in bande for m in rangee)], droite


def _bandes(mots: Iterable[Mot]) -> Iterator[list[list[Mot]]]:
    """Yield the rows of words in groups that white space parts from what is above and below."""
    bande: list[list[Mot]] = []
    bas = 0.0
    for rangee in rangees_de(mots):
        haut, taille = min(m.haut for m in rangee), max(m.taille for m in rangee)
        if bande and haut - bas > _BANDE * taille:
            yield bande
            bande = []
        bas = max(bas if bande else 0.0, *(m.bas for m in rangee))
        bande.append(rangee)
    if bande:
        yield bande


def _segments(rangee: Sequence[Mot]) -> list[list[Mot]]:
    morceaux: list[list[Mot]] = []
    fin = 0.0
    for mot in rangee:
        if morceaux and mot.x0 - fin <= _GOUTTIERE * mot.taille:
            morceaux[-1].append(mot)
        elif morceaux and PUCE.fullmatch(" ".join(m.texte for m in morceaux[-1]) + " "):
            # A list mark stands apart from its item, and is no column.
            morceaux[-1].append(mot)
        else:
            morceaux.append([mot])
        fin = max(fin, mot.x1) if len(morceaux[-1]) > 1 else mot.x1
    return morceaux


def _cote_a_cote(bande: list[list[Mot]]) -> bool:
    return len(_gouttieres(bande)) > 0


def _gouttieres(bande: list[list[Mot]]) -> list[float]:
    """Return the middles of the vertical white stripes that cross all rows of a group."""
    morceaux = sorted(
        (min(m.x0 for m in s), max(m.x1 for m in s), s[0].taille) for r in bande for s in _segments(r)
    )
    milieux, fin = [], morceaux[0][1]
    for x0, x1, taille in morceaux:
        if x0 - fin > _GOUTTIERE * taille:
            milieux.append((x0 + fin) / 2)
        fin = max(fin, x1)
    return milieux


def _decoupe(bande: list[list[Mot]], droite: float) -> Iterator[Colonne]:
    milieux = _gouttieres(bande)
    for gauche, fin in zip([-1e9, *milieux], [*milieux, 1e9], strict=True):
        mots = [m for r in bande for s in _segments(r) if gauche < s[0].x0 < fin for m in s]
        yield lignes_de(mots), min(fin, max(droite, *(m.x1 for m in mots)))
