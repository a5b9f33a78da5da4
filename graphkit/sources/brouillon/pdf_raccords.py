"""Tables that go on over a page break: headings repeated, spans and cells cut in two."""

from __future__ import annotations

from collections.abc import Sequence

from graphkit.sources.brouillon.pdf_lignes import Lexique, commence
from graphkit.sources.brouillon.pdf_tableaux import CelluleBrute, Rangee, TableauBrut
from graphkit.sources.marques import en_suspens
from graphkit.sources.niveaux import FIN_DE_PHRASE

_ECART = 6.0
_INTITULE = 60


def join(avant: TableauBrut, apres: TableauBrut, lexique: Lexique) -> bool:
    """Append a table to the one at the end of the page before, if it goes on with it.

    Args:
        avant: the table before; takes the rows.
        apres: the first table of the next page.
        lexique: the words of the document.
    """
    if len(avant.colonnes) != len(apres.colonnes):
        return False
    entetes = _entetes(avant.rangees, apres.rangees)
    decalage = avant.colonnes[0] - apres.colonnes[0]
    memes = all(abs(a - b - decalage) < _ECART for a, b in zip(avant.colonnes, apres.colonnes, strict=True))
    if not memes or (not entetes and _a_ses_entetes(apres.rangees, avant.rangees)):
        return False
    rangees = apres.rangees[entetes:]
    avant.repetees += entetes
    avant.page = apres.page
    if rangees and avant.rangees:
        ouvert = avant.ouvert_en_bas or (apres.ouvert_en_haut and not entetes)
        rangees = _raccorde(avant.rangees[-1], rangees, lexique, ouvert=ouvert)
    avant.rangees += rangees
    avant.ouvert_en_bas = apres.ouvert_en_bas
    return True


def _textes(rangee: Rangee) -> list[str]:
    """Return what the cells of a row say; lines may wrap elsewhere in the same heading."""
    return ["".join(c.texte.split()) if c else "" for c in rangee]


def _entetes(avant: Sequence[Rangee], apres: Sequence[Rangee]) -> int:
    """Return how many rows at the top of the second table repeat those of the first."""
    rangs = 0
    for a, b in zip(avant, apres, strict=False):
        if _textes(a) != _textes(b) or not any(_textes(a)):
            break
        rangs += 1
    return rangs if rangs < len(avant) or len(avant) == 1 else 0


def _a_ses_entetes(apres: Sequence[Rangee], avant: Sequence[Rangee]) -> bool:
    """Whether a table begins anew: its first row has a text in every column, as the other's has."""
    tous = all(_textes(apres[0])) and all(_textes(avant[0]))
    courts = all(len(t) < _INTITULE for t in _textes(apres[0]))
    return tous and courts and len(apres) > 1 and not any(c[:1].isdigit() for c in _textes(apres[0]))


def _raccorde(derniere: Rangee, rangees: list[Rangee], lexique: Lexique, *, ouvert: bool) -> list[Rangee]:
    """Close the break: a row cut in two becomes one again, and a span goes on."""
    premiere = rangees[0]
    vides = [i for i, c in enumerate(premiere) if c is not None and not c.lignes]
    manquent = [i for i in vides if (d := derniere[i]) is not None and d.lignes]
    pleines = [i for i, c in enumerate(premiere) if c is not None and c.lignes]
    if not pleines or (not manquent and not ouvert):
        return rangees
    if ouvert or _coupee(derniere, premiere, manquent, pleines):
        for i in _propres(premiere, pleines):
            _colle(derniere[i], premiere[i], lexique)
        return _remplace(rangees, {id(premiere[i]): derniere[i] for i in range(len(premiere))})
    portees: dict[int, CelluleBrute | None] = {}
    for i in manquent:
        # Only what stands left of all that begins anew goes on: the columns to the right have their own.
        if i < min(pleines):
            portees[id(premiere[i])] = derniere[i]
    return _remplace(rangees, portees, garde=True)


def _propres(rangee: Rangee, rangs: list[int]) -> list[int]:
    """Return the columns in which a cell begins."""
    return [i for i in rangs if i == 0 or rangee[i - 1] is not rangee[i]]


def _coupee(derniere: Rangee, premiere: Rangee, manquent: list[int], pleines: list[int]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    suites = []
    for i in _propres(premiere, pleines):
        a, b = derniere[i], premiere[i]
        if a is None or b is None or not a.lignes:
            # A text where the cell above is empty is a new one.
            return False
        suites.append(_continue(a.lignes[-1], b.lignes[0]))
    if all(suites):
        return True
    portee = any((d := derniere[i]) is not None and d.hauteur > 1 for i in manquent)
    if portee:
        return False
    return any(suites) or (len(suites) == 1 and len(manquent) > 1)


def _continue(avant: str, apres: str) -> bool:
    if commence(avant, apres):
        return False
    return apres[:1].islower() or apres[:1] in ",;:.)" or en_suspens(avant[-60:])


def _colle(avant: CelluleBrute | None, apres: CelluleBrute | None, lexique: Lexique) -> None:
    if avant is None or apres is None:
        return
    if not avant.lignes:
        avant.lignes += apres.lignes
        return
    if _continue(avant.lignes[-1], apres.lignes[0]) and not avant.lignes[-1].endswith(FIN_DE_PHRASE):
        avant.lignes[-1] = lexique.weld(avant.lignes[-1], apres.lignes[0])
        avant.lignes += apres.lignes[1:]
    else:
        avant.lignes += apres.lignes


def _remplace(
    rangees: list[Rangee], par: dict[int, CelluleBrute | None], *, garde: bool = False
) -> list[Rangee]:
    """Put cells in the place of others, in every row that these span.

    A row in which nothing else is left was only the second half of one: it goes, unless kept.
    """
    nouvelles: list[Rangee] = []
    for rangee in rangees:
        nouvelle = [par.get(id(c), c) for c in rangee]
        change = any(id(c) in par for c in rangee)
        if garde or not change or any(id(c) not in par for c in rangee if c is not None):
            nouvelles.append(nouvelle)
    return nouvelles
