"""The manifest of a version: what it holds, and the digest of every file by which damage is noticed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graphkit.store.durable import replacing, sha256_of

MANIFEST = "manifest.json"
GRAPHS = "graphs.json"
DIGESTS = "digests.json"
INDEX = "index"
MEMO = "memo"


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of the graph.

    Attributes:
        id: SHA-256 of the list of its graphs with their digests, hexadecimal.
        path: its directory.
        quads: number of quads.
        graphs: number of named graphs.
        tool: name and version of what built it.
        store_files: name of each store file -> (SHA-256, size in bytes).
        index_name: name of the directory of the search index under ``index/``; empty where an older
            program built the version.
        index_format: format of the index, by which a program knows whether it can read it.
        index_files: path of each file of the index -> (SHA-256, size in bytes).
    """

    id: str
    path: Path
    quads: int
    graphs: int
    tool: str
    store_files: Mapping[str, tuple[str, int]]
    index_name: str = ""
    index_format: int = 0
    index_files: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def index(self) -> Path | None:
        """Directory of the search index, if the version has one."""
        return self.path / INDEX / self.index_name if self.index_name else None

    @property
    def memo(self) -> Path:
        """File of what the next build need not do again; it may be missing."""
        return self.path / MEMO

    @property
    def files(self) -> Path:
        """Directory of the Oxigraph files."""
        return self.path / "files"

    @property
    def published(self) -> datetime | None:
        """When it was last put in service, to the second; ``None`` once it has been deleted."""
        try:
            return datetime.fromtimestamp(int(self.path.stat().st_mtime), UTC)
        except OSError:
            return None

    def graph_counts(self) -> dict[str, int]:
        """Return the number of quads of each named graph, by IRI; a file of its own, for it is long."""
        content: dict[str, int] = json.loads((self.path / GRAPHS).read_text("utf-8"))
        return content

    def graph_digests(self) -> dict[str, str] | None:
        """Return the SHA-256 of the sorted N-Quads of each named graph, by IRI.

        ``None`` when they are not to be read: versions of older programs have none.
        """
        try:
            content = json.loads((self.path / DIGESTS).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None


def describe_files(folder: Path, base: Version | None = None) -> dict[str, tuple[str, int]]:
    """Return the digest and the size of each file under a directory, by path.

    Args:
        folder: the directory.
        base: version whose store files some may be links to; those are not read again.
    """
    known: dict[tuple[int, int], tuple[str, int]] = {}
    if base is not None:
        for name, described in base.store_files.items():
            status = (base.files / name).stat()
            known[status.st_dev, status.st_ino] = described
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        status = path.stat()
        described = known.get((status.st_dev, status.st_ino)) or (sha256_of(path), status.st_size)
        found[path.relative_to(folder).as_posix()] = described
    return found


def write_manifest(folder: Path, version: Version, graph_counts: Mapping[str, int]) -> None:
    """Write the manifest of a version into its directory.

    Args:
        folder: the directory.
        version: what the manifest says.
        graph_counts: IRI of each named graph -> number of quads.
    """
    _replace(folder / GRAPHS, json.dumps(graph_counts, indent=0, ensure_ascii=False))
    content = {
        "id": version.id,
        "quads": version.quads,
        "tool": version.tool,
        "graphs": version.graphs,
        "files": _listed(version.store_files),
        "index": {
            "name": version.index_name,
            "format": version.index_format,
            "files": _listed(version.index_files),
        },
    }
    _replace(folder / MANIFEST, json.dumps(content, indent=1, ensure_ascii=False))


def write_digests(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the digests of the named graphs of a version into its directory, beside the manifest.

    Args:
        folder: the directory.
        digests: IRI of each named graph -> SHA-256.
    """
    _replace(folder / DIGESTS, json.dumps(digests, indent=0, ensure_ascii=False))


def lend_digests(fresh: Version, existing: Version) -> None:
    """Give the digests of a version just built to a published one of the same graph that has none.

    Args:
        fresh: the version just built.
        existing: the published one.
    """
    digests = fresh.graph_digests()
    if digests is not None and existing.graph_digests() is None:
        write_digests(existing.path, digests)


def lend_memo(fresh: Version, existing: Version) -> None:
    """Give the memo of a version just built to a published one of the same graph, in place of its own.

    Args:
        fresh: the version just built.
        existing: the published one.
    """
    if fresh.memo.is_file():
        fresh.memo.replace(existing.memo)


def _replace(path: Path, text: str) -> None:
    """Write a file beside and rename it: the manifest of a published version may be written again."""
    with replacing(path) as stream:
        stream.write(f"{text}\n")


def read_version(folder: Path) -> Version | None:
    """Return the version that a directory holds, or ``None`` when its manifest is not to be read."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Version(
            id=str(content["id"]),
            path=folder,
            quads=int(content["quads"]),
            graphs=int(content["graphs"]),
            tool=str(content["tool"]),
            store_files=_read_list(content["files"]),
            **_read_index(content.get("index", {})),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def damage(version: Version, *, thorough: bool = False) -> str | None:
    """Say what is wrong with the files of a version, or return ``None``.

    Args:
        version: the version.
        thorough: compare the digests too, which reads every byte; sizes alone take no time.
    """
    return _damage(version.files, version.store_files, thorough=thorough)


def index_damage(version: Version, *, thorough: bool = False) -> str | None:
    """Say what is wrong with the search index of a version, or return ``None``.

    Args:
        version: the version.
        thorough: compare the digests too, which reads every byte.
    """
    return _damage(version.index, version.index_files, thorough=thorough) if version.index else None


def _damage(folder: Path, files: Mapping[str, tuple[str, int]], *, thorough: bool) -> str | None:
    for name, (digest, size) in files.items():
        path = folder / name
        try:
            actual = path.stat().st_size
            if actual != size:
                return f"{name} has {actual} bytes instead of {size}"
            if thorough and sha256_of(path) != digest:
                return f"{name} is not the file that was published"
        except OSError:
            return f"{name} is missing or unreadable"
    return None


def _listed(files: Mapping[str, tuple[str, int]]) -> dict[str, dict[str, str | int]]:
    return {name: {"sha256": digest, "size": size} for name, (digest, size) in files.items()}


def _read_list(content: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    return {str(name): (str(facts["sha256"]), int(facts["size"])) for name, facts in content.items()}


def _read_index(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of the index; nothing where it says nothing, or names another place."""
    name = str(content.get("name", ""))
    if not name or name in {".", ".."} or "/" in name:
        return {}
    return {
        "index_name": name,
        "index_format": int(content["format"]),
        "index_files": _read_list(content["files"]),
    }
