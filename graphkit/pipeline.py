"""The one door for writes: read, map, validate, load, swap, and report.

Everything is prepared beside the store in service; an input that cannot be read, a strict build that
meets a Violation, or a process killed at any moment leaves that store as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from graphkit.assembly import Assembly, Input, Inputs, Memos
from graphkit.assets import data_path
from graphkit.config import Settings
from graphkit.ecarts import ecart_graphs
from graphkit.editions import Editions
from graphkit.errors import SourceUnreadable, StoreUnavailable, ValidationFailed
from graphkit.identifiers import Minter
from graphkit.keeping import keep_matches, match_graphs, names_of_match_graphs
from graphkit.linked_data.files import RdfFiles
from graphkit.mapping.ecart import is_graph_of_ecarts
from graphkit.matching.rapprochement import Rapprochement
from graphkit.memo import program_key, read_memo, write_memo
from graphkit.pool import default_jobs
from graphkit.preparation import GraphLines
from graphkit.report import BuildReport, Progress, Tally, silent
from graphkit.sources import Source
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.recognition import all_sources, date_of_name, entry, find_files, of_no_kind, recognise
from graphkit.store.changes import fiche_changes
from graphkit.store.content import ContentWriter, base_of
from graphkit.store.manifest import Version
from graphkit.store.service import matches_lock
from graphkit.store.versions import build_version

_STAGING = ".staging-"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def build(paths: Sequence[Path], settings: Settings, *, progress: Progress = silent) -> BuildReport:
    """Build the graph from files and put it in service in place of the one before.

    Records that the build before had too, to the byte, are not read again, and graphs that it wrote are not
    written again; the graph is the same as if they were.

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
    with _staging(settings.store) as folder, ExitStack() as held:
        with tally.stage("compare"):
            base = base_of(settings.store)
        nquads, memo = folder / "graph.nq", folder / "memo"
        key = program_key(settings.base_iri, settings.validate)
        with (
            nquads.open("wb") as out,
            read_memo(base.memo if base else None, key) as known,
            write_memo(memo, key) as noted,
        ):
            writer = ContentWriter(out, base)
            Assembly(settings, writer, Memos(known, noted), tally, progress).run(inputs)
            # Until the version is in service: what is kept meanwhile would be missing from it.
            held.enter_context(matches_lock(settings.store, wait=True))
            for lines in _kept_graphs(settings):
                writer.add(lines.name, lines.sha256, lines.count, lines.lines)
        if settings.strict and tally.results["violation"]:
            raise ValidationFailed(tally.refusal())
        with tally.stage("load"):
            progress("load", 0, "")
            version = build_version(
                settings.store,
                nquads,
                content=writer.content(memo),
                keep=settings.keep_versions,
                jobs=settings.jobs or default_jobs(),
                before=tally.note_before,
            )
            changes = fiche_changes(tally.before, version.graph_digests(), settings.base_iri)
    return tally.report((*ignored, *tally.ignored), version, changes, validated=settings.validate)


def keep(matches: Iterable[Rapprochement], settings: Settings) -> tuple[Rapprochement, ...]:
    """Keep computed matches and decisions about them, and put a graph that has them in service.

    Everything else in the graph stays as it is; what a person decided is not touched by a computation.

    Args:
        matches: the matches.
        settings: where the store is.

    Raises:
        StoreUnavailable: there is no intact version to add them to, another build or another such command is
            running, or the store cannot be written.
    """
    with _staging(settings.store) as folder, matches_lock(settings.store):
        base = _intact_base(settings)
        kept = keep_matches(matches, settings)
        _put_kept_in_service(settings, base, folder)
    return kept


def publish_ecarts(settings: Settings) -> None:
    """Put a graph in service that has the departures that are kept, in place of those that it had.

    Args:
        settings: where the store is.

    Raises:
        StoreUnavailable: there is no intact version to add them to, another build or another such command is
            running, or the store cannot be written.
    """
    # It has cost a check of many records: it waits for its turn.
    with _staging(settings.store) as folder, matches_lock(settings.store, wait=True):
        _put_kept_in_service(settings, _intact_base(settings), folder)


def _intact_base(settings: Settings) -> Version:
    base = base_of(settings.store)
    if base is None:
        raise StoreUnavailable(
            f"{settings.store} holds no intact graph: build one, then keep matches or findings"
        )
    return base


def _put_kept_in_service(settings: Settings, base: Version, folder: Path) -> None:
    """Build a version of all graphs of another as they are, but for those that are kept beside it."""
    minter = Minter(settings.base_iri)
    ours, digests = names_of_match_graphs(settings), base.graph_digests() or {}
    nquads, memo = folder / "graph.nq", folder / "memo"
    with nquads.open("wb") as out:
        writer = ContentWriter(out, base)
        for name, count in base.graph_counts().items():
            if name not in ours and not is_graph_of_ecarts(name, minter):
                writer.add(name, digests[name], count, b"")
        for lines in _kept_graphs(settings):
            writer.add(lines.name, lines.sha256, lines.count, lines.lines)
    if base.memo.is_file():
        shutil.copyfile(base.memo, memo)
    content = writer.content(memo if memo.is_file() else None)
    build_version(
        settings.store,
        nquads,
        content=content,
        keep=settings.keep_versions,
        jobs=settings.jobs or default_jobs(),
    )


def _kept_graphs(settings: Settings) -> Iterator[GraphLines]:
    """Yield the graphs whose home is a table beside the versions."""
    yield from match_graphs(settings)
    yield from ecart_graphs(settings)


def _recognise(paths: Iterable[Path], settings: Settings) -> tuple[Inputs, tuple[str, ...]]:
    """Find the reader of each file; a file of a folder that no reader knows is told of, not refused."""
    sources = all_sources(settings)
    editions = Editions()
    rdf = RdfFiles(settings)
    kinds: tuple[RdfFiles | NomenclatureSource | Source, ...] = (rdf, *editions.sources, *sources)
    found: dict[Input, None] = {}
    ignored: list[str] = []
    for path, named in find_files(paths):
        source = recognise(path, kinds) if named or path.stat().st_size else None
        if isinstance(source, RdfFiles):
            if not rdf.add(path, named=named):
                ignored.append(str(path))
        elif isinstance(source, NomenclatureSource):
            editions.add(source, path)
        elif source is not None:
            # Several files of one folder may be one source: it is read once.
            found[Input(entry(path, source), source, named)] = None
        elif named:
            raise of_no_kind(path, kinds)
        else:
            ignored.append(str(path))
    if not found and not editions and not rdf:
        raise SourceUnreadable(f"nothing to read in {', '.join(map(str, paths))}: no file of a known kind")
    # Of two exports that hold the same fiche the newer one speaks: it is read first, and kept.
    records = sorted(found, key=lambda item: (date_of_name(item.path), item.path.name), reverse=True)
    return Inputs(records, editions, rdf), tuple(ignored)


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
    try:
        folder.mkdir()
        yield folder
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) not in _NO_ROOM and "disk is full" not in str(error):
            raise
        raise StoreUnavailable(
            f"there is no room in {store} for a new version ({error}): free some and build again; what was in"
            " service still is"
        ) from error
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
