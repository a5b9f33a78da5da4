"""When a constraint of SHACL is certainly met, told from the text of terms.

Each function here makes of the parameter of one constraint a test. A test that says yes is right; where it
says no, pySHACL has the word.
Source: SHACL, section 4, https://www.w3.org/TR/shacl/#core-components.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from graphkit.ntriples import literal_text
from graphkit.validation.facts import Facts, literal
from graphkit.validation.tokens import text_of

#: Tells of a focus node and its value nodes whether they certainly meet a constraint.
Test = Callable[[Facts, str, Collection[str]], bool]
_Value = Callable[[str], bool]
_Order = Callable[[Any, Any], bool]

_KINDS = {SH.IRI: ("<",), SH.Literal: ('"',), SH.BlankNodeOrIRI: ("<", "_"), SH.IRIOrLiteral: ("<", '"')}
#: Datatypes whose values rdflib knows, so that an ill-typed one is told by its class.
_CLASSES: dict[Node, type] = {
    XSD.integer: int,
    XSD.decimal: Decimal,
    XSD.boolean: bool,
    XSD.date: date,
    XSD.dateTime: datetime,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _each(test: _Value) -> Test:
    return lambda _, __, values: all(map(test, values))


def _min_count(_: Graph, parameter: Node) -> Test:
    least = int(str(parameter))
    return lambda _, __, values: len(values) >= least


def _max_count(_: Graph, parameter: Node) -> Test:
    most = int(str(parameter))
    return lambda _, __, values: len(values) <= most


def _node_kind(_: Graph, parameter: Node) -> Test | None:
    begins = _KINDS.get(parameter)  # type: ignore[call-overload]
    return begins and _each(lambda value: value.startswith(begins))


def _datatype(_: Graph, parameter: Node) -> Test | None:
    if parameter == XSD.string:
        return _each(lambda value: value.startswith('"') and value.endswith('"'))
    if parameter == RDF.langString:
        return _each(lambda value: value.startswith('"') and "@" in value[value.rindex('"') :])
    known, ending = _CLASSES.get(parameter), f'"^^<{parameter}>'
    if known is None:
        return None

    def is_typed(value: str) -> bool:
        found = literal(value) if value.endswith(ending) else None
        return found is not None and not found.ill_typed and isinstance(found.value, known)

    return _each(is_typed)


def _class(_: Graph, parameter: Node) -> Test:
    name = text_of(parameter)
    return lambda facts, _, values: all(facts.is_a(value, name) for value in values)


def _pattern(_: Graph, parameter: Node) -> Test:
    search = re.compile(str(parameter)).search
    return _each(lambda value: (said := _said(value)) is not None and search(said) is not None)


def _max_length(_: Graph, parameter: Node) -> Test:
    most = int(str(parameter))
    return _each(lambda value: (said := _said(value)) is not None and len(said) <= most)


def _language_in(graph: Graph, parameter: Node) -> Test:
    endings = tuple(f'"@{str(each).lower()}' for each in RdfList(graph, parameter))
    return _each(lambda value: value.endswith(endings))


def _in(graph: Graph, parameter: Node) -> Test:
    allowed = frozenset(text_of(each) for each in RdfList(graph, parameter))
    return lambda _, __, values: allowed.issuperset(values)


def _has_value(_: Graph, parameter: Node) -> Test:
    wanted = text_of(parameter)
    return lambda _, __, values: wanted in values


def _unique_lang(_: Graph, parameter: Node) -> Test | None:
    if not (isinstance(parameter, Literal) and parameter.value is True):
        return None

    def is_unique(_: Facts, __: str, values: Collection[str]) -> bool:
        tags = [tag for value in values if (tag := value.rpartition('"')[2]).startswith("@")]
        return len(tags) == len(set(tags))

    return is_unique


def _disjoint(_: Graph, parameter: Node) -> Test:
    other = text_of(parameter)
    return lambda facts, focus, values: (
        not values or set(facts.objects(other).get(focus, ())).isdisjoint(values)
    )


def _bound(order: _Order) -> Callable[[Graph, Node], Test]:
    def make(_: Graph, parameter: Node) -> Test:
        bound = text_of(parameter)
        return _each(lambda value: _ordered(order, value, bound))

    return make


def _pair(order: _Order) -> Callable[[Graph, Node], Test]:
    def make(_: Graph, parameter: Node) -> Test:
        other = text_of(parameter)
        return lambda facts, focus, values: all(
            _ordered(order, value, each) for value in values for each in facts.objects(other).get(focus, ())
        )

    return make


def _ordered(order: _Order, one: str, other: str) -> bool:
    """Tell whether two literals are in an order; those of datatypes other than numbers and days never are."""
    values = [_comparable(term) for term in (one, other)]
    return None not in values and type(values[0]) is type(values[1]) and order(*values)


def _comparable(term: str) -> Decimal | date | None:
    found = literal(term) if term.startswith('"') else None
    if found is None or found.ill_typed:
        return None
    if found.datatype in {XSD.integer, XSD.decimal} and isinstance(found.value, int | Decimal):
        return Decimal(found.value)
    if found.datatype == XSD.date and type(found.value) is date and _DAY.fullmatch(str(found)):
        return found.value
    return None


def _said(term: str) -> str | None:
    """Return the text of a term as patterns and lengths see it; ``None`` for a blank node."""
    return term[1:-1] if term.startswith("<") else literal_text(term)


#: Parameter -> what makes its test, or ``None`` for a value of the parameter that is left to pySHACL.
_MAKERS: dict[Node, Callable[[Graph, Node], Test | None]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.nodeKind: _node_kind,
    SH.datatype: _datatype,
    SH["class"]: _class,
    SH.pattern: _pattern,
    SH.maxLength: _max_length,
    SH.languageIn: _language_in,
    SH["in"]: _in,
    SH.hasValue: _has_value,
    SH.uniqueLang: _unique_lang,
    SH.disjoint: _disjoint,
    SH.minInclusive: _bound(operator.ge),
    SH.minExclusive: _bound(operator.gt),
    SH.maxInclusive: _bound(operator.le),
    SH.lessThan: _pair(operator.lt),
    SH.lessThanOrEquals: _pair(operator.le),
}


def make_test(graph: Graph, parameter: URIRef, value: Node) -> Test | None:
    """Return the test of a constraint, ``None`` for one that is left to pySHACL.

    Args:
        graph: the shapes.
        parameter: what SHACL calls it (``sh:minCount``).
        value: what the shape gives for it.
    """
    maker = _MAKERS.get(parameter)
    return None if maker is None else maker(graph, value)
