"""What builds changed, as a list to be filtered: the journal of the store as frozen views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

from graphkit.catalog.codes import certification_of
from graphkit.errors import NotFound, QueryRejected
from graphkit.identifiers import Minter
from graphkit.store.event_kinds import GONE, KINDS
from graphkit.store.events import Event
from graphkit.store.journal import Entry, read_journal
from graphkit.store.manifest import Version

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a certification.

    Attributes:
        date: date of the export that told it; of the build, where no export is dated.
        kind: ``apparition``, ``retrait``, ``nouveau-successeur``, ``validite-changee``, ``titre-change`` or
            ``contenu-change``.
        code: number or slug of the certification.
        path: path of its page; ``None`` if it has been withdrawn since.
        title: its title at that time.
        property: the property whose value changed, as ``ref:dateFinEnregistrement``; empty for none.
        old: its values before; of successors the codes.
        new: its values since.
        before: id of the version before.
        version: id of the version that brought it.
        recorded: when that version was built.
        number: its rank in the journal, from 1; it never gets another.
    """

    date: date
    kind: str
    code: str
    path: str | None
    title: str
    property: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    before: str
    version: str
    recorded: datetime
    number: int


@dataclass(frozen=True, slots=True)
class GapView:
    """A build whose events are not known.

    Attributes:
        date: as for an event.
        version: id of the version that it put in service.
        reason: why.
        recorded: when that version was built.
        number: its rank among the events of the journal.
    """

    date: date
    version: str
    reason: str
    recorded: datetime
    number: int


@dataclass(frozen=True, slots=True)
class EventsView:
    """Events, the last build first.

    Attributes:
        total: number of events that were asked for.
        events: a page of them.
        gaps: builds among those looked at whose events are not known.
        first: date of the first version, before which nothing is known; ``None`` where there is no journal.
    """

    total: int
    events: tuple[EventView, ...]
    gaps: tuple[GapView, ...]
    first: date | None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted.

    Attributes:
        code: of this certification only, in any spelling.
        kind: of this kind only.
        since: from this date on (AAAA-MM-JJ), or after this version (its id or the start of it).
    """

    code: str = ""
    kind: str = ""
    since: str = ""


def list_events(
    version: Version | None, minter: Minter, wanted: EventFilter, limit: int | None, offset: int
) -> EventsView:
    """Return the events of the store that holds a version.

    Args:
        version: the version.
        minter: names the things.
        wanted: which events.
        limit: events on a page; all when ``None``.
        offset: events before it.

    Raises:
        NotFound: no directory of versions stands behind the graph, or the journal knows no such version.
        QueryRejected: the kind or the date is none.
        StoreUnavailable: the journal cannot be read.
    """
    folder = _folder(version)
    if wanted.kind and wanted.kind not in KINDS:
        raise QueryRejected(f"no event is of the kind {wanted.kind!r}; the kinds are: {', '.join(KINDS)}")
    entries = list(read_journal(folder))
    first = _date(entries[0]) if entries else None
    withdrawn = _withdrawn(entries)
    ranks = {id(entry): rank for rank, entry in zip(_ranks(entries), entries, strict=True)}
    entries = entries if not wanted.since else _since(entries, wanted.since)
    certification = certification_of(wanted.code, minter) if wanted.code else ""
    found = [
        (rank, entry, event)
        for entry in reversed(entries)
        for rank, event in enumerate(entry.events, start=ranks[id(entry)])
        if wanted.kind in {"", event.kind} and certification in {"", event.certification}
    ]
    end = None if limit is None else offset + limit
    return EventsView(
        total=len(found),
        events=tuple(
            _view(rank, entry, event, minter, withdrawn) for rank, entry, event in found[offset:end]
        ),
        gaps=tuple(_gap(ranks[id(entry)], entry) for entry in reversed(entries) if entry.gap),
        first=first,
    )


def list_changes(
    version: Version | None, minter: Minter, first: int, count: int
) -> tuple[int, list[EventView | GapView]]:
    """Return how many changes the journal tells, and some of them, the oldest first.

    Args:
        version: the version whose store keeps the journal.
        minter: names the things.
        first: rank of the first one wanted, from 1.
        count: how many at most.

    Raises:
        NotFound: no directory of versions stands behind the graph.
        StoreUnavailable: the journal cannot be read.
    """
    entries = list(read_journal(_folder(version)))
    withdrawn = _withdrawn(entries)
    found: list[EventView | GapView] = []
    total = 0
    for rank, entry in zip(_ranks(entries), entries, strict=True):
        total += _length(entry)
        if rank >= first + count or total < first:
            continue
        if entry.gap:
            found.append(_gap(rank, entry))
        numbered = enumerate(entry.events, start=rank)
        found += [
            _view(n, entry, event, minter, withdrawn) for n, event in numbered if first <= n < first + count
        ]
    return total, found


def _folder(version: Version | None) -> Path:
    """Return the directory of the store that a version is kept in."""
    if version is None:
        raise NotFound(
            "events are kept beside the versions of a directory; this graph has none",
            french="Les événements se gardent à côté des versions d’un dossier ; ce graphe n’en a pas.",
        )
    return version.path.parents[1]


def _ranks(entries: list[Entry]) -> list[int]:
    """Return the rank of the first event of each build; a build whose events are not known has one."""
    return list(accumulate((_length(entry) for entry in entries), initial=1))[:-1]


def _length(entry: Entry) -> int:
    return 1 if entry.gap else len(entry.events)


def _gap(rank: int, entry: Entry) -> GapView:
    return GapView(_date(entry), entry.version, entry.gap, entry.recorded, rank)


def _date(entry: Entry) -> date:
    return entry.export or entry.recorded.date()


def _since(entries: list[Entry], since: str) -> list[Entry]:
    try:
        start = date.fromisoformat(since)
    except ValueError:
        places = [n for n, entry in enumerate(entries) if entry.version.startswith(since.lower())]
        if not places:
            listed = ", ".join(entry.version[:_SHOWN] for entry in entries[-5:])
            raise NotFound(
                f"{since!r} is neither a date (AAAA-MM-JJ) nor a version of the journal; its last ones are:"
                f" {listed or 'none'}"
            ) from None
        return entries[places[-1] + 1 :]
    return [entry for entry in entries if _date(entry) >= start]


def _withdrawn(entries: list[Entry]) -> set[str]:
    """Return the certifications of which the last that is known is that they have gone."""
    gone: set[str] = set()
    for entry in entries:
        for event in entry.events:
            (gone.add if event.kind == GONE else gone.discard)(event.certification)
    return gone


def _view(rank: int, entry: Entry, event: Event, minter: Minter, withdrawn: set[str]) -> EventView:
    path = event.certification.removeprefix(minter.base)
    return EventView(
        date=_date(entry),
        kind=event.kind,
        code=_code(event.certification),
        path=None if event.certification in withdrawn or path == event.certification else path,
        title=event.title,
        property=_name(event.property),
        old=tuple(map(_code, event.old)),
        new=tuple(map(_code, event.new)),
        before=entry.before,
        version=entry.version,
        recorded=entry.recorded,
        number=rank,
    )


def _name(name: str) -> str:
    if not name:
        return ""
    return f"skos:{name}" if name == "prefLabel" else f"ref:{name}"


def _code(value: str) -> str:
    """Return the code of a certification from its IRI; any other value as it is."""
    return unquote(value.rpartition("/certification/")[2])


def table_of(events: EventsView) -> Iterator[tuple[str, ...]]:
    """Yield events as the rows of a table: its headings, then a row an event.

    Args:
        events: the events.
    """
    yield ("date", "evenement", "certification", "intitule", "propriete", "avant", "apres", "version")
    for each in events.events:
        yield (
            each.date.isoformat(),
            each.kind,
            each.code,
            each.title,
            each.property,
            " | ".join(each.old),
            " | ".join(each.new),
            each.version[:_SHOWN],
        )
