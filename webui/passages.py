"""Positions in a source, said briefly. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from graphkit.catalog.views import PassageView


def condense(passages: Sequence[PassageView]) -> tuple[PassageView, ...]:
    """Return the same positions with each said once; lines that follow one another are one range.

    Args:
        passages: positions, in one or several records.
    """
    ranges: list[tuple[str, int, int]] = []
    for fiche, first, last in sorted((each.fiche, *each.lines) for each in passages if each.lines):
        if ranges and ranges[-1][0] == fiche and first <= ranges[-1][2] + 1:
            _, start, end = ranges.pop()
            ranges.append((fiche, start, max(end, last)))
        else:
            ranges.append((fiche, first, last))
    paths = dict.fromkeys((each.fiche, each.xml_path) for each in passages if not each.lines)
    return (
        *(PassageView(fiche, lines=(first, last)) for fiche, first, last in ranges),
        *(PassageView(fiche, xml_path=path) for fiche, path in paths),
    )
