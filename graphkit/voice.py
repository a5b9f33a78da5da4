"""Texts of reports in French or in English, side by side, dates and numbers as either writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

Language = Literal["fr", "en"]

_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"
_MONTHS = {"fr": _FRENCH_MONTHS.split(), "en": _ENGLISH_MONTHS.split()}


def format_date(value: date, language: str) -> str:
    """Return a date in words: ``23 novembre 2026``, ``23 November 2026``, ``1er mai 2027``.

    Args:
        value: the date.
        language: ``fr`` or ``en``.
    """
    day = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{day}\u00a0{_MONTHS[language][value.month - 1]} {value.year}"


class Voice:
    """Says texts in one language.

    Args:
        language: ``fr`` or ``en``.
        names: English name of what French names, for values that are French words themselves.
    """

    def __init__(self, language: Language = "fr", names: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._names = names or {}

    def __call__(self, french: str, english: str) -> str:
        """Return the text in the language.

        Args:
            french: the text in French.
            english: the same in English.
        """
        return english if self.language == "en" else french

    def name(self, value: str) -> str:
        """Return the name of a value.

        Args:
            value: its French name.

        Raises:
            KeyError: it has none in English.
        """
        return str(value) if self.language == "fr" else self._names[value]

    def share(self, value: float | None) -> str:
        """Return a share as people write it; ``None`` where there is nothing to share."""
        if value is None:
            return self("sans objet", "not applicable")
        return self(f"{value:.0%}".replace("%", " %"), f"{value:.0%}")

    def decimal(self, value: float) -> str:
        """Return a number with two decimals."""
        return self(f"{value:.2f}".replace(".", ","), f"{value:.2f}")

    def day(self, value: date) -> str:
        """Return a date in words."""
        return format_date(value, self.language)

    def colon(self, name: str, text: str) -> str:
        """Return a name and what it is."""
        return self(f"{name} : {text}", f"{name}: {text}")

    def quote(self, text: str) -> str:
        """Return a text between the quotation marks of the language."""
        return self(f"« {text} »", f"“{text}”")
