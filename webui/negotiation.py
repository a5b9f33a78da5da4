"""Which representation of a thing a request wants: by suffix, parameter or ``Accept``. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

#: Name of a format, which is also its suffix -> media type.
MEDIA_TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

#: Formats of RDF, the preferred first.
RDF_FORMATS = ("ttl", "jsonld", "nt", "rdf")
#: Formats in which a thing of the graph is given, the preferred first.
THING_FORMATS = ("html", *RDF_FORMATS, "json")
#: Formats in which a table is given.
TABLE_FORMATS = ("html", "csv", "json")
#: Formats in which the answer to a question is given.
QUESTION_FORMATS = (*TABLE_FORMATS, "xlsx")

# What else clients of the field ask for.
_ALIASES = {
    "application/xhtml+xml": "html",
    "application/sparql-results+json": "json",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
}


def split_suffix(path: str, formats: Sequence[str]) -> tuple[str, str | None]:
    """Return a path without the suffix that names a format, and that format.

    Args:
        path: path of a request; a code may hold dots of its own (``C6A.1``).
        formats: names of the formats on offer.
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and stem and suffix in formats else (path, None)


def choose_format(accept: str, formats: Sequence[str]) -> str | None:
    """Return the format on offer that a client likes best, or ``None`` if it takes none of them.

    Ties go to the one offered first. Parameters of media types (``charset``, ``profile``) are set aside.

    Args:
        accept: value of the ``Accept`` header; empty means anything.
        formats: names of the formats on offer, the preferred first.
    """
    aliases = {name: [media for media, known in _ALIASES.items() if known == name] for name in formats}
    return choose_among(accept, {name: (MEDIA_TYPES[name], *aliases[name]) for name in formats})


def choose_among(accept: str, offers: Mapping[str, Sequence[str]]) -> str | None:
    """Return the offer that a client likes best, or ``None`` if it takes none of them.

    Args:
        accept: value of the ``Accept`` header; empty means anything.
        offers: name of each offer -> its media type and what else that is called; the preferred one first.
    """
    ranges = [_parse_range(item) for item in accept.split(",") if item.strip()]
    if not ranges:
        return next(iter(offers))
    qualities = {name: _quality(media_types, ranges) for name, media_types in offers.items()}
    best = max(offers, key=lambda name: qualities[name])
    return best if qualities[best] > 0 else None


def _parse_range(item: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in item.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
            if math.isnan(quality):
                quality = 0.0
    return media, quality


def _quality(media_types: Sequence[str], ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of an offer: that of the most specific range that covers it."""
    own, *others = media_types
    kind = own.partition("/")[0]
    by_rank: dict[int, float] = {}
    for media, quality in ranges:
        if media == own:
            rank = 3
        elif media in others:
            rank = 2
        elif media == f"{kind}/*":
            rank = 1
        elif media == "*/*":
            rank = 0
        else:
            continue
        by_rank[rank] = max(by_rank.get(rank, 0.0), quality)
    return by_rank[max(by_rank)] if by_rank else 0.0
