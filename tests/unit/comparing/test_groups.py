"""Competences of several certifications are told as sets: who has what."""

from __future__ import annotations

from graphkit.catalog import Catalog
from graphkit.comparing.groups import Shared, groups_of
from graphkit.comparing.sides import compare_codes


def _counts(shared: tuple[Shared, ...]) -> dict[str, int]:
    return {each.name: len(each.groups) for each in shared}


def test_of_two_what_is_in_common_and_what_only_one_has(harbour: Catalog) -> None:
    found = compare_codes(harbour, ["RNCP90001", "RNCP90002"])
    shared = groups_of(found)
    # Their first bloc, of three competences, is the same; each has two of its own.
    assert _counts(shared) == {"AB": 3, "A": 2, "B": 2}
    first, last = found.sides
    (group,) = (each for each in shared[0].groups if "optiques" in first.names[each.of(first)[0]].text)
    assert [last.names[key].text for key in group.of(last)] == [
        "Nettoyer les optiques du phare pour garantir la portée du feu"
    ]


def test_of_three_each_group_stands_once_with_all_that_have_it(harbour: Catalog) -> None:
    found = compare_codes(harbour, ["RNCP90001", "RNCP90002", "RNCP90003"])
    shared = groups_of(found)
    # The third says at another level what the first says.
    assert _counts(shared) == {"ABC": 3, "AC": 2, "B": 2}
    told = [key for each in shared for group in each.groups for _, keys in group.members for key in keys]
    assert sorted(told) == sorted(each.key for side in found.sides for each in side.referentiel.competences)
    assert not shared[2].groups[0].of(found.sides[0])


def test_a_competence_that_counts_as_covered_is_never_alone(harbour: Catalog) -> None:
    found = compare_codes(harbour, ["RNCP90001", "RNCP90002", "RNCP90003"], 0.1)
    alone = {
        key
        for each in groups_of(found)
        if len(each.sides) == 1
        for group in each.groups
        for _, keys in group.members
        for key in keys
    }
    for pair in found.pairs:
        gaps = {each.key for side in (pair.one, pair.other) for each in pair.gaps(side)}
        held = {each.key for side in (pair.one, pair.other) for each in side.referentiel.competences}
        assert alone & held <= gaps
