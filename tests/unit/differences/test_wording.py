"""Two texts side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.differences.wording import Segment, compare_texts, folded_words, sameness


@given(st.text(alphabet="ab é.,\n-", max_size=40), st.text(alphabet="ab é.,\n-", max_size=40))
def test_each_side_joined_is_the_very_text(before: str, after: str) -> None:
    segments = compare_texts(before, after)
    assert "".join(each.before for each in segments) == before
    assert "".join(each.after for each in segments) == after
    assert all((each.operation == "equal") == (each.before == each.after) for each in segments)


def test_a_word_put_for_another_is_told_alone() -> None:
    assert compare_texts("Tailler les arbres en hiver", "Tailler les haies en hiver") == (
        Segment("equal", "Tailler les ", "Tailler les "),
        Segment("replace", "arbres", "haies"),
        Segment("equal", " en hiver", " en hiver"),
    )


def test_a_small_word_between_two_changes_is_no_common_ground() -> None:
    segments = compare_texts("conduire une réunion de chantier", "animer une équipe de chantier")
    assert [each.operation for each in segments] == ["replace", "equal"]
    assert segments[0].before == "conduire une réunion"


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("Élaguer les arbres", "elaguer les ARBRES", 1.0),
        ("un deux trois quatre", "un deux trois cinq", 0.75),
        ("un deux", "trois quatre", 0.0),
        ("", "", 0.0),
    ],
)
def test_sameness_is_the_share_of_words_in_the_same_order(one: str, other: str, share: float) -> None:
    assert sameness(folded_words(one), folded_words(other)) == share
