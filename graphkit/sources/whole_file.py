"""Reads a file whole, within a limit, or says where and why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from graphkit.errors import SourceUnreadable


def read_bytes(path: Path, limit: int, too_large: str) -> bytes:
    """Return the bytes of a file.

    Args:
        path: the file.
        limit: largest size that is read, in bytes.
        too_large: what is said of a larger one.

    Raises:
        SourceUnreadable: it cannot be opened, or is larger.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise SourceUnreadable(
            f"{path}: cannot be read ({error.strerror}); check the path and its rights"
        ) from error
    if len(data) > limit:
        raise SourceUnreadable(f"{path}: {too_large}")
    return data


def read_text(path: Path, limit: int, setting: str = "GRAPHKIT_MAX_TEXT_BYTES") -> tuple[bytes, str]:
    """Return the bytes of a UTF-8 file and their text, without a byte order mark.

    Args:
        path: the file.
        limit: largest size that is read, in bytes.
        setting: what raises it.

    Raises:
        SourceUnreadable: it cannot be opened, is larger, is empty, or is not UTF-8.
    """
    data = read_bytes(path, limit, f"larger than {limit} bytes, the limit; extract less, or raise {setting}")
    if not data.strip():
        raise SourceUnreadable(f"{path}: the file is empty; extract the text of the document again")
    try:
        return data, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceUnreadable(
            f"{path}: line {line}, byte {error.start}: not UTF-8; "
            "convert it, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error
