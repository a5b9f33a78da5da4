"""What the columns of a table hold, told by their headings: any order, one row or two, usual variants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from graphkit.sources.brouillon.contenu import Cellule, Tableau
from graphkit.sources.trois_colonnes.reperes import fold

Rangee = Sequence[Cellule | None]


class Role(Enum):
    """What a column holds."""

    BLOC = "blocs"
    CODE = "codes"
    ACTIVITE = "activités"
    TACHE = "tâches"
    COMPETENCE = "compétences"
    EVALUATION = "évaluation"
    MODALITE = "modalités d’évaluation"
    CRITERE = "critères d’évaluation"


# What may come before and after the noun of a heading; no digit, which only content has.
_AVANT = r"(?:(?:intitules?|libelles?|listes?|description|descriptif|references?)(?: des?| du| de la)? ?)?"
_APRES = r"(?:[ ,/(:][^\d:;.]{0,80})?"
_ATTENDUS = "attendus? d'evaluation|resultats? attendus?"
_FORMES = "(?:types?|methodes?|outils?|situations?) d'(?:epreuves?|evaluations?)"
_NOMS: tuple[tuple[Role, str], ...] = (
    (Role.BLOC, r"(?:n°|numero|code|intitule|libelle)?(?: des?| du)? ?blocs?(?: de competences?)?"),
    # Diplomas of social work have their competences in domains, each certified by itself.
    (Role.BLOC, r"domaines? de competences?"),
    (Role.CODE, r"(?:codes?|n°|numeros?|ref\.?|references?)(?: (?:des?|de la|de l'|du) ?[a-z']{1,20})?"),
    (Role.ACTIVITE, r"referentiel (?:d'|des |de l')activites?.{0,300}"),
    (Role.COMPETENCE, r"referentiel (?:de |des )competences?.{0,300}"),
    (Role.EVALUATION, r"referentiel (?:d'|des |de l')(?:evaluations?|certification).{0,300}"),
    (Role.EVALUATION, r"referentiel de certification.{0,300}|evaluations?(?: ?[:(].{0,80})?"),
    (Role.EVALUATION, r"modalites? (?:et|/|&) ?criteres?.{0,80}|criteres? (?:et|/|&) ?modalites?.{0,80}"),
    (
        Role.MODALITE,
        rf"{_AVANT}(?:modalites?|modes?|epreuves?|{_FORMES}){_APRES}",
    ),
    (Role.CRITERE, rf"{_AVANT}(?:criteres?|indicateurs?|observables?|{_ATTENDUS}){_APRES}"),
    (Role.TACHE, rf"{_AVANT}(?:taches?|sous-activites?){_APRES}"),
    (Role.ACTIVITE, rf"{_AVANT}(?:activites?|domaines? d'activites?|fonctions?|missions?){_APRES}"),
    (Role.COMPETENCE, rf"{_AVANT}(?:competences?|capacites? attestees?|acquis d'apprentissage){_APRES}"),
    (Role.COMPETENCE, r"domaines? de competences? (?:evalues?|valides?|vises?)"),
)
_MOTIFS = tuple((role, re.compile(motif)) for role, motif in _NOMS)
_GROUPES = re.compile(r"fonctions?|missions?|domaines? d'activites?")
_LONGUEUR = 400
#: Of a référentiel a table has one of these at least, and another column beside it.
_SUJETS = {Role.ACTIVITE, Role.TACHE, Role.COMPETENCE}


def role_de(texte: str) -> Role | None:
    """Return what a heading announces, ``None`` if it is no heading that is known.

    Args:
        texte: a cell or a paragraph.
    """
    if len(texte) > _LONGUEUR:
        return None
    plie = fold(texte).strip(" :*•-–—").removeprefix("les ").removeprefix("le ")
    return next((role for role, motif in _MOTIFS if motif.fullmatch(plie)), None)


@dataclass(frozen=True, slots=True)
class Entete:
    """The headings of a table.

    Attributes:
        roles: what each column holds, ``None`` for a column that none of them tells.
        hauteur: number of rows that the headings take up.
        supposees: columns under one heading for two things, told apart by their place alone.
    """

    roles: tuple[Role | None, ...]
    hauteur: int
    supposees: tuple[int, ...] = ()


def lit_entete(tableau: Tableau, rang: int) -> Entete | None:
    """Return the headings that begin in a row, ``None`` if it has none.

    Args:
        tableau: the table.
        rang: index of the row.
    """
    haut = tableau.rangees[rang]
    roles = _sous_fonctions(haut, _roles(haut))
    distincts = {role for role in roles if role}
    if not _SUJETS & distincts or (len(distincts) == 1 and len(haut) > 1):
        return None
    hauteur = 1
    while rang + hauteur < len(tableau.rangees):
        dessous = tableau.rangees[rang + hauteur]
        if not _precise(tableau.rangees[rang + hauteur - 1], dessous):
            break
        roles = [bas or role for role, bas in zip(roles, _roles(dessous), strict=True)]
        hauteur += 1
    return _entete(roles, haut, hauteur)


def _entete(roles: list[Role | None], haut: Rangee, hauteur: int) -> Entete:
    """Tell the two columns of an assessment that have no headings of their own apart, by their order."""
    evaluations = [c for c, role in enumerate(roles) if role is Role.EVALUATION]
    if len(evaluations) == 2 and haut[evaluations[0]] is haut[evaluations[1]]:  # noqa: PLR2004 # a pair
        roles[evaluations[0]], roles[evaluations[1]] = Role.MODALITE, Role.CRITERE
        return Entete(tuple(roles), hauteur, tuple(evaluations))
    return Entete(tuple(roles), hauteur)


def _sous_fonctions(rangee: Rangee, roles: list[Role | None]) -> list[Role | None]:
    """Tell activities from the functions, missions or fields beside which they stand: these group them."""
    if roles.count(Role.ACTIVITE) != 2:  # noqa: PLR2004 # a pair
        return roles
    gauche, droite = (rang for rang, role in enumerate(roles) if role is Role.ACTIVITE)
    haut, bas = rangee[gauche], rangee[droite]
    if haut is None or bas is None or haut is bas:
        return roles
    if _GROUPES.match(fold(haut.texte)) and not _GROUPES.match(fold(bas.texte)):
        return [Role.TACHE if rang == droite else role for rang, role in enumerate(roles)]
    return roles


def _roles(rangee: Rangee) -> list[Role | None]:
    return [role_de(cellule.texte) if cellule else None for cellule in rangee]


def _precise(dessus: Rangee, dessous: Rangee) -> bool:
    """Tell whether a row of headings goes on in the next: all of it are headings, or go down from above."""
    nouvelles = [
        bas
        for haut, bas in zip(dessus, dessous, strict=True)
        if bas is not None and bas is not haut and bas.texte
    ]
    return bool(nouvelles) and all(role_de(cellule.texte) for cellule in nouvelles)


def est_repetition(tableau: Tableau, rang: int, depuis: int, hauteur: int) -> bool:
    """Tell whether a row repeats one of the headings, as at the top of a page.

    Args:
        tableau: the table.
        rang: index of the row.
        depuis: index of the first row of the headings.
        hauteur: number of their rows.
    """
    ici = _textes(tableau.rangees[rang])
    return any(ici == _textes(tableau.rangees[depuis + i]) for i in range(hauteur))


def _textes(rangee: Rangee) -> list[str]:
    return [fold(cellule.texte) if cellule else "" for cellule in rangee]
