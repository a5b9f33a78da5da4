"""Official nomenclatures on their way into a build: grouped by kind, mapped, checked, a batch at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from graphkit.identifiers import Minter
from graphkit.mapping.nomenclature import map_concept, map_edition, node_of
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.model import Anomaly
from graphkit.nomenclature import ConceptOfficiel, Edition
from graphkit.ntriples import Triple
from graphkit.pool import Pool
from graphkit.preparation import Checked, GraphLines, Preparer, account_of, of_lines, report_lines
from graphkit.report import Progress, Tally
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.recognition import all_nomenclatures
from graphkit.store.durable import sha256_of
from graphkit.validation import Result

#: Concepts that are checked together: a run of the shapes costs the same for one or many.
_BATCH = 1_000
_Job = tuple[str, list[Triple]]


class Editions:
    """The nomenclatures among the files of a build."""

    def __init__(self) -> None:
        self.sources = all_nomenclatures()
        self._paths: dict[str, list[Path]] = {}

    def add(self, source: NomenclatureSource, path: Path) -> None:
        """Note a file of a nomenclature.

        Args:
            source: its reader.
            path: the file.
        """
        paths = self._paths.setdefault(source.name, [])
        if path not in paths:
            paths.append(path)

    def __bool__(self) -> bool:
        return bool(self._paths)

    def fingerprint(self) -> str:
        """Return the SHA-256 of all files with their names: what one says depends on the others."""
        digest = hashlib.sha256()
        for source in self.sources:
            for path in self._paths.get(source.name, ()):
                digest.update(f"{source.name} {path.name!r} {sha256_of(path)}\n".encode())
        return digest.hexdigest()

    def graphs(
        self, minter: Minter, pool: Pool[Preparer], shared: Shared, tally: Tally, progress: Progress
    ) -> Iterator[GraphLines]:
        """Yield the graphs of all nomenclatures; whichever is read first names a code.

        Args:
            minter: names the things.
            pool: checks them.
            shared: told which codes are stated, and of the files.
            tally: counts.
            progress: told of each batch.

        Raises:
            SourceUnreadable: a file cannot be read.
        """
        for source in self.sources:
            if source.name not in self._paths:
                continue
            graph = minter.scheme(source.name)
            lines: list[bytes] = []
            results: list[Result] | None = []
            batches = self._read(source, minter, shared, tally, progress)
            for job, checked in pool.run(_check, batches):
                graph = job[0]
                tally.spend(checked.seconds)
                lines += checked.lines
                results = None if checked.results is None or results is None else [*results, *checked.results]
            if results:
                tally.add(account_of(results))
            with tally.stage("write"):
                whole = of_lines(graph, lines)
            del lines
            yield whole
            yield from report_lines(graph, results)

    def _read(
        self, source: NomenclatureSource, minter: Minter, shared: Shared, tally: Tally, progress: Progress
    ) -> Iterator[_Job]:
        graph = minter.scheme(source.name)
        triples: list[Triple] = []
        count = 0
        for value in _timed(source, self._paths[source.name], tally):
            if isinstance(value, Anomaly):
                tally.note_anomaly(value)
                shared.add_loose(value.document, map_loose_anomaly(value, minter))
                continue
            with tally.stage("nomenclatures"):
                if isinstance(value, Edition):
                    graph, triples = map_edition(value, minter)
                    for document in value.documents:
                        shared.add_loose(document, [])
                    continue
                count += 1
                triples += map_concept(value, minter, shared.state(node_of(value.adresse, minter)))
            if count % _BATCH == 0:
                progress("nomenclatures", count, f"{source.name} {value.code}")
                yield graph, triples
                triples = []
        tally.note_nomenclature(source.name, count)
        if triples:
            yield graph, triples


def _check(preparer: Preparer, job: _Job) -> Checked:
    return preparer.check(*job)


def _timed(
    source: NomenclatureSource, paths: Sequence[Path], tally: Tally
) -> Iterator[Edition | ConceptOfficiel | Anomaly]:
    """Stream what a nomenclature says, its time counted."""
    stream = source.read_all(paths)
    while True:
        with tally.stage("nomenclatures"):
            value = next(stream, None)
        if value is None:
            return
        yield value
