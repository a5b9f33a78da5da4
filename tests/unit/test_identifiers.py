"""Names of things: the shapes of addresses are a contract with other programs."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graphkit.identifiers import (
    Minter,
    digest,
    encode_address,
    is_web_address,
    normalise_numero,
    siren_of,
)

BASE = "https://w3id.org/referentiels/"
MINTER = Minter(BASE)


@pytest.mark.parametrize(
    ("spelling", "numero"),
    [("RNCP25520", "RNCP25520"), ("rncp 25520", "RNCP25520"), ("RS5000", "RS5000"), (" rs 0500 ", "RS500")],
)
def test_a_register_number_has_one_spelling(spelling: str, numero: str) -> None:
    assert normalise_numero(spelling) == numero


@pytest.mark.parametrize("text", ["25520", "RNCP", "RNCP25520BC01", "XRNCP1", ""])
def test_what_is_no_register_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a register number"):
        normalise_numero(text)


def test_addresses_are_those_of_the_contract() -> None:
    assert MINTER.certification("RNCP25520") == BASE + "certification/RNCP25520"
    assert MINTER.bloc("RNCP25520", "RNCP25520BC01") == BASE + "bloc/RNCP25520BC01"
    assert MINTER.concept("rome", "M1803") == BASE + "rome/M1803"
    assert MINTER.concept("voie-acces", "vae") == BASE + "voie-acces/vae"
    assert MINTER.certificateur("CCI Paris", "13001727000013") == BASE + "certificateur/130017270"
    assert MINTER.certificateur("Gobelins, l’école de l’image", None).endswith(
        "certificateur/gobelins-l-ecole-de-l-image"
    )


def test_a_bloc_code_that_two_fiches_use_names_two_blocs() -> None:
    assert MINTER.bloc("RNCP40505", "01") != MINTER.bloc("RNCP40080", "01")
    assert MINTER.bloc("RNCP40505", "01") == BASE + "bloc/RNCP40505-01"


def test_a_bloc_of_another_fiche_s_numbering_stays_apart() -> None:
    """A fiche that prints another's bloc code does not take that bloc over."""
    assert MINTER.bloc("RNCP2", "RNCP25BC01") == BASE + "bloc/RNCP2-RNCP25BC01"


def test_the_digest_of_a_statement_ignores_white_space_alone() -> None:
    assert digest("Piloter  un\nprojet ") == digest("Piloter un projet")
    assert digest("Piloter un projet") != digest("piloter un projet")
    assert len(digest("x")) == 10


def test_a_siren_comes_from_fourteen_digits_only() -> None:
    assert siren_of("13001727000013") == "130017270"
    assert siren_of("1300172700001") is None
    assert siren_of(None) is None


@given(st.text(min_size=1).filter(lambda s: s.strip()))
def test_any_segment_makes_an_iri_that_the_store_takes(segment: str) -> None:
    try:
        segment.encode()
    except UnicodeEncodeError:
        return
    NamedNode(MINTER.iri("x", segment))


@pytest.mark.parametrize(
    ("address", "usable"),
    [
        ("http://www.gobelins.fr", True),
        ("https://exemple.fr/a b?c=é", True),
        ("www.gobelins.fr", False),
        ("javascript:alert(1)", False),
        ("http://[bad", False),
        ("http://exemple.fr:99999999/", False),
        ("*       *", False),
        ("http://", False),
    ],
)
def test_only_web_addresses_become_links(address: str, usable: bool) -> None:
    assert is_web_address(address) is usable
    if usable:
        NamedNode(encode_address(address))


@example("##")
@example("%zz")
@given(st.text())
def test_any_accepted_address_makes_an_iri_that_the_store_takes(tail: str) -> None:
    address = "https://exemple.fr/" + tail.encode("utf-8", "ignore").decode()
    if is_web_address(address):
        NamedNode(encode_address(address))
