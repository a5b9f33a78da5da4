"""The pairs that a page shows of two sides leave nothing out, and say of nothing near that it is far."""

from __future__ import annotations

import pytest

from graphkit.catalog import Catalog, catalog_source
from graphkit.comparing.sides import PairOfSides, compare_codes
from graphkit.config import Settings
from webui.bloc_pairs import BlocCell, covering, matrices_of, pair_rows


@pytest.fixture(scope="module")
def catalog(settings: Settings) -> Catalog:
    """The packaged sample."""
    return catalog_source(settings).get()


@pytest.fixture(scope="module")
def pair(catalog: Catalog) -> PairOfSides:
    """The fiche, of eighteen competences in four blocs, and the draft, of thirty in eight activities."""
    (found,) = compare_codes(catalog, ["RNCP25520", "chef-de-projet-digital"], 0.05).pairs
    return found


def test_of_all_blocs_each_competence_of_either_side_stands_in_a_row(pair: PairOfSides) -> None:
    rows = pair_rows(pair)
    assert {row.one for row in rows} - {None} == {each.key for each in pair.one.referentiel.competences}
    assert {row.other for row in rows} - {None} == {each.key for each in pair.other.referentiel.competences}
    chosen = [row for row in rows if row.pair and row.pair.chosen]
    assert rows[: len(chosen)] == tuple(chosen)
    assert len({row.one for row in chosen}) == len(chosen) == len({row.other for row in chosen})


def test_what_stands_alone_has_nothing_near_on_the_other_side(pair: PairOfSides) -> None:
    related = {key for each in pair.comparison.pairs for key in (each.one, each.other)}
    alone = [row for row in pair_rows(pair) if row.pair is None]
    assert alone
    assert not {row.one or row.other for row in alone} & related
    assert all(covering(pair, row) is None for row in alone)


def _cells(pair: PairOfSides, catalog: Catalog) -> tuple[BlocCell, ...]:
    found = compare_codes(catalog, [pair.one.identifier, pair.other.identifier], 0.05)
    (matrix,) = matrices_of(found)
    return matrix.cells


def test_of_two_blocs_each_competence_of_theirs_stands_in_a_row_and_no_other(
    pair: PairOfSides, catalog: Catalog
) -> None:
    cells = _cells(pair, catalog)
    assert len(cells) == 4 * 8
    # Codes of the draft are no words of an address: its groups are named by their rank.
    assert cells[0].anchor == "BC01-1"
    assert len({cell.anchor for cell in cells}) == len(cells)
    for cell in cells:
        rows = pair_rows(pair, cell)
        assert {row.one for row in rows} - {None} == {each.key for each in cell.one.competences}
        assert {row.other for row in rows} - {None} == {each.key for each in cell.other.competences}


def test_what_another_bloc_covers_is_told_where_it_stands_alone(pair: PairOfSides, catalog: Catalog) -> None:
    told = [
        (row, name)
        for cell in _cells(pair, catalog)
        for row in pair_rows(pair, cell)
        if (name := covering(pair, row)) is not None
    ]
    assert told
    for row, name in told:
        assert row.covered is not None
        other = pair.one if row.one is None else pair.other
        assert name is other.names[row.covered.by[0]]
