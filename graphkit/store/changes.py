"""What a build changed, told by the digests of graphs that two versions keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphkit.store.manifest import Version, read_version
from graphkit.store.service import by_age, current_id


@dataclass(frozen=True, slots=True)
class FicheChanges:
    """Numbers of fiches, against the version that was in service before.

    Attributes:
        added: only the new version has them.
        changed: the same fiche says something else.
        removed: only the version before had them.
        unchanged: the same to the byte.
    """

    added: int
    changed: int
    removed: int
    unchanged: int


def digests_in_service(store_dir: Path, fresh: Version) -> Mapping[str, str] | None:
    """Return the digest of each graph of the version in service, or ``None`` when they are not known.

    Without any version there are none, which is known.

    Args:
        store_dir: directory of the store.
        fresh: the version about to take its place.
    """
    current = current_id(store_dir)
    if current is None:
        return None if by_age(store_dir) else {}
    if current == fresh.id:
        # An older program kept no digests, but the same id is the same data.
        return fresh.graph_digests()
    version = read_version(store_dir / "versions" / current)
    return None if version is None else version.graph_digests()


def fiche_changes(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None, base_iri: str
) -> FicheChanges | None:
    """Return what changed among the fiches, or ``None`` when one side is not known.

    Args:
        before: IRI of each graph -> its digest, in the version before.
        after: the same, in the new version.
        base_iri: start of the IRIs of all data.
    """
    if before is None or after is None:
        return None
    old, new = _fiches(before, base_iri), _fiches(after, base_iri)
    both = old.keys() & new.keys()
    unchanged = sum(old[graph] == new[graph] for graph in both)
    return FicheChanges(
        added=len(new) - len(both),
        changed=len(both) - unchanged,
        removed=len(old) - len(both),
        unchanged=unchanged,
    )


def _fiches(digests: Mapping[str, str], base_iri: str) -> dict[str, str]:
    """Keep the graphs ``fiche/<id>/<type>``; what the shapes found in one stands one segment below."""
    start = f"{base_iri}fiche/"
    return {
        graph: digest
        for graph, digest in digests.items()
        if graph.startswith(start) and graph.count("/", len(start)) == 1
    }
