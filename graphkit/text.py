"""Pure functions on French text: white space, slugs, hyphenation at line ends."""

from __future__ import annotations

import re
import unicodedata

# A cell that begins so is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# XML 1.0 cannot carry these at all, and no register means them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def normalise_spaces(text: str) -> str:
    """Return the text with every run of white space (also non-breaking) as one space, ends trimmed."""
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def slugify(text: str) -> str:
    """Return an ASCII name of the text: lower case letters, digits and single hyphens.

    Args:
        text: any text; accents and ligatures are reduced to their base letters.

    Raises:
        ValueError: nothing of the text survives.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    slug = _NOT_SLUG.sub("-", letters.lower()).strip("-")
    if not slug:
        raise ValueError(f"no letter or digit to name this by: {text!r}")
    return slug


def disarm(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Args:
        cell: any text.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
