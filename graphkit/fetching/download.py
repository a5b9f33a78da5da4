"""One file, from its address to its place: resumed, verified, and never there by halves."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graphkit.errors import FetchFailed
from graphkit.fetching.parts import Part, on_disk
from graphkit.fetching.patience import Patience, Temporary, Waiting
from graphkit.fetching.resources import Resource
from graphkit.fetching.transport import Answer, Client

#: An attempt that brings this much more than any before has made up for the failures so far.
_WORTH_IT = 1 << 20
_MAX_UNZIPPED = 8 << 30


@dataclass(frozen=True, slots=True)
class Listener:
    """Told what happens during a download.

    Attributes:
        progress: told the bytes there are, and the bytes there will be if that is known.
        note: told of what is worth a line.
    """

    progress: Callable[[int, int | None], None] = lambda _done, _total: None
    note: Callable[[str], None] = lambda _text: None


@dataclass(frozen=True, slots=True)
class Check:
    """What a verification found.

    Attributes:
        fault: what is wrong with the file, empty if nothing is.
        means: what it was verified by.
    """

    fault: str = ""
    means: tuple[str, ...] = ()


def check(path: Path, resource: Resource) -> Check:
    """Compare a file with what is published of it; without a checksum, test it as a zip archive.

    Args:
        path: the file.
        resource: what it should be.

    Raises:
        FetchFailed: the disk does not give it back.
    """
    with on_disk(path):
        means = []
        size = path.stat().st_size
        if resource.size is not None:
            if size != resource.size:
                return Check(f"it has {size} bytes, where data.gouv.fr publishes {resource.size}")
            means.append("size")
        if resource.checksum is None:
            return Check(_zip_fault(path), (*means, "zip"))
        algorithm, published = resource.checksum
        with path.open("rb") as stream:
            hashed = hashlib.file_digest(stream, lambda: hashlib.new(algorithm, usedforsecurity=False))
    if hashed.hexdigest() != published:
        return Check(f"its {algorithm} is {hashed.hexdigest()}, where data.gouv.fr publishes {published}")
    return Check("", (*means, algorithm))


def _zip_fault(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNZIPPED:
                return "as a zip archive it would grow beyond reason"
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return "it is not an intact zip archive"
    return "it is a zip archive with a broken member" if broken else ""


@dataclass(frozen=True, slots=True)
class Downloader:
    """Downloads files one at a time.

    Attributes:
        client: asks for them.
        limit: bytes beyond which a file is refused.
        waiting: time and chance.
        listener: told of the progress.
    """

    client: Client
    limit: int
    waiting: Waiting
    listener: Listener

    def get(self, resource: Resource, target: Path) -> tuple[Check, int]:
        """Download a file, verify it and put it in its place.

        Args:
            resource: what to download.
            target: its place.

        Returns:
            How it was verified, and the bytes of it that were there from an earlier attempt.

        Raises:
            FetchFailed: it cannot be had, written or trusted.
        """
        if resource.size is not None and resource.size > self.limit:
            raise self._too_large(resource, resource.size)
        with Part.opened(target, resource.address) as part:
            resumed = self._transfer(resource, part)
            found = check(part.path, resource)
            if found.fault:
                # Once more and from the start: what was kept of an earlier attempt may be to blame.
                self.listener.note(f"{found.fault}: once more from the start")
                part.clear()
                resumed = self._transfer(resource, part)
                found = check(part.path, resource)
            if found.fault:
                part.clear()
                raise FetchFailed(
                    f"{resource.address}: what was downloaded is not the published file, twice: "
                    f"{found.fault}. Nothing was kept; the file may be being replaced: try again later, and "
                    "tell data.gouv.fr if it lasts"
                )
            part.publish()
        return found, resumed

    def _transfer(self, resource: Resource, part: Part) -> int:
        """Bring a part to its end; return the bytes that were kept of what it held."""
        address, note = resource.address, self.listener.note
        patience = Patience(address, self.waiting, note)
        hint = "it may have been replaced just now: run the same command again"
        kept = best = part.size
        while part.size != resource.size:
            asked_for_rest = bool(part.request_headers)
            try:
                with self.client.get(address, part.request_headers, hint) as answer:
                    if part.accept(answer):
                        kept = min(kept, part.size)
                        self._receive(resource, part, answer)
                        break
                    if not asked_for_rest:
                        raise FetchFailed(
                            f"{address}: asked for the whole file, the server answers {answer.status}; "
                            "try again later"
                        )
                    kept = 0
                    note("what was kept of an earlier attempt is of no use: from the start")
            except Temporary as trouble:
                # More than ever before, not just more than at its start: a server that cuts each whole answer
                # would be asked for ever.
                if part.size - best >= _WORTH_IT:
                    best = part.size
                    patience.forget()
                patience.wait(trouble)
        return kept

    def _receive(self, resource: Resource, part: Part, answer: Answer) -> None:
        total = None if answer.length is None else part.size + answer.length
        if total is not None and total > self.limit:
            part.clear()
            raise self._too_large(resource, total)
        for data in answer.chunks():
            part.write(data)
            if part.size > self.limit:
                part.clear()
                raise self._too_large(resource, None)
            self.listener.progress(part.size, total)
            if resource.size is not None and part.size > resource.size:
                # More than was published is not the file: no use in reading on.
                return

    def _too_large(self, resource: Resource, size: int | None) -> FetchFailed:
        told = f"has {size} bytes" if size else "does not end"
        return FetchFailed(
            f"{resource.address}: {told}, where {self.limit} are allowed; set GRAPHKIT_MAX_DOWNLOAD_BYTES "
            "higher if you expect such a file"
        )
