"""The table of a référentiel as it was understood: what the author compares with the document."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.checking.findings import Cell, Row
from graphkit.checking.tracing import Tracer


def rows_of(tracer: Tracer, certification: str) -> tuple[Row, ...]:
    """Return the rows of the table, competences in the order of the document.

    Args:
        tracer: knows the record.
        certification: IRI of the certification.
    """
    competences = tuple(tracer.linked(certification, "ref:comporteCompetence"))
    rows = [_row(tracer, each) for each in competences]
    blocs = tracer.linked(certification, "ref:comporteBloc")
    rows += [
        Row(_cell(tracer, bloc), (), None, _cells(tracer, bloc, "ref:estEvalueePar"), ())
        for bloc in blocs
        if not tracer.linked(bloc, "ref:regroupe")
    ]
    rows += [
        Row(None, (_cell(tracer, each),), None, (), ())
        for top in tracer.linked(certification, "ref:comporteActivite")
        for each in _leaves(tracer, top)
        if not tracer.linked(each, "ref:mobilise")
    ]
    return tuple(rows)


def _row(tracer: Tracer, competence: str) -> Row:
    blocs = tracer.linking(competence, "ref:regroupe")
    modalites = _cells(tracer, competence, "ref:estEvalueePar")
    if not modalites and blocs:
        modalites = _cells(tracer, blocs[0], "ref:estEvalueePar")
    return Row(
        bloc=_cell(tracer, blocs[0]) if blocs else None,
        activites=tuple(_cell(tracer, each) for each in tracer.linking(competence, "ref:mobilise")),
        competence=_cell(tracer, competence),
        modalites=modalites,
        criteres=_cells(tracer, competence, "ref:aPourCritere"),
    )


def _leaves(tracer: Tracer, activite: str) -> Iterator[str]:
    below = tracer.linked(activite, "ref:comporteSousActivite")
    if not below:
        yield activite
    for each in below:
        yield from _leaves(tracer, each)


def _cells(tracer: Tracer, node: str, property_: str) -> tuple[Cell, ...]:
    return tuple(_cell(tracer, each) for each in tracer.linked(node, property_))


def _cell(tracer: Tracer, node: str) -> Cell:
    return Cell(node, tracer.code(node), tracer.quote(node))
