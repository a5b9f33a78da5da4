"""Ready questions: a form, a table, the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.answers import TableView
from graphkit.errors import QueryRejected, outcome
from graphkit.questions import NamedQuery
from webui.negotiation import TABLE_FORMATS
from webui.representations import wanted_format
from webui.tables import table_answer
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("questions", __name__)

ROWS_SHOWN = 500
_OURS = frozenset({"lang", "_format"})


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """All questions, by theme."""

    template: ClassVar[str] = "questions.html"
    questions: tuple[NamedQuery, ...]

    @property
    def themes(self) -> tuple[tuple[str, tuple[NamedQuery, ...]], ...]:
        """Theme -> its questions."""
        return tuple((theme, tuple(found)) for theme, found in groupby(self.questions, key=lambda q: q.theme))


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question with its form, and its answer where it has been asked."""

    template: ClassVar[str] = "question.html"
    query: NamedQuery
    given: Mapping[str, str]
    table: TableView | None = None
    error: str = ""
    shown: int = ROWS_SHOWN


@blueprint.get("/requetes")
def index() -> Response:
    """List the questions."""
    return render(QuestionsPage(tuple(catalog().questions())))


@blueprint.get("/requetes/<name>")
def one(name: str) -> Response:
    """Show a question, and its answer once it has what it takes."""
    stem, wanted = wanted_format(name, TABLE_FORMATS)
    given = {key: value for key, value in request.args.items() if key not in _OURS}
    if wanted != "html":
        return table_answer(catalog().question(stem, given), wanted)
    query = catalog().named_question(stem)
    if not given and any(not each.optional and each.default is None for each in query.parameters):
        return render(QuestionPage(query, given))
    try:
        return render(QuestionPage(query, given, catalog().question(stem, given)))
    except QueryRejected as error:
        return render(QuestionPage(query, given, error=str(error)), outcome(error)[1])
