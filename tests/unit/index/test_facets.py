"""Restrictions of a search: what they leave, what is counted beside, and that states are those of pages."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from graphkit.catalog.standing import standing_of
from graphkit.catalog.views import CertificationRef
from graphkit.index.facets import SOON, STATES, Selection, with_ancestors
from graphkit.index.reader import Found, TextIndex
from graphkit.index.texts import Entry, Kind, Text
from graphkit.index.writer import write_index

TODAY = date(2026, 11, 23)
ACTIVE = {"active": True, "inactive": False, "": None}
ENDS = [None, *(TODAY + timedelta(days=days) for days in (-400, -1, 0, 1, SOON, SOON + 1, 4_000))]
#: State in an address -> kinds of standing that it takes in.
KINDS = {
    "active": {"active", "soon"},
    "fin-proche": {"soon"},
    "expiree": {"expired"},
    "inactive": {"inactive"},
    "inconnu": {"unknown"},
}


def opened(folder: Path, entries: list[Entry]) -> TextIndex:
    write_index(folder, entries)
    return TextIndex.open(folder)


def title(name: str) -> tuple[Text, ...]:
    return (Text(Kind.INTITULE, name, "Développeur web"),)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    rome = ("https://w3id.org/referentiels/rome/M1805",)
    return opened(
        tmp_path_factory.mktemp("facets"),
        [
            Entry("A", title("A"), rome, "6", "active", "rncp", date(2028, 1, 1), ("326t",), ("1",)),
            Entry("B", title("B"), rome, "6", "active", "rncp", date(2027, 1, 1), ("326m",), ("1", "2")),
            Entry("C", title("C"), (), "7", "inactive", "rncp", date(2025, 1, 1), ("320",)),
            Entry("D", title("D"), (), "", "active", "rs", None, ("310",), ("2",)),
            Entry("E", (Text(Kind.INTITULE, "E", "Fleuriste"),), (), "4", "active", "rncp"),
        ],
    )


def found(index: TextIndex, text: str = "développeur", sort: str = "pertinence", **chosen: str) -> Found:
    given = {facet: tuple(values.split()) for facet, values in chosen.items()}
    return index.search(text, 10, selection=Selection(TODAY, given, sort))


def names(result: Found) -> list[str]:
    return [hit.iri for hit in result.hits]


def test_the_states_counted_are_those_that_pages_tell(tmp_path: Path) -> None:
    cases = {f"c{n}": case for n, case in enumerate(product(ACTIVE, ENDS))}
    entries = [Entry(name, title(name), state=state, end=end) for name, (state, end) in cases.items()]
    index = opened(tmp_path, entries)
    told = {
        name: standing_of(CertificationRef(name, name, name, "", "", ACTIVE[state], end), TODAY).kind
        for name, (state, end) in cases.items()
    }
    counts = index.search("développeur", 1, selection=Selection(TODAY)).counts["etat"]
    for state in STATES:
        wanted = {name for name, kind in told.items() if kind in KINDS[state]}
        assert wanted
        assert set(index.every("développeur", Selection(TODAY, {"etat": (state,)}))) == wanted
        assert counts[state] == len(wanted)


def test_values_of_one_facet_add_up_and_those_of_two_narrow(index: TextIndex) -> None:
    assert names(found(index, niveau="6 7")) == ["A", "B", "C"]
    assert names(found(index, niveau="6 7", etat="expiree")) == ["C"]
    assert names(found(index, certificateur="2", repertoire="rncp")) == ["B"]


def test_a_facet_is_counted_under_the_others_and_not_under_itself(index: TextIndex) -> None:
    counts = found(index, niveau="6").counts
    # The one of the RS tells no level.
    assert counts["niveau"] == {"6": 2, "7": 1, "inconnu": 1}
    assert names(found(index, niveau="inconnu")) == ["D"]
    assert set(names(found(index, niveau="7 inconnu"))) == {"C", "D"}
    assert counts["repertoire"] == {"rncp": 2}
    assert counts["etat"] == {"active": 2, "fin-proche": 1}
    assert counts["certificateur"] == {"1": 2, "2": 1}
    assert found(index).counts["repertoire"] == {"rncp": 3, "rs": 1}


def test_a_group_takes_in_the_codes_under_it(index: TextIndex) -> None:
    assert names(found(index, nsf="32")) == ["A", "B", "C"]
    assert names(found(index, nsf="326")) == ["A", "B"]
    assert names(found(index, rome="M18")) == ["A", "B"]
    assert with_ancestors(["326t", "32"], (1, 2, 3)) == ("3", "32", "326", "326t")


def test_what_the_restrictions_take_away_is_told(index: TextIndex) -> None:
    nothing = found(index, niveau="8")
    assert (nothing.total, nothing.unrestricted, names(nothing)) == (0, 4, [])


def test_a_looser_way_is_not_tried_because_the_restrictions_leave_nothing(index: TextIndex) -> None:
    assert found(index, "développeur web", niveau="4").total == 0


def test_hits_come_by_end_and_those_without_one_last(index: TextIndex) -> None:
    assert names(found(index, sort="fin")) == ["C", "B", "A", "D"]


def test_all_certifications_are_listed_when_nothing_is_typed(index: TextIndex) -> None:
    everything = found(index, "")
    assert names(everything) == ["A", "B", "C", "D", "E"]
    assert everything.total == 5
    assert index.search("", 10).total == 0
    assert found(index, "!!!").total == 0


def test_two_facets_are_crossed(index: TextIndex) -> None:
    crossed = index.cross("nsf", "niveau")
    assert crossed["32"] == (3, {"6": 2, "7": 1})
    assert crossed["310"] == (1, {})
