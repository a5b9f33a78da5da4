"""Headers, footers and page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graphkit.sources.brouillon.mise_en_page import Boite, Mot, PageBrute, Trait, corps_du_texte
from graphkit.sources.brouillon.pdf_lignes import Ligne, lignes_de

_BORD = 6
_MARGE = 0.2
_PAGES = 3
_PART = 0.75
_PLUS_GRAND = 0.5
_CHIFFRES = re.compile(r"\d+")
_JEU = 2.0
# What is counted on a page of its own is no page.
_NUMEROTE = re.compile(
    r"\b(?:blocs?|activités?|compétences?|fiches?|annexes?|parties?|chapitres?|modules?|articles?|épreuves?|titres?"
    r"|étapes?|unités?|UC|CCP|[A-Z])\s*(?:n°)?\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reperes:
    """What was left out.

    Attributes:
        lignes: number of lines, on all pages together.
        pages: number of pages that had some.
        exemple: the first of them.
        premiere: page on which it stands.
    """

    lignes: int = 0
    pages: int = 0
    exemple: str = ""
    premiere: int = 0


def strip_reperes(
    pages: Sequence[PageBrute], tableaux: Sequence[Sequence[Boite]]
) -> tuple[list[PageBrute], Reperes]:
    """Return the pages without the lines that repeat at their edges, and what was left out.

    The first row of a table that goes on is no header of the page, though it repeats.

    Args:
        pages: the pages.
        tableaux: for each page, the boxes of its tables.
    """
    lignes = [lignes_de(page.mots) for page in pages]
    formes = _formes(pages, lignes)
    nues, compte, avec, exemple, premiere = [], 0, 0, "", 0
    for page, siennes, boites in zip(pages, lignes, tableaux, strict=True):
        tete, pied = _bords(siennes, formes, boites)
        if tete or pied:
            premiere = premiere or page.numero
            exemple = exemple or (siennes[0] if tete else siennes[-1]).texte
            compte, avec = compte + tete + pied, avec + 1
        nues.append(_sans(page, siennes, tete, pied))
    return nues, Reperes(compte, avec, exemple, premiere)


def _forme(ligne: Ligne) -> str:
    return _CHIFFRES.sub("#", ligne.texte.casefold())


def _formes(pages: Sequence[PageBrute], lignes: Sequence[Sequence[Ligne]]) -> set[str]:
    """Return the lines that repeat, figures aside: on nearly all pages, or on all odd or even ones.

    What is set larger than the text is a heading, though most pages begin with it; not if all do.
    """
    corps = corps_du_texte(pages)
    vues: dict[str, list[tuple[int, Ligne]]] = {}
    for page, siennes in zip(pages, lignes, strict=True):
        au_bord = (
            *(x for x in siennes[:_BORD] if x.bas <= _MARGE * page.hauteur),
            *(x for x in siennes[-_BORD:] if x.haut >= (1 - _MARGE) * page.hauteur),
        )
        bords = {_forme(x): x for x in au_bord}
        for forme, ligne in bords.items():
            vues.setdefault(forme, []).append((page.numero, ligne))
    ecrites = [page.numero for page, siennes in zip(pages, lignes, strict=True) if siennes]
    moities = {page.numero: page.hauteur / 2 for page in pages}
    formes = set()
    for forme, places in vues.items():
        if not _compte(places):
            continue
        rangs = [n for n, _ in places]
        memes = [n for n in ecrites if n % 2 == rangs[0] % 2] if len({n % 2 for n in rangs}) == 1 else ecrites
        part = 1.0 if any(x.taille > corps + _PLUS_GRAND for _, x in places) else _PART
        if len(rangs) >= max(_PAGES, part * len(memes)) or _au_bas_de_toutes(places, ecrites, moities):
            formes.add(forme)
    return formes


def _compte(places: Sequence[tuple[int, Ligne]]) -> bool:
    """Whether the figures of a line are the same on all pages, or count the pages and no content."""
    nombres = [[int(x) for x in _CHIFFRES.findall(ligne.texte)] for _, ligne in places]
    for rang in range(len(nombres[0])):
        valeurs = {n[rang] for n in nombres}
        ecarts = {n[rang] - page for n, (page, _) in zip(nombres, places, strict=True)}
        if len(valeurs) > 1 and (len(ecarts) > 1 or _NUMEROTE.search(places[0][1].texte)):
            return False
    return True


def _au_bas_de_toutes(
    places: Sequence[tuple[int, Ligne]], ecrites: Sequence[int], moities: Mapping[int, float]
) -> bool:
    """Whether a line stands at one height at the bottom of both pages: that proves as much as three pages."""
    hauteurs = [x.bas for _, x in places]
    au_bas = all(x.haut > moities[page] for page, x in places)
    return au_bas and 1 < len(places) == len(ecrites) and max(hauteurs) - min(hauteurs) < _JEU


def _bords(lignes: Sequence[Ligne], formes: set[str], boites: Sequence[Boite]) -> tuple[int, int]:
    """Return how many lines at the top and at the bottom of a page are no text of it."""
    pied = 0
    while pied < len(lignes) and _forme(lignes[-1 - pied]) in formes:
        pied += 1
    tete = 0
    while tete < len(lignes) - pied and _forme(lignes[tete]) in formes:
        tete += 1
    # The rows of a table that has others below are its headings, and what stands above is not.
    fin = lignes[len(lignes) - pied - 1].bas if pied < len(lignes) else 0.0
    for boite in boites:
        if boite[1] < fin and tete < len(lignes) - pied and lignes[tete].haut < boite[3]:
            dedans = [i for i in range(tete) if lignes[i].bas > boite[1] and lignes[i].haut < boite[3]]
            tete = min([tete, *dedans])
    return tete, pied


def _sans(page: PageBrute, lignes: Sequence[Ligne], tete: int, pied: int) -> PageBrute:
    haut = max((x.bas for x in lignes[:tete]), default=-1e9)
    bas = min((x.haut for x in lignes[len(lignes) - pied :]), default=1e9)
    if not tete and not pied:
        return page

    def garde(mot: Mot) -> bool:
        milieu = (mot.haut + mot.bas) / 2
        return haut < milieu < bas

    traits = (_borne(t, haut - _JEU if tete else haut, bas) for t in page.traits)
    return replace(
        page, mots=tuple(m for m in page.mots if garde(m)), traits=tuple(t for t in traits if t is not None)
    )


def _borne(trait: Trait, haut: float, bas: float) -> Trait | None:
    if trait.bas < haut or trait.haut > bas:
        return None
    return Trait(trait.x0, max(trait.haut, haut), trait.x1, min(trait.bas, bas))
