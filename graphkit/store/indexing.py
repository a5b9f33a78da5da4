"""The search index of a version: made with it, or lent to one that lacks it."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from pathlib import Path

from graphkit.index.reading import read_labels_of_codes, read_official_competences
from graphkit.index.writer import write_index
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.entries import Making, entries
from graphkit.store.manifest import INDEX, Version, describe_files, index_damage, write_manifest


def build_index(files: Path, folder: Path, making: Making) -> Path:
    """Make the index of a store and return its directory, named by what it holds.

    Args:
        files: the files of the store.
        folder: directory of the version.
        making: what it is made with.

    Raises:
        StoreUnavailable: the store cannot be read or the index not be written.
    """
    fresh = folder / INDEX / "new"
    reader = EmbeddedStore.open(files)
    labels, official = read_labels_of_codes(reader), read_official_competences(reader)
    write_index(fresh, entries(files, fresh, making), labels, official)
    # A name of its own lets another index of the same version be written beside this one.
    held = sorted((name, digest) for name, (digest, _) in describe_files(fresh).items())
    return fresh.rename(fresh.with_name(hashlib.sha256(repr(held).encode()).hexdigest()[:12]))


def index_warnings(version: Version) -> tuple[str, ...]:
    """Return what the user should know of the index of a version: that it is damaged, if it is.

    Args:
        version: the version.
    """
    problem = index_damage(version)
    if problem is None:
        return ()
    return (f"the search index is damaged: {problem}; build the graph again for a full search",)


def lend_index(fresh: Version, existing: Version) -> None:
    """Give the index of a version just built to a published one of the same graph that needs one.

    It needs one if its own is missing, damaged or of another format. Killed at any point, this leaves the
    published version as it was, with its old index or none.

    Args:
        fresh: the version just built.
        existing: the published one.
    """
    intact = existing.index is not None and index_damage(existing, thorough=True) is None
    if fresh.index is None or (intact and existing.index_format == fresh.index_format):
        return
    target = existing.path / INDEX / fresh.index_name
    target.parent.mkdir(exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    fresh.index.rename(target)
    write_manifest(
        existing.path,
        dataclasses.replace(
            existing,
            index_name=fresh.index_name,
            index_format=fresh.index_format,
            index_files=fresh.index_files,
        ),
        existing.graph_counts(),
    )
    for other in target.parent.iterdir():
        if other != target:
            # Readers that have it open keep its files.
            shutil.rmtree(other, ignore_errors=True)
