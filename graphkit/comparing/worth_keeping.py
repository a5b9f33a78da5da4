"""The matches of two things named by their codes that are worth keeping with the graph."""

from __future__ import annotations

from graphkit.catalog import Catalog
from graphkit.comparing.occupation import towards
from graphkit.matching.rapprochement import LEAST_KEPT, Rapprochement, matches_of
from graphkit.parameters import CODE_FORMS


def matches_to_keep(
    catalog: Catalog, one: str, other: str, least: float | None = None
) -> tuple[Rapprochement, ...]:
    """Return the matches of two certifications, or of a certification and an occupation of ROME.

    Args:
        catalog: the graph.
        one: a certification, in any spelling.
        other: a certification, or the ROME code of an occupation.
        least: score from which a pair is kept; by default that of pairs, and none for an occupation, which
            says each competence in few words: all that is related to one is evidence.

    Raises:
        NotFound: the graph lacks one of them, or what the occupation requires.
    """
    if CODE_FORMS["rome"].fullmatch(rome := other.strip().upper()):
        return matches_of(towards(catalog, one, rome).comparison, least or 0.0)
    comparison = catalog.contents.compare(catalog.referentiel(one), catalog.referentiel(other))
    return matches_of(comparison, LEAST_KEPT if least is None else least)
