"""Parameters of an address as values. Pure functions."""

from __future__ import annotations


def whole_number(text: str | None, *, least: int = 0, most: int = 1_000_000) -> int:
    """Return a parameter as a whole number within bounds; the least for anything else.

    Args:
        text: the parameter, if it was given.
        least: smallest number, and the one meant by default.
        most: largest number.
    """
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):  # noqa: PLR2004 - far past most
        return least
    return min(max(int(digits), least), most)


def share(text: str | None, default: float) -> float:
    """Return a parameter as a number from 0 to 1, with a comma or a point; the default for anything else.

    Args:
        text: the parameter, if it was given.
        default: what is meant without it.
    """
    try:
        value = float((text or "").strip().replace(",", "."))
    except ValueError:
        return default
    return value if 0 <= value <= 1 else default
