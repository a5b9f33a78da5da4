"""A catalog that follows the version in service while a server runs."""

from __future__ import annotations

import threading
from pathlib import Path

from graphkit.catalog.catalog import Catalog
from graphkit.config import DEFAULT_BASE_IRI
from graphkit.store.versions import current_id, open_current


class LiveCatalog:
    """Opens the version in service, and the next one when a build has swapped it in.

    Args:
        store_dir: directory of the store.
        base_iri: start of the IRIs of its data.
    """

    def __init__(self, store_dir: Path, base_iri: str = DEFAULT_BASE_IRI) -> None:
        self._store_dir = store_dir
        self._base_iri = base_iri
        self._lock = threading.Lock()
        self._seen: str | None = None
        self._catalog: Catalog | None = None

    def get(self) -> Catalog:
        """Return the catalog of the version in service; each answer comes from one version.

        Raises:
            StoreUnavailable: there is no version, or none is intact.
        """
        named = current_id(self._store_dir)
        with self._lock:
            if self._catalog is None or named != self._seen:
                self._catalog = Catalog(open_current(self._store_dir), self._base_iri)
                self._seen = named
            return self._catalog
