"""Correspondences that the records declare, beside what the computed coverage says of the same blocs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graphkit.catalog.views import CorrespondenceView
from graphkit.comparing.sides import PairOfSides, Side
from graphkit.matching.coverage import Coverage, Covered, How
from graphkit.matching.verdict import PARTIAL, TOTAL

_RANK = (How.UNE, How.PLUSIEURS, How.PARTIELLEMENT, How.NON)


class Extent(StrEnum):
    """How much of what a correspondence promises the computed coverage finds."""

    TOTALE = "totale"
    PARTIELLE = "partielle"
    AUCUNE = "aucune"
    INCONNUE = "non calculable"


@dataclass(frozen=True, slots=True)
class DeclaredReading:
    """A declared correspondence with the computed coverage of its targets by its sources.

    Attributes:
        side: the side whose record declares it.
        declared: the correspondence: all its sources together stand for all its targets.
        coverage: how its targets are covered by its sources.
    """

    side: Side
    declared: CorrespondenceView
    coverage: Coverage

    @property
    def extent(self) -> Extent:
        """How much of it is found."""
        share = self.coverage.share
        if share is None:
            return Extent.INCONNUE
        return Extent.TOTALE if share >= TOTAL else Extent.PARTIELLE if share >= PARTIAL else Extent.AUCUNE

    @property
    def differs(self) -> bool:
        """Whether the computed coverage says less than the record."""
        return self.extent in {Extent.PARTIELLE, Extent.AUCUNE}


def declared_readings(pair: PairOfSides) -> Iterator[DeclaredReading]:
    """Yield each correspondence that one of two records declares with the other, and what is found of it.

    Args:
        pair: the two, compared.
    """
    for side, each in pair.official:
        other = pair.other if side is pair.one else pair.one
        sources = frozenset(cell.node.value for cell in each.sources)
        targets = frozenset(
            cell.node.value for ref, blocs in each.targets if ref.iri == other.view.ref.iri for cell in blocs
        )
        yield DeclaredReading(side, each, _coverage(pair, side, sources, targets))


def _coverage(
    pair: PairOfSides, covering: Side, sources: frozenset[str], targets: frozenset[str]
) -> Coverage:
    """Return how blocs of the other side are covered by blocs of one; no bloc named means all."""
    first = covering is pair.one
    if not sources and not targets:
        return pair.comparison.of_other if first else pair.comparison.of_one
    best: dict[str, Covered] = {}
    for cell in pair.comparison.blocs:
        source, target = (cell.one, cell.other) if first else (cell.other, cell.one)
        if (not sources or source in sources) and (not targets or target in targets):
            for each in (cell.of_other if first else cell.of_one).statements:
                known = best.get(each.key)
                if known is None or _RANK.index(each.how) < _RANK.index(known.how):
                    best[each.key] = each
    return Coverage(tuple(best.values()))
