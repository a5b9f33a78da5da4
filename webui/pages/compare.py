"""Certifications side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar

from flask import Blueprint, request
from werkzeug.wrappers import Response

from graphkit.catalog.comparison import ComparisonView, PairView, SharedCode
from graphkit.catalog.standing import Standing, standing_of
from graphkit.catalog.views import BlocItem, CertificationRef, CertificationView
from graphkit.errors import NotFound, QueryRejected, outcome
from graphkit.matching.lexical import DEFAULT_THRESHOLD
from webui.arguments import share
from webui.representations import json_answer, wanted_format
from webui.templating import render
from webui.viewer import catalog, viewer

blueprint = Blueprint("compare", __name__)

MOST = 5
_LETTERS = "ABCDE"
#: Properties whose codes people know by heart.
_CODED = frozenset({"ref:viseMetier", "ref:nsf", "ref:formacode", "ref:conventionCollective", "ref:idcc"})


@dataclass(frozen=True, slots=True)
class Side:
    """One of the certifications compared.

    Attributes:
        letter: its name in the tables.
        view: what it is.
        others: the codes of the comparison without it.
        standing: whether it can be used today.
    """

    letter: str
    view: CertificationView
    others: tuple[str, ...]
    standing: Standing

    @property
    def ref(self) -> CertificationRef:
        """How lists name it."""
        return self.view.ref


@dataclass(frozen=True, slots=True)
class Direction:
    """How much of one certification the words of another cover."""

    covering: Side
    covered: Side
    pair: PairView

    @property
    def matrix(self) -> tuple[tuple[BlocItem, tuple[float | None, ...]], ...]:
        """Share of each bloc of the covered (columns) that each bloc of the covering (rows) covers."""
        rows = groupby(self.pair.blocs, key=lambda each: each.covering)
        return tuple((bloc, tuple(each.share for each in cells)) for bloc, cells in rows)

    @property
    def columns(self) -> tuple[BlocItem, ...]:
        """The blocs of the covered certification."""
        return self.covered.view.blocs


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two or more certifications, or the form that asks for them."""

    template: ClassVar[str] = "compare.html"
    coded: ClassVar[frozenset[str]] = _CODED
    asked: tuple[str, ...]
    threshold: float
    today: date
    view: ComparisonView | None = None
    error: str = ""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The certifications, each with its letter."""
        views = self.view.certifications if self.view else ()
        names = tuple(view.ref.identifier for view in views)
        return tuple(
            Side(
                letter,
                view,
                tuple(name for name in names if name != view.ref.identifier),
                standing_of(view.ref, self.today),
            )
            for letter, view in zip(_LETTERS, views, strict=False)
        )

    @property
    def codes(self) -> tuple[tuple[str, tuple[SharedCode, ...]], ...]:
        """Codes by property: those that all have first."""
        found = sorted(self.view.codes if self.view else (), key=lambda each: each.property)
        return tuple((name, tuple(codes)) for name, codes in groupby(found, key=lambda each: each.property))

    @property
    def directions(self) -> Iterator[Direction]:
        """Each ordered pair of certifications."""
        by_path = {side.ref.path: side for side in self.sides}
        for pair in self.view.pairs if self.view else ():
            yield Direction(by_path[pair.covering], by_path[pair.covered], pair)

    @property
    def may_add(self) -> bool:
        """There is room for one more."""
        return len(self.asked) < MOST


@blueprint.get("/comparer")
def page() -> Response:
    """Compare the certifications of the address, or ask for them."""
    asked = tuple(dict.fromkeys(code for each in request.args.getlist("id") if (code := each.strip())))
    threshold = share(request.args.get("seuil"), DEFAULT_THRESHOLD)
    wanted = wanted_format("", ("html", "json"))[1]
    today = viewer().today()
    if wanted == "json":
        return json_answer(asdict(catalog().compare(asked, threshold)))
    if len(asked) < 2:  # noqa: PLR2004 - a comparison is of two at least
        return render(ComparePage(asked, threshold, today))
    try:
        return render(ComparePage(asked, threshold, today, catalog().compare(asked, threshold)))
    except (NotFound, QueryRejected) as error:
        return render(ComparePage(asked, threshold, today, error=str(error)), outcome(error)[1])
