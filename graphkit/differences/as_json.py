"""A difference as plain values for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from graphkit.differences.difference import Difference, Family
from graphkit.differences.statements import Change


def as_plain(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain values.

    Args:
        difference: the difference.
    """
    return {
        "before": asdict(difference.before),
        "after": asdict(difference.after),
        "facts": [
            {"about": list(fact.name), "removed": list(fact.removed), "added": list(fact.added)}
            for fact in difference.facts
        ],
        "blocs": [
            {side: {"path": place.key, "code": place.code, "title": place.title} if place else None
             for side, place in (("before", bloc.before), ("after", bloc.after))}
            for bloc in difference.blocs
        ],
        "statements": [_family(difference, family) for family in difference.families],
    }  # fmt: skip


def _family(difference: Difference, family: Family) -> dict[str, Any]:
    return {
        "class": family.name,
        "before": family.before,
        "after": family.after,
        "unchanged": family.unchanged,
        "counts": dict(family.counts),
        "changes": [_change(difference, change) for change in family.changes],
    }


def _change(difference: Difference, change: Change) -> dict[str, Any]:
    sides = {
        side: [
            {"path": each.key, "code": each.code, "text": each.text, "in": list(difference.places_of(each))}
            for each in statements
        ]
        for side, statements in (("before", change.before), ("after", change.after))
    }
    return {"kinds": list(change.kinds), **sides, "words": [asdict(segment) for segment in change.segments]}


def render_json(difference: Difference) -> str:
    """Return a difference as JSON text.

    Args:
        difference: the difference.
    """
    return json.dumps(as_plain(difference), ensure_ascii=False, indent=1, default=str) + "\n"
