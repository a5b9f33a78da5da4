"""A server's catalog: a version is served once it is verified and counted, and what is damaged is not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from small_stores import flip

from graphkit.catalog import AttendedCatalog, Catalog
from graphkit.config import DEFAULT_BASE_IRI, Settings
from graphkit.errors import StoreUnavailable
from graphkit.store.manifest import Version
from graphkit.store.versions import build_version

_WAIT = 60.0


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], Version]:
    """Return what builds a version of one quad."""

    def make(name: str) -> Version:
        path = tmp_path / f"{name}.nq"
        path.write_text(f'<{DEFAULT_BASE_IRI}x/{name}> <http://a/p> "{name}" <http://g/1> .\n')
        return build_version(tmp_path / "s", path)

    return make


@pytest.fixture
def attended(tmp_path: Path) -> AttendedCatalog:
    """A server's catalog."""
    return AttendedCatalog(Settings(store=tmp_path / "s"))


def damage(version: Version) -> None:
    # A byte of the data: opening the files does not read it.
    flip(max(version.files.glob("*.sst"), key=lambda path: path.stat().st_size), at=5)


def served(attended: AttendedCatalog) -> str:
    """Return the id of the version served, once nothing is being made ready."""
    attended.get()
    assert attended.wait(_WAIT)
    version = attended.get().version
    assert version is not None
    return version.id


def test_the_first_version_is_served_at_once_and_counted_before_anybody_asks(
    build: Callable[[str], Version], attended: AttendedCatalog
) -> None:
    version = build("a")
    first = attended.get()
    assert attended.wait(_WAIT)
    assert attended.get() is first
    assert first.version == version
    assert {"info", "terms", "statistics"} <= vars(first).keys()


def test_the_version_before_is_served_while_the_next_is_made_ready(
    build: Callable[[str], Version], attended: AttendedCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build("a")
    assert served(attended) == old.id
    new = build("b")
    go_on = threading.Event()
    warm = Catalog.warm

    def slowly(catalog: Catalog) -> None:
        go_on.wait(_WAIT)
        warm(catalog)

    monkeypatch.setattr(Catalog, "warm", slowly)
    for _ in range(3):
        assert attended.get().version == old
    go_on.set()
    assert attended.wait(_WAIT)
    after = attended.get()
    assert after.version == new
    assert "statistics" in vars(after)


def test_a_new_version_with_a_flipped_byte_is_never_served(
    build: Callable[[str], Version], attended: AttendedCatalog
) -> None:
    old = build("a")
    assert served(attended) == old.id
    new = build("b")
    damage(new)
    assert served(attended) == old.id
    (first, second) = attended.get().warnings
    assert first.startswith(f"version {new.id[:12]} is damaged: ")
    assert first.endswith("is not the file that was published")
    assert second == f"version {old.id[:12]} is served in its place; build the graph again"


def test_a_flipped_byte_found_after_the_start_takes_the_version_out_of_service(
    build: Callable[[str], Version], attended: AttendedCatalog
) -> None:
    old, new = build("a"), build("b")
    damage(new)
    assert served(attended) == old.id


def test_what_was_damaged_is_served_again_once_it_is_built_again(
    build: Callable[[str], Version], attended: AttendedCatalog
) -> None:
    build("a")
    new = build("b")
    damage(new)
    assert served(attended) != new.id
    assert build("b").id == new.id
    assert served(attended) == new.id
    assert attended.get().warnings == ()


def test_when_no_version_is_whole_the_error_says_what_to_do(
    build: Callable[[str], Version], attended: AttendedCatalog
) -> None:
    version = build("a")
    damage(version)
    attended.get()
    assert attended.wait(_WAIT)
    for _ in range(2):
        with pytest.raises(
            StoreUnavailable, match=r"no intact graph.*not the file that was published.*graphkit build"
        ):
            attended.get()
    build("a")
    assert served(attended) == version.id
