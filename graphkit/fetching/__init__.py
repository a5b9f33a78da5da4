"""Gets the official exports: the newest of a kind, verified, with the last ones kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graphkit.config import Settings
from graphkit.errors import FetchByHand, FetchFailed
from graphkit.fetching.download import Downloader, Listener, check
from graphkit.fetching.kinds import BY_HAND, KINDS, SENT, Kind
from graphkit.fetching.parts import on_disk, part_of
from graphkit.fetching.patience import Patience, Temporary, Waiting
from graphkit.fetching.resources import newest, sent
from graphkit.fetching.transport import Client

#: What can be asked for, also where the answer is what to do by hand.
SOURCES = (*KINDS, *BY_HAND)

_MAX_DESCRIPTION = 20 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """An export that is there and verified.

    Attributes:
        source: its kind.
        path: where it is.
        downloaded: it was downloaded now, not there before.
        resumed: bytes that were there from an interrupted download.
        size: its size in bytes.
        verified: what it was verified by: ``size``, a checksum algorithm, ``zip``.
        date: date of the export.
        modified: last change that data.gouv.fr tells.
        title: its title there.
        address: where it comes from.
        credit: producer and licence to cite.
        removed: older exports of the same kind that were deleted.
    """

    source: str
    path: Path
    downloaded: bool
    resumed: int
    size: int
    verified: tuple[str, ...]
    date: date
    modified: str
    title: str
    address: str
    credit: str
    removed: tuple[Path, ...]


def fetch(
    source: str,
    out: Path,
    settings: Settings,
    *,
    keep: int = 3,
    link: str = "",
    waiting: Waiting | None = None,
    listener: Listener | None = None,
) -> Fetched:
    """Get the newest export of a kind, unless it is there already.

    Args:
        source: one of ``SOURCES``.
        out: folder of the exports; made if need be.
        settings: address of the API and largest download.
        keep: exports of this kind that stay in the folder, the newest; 0 for all.
        link: where the file is, for a source whose publisher sends a person that link.
        waiting: time and chance; the real ones when absent.
        listener: told of the progress.

    Raises:
        FetchByHand: only a person can get it.
        FetchFailed: it cannot be found, downloaded, verified or written.
    """
    if source in BY_HAND and not link:
        raise FetchByHand(BY_HAND[source])
    waiting, listener = waiting or Waiting(), listener or Listener()
    client = Client(loopback=settings.data_api.startswith("http:"))
    if source in SENT:
        kind = SENT[source]
        resource = sent(kind, client.checked(link), waiting.clock())
    else:
        kind = KINDS[source]
        address = f"{settings.data_api}datasets/{kind.dataset}/"
        resource = newest(kind, _description(address, kind, client, waiting, listener), address)
    target = out / resource.file_name
    with on_disk(out):
        out.mkdir(parents=True, exist_ok=True)
    found = check(target, resource) if target.is_file() else None
    if found and found.fault:
        listener.note(f"{target}: {found.fault}: downloading it again")
        found = None
    resumed = 0
    downloaded = found is None
    if found is None:
        downloader = Downloader(client, settings.max_download_bytes, waiting, listener)
        found, resumed = downloader.get(resource, target)
    with on_disk(out):
        removed = tuple(_prune(kind, target, keep))
        size = target.stat().st_size
    return Fetched(
        source=source,
        path=target,
        downloaded=downloaded,
        resumed=resumed,
        size=size,
        verified=found.means,
        date=resource.date,
        modified=resource.modified,
        title=resource.title,
        address=resource.address,
        credit=kind.credit,
        removed=removed,
    )


def _description(address: str, kind: Kind, client: Client, waiting: Waiting, listener: Listener) -> object:
    """Return what the API says of the dataset of a kind."""
    patience = Patience(address, waiting, listener.note)
    hint = f"the dataset may have moved: look at {kind.page}, and check GRAPHKIT_DATA_API"
    while True:
        try:
            with client.get(address, {"Accept": "application/json"}, hint) as answer:
                text = bytearray()
                for data in answer.chunks():
                    text += data
                    if len(text) > _MAX_DESCRIPTION:
                        raise FetchFailed(f"{address}: the description of the dataset does not end; {hint}")
            return json.loads(text)
        except Temporary as trouble:
            patience.wait(trouble)
        except (ValueError, RecursionError) as error:
            raise FetchFailed(f"{address}: the answer is not JSON; {hint}") from error


def _prune(kind: Kind, current: Path, keep: int) -> Iterator[Path]:
    """Delete the exports beyond the newest of a kind, and what was left unfinished of others."""
    dated = {
        path: match[1]
        for path in current.parent.iterdir()
        if (match := kind.file_name.fullmatch(path.name)) and path.is_file()
    }
    for path in current.parent.iterdir():
        name = path.name.removeprefix(".").removesuffix(".part").removesuffix(".json")
        if path.name.startswith(".") and kind.file_name.fullmatch(name) and path != part_of(current):
            path.unlink(missing_ok=True)
    others = sorted((path for path in dated if path != current), key=dated.__getitem__, reverse=True)
    for path in others[keep - 1 :] if keep else ():
        path.unlink(missing_ok=True)
        yield path
