"""Positions in a source, said briefly. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from graphkit.catalog.views import PassageView


def condense(passages: Sequence[PassageView]) -> tuple[PassageView, ...]:
    """Return the same positions with each said once; lines that follow one another are one range.

    Args:
        passages: positions, in one or several records.
    """
    in_drafts = dict.fromkeys(
        PassageView(
            each.fiche, lines=each.lines, xml_path=each.xml_path, page=each.page, table_cell=each.table_cell
        )
        for each in passages
        if each.page or each.table_cell
    )
    passages = [each for each in passages if not (each.page or each.table_cell)]
    ranges: list[tuple[str, str, int, int]] = []
    placed = ((each.fiche, each.xml_path, *each.lines) for each in passages if each.lines)
    for fiche, table, first, last in sorted(placed):
        if ranges and ranges[-1][:2] == (fiche, table) and first <= ranges[-1][3] + 1:
            _, _, start, end = ranges.pop()
            ranges.append((fiche, table, start, max(end, last)))
        else:
            ranges.append((fiche, table, first, last))
    paths = dict.fromkeys((each.fiche, each.xml_path) for each in passages if not each.lines)
    return (
        *(PassageView(fiche, lines=(first, last), xml_path=table) for fiche, table, first, last in ranges),
        *(PassageView(fiche, xml_path=path) for fiche, path in paths),
        *in_drafts,
    )
