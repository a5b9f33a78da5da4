"""What a program remembers of work that it need not do again, from one version to the next.

A memo is a file. It is keyed by what was worked on and by the program that did it: an input, a shape, a query
or a line of code that changes makes the work new.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graphkit.assets import data_path

#: Libraries on whose version depends what the work comes to.
_LIBRARIES = ("lxml", "pyoxigraph", "pyshacl", "rdflib")
_TABLES = """
create table program (key text not null);
create table note (fingerprint text primary key, content blob not null) without rowid;
"""


@functools.cache
def program_key(*settings: object) -> str:
    """Return what names the program, with the settings that the work depends on.

    Args:
        settings: the settings.
    """
    digest = hashlib.sha256(repr(settings).encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    package = Path(__file__).resolve().parent
    for folder in (package, data_path("ontology"), data_path("shapes")):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".rq", ".ttl"}):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def pack(content: Mapping[str, Any]) -> bytes:
    """Return a note as a memo keeps it.

    Args:
        content: plain values for JSON.
    """
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)


class Memo:
    """A memo, to be read or written.

    Args:
        database: the open file; without one nothing is found, and nothing kept.
    """

    def __init__(self, database: sqlite3.Connection | None) -> None:
        self._database = database

    def holds(self, fingerprint: str) -> bool:
        """Tell whether there is a note.

        Args:
            fingerprint: of what was worked on.
        """
        return self._packed(fingerprint) is not None

    def find(self, fingerprint: str) -> dict[str, Any] | None:
        """Return what was noted, or ``None``.

        Args:
            fingerprint: of what was worked on.
        """
        packed = self._packed(fingerprint)
        if packed is None:
            return None
        content: dict[str, Any] = json.loads(zlib.decompress(packed))
        return content

    def note(self, fingerprint: str, content: Mapping[str, Any]) -> None:
        """Note what some work came to.

        Args:
            fingerprint: of what was worked on.
            content: plain values for JSON.
        """
        self.keep(fingerprint, pack(content))

    def carry(self, fingerprint: str, known: Memo) -> None:
        """Note again what was noted in another memo, as it stands there.

        Args:
            fingerprint: of what was worked on.
            known: the other memo, which holds it.
        """
        packed = known._packed(fingerprint)
        if packed is not None:
            self.keep(fingerprint, packed)

    def keep(self, fingerprint: str, packed: bytes) -> None:
        """Note what has been packed already.

        Args:
            fingerprint: of what was worked on.
            packed: the note, as ``pack`` gives it.
        """
        if self._database is not None:
            self._database.execute("insert or replace into note values (?, ?)", (fingerprint, packed))

    def _packed(self, fingerprint: str) -> bytes | None:
        if self._database is None:
            return None
        query = "select content from note where fingerprint = :fingerprint"
        row = self._database.execute(query, {"fingerprint": fingerprint}).fetchone()
        return None if row is None else bytes(row[0])


@contextmanager
def read_memo(path: Path | None, key: str) -> Iterator[Memo]:
    """Open the memo of a version; one that is missing, damaged or of another program holds nothing.

    Args:
        path: the file, if there is a version.
        key: the program, as ``program_key`` names it.
    """
    database = None
    try:
        if path is not None and path.is_file():
            # The version may be one that this user can only read.
            database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            (found,) = database.execute("select key from program").fetchone() or ("",)
            if found != key or database.execute("pragma quick_check").fetchone() != ("ok",):
                database.close()
                database = None
    except sqlite3.DatabaseError:
        database = None
    yield Memo(database)
    if database is not None:
        database.close()


@contextmanager
def write_memo(path: Path, key: str) -> Iterator[Memo]:
    """Open a new memo for writing.

    Args:
        path: the file, which is not there yet.
        key: the program, as ``program_key`` names it.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # The file is thrown away if the build fails: nothing is gained by writing it with care.
        database.executescript("pragma journal_mode=off; pragma synchronous=off;")
        database.executescript(_TABLES)
        database.execute("begin")
        database.execute("insert into program values (?)", (key,))
        yield Memo(database)
        database.execute("commit")
