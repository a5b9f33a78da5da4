"""Certifications side by side: the computed coverage, bloc by bloc and competence by competence."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.shared_codes import SharedCode, shared_codes
from graphkit.catalog.standing import Standing, standing_of
from graphkit.comparing.declared import DeclaredReading, Extent, declared_readings
from graphkit.comparing.groups import Shared, groups_of
from graphkit.comparing.phrases import (
    CAUTION,
    counting,
    explain,
    likely,
    our_reading,
    relation_of,
    state,
    voice,
)
from graphkit.comparing.reading import reading
from graphkit.comparing.reports import FORMATS
from graphkit.comparing.reports import render as render_report
from graphkit.comparing.sides import MOST, Comparaison, Name, PairOfSides, Side, compare_codes
from graphkit.errors import GraphkitError, NotFound, QueryRejected, outcome
from graphkit.matching.coverage import COVERED, Coverage, How, Pair, likeliest
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match
from graphkit.matching.verdict import Condition, Topic, Verdict
from webui.arguments import share
from webui.bloc_pairs import BlocCell, BlocMatrix, PairRow, covering, matrices_of, pair_rows
from webui.flows import Flow, flows_of
from webui.i18n import language, mark
from webui.representations import wanted_format
from webui.templating import render
from webui.viewer import catalog, viewer

blueprint = Blueprint("compare", __name__)

_DOCUMENTS = ("docx", "xlsx", "csv", "sssom", "ttl", "html", "json")
#: Properties whose codes people know by heart.
_CODED = frozenset({"ref:viseMetier", "ref:nsf", "ref:formacode", "ref:conventionCollective", "ref:idcc"})
#: What is shown of the sides before the coverage; other codes stand after it.
_FIRST = frozenset({"ref:delivreePar", "ref:niveau"})
#: Name of a view in the address -> what it shows; the first is shown unless another is asked for.
_VIEWS = {
    "matrice": mark("Matrice des blocs"),
    "paires": mark("Paires"),
    "flux": mark("Flux"),
    "ensembles": mark("Ensembles"),
}


@dataclass(frozen=True)
class ComparePage:
    """Two or more certifications, or the form that asks for them."""

    template: ClassVar[str] = "compare.html"
    coded: ClassVar[frozenset[str]] = _CODED
    first: ClassVar[frozenset[str]] = _FIRST
    views: ClassVar[dict[str, str]] = _VIEWS
    formats: ClassVar[tuple[str, ...]] = _DOCUMENTS
    asked: tuple[str, ...]
    today: date
    threshold: float = COVERED
    view: str = "matrice"
    blocs: str = ""
    found: Comparaison | None = None
    error: GraphkitError | None = None

    @property
    def codes(self) -> tuple[tuple[str, tuple[SharedCode, ...]], ...]:
        """Codes by property: those that all have first."""
        views = [side.view for side in self.found.sides] if self.found else []
        by_name = sorted(shared_codes(views), key=lambda each: each.property)
        return tuple((name, tuple(codes)) for name, codes in groupby(by_name, key=lambda each: each.property))

    @property
    def others(self) -> tuple[tuple[str, tuple[SharedCode, ...]], ...]:
        """Codes that are shown after the coverage."""
        return tuple(each for each in self.codes if each[0] not in _FIRST)

    @property
    def common(self) -> int:
        """Number of these that two sides have at least."""
        return sum(len(code.holders) > 1 for _, codes in self.others for code in codes)

    @property
    def may_add(self) -> bool:
        """There is room for one more."""
        return len(self.asked) < MOST

    @property
    def titles(self) -> dict[str, str]:
        """Title of each certification asked for, by its number."""
        return {side.identifier: side.view.ref.title for side in self.found.sides} if self.found else {}

    @property
    def is_limited(self) -> bool:
        """Another likelihood than the usual one is asked for."""
        return self.threshold != COVERED

    @property
    def command(self) -> str:
        """The command that does the same."""
        codes = [side.identifier for side in self.found.sides] if self.found else self.asked
        limit = ["--threshold", f"{self.threshold:g}"] if self.is_limited else []
        return shlex.join(["graphkit", "compare", *codes, *limit])

    @cached_property
    def matrices(self) -> tuple[BlocMatrix, ...]:
        """The blocs of each two sides against each other."""
        return matrices_of(self.found) if self.found else ()

    @cached_property
    def cell(self) -> BlocCell | None:
        """The two blocs that are chosen, if any are."""
        cells = (cell for matrix in self.matrices for cell in matrix.cells)
        return next((cell for cell in cells if cell.anchor == self.blocs), None)

    @property
    def groups(self) -> tuple[Shared, ...]:
        """The competences of all sides in groups."""
        return groups_of(self.found) if self.found else ()

    def chosen_in(self, matrix: BlocMatrix) -> BlocCell | None:
        """Return the two blocs of a matrix that are chosen."""
        return self.cell if self.cell in matrix.cells else None

    def rows(self, pair: PairOfSides, cell: BlocCell | None = None) -> tuple[PairRow, ...]:
        """Return the pairs of two blocs, or of all."""
        return pair_rows(pair, cell)

    def flows(self, pair: PairOfSides) -> tuple[Flow, Flow]:
        """Return what each of two sides covers of the other, to be drawn."""
        return flows_of(pair)

    def standing(self, side: Side) -> Standing:
        """Return whether a certification can be used today."""
        return standing_of(side.view.ref, self.today)

    @property
    def caution(self) -> str:
        """What the computed coverage is not."""
        return voice(language())(*CAUTION)

    @property
    def counting(self) -> str:
        """From which likelihood a competence counts as covered."""
        return counting(self.threshold, voice(language()))

    def state(self, condition: Condition) -> str:
        """Return whether a condition is met, in words."""
        return state(condition, voice(language()))

    def ways(self, pair: PairOfSides) -> tuple[tuple[Side, Side, Coverage], ...]:
        """Return both directions: which side covers which, and how."""
        found = pair.comparison
        return (pair.one, pair.other, found.of_other), (pair.other, pair.one, found.of_one)

    def share_of(self, one: Side, other: Side) -> Coverage | None:
        """Return how a side covers another, whichever stands first."""
        ways = (way for pair in (self.found.pairs if self.found else ()) for way in self.ways(pair))
        return next((found for a, b, found in ways if a is one and b is other), None)

    def reading(self, pair: PairOfSides) -> str:
        """Return what the figures of two sides come to, in one sentence."""
        return reading(pair, voice(language()))

    def declared(self, pair: PairOfSides) -> Iterator[DeclaredReading]:
        """Yield what the records declare of each other, and what is found of it."""
        return declared_readings(pair)

    def found_of(self, declared: DeclaredReading) -> str:
        """Return what is found of a declared correspondence."""
        return our_reading(declared, voice(language()))

    def why(self, pair: Pair) -> str:
        """Return why two competences are near."""
        return explain(pair.match, voice(language()))

    def why_covered(self, pair: PairOfSides, side: Side, match: Match) -> str:
        """Return why the nearest of a competence of a side covers it, or does not."""
        return explain(match, voice(language()), mirrored=side is pair.other)

    def likely(self, pair: PairOfSides, side: Side, match: Match) -> str:
        """Return how likely the nearest of a competence of a side covers it."""
        return likely(match, voice(language()), mirrored=side is pair.other)

    def relation(self, pair: Pair) -> str:
        """Return how two competences are related, as they are counted."""
        return relation_of(pair, self.threshold, voice(language()))

    def likeliest(self, pair: Pair) -> float:
        """Return how likely one of two competences covers the other."""
        return likeliest(pair.match)

    def elsewhere(self, pair: PairOfSides, row: PairRow) -> Name | None:
        """Return what covers a competence that no other stands beside."""
        return covering(pair, row)

    def name(self, value: Relation | Verdict | Topic | How | Extent) -> str:
        """Return what a computation says, in words."""
        return voice(language()).name(value)

    def share(self, value: float | None) -> str:
        """Return a share as people write it."""
        return voice(language()).share(value)


@blueprint.get("/comparer")
@blueprint.get(f"/comparer.<any({', '.join(_DOCUMENTS)}):suffix>")
def page(suffix: str = "") -> Response:
    """Compare the certifications of the address, or ask for them."""
    asked = tuple(dict.fromkeys(code for each in request.args.getlist("id") if (code := each.strip())))
    today = viewer().today()
    threshold = share(request.args.get("seuil"), COVERED)
    # By negotiation a page or data; the documents have to be asked for by name.
    # The report in HTML, to be saved, is asked for by parameter; with that suffix it is the page.
    asked_for = request.args.get("_format", suffix if suffix != "html" else None) or None
    wanted = asked_for if asked_for in _DOCUMENTS else wanted_format("", ("html", "json"))[1]
    if asked_for is not None or wanted == "json":
        return _download(compare_codes(catalog(), asked, threshold), wanted)
    view = request.args.get("vue", "")
    shown = (threshold, view if view in _VIEWS else "matrice", request.args.get("blocs", ""))
    if len(asked) < 2:  # noqa: PLR2004 - a comparison is of two at least
        return render(ComparePage(asked, today, *shown))
    try:
        return render(ComparePage(asked, today, *shown, compare_codes(catalog(), asked, threshold)))
    except (NotFound, QueryRejected) as error:
        return render(ComparePage(asked, today, *shown, error=error), outcome(error)[1])


def _download(found: Comparaison, wanted: str) -> Response:
    answer = Response(render_report(found, wanted, language()), mimetype=FORMATS[wanted])
    if wanted in {"docx", "xlsx", "csv", "sssom"}:
        name = "-".join(side.identifier for side in found.sides)
        ending = "sssom.tsv" if wanted == "sssom" else wanted
        answer.headers["Content-Disposition"] = f'attachment; filename="comparaison-{name[:80]}.{ending}"'
    return answer
