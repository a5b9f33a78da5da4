"""Whether a certification can be used on a given day, as one word. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from graphkit.catalog.views import CertificationRef, CertificationView
from graphkit.index.facets import SOON

Kind = Literal["active", "soon", "expired", "inactive", "unknown", "future"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a registration.

    Attributes:
        kind: ``unknown`` when the source tells neither a state nor an end; ``future`` only where a day before
            the beginning is asked for.
        end: last day of the registration, if the source gives it.
        days: days from today to that day, negative once it has passed.
    """

    kind: Kind
    end: date | None = None
    days: int | None = None


def standing_of(ref: CertificationRef, today: date) -> Standing:
    """Return the state of a certification on a day.

    A date that has passed prevails over a record that still says it is active: exports are older than
    the day they are read on. A record that says it is inactive prevails over a date to come.

    Args:
        ref: the certification.
        today: the day.
    """
    days = (ref.expires - today).days if ref.expires else None
    kind: Kind
    if days is not None and days < 0:
        kind = "expired"
    elif ref.active is False:
        kind = "inactive"
    elif days is not None:
        kind = "soon" if days <= SOON else "active"
    else:
        kind = "active" if ref.active else "unknown"
    return Standing(kind, ref.expires, days)


def last_text_end(view: CertificationView) -> date | None:
    """Return the last end of registration that a legal text of a certification gives.

    Args:
        view: the certification.
    """
    cells = (part.first("ref:dateFinEnregistrement") for part in view.textes)
    ends = [cell.node.python for cell in cells if cell is not None]
    return max((end for end in ends if isinstance(end, date)), default=None)
