"""Hands competences the modalities and criteria of the cells that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphkit.sources.brouillon.colonnes import Role
from graphkit.sources.brouillon.contenu import Cellule
from graphkit.sources.brouillon.enonces import lit_criteres, lit_modalites, parts_d_evaluation
from graphkit.sources.brouillon.redaction import CompetenceLue, Redaction
from graphkit.sources.tables_dites import EVALUATION_SEULE


@dataclass(slots=True, eq=False)
class _Evaluation:
    """A cell of modalities or criteria, with the competences that it stands beside."""

    role: Role
    cellule: Cellule
    competences: dict[CompetenceLue, None] = field(default_factory=dict)


class Evaluations:
    """The cells of modalities and criteria of one table: one may span the rows of several competences.

    Args:
        redaction: told of a cell that stands beside no competence.
    """

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._cellules: dict[int, _Evaluation] = {}
        self._seules: set[int] = set()

    def __contains__(self, cellule: Cellule) -> bool:
        return id(cellule) in self._cellules

    def note(self, role: Role, cellule: Cellule, competences: Sequence[CompetenceLue]) -> None:
        """Note that a cell stands beside competences.

        Args:
            role: what its column holds.
            cellule: the cell.
            competences: the competences of the row.
        """
        if not competences:
            if id(cellule) not in self._seules:
                self._seules.add(id(cellule))
                self._redaction.report(EVALUATION_SEULE, (cellule.passage,), cellule.texte)
            return
        evaluation = self._cellules.setdefault(id(cellule), _Evaluation(role, cellule))
        self._redaction.compte(len(competences))
        evaluation.competences.update(dict.fromkeys(competences))

    def attribue(self) -> None:
        """Give each competence what the cells beside it state."""
        for evaluation in self._cellules.values():
            parts = [(evaluation.role, evaluation.cellule)]
            if evaluation.role is Role.EVALUATION:
                parts = parts_d_evaluation(evaluation.cellule)
            for role, cellule in parts:
                attribue(role, cellule, list(evaluation.competences), self._redaction)


def attribue(role: Role, source: Cellule, competences: Sequence[CompetenceLue], redaction: Redaction) -> None:
    """Hand competences the modalities, or the criteria, of a cell.

    Args:
        role: which of the two.
        source: the cell.
        competences: those that it stands beside; a code in it may choose among them.
        redaction: counts what is handed out.
    """
    if role is Role.MODALITE:
        par_code = lit_modalites(source, [c.lue for c in competences])
        for competence in competences:
            competence.modalites += par_code.get(competence.lue.code, ()) if competence.lue.code else ()
            competence.modalites += par_code.get(None, ())
        return
    criteres = lit_criteres(source, {c.lue.code for c in competences if c.lue.code})
    redaction.compte(len(criteres) * len(competences))
    for code, critere in criteres:
        for competence in competences:
            if code is None or code == competence.lue.code:
                competence.criteres.append(critere)
