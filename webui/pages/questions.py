"""Ready questions: a form, a table, the query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from shlex import join
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.answers import TableView
from graphkit.catalog.suggestions import CLOSED, Suggestion
from graphkit.errors import GraphkitError, QueryRejected, outcome
from graphkit.questions import NamedQuery, Parameter
from webui.negotiation import QUESTION_FORMATS
from webui.representations import wanted_format
from webui.tables import table_answer
from webui.templating import render
from webui.viewer import catalog

blueprint = Blueprint("questions", __name__)

ROWS_SHOWN = 500
_FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
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
class Field:
    """One parameter of a question as a form asks for it.

    Attributes:
        parameter: the parameter.
        value: what was typed, or is meant by default.
        suggestions: values to choose among.
        closed: there are no others.
    """

    parameter: Parameter
    value: str
    suggestions: tuple[Suggestion, ...] = ()
    closed: bool = False

    @property
    def kind(self) -> str:
        """Type of its field in HTML."""
        return {"date": "date", "integer": "number"}.get(self.parameter.kind, "text")

    @property
    def written(self) -> str:
        """Its value as the field takes it: browsers know one way to write a date."""
        match = _FRENCH_DATE.fullmatch(self.value.strip()) if self.kind == "date" else None
        return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else self.value


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question with its form, and its answer where it has been asked."""

    template: ClassVar[str] = "question.html"
    query: NamedQuery
    given: Mapping[str, str]
    table: TableView | None = None
    error: GraphkitError | None = None
    shown: int = ROWS_SHOWN

    @property
    def fields(self) -> tuple[Field, ...]:
        """What the form asks for."""
        return tuple(
            Field(
                each,
                self.given.get(each.name, each.default or ""),
                catalog().suggestions(each.kind),
                each.kind in CLOSED,
            )
            for each in self.query.parameters
        )

    @property
    def command(self) -> str:
        """The command that gives the same answer."""
        given = (f"{name}={value.strip()}" for name, value in self.given.items() if value.strip())
        return join(["graphkit", "query", self.query.name, *given])


@blueprint.get("/requetes")
def index() -> Response:
    """List the questions."""
    return render(QuestionsPage(tuple(catalog().questions())))


@blueprint.get("/api/requetes/<name>")
def data(name: str) -> Response:
    """Give the answer to a question where users of grlc look for it."""
    stem, wanted = wanted_format(name, QUESTION_FORMATS[1:])
    return table_answer(catalog().question(stem, _given()), wanted)


@blueprint.get("/requetes/<name>")
def one(name: str) -> Response:
    """Show a question, and its answer once it has what it takes."""
    stem, wanted = wanted_format(name, QUESTION_FORMATS)
    given = _given()
    if wanted != "html":
        return table_answer(catalog().question(stem, given), wanted)
    query = catalog().named_question(stem)
    if not given and any(not each.optional and each.default is None for each in query.parameters):
        return render(QuestionPage(query, given))
    try:
        return render(QuestionPage(query, given, catalog().question(stem, given)))
    except QueryRejected as error:
        return render(QuestionPage(query, given, error=error), outcome(error)[1])


def _given() -> dict[str, str]:
    """Return the parameters of the question that the address gives."""
    return {key: value for key, value in request.args.items() if key not in _OURS}
