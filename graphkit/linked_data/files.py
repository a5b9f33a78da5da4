"""The files of RDF among those of a build: read, checked, a certification at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.linked_data.conventions import Conventions
from graphkit.linked_data.description import Description
from graphkit.linked_data.reading import NAME, InCommon, RdfSource
from graphkit.linked_data.syntaxes import Syntax, mentions, syntax_of
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.model import Anomaly
from graphkit.ntriples import Triple
from graphkit.report import Progress, Tally
from graphkit.sources.recognition import date_of_name
from graphkit.terms import ONTOLOGY
from graphkit.validation import Result, Validator


@dataclass(frozen=True, slots=True)
class Part:
    """A graph that a file of RDF gives rise to.

    Attributes:
        graph: its IRI.
        triples: what it holds.
        results: what the shapes found in it; ``None`` for what is checked with each record that uses it.
    """

    graph: str
    triples: list[Triple]
    results: tuple[Result, ...] | None


class RdfFiles:
    """The files of RDF of a build.

    Args:
        settings: limits, and the base of IRIs.
    """

    name = NAME

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._paths: dict[Path, Syntax] = {}

    def __bool__(self) -> bool:
        return bool(self._paths)

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell from how a file begins whether it is RDF.

        Args:
            head: its first bytes.
            path: the file; its name means nothing.
        """
        del head
        return syntax_of(path) is not None

    def add(self, path: Path, *, named: bool) -> bool:
        """Note a file, and tell whether it is to be read.

        Args:
            path: a file that is recognised.
            named: whether the user named it. One that is merely found in a folder, and never mentions the
                ontology, is of no known kind: other RDF lies beside data.
        """
        syntax = syntax_of(path)
        if syntax is None or not (named or mentions(path, ONTOLOGY.encode())):
            return False
        self._paths[path] = syntax
        return True

    def parts(
        self,
        minter: Minter,
        validator: Validator,
        shared: Shared,
        *,
        vocabulary: Iterable[Triple],
        tally: Tally,
        progress: Progress,
    ) -> Iterator[Part]:
        """Yield the graphs that the files give rise to; of two files on a certification the newer speaks.

        Args:
            minter: names the things.
            validator: checks them.
            shared: told of the files, and of codes and bodies.
            vocabulary: triples of the ontology.
            tally: counts.
            progress: told of each certification.

        Raises:
            SourceUnreadable: a file cannot be read, or describes no certification.
        """
        if not self._paths:
            return
        source = RdfSource(self._settings, minter, Conventions(minter, vocabulary))
        seen: set[str] = set()
        newest_first = sorted(self._paths, key=lambda path: (date_of_name(path), path.name), reverse=True)
        for path in newest_first:
            with tally.stage("read"):
                document, stream = source.read(path, self._paths[path])
            shared.add_loose(document, [])
            for value in stream:
                if isinstance(value, Anomaly):
                    tally.note_anomaly(value)
                    shared.add_loose(document, map_loose_anomaly(value, minter))
                elif isinstance(value, InCommon):
                    yield Part(value.graph, value.triples, None)
                else:
                    tally.read += 1
                    progress("read", tally.read, value.identifiant)
                    if value.mapped.graph in seen:
                        tally.superseded.append(f"{value.identifiant} ({document.nom})")
                        continue
                    seen.add(value.mapped.graph)
                    with tally.stage("validate"):
                        results = _check(value, validator)
                    shared.note(document, value.mapped)
                    tally.note_described(document.nom, value.anomalies, results)
                    yield Part(value.mapped.graph, value.mapped.triples, results)


def _check(described: Description, validator: Validator) -> tuple[Result, ...]:
    mapped = described.mapped
    return validator.validate([*mapped.triples, *mapped.common, *described.context])
