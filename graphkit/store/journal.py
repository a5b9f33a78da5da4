"""The journal of a store: what each build changed, one file a build, never pruned.

Layout beside the versions::

    events/000012-<id>.jsonl    a line about the build, then one line an event
    events/.pending-<id>.jsonl  of a build that is about to swap its version in

The file is written before the swap and gets its number after it. One that a kill left without number counts
if its version is in service, and is thrown away by the next build if not: of each build all events are told,
or none. The first version of a store has no events, for there is nothing that it changes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graphkit.errors import StoreUnavailable
from graphkit.store.durable import replacing, sync
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.events import Event, events_between, newest_document
from graphkit.store.manifest import Version, damage, read_version
from graphkit.store.service import current_id

_PENDING = ".pending-"
_WRITING = ".writing-"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one build changed.

    Attributes:
        version: id of the version that it put in service.
        before: id of the version in service before; empty for the first.
        recorded: when.
        export: date of the newest source document of the version, if it is known.
        gap: why its events are not known; empty where they are.
        events: them.
    """

    version: str
    before: str
    recorded: datetime
    export: date | None
    gap: str
    events: tuple[Event, ...]


@contextmanager
def recording(store_dir: Path, fresh: Version) -> Iterator[None]:
    """Write down what a version changes, while it is put in service inside of the block.

    Args:
        store_dir: directory of the store, whose lock is held.
        fresh: the version about to take the place of the one in service.

    Raises:
        StoreUnavailable: the journal cannot be written.
    """
    settle(store_dir)
    before = current_id(store_dir)
    if before == fresh.id:
        yield
        return
    pending = _write(store_dir, _entry(store_dir, before or "", fresh))
    try:
        yield
    finally:
        settle(store_dir)
        pending.unlink(missing_ok=True)


def settle(store_dir: Path) -> None:
    """Number what a killed build left if its version is in service, and throw it away if not.

    Args:
        store_dir: directory of the store, whose lock is held.
    """
    folder = store_dir / "events"
    for unfinished in folder.glob(f"{_WRITING}*"):
        unfinished.unlink()
    for pending in sorted(folder.glob(f"{_PENDING}*")):
        version = pending.stem.removeprefix(_PENDING)
        if version == current_id(store_dir):
            last = max((path.name for path in folder.glob("[0-9]*.jsonl")), default="0-")
            pending.rename(folder / f"{int(last.partition('-')[0]) + 1:06}-{version}.jsonl")
        else:
            pending.unlink()
        sync(folder)


def read_journal(store_dir: Path) -> Iterator[Entry]:
    """Yield what builds changed, the first build first.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: the journal cannot be read.
    """
    folder = store_dir / "events"
    paths = sorted(folder.glob("[0-9]*.jsonl"))
    paths += sorted(folder.glob(f"{_PENDING}{current_id(store_dir)}.jsonl"))
    for path in paths:
        try:
            with path.open(encoding="utf-8") as stream:
                head = json.loads(next(stream, ""))
                events = tuple(_event(json.loads(line)) for line in stream)
                yield Entry(
                    version=head["version"],
                    before=head["before"],
                    recorded=datetime.fromisoformat(head["recorded"]),
                    export=date.fromisoformat(head["export"]) if head["export"] else None,
                    gap=head["gap"],
                    events=events,
                )
        except FileNotFoundError:
            # A build has just given it its number.
            continue
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(f"{path}: no journal of events ({error}); move that file away") from error


def _entry(store_dir: Path, before: str, fresh: Version) -> Entry:
    """Compare a version with the one in service; what cannot be compared is a gap, and stops no build."""
    new = EmbeddedStore.open(fresh.files)
    version = read_version(store_dir / "versions" / before) if before else None
    gap = ""
    events: tuple[Event, ...] = ()
    if before:
        digests = (None if version is None else version.graph_digests(), fresh.graph_digests())
        problem = "its manifest is missing" if version is None else damage(version)
        if version is None or problem is not None:
            gap = f"the version before is damaged: {problem}"
        elif digests[0] is None or digests[1] is None:
            gap = "the version before keeps no digests of its graphs"
        else:
            try:
                old = EmbeddedStore.open(version.files)
                events = tuple(events_between(old, new, digests[0], digests[1]))
            except StoreUnavailable as error:
                gap = str(error)
    return Entry(fresh.id, before, datetime.now(UTC), newest_document(new), gap, events)


def _write(store_dir: Path, entry: Entry) -> Path:
    folder = store_dir / "events"
    folder.mkdir(exist_ok=True)
    pending = folder / f"{_PENDING}{entry.version}.jsonl"
    head = {
        "version": entry.version,
        "before": entry.before,
        "recorded": entry.recorded.isoformat(timespec="seconds"),
        "export": entry.export.isoformat() if entry.export else "",
        "gap": entry.gap,
    }
    with replacing(pending, folder / f"{_WRITING}{os.getpid()}") as stream:
        for line in (head, *map(asdict, entry.events)):
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return pending


def _event(content: dict[str, Any]) -> Event:
    return Event(**{**content, "old": tuple(content["old"]), "new": tuple(content["new"])})
