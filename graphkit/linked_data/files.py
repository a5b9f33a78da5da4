"""The files of RDF among those of a build: read, checked, a certification at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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
    ) -> Iterator[GraphLines]:
        """Yield the graphs that the files give rise to; of two files on a certification the newer speaks.

        Args:
            minter: names the things.
            pool: checks them.
            shared: told of the files, and of codes and bodies.
            tally: counts.
            progress: told of each certification.
            vocabulary: triples of the ontology.

        Raises:
            SourceUnreadable: a file cannot be read, or describes no certification.
        """
        if not self._paths:
            return
        # Anybody writes RDF: its names of codes and bodies count where no record of a register has one.
        named = shared.labelled
        common: dict[str, list[Triple]] = {}
        source = RdfSource(self._settings, minter, Conventions(minter, vocabulary))
        described = self._described(source, common, minter, shared=shared, tally=tally, progress=progress)
        for job, prepared in pool.run(_prepare, described):
            labels = [pair for pair in prepared.labels if pair[0] not in named]
            shared.note(job.document, replace(prepared, labels=labels))
            tally.spend(prepared.seconds)
            tally.note(job.document.nom, prepared.account)
            yield from prepared.graphs
        for graph, triples in common.items():
            # Checked with each certification that uses it.
            yield graph_lines(graph, triples)

    def _described(
        self,
        source: RdfSource,
        common: dict[str, list[Triple]],
        minter: Minter,
        *,
        shared: Shared,
        tally: Tally,
        progress: Progress,
    ) -> Iterator[Description]:
        """Yield the certifications of all files, each once; what they share is added to ``common``."""
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
                    common[value.graph] = value.triples
                else:
                    tally.read += 1
                    progress("read", tally.read, value.identifiant)
                    if value.mapped.graph in seen:
                        tally.superseded.append(f"{value.identifiant} ({document.nom})")
                        continue
                    seen.add(value.mapped.graph)
                    yield value


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
