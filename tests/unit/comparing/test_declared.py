"""What a record declares stands beside what is found of it."""

from __future__ import annotations

import dataclasses

from graphkit.catalog import Catalog
from graphkit.comparing.declared import DeclaredReading, Extent, declared_readings
from graphkit.comparing.phrases import our_reading, voice
from graphkit.comparing.reports import render
from graphkit.comparing.sides import PairOfSides, compare_codes
from graphkit.matching.coverage import Coverage


def _pair(catalog: Catalog) -> PairOfSides:
    (pair,) = compare_codes(catalog, ["RNCP90001", "RNCP90002"]).pairs
    return pair


def test_the_blocs_that_a_record_declares_are_the_ones_compared(harbour: Catalog) -> None:
    # RNCP90002 declares its first bloc for the first of RNCP90001: the same three competences.
    (found,) = declared_readings(_pair(harbour))
    assert found.side.identifier == "RNCP90002"
    assert (found.coverage.covered, len(found.coverage.statements)) == (3, 3)
    assert found.extent is Extent.TOTALE
    assert not found.differs
    assert our_reading(found, voice()) == "totale (3 sur 3)"
    assert our_reading(found, voice("en")) == "total (3 of 3)"


def _declaring(pair: PairOfSides, **changes: object) -> DeclaredReading:
    ((side, declared),) = pair.official
    (found,) = declared_readings(
        dataclasses.replace(pair, official=((side, dataclasses.replace(declared, **changes)),))
    )
    return found


def test_a_correspondence_of_whole_certifications_is_read_on_all_their_competences(harbour: Catalog) -> None:
    pair = _pair(harbour)
    ((_, declared),) = pair.official
    found = _declaring(pair, sources=(), targets=tuple((ref, ()) for ref, _ in declared.targets))
    assert found.coverage == pair.comparison.of_one
    assert found.extent is Extent.PARTIELLE
    assert found.differs


def test_a_bloc_about_something_else_makes_it_differ(harbour: Catalog) -> None:
    pair = _pair(harbour)
    ((_, declared),) = pair.official
    accounts = dataclasses.replace(
        declared.sources[0],
        node=dataclasses.replace(declared.sources[0].node, value=pair.other.referentiel.blocs[1].key),
    )
    found = _declaring(pair, sources=(accounts,))
    assert (found.extent, found.differs) == (Extent.AUCUNE, True)
    assert our_reading(found, voice("en")) == "none (0 of 3)"
    # Without a named bloc of the other, all of it is to be covered by the one named.
    whole = _declaring(pair, sources=(accounts,), targets=tuple((ref, ()) for ref, _ in declared.targets))
    assert len(whole.coverage.statements) == len(pair.one.referentiel.competences)


def test_where_a_side_has_no_competences_nothing_is_found_either_way(harbour: Catalog) -> None:
    (found,) = declared_readings(_pair(harbour))
    found = dataclasses.replace(found, coverage=Coverage(()))
    assert (found.extent, found.differs) == (Extent.INCONNUE, False)
    assert our_reading(found, voice()) == "non calculable"


def test_the_argument_says_both(harbour: Catalog) -> None:
    text = render(compare_codes(harbour, ["RNCP90001", "RNCP90002"]), "text").decode()
    assert "Notre lecture : totale (3 sur 3)" in text
    assert "écart" not in text
