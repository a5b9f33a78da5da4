"""A catalog that is made ready before it answers: verified to the byte, and counted."""

from __future__ import annotations

import logging
import threading

from graphkit.catalog.catalog import Catalog
from graphkit.catalog.live import LiveCatalog
from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.store.manifest import Version, damage

_log = logging.getLogger(__name__)


class AttendedCatalog(LiveCatalog):
    """For a server: a version that a build puts in service is served once it is verified and counted.

    Until then the one before is. The very first one is served at once, and verified meanwhile. What is
    damaged is not served: the newest version that is whole takes its place.

    Args:
        settings: where the store is, the base of IRIs, what free queries may take.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.store, settings.base_iri, settings.queries, vectors=settings.vectors)
        self._refused: dict[tuple[str, int], str] = {}
        self._busy: threading.Thread | None = None

    def get(self) -> Catalog:
        """Return the catalog of the version in service, or of the one before while that one is made ready.

        Raises:
            StoreUnavailable: there is no version, or none is intact.
        """
        named = self._named()
        with self._lock:
            first = self._catalog is None
            if first:
                self._catalog = self._open()
            if (first or named != self._seen) and not self._working():
                self._seen = named
                start = self._catalog if first else None
                self._busy = threading.Thread(target=self._attend, args=(start,), daemon=True)
                self._busy.start()
            assert self._catalog is not None  # noqa: S101 - opened above
            return self._catalog

    def wait(self, seconds: float) -> bool:
        """Wait until what is being made ready is so, and tell whether it is.

        Args:
            seconds: how long at most.
        """
        busy = self._busy
        if busy is not None:
            busy.join(seconds)
        return not self._working()

    def _working(self) -> bool:
        return self._busy is not None and self._busy.is_alive()

    def _open(self) -> Catalog:
        refused = {
            version_id: problem
            for (version_id, age), problem in self._refused.items()
            if self._age(version_id) == age
        }
        return self._open_without(refused)

    def _attend(self, opened: Catalog | None) -> None:
        """Make a version ready, the next one if it is damaged, and serve it."""
        try:
            catalog = opened or self._open()
            while catalog.version is not None and (problem := damage(catalog.version, thorough=True)):
                _log.error("version %s is damaged: %s", catalog.version.id[:12], problem)
                self._refuse(catalog.version, problem)
                catalog = self._open()
                if opened is not None:
                    # Every answer meanwhile might be wrong.
                    self._serve(catalog)
        except StoreUnavailable as error:
            _log.error("no version can be served: %s", error)
            self._serve(None)
            return
        try:
            catalog.warm()
        except StoreUnavailable as error:
            _log.warning("the graph could not be counted: %s", error)
        self._serve(catalog)

    def _refuse(self, version: Version, problem: str) -> None:
        self._refused[version.id, self._age(version.id)] = problem

    def _serve(self, catalog: Catalog | None) -> None:
        with self._lock:
            self._catalog = catalog
