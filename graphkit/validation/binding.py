"""Which variables the pattern of a query surely binds, told from rdflib's algebra of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib.term import Variable

#: Parts whose solutions have what those of the part within them have.
_PLAIN = frozenset({
    "SelectQuery", "Filter", "Extend", "Graph", "Distinct", "Reduced", "OrderBy", "Slice", "LeftJoin",
    "Minus", "ToMultiSet", "Project",
})  # fmt: skip


def bound_variables(part: Any) -> set[Variable]:  # noqa: ANN401 - parts of rdflib's algebra have no type
    """Return the variables that every solution of a part of a query has; less than all where it is not sure.

    Args:
        part: the part.
    """
    name = getattr(part, "name", "")
    inner = [bound_variables(part[key]) for key in ("p", "p1", "p2") if key in part] if name else []
    found: set[Variable] = inner[0] if inner and name in _PLAIN else set()
    if name == "BGP":
        found = {term for triple in part.triples for term in triple if isinstance(term, Variable)}
    elif name == "Join":
        found = inner[0] | inner[1]
    elif name == "Union":
        found = inner[0] & inner[1]
    elif name == "AggregateJoin":
        # What the rows are grouped by, under the name that the algebra gives it.
        grouped = bound_variables(part.p.p) & set(part.p.expr or ())
        samples = (each for each in part.A if each.name == "Aggregate_Sample")
        found = {each.res for each in samples if isinstance(each.vars, Variable) and each.vars in grouped}
    elif name == "Project":
        found &= set(part.PV)
    elif name == "Extend" and isinstance(part.expr, Variable) and part.expr in found:
        found = found | {part.var}
    return found


def asks_in_place(part: Any, variable: Variable) -> bool:  # noqa: ANN401 - as above
    """Tell whether each expression about a variable stands where the pattern beside it binds the variable.

    Args:
        part: a part of the algebra of a query.
        variable: the variable.
    """
    if not getattr(part, "name", ""):
        return True
    inner = [part[key] for key in ("p", "p1", "p2") if key in part]
    if "expr" in part and variable in _mentioned(part["expr"]):
        known = set().union(*(bound_variables(each) for each in inner))
        if variable not in known:
            return False
    return all(asks_in_place(each, variable) for each in inner)


def _mentioned(part: Any) -> set[Variable]:  # noqa: ANN401 - as above
    """Return the variables of an expression, those of a pattern within it left out: they have its values."""
    if isinstance(part, Variable):
        return {part}
    if isinstance(part, Mapping):
        return set().union(*(_mentioned(each) for key, each in part.items() if key != "graph"))
    if isinstance(part, (list, tuple)):
        return set().union(*(_mentioned(each) for each in part))
    return set()
