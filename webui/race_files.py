"""The table that authors use as a file: CSV and XLSX for machines, DOCX to work on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import Response, request

from graphkit.catalog.views import CertificationRef, StatementView
from graphkit.comparing.argument import Block, Grid, Heading, Paragraph
from graphkit.comparing.reports import as_docx
from graphkit.publish.licence import LICENCE
from graphkit.publish.spreadsheet import Sheet
from graphkit.text import slugify
from webui.listings import source_sheet, workbook_answer
from webui.negotiation import MEDIA_TYPES, THING_FORMATS
from webui.race import RaceRow, Unit
from webui.tables import csv_answer
from webui.viewer import catalog

#: Formats of the table, beside those of the thing that it is of.
RACE_FILES = ("csv", "xlsx", "docx")
#: Formats of a thing that has such a table.
FORMATS = (*THING_FORMATS, *RACE_FILES)
COLUMNS = (
    "certification", "partie", "intitule_partie", "activites", "code", "competence", "modalites",
    "modalites_du_bloc", "criteres",
)  # fmt: skip
_HEADINGS = ("Activités", "Compétences", "Modalités d’évaluation", "Critères d’évaluation")
#: Columns of the document whose equal cells are merged, as on the page.
_MERGED = frozenset({0, 2, 3})


def race_answer(ref: CertificationRef, name: str, units: Sequence[Unit], wanted: str) -> Response:
    """Return the table of a certification, or of a part of it, as a file.

    Args:
        ref: the certification.
        name: what the table is of; the file is named after it.
        units: the parts that are wanted.
        wanted: one of ``RACE_FILES``.
    """
    if wanted == "csv":
        return csv_answer(name, COLUMNS, _rows(ref, units))
    if wanted == "xlsx":
        sheets = (Sheet("Référentiel", COLUMNS, _rows(ref, units)), source_sheet(catalog()))
        return workbook_answer(name, sheets)
    answer = Response(as_docx(_document(ref, units)), mimetype=MEDIA_TYPES["docx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.docx"'
    return answer


def _rows(ref: CertificationRef, units: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
    for unit in units:
        code, title = _named(unit)
        for row in unit.rows:
            modalites = _lines(row.modalites)
            yield (
                ref.identifier, code, title, _activites(row), row.competence.code, row.competence.text,
                "" if row.of_bloc else modalites, modalites if row.of_bloc else "", _lines(row.criteres),
            )  # fmt: skip


def _document(ref: CertificationRef, units: Iterable[Unit]) -> Iterator[Block]:
    yield Heading(1, f"{ref.identifier} {ref.title}")
    yield Paragraph("Une cellule vide : la source ne le dit pas.")
    for unit in units:
        heading = " ".join(filter(None, _named(unit)))
        yield Heading(2, heading or "Compétences")
        if unit.rows:
            yield Grid("", _HEADINGS, tuple(map(_cells, unit.rows)), _MERGED)
        elif unit.bloc and unit.bloc.modalites:
            yield Paragraph(f"Modalités d’évaluation : {_lines(unit.bloc.modalites)}")
    yield Paragraph(f"Source : France compétences et référentiel de la certification. Licence : {LICENCE}")
    yield Paragraph(f"{request.url}, graphe version {catalog().info.version}")


def _named(unit: Unit) -> tuple[str, str]:
    if unit.bloc:
        return unit.bloc.code, unit.bloc.title
    return (
        (unit.activite.printed_code or unit.activite.code, unit.activite.title) if unit.activite else ("", "")
    )


def _cells(row: RaceRow) -> tuple[str, ...]:
    competence = " ".join(filter(None, (row.competence.code, row.competence.text)))
    return (_activites(row), competence, _lines(row.modalites), _lines(row.criteres))


def _activites(row: RaceRow) -> str:
    return "\n".join(
        " ".join(filter(None, (each.printed_code or each.code, each.title))) for each in row.activites
    )


def _lines(statements: Iterable[StatementView]) -> str:
    return "\n".join(each.text for each in statements)
