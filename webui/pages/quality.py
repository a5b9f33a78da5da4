"""How far the records of the graph keep the rules: the counts of the last check that was kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from flask import Blueprint, Response

from graphkit.checking.kept import KeptCheck, PastCheck, kept_check, past_checks
from graphkit.checking.registry import RuleCount
from graphkit.checking.reports.of_registry import aggregate_as_plain
from graphkit.checking.reports.phrases import say
from graphkit.errors import GraphkitError, NotFound, StoreUnavailable, outcome
from graphkit.store.service import current_id
from webui.i18n import language
from webui.negotiation import TABLE_FORMATS
from webui.representations import json_answer, wanted_format
from webui.tables import csv_answer
from webui.templating import render
from webui.viewer import viewer

blueprint = Blueprint("quality", __name__)

_CERTIFIERS = 10
_COLUMNS = ("regle", "intitule", "force", "fiches", "ecarts")


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The counts.

    Attributes:
        kept: the counts; ``None`` where no check was kept.
        current: whether they were kept for the version in service.
        error: why they cannot be read.
        past: the figures of the checks that were kept, the newest first.
    """

    template: ClassVar[str] = "quality.html"
    kept: KeptCheck | None
    current: bool = True
    error: GraphkitError | None = None
    past: tuple[PastCheck, ...] = ()

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


@blueprint.get("/qualite")
@blueprint.get(f"/qualite.<any({', '.join(TABLE_FORMATS)}):suffix>")
def page(suffix: str = "") -> Response:
    """Show the counts by rule, by level, by certifier, each with records to look at; or give them as data."""
    wanted = wanted_format(f"qualite.{suffix}" if suffix else "", TABLE_FORMATS)[1]
    settings = viewer().settings
    if wanted != "html":
        return _data(None if settings.endpoint else kept_check(settings.store), wanted)
    if settings.endpoint:
        return render(QualityPage(None))
    try:
        kept, past = kept_check(settings.store), past_checks(settings.store)
    except StoreUnavailable as error:
        return render(QualityPage(None, error=error), outcome(error)[1])
    current = kept is None or kept.version == current_id(settings.store)
    return render(QualityPage(kept, current, past=tuple(reversed(past))))


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
