"""All the certifications of a list as a file, however many: CSV, XLSX, JSON or RDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from flask import Response, request

from graphkit.catalog import Catalog
from graphkit.catalog.results import ResultRow
from graphkit.index.facets import SORTS, Selection
from graphkit.publish.licence import LICENCE
from graphkit.publish.spreadsheet import Sheet, write_workbook
from graphkit.store.results import serialise_triples
from graphkit.text import slugify
from webui.negotiation import MEDIA_TYPES, RDF_FORMATS
from webui.viewer import catalog

#: Formats in which a list of certifications is given, the preferred first.
LISTING_FORMATS = ("html", "csv", "json", "xlsx", *RDF_FORMATS)
_BATCH = 200
COLUMNS = ("identifiant", "intitule", "niveau", "active", "fin", "certificateurs", "iri")


def listing_answer(name: str, iris: list[str], wanted: str) -> Response:
    """Return a list of certifications as a file.

    Args:
        name: what it is a list of.
        iris: the certifications, in order.
        wanted: ``csv``, ``xlsx``, or a format of RDF.
    """
    door = catalog()
    if wanted == "xlsx":
        rows = map(_cells, door.result_rows(iris))
        return workbook_answer(name, (Sheet("Certifications", COLUMNS, rows), source_sheet(door)))
    content = _rdf(door, iris, wanted) if wanted in RDF_FORMATS else _csv(door, iris)
    answer = Response(content, mimetype=MEDIA_TYPES[wanted])
    if wanted == "csv":
        answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
    return answer


def workbook_answer(name: str, sheets: Iterable[Sheet]) -> Response:
    """Return tables as a workbook to be saved.

    Args:
        name: name of the file.
        sheets: the tables.
    """
    answer = Response(write_workbook(sheets), mimetype=MEDIA_TYPES["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.xlsx"'
    return answer


def search_answer(text: str, selection: Selection) -> Response:
    """Return a whole search as JSON: what pages show of it, with the passages that hold the words.

    Args:
        text: what a person typed.
        selection: restrictions and order.
    """
    door = catalog()
    asked = selection if selection.chosen or selection.sort != SORTS[0] or not text else None
    return Response(_whole_search(door, text, asked), mimetype=MEDIA_TYPES["json"])


def _whole_search(door: Catalog, text: str, selection: Selection | None) -> Iterator[str]:
    """Yield the view of a search with all its hits, a few at a time: there may be tens of thousands."""
    view = door.search(text, _BATCH, 0, selection)
    told = {name: value for name, value in asdict(view).items() if name != "hits"}
    yield f'{_dumps(told)[:-1].rstrip()}, "hits": ['
    start, separator = 0, ""
    while view.hits:
        yield separator + ",".join(_dumps(asdict(hit)) for hit in view.hits)
        start, separator = start + len(view.hits), ","
        view = door.search(text, _BATCH, start, selection)
    yield "]}"


def _dumps(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=str, indent=1)


def _cells(row: ResultRow) -> tuple[object, ...]:
    ref, bodies = row.certification, " ; ".join(row.certificateurs)
    return (ref.identifier, ref.title, ref.level, ref.active, ref.expires, bodies, ref.iri)


def _csv(door: Catalog, iris: list[str]) -> Iterator[str]:
    """Yield lines of CSV: UTF-8, commas, RFC 4180."""
    for cells in (COLUMNS, *map(_cells, door.result_rows(iris))):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([_text(cell) for cell in cells])
        yield line.getvalue()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _rdf(door: Catalog, iris: list[str], wanted: str) -> bytes:
    return serialise_triples(tuple(dict.fromkeys(door.result_triples(iris))), wanted)


def source_sheet(door: Catalog) -> Sheet:
    """Return the sheet that says where the data come from.

    Args:
        door: the graph.
    """
    info = door.info
    rows: list[tuple[object, ...]] = [
        ("Adresse", request.url, None),
        ("Version du graphe", info.version, None),
        ("Licence", LICENCE, None),
        *(("Source", each.title, each.date) for each in info.sources),
    ]
    return Sheet("Source", ("quoi", "valeur", "date"), rows)
