"""What builds changed: certifications that came or went, successors, validity, titles."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from flask import Blueprint, Response, request
from markupsafe import Markup

from graphkit.catalog.events import EventFilter, EventsView, table_of
from graphkit.errors import GraphkitError, NotFound, QueryRejected, outcome
from graphkit.store.event_kinds import KINDS
from webui.arguments import whole_number
from webui.i18n import mark, translate
from webui.negotiation import TABLE_FORMATS
from webui.representations import json_answer, wanted_format
from webui.tables import csv_answer
from webui.templating import data, render
from webui.values import plain_value
from webui.viewer import catalog

blueprint = Blueprint("events", __name__)

PER_PAGE = 100
#: Kind of event -> what it is called.
NAMES = {
    "apparition": mark("Apparition"),
    "retrait": mark("Retrait"),
    "nouveau-successeur": mark("Nouveau successeur"),
    "validite-changee": mark("Validité changée"),
    "titre-change": mark("Titre changé"),
    "contenu-change": mark("Contenu changé"),
}


@dataclass(frozen=True, slots=True)
class EventsPage:
    """A page of events and the form that chooses among them."""

    template: ClassVar[str] = "events.html"
    view: EventsView | None
    wanted: EventFilter
    number: int
    error: GraphkitError | None = None

    @property
    def kinds(self) -> dict[str, str]:
        """Kind -> its name in the language of the page."""
        return {kind: translate(NAMES[kind]) for kind in KINDS}

    @property
    def pages(self) -> int:
        """Number of pages."""
        return -(-self.view.total // PER_PAGE) if self.view else 0

    def shown(self, values: tuple[str, ...]) -> Markup:
        """Return the values of a property as people write them."""
        return Markup(", ").join(data(plain_value(value)) for value in values)


@blueprint.get("/evenements")
@blueprint.get("/evenements.csv", endpoint="csv")
@blueprint.get("/evenements.json", endpoint="json")
def page() -> Response:
    """Show events, the last build first."""
    wanted = wanted_format(request.path, TABLE_FORMATS)[1]
    chosen = EventFilter(
        code=request.args.get("certification", "").strip(),
        kind=request.args.get("genre", ""),
        since=request.args.get("depuis", "").strip(),
    )
    if wanted == "html":
        number = whole_number(request.args.get("page"), least=1)
        try:
            found = catalog().events(chosen, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        except (NotFound, QueryRejected) as error:
            return render(EventsPage(None, chosen, number, error), outcome(error)[1])
        return render(EventsPage(found, chosen, number))
    view = catalog().events(chosen)
    if wanted == "json":
        return json_answer(asdict(view))
    columns, *rows = table_of(view)
    return csv_answer("evenements", columns, rows)
