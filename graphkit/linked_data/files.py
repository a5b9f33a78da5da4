"""The files of RDF among those of a build: read, checked, a certification at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.linked_data.conventions import Conventions
from graphkit.linked_data.description import Description
from graphkit.linked_data.reading import NAME, InCommon, RdfSource
from graphkit.linked_data.remembered import ReadFile, RememberedFiles
from graphkit.linked_data.syntaxes import Syntax, mentions, syntax_of
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.model import Anomaly, Document
from graphkit.ntriples import Triple
from graphkit.pool import Pool
from graphkit.preparation import GraphLines, Prepared, Preparer, account_of, graph_lines, report_lines
from graphkit.report import Progress, Tally
from graphkit.sources.recognition import date_of_name
from graphkit.terms import ONTOLOGY


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

    def graphs(
        self,
        minter: Minter,
        pool: Pool[Preparer],
        shared: Shared,
        *,
        tally: Tally,
        progress: Progress,
        vocabulary: Iterable[Triple],
        remembered: RememberedFiles,
    ) -> Iterator[GraphLines]:
        """Yield the graphs that the files give rise to; of two files on a certification the newer speaks.

        Args:
            minter: names the things.
            pool: checks them.
            shared: told of the files, and of codes and bodies.
            tally: counts.
            progress: told of each certification.
            vocabulary: triples of the ontology.
            remembered: what the build before came to; told what this one comes to.

        Raises:
            SourceUnreadable: a file cannot be read, or describes no certification.
        """
        if not self._paths:
            return
        # Anybody writes RDF: its names of codes and bodies count where no record of a register has one.
        named = shared.labelled
        source = RdfSource(self._settings, minter, Conventions(minter, vocabulary))
        reading = _Reading(minter, shared, tally, progress, remembered)
        for job, prepared in pool.run(_prepare, self._described(source, reading)):
            tally.spend(prepared.seconds)
            reading.prepared(job, prepared)
            yield from prepared.graphs
        for document, prepared, again in reading.kept:
            labels = [pair for pair in prepared.labels if pair[0] not in named]
            shared.note(document, replace(prepared, labels=labels))
            tally.note(document.nom, prepared.account, remembered=again)
            if again:
                yield from prepared.graphs
        for graph, triples in reading.common.items():
            # Checked with each certification that uses it.
            yield graph_lines(graph, triples)
        reading.note()

    def _described(self, source: RdfSource, reading: _Reading) -> Iterator[Description]:
        """Yield the certifications that have to be prepared, each once."""
        newest_first = sorted(self._paths, key=lambda path: (date_of_name(path), path.name), reverse=True)
        for path in newest_first:
            if reading.recall(path):
                continue
            with reading.tally.stage("read"):
                document, stream = source.read(path, self._paths[path])
            yield from reading.read(path, document, stream)


@dataclass(slots=True)
class _Reading:
    """The files of a build as they are read, or recalled from the build before.

    Attributes:
        kept: document, what a certification comes to, and whether it is recalled.
        common: what each file says of things that several certifications share.
    """

    minter: Minter
    shared: Shared
    tally: Tally
    progress: Progress
    remembered: RememberedFiles
    kept: list[tuple[Document, Prepared, bool]] = field(default_factory=list)
    common: dict[str, list[Triple]] = field(default_factory=dict)
    _files: dict[Document, tuple[Path, ReadFile]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def recall(self, path: Path) -> bool:
        """Keep what a file came to for the build before, and tell whether it is known."""
        known = self.remembered.find(path)
        if known is None:
            return False
        self._tell(known)
        for identifiant, prepared in known.certifications:
            if self._is_first(identifiant, prepared.graph, known.document):
                self.kept.append((known.document, prepared, True))
        self.remembered.note(path, known)
        return True

    def read(
        self, path: Path, document: Document, stream: Iterable[Description | InCommon | Anomaly]
    ) -> Iterator[Description]:
        """Yield the certifications of a file that no file before has described."""
        self._tell(ReadFile(document))
        file = ReadFile(document)
        self._files[document] = (path, file)
        for value in stream:
            if isinstance(value, Anomaly):
                self._tell(ReadFile(document, anomalies=[value]))
                file.anomalies.append(value)
            elif isinstance(value, InCommon):
                self._tell(ReadFile(document, common=[value]))
                file.common.append(value)
            elif self._is_first(value.identifiant, value.mapped.graph, document):
                yield value
            else:
                # What another file says in its place may go: this one is to be read then.
                self._files.pop(document, None)

    def prepared(self, described: Description, prepared: Prepared) -> None:
        """Keep what a certification comes to, without its lines."""
        bare = replace(prepared, graphs=tuple(replace(graph, lines=b"") for graph in prepared.graphs))
        self.kept.append((described.document, bare, False))
        if described.document in self._files:
            self._files[described.document][1].certifications.append((described.identifiant, bare))

    def note(self) -> None:
        """Note what each file that was read comes to, for the next build."""
        for path, file in self._files.values():
            self.remembered.note(path, file)

    def _tell(self, file: ReadFile) -> None:
        """Tell what a file says of no certification in particular."""
        self.shared.add_loose(file.document, [])
        for anomaly in file.anomalies:
            self.tally.note_anomaly(anomaly)
            self.shared.add_loose(file.document, map_loose_anomaly(anomaly, self.minter))
        self.common |= {each.graph: each.triples for each in file.common}

    def _is_first(self, identifiant: str, graph: str, document: Document) -> bool:
        self.tally.read += 1
        self.progress("read", self.tally.read, identifiant)
        if graph in self._seen:
            self.tally.superseded.append(f"{identifiant} ({document.nom})")
            return False
        self._seen.add(graph)
        return True


def _prepare(preparer: Preparer, described: Description) -> Prepared:
    """Check a certification beside what it shares with others, and write its own graph."""
    mapped = described.mapped
    with _unheard():
        checked = preparer.check(mapped.graph, [*mapped.triples, *mapped.common, *described.context])
    rules = tuple(anomaly.rule for anomaly in described.anomalies)
    return Prepared(
        certification=mapped.certification,
        graphs=(graph_lines(mapped.graph, mapped.triples), *report_lines(mapped.graph, checked.results)),
        common=mapped.common,
        cited=mapped.cited,
        labels=mapped.labels,
        account=account_of(checked.results or (), rules),
        seconds=checked.seconds,
    )


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each value that is not of its datatype: a shape tells."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
