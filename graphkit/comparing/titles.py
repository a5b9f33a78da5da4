"""Certifications whose title, or the title of a bloc, is near those of one: quick, for its own page.

Their competences are compared in full elsewhere, which takes longer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graphkit.catalog import Catalog
from graphkit.catalog.contents import Neighbour
from graphkit.catalog.views import CertificationRef, CertificationView
from graphkit.errors import StoreUnavailable
from graphkit.index.texts import Kind

#: Titles of blocs that are looked for: each is a search, and a page waits for it.
_BLOCS = 4
_LOOKED_AT = 12
#: A title that scores less is near by chance.
_LEAST = 0.3
_REASONS = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a certification is near another.

    Attributes:
        own: the title of the one asked about, or of a bloc of it.
        near: the title of the other.
    """

    own: str
    near: Neighbour


@dataclass(frozen=True, slots=True)
class NearCertification:
    """A certification near another, the best reasons first."""

    ref: CertificationRef
    reasons: tuple[Reason, ...]


def near_by_titles(
    catalog: Catalog, view: CertificationView, limit: int = 4
) -> tuple[NearCertification, ...]:
    """Return the certifications nearest to one by their titles and those of their blocs.

    Args:
        catalog: the graph; without a search index nothing is near.
        view: the certification.
        limit: how many at most.
    """
    asked = [(view.ref.title, Kind.INTITULE), *((each.title, Kind.BLOC) for each in view.blocs[:_BLOCS])]
    found: defaultdict[str, list[Reason]] = defaultdict(list)
    for title, kind in asked:
        for near in _nearest(catalog, title, kind):
            if near.certification != view.ref.iri and near.match.score >= _LEAST:
                found[near.certification].append(Reason(title, near))
    ranked = {iri: sorted(each, key=_rank)[:_REASONS] for iri, each in found.items()}
    best = sorted(ranked, key=lambda iri: (_rank(ranked[iri][0]), iri))[:limit]
    refs = {row.certification.iri: row.certification for row in catalog.result_rows(best)}
    return tuple(NearCertification(refs[iri], tuple(ranked[iri])) for iri in best if iri in refs)


def _nearest(catalog: Catalog, title: str, kind: Kind) -> tuple[Neighbour, ...]:
    try:
        return catalog.contents.nearest(title, (kind,), _LOOKED_AT) if title else ()
    except StoreUnavailable:
        return ()


def _rank(reason: Reason) -> tuple[float, str]:
    return -reason.near.match.score, reason.near.bearer.node.value
