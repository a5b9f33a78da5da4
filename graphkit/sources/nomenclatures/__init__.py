"""Readers of official nomenclatures.

A nomenclature is published as several tables: each file is recognised by its own columns, and all files of
one nomenclature are read together, wherever they lie. No reader knows of RDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from graphkit.nomenclature import Apport


@runtime_checkable
class NomenclatureSource(Protocol):
    """A kind of nomenclature."""

    #: Name in ``Document.type_source``.
    name: str

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell from the first 64 KiB (and, for containers, the file) whether this is a table of it."""
        ...

    def read_all(self, paths: Sequence[Path]) -> Iterator[Apport]:
        """Stream the edition, its concepts, and what could not be read.

        Raises:
            SourceUnreadable: a file cannot be read, or the table of codes is missing.
        """
        ...
