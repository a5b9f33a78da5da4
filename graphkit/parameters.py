"""From what a user types after ``name=`` to the term that a question is asked with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from graphkit.errors import QueryRejected
from graphkit.identifiers import Minter, normalise_numero, siren_of
from graphkit.nodes import Node, literal
from graphkit.ntriples import iri
from graphkit.questions import NamedQuery, Parameter
from graphkit.text import slugify

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+", re.IGNORECASE)
_FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BLOC = re.compile(r"((?:RNCP|RS)\s*\d+)\s*(BC\s*\d+|-.+)", re.IGNORECASE)

#: Nomenclature -> form of its codes; the kinds of parameters that are codes have the same names.
CODE_FORMS = {
    "rome": re.compile(r"[A-Z]\d{4}"),
    "nsf": re.compile(r"\d{2,3}[a-z]?"),
    "formacode": re.compile(r"\d{5}"),
    "niveau": re.compile(r"[1-8]|reprise|aucun"),
    "voie-acces": re.compile(r"fi|ca|fc|cq|cl|vae"),
    "ccn": re.compile(r"\d+"),
    "idcc": re.compile(r"\d+"),
}

#: What is asked for as it stands in the graph, without a nomenclature -> form of it.
LITERAL_FORMS = {
    "regle": re.compile(r"R\d{2}(-\d)?"),
    "force": re.compile(r"[MSAF]"),
    "langue": re.compile(r"fr|en"),
}

#: Kind of parameter -> what is expected, as messages and forms say it.
KINDS = {
    "certification": "a register number (RNCP25520, RS5000) or the slug of a draft (chef-de-projet-digital)",
    "bloc": "the code of a bloc with its fiche (RNCP34762BC01)",
    "certificateur": "a SIREN (9 digits), a SIRET (14 digits) or the name of a certifier",
    "rome": "a ROME code (M1803)",
    "nsf": "an NSF code (320)",
    "formacode": "a Formacode (31094)",
    "niveau": "a level (2 to 8)",
    "voie-acces": "a route: fi, ca, fc, cq, cl or vae",
    "iri": "an address, or a path of this graph (certification/RNCP25520)",
    "regle": "the number of a rule (R17)",
    "force": "the force of a rule: M (imposed), S (expected), A (advice) or F (limit of format)",
    "langue": "a language: fr or en",
    "text": "a word or a phrase",
    "code": "a code",
    "integer": "a whole number",
    "date": "a date as AAAA-MM-JJ or JJ/MM/AAAA",
}


def bind(query: NamedQuery, given: Mapping[str, str], minter: Minter) -> dict[str, Node]:
    """Return the terms that a question is asked with.

    Args:
        query: the question.
        given: parameter -> what the user typed; an empty text counts as nothing.
        minter: names the things.

    Raises:
        QueryRejected: a value is missing, unknown or not of the expected form; the message names the
            parameter and the form.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise QueryRejected(f"{query.name} has no parameter {name!r}; its parameters: {names}")
    values: dict[str, Node] = {}
    for parameter in query.parameters:
        text = given.get(parameter.name, "").strip() or parameter.default
        if text:
            values[parameter.name] = parse_value(parameter, text, minter)
        elif not parameter.optional:
            raise QueryRejected(
                f"{query.name} needs {parameter.name}: {KINDS[parameter.kind]};"
                f" for example {parameter.name}={parameter.example}",
                french=f"Remplissez le champ « {parameter.name} ».",
            )
    return values


def parse_value(parameter: Parameter, text: str, minter: Minter) -> Node:
    """Return the term that a typed value stands for.

    Args:
        parameter: what is expected.
        text: what the user typed.
        minter: names the things.

    Raises:
        QueryRejected: it is not of the expected form.
    """
    try:
        return _parse(parameter.kind, text.strip(), minter)
    except ValueError as error:
        raise QueryRejected(
            f"{parameter.name}: {text!r} is not {KINDS[parameter.kind]}",
            french=f"« {text} » ne convient pas pour « {parameter.name} » : corrigez ce champ.",
        ) from error


def _parse(kind: str, text: str, minter: Minter) -> Node:
    match kind:
        case "text" | "code":
            node = literal(text)
        case _ if kind in LITERAL_FORMS:
            node = literal(_literal(kind, text))
        case "integer":
            node = literal(int(text))
        case "date":
            french = _FRENCH_DATE.fullmatch(text)
            node = literal(
                date(int(french[3]), int(french[2]), int(french[1])) if french else date.fromisoformat(text)
            )
        case "iri":
            node = Node(_address(text, minter))
        case _ if _ABSOLUTE.fullmatch(text):
            node = Node(_address(text, minter))
        case _ if text.startswith(f"{kind}/"):
            node = Node(_address(text, minter))
        case _:
            node = Node(_mint(kind, text, minter))
    return node


def _literal(kind: str, text: str) -> str:
    for candidate in (text.upper(), text.lower()):
        if LITERAL_FORMS[kind].fullmatch(candidate):
            return candidate
    raise ValueError(text)


def _address(text: str, minter: Minter) -> str:
    address = text if _ABSOLUTE.fullmatch(text) else minter.base + text.lstrip("/")
    iri(address)
    return address


def _mint(kind: str, text: str, minter: Minter) -> str:
    if kind == "certification":
        return minter.certification(text if _SLUG.fullmatch(text) else normalise_numero(text))
    if kind == "bloc":
        match = _BLOC.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return minter.iri("bloc", normalise_numero(match[1]) + match[2].upper().replace(" ", ""))
    if kind == "certificateur":
        digits = text.replace(" ", "")
        name = digits if digits.isdigit() else slugify(text)
        return minter.iri("certificateur", siren_of(digits) or name)
    code = text if kind == "voie-acces" or not text.isascii() else text.upper()
    for candidate in (code, text.lower()):
        if CODE_FORMS[kind].fullmatch(candidate):
            return minter.concept(kind, candidate)
    raise ValueError(text)
