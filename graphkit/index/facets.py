"""What a search may be restricted to, and how many certifications each restriction leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

#: Days before its end from which a registration is said to end soon.
SOON = 183
#: Field of the index that holds the last day of a registration, as a number of days.
END = "fin"
#: Facet -> its field, where the two differ: names of certifiers are a field of words.
_FIELDS = {"certificateur": "organisme"}
#: Facets whose values the index holds as they stand, each with the most values that are counted.
_HELD: Mapping[str, int] = {
    "repertoire": 10, "niveau": 20, "nsf": 500, "rome": 2_000, "certificateur": 200,
}  # fmt: skip
STATE = "etat"
FACETS = (STATE, *_HELD)
#: Facet -> the option of the command that restricts a search by it.
OPTIONS: Mapping[str, str] = {
    "etat": "state", "repertoire": "register", "niveau": "level", "nsf": "nsf", "rome": "rome",
    "certificateur": "certifier",
}  # fmt: skip
#: Values of the state of a certification. Those that end soon are active, too.
STATES = ("active", "fin-proche", "expiree", "inactive", "inconnu")
#: The fields of facets.
FACET_FIELDS = tuple(_FIELDS.get(facet, facet) for facet in FACETS)
#: Value of a facet that certifications have of which no record tells any.
UNTOLD = "inconnu"
#: Facets of which the certifications without any value are counted, and can be asked for.
_MAY_LACK = frozenset({"niveau"})
SORTS = ("pertinence", "fin", "code")

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a search is restricted to, and in which order its hits come.

    Attributes:
        today: the day on which states are told.
        chosen: facet -> values, any of which will do.
        sort: one of ``SORTS``.
    """

    today: date
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    sort: str = "pertinence"

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen of a facet."""
        return self.chosen.get(facet, ())


#: Facet -> lengths of the codes of groups, with which the codes under them begin.
GROUPS: Mapping[str, tuple[int, ...]] = {"rome": (1, 3), "nsf": (1, 2, 3)}


def with_ancestors(codes: Iterable[str], lengths: Iterable[int]) -> tuple[str, ...]:
    """Return codes and what stands above them, where a code begins with that of its group.

    Args:
        codes: ``326t``, ``M1803``…
        lengths: lengths of the codes of groups.
    """
    tall = tuple(lengths)
    found = (code[:length] for code in codes for length in (*tall, len(code)) if length <= len(code))
    return tuple(dict.fromkeys(found))


def restricted(query: Query, schema: tantivy.Schema, selection: Selection, but: str = "") -> Query:
    """Return a query with the restrictions of a selection.

    Args:
        query: what is looked for.
        schema: of the index of certifications.
        selection: the restrictions.
        but: a facet whose own restriction is left out.
    """
    clauses = [
        (Occur.Must, Query.const_score_query(_any_of(schema, facet, values, selection.today), 0.0))
        for facet, values in selection.chosen.items()
        if values and facet != but
    ]
    return Query.boolean_query([(Occur.Must, query), *clauses]) if clauses else query


def count(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, selection: Selection
) -> dict[str, dict[str, int]]:
    """Return facet -> value -> number of certifications, each under the restrictions of the other facets.

    Args:
        searcher: the index of certifications.
        schema: its schema.
        query: what is looked for, unrestricted.
        selection: the restrictions.
    """
    chosen = [facet for facet in _HELD if selection.values(facet)]
    free = [facet for facet in _HELD if facet not in chosen]
    found: dict[str, dict[str, int]] = {}
    for facets, but in ((free, ""), *(([facet], facet) for facet in chosen)):
        found |= _aggregate(searcher, restricted(query, schema, selection, but), facets)
    found[STATE] = dict(_count_states(searcher, schema, query, selection))
    return found


def cross(
    searcher: tantivy.Searcher, query: Query, rows: str, columns: str
) -> dict[str, tuple[int, dict[str, int]]]:
    """Return how many certifications bear each value of a facet, alone and with each value of another.

    Args:
        searcher: the index of certifications.
        query: the certifications counted.
        rows: a facet.
        columns: another facet.
    """
    nested = {rows: {**_terms(rows), "aggs": {columns: _terms(columns)}}}
    answer: dict[str, Any] = searcher.aggregate(query, nested)
    return {
        bucket["key"]: (bucket["doc_count"], _read(bucket[columns])) for bucket in answer[rows]["buckets"]
    }


def _count_states(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, selection: Selection
) -> Iterator[tuple[str, int]]:
    base = restricted(query, schema, selection, STATE)
    for state in STATES:
        both = Query.boolean_query(
            [(Occur.Must, base), (Occur.Must, _of_state(schema, state, selection.today))]
        )
        # The number of hits is there, though the binding does not declare it.
        total: int = searcher.search(both, 1).count  # type: ignore[attr-defined]
        if total:
            yield state, total


def _aggregate(searcher: tantivy.Searcher, query: Query, facets: Iterable[str]) -> dict[str, dict[str, int]]:
    wanted = {facet: _terms(facet) for facet in facets}
    for facet in _MAY_LACK.intersection(wanted):
        wanted[facet]["terms"]["missing"] = UNTOLD
    answer: dict[str, Any] = searcher.aggregate(query, wanted) if wanted else {}
    return {facet: _read(found) for facet, found in answer.items()}


def _terms(facet: str) -> dict[str, Any]:
    return {"terms": {"field": _FIELDS.get(facet, facet), "size": _HELD[facet]}}


def _read(found: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def _any_of(schema: tantivy.Schema, facet: str, values: Iterable[str], today: date) -> Query:
    if facet == STATE:
        states = [(Occur.Should, _of_state(schema, value, today)) for value in values if value in STATES]
        return Query.boolean_query(states) if states else Query.empty_query()
    field_name, wanted = _FIELDS.get(facet, facet), list(values)
    told = Query.term_set_query(schema, field_name, wanted)
    if facet in _MAY_LACK and UNTOLD in wanted:
        return _either(told, _but(Query.all_query(), Query.exists_query(field_name)))
    return told


def _of_state(schema: tantivy.Schema, state: str, today: date) -> Query:
    """Return the query of the certifications of a state, as pages tell it of each of them."""
    active, inactive = (Query.term_query(schema, STATE, each, "basic") for each in ("active", "inactive"))
    ended = _ends(schema, None, today.toordinal() - 1)
    match state:
        case "expiree":
            return ended
        case "inactive":
            return _but(inactive, ended)
        case "fin-proche":
            last = (today + timedelta(days=SOON)).toordinal()
            return _but(_ends(schema, today.toordinal(), last), inactive)
        case "active":
            return _but(_either(active, _ends(schema, today.toordinal(), None)), ended, inactive)
        case _:
            return _but(Query.all_query(), active, inactive, _ends(schema, 0, None))


def _ends(schema: tantivy.Schema, first: int | None, last: int | None) -> Query:
    return Query.range_query(schema, END, FieldType.Unsigned, first, last)


def _either(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, each) for each in queries])


def _but(query: Query, *others: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, each) for each in others)])
