import pytest

from graphkit.text import normalise_spaces, slugify


def test_every_kind_of_white_space_becomes_one_space() -> None:
    assert normalise_spaces("  a\u00a0b\u202f:\n\tc  ") == "a b : c"


def test_control_characters_that_xml_cannot_carry_are_dropped() -> None:
    assert normalise_spaces("a\x00b\x0bc") == "abc"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Chef de projet digital", "chef-de-projet-digital"),
        ("Œuvre d’été – niveau 6", "oeuvre-d-ete-niveau-6"),
        ("DEUST", "deust"),
    ],
)
def test_a_slug_is_ascii(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_text_without_letter_or_digit_has_no_slug() -> None:
    with pytest.raises(ValueError, match="no letter or digit"):
        slugify("…")
