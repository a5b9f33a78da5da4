"""Putting a kept version back in service, and the list of those that can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graphkit.errors import StoreUnavailable
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.journal import settle
from graphkit.store.manifest import Version, damage
from graphkit.store.service import (
    current_id,
    make_newest,
    matches_lock,
    no_version,
    put_in_service,
    versions_of,
    writer_lock,
)

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version that a store keeps.

    Attributes:
        id: its identifier.
        quads: number of its quads.
        published: when it was last put in service, by a build or a rollback.
        in_service: it is the one that readers get.
        damage: what is wrong with its files, as far as their sizes tell; empty if nothing is.
    """

    id: str
    quads: int
    published: datetime
    in_service: bool
    damage: str


@dataclass(frozen=True, slots=True)
class Rollback:
    """What a rollback did.

    Attributes:
        version: id of the version now in service.
        replaced: id of the version in service before; empty if there was none.
        quads: number of quads now in service.
    """

    version: str
    replaced: str
    quads: int


def kept_versions(store_dir: Path) -> list[KeptVersion]:
    """Return the versions that a store keeps, the last published first.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: it keeps none.
    """
    current = current_id(store_dir)
    return [
        KeptVersion(
            id=version.id,
            quads=version.quads,
            published=datetime.fromtimestamp(int(version.path.stat().st_mtime), UTC),
            in_service=version.id == current,
            damage=damage(version) or "",
        )
        for version in _some(store_dir)
    ]


def roll_back(store_dir: Path, wanted: str | None = None) -> Rollback:
    """Put the version that was in service before this one, or a named one, in service again.

    It becomes the last published: a second rollback without a name undoes the first, and what is built
    next prunes the others before it.

    Args:
        store_dir: directory of the store.
        wanted: id of the version, or the start of it that no other has; the one before when absent.

    Raises:
        StoreUnavailable: there is no such version or more than one, it is damaged, or a build is under way or
            matches are being kept.
    """
    _some(store_dir)
    try:
        with matches_lock(store_dir), writer_lock(store_dir):
            current = current_id(store_dir)
            kept = _some(store_dir)
            version = _before(kept, current, store_dir) if wanted is None else _named(kept, wanted, store_dir)
            problem = damage(version, thorough=True)
            if problem is not None:
                raise StoreUnavailable(
                    f"version {version.id[:_SHOWN]} is damaged: {problem}; nothing was changed, name another"
                    f" one of: graphkit versions --store {store_dir}"
                )
            settle(store_dir)
            # Killed in between, the pointer still names a whole version.
            make_newest(store_dir, version.id)
            put_in_service(store_dir, version.id)
    except OSError as error:
        raise StoreUnavailable(f"no version can be put in service in {store_dir}: {error}") from error
    return Rollback(version.id, current or "", version.quads)


def open_kept(store_dir: Path, wanted: str) -> EmbeddedStore:
    """Open a version that a store keeps, for reading.

    Args:
        store_dir: directory of the store.
        wanted: id of the version, or the start of it that no other has.

    Raises:
        StoreUnavailable: there is no such version or more than one, or it is damaged.
    """
    version = _named(_some(store_dir), wanted, store_dir)
    problem = damage(version)
    if problem is not None:
        raise StoreUnavailable(f"version {version.id[:_SHOWN]} is damaged: {problem}; name another one")
    return EmbeddedStore.open(version.files, version=version)


def _some(store_dir: Path) -> list[Version]:
    kept = versions_of(store_dir)
    if not kept:
        raise no_version(store_dir)
    return kept


def _before(kept: list[Version], current: str | None, store_dir: Path) -> Version:
    version = next((version for version in kept if version.id != current), None)
    if version is None:
        raise StoreUnavailable(
            f"{store_dir} keeps no version before the one in service; GRAPHKIT_KEEP_VERSIONS says how many"
            " a build leaves"
        )
    return version


def _named(kept: list[Version], wanted: str, store_dir: Path) -> Version:
    found = [version for version in kept if version.id.startswith(wanted.lower())]
    if len(found) == 1:
        return found[0]
    if not found:
        listed = ", ".join(version.id[:_SHOWN] for version in kept)
        raise StoreUnavailable(f"{store_dir} keeps no version {wanted}; it keeps {listed}")
    listed = ", ".join(version.id for version in found)
    raise StoreUnavailable(f"more than one version starts with {wanted!r}: {listed}; give more of its id")
