"""The one door for writes: read, map, validate, load, swap, and report.

Everything is prepared beside the store in service; an input that cannot be read, a strict build that
meets a Violation, or a process killed at any moment leaves that store as it was.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graphkit.assets import data_path
from graphkit.config import Settings
from graphkit.editions import Editions
from graphkit.errors import SourceUnreadable, StoreUnavailable, ValidationFailed
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.mapping.provenance import map_loose_anomaly
from graphkit.mapping.shared import Shared
from graphkit.mapping.sink import term
from graphkit.mapping.vocabulary import map_ontology
from graphkit.model import Anomaly, Record
from graphkit.ntriples import Triple, iri
from graphkit.ontology import load_ontology
from graphkit.report import BuildReport, Progress, Tally, silent
from graphkit.sources import Source
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.recognition import all_sources, entry, find_files, recognise
from graphkit.store.changes import fiche_changes
from graphkit.store.versions import build_version
from graphkit.terms import ONTOLOGY
from graphkit.validation import Result, Validator, result_triples

_PREF_LABEL = term("skos:prefLabel")
_STAGING = ".staging-"
_DATE = re.compile(r"(20\d\d)[-_](\d\d)[-_](\d\d)")


@dataclass(frozen=True, slots=True)
class _Input:
    """A file and the reader that knows its kind."""

    path: Path
    source: Source


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What is given to a build: records, newest export first, and official nomenclatures."""

    records: list[_Input]
    editions: Editions


def build(paths: Sequence[Path], settings: Settings, *, progress: Progress = silent) -> BuildReport:
    """Build the graph from files and put it in service in place of the one before.

    Args:
        paths: files or folders of any known kind; the packaged sample when empty.
        settings: where the store is, the base of IRIs, whether a Violation refuses the build.
        progress: told of each stage and record.

    Raises:
        SourceUnreadable: an input is missing, of no known kind, or cannot be read to its end.
        ValidationFailed: the build is strict and a record has a Violation.
        StoreUnavailable: the store cannot be written, or another build is running.
    """
    tally = Tally()
    with tally.stage("recognise"):
        inputs, ignored = _recognise(paths or [data_path("sample")], settings)
    with _staging(settings.store) as folder:
        nquads = folder / "graph.nq"
        with nquads.open("w", encoding="utf-8", newline="\n") as out:
            _write_all(inputs, settings, out, tally, progress)
        if settings.strict and tally.results["violation"]:
            raise ValidationFailed(tally.refusal())
        with tally.stage("load"):
            progress("load", 0, "")
            version = build_version(
                settings.store, nquads, keep=settings.keep_versions, before=tally.note_before
            )
            changes = fiche_changes(tally.before, version.graph_digests(), settings.base_iri)
    return tally.report(ignored, version.id, version.quads, changes)


def _recognise(paths: Iterable[Path], settings: Settings) -> tuple[_Inputs, tuple[str, ...]]:
    """Find the reader of each file; a file of a folder that no reader knows is told of, not refused."""
    sources = all_sources(settings)
    editions = Editions()
    kinds: tuple[NomenclatureSource | Source, ...] = (*editions.sources, *sources)
    found: dict[_Input, None] = {}
    ignored: list[str] = []
    for path, named in find_files(paths):
        source = recognise(path, kinds) if named or path.stat().st_size else None
        if isinstance(source, NomenclatureSource):
            editions.add(source, path)
        elif source is not None:
            # Several files of one folder may be one source: it is read once.
            found[_Input(entry(path, source), source)] = None
        elif named:
            known = ", ".join(kind.name for kind in kinds)
            raise SourceUnreadable(f"{path}: of no kind that can be read (known kinds: {known})")
        else:
            ignored.append(str(path))
    if not found and not editions:
        raise SourceUnreadable(f"nothing to read in {', '.join(map(str, paths))}: no file of a known kind")
    # Of two exports that hold the same fiche the newer one speaks: it is read first, and kept.
    records = sorted(found, key=lambda item: (_date_of_name(item.path), item.path.name), reverse=True)
    return _Inputs(records, editions), tuple(ignored)


def _date_of_name(path: Path) -> str:
    """Return the date that the name of an export bears, as ``AAAAMMJJ``; empty without one."""
    found = _DATE.search(path.name)
    return "".join(found.groups()) if found else ""


def _write_all(
    inputs: _Inputs,
    settings: Settings,
    out: IO[str],
    tally: Tally,
    progress: Progress,
) -> None:
    """Write the quads of all inputs, then those that belong to no single record."""
    minter = Minter(settings.base_iri)
    validator = Validator()
    vocabulary = map_ontology(load_ontology(), settings.base_iri)
    shared = Shared(minter, {subject for subject, predicate, _ in vocabulary if predicate == _PREF_LABEL})
    for batch in inputs.editions.batches(minter, validator, shared, tally, progress):
        with tally.stage("write"):
            _write_graph(out, batch.graph, batch.triples, batch.results)
    seen: set[str] = set()
    for record in _read(inputs.records, tally, minter, shared):
        with tally.stage("map"):
            mapped = map_record(record, minter)
        tally.read += 1
        progress("read", tally.read, record.certification.identifiant)
        if mapped.graph in seen:
            tally.superseded.append(f"{record.certification.identifiant} ({record.document.nom})")
            continue
        seen.add(mapped.graph)
        with tally.stage("validate"):
            results = validator.validate([*mapped.triples, *mapped.common])
        with tally.stage("write"):
            _write_graph(out, mapped.graph, mapped.triples, results)
            shared.note(record.document, mapped)
        tally.note(record, results)
    graph, triples = shared.sources()
    with tally.stage("validate"):
        results = validator.validate(triples)
    tally.note_results(results)
    with tally.stage("write"):
        _write_graph(out, graph, triples, results)
        # Codes and bodies were validated with each record that names them.
        graph, triples = shared.nomenclatures()
        _write(out, triples, graph)
        _write(out, vocabulary, ONTOLOGY)


def _read(inputs: list[_Input], tally: Tally, minter: Minter, shared: Shared) -> Iterator[Record]:
    """Stream the records of all files; anomalies that belong to no record go to their document."""
    for item in inputs:
        stream = item.source.read(item.path)
        while True:
            with tally.stage("read"):
                value = next(stream, None)
            if value is None:
                break
            if isinstance(value, Anomaly):
                tally.note_anomaly(value)
                shared.add_loose(value.document, map_loose_anomaly(value, minter))
            else:
                yield value


def _write_graph(out: IO[str], graph: str, triples: list[Triple], results: tuple[Result, ...]) -> None:
    """Write a graph and, beside it, what the shapes found in it."""
    _write(out, triples, graph)
    _write(out, result_triples(results, graph), f"{graph}/rapport")


def _write(out: IO[str], triples: Iterable[Triple], graph: str) -> None:
    name = iri(graph)
    out.writelines(f"{s} {p} {o} {name} .\n" for s, p, o in triples)


@contextmanager
def _staging(store: Path) -> Iterator[Path]:
    """Give a folder beside the versions, on the same disk, and clear away those of dead builds."""
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{store}: cannot hold a store ({error.strerror})") from error
    for left in store.glob(f"{_STAGING}*"):
        if not _is_alive(left.name.removeprefix(_STAGING)):
            shutil.rmtree(left, ignore_errors=True)
    folder = store / f"{_STAGING}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
