"""The map of the offer: how many certifications in each domain, at each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from graphkit.catalog.pictures import MAPPED, MapRow
from graphkit.index.facets import UNTOLD
from webui.pictures import Grid, Header, Square, shade_of
from webui.representations import json_answer, wanted_format
from webui.tables import csv_answer
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("offer", __name__)

_LEVELS = ("2", "3", "4", "5", "6", "7", "8")
_COLUMNS = ("domaine", "intitule", "niveau", "certifications")


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Domains by levels.

    Attributes:
        nomenclature: by which the domains are.
        rows: the domains.
    """

    template: ClassVar[str] = "offer.html"
    mapped: ClassVar[tuple[str, ...]] = tuple(MAPPED)
    nomenclature: str
    rows: tuple[MapRow, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that any certification has, in order; those without a number, then none, last."""
        found = {level for row in self.rows for level in row.levels}
        named = sorted(found - {*_LEVELS, ""})
        return (*(each for each in _LEVELS if each in found), *named, *([""] if "" in found else []))

    @property
    def grid(self) -> Grid:
        """The picture: each number leads to its certifications."""
        counts = [[row.levels.get(level, 0) for level in self.levels] for row in self.rows]
        most = max((max(line) for line in counts), default=0)
        kind = self.nomenclature
        columns = (Header(each or "–", "", f"niveau/{each}" if each else None) for each in self.levels)
        return Grid(
            name="carte",
            # A group that no nomenclature of the graph names has no page.
            rows=tuple(Header(r.code, r.label, f"{kind}/{r.code}" if r.label else None) for r in self.rows),
            columns=tuple(columns),
            squares=tuple(
                tuple(
                    Square(count, shade_of(count, most), href=self._list(row, level, count))
                    for level, count in zip(self.levels, line, strict=True)
                )
                for row, line in zip(self.rows, counts, strict=True)
            ),
            labelled=True,
        )

    def _list(self, row: MapRow, level: str, count: int) -> str | None:
        if not count:
            return None
        query = urlencode({self.nomenclature: row.code, "niveau": level or UNTOLD})
        return f"{url_for('home.search')}?{query}"


@blueprint.get("/carte")
@blueprint.get("/carte.<any(csv, json):suffix>")
def page(suffix: str = "") -> Response:
    """Show the map, or give its numbers."""
    nomenclature = request.args.get("par", "nsf")
    rows = catalog().level_map(nomenclature)
    wanted = wanted_format(f"carte.{suffix}" if suffix else "", ("html", "csv", "json"))[1]
    if wanted == "html":
        return render(OfferPage(nomenclature, rows))
    cells = [(row.code, row.label, level, str(n)) for row in rows for level, n in sorted(row.levels.items())]
    if wanted == "csv":
        return csv_answer(f"carte {nomenclature}", _COLUMNS, cells)
    return json_answer([dict(zip(_COLUMNS, each, strict=True)) for each in cells])
