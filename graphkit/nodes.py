"""RDF terms as plain values: what questions take and what every back end gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from graphkit.ntriples import XSD, iri, string, text

XSD_STRING = f"{XSD}string"
XSD_INTEGER = f"{XSD}integer"
XSD_DECIMAL = f"{XSD}decimal"
XSD_DATE = f"{XSD}date"
XSD_BOOLEAN = f"{XSD}boolean"

PlainValue = str | int | Decimal | bool | date


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One RDF term.

    Attributes:
        value: the IRI, the label of the blank node, or the lexical form of the literal.
        kind: ``iri``, ``literal`` or ``bnode``.
        language: language tag of a text, in lower case; empty for everything else.
        datatype: IRI of the datatype of a literal without language; empty for everything else.
    """

    value: str
    kind: Literal["iri", "literal", "bnode"] = "iri"
    language: str = ""
    datatype: str = ""

    @property
    def python(self) -> PlainValue:
        """The term as a Python value; a literal that its datatype does not allow stays text."""
        try:
            match self.datatype:
                case str() as name if name == XSD_INTEGER:
                    return int(self.value)
                case str() as name if name == XSD_DECIMAL:
                    return Decimal(self.value)
                case str() as name if name == XSD_DATE:
                    return date.fromisoformat(self.value)
                case str() as name if name == XSD_BOOLEAN:
                    return self.value in {"true", "1"}
        except (ValueError, InvalidOperation):
            pass
        return self.value

    def to_ntriples(self) -> str:
        """Return the term in N-Triples syntax, which is also SPARQL.

        Raises:
            ValueError: the IRI holds a character that no IRI may hold.
        """
        if self.kind == "iri":
            return iri(self.value)
        if self.kind == "bnode":
            return f"_:{self.value}"
        if self.language:
            return text(self.value, self.language)
        plain = string(self.value)
        return plain if self.datatype in {"", XSD_STRING} else f"{plain}^^{iri(self.datatype)}"


#: One solution of a SELECT: variable -> term; a variable without value is absent.
Row = dict[str, Node]
#: Subject, predicate, object.
NodeTriple = tuple[Node, Node, Node]


def literal(value: PlainValue) -> Node:
    """Return the literal without language that stands for a Python value."""
    if isinstance(value, bool):
        return Node(str(value).lower(), "literal", datatype=XSD_BOOLEAN)
    if isinstance(value, int):
        return Node(str(value), "literal", datatype=XSD_INTEGER)
    if isinstance(value, Decimal):
        return Node(format(value.normalize(), "f"), "literal", datatype=XSD_DECIMAL)
    if isinstance(value, date):
        return Node(value.isoformat(), "literal", datatype=XSD_DATE)
    return Node(value, "literal", datatype=XSD_STRING)
