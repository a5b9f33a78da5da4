"""Which of the kept versions was in force on a day, as the journal tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from graphkit.errors import NotFound
from graphkit.store.journal import Entry, read_journal
from graphkit.store.manifest import Version, read_version
from graphkit.store.service import versions_of
from graphkit.voice import format_date


@dataclass(frozen=True, slots=True)
class Memento:
    """A version as the state of a day.

    Attributes:
        version: the version.
        since: when what it says began to hold: the date of its newest source document, or when it was built.
    """

    version: Version
    since: datetime


def version_on(store_dir: Path, day: date) -> Memento:
    """Return the version that was in force on a day.

    A version is in force from the date of its newest source document on, or from that of its build where no
    document is dated, until the next one.

    Args:
        store_dir: directory of the store.
        day: the day.

    Raises:
        NotFound: the first version known is younger, or the one in force that day is not kept any more.
        StoreUnavailable: the journal cannot be read.
    """
    known = sorted(_known(store_dir))
    kept = {version.id for version in versions_of(store_dir)}
    before = [(since, version_id) for since, _, version_id in known if since.date() <= day]
    if not known:
        raise NotFound(
            f"no version was in force on {day.isoformat()}: none that is kept is dated",
            french=f"Aucune version n’était en vigueur le {format_date(day, 'fr')} : aucune n’est datée.",
        )
    if not before:
        first = known[0][0].date()
        raise NotFound(
            f"no version was in force on {day.isoformat()}: the first one known is of {first.isoformat()}",
            french=f"Aucune version n’était en vigueur le {format_date(day, 'fr')} : la première connue est"
            f" du {format_date(first, 'fr')}.",
        )
    since, version_id = before[-1]
    found = read_version(store_dir / "versions" / version_id) if version_id in kept else None
    if found is None:
        days = sorted({when.date().isoformat() for when, _, each in known if each in kept})
        raise NotFound(
            f"the version in force on {day.isoformat()} ({version_id[:12]}) is not kept any more;"
            f" those that are: {', '.join(days)}"
        )
    return Memento(found, since)


def _known(store_dir: Path) -> list[tuple[datetime, int, str]]:
    """Return since when each version was in force, with its rank in the journal and its id."""
    found = [(_since(entry), rank, entry.version) for rank, entry in enumerate(read_journal(store_dir))]
    told = {version_id for _, _, version_id in found}
    # Older programs kept no journal.
    others = ((version.published, version.id) for version in versions_of(store_dir) if version.id not in told)
    found += [(published, -1, version_id) for published, version_id in others if published is not None]
    return found


def _since(entry: Entry) -> datetime:
    return datetime.combine(entry.export, time(), UTC) if entry.export else entry.recorded
