"""What data.gouv.fr says of a dataset: strange answers are refused here, and the newest export is chosen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graphkit.errors import FetchFailed
from graphkit.fetching.kinds import Kind
from graphkit.fetching.transport import as_written

_TITLES_SHOWN = 8
#: Name in the API -> name in ``hashlib`` and number of hexadecimal digits.
_ALGORITHMS = {
    "md5": ("md5", 32),
    "sha1": ("sha1", 40),
    "sha2": ("sha256", 64),
    "sha256": ("sha256", 64),
    "sha512": ("sha512", 128),
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One published file.

    Attributes:
        title: its title on data.gouv.fr.
        address: where it is.
        file_name: name that it gets here, made of the kind and the date alone.
        date: date of the export.
        modified: when data.gouv.fr says that it last changed, empty if it does not.
        size: its published size in bytes, if there is one.
        checksum: name of the algorithm in ``hashlib`` and published value, if there is one that we know.
    """

    title: str
    address: str
    file_name: str
    date: date
    modified: str
    size: int | None
    checksum: tuple[str, str] | None


def newest(kind: Kind, dataset: object, address: str) -> Resource:
    """Return the newest resource of a kind.

    Args:
        kind: the kind of export.
        dataset: the answer of the API, decoded from JSON.
        address: where the answer came from, for messages.

    Raises:
        FetchFailed: it is not the description of a dataset, or holds no such resource.
    """
    listed = dataset.get("resources") if isinstance(dataset, dict) else None
    if not isinstance(listed, list):
        raise FetchFailed(
            f"{address}: the answer does not describe a dataset (it has no list “resources”); check "
            f"GRAPHKIT_DATA_API, or download by hand from {kind.page}"
        )
    entries = [entry for entry in listed if isinstance(entry, dict)]
    found = [resource for entry in entries if (resource := _read(kind, entry)) is not None]
    if not found:
        titles = [_shown(entry.get("title")) for entry in entries]
        more = f" and {len(titles) - _TITLES_SHOWN} more" if len(titles) > _TITLES_SHOWN else ""
        raise FetchFailed(
            f"{address}: no resource is called {kind.wanted}; there are: "
            f"{', '.join(titles[:_TITLES_SHOWN]) or 'none'}{more}. The publication may have changed: look at "
            f"{kind.page}"
        )
    # On the same day the last word of data.gouv.fr counts: it dates each replacement of a file.
    return max(found, key=lambda resource: (resource.date, resource.modified))


def sent(kind: Kind, link: str, now: float) -> Resource:
    """Return the file that a publisher sent a link to; nothing is published of its size and its bytes.

    Args:
        kind: the kind of export.
        link: the address.
        now: seconds since the epoch; the file is named by this day.
    """
    day = datetime.fromtimestamp(now, UTC).date()
    return Resource(kind.wanted, link, f"{kind.stem}{day.isoformat()}.zip", day, "", None, None)


def _read(kind: Kind, entry: dict[str, Any]) -> Resource | None:
    title, address = entry.get("title"), entry.get("url")
    if not isinstance(title, str) or not isinstance(address, str):
        return None
    match = kind.title.search(unicodedata.normalize("NFC", title))
    if not match or (kind.format and str(entry.get("format")).lower() != kind.format):
        return None
    dates = (str(entry.get(field)) for field in ("last_modified", "created_at"))
    modified = next((text for text in dates if _day(text)), "")
    day = _day(match[1] if match.re.groups else modified)
    if day is None:
        return None
    size = entry.get("filesize")
    return Resource(
        title=_shown(title),
        address=as_written(address),
        # Never a name that the server chose: that is what keeps the file in its folder.
        file_name=f"{kind.stem}{day.isoformat()}.zip",
        date=day,
        modified=modified,
        size=size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None,
        checksum=_checksum(entry.get("checksum")),
    )


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _checksum(value: object) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return None
    algorithm, digits = _ALGORITHMS.get(str(value.get("type")).lower(), ("", 0))
    published = str(value.get("value")).strip().lower()
    known = digits and len(published) == digits and set(published) <= set("0123456789abcdef")
    return (algorithm, published) if known else None


def _shown(title: object) -> str:
    """Return a title of a stranger such that it can be printed on a terminal."""
    return "".join(c if c.isprintable() else "?" for c in str(title)[:80])
