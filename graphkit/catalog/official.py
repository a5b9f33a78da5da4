"""Official correspondences, questioned: what the record of one side says against that of the other.

Legal exception for the RS: Code du travail, art. L. 6113-6; France compétences, Vademecum RNCP v1.1, p. 62.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.catalog.answers import TableView

if TYPE_CHECKING:
    from graphkit.catalog.catalog import Catalog

#: The questions of the audit, the gravest first.
AUDIT = (
    "correspondances-totales-entre-niveaux",
    "correspondances-hors-exception-rs",
    "correspondances-cibles-introuvables",
    "correspondances-non-reprises",
    "correspondances-sans-retour",
    "correspondances-sans-suite",
)


def audit_correspondences(catalog: Catalog, code: str = "") -> tuple[TableView, ...]:
    """Return the answers to the questions of the audit.

    Args:
        catalog: the graph.
        code: of what one certification declares, in any spelling; of all when absent.

    Raises:
        NotFound: the graph does not hold it.
    """
    given = {"certification": catalog.certification(code, partners=0).ref.path} if code else {}
    return tuple(catalog.question(name, given) for name in AUDIT)
