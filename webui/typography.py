"""How French and English are written: spaces and numbers. Pure functions."""

from __future__ import annotations

import re
from decimal import Decimal

#: Narrow no-break space: stands before ``: ; ! ? %`` and inside ``« »`` in French, and in numbers.
NARROW = "\u202f"

_BEFORE_SIGN = re.compile(r"[ \u00a0](?=[:;!?»]|%(?!\())")
_AFTER_OPENING = re.compile(r"«[ \u00a0]")

_THOUSANDS = {"fr": NARROW, "en": ","}
_DECIMAL = {"fr": ",", "en": "."}


def typeset_french(text: str) -> str:
    """Return a French interface text with narrow no-break spaces where French typography has them.

    Only spaces that stand there already are changed, so that addresses and times keep their colons.

    Args:
        text: a text of the interface, never data: data stay as their source has them.
    """
    return _AFTER_OPENING.sub(f"«{NARROW}", _BEFORE_SIGN.sub(NARROW, text))


def format_number(value: float | Decimal, language: str, *, digits: int | None = None) -> str:
    """Return a number as people write it: ``30 475`` or ``0,71`` in French, ``30,475`` or ``0.71``.

    Args:
        value: the number.
        language: ``fr`` or ``en``.
        digits: digits after the decimal mark; as many as the number has when absent.
    """
    plain = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if digits is not None:
        plain = f"{value:,.{digits}f}"
    return "".join({",": _THOUSANDS[language], ".": _DECIMAL[language]}.get(char, char) for char in plain)


_FICHE = re.compile(r"^(RNCP|RS)\d+-?(?=BC)")


def short_code(code: str) -> str:
    """Return the code of a bloc without that of its certification; any other code as it is."""
    return _FICHE.sub("", code)
