"""The manifest of a version: what it holds, and the digest of every file by which damage is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
GRAPHS = "graphs.json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of the graph.

    Attributes:
        id: SHA-256 of the canonical dump (sorted N-Quads), hexadecimal.
        path: its directory.
        quads: number of quads.
        graphs: number of named graphs.
        tool: name and version of what built it.
        store_files: name of each store file -> (SHA-256, size in bytes).
    """

    id: str
    path: Path
    quads: int
    graphs: int
    tool: str
    store_files: Mapping[str, tuple[str, int]]

    @property
    def files(self) -> Path:
        """Directory of the Oxigraph files."""
        return self.path / "files"

    def graph_counts(self) -> dict[str, int]:
        """Return the number of quads of each named graph, by IRI; a file of its own, for it is long."""
        content: dict[str, int] = json.loads((self.path / GRAPHS).read_text("utf-8"))
        return content


def describe_files(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the digest and the size of each file of a directory, by name."""
    return {path.name: (_sha256(path), path.stat().st_size) for path in sorted(folder.iterdir())}


def write_manifest(folder: Path, version: Version, graph_counts: Mapping[str, int]) -> None:
    """Write the manifest of a version into its directory.

    Args:
        folder: the directory.
        version: what the manifest says.
        graph_counts: IRI of each named graph -> number of quads.
    """
    (folder / GRAPHS).write_text(json.dumps(graph_counts, indent=0, ensure_ascii=False) + "\n", "utf-8")
    content = {
        "id": version.id,
        "quads": version.quads,
        "tool": version.tool,
        "graphs": version.graphs,
        "files": {
            name: {"sha256": digest, "size": size} for name, (digest, size) in version.store_files.items()
        },
    }
    (folder / MANIFEST).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


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
            store_files={
                str(name): (str(facts["sha256"]), int(facts["size"]))
                for name, facts in content["files"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def damage(version: Version, *, thorough: bool = False) -> str | None:
    """Say what is wrong with the files of a version, or return ``None``.

    Args:
        version: the version.
        thorough: compare the digests too, which reads every byte; sizes alone take no time.
    """
    for name, (digest, size) in version.store_files.items():
        path = version.files / name
        try:
            actual = path.stat().st_size
            if actual != size:
                return f"{name} has {actual} bytes instead of {size}"
            if thorough and _sha256(path) != digest:
                return f"{name} is not the file that was published"
        except OSError:
            return f"{name} is missing or unreadable"
    return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
