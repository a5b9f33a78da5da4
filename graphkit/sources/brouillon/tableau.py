"""Reads one table of a référentiel, row by row, by what its columns hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from graphkit.identifiers import digest
from graphkit.model import Competence
from graphkit.passages import Passage
from graphkit.sources.brouillon.blocs import TitreDeBloc, lit_bloc
from graphkit.sources.brouillon.colonnes import Entete, Rangee, Role, est_repetition, lit_entete
from graphkit.sources.brouillon.contenu import Cellule, Tableau
from graphkit.sources.brouillon.enonces import lit_competences
from graphkit.sources.brouillon.evaluations import Evaluations
from graphkit.sources.brouillon.lignes import Ligne, lignes, passage_de
from graphkit.sources.brouillon.redaction import ActiviteLue, CompetenceLue, Redaction, est_sous_activite
from graphkit.sources.niveaux import is_infinitive
from graphkit.sources.tables_dites import COLONNE_SUPPOSEE, RANGEE_SEULE, colonne_inconnue
from graphkit.sources.trois_colonnes.reperes import fold

_SANS_PLACE = Passage()


class LectureDeTableau:
    """Reads one table.

    Args:
        tableau: the table.
        redaction: takes what is read.
        porteurs: activities that were open before it, if it goes on with the table before.
    """

    def __init__(self, tableau: Tableau, redaction: Redaction, porteurs: Sequence[ActiviteLue] = ()) -> None:
        self._tableau = tableau
        self._redaction = redaction
        self.porteurs: list[ActiviteLue] = list(porteurs)
        self._activite: ActiviteLue | None = None
        self._competences: list[CompetenceLue] = []
        self._lues: dict[int, list[CompetenceLue]] = {}
        self._evaluations = Evaluations(redaction)
        self._vues: set[int] = set()
        self._restes: dict[int, list[Cellule]] = {}
        self._activites_dites = False

    def lit(self, entete: Entete, depuis: int) -> Entete:
        """Read the rows under some headings to the end of the table; other headings may come.

        Args:
            entete: the headings.
            depuis: index of the first row under them.

        Returns:
            The headings that are valid at the end.
        """
        debut = depuis - entete.hauteur
        self._pose(entete)
        rang = depuis
        rangees = self._tableau.rangees
        while rang < len(rangees):
            autre = lit_entete(self._tableau, rang)
            if autre is not None:
                self._rend_les_restes(debut)
                entete, debut = autre, rang
                self._pose(entete)
                rang += entete.hauteur
                continue
            if debut < 0 or not est_repetition(self._tableau, rang, debut, entete.hauteur):
                self._rangee(rangees[rang], entete.roles)
            rang += 1
        self._rend_les_restes(debut)
        self._evaluations.attribue()
        return entete

    def _pose(self, entete: Entete) -> None:
        self._activites_dites = any(
            fold(cellule.texte).startswith("activite ")
            for rangee in self._tableau.rangees
            for cellule, role in zip(rangee, entete.roles, strict=True)
            if cellule and role is Role.ACTIVITE
        )
        for colonne in entete.supposees[:1]:
            cellule = next(
                (c for rangee in self._tableau.rangees if (c := rangee[colonne]) is not None), None
            )
            self._redaction.report(
                COLONNE_SUPPOSEE,
                (cellule.passage,) if cellule else (),
                cellule.texte if cellule else "",
                grave=False,
            )

    def _rangee(self, rangee: Rangee, roles: Sequence[Role | None]) -> None:
        pleines = {id(cellule): cellule for cellule in rangee if cellule and cellule.texte}
        if not pleines:
            return
        if len(pleines) == 1 and self._titre(next(iter(pleines.values())), rangee, roles):
            return
        codes = _codes(rangee, roles)
        par_role = self._par_role(rangee, roles)
        lecteurs: tuple[tuple[Role, Callable[[Cellule], None]], ...] = (
            (Role.BLOC, self._bloc),
            (Role.ACTIVITE, lambda cellule: self._activites(cellule, codes.get(Role.ACTIVITE, ""))),
            (Role.TACHE, lambda cellule: self._taches(cellule, seule=Role.ACTIVITE not in roles)),
            (Role.COMPETENCE, lambda cellule: self._lit_competences(cellule, codes.get(Role.COMPETENCE, ""))),
            (Role.EVALUATION, partial(self._evalue, Role.EVALUATION)),
            (Role.MODALITE, partial(self._evalue, Role.MODALITE)),
            (Role.CRITERE, partial(self._evalue, Role.CRITERE)),
        )
        for role, lit in lecteurs:
            for cellule in par_role.get(role, ()):
                lit(cellule)

    def _par_role(self, rangee: Rangee, roles: Sequence[Role | None]) -> dict[Role, list[Cellule]]:
        """Return the cells of a row by what they hold; those of a column that is not known are kept apart."""
        par_role: dict[Role, list[Cellule]] = {}
        for colonne, (cellule, role) in enumerate(zip(rangee, roles, strict=True)):
            if cellule is None or not cellule.texte:
                continue
            if role is None:
                if id(cellule) not in self._vues:
                    self._vues.add(id(cellule))
                    self._restes.setdefault(colonne, []).append(cellule)
            elif all(autre is not cellule for autre in par_role.setdefault(role, [])):
                par_role[role].append(cellule)
        return par_role

    def _titre(self, cellule: Cellule, rangee: Rangee, roles: Sequence[Role | None]) -> bool:
        """Take a row that has one cell only, which may be a heading; ``False`` if it is a row like others."""
        if id(cellule) in self._vues or id(cellule) in self._lues or cellule in self._evaluations:
            return True
        etendue = [role for c, role in zip(rangee, roles, strict=True) if c is cellule]
        bloc = lit_bloc(cellule.texte)
        if bloc and not (self._activites_dites and etendue == [Role.ACTIVITE]):
            self._redaction.ouvre_bloc(bloc, (cellule.passage,))
            self.porteurs, self._activite, self._competences = [], None, []
            return True
        if len(etendue) == 1 and len(rangee) > 1:
            return False
        (premiere, *autres) = lignes(cellule)
        if not autres and len(rangee) > 1 and premiere.code.startswith("A"):
            self._activites(cellule, "")
            return True
        if len(rangee) == 1:
            return False
        self._redaction.report(RANGEE_SEULE, (cellule.passage,), cellule.texte)
        return True

    def _bloc(self, cellule: Cellule) -> None:
        if id(cellule) in self._vues:
            return
        self._vues.add(id(cellule))
        titre = lit_bloc(cellule.texte) or TitreDeBloc(digest(cellule.texte), "", cellule.texte)
        ouvert = self._redaction.bloc
        if ouvert is None or ouvert.titre.code != titre.code:
            self.porteurs, self._activite, self._competences = [], None, []
        self._redaction.ouvre_bloc(titre, (cellule.passage,))

    def _activites(self, cellule: Cellule, code: str) -> None:
        if id(cellule) in self._vues:
            return
        self._vues.add(id(cellule))
        groupes: list[Ligne] = []
        for ligne in lignes(cellule):
            bloc = lit_bloc(ligne.texte if not ligne.code else cellule.texte[ligne.debut : ligne.fin])
            if bloc and not self._activites_dites:
                self._redaction.ouvre_bloc(bloc, (passage_de(cellule, ligne.debut, ligne.fin),))
                self._activite = None
            elif groupes and not ligne.code:
                derniere = groupes[-1]
                texte = f"{derniere.texte}\n{ligne.texte}".strip()
                groupes[-1] = Ligne(
                    texte, derniere.debut, ligne.fin, derniere.code, derniere.imprime, derniere.genre,
                    derniere.numero, derniere.lettre,
                )  # fmt: skip
            else:
                groupes.append(ligne if ligne.code or not code else _avec_code(ligne, code))
        if not groupes:
            return
        hautes: list[ActiviteLue] = []
        basses: list[ActiviteLue] = []
        for ligne in groupes:
            passages = (passage_de(cellule, ligne.debut, ligne.fin),)
            if est_sous_activite(ligne, self._activite):
                basses.append(self._redaction.ajoute_activite(ligne, passages, self._activite))
            else:
                self._activite = self._redaction.ajoute_activite(ligne, passages, None)
                hautes.append(self._activite)
        # An activity above one part of it in one cell: what stands beside is that of the part.
        self.porteurs = basses if len(basses) == 1 else hautes or basses
        self._competences = []

    def _taches(self, cellule: Cellule, *, seule: bool) -> None:
        if id(cellule) in self._vues:
            return
        self._vues.add(id(cellule))
        parent = None if seule else self._activite
        lues = [
            self._redaction.ajoute_activite(ligne, (passage_de(cellule, ligne.debut, ligne.fin),), parent)
            for ligne in lignes(cellule)
        ]
        if seule or len(lues) == 1:
            self.porteurs = lues
        elif parent:
            self.porteurs = [parent]

    def _lit_competences(self, cellule: Cellule, code: str) -> None:
        if id(cellule) not in self._lues:
            lues = lit_competences(self._sous_son_bloc(cellule))
            if code and len(lues) == 1 and not lues[0].code:
                ligne = _avec_code(Ligne("", 0, 0), code)
                lues = [_nomme(lues[0], ligne)]
            self._lues[id(cellule)] = [self._redaction.ajoute_competence(c, self.porteurs) for c in lues]
        else:
            self._redaction.relie(self.porteurs, self._lues[id(cellule)])
        self._competences = self._lues[id(cellule)]

    def _sous_son_bloc(self, cellule: Cellule) -> Cellule:
        """Open the bloc that a cell of competences names first, and return what stands under it."""
        (premiere, *autres) = lignes(cellule)
        bloc = lit_bloc(cellule.texte[premiere.debut : premiere.fin]) if autres else None
        if bloc is None:
            return cellule
        self._redaction.ouvre_bloc(bloc, (passage_de(cellule, premiere.debut, premiere.fin),))
        debut, fin = autres[0].debut, len(cellule.texte)
        return Cellule(cellule.texte[debut:], passage_de(cellule, debut, fin))

    def _evalue(self, role: Role, cellule: Cellule) -> None:
        self._evaluations.note(role, cellule, self._competences)

    def _rend_les_restes(self, debut: int) -> None:
        for colonne, cellules in self._restes.items():
            haut = self._tableau.rangees[debut][colonne] if debut >= 0 else None
            intitule = haut.texte if haut else ""
            note = colonne_inconnue(colonne + 1, intitule[:80], len(cellules))
            passages = tuple(cellule.passage for cellule in ([haut] if haut else []) + cellules)
            self._redaction.report(note, passages, intitule or cellules[0].texte)
        self._restes = {}


def continue_un_tableau(tableau: Tableau, entete: Entete) -> bool:
    """Tell whether a table without headings goes on with the one before it: its first row fits its columns.

    Args:
        tableau: the table.
        entete: the headings of the one before.
    """
    if not tableau.rangees or len(tableau.rangees[0]) != len(entete.roles):
        return False
    premieres = [
        cellule for cellule, role in zip(tableau.rangees[0], entete.roles, strict=True)
        if cellule and role is Role.COMPETENCE
    ]  # fmt: skip
    return any(
        is_infinitive(lue.enonce) or (lue.code or "").startswith("C")
        for cellule in premieres
        for lue in lit_competences(cellule)
    )


def _codes(rangee: Rangee, roles: Sequence[Role | None]) -> dict[Role, str]:
    """Return the codes that stand in columns of their own, by what the next column holds."""
    codes: dict[Role, str] = {}
    for colonne, (cellule, role) in enumerate(zip(rangee, roles, strict=True)):
        if role is Role.CODE and cellule and colonne + 1 < len(roles):
            suivant = roles[colonne + 1]
            if suivant is not None:
                codes[suivant] = cellule.texte
    return codes


def _avec_code(ligne: Ligne, code: str) -> Ligne:
    lue = next(iter(lignes(Cellule(f"{code} :", _SANS_PLACE))), None)
    if lue is None or not lue.code:
        return ligne
    return Ligne(ligne.texte, ligne.debut, ligne.fin, lue.code, code, lue.genre, lue.numero, lue.lettre)


def _nomme(competence: Competence, ligne: Ligne) -> Competence:
    return replace(competence, code=ligne.code or None, code_imprime=ligne.imprime or None)
