"""Reads the lists of a référentiel that has no tables: what they hold is told by the headings above them."""

from __future__ import annotations

from graphkit.model import Modalite
from graphkit.sources.brouillon.colonnes import Role
from graphkit.sources.brouillon.contenu import Cellule, Paragraphe
from graphkit.sources.brouillon.enonces import lit_competences
from graphkit.sources.brouillon.evaluations import attribue
from graphkit.sources.brouillon.lignes import Ligne, lignes
from graphkit.sources.brouillon.redaction import ActiviteLue, CompetenceLue, Redaction, est_sous_activite
from graphkit.sources.niveaux import is_infinitive


class Liste:
    """Reads the items under one heading after another.

    Args:
        redaction: takes what is read.
        en_tableaux: what tables of the draft hold: a list of the same only sums them up, and is not read.

    Attributes:
        section: what the last heading announces.
    """

    def __init__(self, redaction: Redaction, en_tableaux: frozenset[Role] = frozenset()) -> None:
        self._redaction = redaction
        self._en_tableaux = en_tableaux
        self.section: Role | None = None
        self._competence: list[CompetenceLue] = []
        self._activite: ActiviteLue | None = None

    def lit(self, p: Paragraphe) -> bool:
        """Take an item of the list; ``False`` for a paragraph that only introduces it, or is outside.

        Args:
            p: the next paragraph.
        """
        premiere = next(lignes(p), None)
        if premiere is None:
            return False
        if premiere.code.startswith("C") and p.niveau is not None:
            # A competence that is a heading of its own: what assesses it comes under it.
            self.section = Role.COMPETENCE
        if self.section is None or self.section in self._en_tableaux:
            return False
        if self.section is Role.COMPETENCE:
            return self._lit_competence(p, premiere)
        if self.section in {Role.ACTIVITE, Role.TACHE}:
            return self._lit_activite(p, premiere)
        return self._lit_evaluation(p)

    def _lit_competence(self, p: Paragraphe, premiere: Ligne) -> bool:
        if not (premiere.code or p.puce or is_infinitive(premiere.texte)):
            return False
        porteurs = [self._activite] if self._activite else []
        lues = [self._redaction.ajoute_competence(c, porteurs) for c in lit_competences(p)]
        # Under a competence that is a heading stands what assesses it; under a list, what assesses the bloc.
        self._competence = lues if p.niveau is not None else []
        return True

    def _lit_activite(self, p: Paragraphe, premiere: Ligne) -> bool:
        if not (premiere.code or p.puce):
            return False
        parent = self._activite if est_sous_activite(premiere, self._activite) else None
        lue = self._redaction.ajoute_activite(premiere, (p.passage,), parent)
        self._activite = parent or lue
        return True

    def _lit_evaluation(self, p: Paragraphe) -> bool:
        bloc = self._redaction.bloc
        role = Role.CRITERE if self.section is Role.CRITERE else Role.MODALITE
        cibles = self._competence or (bloc.competences if bloc else self._redaction.sans_bloc)
        un = len(cibles) == 1
        cite = any(ligne.code and ligne.code in {c.lue.code for c in cibles} for ligne in lignes(p))
        if cibles and (un or cite):
            attribue(role, Cellule(p.texte, p.passage), cibles, self._redaction)
        elif role is Role.MODALITE and bloc:
            bloc.modalites.append(Modalite(p.texte, passages=(p.passage,)))
        else:
            return False
        return True
