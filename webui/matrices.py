"""The coverage matrices of a référentiel: which activity meets which bloc, what assesses which competence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphkit.catalog.views import ActiviteItem, BlocItem, CertificationView, CompetenceItem
from webui.i18n import mark, translate
from webui.pictures import Grid, Header, Square, shade_of
from webui.race import RaceRow, Unit, units_of, walk

#: Beyond, a picture says less than the table of the référentiel.
_MOST_ROWS, _MOST_COLUMNS = 90, 24
#: Signs of an assessment that is the competence's own, and of one of its whole bloc.
OWN, OF_BLOC = "●", "○"
_STRONG = 4
_ASSESSED = (mark("compétences"), mark("avec modalité"), mark("avec critères"))


def matrices_of(view: CertificationView) -> tuple[Grid, ...]:
    """Return the matrices that a certification has something for.

    Args:
        view: the certification.
    """
    return tuple(_matrices(view))


def _matrices(view: CertificationView) -> Iterator[Grid]:
    holding = [each for each in walk(view.activites) if each.competences]
    if view.blocs and _fits(holding, view.blocs):
        yield _activities_by_bloc(holding, view.blocs)
    units = units_of(view.blocs, view.activites, view.competences)
    rows = [row for unit in units for row in unit.rows]
    grid = _competences_by_modality(rows)
    if grid:
        yield grid
    elif rows:
        yield _assessed_by_unit([unit for unit in units if unit.rows])


def _fits(rows: Sequence[object], columns: Sequence[object]) -> bool:
    return 0 < len(rows) <= _MOST_ROWS and 0 < len(columns) <= _MOST_COLUMNS


def _activities_by_bloc(activites: Sequence[ActiviteItem], blocs: Sequence[BlocItem]) -> Grid:
    held = [{each.iri for each in bloc.competences} for bloc in blocs]
    counts = [[len({c.iri for c in item.competences} & bloc) for bloc in held] for item in activites]
    most = max(map(max, counts))
    return Grid(
        name="activites-blocs",
        rows=tuple(Header(each.printed_code or each.code, each.title, each.path) for each in activites),
        columns=tuple(_bloc(each) for each in blocs),
        squares=tuple(tuple(Square(n, shade_of(n, most)) for n in line) for line in counts),
    )


def _assessed_by_unit(units: Sequence[Unit]) -> Grid:
    counts = [
        (
            len(unit.rows),
            sum(1 for row in unit.rows if row.modalites),
            sum(1 for row in unit.rows if row.criteres),
        )
        for unit in units
    ]
    most = max(line[0] for line in counts)
    return Grid(
        name="evaluation",
        rows=tuple(_unit(unit) for unit in units),
        columns=tuple(Header(translate(each)) for each in _ASSESSED),
        squares=tuple(
            tuple(Square(n, shade_of(n, most), sign=str(n) if not n else "") for n in line) for line in counts
        ),
    )


def _unit(unit: Unit) -> Header:
    if unit.bloc:
        return _bloc(unit.bloc)
    if unit.activite:
        item = unit.activite
        return Header(item.printed_code or item.code, item.title, item.path)
    return Header("–", translate(mark("Hors bloc et hors activité")))


def _competences_by_modality(rows: Sequence[RaceRow]) -> Grid | None:
    texts = tuple(dict.fromkeys(each.text for row in rows for each in row.modalites))
    if not _fits(rows, texts):
        return None
    squares = tuple(tuple(_mark(row, text) for text in texts) for row in rows)
    return Grid(
        name="competences-modalites",
        rows=tuple(_competence(row.competence, rank) for rank, row in enumerate(rows, 1)),
        columns=tuple(Header(f"M{rank}", text) for rank, text in enumerate(texts, 1)),
        squares=squares,
    )


def _mark(row: RaceRow, text: str) -> Square:
    if all(each.text != text for each in row.modalites):
        return Square(0, 0)
    return Square(1, 1, OF_BLOC) if row.of_bloc else Square(1, _STRONG, OWN)


def _competence(item: CompetenceItem, rank: int) -> Header:
    return Header(item.code or str(rank), item.text, item.path)


def _bloc(bloc: BlocItem) -> Header:
    # The code of a bloc repeats that of its fiche.
    return Header(
        bloc.code[bloc.code.rfind("BC") :] if "BC" in bloc.code else bloc.code, bloc.title, bloc.path
    )
