"""Official nomenclatures on their way into a build: grouped by kind, mapped, checked, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkit.identifiers import Minter
from graphkit.mapping.nomenclature import map_concept, map_edition, node_of
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.model import Anomaly
from graphkit.nomenclature import ConceptOfficiel, Edition
from graphkit.ntriples import Triple
from graphkit.report import Progress, Tally
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.recognition import all_nomenclatures
from graphkit.validation import Result, Validator

#: Concepts that are checked and written together: a run of the shapes costs the same for one or many.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Concepts of one edition.

    Attributes:
        graph: IRI of the graph that holds the edition.
        triples: what is said of them.
        results: what the shapes found in it.
    """

    graph: str
    triples: list[Triple]
    results: tuple[Result, ...]


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

    def batches(
        self, minter: Minter, validator: Validator, shared: Shared, tally: Tally, progress: Progress
    ) -> Iterator[Batch]:
        """Yield what all nomenclatures say; whichever is read first names a code.

        Args:
            minter: names the things.
            validator: checks them.
            shared: told which codes are stated, and of the files.
            tally: counts.
            progress: told of each batch.

        Raises:
            SourceUnreadable: a file cannot be read.
        """
        for source in self.sources:
            if source.name in self._paths:
                for graph, triples in self._read(source, minter, shared, tally, progress):
                    with tally.stage("validate"):
                        results = validator.validate(triples)
                    tally.note_results(results)
                    yield Batch(graph, triples, results)

    def _read(
        self, source: NomenclatureSource, minter: Minter, shared: Shared, tally: Tally, progress: Progress
    ) -> Iterator[tuple[str, list[Triple]]]:
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
