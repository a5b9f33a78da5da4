"""Documents of a titre professionnel of the ministry of labour: which one it is, and whose.

A title has a référentiel of its job, activities and competences (REAC) and one of its assessment (RE, or RC
before 2016): two documents that name the same things in the same words.
Source: https://travail-emploi.gouv.fr, « Titres professionnels », models of REAC and RE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal

from graphkit.model import Concept, Fait
from graphkit.passages import Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.trois_colonnes.reperes import fold
from graphkit.text import normalise_spaces, slugify

Genre = Literal["reac", "re"]

# The cover comes first; a page of it has few paragraphs.
_COUVERTURE = 12
_GENRES: tuple[tuple[str, Genre], ...] = (
    ("referentiel emploi activites competences", "reac"),
    ("referentiel d'evaluation", "re"),
    ("referentiel de certification", "re"),
)
_DU_TITRE = "du titre professionnel"
_NIVEAU = re.compile(r"niveau\s*:?\s*([2-8]|IV|V|I{1,3})\b", re.IGNORECASE)
_NSF = re.compile(r"\s*(\d{3})\s?([a-z]?)\b[\s:–-]*(.*)", re.DOTALL)
_ROME = re.compile(r"\b([A-N]\d{4})\b[\s:–-]*([^,;]*)")
_FORMACODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")


def genre_de(contenu: Contenu) -> Genre | None:
    """Tell which document of a titre professionnel this is, if it is one.

    Args:
        contenu: the content of a draft.
    """
    textes = " ".join(fold(p.texte) for p in _couverture(contenu))
    if _DU_TITRE not in textes:
        return None
    return next((genre for debut, genre in _GENRES if debut in textes.partition(_DU_TITRE)[0]), None)


def read_identite(contenu: Contenu) -> tuple[str, tuple[Fait, ...]]:
    """Return what the cover says: an identifier made of the title; title, kind and level as facts.

    Args:
        contenu: a document that ``genre_de`` knows.
    """
    titre: list[Paragraphe] = []
    niveau: tuple[Fait, ...] = ()
    lus = iter(_couverture(contenu))
    for paragraphe in lus:
        if _DU_TITRE in fold(paragraphe.texte):
            break
    for paragraphe in lus:
        if _NIVEAU.match(paragraphe.texte):
            niveau = read_niveau(paragraphe.texte, paragraphe.passage)
            break
        titre.append(paragraphe)
    intitule = normalise_spaces(" ".join(p.texte for p in titre))
    faits = (
        Fait("skos:prefLabel", intitule, tuple(p.passage for p in titre)),
        Fait("ref:typeDiplome", Concept("type-diplome", "tp", "Titre professionnel"), (titre[0].passage,)),
    )
    return slugify(intitule), (*faits, *niveau)


def read_niveau(texte: str, passage: Passage) -> tuple[Fait, ...]:
    """Return the level that a text names: of today's nomenclature, or of that of 1969 in Roman figures.

    Args:
        texte: a text such as "Niveau 6 (…)".
        passage: where it stands.
    """
    trouve = _NIVEAU.search(texte)
    if trouve is None:
        return ()
    code = trouve[1].upper()
    if code.isdigit():
        return (Fait("ref:niveau", Concept("niveau", code), (passage,)),)
    return (Fait("ref:niveau1969", Concept("niveau-1969", code), (passage,)),)


def read_codes(libelle: str, texte: str, passage: Passage) -> tuple[Fait, ...]:
    """Return the codes of a nomenclature, each with the label beside it if there is one.

    Args:
        libelle: label or heading, folded, that says which nomenclature.
        texte: what stands after it.
        passage: where it stands.
    """
    if "nsf" in libelle:
        nsf = _NSF.match(texte)
        if nsf is None:
            return ()
        concept = Concept("nsf", nsf[1] + nsf[2], normalise_spaces(nsf[3]) or None)
        return (Fait("ref:nsf", concept, (passage,)),)
    if "rome" in libelle:
        return tuple(
            Fait("ref:viseMetier", Concept("rome", m[1], normalise_spaces(m[2]) or None), (passage,))
            for m in _ROME.finditer(texte)
        )
    if "formacode" in libelle:
        return tuple(
            Fait("ref:formacode", Concept("formacode", m[1]), (passage,)) for m in _FORMACODE.finditer(texte)
        )
    return ()


def lignes_de_cellule(cellule: Cellule) -> Iterator[tuple[str, Passage]]:
    """Yield the paragraphs of a cell, each with its place in it.

    Args:
        cellule: the cell.
    """
    debut = 0
    for ligne in cellule.texte.split("\n"):
        if ligne.strip():
            yield ligne, replace(cellule.passage, caracteres=(debut, debut + len(ligne)))
        debut += len(ligne) + 1


def colonnes_de(tableau: Tableau, motifs: Sequence[str]) -> tuple[int, ...] | None:
    """Return the columns under headings that begin so, in this order; ``None`` if one is missing.

    Args:
        tableau: the table; its first rows hold the headings, perhaps on several levels.
        motifs: the beginnings of the headings, folded.
    """
    entetes = [
        {fold(" ".join(c.texte.split())) for r in tableau.rangees[:3] if (c := r[j]) is not None}
        for j in range(len(tableau.rangees[0]))
    ]
    rangs = []
    for motif in motifs:
        rang = next((j for j, e in enumerate(entetes) if j not in rangs and _un_commence(e, motif)), None)
        if rang is None:
            return None
        rangs.append(rang)
    return tuple(rangs)


def _un_commence(textes: Iterable[str], motif: str) -> bool:
    return any(texte.startswith(motif) for texte in textes)


def _couverture(contenu: Contenu) -> Iterator[Paragraphe]:
    paragraphes = (e for e in contenu.elements if isinstance(e, Paragraphe))
    return islice(paragraphes, _COUVERTURE)
