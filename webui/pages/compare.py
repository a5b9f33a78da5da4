"""Certifications side by side: the computed coverage, bloc by bloc and competence by competence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.shared_codes import SharedCode, shared_codes
from graphkit.catalog.standing import Standing, standing_of
from graphkit.comparing.phrases import CAUTION, explain, explain_cover, state, voice
from graphkit.comparing.reports import FORMATS
from graphkit.comparing.reports import render as render_report
from graphkit.comparing.sides import MOST, Comparaison, PairOfSides, Side, compare_codes
from graphkit.errors import GraphkitError, NotFound, QueryRejected, outcome
from graphkit.matching.coverage import Coverage, How
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match
from graphkit.matching.verdict import Condition, Topic, Verdict
from webui.i18n import language
from webui.representations import wanted_format
from webui.templating import render
from webui.viewer import catalog, viewer

blueprint = Blueprint("compare", __name__)

_DOCUMENTS = ("docx", "xlsx", "csv", "ttl", "html", "json")
#: Properties whose codes people know by heart.
_CODED = frozenset({"ref:viseMetier", "ref:nsf", "ref:formacode", "ref:conventionCollective", "ref:idcc"})


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two or more certifications, or the form that asks for them."""

    template: ClassVar[str] = "compare.html"
    coded: ClassVar[frozenset[str]] = _CODED
    asked: tuple[str, ...]
    today: date
    found: Comparaison | None = None
    error: GraphkitError | None = None

    @property
    def codes(self) -> tuple[tuple[str, tuple[SharedCode, ...]], ...]:
        """Codes by property: those that all have first."""
        views = [side.view for side in self.found.sides] if self.found else []
        by_name = sorted(shared_codes(views), key=lambda each: each.property)
        return tuple((name, tuple(codes)) for name, codes in groupby(by_name, key=lambda each: each.property))

    @property
    def may_add(self) -> bool:
        """There is room for one more."""
        return len(self.asked) < MOST

    @property
    def formats(self) -> tuple[str, ...]:
        """Formats of the argument and of its rows."""
        return _DOCUMENTS

    def standing(self, side: Side) -> Standing:
        """Return whether a certification can be used today."""
        return standing_of(side.view.ref, self.today)

    @property
    def caution(self) -> str:
        """What the computed coverage is not."""
        return voice(language())(*CAUTION)

    def state(self, condition: Condition) -> str:
        """Return whether a condition is met, in words."""
        return state(condition, voice(language()))

    def ways(self, pair: PairOfSides) -> tuple[tuple[Side, Side, Coverage], ...]:
        """Return both directions: which side covers which, and how."""
        found = pair.comparison
        return (pair.one, pair.other, found.of_other), (pair.other, pair.one, found.of_one)

    def why(self, pair: PairOfSides, at: int) -> str:
        """Return why two competences are near."""
        return explain(pair.near[at].match, voice(language()))

    def covering(self, pair: PairOfSides, side: Side, match: Match) -> str:
        """Return how likely the nearest of a competence of a side covers it, and why."""
        return explain_cover(match, voice(language()), mirrored=side is pair.other)

    def name(self, value: Relation | Verdict | Topic | How) -> str:
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
    # By negotiation a page or data; the documents have to be asked for by name.
    # The report in HTML, to be saved, is asked for by parameter; with that suffix it is the page.
    asked_for = request.args.get("_format", suffix if suffix != "html" else None) or None
    wanted = asked_for if asked_for in _DOCUMENTS else wanted_format("", ("html", "json"))[1]
    if asked_for is not None or wanted == "json":
        return _download(compare_codes(catalog(), asked), wanted)
    if len(asked) < 2:  # noqa: PLR2004 - a comparison is of two at least
        return render(ComparePage(asked, today))
    try:
        return render(ComparePage(asked, today, compare_codes(catalog(), asked)))
    except (NotFound, QueryRejected) as error:
        return render(ComparePage(asked, today, error=error), outcome(error)[1])


def _download(found: Comparaison, wanted: str) -> Response:
    answer = Response(render_report(found, wanted, language()), mimetype=FORMATS[wanted])
    if wanted in {"docx", "xlsx", "csv"}:
        name = "-".join(side.identifier for side in found.sides)
        answer.headers["Content-Disposition"] = f'attachment; filename="comparaison-{name[:80]}.{wanted}"'
    return answer
