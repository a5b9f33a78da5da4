"""What a build remembers of files of RDF: one that is the same is neither parsed nor checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from graphkit.config import Settings
from graphkit.linked_data.reading import NAME, InCommon
from graphkit.memo import Memo
from graphkit.model import Anomaly, Document
from graphkit.preparation import GraphLines, Prepared
from graphkit.preparation.memo import content_of, prepared_of
from graphkit.store.durable import sha256_of


@dataclass(slots=True)
class ReadFile:
    """What a file comes to, told in the order in which it tells it.

    Attributes:
        document: the file as a source.
        anomalies: what was left out of no certification in particular.
        common: what several of its certifications share.
        certifications: what names each in the IRIs of its fiche, and what it comes to.
    """

    document: Document
    anomalies: list[Anomaly] = field(default_factory=list)
    common: list[InCommon] = field(default_factory=list)
    certifications: list[tuple[str, Prepared]] = field(default_factory=list)

    @property
    def graphs(self) -> Iterable[GraphLines]:
        """The graphs of its certifications."""
        return (graph for _, prepared in self.certifications for graph in prepared.graphs)

    def content(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "sha256": self.document.sha256,
            "anomalies": [
                (a.rule, a.message, a.certification, a.excerpt, a.severity) for a in self.anomalies
            ],
            "common": [(each.graph, each.triples) for each in self.common],
            "certifications": [(name, content_of(prepared)) for name, prepared in self.certifications],
        }

    @classmethod
    def of(cls, name: str, content: dict[str, Any]) -> Self:
        """Return what was noted of a file.

        Args:
            name: its name.
            content: as ``content`` gave it.
        """
        document = Document(name, NAME, content["sha256"])
        return cls(
            document,
            [
                Anomaly(document, rule, message, certification, excerpt, severity=severity)
                for rule, message, certification, excerpt, severity in content["anomalies"]
            ],
            [InCommon(graph, [(s, p, o) for s, p, o in triples]) for graph, triples in content["common"]],
            [(identifiant, prepared_of(prepared)) for identifiant, prepared in content["certifications"]],
        )


class RememberedFiles:
    """The files that the build before read, and those that the next need not read.

    Args:
        known: what the build before noted.
        noted: takes the notes of this one.
        has: tells of a graph and a digest whether the version in service holds it as it is.
        settings: limits, on which depends whether a file is refused.
    """

    def __init__(self, known: Memo, noted: Memo, has: Callable[[str, str], bool], settings: Settings) -> None:
        self._known, self._noted, self._has = known, noted, has
        self._limits = (settings.max_rdf_bytes, settings.rdf_memory, settings.rdf_timeout)

    def find(self, path: Path) -> ReadFile | None:
        """Return what a file came to, if the version in service holds all of it.

        Args:
            path: the file.
        """
        content = self._known.find(self._fingerprint(path))
        found = None if content is None else ReadFile.of(path.name, content)
        if found is None or not all(self._has(graph.name, graph.sha256) for graph in found.graphs):
            return None
        return found

    def note(self, path: Path, read: ReadFile) -> None:
        """Note what a file comes to.

        Args:
            path: the file.
            read: all that it says.
        """
        self._noted.note(self._fingerprint(path), read.content())

    def _fingerprint(self, path: Path) -> str:
        return f"{NAME} {path.name} {sha256_of(path)} {self._limits}"
