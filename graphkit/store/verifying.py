"""Verifies versions thoroughly: every byte of every file, then every graph against the id of the version."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from graphkit.errors import StoreUnavailable
from graphkit.store.content import version_id
from graphkit.store.dump import digest_dump
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.manifest import Version, damage, index_damage, read_version
from graphkit.store.service import by_age, current_id, no_version


@dataclass(frozen=True, slots=True)
class VersionState:
    """What a version was found to be.

    Attributes:
        id: its identifier, after the name of its directory.
        quads: number of its quads; 0 where they cannot be counted.
        graphs: number of its named graphs, idem.
        in_service: it is the one that readers get.
        damage: what is wrong with it; empty if nothing is.
    """

    id: str
    quads: int
    graphs: int
    in_service: bool
    damage: str


def verify_store(store_dir: Path) -> list[VersionState]:
    """Verify every version that a store keeps, the last published first.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: it keeps none.
    """
    folders = by_age(store_dir)
    if not folders:
        raise no_version(store_dir)
    return [verify_version(folder, store_dir) for folder in folders]


def verify_version(folder: Path, store_dir: Path) -> VersionState:
    """Verify one version.

    Args:
        folder: its directory.
        store_dir: directory of the store.
    """
    version = read_version(folder)
    in_service = current_id(store_dir) == folder.name
    if version is None:
        problem = "its manifest is missing or unreadable"
        return VersionState(folder.name, 0, 0, in_service, problem)
    problem = _problem(version) or ""
    return VersionState(folder.name, version.quads, version.graphs, in_service, problem)


def _problem(version: Version) -> str | None:
    if version.id != version.path.name:
        return f"its manifest is that of version {version.id[:12]}"
    # A store with a damaged file may take all memory to read: its quads are not looked at.
    problem = damage(version, thorough=True) or index_damage(version, thorough=True)
    if problem is not None:
        return problem
    digests = version.graph_digests()
    if digests is None:
        return "the digests of its graphs are missing or unreadable"
    if version_id(digests) != version.id:
        return "the digests of its graphs are not those that its id is made of"
    try:
        with tempfile.TemporaryDirectory() as folder:
            dumped = digest_dump(EmbeddedStore.open(version.files), Path(folder))
    except StoreUnavailable as error:
        return str(error)
    return _difference(version, digests, dumped.graphs, dumped.lines)


def _difference(version: Version, told: dict[str, str], found: dict[str, str], lines: int) -> str | None:
    wrong = sorted(graph for graph in told.keys() | found.keys() if told.get(graph) != found.get(graph))
    if wrong:
        return f"{len(wrong)} graph(s) are not what was published, first {wrong[0]}"
    if lines != version.quads:
        return f"it has {lines} quads instead of {version.quads}"
    return None
