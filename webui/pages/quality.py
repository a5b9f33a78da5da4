"""How far the records of the graph keep the rules: the last check that was kept, and records of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from shlex import join
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.answers import TableView
from graphkit.catalog.ecarts import COUNTED_BY, RECORDS, ChosenEcarts, EcartCount, choose_ecarts, count_ecarts
from graphkit.catalog.views import Cell
from graphkit.checking.kept import KeptCheck, PastCheck, kept_check, past_checks
from graphkit.checking.registry import RuleCount
from graphkit.checking.reports.of_registry import aggregate_as_plain
from graphkit.checking.reports.phrases import say
from graphkit.errors import GraphkitError, NotFound, QueryRejected, StoreUnavailable, outcome
from graphkit.store.service import current_id
from webui.arguments import whole_number
from webui.i18n import language
from webui.negotiation import TABLE_FORMATS
from webui.representations import json_answer, wanted_format
from webui.tables import csv_answer, table_answer
from webui.templating import render, same_page
from webui.viewer import catalog, viewer

blueprint = Blueprint("quality", __name__)

_CERTIFIERS = 10
_MOST = 25
_PER_PAGE = 50
_COLUMNS = ("regle", "intitule", "force", "fiches", "ecarts")


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The counts.

    Attributes:
        kept: the counts; ``None`` where no check was kept.
        current: whether they were kept for the version in service.
        error: why they cannot be read.
        past: the figures of the checks that were kept, the newest first.
        levels: records that depart from rules, by level, as the graph has them.
        bodies: idem by certifier, the most first.
    """

    template: ClassVar[str] = "quality.html"
    kept: KeptCheck | None
    current: bool = True
    error: GraphkitError | None = None
    past: tuple[PastCheck, ...] = ()
    levels: tuple[EcartCount, ...] = ()
    bodies: tuple[EcartCount, ...] = ()
    most: int = _MOST

    @property
    def body_of(self) -> Mapping[str, str]:
        """Name of a certifier -> what a choice of records takes for it."""
        return {each.name: each.value for each in self.bodies}

    @property
    def before(self) -> PastCheck | None:
        """The check before the one that is shown."""
        if self.kept is None:
            return None
        shown = (self.kept.date, self.kept.aggregate.source)
        return next((each for each in self.past if (each.date, each.source) < shown), None)

    def change(self, count: RuleCount) -> float | None:
        """Return by how many points the share of a rule has changed since then; ``None`` without one."""
        before = self.before
        return None if before is None else self.share(count) - before.share(count.rule.id)

    def share(self, count: RuleCount) -> float:
        """Return the share of the records that break a rule, in percent."""
        return 100 * count.records / self.kept.aggregate.records if self.kept else 0.0

    def severity(self, count: RuleCount) -> str:
        """Return what a departure from a rule is called, by its legal force."""
        return say(count.rule.severity, "en" if language() == "en" else "fr")

    def certifiers(self, count: RuleCount) -> tuple[tuple[str, int], ...]:
        """Return the certifiers of most of the records that break a rule."""
        return tuple(islice(count.certifiers.items(), _CERTIFIERS))


@dataclass(frozen=True, slots=True)
class EcartsPage:
    """The records of a choice, a page of them.

    Attributes:
        given: what was chosen.
        number: number of the page.
        chosen: the records.
        rules: id of a rule -> the rule, as the check that was kept tells of it.
        error: why there are none.
    """

    template: ClassVar[str] = "quality_records.html"
    given: Mapping[str, str]
    number: int = 1
    chosen: ChosenEcarts | None = None
    rules: Mapping[str, RuleCount] = field(default_factory=dict)
    error: GraphkitError | None = None
    question: str = RECORDS
    most: int = _MOST

    @property
    def rows(self) -> tuple[Mapping[str, Cell | None], ...]:
        """The rows of the page: name of a column -> its cell."""
        if self.chosen is None:
            return ()
        table = self.chosen.table
        return tuple(dict(zip(table.columns, row, strict=True)) for row in table.rows)

    @property
    def pages(self) -> int:
        """Number of pages."""
        return -(-min(self.chosen.total, self.limit) // _PER_PAGE) if self.chosen else 0

    @property
    def limit(self) -> int:
        """Rows that the question gives at most."""
        return (self.chosen.table.query.limit if self.chosen else None) or 0

    @property
    def command(self) -> str:
        """The command that gives the same records."""
        return join(["graphkit", "query", RECORDS, *(f"{name}={text}" for name, text in self.given.items())])

    @property
    def asked(self) -> Mapping[str, str]:
        """What the question takes for these records."""
        return self.chosen.table.given if self.chosen else {}

    def given_but(self, by: str) -> Mapping[str, str]:
        """Return the choice without one of its parts."""
        return {name: text for name, text in self.given.items() if name != by}

    def is_chosen(self, by: str, each: EcartCount) -> bool:
        """Return whether a value is the one that was chosen."""
        return self.chosen is not None and self.chosen.picked.get(by) == each

    def choose(self, by: str, value: str | None) -> str:
        """Return the address of the choice with another value; without one where it is ``None``."""
        return same_page(**{by: value, "page": None})


@blueprint.get("/qualite")
@blueprint.get(f"/qualite.<any({', '.join(TABLE_FORMATS)}):suffix>")
def page(suffix: str = "") -> Response:
    """Show the counts by rule, by level, by certifier, or the records of a choice; or give them as data."""
    wanted = wanted_format(f"qualite.{suffix}" if suffix else "", TABLE_FORMATS)[1]
    given = {name: text for name in COUNTED_BY if (text := request.args.get(name, "").strip())}
    if wanted != "html":
        return table_answer(_records(given), wanted) if given else _data(_kept(), wanted)
    if given:
        return _choice(given)
    settings = viewer().settings
    if settings.endpoint:
        return render(QualityPage(None))
    try:
        kept, past = kept_check(settings.store), past_checks(settings.store)
    except StoreUnavailable as error:
        return render(QualityPage(None, error=error), outcome(error)[1])
    if kept is None:
        return render(QualityPage(None))
    current = kept.version == current_id(settings.store)
    levels, bodies = (count_ecarts(catalog(), by, {}) for by in ("niveau", "certificateur"))
    return render(QualityPage(kept, current, past=tuple(reversed(past)), levels=levels, bodies=bodies))


def _kept() -> KeptCheck | None:
    settings = viewer().settings
    return None if settings.endpoint else kept_check(settings.store)


def _records(given: Mapping[str, str]) -> TableView:
    return catalog().question(RECORDS, {**given, "langue": _language()})


def _choice(given: Mapping[str, str]) -> Response:
    number = whole_number(request.args.get("page"), least=1, most=100_000)
    try:
        chosen = choose_ecarts(catalog(), given, _language(), (_PER_PAGE, (number - 1) * _PER_PAGE))
        kept = _kept()
    except (QueryRejected, StoreUnavailable) as error:
        return render(EcartsPage(given, error=error), outcome(error)[1])
    rules = {count.rule.id: count for count in kept.aggregate.rules} if kept else {}
    return render(EcartsPage(given, number, chosen, rules))


def _language() -> str:
    return "en" if language() == "en" else "fr"


def _data(kept: KeptCheck | None, wanted: str) -> Response:
    if kept is None:
        raise NotFound("no check of the register was kept: graphkit check --keep does")
    if wanted == "json":
        about = {"date": kept.date, "storeVersion": kept.version}
        return json_answer(about | aggregate_as_plain(kept.aggregate))
    rows = (
        (count.rule.id, count.rule.title.fr, count.rule.severity, str(count.records), str(count.findings))
        for count in kept.aggregate.rules
    )
    return csv_answer("qualite", _COLUMNS, rows)
