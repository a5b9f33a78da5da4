"""The unfinished file of a download: hidden, locked, and renamed only when it is whole."""

from __future__ import annotations

import email.utils
import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from graphkit.errors import FetchFailed
from graphkit.fetching.transport import Answer

# A strong one: a weak tag does not promise the same bytes.
_ETAG = re.compile(r'"[\x21\x23-\x7e]*"')
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


def part_of(target: Path) -> Path:
    """Return the path of the unfinished form of a file; a build of its folder leaves it out.

    Args:
        target: the finished file.
    """
    return target.with_name(f".{target.name}.part")


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Turn a failure of the disk into an error for the user.

    Args:
        path: the file or folder that is used.

    Raises:
        FetchFailed: it cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        raise FetchFailed(
            f"{path}: {error.strerror or error}; make room, check the rights, or choose another --out"
        ) from error


class Part:
    """An unfinished file, and what tells whether the rest of it can still be asked for.

    Args:
        target: the finished file.
        address: where it comes from.
        stream: the unfinished file, open and locked.
    """

    def __init__(self, target: Path, address: str, stream: BinaryIO) -> None:
        self._target = target
        self._address = address
        self._stream = stream
        self.path = part_of(target)
        self._state = self.path.with_suffix(".json")
        self.size = stream.seek(0, os.SEEK_END)
        self._validator = self._known_validator()
        if not self._validator:
            self.clear()

    @classmethod
    @contextmanager
    def opened(cls, target: Path, address: str) -> Iterator[Part]:
        """Open the unfinished form of a file, and keep others from writing it.

        Args:
            target: the finished file.
            address: where it comes from; what came from elsewhere is not continued.

        Raises:
            FetchFailed: it cannot be written, or another process is writing it.
        """
        path = part_of(target)
        with on_disk(path):
            stream = path.open("ab+")
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # The process that held the lock may have renamed this very file into its place.
                taken = os.fstat(stream.fileno()).st_ino != path.stat().st_ino
            except (BlockingIOError, FileNotFoundError):
                taken = True
            if taken:
                raise FetchFailed(f"{target}: another fetch is writing it; wait for its end")
            part = cls(target, address, stream)
            try:
                yield part
            finally:
                if not part.size:
                    with on_disk(path):
                        path.unlink(missing_ok=True)

    @property
    def request_headers(self) -> Mapping[str, str]:
        """What asks for the rest of the file, and for all of it should it have changed."""
        if not self.size or not self._validator:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self._validator}

    def accept(self, answer: Answer) -> bool:
        """Take note of what an answer holds; if it is not what follows, forget what is there.

        Args:
            answer: an answer to ``request_headers``.

        Returns:
            Whether its body can be written.
        """
        if answer.status == 200:  # noqa: PLR2004 - the whole file
            self.clear()
            self._remember(_validator(answer))
            return True
        given = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        follows = self.size > 0 and given is not None and int(given[1]) == self.size
        # Not every server heeds If-Range.
        header = "ETag" if self._validator.startswith('"') else "Last-Modified"
        same = answer.headers.get(header, self._validator) == self._validator
        if answer.status == 206 and follows and same:  # noqa: PLR2004 - the rest of the file
            return True
        self.clear()
        return False

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        with on_disk(self.path):
            self._stream.write(data)
            # A buffer would not survive this process; the file does.
            self._stream.flush()
        self.size += len(data)

    def clear(self) -> None:
        """Forget what has been received."""
        with on_disk(self.path):
            self._stream.truncate(0)
            self._state.unlink(missing_ok=True)
        self.size = 0
        self._validator = ""

    def publish(self) -> None:
        """Give the file its name; from then on it is whole on the disk as well."""
        with on_disk(self._target):
            os.fsync(self._stream.fileno())
            self.path.replace(self._target)
            self._state.unlink(missing_ok=True)
            folder = os.open(self._target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _remember(self, validator: str) -> None:
        self._validator = validator
        with on_disk(self._state):
            self._state.write_text(json.dumps({"address": self._address, "validator": validator}), "utf-8")

    def _known_validator(self) -> str:
        with suppress(OSError, ValueError):
            state = json.loads(self._state.read_text("utf-8"))
            if isinstance(state, dict) and state.get("address") == self._address:
                return _usable(str(state.get("validator", "")))
        return ""


def _validator(answer: Answer) -> str:
    return _usable(answer.headers.get("ETag", "")) or _usable(answer.headers.get("Last-Modified", ""))


def _usable(text: str) -> str:
    """Return what may stand in If-Range: a strong tag or a date, else nothing."""
    if _ETAG.fullmatch(text):
        return text
    try:
        email.utils.parsedate_to_datetime(text)
    except ValueError:
        return ""
    return text if text.isascii() and text.isprintable() else ""
