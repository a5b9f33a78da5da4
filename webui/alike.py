"""Which competences of a page stand, in the same words, in other certifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphkit.catalog.views import CertificationRef
from webui.race import RaceRow
from webui.viewer import catalog


def alike(certification: CertificationRef | None, rows: Iterable[RaceRow]) -> Mapping[str, int]:
    """Return IRI of a competence -> number of competences of other certifications with the same words.

    Args:
        certification: the one that they are of; where nobody knows it, nothing is compared.
        rows: their rows in a table.
    """
    if certification is None:
        return {}
    statements = {row.competence.iri: row.competence.text for row in rows}
    return catalog().statements.alike(certification.iri, statements)
