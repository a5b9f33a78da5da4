"""The whole checklist, tried on one site."""

from __future__ import annotations

from collections.abc import Callable

from graphkit.audit.dataset import check_dataset
from graphkit.audit.dumps import check_dumps
from graphkit.audit.endpoint import check_endpoint
from graphkit.audit.evidence import AuditReport, Check, Checks
from graphkit.audit.headers import check_headers
from graphkit.audit.negotiation import check_things
from graphkit.audit.site import Asked, Site
from graphkit.audit.visit import Bounds
from graphkit.audit.vocabulary import check_ontology
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable

_PARTS: tuple[Callable[[Site], Checks], ...] = (
    check_headers,
    check_dataset,
    check_things,
    check_endpoint,
    check_ontology,
    check_dumps,
)


def audit(
    root: str,
    asked: Asked | None = None,
    bounds: Bounds | None = None,
    settings: Settings | None = None,
    *,
    told: Callable[[Check], None] = lambda _check: None,
) -> AuditReport:
    """Return the checklist of a site.

    Args:
        root: its address.
        asked: what a person says of it, for what it does not say itself.
        bounds: what the audit may take.
        settings: what parsing RDF may take.
        told: is given each check as soon as it is known.

    Raises:
        SourceUnreadable: it is no address, or nobody answers there.
    """
    site = Site(root, asked, bounds, settings)
    if not site.home.status:
        raise SourceUnreadable(f"{site.root}: {site.home.told}; is the site running?")
    checks = []
    for part in _PARTS:
        for check in part(site):
            checks.append(check)
            told(check)
    return AuditReport(site.root, site.visitor.sent, tuple(sorted(checks, key=lambda each: each.group)))
