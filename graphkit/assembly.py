"""From the files of a build to the graphs of a version: what is new is prepared, what is known is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from graphkit.config import Settings
from graphkit.editions import Editions
from graphkit.errors import SourceUnreadable
from graphkit.identifiers import Minter
from graphkit.linked_data.files import RdfFiles
from graphkit.linked_data.remembered import RememberedFiles
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.mapping.sink import term
from graphkit.mapping.vocabulary import map_ontology
from graphkit.memo import Memo
from graphkit.model import Anomaly
from graphkit.ntriples import Triple
from graphkit.ontology import load_ontology
from graphkit.pool import Pool, default_jobs
from graphkit.preparation import (
    Checked,
    GraphLines,
    Prepared,
    Preparer,
    account_of,
    graph_lines,
    of_lines,
    report_lines,
)
from graphkit.preparation.memo import note, recall
from graphkit.report import Progress, Tally
from graphkit.sources import Part, Source, SourceOfDrafts, parts_of
from graphkit.store.content import ContentWriter
from graphkit.terms import ONTOLOGY

_PREF_LABEL = term("skos:prefLabel")


@dataclass(frozen=True, slots=True)
class Input:
    """A file and the reader that knows its kind.

    Attributes:
        path: the file.
        source: its reader.
        named: whether the file itself was given to the build, rather than a folder that it is in.
    """

    path: Path
    source: Source
    named: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is given to a build: records, newest export first, official nomenclatures, and files of RDF."""

    records: list[Input]
    editions: Editions
    rdf: RdfFiles


@dataclass(frozen=True, slots=True)
class Memos:
    """What the build before noted, and what takes the notes of this one."""

    known: Memo
    noted: Memo


class Assembly:
    """One build under way.

    Args:
        settings: the base of IRIs, how many processes, whether to run the shapes.
        writer: takes the graphs.
        memos: what the build before noted, and what takes the notes of this one.
        tally: counts.
        progress: told of each record.
    """

    def __init__(
        self,
        settings: Settings,
        writer: ContentWriter,
        memos: Memos,
        tally: Tally,
        progress: Progress,
    ) -> None:
        self._settings = settings
        self._writer = writer
        self._known, self._noted = memos.known, memos.noted
        self._tally = tally
        self._progress = progress
        self._minter = Minter(settings.base_iri)
        self._vocabulary = map_ontology(load_ontology(), settings.base_iri)
        named = {subject for subject, predicate, _ in self._vocabulary if predicate == _PREF_LABEL}
        self._shared = Shared(self._minter, named)
        self._seen: set[str] = set()

    def run(self, inputs: Inputs) -> None:
        """Write the graphs of all inputs, then those that belong to no single record."""
        settings = self._settings
        jobs = settings.jobs or default_jobs()
        with Pool(partial(Preparer, settings.base_iri, validate=settings.validate), jobs) as pool:
            self._nomenclatures(inputs.editions, pool)
            for part, prepared in pool.run(_prepare, self._new_parts(inputs.records)):
                self._tally.spend(prepared.seconds)
                self._keep(part, prepared)
            for graph in inputs.rdf.graphs(
                self._minter,
                pool,
                self._shared,
                tally=self._tally,
                progress=self._progress,
                vocabulary=self._vocabulary,
                remembered=RememberedFiles(self._known, self._noted, self._writer.has, settings),
            ):
                self._write(graph)
            self._write_shared(pool)

    def _nomenclatures(self, editions: Editions, pool: Pool[Preparer]) -> None:
        """Write the graphs of nomenclatures, or note that they are the same as before."""
        if not editions:
            return
        fingerprint = editions.fingerprint()
        known = self._known.find(fingerprint)
        if known is not None and all(self._writer.has(name, sha256) for name, sha256, _ in known["graphs"]):
            self._shared.recall(known["stated"], [(s, p, o) for s, p, o in known["documents"]])
            self._tally.recall(known["notes"])
            for name, sha256, count in known["graphs"]:
                self._write(GraphLines(name, b"", sha256, count))
            self._noted.carry(fingerprint, self._known)
            return
        graphs = []
        for graph in editions.graphs(self._minter, pool, self._shared, self._tally, self._progress):
            self._write(graph)
            graphs.append((graph.name, graph.sha256, graph.count))
        content = {
            "graphs": graphs,
            "stated": self._shared.stated,
            "documents": self._shared.documents,
            "notes": self._tally.notes(),
        }
        self._noted.note(fingerprint, content)

    def _new_parts(self, inputs: list[Input]) -> Iterator[Part]:
        """Yield the parts that have to be prepared; keep those that the build before prepared."""
        for item in inputs:
            for value in self._parts(item):
                if isinstance(value, Anomaly):
                    self._tally.note_anomaly(value)
                    self._shared.add_loose(value.document, map_loose_anomaly(value, self._minter))
                    continue
                self._tally.read += 1
                self._progress("read", self._tally.read, value.identifiant)
                graph = self._minter.fiche(value.identifiant, value.document.type_source)
                if graph in self._seen:
                    self._tally.superseded.append(f"{value.identifiant} ({value.document.nom})")
                    continue
                self._seen.add(graph)
                prepared = recall(self._known, value.fingerprint)
                if prepared is None or not all(self._writer.has(g.name, g.sha256) for g in prepared.graphs):
                    yield value
                else:
                    self._keep(value, prepared, remembered=True)

    def _parts(self, item: Input) -> Iterator[Part | Anomaly]:
        """Stream what a file is cut into, its time counted."""
        stream = parts_of(item.source, item.path)
        while True:
            try:
                with self._tally.stage("cut"):
                    value = next(stream, None)
            except SourceUnreadable as error:
                if item.named or not isinstance(item.source, SourceOfDrafts):
                    raise
                self._tally.ignored.append(str(error))
                return
            if value is None:
                return
            yield value

    def _keep(self, part: Part, prepared: Prepared, *, remembered: bool = False) -> None:
        with self._tally.stage("write"):
            for graph in prepared.graphs:
                self._write(graph)
            self._shared.note(part.document, prepared)
            if remembered:
                self._noted.carry(part.fingerprint, self._known)
            else:
                note(self._noted, part.fingerprint, prepared)
            self._tally.note(part.document.nom, prepared.account, remembered=remembered)

    def _write_shared(self, pool: Pool[Preparer]) -> None:
        graph, triples = self._shared.sources()
        for _, checked in pool.run(_check, [(graph, triples)]):
            self._tally.spend(checked.seconds)
            self._tally.add(account_of(checked.results or ()))
            with self._tally.stage("write"):
                for lines in (of_lines(graph, checked.lines), *report_lines(graph, checked.results)):
                    self._write(lines)
        with self._tally.stage("write"):
            # Codes and bodies were checked with each record that names them.
            self._write(graph_lines(*self._shared.nomenclatures()))
            self._write(graph_lines(ONTOLOGY, self._vocabulary))

    def _write(self, graph: GraphLines) -> None:
        self._writer.add(graph.name, graph.sha256, graph.count, graph.lines)


def _prepare(preparer: Preparer, part: Part) -> Prepared:
    return preparer.prepare(part)


def _check(preparer: Preparer, job: tuple[str, list[Triple]]) -> Checked:
    return preparer.check(*job)
