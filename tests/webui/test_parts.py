"""The pure parts of the viewer: states, merged tables, excerpts, positions, negotiation, addresses."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from graphkit.catalog.standing import standing_of
from graphkit.catalog.views import (
    ActiviteItem,
    BlocItem,
    CertificationRef,
    CompetenceItem,
    PassageView,
    StatementView,
)
from webui.arguments import share, whole_number
from webui.excerpt import excerpt
from webui.links import local_path, page_path, safe_href
from webui.negotiation import MEDIA_TYPES, THING_FORMATS, choose_format, split_suffix
from webui.passages import condense
from webui.race import race_rows, units_of
from webui.templating import link_address

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("active", "expires", "kind", "days"),
    [
        (True, date(2028, 12, 31), "active", 769),
        (True, date(2027, 1, 3), "soon", 41),
        (True, date(2026, 11, 23), "soon", 0),
        (True, date(2026, 11, 22), "expired", -1),
        (None, date(2020, 1, 1), "expired", -2518),
        (False, date(2028, 12, 31), "inactive", 769),
        (False, None, "inactive", None),
        (True, None, "active", None),
        (None, None, "unknown", None),
    ],
)
def test_the_state_of_a_certification_on_a_day(
    active: bool | None, expires: date | None, kind: str, days: int | None
) -> None:
    ref = CertificationRef("i", "certification/X", "X", active=active, expires=expires)
    found = standing_of(ref, TODAY)
    assert (found.kind, found.days) == (kind, days)


def _competence(
    code: str, *, modalite: str = "", critere: str = "", activites: tuple[str, ...] = (), lead: str = ""
) -> CompetenceItem:
    return CompetenceItem(
        iri=f"i/{code}",
        path=f"competence/X/{code}",
        code=code,
        printed_code=code,
        text=f"Faire {code}",
        lead_in=lead,
        modalites=(StatementView(f"m/{code}", modalite),) if modalite else (),
        criteres=(StatementView(f"c/{code}", critere),) if critere else (),
        activites=activites,
    )


def test_equal_cells_that_follow_one_another_are_merged() -> None:
    rows = race_rows(
        [
            _competence("C1", modalite="Oral", lead="Savoir :"),
            _competence("C2", modalite="Oral", lead="Savoir :"),
            _competence("C3", modalite="Écrit", critere="Juste"),
        ],
        {},
    )
    assert [row.modalites_span for row in rows] == [2, 0, 1]
    assert [row.activites_span for row in rows] == [3, 0, 0]
    assert [row.criteres_span for row in rows] == [2, 0, 1]
    assert [row.lead_in for row in rows] == ["Savoir :", "", ""]


def test_the_modality_of_a_bloc_stands_where_competences_have_none() -> None:
    of_bloc = (StatementView("m", "Mise en situation"),)
    rows = race_rows([_competence("C1"), _competence("C2", modalite="Oral")], {}, of_bloc)
    assert [row.of_bloc for row in rows] == [True, False]
    assert rows[0].modalites == of_bloc


def test_a_referentiel_is_shown_by_bloc_else_by_activity_and_nothing_is_lost() -> None:
    one, three = _competence("C1"), _competence("C3")
    two = _competence("C2", activites=("activite/X/A",))
    bloc = BlocItem("b", "bloc/B", "B", "Bloc", "", (), (one,))
    top = ActiviteItem("a", "activite/X/A", "A", "A", "Agir", "", (two,), ())
    by_bloc = units_of([bloc], [top], [one, two, three])
    assert [[row.competence.code for row in unit.rows] for unit in by_bloc] == [["C1"], ["C2", "C3"]]
    by_activity = units_of([], [top], [one, two, three])
    assert [[row.competence.code for row in unit.rows] for unit in by_activity] == [["C2"], ["C1", "C3"]]
    assert [unit.activites for unit in by_activity] == [1, 0]
    assert units_of([], [], []) == ()


def test_an_excerpt_is_cut_around_the_words_found() -> None:
    text = "Au début. " * 40 + "Mener une VEILLE constante sur le secteur. " + "À la fin. " * 40
    pieces = excerpt(text, "veille")
    assert [piece.text for piece in pieces if piece.marked] == ["VEILLE"]
    assert len("".join(piece.text for piece in pieces)) < 260
    assert pieces[0].text.startswith("…")


def test_an_excerpt_ignores_accents() -> None:
    marked = [
        piece.text for piece in excerpt("Les compétences évaluées", "evaluees competences") if piece.marked
    ]
    assert marked == ["compétences", "évaluées"]


_ANY = st.characters(exclude_characters="…", exclude_categories=["Cs"])


@given(st.text(_ANY, max_size=400), st.text(_ANY, max_size=30), st.integers(min_value=1, max_value=80))
def test_an_excerpt_only_shows_what_the_text_says(text: str, words: str, length: int) -> None:
    at = 0
    for piece in excerpt(text, words, length):
        if piece.text.strip() != "…":
            at = text.index(piece.text, at) + len(piece.text)


def test_an_excerpt_of_words_far_apart_shows_each() -> None:
    text = f"Accueillir un animal. {'Et encore. ' * 40}Puis le soigner. {'À la fin. ' * 40}"
    pieces = excerpt(text, "soigner animal")
    assert [piece.text for piece in pieces if piece.marked] == ["animal", "soigner"]
    assert sum(len(piece.text) for piece in pieces) < 260
    assert " … " in [piece.text for piece in pieces]


def test_an_excerpt_prefers_the_place_where_most_words_stand() -> None:
    text = f"Un animal. {'Et encore. ' * 40}Soigner un animal malade. {'À la fin. ' * 40}"
    shown = "".join(piece.text for piece in excerpt(text, "soigner animal"))
    assert "Soigner un animal malade" in shown
    assert shown.startswith("…")


def test_positions_are_said_once() -> None:
    lines = [(420, 421), (419, 419), (421, 422), (430, 430)]
    found = condense([PassageView("f", lines=each) for each in lines])
    assert [each.lines for each in found] == [(419, 422), (430, 430)]
    places = [(table, row) for table in ("Nsf", "Rome") for row in (2, 3)]
    rows = condense([PassageView("f", lines=(row, row), xml_path=table) for table, row in places])
    assert [(each.xml_path, each.lines) for each in rows] == [("Nsf", (2, 3)), ("Rome", (2, 3))]
    paths = condense([PassageView("f", xml_path="A/B"), PassageView("f", "ref:x", xml_path="A/B")])
    assert [each.xml_path for each in paths] == ["A/B"]
    cells = condense([PassageView("f", characters=(0, n), page=3, table_cell=(2, 5, 1)) for n in (4, 9)])
    assert cells == (PassageView("f", page=3, table_cell=(2, 5, 1)),)


def test_a_suffix_is_told_from_a_code_with_dots() -> None:
    assert split_suffix("competence/X/C6A.1", THING_FORMATS) == ("competence/X/C6A.1", None)
    assert split_suffix("competence/X/C6A.1.ttl", THING_FORMATS) == ("competence/X/C6A.1", "ttl")
    assert split_suffix(".ttl", THING_FORMATS) == (".ttl", None)


@given(st.text(max_size=80))
def test_no_accept_header_breaks_negotiation(accept: str) -> None:
    assert choose_format(accept, THING_FORMATS) in {*THING_FORMATS, None}


@pytest.mark.parametrize("quality", ["nan", "-1", "0", "much", ""])
def test_a_quality_that_is_none_or_no_number_is_no_wish(quality: str) -> None:
    assert choose_format(f"text/html;q={quality}, text/turtle;q=0.5", THING_FORMATS) == "ttl"


@given(st.lists(st.tuples(st.sampled_from(sorted(MEDIA_TYPES.values())), st.integers(0, 1000)), min_size=1))
def test_the_best_quality_wins(ranges: list[tuple[str, int]]) -> None:
    accept = ", ".join(f"{media};q={quality / 1000}" for media, quality in ranges)
    chosen = choose_format(accept, THING_FORMATS)
    offered = {MEDIA_TYPES[name] for name in THING_FORMATS}
    best = max((quality for media, quality in ranges if media in offered), default=0)
    if chosen is None:
        assert best == 0
    else:
        assert (MEDIA_TYPES[chosen], best) in ranges


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/x", True),
        (" HTTP://EXAMPLE.ORG ", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://", False),
        ("http://[", False),
        ("mailto:a@b.fr", False),
    ],
)
def test_only_web_addresses_are_linked(address: str, linked: bool) -> None:
    assert (safe_href(address) is not None) == linked


def test_a_thing_that_others_publish_is_linked_where_it_is(app: Flask) -> None:
    """Its path is its whole IRI: a page of this site by that name would not be found."""
    with app.test_request_context("/"):
        assert link_address("certification/RNCP 1") == "/certification/RNCP%201"
        assert link_address("https://example.org/certification/9") == "https://example.org/certification/9"
        assert link_address("ftp://example.org/9") == "#"


def test_the_page_of_an_iri_is_its_path_under_the_base() -> None:
    base = "https://example.org/data/"
    assert page_path(f"{base}certification/RNCP1", base) == "/certification/RNCP1"
    assert page_path("https://example.org/other", base) is None
    assert page_path(base, base) is None
    assert page_path(f"{base}/evil.example", base) is None


@given(st.text(max_size=40))
def test_a_way_back_stays_on_the_site(path: str) -> None:
    back = local_path(path)
    assert back.startswith("/")
    assert not back.startswith(("//", "/\\"))


def test_parameters_have_bounds() -> None:
    assert [whole_number(text) for text in (None, "", "12", "-3", "x", "9" * 30, "²")] == [
        0,
        0,
        12,
        0,
        0,
        0,
        0,
    ]
    assert whole_number("5000000", least=1) == 1_000_000
    assert [share(text, 0.5) for text in ("0,7", "0.7", "2", "x", None)] == [0.7, 0.7, 0.5, 0.5, 0.5]
