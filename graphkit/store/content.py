"""What a new version holds, told as a difference from the version in service."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from graphkit.store.manifest import Version, damage, read_version
from graphkit.store.service import current_id


@dataclass(frozen=True, slots=True)
class Content:
    """The graphs of a new version.

    Attributes:
        digests: IRI of each named graph -> SHA-256 of its sorted N-Quads.
        counts: IRI of each named graph -> number of its quads.
        base: version that most graphs are taken from as they are; ``None`` to take none.
        fresh: graphs that are not taken from it: their quads are in the file that is loaded.
        memo: file to be kept with the version, if any.
    """

    digests: Mapping[str, str]
    counts: Mapping[str, int]
    base: Version | None = None
    fresh: frozenset[str] = field(default_factory=frozenset)
    memo: Path | None = None

    @property
    def kept(self) -> frozenset[str]:
        """Graphs that are taken from the base."""
        return frozenset(self.digests) - self.fresh


class ContentWriter:
    """Writes the quads that the version in service lacks.

    Args:
        out: file of N-Quads.
        base: the version in service, if its files can be built upon.
    """

    def __init__(self, out: IO[bytes], base: Version | None) -> None:
        self._out = out
        self._base = base
        self._known = (base.graph_digests() or {}) if base else {}
        self._digests: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._fresh: set[str] = set()

    def has(self, graph: str, sha256: str) -> bool:
        """Tell whether the version in service holds a graph as it is.

        Args:
            graph: its IRI.
            sha256: digest of its lines.
        """
        return self._known.get(graph) == sha256

    def add(self, graph: str, sha256: str, count: int, lines: bytes) -> None:
        """Add a graph; nothing is written where the version in service holds it.

        Args:
            graph: its IRI, given once.
            sha256: digest of its lines.
            count: number of its lines.
            lines: the lines, which may be left out where ``has`` is true.

        Raises:
            ValueError: the graph has been given before.
        """
        if graph in self._digests:
            raise ValueError(f"a graph is written once: {graph}")
        if not count:
            return
        self._digests[graph] = sha256
        self._counts[graph] = count
        if not self.has(graph, sha256):
            self._fresh.add(graph)
            self._out.write(lines)

    def content(self, memo: Path | None) -> Content:
        """Return what has been added.

        Args:
            memo: file to be kept with the version, if any.
        """
        base = self._base if len(self._fresh) < len(self._digests) else None
        return Content(self._digests, self._counts, base, frozenset(self._fresh), memo)


def base_of(store_dir: Path) -> Version | None:
    """Return the version in service if another can be made of its files, or ``None``.

    What is damaged is not built upon, which takes reading every byte: the new version would be damaged too,
    and nobody told.

    Args:
        store_dir: directory of the store.
    """
    current = current_id(store_dir)
    version = None if current is None else read_version(store_dir / "versions" / current)
    if version is None or version.graph_digests() is None or damage(version, thorough=True) is not None:
        return None
    return version


def version_id(digests: Mapping[str, str]) -> str:
    """Return the id of a version: the SHA-256 of the list of its graphs with their digests, in order.

    Args:
        digests: IRI of each graph -> SHA-256 of its sorted N-Quads.
    """
    lines = "".join(f"<{graph}> {sha256}\n" for graph, sha256 in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
