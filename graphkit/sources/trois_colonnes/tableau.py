"""Reads the fragments of the table to rows: activities, sub-activities, competences with their cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from graphkit.sources.trois_colonnes import phrases
from graphkit.sources.trois_colonnes.cellules import Cellules, Colonne, Coupe
from graphkit.sources.trois_colonnes.pages import Repartition
from graphkit.sources.trois_colonnes.phrases import Lexique
from graphkit.sources.trois_colonnes.reperes import Genre, Repere, fold, tells_of_candidat
from graphkit.sources.trois_colonnes.zones import Fragment

# A row that is longer than any table's is a document of another kind, or junk.
RANG_MAX = 1000
RANGS_MAX = 5000
# The width of a column is nearly reached by most of its wrapped lines, passed by few.
_CENTILE = 0.85
_LARGEUR_PAR_DEFAUT = 45
# A modality has one or two paragraphs about the candidate; where there are more, criteria begin so too.
_PARAGRAPHES_DU_CANDIDAT = 1.5


class Invraisemblable(Exception):
    """What is read cannot be the table of a référentiel.

    Args:
        ligne: line where that shows.
        raison: why, for the user.
    """

    def __init__(self, ligne: int, raison: str) -> None:
        super().__init__(ligne, raison)
        self.ligne = ligne
        self.raison = raison


@dataclass(slots=True)
class RangCompetence:
    """A competence as the table has it, with the fragments of its three cells."""

    repere: Repere
    cellules: Cellules
    criteres: list[list[Fragment]] = field(default_factory=list)


@dataclass(slots=True)
class RangActivite:
    """An activity or a sub-activity as the table has it, with what stands under it.

    Attributes:
        repetitions: where its title is printed again, on a later page.
    """

    repere: Repere
    fragments: list[Fragment]
    repetitions: list[Fragment] = field(default_factory=list)
    sous_activites: list[RangActivite] = field(default_factory=list)
    competences: list[RangCompetence] = field(default_factory=list)


@dataclass(slots=True)
class Tableau:
    """The whole table.

    Attributes:
        activites: top activities; a sub-activity that comes before any activity stands among them.
        orphelines: competences that come before any activity.
        largeur_activites: width of the column of activities.
    """

    activites: list[RangActivite] = field(default_factory=list)
    orphelines: list[RangCompetence] = field(default_factory=list)
    largeur_activites: int = 0


def read_tableau(fragments: list[Fragment], lexique: Lexique) -> Tableau:
    """Read the table.

    Args:
        fragments: its content, in order.
        lexique: the words of the document.

    Raises:
        Invraisemblable: a row cannot be one of a table, or there are too many.
    """
    coupe = Coupe(lexique, _largeurs(fragments), candidat_signale=_candidat_signale(fragments))
    repartition = Repartition(coupe)
    tableau = Tableau()
    rangs = _rangs(fragments)
    if len(rangs) > RANGS_MAX:
        raise Invraisemblable(rangs[RANGS_MAX][0].ligne, f"more than {RANGS_MAX} codes")
    for rang in rangs:
        repere = rang[0].repere
        if len(rang) > RANG_MAX:
            raise Invraisemblable(rang[0].ligne, f"this row has more than {RANG_MAX} lines")
        # The table begins at the first code, so that every row has one.
        if repere is None:
            continue
        if repere.genre is Genre.COMPETENCE:
            _add_competence(tableau, rang, repere, repartition, coupe)
        else:
            _add_activite(tableau, RangActivite(repere, rang))
    tableau.activites = _merge(tableau.activites)
    for activite in tableau.activites:
        activite.sous_activites = _merge(activite.sous_activites)
    tableau.largeur_activites = max(
        (len(f.texte) for a in tableau.activites for b in (a, *a.sous_activites) for f in b.fragments),
        default=0,
    )
    return tableau


def _rangs(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Cut the content of the table where a code begins something."""
    rangs: list[list[Fragment]] = []
    for fragment in fragments:
        if not rangs or (fragment.repere and fragment.repere.genre is not Genre.MODALITE):
            rangs.append([])
        rangs[-1].append(fragment)
    return rangs


def _add_activite(tableau: Tableau, rang: RangActivite) -> None:
    porteur = tableau.activites[-1] if tableau.activites else None
    if porteur and rang.repere.genre is Genre.SOUS_ACTIVITE and porteur.repere.genre is Genre.ACTIVITE:
        porteur.sous_activites.append(rang)
    else:
        tableau.activites.append(rang)


def _merge(rangs: list[RangActivite]) -> list[RangActivite]:
    """Make one of the activities that are printed again, with code and title, on a later page."""
    connus: dict[tuple[str, str], RangActivite] = {}
    for rang in rangs:
        titre = fold(" ".join(f.texte for f in rang.fragments)).removesuffix("(suite)").strip()
        premier = connus.setdefault((rang.repere.imprime, titre), rang)
        if premier is not rang:
            premier.repetitions += rang.fragments
            premier.sous_activites += rang.sous_activites
            premier.competences += rang.competences
    return list(connus.values())


def _add_competence(
    tableau: Tableau, fragments: list[Fragment], repere: Repere, repartition: Repartition, coupe: Coupe
) -> None:
    cellules = Cellules()
    porteur = tableau.activites[-1] if tableau.activites else None
    if porteur and porteur.sous_activites:
        porteur = porteur.sous_activites[-1]
    if porteur and not porteur.competences:
        # Only in the first row of an activity can its own cell go on after the page break.
        cellules.contenu[Colonne.ACTIVITE] = porteur.fragments
    pages = _pages(fragments)
    for i, page in enumerate(pages):
        repartition.share_out(page, cellules, coupee=i + 1 < len(pages))
    competence = RangCompetence(repere, cellules)
    separes = any(fragment.vide_avant for fragment in cellules.contenu[Colonne.CRITERES][1:])
    for fragment in cellules.contenu[Colonne.CRITERES]:
        precedents = competence.criteres[-1] if competence.criteres else []
        if not precedents or _nouveau_critere(precedents, fragment, coupe, separes=separes):
            competence.criteres.append([fragment])
        else:
            precedents.append(fragment)
    if porteur:
        porteur.competences.append(competence)
    else:
        tableau.orphelines.append(competence)


def _nouveau_critere(precedents: list[Fragment], fragment: Fragment, coupe: Coupe, *, separes: bool) -> bool:
    """Tell whether a fragment begins another criterion; a list after a colon belongs to the same one."""
    texte = precedents[-1].texte
    if fragment.texte[:1] in "-–—•":
        return not any(f.texte.endswith(":") for f in precedents)
    return not texte.endswith(":") and coupe.debut_de_paragraphe(precedents[-1], fragment, separes=separes)


def _pages(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Cut a row where a page begins."""
    pages: list[list[Fragment]] = [[]]
    for fragment in fragments:
        if pages[-1] and fragment.saut:
            pages.append([])
        pages[-1].append(fragment)
    return pages


def _candidat_signale(fragments: list[Fragment]) -> bool:
    """Tell whether paragraphs about the candidate are few enough not to be the criteria themselves."""
    competences = sum(1 for f in fragments if f.repere and f.repere.genre is Genre.COMPETENCE)
    paragraphes = sum(1 for f in fragments if f.texte[:1].isupper() and tells_of_candidat(f.texte))
    return paragraphes <= _PARAGRAPHES_DU_CANDIDAT * competences


def _largeurs(fragments: list[Fragment]) -> dict[int, int]:
    """Return the width of the text columns under each set of column headings."""
    pliees: dict[int, list[int]] = {}
    genre: Genre | None = None
    for fragment, suivant in pairwise(fragments):
        if fragment.repere:
            genre = fragment.repere.genre
        dans_texte = genre in {Genre.COMPETENCE, Genre.MODALITE}
        if dans_texte and not fragment.repere and phrases.begins_in_lower_case(suivant.texte):
            pliees.setdefault(fragment.section, []).append(len(fragment.texte))
    largeurs = {}
    for section in {fragment.section for fragment in fragments}:
        longueurs = sorted(pliees.get(section, [])) or [_LARGEUR_PAR_DEFAUT]
        largeurs[section] = longueurs[int(_CENTILE * (len(longueurs) - 1))]
    return largeurs
