"""What a route of the API takes, as it is described and as it is read. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from graphkit.errors import QueryRejected

#: A text of the interface, or one that is written in French and in English.
Text = str | tuple[str, str]
Value = str | int | float | date | tuple[str, ...] | None
#: Characters of one value: far past any code, and little to answer with.
MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a route takes.

    Attributes:
        name: its name.
        text: what it means.
        kind: ``text``, ``whole`` (a whole number), ``share`` (0 to 1), ``day`` or ``list``.
        place: where it stands in the address.
        required: the route answers nothing without it.
        default: what is meant without it.
        least: smallest whole number, or length of a list.
        most: largest one.
        choices: the only values, where there are few.
        example: a value that has an answer in the packaged sample.
    """

    name: str
    text: Text
    kind: Literal["text", "whole", "share", "day", "list"] = "text"
    place: Literal["path", "query"] = "query"
    required: bool = False
    default: Value = None
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    example: Value = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of its values."""
        found: dict[str, Any]
        match self.kind:
            case "whole":
                found = {"type": "integer", "minimum": self.least, "maximum": self.most}
            case "share":
                found = {"type": "number", "minimum": 0, "maximum": 1}
            case "day":
                found = {"type": "string", "format": "date"}
            case "list":
                items: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}
                if self.choices:
                    items = {"type": "string", "enum": list(self.choices)}
                found = {"type": "array", "items": items, "minItems": self.least, "maxItems": self.most}
            case _:
                found = {"type": "string", "minLength": int(self.required), "maxLength": MOST_CHARACTERS}
                if self.choices:
                    found = {"type": "string", "enum": list(self.choices)}
        return found if self.default is None else found | {"default": self.default}

    def read(self, given: Sequence[str]) -> Value:
        """Return the value of a request.

        Args:
            given: every value that the address gives it.

        Raises:
            QueryRejected: it is missing, given twice, or not of its kind.
        """
        if not given:
            if self.required:
                raise QueryRejected(f"{self.name} is missing: {self.expected()}")
            return self.default
        if self.kind != "list" and len(given) > 1:
            raise QueryRejected(f"{self.name} is given {len(given)} times: it takes one value")
        if any(len(each) > MOST_CHARACTERS for each in given):
            raise QueryRejected(f"{self.name} has more than {MOST_CHARACTERS} characters")
        try:
            return self._value(given)
        except ValueError as error:
            raise QueryRejected(f"{self.name} is {given[0][:40]!r}: {self.expected()}") from error

    def expected(self) -> str:
        """Return what its values are, as messages say it."""
        match self.kind:
            case "whole":
                return f"a whole number from {self.least} to {self.most} is expected"
            case "share":
                return "a number from 0 to 1 is expected, as 0.7"
            case "day":
                return "a date is expected, as AAAA-MM-JJ"
            case "list":
                among = f" among {', '.join(self.choices)}" if self.choices else ""
                return (
                    f"{self.least} to {self.most} values are expected{among}, the name repeated before each"
                )
        listed = ", ".join(self.choices)
        return f"one of these is expected: {listed}" if listed else "a text is expected"

    def _value(self, given: Sequence[str]) -> Value:
        text = given[0]
        match self.kind:
            case "whole":
                if not (text.isascii() and text.isdigit()) or not self.least <= int(text) <= self.most:
                    raise ValueError(text)
                return int(text)
            case "share":
                value = float(text)
                if not 0 <= value <= 1:
                    raise ValueError(text)
                return value
            case "day":
                if len(text) != len("2026-01-01"):
                    raise ValueError(text)
                return date.fromisoformat(text)
            case "list":
                allowed = not self.choices or set(given) <= set(self.choices)
                if not (self.least <= len(given) <= self.most and all(given) and allowed):
                    raise ValueError(text)
                return tuple(given)
        if (self.choices and text not in self.choices) or (self.required and not text):
            raise ValueError(text)
        return text


def read_values(
    parameters: Sequence[Parameter], in_path: Mapping[str, str], in_query: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the values of a request; a misspelt name is told rather than passed over.

    Args:
        parameters: what the route takes.
        in_path: values in its path.
        in_query: every value after ``?``, by name.

    Raises:
        QueryRejected: a value is unusable, or a name is none of the route's.
    """
    known = [each.name for each in parameters if each.place == "query"]
    for name in in_query:
        if name not in known:
            raise QueryRejected(
                f"there is no parameter {name[:40]!r}; those are: {', '.join(known) or 'none'}"
            )
    return {
        each.name: each.read([in_path[each.name]] if each.place == "path" else in_query.get(each.name, ()))
        for each in parameters
    }
