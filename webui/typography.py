"""How French and English are written: spaces, dates, numbers. Pure functions."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

#: Narrow no-break space: stands before ``: ; ! ? %`` and inside ``« »`` in French, and in numbers.
NARROW = "\u202f"

_BEFORE_SIGN = re.compile(r"[ \u00a0](?=[:;!?»]|%(?!\())")
_AFTER_OPENING = re.compile(r"«[ \u00a0]")

_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"
_MONTHS = {"fr": _FRENCH_MONTHS.split(), "en": _ENGLISH_MONTHS.split()}
_THOUSANDS = {"fr": NARROW, "en": ","}
_DECIMAL = {"fr": ",", "en": "."}


def typeset_french(text: str) -> str:
    """Return a French interface text with narrow no-break spaces where French typography has them.

    Only spaces that stand there already are changed, so that addresses and times keep their colons.

    Args:
        text: a text of the interface, never data: data stay as their source has them.
    """
    return _AFTER_OPENING.sub(f"«{NARROW}", _BEFORE_SIGN.sub(NARROW, text))


def format_date(value: date, language: str) -> str:
    """Return a date in words: ``23 novembre 2026``, ``23 November 2026``, ``1er mai 2027``.

    Args:
        value: the date.
        language: ``fr`` or ``en``.
    """
    day = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{day}\u00a0{_MONTHS[language][value.month - 1]} {value.year}"


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
