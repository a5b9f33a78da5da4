"""Readers: one module per kind of source, found by content.

A reader streams ``Record`` and ``Anomaly`` values and raises ``SourceUnreadable`` when a file cannot be
read at all. No reader knows of RDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from graphkit.model import Anomaly, Record


class Source(Protocol):
    """A kind of source."""

    #: Name in ``Document.type_source`` and in IRIs of graphs.
    name: str

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell from the first 64 KiB (and, for containers, the file) whether this reader is the one."""
        ...

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Stream the records of a file.

        Raises:
            SourceUnreadable: the file cannot be read; the message names file and place.
        """
        ...


@runtime_checkable
class SourceInFiles(Protocol):
    """A kind of source whose documents may be several files of one folder, read together."""

    def entry(self, path: Path) -> Path:
        """Return the file that is read for all of them, the same for each.

        Raises:
            SourceUnreadable: the files cannot be told.
        """
        ...
