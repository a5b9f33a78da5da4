"""Terms written as text are read back by the store as they were meant."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from graphkit.ntriples import iri, string, text, typed


def _read(term: str) -> object:
    (quad,) = parse(f"<urn:s> <urn:p> {term} .".encode(), format=RdfFormat.N_TRIPLES)
    return quad.object


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")))
def test_any_text_comes_back(value: str) -> None:
    kept = "".join(c for c in value if (c >= " " and c != "\x7f") or c in "\t\n\r")
    literal = _read(text(value))
    assert literal.value == kept
    assert literal.language == "fr"


@pytest.mark.parametrize(
    ("value", "lexical", "datatype"),
    [
        (True, "true", "boolean"),
        (2026, "2026", "integer"),
        (Decimal("32.50"), "32.5", "decimal"),
        (Decimal(100), "100", "decimal"),
        (date(2026, 11, 23), "2026-11-23", "date"),
    ],
)
def test_values_have_their_canonical_form(
    value: bool | int | Decimal | date, lexical: str, datatype: str
) -> None:
    literal = _read(typed(value))
    assert (literal.value, literal.datatype.value.rsplit("#")[1]) == (lexical, datatype)


def test_a_code_keeps_its_zeros() -> None:
    assert _read(string("01")).value == "01"


@pytest.mark.parametrize("value", ["http://a b", "http://a<b", 'http://a"b', "http://a\\b"])
def test_what_no_iri_may_hold_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        iri(value)
