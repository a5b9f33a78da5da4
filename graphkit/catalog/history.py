"""The graph as it stood on a day, from the versions that a store keeps."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

from graphkit.catalog.catalog import Catalog
from graphkit.errors import NotFound, QueryRejected
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.history import version_on
from graphkit.voice import format_date

#: Versions held open at once.
_OPEN = 4


class History:
    """Opens the versions of the past; each is opened once.

    Args:
        store_dir: directory of the store; ``None`` for a graph that is in none.
        base_iri: start of the IRIs of its data.
    """

    def __init__(self, store_dir: Path | None, base_iri: str) -> None:
        self._store_dir = store_dir
        self._base_iri = base_iri
        self._lock = threading.Lock()
        self._opened: dict[str, Catalog] = {}

    def on(self, asked: str, today: date) -> tuple[Catalog, date, datetime]:
        """Return the door to the graph of a day, the day, and since when what it says was in force.

        Args:
            asked: the day as AAAA-MM-JJ.
            today: the last day that can be asked for.

        Raises:
            QueryRejected: it is no day, or one to come.
            NotFound: no version of that day is kept.
            StoreUnavailable: the version of that day cannot be opened.
        """
        try:
            day = date.fromisoformat(asked.strip())
        except ValueError:
            raise QueryRejected(
                f"{asked[:40]!r} is no date: give one as AAAA-MM-JJ",
                french=f"« {asked[:40]} » n’est pas une date (AAAA-MM-JJ).",
            ) from None
        if day > today:
            raise QueryRejected(
                f"{day.isoformat()} is to come: what will be in force is not known",
                french=f"Le {format_date(day, 'fr')} est à venir : ce qui sera en vigueur n’est pas connu.",
            )
        if self._store_dir is None:
            raise NotFound("versions are kept in a directory; this graph is in none and has no past")
        memento = version_on(self._store_dir, day)
        version = memento.version
        with self._lock:
            catalog = self._opened.get(version.id)
            if catalog is None:
                catalog = Catalog(EmbeddedStore.open(version.files, version=version), self._base_iri)
                while len(self._opened) >= _OPEN:
                    self._opened.pop(next(iter(self._opened)))
                self._opened[version.id] = catalog
        return catalog, day, memento.since
