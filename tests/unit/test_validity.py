"""Whether a code can be used on a day, over the small dataset of the question cases."""

from __future__ import annotations

from datetime import date

import pytest

from graphkit.catalog import Catalog
from graphkit.catalog.validity import CodeCheck, check_code
from graphkit.store.embedded import EmbeddedStore

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def catalog(embedded: EmbeddedStore) -> Catalog:
    """The door to the dataset."""
    return Catalog(embedded)


def kind(check: CodeCheck) -> str:
    (meaning,) = check.meanings
    return meaning.standing.kind if meaning.standing else ""


@pytest.mark.parametrize(
    ("code", "day", "usable", "state"),
    [
        # Registered to 2028-06-30, and active on the day of the export.
        ("RNCP34762", TODAY, True, "active"),
        ("rncp 34762", date(2028, 6, 30), True, "soon"),
        ("RNCP34762", date(2028, 7, 1), False, "expired"),
        # A bloc and a competence are worth what their certification is.
        ("RNCP34762BC01", TODAY, True, "active"),
        ("competence/RNCP34762/7ccccccccc", date(2028, 7, 1), False, "expired"),
        # Decided on 2018-01-01, ended on 2023-01-01; the record of 2026 says inactive, as it was by then.
        ("RS5000", TODAY, False, "expired"),
        ("RS5000", date(2020, 1, 1), True, "active"),
        ("RS5000", date(2017, 12, 31), False, "future"),
        # The record tells neither a state nor an end; a text of 2021 does.
        ("chef-de-projet-digital", TODAY, False, "expired"),
        ("chef-de-projet-digital", date(2021, 5, 5), True, "soon"),
    ],
)
def test_a_certification_can_be_used_between_its_dates(
    catalog: Catalog, code: str, day: date, usable: bool, state: str
) -> None:
    check = check_code(catalog, code, day)
    assert (check.known, check.usable, kind(check)) == (True, usable, state)


def test_what_replaces_it_is_told(catalog: Catalog) -> None:
    (meaning,) = check_code(catalog, "RNCP25520", TODAY).meanings
    assert [each.identifier for each in meaning.successors] == ["RNCP34762"]


def test_a_code_of_a_nomenclature_is_known_or_not(catalog: Catalog) -> None:
    known, unknown = (check_code(catalog, code, TODAY) for code in ("m1803", "M1899"))
    assert (known.known, known.usable, kind(known)) == (True, True, "")
    assert (unknown.known, unknown.usable, unknown.meanings) == (False, False, ())


def test_what_other_records_only_cite_is_not_judged(catalog: Catalog) -> None:
    check = check_code(catalog, "RNCP39568", TODAY)
    assert (check.known, check.usable, kind(check)) == (True, None, "")


@pytest.mark.parametrize("code", ["", "   ", "pas un code", "<>", "\x00", "RNCP"])
def test_what_is_no_code_is_unknown(catalog: Catalog, code: str) -> None:
    assert not check_code(catalog, code, TODAY).known
