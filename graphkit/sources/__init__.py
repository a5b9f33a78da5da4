"""Readers: one module per kind of source, found by content.

A reader streams ``Record`` and ``Anomaly`` values and raises ``SourceUnreadable`` when a file cannot be
read at all. No reader knows of RDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from graphkit.model import Anomaly, Document, Record


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


@runtime_checkable
class SourceOfDrafts(Protocol):
    """A kind of source that other documents are written in too: a Word file may hold anything."""

    #: A file of a folder that turns out to be no référentiel is told of, not refused.
    drafts: bool


class Part(Protocol):
    """What one record is read from, by itself and in any process."""

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        ...

    @property
    def identifiant(self) -> str:
        """Identifier of the certification that it describes."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that the record is made of, the name and date of the document left out."""
        ...

    def record(self) -> Record:
        """Read it."""
        ...


@runtime_checkable
class SourceInParts(Protocol):
    """A kind of source that can be cut into records without reading them."""

    def parts(self, path: Path) -> Iterator[Part | Anomaly]:
        """Stream the parts of a file.

        Raises:
            SourceUnreadable: the file cannot be read; the message names file and place.
        """
        ...


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A record that has been read already.

    Attributes:
        content: the record.
    """

    content: Record

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.content.document

    @property
    def identifiant(self) -> str:
        """Identifier of the certification that it describes."""
        return self.content.certification.identifiant

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that it says."""
        said = [(each.rule, each.message, each.excerpt, each.passages) for each in self.content.anomalies]
        text = repr((self.document.type_source, self.content.certification, said, self.content.coverage))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def record(self) -> Record:
        """Return it."""
        return self.content


def parts_of(source: Source, path: Path) -> Iterator[Part | Anomaly]:
    """Stream the parts of a file, unread where its kind can be cut.

    Args:
        source: its reader.
        path: the file.

    Raises:
        SourceUnreadable: the file cannot be read; the message names file and place.
    """
    if isinstance(source, SourceInParts):
        yield from source.parts(path)
        return
    for value in source.read(path):
        yield ReadPart(value) if isinstance(value, Record) else value
