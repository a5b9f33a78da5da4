"""What people type for a parameter, and what it stands for."""

from __future__ import annotations

import pytest

from graphkit.errors import QueryRejected
from graphkit.identifiers import Minter
from graphkit.nodes import XSD_DATE, XSD_INTEGER, XSD_STRING
from graphkit.parameters import bind, parse_value
from graphkit.questions import Parameter, load_question

MINTER = Minter()
BASE = MINTER.base


def parameter(kind: str) -> Parameter:
    return Parameter("x", kind, "x", "x", "")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("certification", "RNCP25520", f"{BASE}certification/RNCP25520"),
        ("certification", "rncp 25520", f"{BASE}certification/RNCP25520"),
        ("certification", "chef-de-projet-digital", f"{BASE}certification/chef-de-projet-digital"),
        ("certification", "certification/RS5000", f"{BASE}certification/RS5000"),
        ("certification", "https://example.org/certification/1", "https://example.org/certification/1"),
        ("bloc", "rncp34762 bc01", f"{BASE}bloc/RNCP34762BC01"),
        ("bloc", "RNCP40505-01", f"{BASE}bloc/RNCP40505-01"),
        ("certificateur", "130 017 270", f"{BASE}certificateur/130017270"),
        ("certificateur", "13001727000013", f"{BASE}certificateur/130017270"),
        ("certificateur", "École Exemple", f"{BASE}certificateur/ecole-exemple"),
        ("rome", "m1803", f"{BASE}rome/M1803"),
        ("nsf", "326n", f"{BASE}nsf/326n"),
        ("voie-acces", "VAE", f"{BASE}voie-acces/vae"),
        ("niveau", "7", f"{BASE}niveau/7"),
        ("iri", "competence/RNCP1/C1.1", f"{BASE}competence/RNCP1/C1.1"),
    ],
)
def test_a_spelling_stands_for_an_iri(kind: str, text: str, value: str) -> None:
    node = parse_value(parameter(kind), text, MINTER)
    assert (node.value, node.kind) == (value, "iri")


@pytest.mark.parametrize(
    ("kind", "text", "value", "datatype"),
    [
        ("text", 'un "mot"', 'un "mot"', XSD_STRING),
        ("integer", "007", "7", XSD_INTEGER),
        ("date", "2026-11-23", "2026-11-23", XSD_DATE),
        ("date", "3/2/2026", "2026-02-03", XSD_DATE),
    ],
)
def test_a_text_stands_for_a_literal(kind: str, text: str, value: str, datatype: str) -> None:
    node = parse_value(parameter(kind), text, MINTER)
    assert (node.value, node.datatype) == (value, datatype)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("certification", "RNCP"),
        ("certification", "https://a b"),
        ("bloc", "BC01"),
        ("rome", "M18"),
        ("niveau", "neuf"),
        ("voie-acces", "apprentissage"),
        ("certificateur", "***"),
        ("integer", "sept"),
        ("date", "31/02/2026"),
        ("date", "demain"),
        ("iri", "a b"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_form(kind: str, text: str) -> None:
    with pytest.raises(QueryRejected, match=r"^x: .* is not "):
        parse_value(parameter(kind), text, MINTER)


def test_a_missing_or_unknown_parameter_is_told_of() -> None:
    composition = load_question("composition")
    with pytest.raises(QueryRejected, match="composition needs certification: a register number"):
        bind(composition, {"certification": " "}, MINTER)
    with pytest.raises(QueryRejected, match="no parameter 'fiche'; its parameters: certification"):
        bind(composition, {"fiche": "RNCP1"}, MINTER)


def test_a_default_is_used_and_an_optional_one_may_be_left_out() -> None:
    assert bind(load_question("certifications-par-voie"), {}, MINTER)["voie"].value.endswith("/vae")
    assert bind(load_question("expirations"), {"fin": ""}, MINTER) == {}
