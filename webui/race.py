"""The table that authors use (activité, compétence, modalité, critères), with cells merged downwards.

Pure functions. What the source does not give is an empty tuple here, and is said in words on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from graphkit.catalog.views import ActiviteItem, BlocItem, CompetenceItem, StatementView

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RaceRow:
    """One competence with what stands beside it.

    Attributes:
        competence: the competence.
        activites: activities that mobilise it.
        modalites: how it is assessed.
        criteres: by what it is judged.
        lead_in: heading under which the source lists it, where it changes.
        of_bloc: the modalities are those of the bloc as a whole.
        activites_span: rows that the cell of activities covers; 0 where one above covers this row.
        modalites_span: idem for modalities.
        criteres_span: idem for criteria.
    """

    competence: CompetenceItem
    activites: tuple[ActiviteItem, ...]
    modalites: tuple[StatementView, ...]
    criteres: tuple[StatementView, ...]
    lead_in: str = ""
    of_bloc: bool = False
    activites_span: int = 1
    modalites_span: int = 1
    criteres_span: int = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a référentiel that has a table of its own.

    Attributes:
        bloc: the bloc, if it is one.
        activite: the top activity, if the référentiel is made of activities.
        rows: one row for each competence.
    """

    rows: tuple[RaceRow, ...]
    bloc: BlocItem | None = None
    activite: ActiviteItem | None = None

    @property
    def criteres(self) -> int:
        """Number of criteria in the table."""
        return sum(len(row.criteres) for row in self.rows)

    @property
    def activites(self) -> int:
        """Number of activities in the table."""
        return len({each.iri for row in self.rows for each in row.activites})


def walk(tree: Iterable[ActiviteItem]) -> Iterator[ActiviteItem]:
    """Yield the activities of a tree, each before those under it."""
    for item in tree:
        yield item
        yield from walk(item.children)


def units_of(
    blocs: Sequence[BlocItem], activites: Sequence[ActiviteItem], competences: Sequence[CompetenceItem]
) -> tuple[Unit, ...]:
    """Return the tables of a référentiel: by bloc, else by top activity; then what stands in neither.

    Args:
        blocs: its blocs.
        activites: its tree of activities.
        competences: all its competences, in the order of the source.
    """
    by_path = {item.path: item for item in walk(activites)}
    units = [Unit(race_rows(bloc.competences, by_path, bloc.modalites), bloc=bloc) for bloc in blocs]
    if not blocs:
        for top in activites:
            under = {each.iri: each for item in walk([top]) for each in item.competences}
            units.append(Unit(race_rows(tuple(under.values()), by_path), activite=top))
    placed = {row.competence.iri for unit in units for row in unit.rows}
    loose = tuple(each for each in competences if each.iri not in placed)
    return (*units, Unit(race_rows(loose, by_path))) if loose else tuple(units)


def race_rows(
    competences: Sequence[CompetenceItem],
    activites: Mapping[str, ActiviteItem],
    of_bloc: tuple[StatementView, ...] = (),
) -> tuple[RaceRow, ...]:
    """Return the rows of a table; equal cells that follow one another are merged.

    Args:
        competences: one for each row.
        activites: path -> activity.
        of_bloc: modalities of the bloc, shown where a competence has none of its own.
    """
    activities = [
        tuple(activites[path] for path in each.activites if path in activites) for each in competences
    ]
    modalities = [each.modalites or of_bloc for each in competences]
    criteria = [each.criteres for each in competences]
    spans = zip(
        spans_of(activities, lambda item: item.iri),
        spans_of(modalities, lambda item: item.text),
        spans_of(criteria, lambda item: item.text),
        strict=True,
    )
    lead_ins = [each.lead_in for each in competences]
    changed = [new if new != old else "" for new, old in zip(lead_ins, ["", *lead_ins], strict=False)]
    return tuple(
        RaceRow(each, acts, modes, crits, lead_in, bool(of_bloc) and not each.modalites, *covered)
        for each, acts, modes, crits, lead_in, covered in zip(
            competences, activities, modalities, criteria, changed, spans, strict=True
        )
    )


def spans_of(cells: Sequence[tuple[_T, ...]], key: Callable[[_T], str]) -> list[int]:
    """Return for each cell how many rows it covers, 0 where it is covered from above.

    Args:
        cells: the cells of a column, each with the things in it.
        key: what makes two things the same.
    """
    spans: list[int] = []
    for _, group in groupby(tuple(key(item) for item in cell) for cell in cells):
        size = len(list(group))
        spans += [size, *[0] * (size - 1)]
    return spans
