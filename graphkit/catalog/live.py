"""A catalog that follows the version in service while a server runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from graphkit.catalog.catalog import Catalog
from graphkit.config import DEFAULT_BASE_IRI, Settings
from graphkit.limits import Limits
from graphkit.store.pool import WorkerPool
from graphkit.store.protocol import Store
from graphkit.store.service import current_id
from graphkit.store.versions import open_current

_SECONDS_KEPT = 60.0


class CatalogSource(Protocol):
    """Gives the catalog to answer with now."""

    def get(self) -> Catalog:
        """Return the catalog of the data in service.

        Raises:
            StoreUnavailable: there are none to read.
        """


def catalog_source(settings: Settings) -> CatalogSource:
    """Return what opens the store of the settings: a directory, or a SPARQL endpoint."""
    return (
        RemoteCatalog(settings)
        if settings.endpoint
        else LiveCatalog(settings.store, settings.base_iri, settings.queries, vectors=settings.vectors)
    )


class LiveCatalog:
    """Opens the version in service, and the next one when a build has swapped it in.

    Args:
        store_dir: directory of the store.
        base_iri: start of the IRIs of its data.
        limits: what free queries may take.
        vectors: sentence vectors that comparisons use, as the settings name them.
    """

    def __init__(
        self,
        store_dir: Path,
        base_iri: str = DEFAULT_BASE_IRI,
        limits: Limits | None = None,
        *,
        vectors: str = "",
    ) -> None:
        # One for all versions: its processes open the one that a query is for.
        self.pool = WorkerPool(limits)
        self._store_dir = store_dir
        self._base_iri, self._vectors = base_iri, vectors
        self._lock = threading.Lock()
        self._seen: tuple[str, int] | None = None
        self._catalog: Catalog | None = None

    def get(self) -> Catalog:
        """Return the catalog of the version in service; each answer comes from one version.

        Raises:
            StoreUnavailable: there is no version, or none is intact.
        """
        named = self._named()
        with self._lock:
            if self._catalog is None or named != self._seen:
                self._catalog = self._open_without({})
                self._seen = named
            return self._catalog

    def _open_without(self, refused: Mapping[str, str]) -> Catalog:
        return Catalog(
            open_current(self._store_dir, refused), self._base_iri, self.pool, vectors=self._vectors
        )

    def _named(self) -> tuple[str, int]:
        """Return what tells the version in service from any other, and from itself before it was repaired."""
        named = current_id(self._store_dir) or ""
        return named, self._age(named)

    def _age(self, version_id: str) -> int:
        try:
            return (self._store_dir / "versions" / version_id).stat().st_mtime_ns if version_id else 0
        except OSError:
            return 0


class RemoteCatalog:
    """Reads a SPARQL endpoint; what a catalog remembers of the whole graph is asked again each minute.

    Args:
        settings: where the endpoint is.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._catalog: Catalog | None = None
        self._until = 0.0

    def get(self) -> Catalog:
        """Return the catalog of the endpoint.

        Raises:
            StoreUnavailable: the endpoint cannot be used.
        """
        from graphkit.store.remote import RemoteStore  # noqa: PLC0415 - a local store needs no HTTP

        with self._lock:
            if self._store is None:
                self._store = RemoteStore.open(self._settings)
            if self._catalog is None or time.monotonic() > self._until:
                self._catalog = Catalog(self._store, self._settings.base_iri, vectors=self._settings.vectors)
                self._until = time.monotonic() + _SECONDS_KEPT
            return self._catalog
