"""What a build remembers of the records that it prepared, for the next build of the same store.

A memo stands beside each version. It holds everything that a record comes to except its lines, which are in
the store. It is keyed by what a record is made of and by the program that prepared it: a record, a shape or a
line of code that changes makes the record new.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graphkit.assets import data_path
from graphkit.model import Coverage
from graphkit.preparation import Account, GraphLines, Prepared

#: Libraries on whose version depends what a record comes to.
_LIBRARIES = ("lxml", "pyshacl", "rdflib")
_TABLES = """
create table program (key text not null);
create table note (fingerprint text primary key, content blob not null) without rowid;
"""


@functools.cache
def program_key(base_iri: str, *, validate: bool) -> str:
    """Return what names the program that prepares, with its settings.

    Args:
        base_iri: start of the IRIs of all data.
        validate: whether the shapes are run.
    """
    digest = hashlib.sha256(repr((base_iri, validate)).encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    package = Path(__file__).resolve().parents[1]
    for folder in (package, data_path("ontology"), data_path("shapes")):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".ttl"}):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Memo:
    """A memo, to be read or written.

    Args:
        database: the open file.
    """

    def __init__(self, database: sqlite3.Connection | None) -> None:
        self._database = database

    def find(self, fingerprint: str) -> Prepared | None:
        """Return what a record came to, without its lines, or ``None``.

        Args:
            fingerprint: of the part that it is read from.
        """
        content = self.find_batch(fingerprint)
        return None if content is None else _prepared(content)

    def find_batch(self, fingerprint: str) -> dict[str, Any] | None:
        """Return what was noted of files that are read as one, or ``None``.

        Args:
            fingerprint: of the files.
        """
        packed = self._packed(fingerprint)
        if packed is None:
            return None
        content: dict[str, Any] = json.loads(zlib.decompress(packed))
        return content

    def note(self, fingerprint: str, prepared: Prepared) -> None:
        """Note what a record comes to.

        Args:
            fingerprint: of the part that it is read from.
            prepared: what it comes to.
        """
        self.note_batch(fingerprint, _content(prepared))

    def carry(self, fingerprint: str, known: Memo) -> None:
        """Note again what an earlier build noted, as it stands there.

        Args:
            fingerprint: of the part or of the files.
            known: the notes of that build, which hold it.
        """
        packed = known._packed(fingerprint)
        if packed is not None:
            self._keep(fingerprint, packed)

    def note_batch(self, fingerprint: str, content: dict[str, Any]) -> None:
        """Note what files that are read as one come to.

        Args:
            fingerprint: of the files.
            content: plain values for JSON.
        """
        self._keep(fingerprint, zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1))

    def _packed(self, fingerprint: str) -> bytes | None:
        if self._database is None:
            return None
        query = "select content from note where fingerprint = :fingerprint"
        row = self._database.execute(query, {"fingerprint": fingerprint}).fetchone()
        return None if row is None else bytes(row[0])

    def _keep(self, fingerprint: str, packed: bytes) -> None:
        if self._database is not None:
            self._database.execute("insert or replace into note values (?, ?)", (fingerprint, packed))


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


def _content(prepared: Prepared) -> dict[str, Any]:
    account = prepared.account
    return {
        "certification": prepared.certification,
        "graphs": [(graph.name, graph.sha256, graph.count) for graph in prepared.graphs],
        "common": prepared.common,
        "cited": list(prepared.cited.items()),
        "labels": prepared.labels,
        "results": [(*key, count) for key, count in account.results.items()],
        "refusals": account.refusals,
        "anomalies": account.anomalies,
        "coverage": None if account.coverage is None else asdict(account.coverage),
    }


def _prepared(content: dict[str, Any]) -> Prepared:
    coverage = content["coverage"]
    if coverage is not None:
        coverage = Coverage(**{**coverage, "unexplained": tuple(coverage["unexplained"])})
    return Prepared(
        certification=content["certification"],
        graphs=tuple(GraphLines(name, b"", sha256, count) for name, sha256, count in content["graphs"]),
        common=[(s, p, o) for s, p, o in content["common"]],
        cited={(s, p, o): of for (s, p, o), of in content["cited"]},
        labels=[(node, label) for node, label in content["labels"]],
        account=Account(
            {(severity, shape): count for severity, shape, count in content["results"]},
            tuple(content["refusals"]),
            tuple(content["anomalies"]),
            coverage,
        ),
    )
