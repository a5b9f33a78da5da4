"""What a reading collects beside the facts: boilerplate, anomalies, and what became of every line."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Literal

from graphkit.model import Anomaly, Certification, Coverage, Document
from graphkit.passages import Passage, Passages
from graphkit.sources.fiches_dites import LIGNES_SANS_CHAMP
from graphkit.sources.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphkit.sources.fiche_texte.lignes import Ligne

_EXCERPT = 200


class Releve:
    """The book that a reading keeps on the lines of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.certification: str | None = None
        self._boilerplate: dict[int, str] = {}
        self._anomalies: list[tuple[Note, str, Passages, Literal["info", "warning"]]] = []

    def add_boilerplate(self, kind: str, *lignes: Ligne) -> None:
        """Note that lines say nothing of their own.

        Args:
            kind: what they are.
            lignes: the lines.
        """
        for ligne in lignes:
            self._boilerplate.setdefault(ligne.numero, kind)

    def add_anomaly(
        self,
        note: Note,
        excerpt: str = "",
        passages: Passages = (),
        severity: Literal["info", "warning"] = "warning",
    ) -> None:
        """Note something that cannot be represented as it stands.

        Args:
            note: what is wrong and what was done about it.
            excerpt: the text at fault.
            passages: where it stands.
            severity: ``info`` for what is merely lost.
        """
        self._anomalies.append((note, excerpt[:_EXCERPT], passages, severity))

    def anomalies(self) -> tuple[Anomaly, ...]:
        """Return the anomalies in the order of the document."""
        rows = sorted(self._anomalies, key=lambda row: [p.lignes or (0, 0) for p in row[2]])
        return tuple(
            Anomaly(
                document=self.document,
                rule=note.regle,
                message=note.message,
                message_en=note.message_en,
                certification=self.certification,
                excerpt=excerpt,
                passages=passages,
                severity=severity,
            )
            for note, excerpt, passages, severity in rows
        )

    def close(self, lignes: Sequence[Ligne], certification: Certification) -> Coverage:
        """Count what became of every line, and report the lines that became nothing.

        Args:
            lignes: the whole document.
            certification: what was read from it.
        """
        claimed: set[int] = set()
        for passage in _passages_in(certification):
            if passage.lignes:
                claimed.update(range(passage.lignes[0], passage.lignes[1] + 1))
        counts: dict[str, int] = {}
        orphans: list[Ligne] = []
        for ligne in lignes:
            if ligne.numero in claimed:
                continue
            kind = "ligne vide" if ligne.vide else self._boilerplate.get(ligne.numero)
            if kind is None:
                orphans.append(ligne)
            else:
                counts[kind] = counts.get(kind, 0) + 1
        for run in _consecutive(orphans):
            self.add_anomaly(
                LIGNES_SANS_CHAMP,
                " ".join(ligne.mots for ligne in run[:_EXCERPT]),
                (Passage(lignes=(run[0].numero, run[-1].numero)),),
            )
        return Coverage(
            lines=len(lignes),
            in_passages=len(claimed),
            boilerplate=counts,
            unexplained=tuple(ligne.numero for ligne in orphans),
        )


def _consecutive(lignes: Sequence[Ligne]) -> list[list[Ligne]]:
    runs: list[list[Ligne]] = []
    for ligne in lignes:
        if runs and ligne.numero == runs[-1][-1].numero + 1:
            runs[-1].append(ligne)
        else:
            runs.append([ligne])
    return runs


def _passages_in(value: object) -> Iterator[Passage]:
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _passages_in(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _passages_in(getattr(value, each.name))
