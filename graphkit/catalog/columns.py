"""Places the nodes of a graph in columns, from the codes to the criteria. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Kind of a thing -> its column; kinds that are not here are codes and bodies, in the first one.
COLUMNS = {
    "certification": 1, "correspondance": 1,
    "bloc": 2,
    "activite": 3, "capacites": 3, "specialisation": 3,
    "competence": 4,
    "composante": 5, "modalite": 5, "critere": 5, "livrable": 5, "certificat-de-bloc": 5,
}  # fmt: skip
WIDTH = 255
HEIGHT = 40
#: Kinds whose things consist of others of their kind.
_NESTED = frozenset({"activite", "capacites", "rome", "formacode", "nsf"})
_DEEPEST = 5

Column = tuple[int, int]
Point = tuple[float, float]


def column_of(kind: str) -> int:
    """Return the column of a kind of thing.

    Args:
        kind: first segment of its path.
    """
    return COLUMNS.get(kind, 0)


def place(kinds: Mapping[str, str], links: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """Return where each node stands: its column by its kind, its row near what it is tied to.

    Args:
        kinds: node -> its kind, in the order in which they are read.
        links: pairs of nodes that are tied, a whole before its part.
    """
    tied: dict[str, list[str]] = {node: [] for node in kinds}
    for one, other in links:
        tied[one].append(other)
        tied[other].append(one)
    column_of_node = _columns(kinds, links)
    rank = _reading_order(tied, column_of_node)
    columns: dict[Column, list[str]] = {}
    for node in sorted(kinds, key=rank.__getitem__):
        columns.setdefault(column_of_node[node], []).append(node)
    if not columns:
        return {}
    # The fullest column sets the rows; the others follow it, those beside it first.
    used = sorted(columns)
    fullest = max(used, key=lambda each: len(columns[each]))
    rows: dict[str, float] = {node: at * HEIGHT for at, node in enumerate(columns[fullest])}
    for column in sorted(used, key=lambda each: abs(used.index(each) - used.index(fullest))):
        if column != fullest:
            rows.update(_beside(columns[column], tied, rows))
    return {
        node: (used.index(column) * WIDTH, round(rows[node], 1))
        for column in used
        for node in columns[column]
    }


def _columns(kinds: Mapping[str, str], links: Sequence[tuple[str, str]]) -> dict[str, Column]:
    """Return the column of each node; a part has one of its own beside the whole of the same kind."""
    parts: dict[str, list[str]] = {}
    for whole, part in links:
        if kinds[whole] == kinds[part] and kinds[whole] in _NESTED:
            parts.setdefault(whole, []).append(part)
    found = {node: (column_of(kind), 0) for node, kind in kinds.items()}
    edge = list(parts)
    for level in range(1, _DEEPEST):
        edge = [part for whole in edge for part in parts.get(whole, ())]
        found.update({part: (found[part][0], level) for part in edge})
    return found


def _reading_order(tied: Mapping[str, Sequence[str]], columns: Mapping[str, Column]) -> dict[str, int]:
    """Return the rank of each node when each is followed by what hangs on it, columns to the right first."""
    given = {node: at for at, node in enumerate(columns)}
    rank: dict[str, int] = {}
    for first in columns:
        waiting = [first]
        while waiting:
            node = waiting.pop()
            if node in rank:
                continue
            rank[node] = len(rank)
            # The next one is popped from the end.
            waiting += sorted(
                (each for each in tied[node] if each not in rank and columns[each] >= columns[node]),
                key=lambda each: (columns[each], given[each]),
                reverse=True,
            )
    return rank


def _beside(
    column: Sequence[str], tied: Mapping[str, Sequence[str]], rows: Mapping[str, float]
) -> dict[str, float]:
    """Return the rows of a column: each node at the middle of what it is tied to, none upon another."""
    wanted: list[float] = []
    for node in column:
        known = [rows[each] for each in tied[node] if each in rows]
        wanted.append(sum(known) / len(known) if known else (wanted[-1] + HEIGHT if wanted else 0.0))
    ordered = sorted(range(len(column)), key=lambda at: (wanted[at], at))
    found: list[float] = []
    for at in ordered:
        found.append(max(wanted[at], found[-1] + HEIGHT) if found else wanted[at])
    drift = sum(wanted[at] - row for at, row in zip(ordered, found, strict=True)) / len(found)
    return {column[at]: row + drift for at, row in zip(ordered, found, strict=True)}
