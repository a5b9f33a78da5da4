"""What readers note about what they read: said once, in both languages, where it is made."""

from __future__ import annotations

from typing import NamedTuple

from graphkit.model import Anomaly, Document
from graphkit.passages import Passages
from graphkit.text import normalise_spaces

_EXTRAIT = 200


class Note(NamedTuple):
    """A note of a reader.

    Attributes:
        regle: its short name.
        message: what is wrong and what was done, in French.
        message_en: the same in English.
    """

    regle: str
    message: str
    message_en: str


class Dit(NamedTuple):
    """A few words that notes quote, in both languages.

    Attributes:
        fr: in French.
        en: in English.
    """

    fr: str
    en: str


def anomalie(
    document: Document, note: Note, passages: Passages = (), extrait: str = "", *, grave: bool = True
) -> Anomaly:
    """Return a note as the anomaly of a document.

    Args:
        document: the source.
        note: what is wrong and what was done.
        passages: where.
        extrait: the text at fault.
        grave: it may be wrong, rather than merely told.
    """
    return Anomaly(
        document,
        note.regle,
        note.message,
        excerpt=normalise_spaces(extrait)[:_EXTRAIT],
        passages=passages,
        severity="warning" if grave else "info",
        message_en=note.message_en,
    )
