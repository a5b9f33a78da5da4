"""Named questions: one ``.rq`` file each, with a header that says what it answers and what it takes.

The header is in grlc style: lines that begin with ``#+``, then the query, which is valid SPARQL as it
stands and answers for everything when no parameter is given.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from graphkit.assets import data_path
from graphkit.errors import NotFound
from graphkit.nodes import Node

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
_FORM = re.compile(r"^\s*(SELECT|CONSTRUCT|ASK|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)
_LIMIT = re.compile(r"^LIMIT (\d+)\s*\Z", re.MULTILINE)
_FILTERS = frozenset({"text", "code", "integer", "date"})
_LIMITS = re.compile(r"^ *LIMIT \d+$", re.MULTILINE)
_COLUMN = re.compile(r"\?(\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a question takes.

    Attributes:
        name: name of the variable that it sets.
        kind: what is expected, a key of ``graphkit.parameters.KINDS``.
        label_fr: label of its field in a form.
        label_en: idem in English.
        example: a value of the right form, shown where one is typed; on the packaged sample it gives an
            answer, unless the question says that the sample has none.
        default: value when none is given; without one the parameter is required, unless optional.
        optional: the question also has a meaning without it.
        filters: only a filter uses it, so that no column has its value; so it is with texts, codes, numbers
            and dates.
    """

    name: str
    kind: str
    label_fr: str
    label_en: str
    example: str
    default: str | None = None
    optional: bool = False
    filters: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its name and what its header says.

    Attributes:
        name: name of its file, without ending.
        text: SPARQL, valid as it stands.
        form: ``SELECT``, ``CONSTRUCT`` or ``ASK``.
        question_fr: the question that it answers, one sentence.
        question_en: idem in English.
        summary: what a row of the answer is, in French.
        summary_en: idem in English.
        rationale: who asks it and why, in French.
        rationale_en: idem in English.
        theme: heading under which it is listed, in French.
        internal: it feeds a page and is not offered as a question.
        sample: the packaged sample has an answer to it.
        parameters: what it takes, in order.
    """

    name: str
    text: str
    form: str = "SELECT"
    question_fr: str = ""
    question_en: str = ""
    summary: str = ""
    summary_en: str = ""
    rationale: str = ""
    rationale_en: str = ""
    theme: str = ""
    internal: bool = False
    sample: bool = True
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def limit(self) -> int | None:
        """Number of rows that it gives at most, if it says so."""
        match = _LIMIT.search(self.text)
        return int(match[1]) if match else None

    def columns(self, given: Collection[str] = ()) -> tuple[str, ...]:
        """Return the variables of the answer, in order.

        Args:
            given: parameters that have a value, which the reader knows and no column repeats.
        """
        hidden = {*given, *(each.name for each in self.parameters if each.filters)}
        if self.form != "SELECT":
            return ()
        body = self.text[_form_match(self.text, self.name).end() :]
        where = _WHERE.search(body)
        head = _without_expressions(body[: where.start()] if where else body)
        return tuple(name for name in _COLUMN.findall(head) if name not in hidden)

    def page(self, limit: int, offset: int) -> NamedQuery:
        """Return the query that gives some rows of the answer.

        Args:
            limit: rows at most.
            offset: rows before them.
        """
        return replace(self, text=f"{self.text}LIMIT {limit}\nOFFSET {offset}\n")

    def part(self, limit: int, offset: int) -> NamedQuery:
        """Return the query that gives some rows of an answer whose rows are counted by its first limit.

        Args:
            limit: rows at most.
            offset: rows before them.
        """
        return replace(self, text=_LIMITS.sub(f"LIMIT {limit} OFFSET {offset}", self.text, count=1))

    def about(self, variable: str, values: Collection[Node]) -> NamedQuery:
        """Return the query that asks the same of several values at once.

        Args:
            variable: a variable that stands in the outermost pattern.
            values: IRIs and literals.
        """
        terms = " ".join(value.to_ntriples() for value in values)
        text = _WHERE.sub(lambda found: f"{found[0]} VALUES ?{variable} {{ {terms} }}", self.text, count=1)
        return replace(self, text=text)


def _form_match(text: str, name: str) -> re.Match[str]:
    match = _FORM.search(text)
    if match is None:
        raise ValueError(f"{name}.rq has no SELECT, CONSTRUCT or ASK at the start of a line")
    return match


def _without_expressions(head: str) -> str:
    """Return a projection in which every computed column is reduced to its variable."""
    out, depth, start = [], 0, 0
    for at, char in enumerate(head):
        if char == "(":
            if depth == 0:
                start = at
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                out.append(" ?" + _COLUMN.findall(head[start:at])[-1])
        elif depth == 0:
            out.append(char)
    return "".join(out)


def parse_query(name: str, source: str) -> NamedQuery:
    """Read one query file.

    Args:
        name: its name, without ending.
        source: its content.

    Raises:
        ValueError: the header is not one.
    """
    header = [line[2:] for line in source.splitlines() if line.startswith("#+")]
    text = "\n".join(line for line in source.splitlines() if not line.startswith("#+")).strip() + "\n"
    fields: dict[str, str] = {}
    parameters: list[dict[str, str]] = []
    in_parameters = False
    for raw in header:
        line = raw.strip()
        is_item = line.startswith("- ")
        key, colon, value = line.removeprefix("- ").partition(":")
        if not colon:
            raise ValueError(f"{name}.rq: not a 'key: value' line of a header: #+{raw}")
        key, value = key.strip(), value.strip()
        if raw.startswith(("  ", "   ")) or is_item:
            if not in_parameters:
                raise ValueError(f"{name}.rq: an indented line outside of parameters: #+{raw}")
            if is_item:
                parameters.append({})
            parameters[-1][key] = value
        else:
            in_parameters = key == "parameters"
            fields[key] = value
    return NamedQuery(
        name=name,
        text=text,
        form=_form_match(text, name)[1].upper(),
        question_fr=fields.get("question", ""),
        question_en=fields.get("question_en", ""),
        summary=fields.get("summary", ""),
        summary_en=fields.get("summary_en", ""),
        rationale=fields.get("rationale", ""),
        rationale_en=fields.get("rationale_en", ""),
        theme=fields.get("theme", ""),
        internal=fields.get("internal") == "true",
        sample=fields.get("sample") != "none",
        parameters=tuple(_parameter(name, item) for item in parameters),
    )


def _parameter(query: str, item: Mapping[str, str]) -> Parameter:
    missing = {"name", "type"} - item.keys()
    if missing:
        raise ValueError(f"{query}.rq: a parameter lacks {', '.join(sorted(missing))}: {dict(item)}")
    return Parameter(
        name=item["name"],
        kind=item["type"],
        label_fr=item.get("label", ""),
        label_en=item.get("label_en", ""),
        example=item.get("example", item.get("default", "")),
        default=item.get("default"),
        optional=item.get("optional") == "true",
        filters=item["type"] in _FILTERS or item.get("filters") == "true",
    )


@cache
def _all_queries(folder: Path) -> Mapping[str, NamedQuery]:
    paths = sorted(folder.glob("*.rq"))
    return {path.stem: parse_query(path.stem, path.read_text("utf-8")) for path in paths}


def all_queries() -> Mapping[str, NamedQuery]:
    """Return every query of the package, by name; the files are read once."""
    return _all_queries(data_path("queries"))


def questions() -> list[NamedQuery]:
    """Return the questions offered to people, by theme and name."""
    offered = (query for query in all_queries().values() if not query.internal)
    return sorted(offered, key=lambda query: (query.theme, query.name))


def load_query(name: str) -> NamedQuery:
    """Return a query of the package, a question or an internal one.

    Raises:
        KeyError: there is none; the name is written by a programmer.
    """
    return all_queries()[name]


def load_question(name: str) -> NamedQuery:
    """Return a question by the name that a user gave.

    Raises:
        NotFound: there is none; the message lists close names.
    """
    offered = {query.name: query for query in questions()}
    if name in offered:
        return offered[name]
    close = difflib.get_close_matches(name, offered, n=5, cutoff=0.5)
    hint = f"close names: {', '.join(close)}" if close else f"the questions are: {', '.join(offered)}"
    raise NotFound(
        f"no question is named {name!r}; {hint}", french=f"Aucune question ne s’appelle « {name} »."
    )
