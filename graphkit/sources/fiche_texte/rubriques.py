"""The headings of the old RNCP layout, and the sections that they cut a fiche into."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphkit.sources.fiche_texte.lignes import Ligne
    from graphkit.sources.fiche_texte.releve import Releve

# No heading is longer, nor printed on more lines; the bounds keep any input linear.
_LONGEST = 160
_MOST_LINES = 4


class Rubrique(IntEnum):
    """Sections, in the order in which the layout prints them."""

    TITRE = auto()
    AUTORITE = auto()
    NIVEAU = auto()
    CONVENTIONS = auto()
    NSF = auto()
    FORMACODES = auto()
    RESUME = auto()
    CAPACITES = auto()
    SECTEURS = auto()
    ROME = auto()
    ACCES = auto()
    COMPOSANTES = auto()
    BLOCS = auto()
    VALIDITE = auto()
    JURYS = auto()
    LIENS = auto()
    BASE_LEGALE = auto()
    DECRET_GENERAL = auto()
    ARRETE_CREATION = auto()
    ARRETE_VAE = auto()
    REFERENCES_AUTRES = auto()
    INFORMATIONS = auto()
    STATISTIQUES = auto()
    AUTRES_SOURCES = auto()
    LIEUX_CERTIFICATION = auto()
    LIEUX_PREPARATION = auto()
    HISTORIQUE = auto()


# Headings that end with « : » may be followed by their content on the same line; the others stand alone.
# Of two wordings of one heading the longer comes first.
_HEADINGS: tuple[tuple[Rubrique, str], ...] = (
    (
        Rubrique.AUTORITE,
        "AUTORITÉ RESPONSABLE DE LA CERTIFICATION QUALITÉ DU(ES) SIGNATAIRE(S) DE LA CERTIFICATION",
    ),
    (Rubrique.AUTORITE, "AUTORITÉ RESPONSABLE DE LA CERTIFICATION"),
    (Rubrique.NIVEAU, "Niveau et/ou domaine d'activité"),
    (Rubrique.CONVENTIONS, "Convention(s) :"),
    (Rubrique.NSF, "Code(s) NSF :"),
    (Rubrique.FORMACODES, "Formacode(s) :"),
    (Rubrique.RESUME, "Résumé du référentiel d'emploi ou éléments de compétence acquis"),
    (Rubrique.CAPACITES, "Les capacités attestées :"),
    (Rubrique.CAPACITES, "Capacités attestées :"),
    (
        Rubrique.SECTEURS,
        (
            "Secteurs d'activité ou types d'emplois accessibles par le détenteur de ce diplôme, "
            "ce titre ou ce certificat"
        ),
    ),
    (Rubrique.ROME, "Codes des fiches ROME les plus proches :"),
    (Rubrique.ACCES, "Modalités d'accès à cette certification"),
    (Rubrique.COMPOSANTES, "Descriptif des composantes de la certification :"),
    (Rubrique.BLOCS, "Bloc de compétence"),
    (Rubrique.BLOCS, "INTITULÉ DESCRIPTIF ET MODALITÉS D'ÉVALUATION"),
    (Rubrique.VALIDITE, "Validité des composantes acquises :"),
    (Rubrique.JURYS, "CONDITIONS D'INSCRIPTION À LA CERTIFICATION OUI NON COMPOSITION DES JURYS"),
    (Rubrique.LIENS, "LIENS AVEC D'AUTRES CERTIFICATIONS ACCORDS EUROPÉENS OU INTERNATIONAUX"),
    (Rubrique.LIENS, "LIENS AVEC D'AUTRES CERTIFICATIONS"),
    (Rubrique.BASE_LEGALE, "Base légale"),
    (Rubrique.DECRET_GENERAL, "Référence du décret général :"),
    (Rubrique.ARRETE_CREATION, "Référence arrêté création (ou date 1er arrêté enregistrement) :"),
    (Rubrique.ARRETE_CREATION, "Référence arrêté création :"),
    (Rubrique.ARRETE_VAE, "Référence du décret et/ou arrêté VAE :"),
    (Rubrique.REFERENCES_AUTRES, "Références autres :"),
    (Rubrique.INFORMATIONS, "Pour plus d'informations"),
    (Rubrique.STATISTIQUES, "Statistiques :"),
    (Rubrique.AUTRES_SOURCES, "Autres sources d'information :"),
    (Rubrique.LIEUX_CERTIFICATION, "Lieu(x) de certification :"),
    (
        Rubrique.LIEUX_PREPARATION,
        "Lieu(x) de préparation à la certification déclarés par l'organisme certificateur :",
    ),
    (Rubrique.HISTORIQUE, "Historique de la certification :"),
)

COLONNES_DES_BLOCS = "INTITULÉ DESCRIPTIF ET MODALITÉS D'ÉVALUATION"


def fold(text: str) -> str:
    """Return the letters and digits of a text without accents or case, so that layouts compare equal."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if c.isascii() and c.isalnum()).lower()


_BY_INITIAL = {
    initial: tuple(heading for heading in _HEADINGS if fold(heading[1][0]) == initial)
    for initial in {fold(printed[0]) for _, printed in _HEADINGS}
}


def match_printed(lignes: Sequence[Ligne], index: int, printed: str) -> tuple[int, Ligne] | None:
    """Find a printed phrase at the beginning of a line, perhaps going on over the next ones.

    Args:
        lignes: the document or a part of it.
        index: the line where it may begin.
        printed: the phrase; case, accents, spaces and punctuation do not count.

    Returns:
        The index of the line where the phrase ends, and what that line has after it, or ``None``.
    """
    rest = _fold_known(printed)
    if _fold_known(lignes[index].brut[lignes[index].debut :].lstrip()[:1]) != rest[0]:
        return None  # most lines are no heading, and this is the cheapest way to know
    for last in range(index, min(index + _MOST_LINES, len(lignes))):
        ligne = lignes[last]
        if ligne.vide:
            return None
        consumed = 0
        indent = len(ligne.brut) - len(ligne.brut[ligne.debut :].lstrip())
        for offset in range(indent, min(len(ligne.brut), indent + _LONGEST)):
            letters = _fold_known(ligne.brut[offset])
            if not rest.startswith(letters, consumed):
                if consumed < len(rest):
                    return None
                break
            consumed += len(letters)
            if letters and consumed == len(rest):
                return last, _after_heading(ligne, offset + 1)
        rest = rest[consumed:]
    return None


def _after_heading(ligne: Ligne, offset: int) -> Ligne:
    while offset < len(ligne.brut) and (ligne.brut[offset].isspace() or ligne.brut[offset] in "):"):
        offset += 1
    return ligne.depuis(offset)


@lru_cache(maxsize=4096)
def _fold_known(text: str) -> str:
    """Fold a heading of the layout or a single character: there are few, and they are asked for often."""
    return fold(text)


@dataclass(slots=True)
class Section:
    """What stands under one heading.

    Attributes:
        rubrique: the heading.
        titres: the lines that print it.
        lignes: the lines under it, the end of the heading's own line included where it says more.
    """

    rubrique: Rubrique
    titres: list[Ligne] = field(default_factory=list)
    lignes: list[Ligne] = field(default_factory=list)


def split_sections(lignes: Sequence[Ligne], releve: Releve) -> dict[Rubrique, Section]:
    """Cut a fiche into its sections; a heading is one only where the layout has it, after the one before.

    Args:
        lignes: the whole document.
        releve: receives the lines of the headings.
    """
    current = Section(Rubrique.TITRE)
    sections = {Rubrique.TITRE: current}
    index = 0
    while index < len(lignes):
        found = find_heading(lignes, index, current.rubrique)
        if found is None:
            current.lignes.append(lignes[index])
            index += 1
            continue
        rubrique, last, rest = found
        current = Section(rubrique, titres=list(lignes[index : last + 1]))
        sections[rubrique] = current
        for titre in current.titres:
            if titre.numero != rest.numero or rest.vide:
                releve.add_boilerplate("intitulé de rubrique", titre)
        if not rest.vide:
            current.lignes.append(rest)
        index = last + 1
    return sections


def find_heading(lignes: Sequence[Ligne], index: int, after: Rubrique) -> tuple[Rubrique, int, Ligne] | None:
    """Find which later heading begins at a line, if any.

    Args:
        lignes: the whole document.
        index: the line.
        after: the heading of the section that the line would otherwise belong to.

    Returns:
        The heading, the index of its last line, and what that line has after it.
    """
    initial = _fold_known(lignes[index].brut.lstrip()[:1])
    for rubrique, printed in _BY_INITIAL.get(initial, ()):
        if rubrique <= after:
            continue
        match = match_printed(lignes, index, printed)
        if match is None:
            continue
        last, rest = match
        has_colon = ":" in lignes[last].brut[: rest.debut]
        if rest.vide or (printed.endswith(":") and has_colon):
            return rubrique, last, rest
    return None
