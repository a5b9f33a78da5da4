"""The best way to pair the items of two lists."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(scores: Sequence[Sequence[float | None]]) -> list[tuple[int, int]]:
    """Return the pairs, one for each item at most, whose scores add up to most.

    Args:
        scores: score of each item of the first list with each of the other; ``None`` for no pair.
    """
    if not scores or not scores[0]:
        return []
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - half a second, only a comparison needs it

    useful = [[score or 0.0 for score in row] for row in scores]
    rows, columns = linear_sum_assignment(useful, maximize=True)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if scores[a][b] is not None]
