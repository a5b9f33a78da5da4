"""Rolling back: only to what is whole, never beside a build, in an order that a rollback keeps."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

import pytest
from small_stores import flip

from graphkit.errors import StoreUnavailable
from graphkit.store import rollback as rollback_module
from graphkit.store.dump import dump_sorted, graph_of
from graphkit.store.manifest import Version
from graphkit.store.rollback import kept_versions, roll_back
from graphkit.store.service import current_id, versions_of
from graphkit.store.versions import build_version, open_current


def build(folder: Path, name: str, *, keep: int = 3) -> Version:
    path = folder / f"{name}.nq"
    path.write_text(
        f'<http://a/{name}> <http://a/p> "né <à> {name}"@fr <http://g/{name}> .\n'
        f"<http://a/{name}> <http://a/p> <http://a/o> <http://g/é> .\n"
        f'<http://a/z> <http://a/p> "1"^^<http://a/dt> <http://g/{name}> .\n',
        "utf-8",
    )
    return build_version(folder / "s", path, keep=keep)


def damage(version: Version) -> None:
    """Change a byte without changing a size: only the thorough check sees it."""
    flip(max(version.files.glob("*.sst"), key=lambda path: path.stat().st_size))


def test_the_digest_of_a_graph_is_that_of_its_sorted_lines(tmp_path: Path) -> None:
    version = build(tmp_path, "a")
    lines = list(dump_sorted(open_current(tmp_path / "s")))
    expected = {
        graph: hashlib.sha256(
            b"".join(line for line in lines if line.endswith(f" <{graph}> .\n".encode()))
        ).hexdigest()
        for graph in ("http://g/a", "http://g/é")
    }
    assert version.graph_digests() == expected
    assert set(expected) == set(version.graph_counts())


@pytest.mark.parametrize(
    ("line", "graph"),
    [
        ("<a:s> <a:p> <a:o> <a:g> .", "a:g"),
        ('<a:s> <a:p> "x <y> ." <a:g> .', "a:g"),
        ('<a:s> <a:p> "x"^^<a:d> <a:g> .', "a:g"),
        ("<a:s> <a:p> <a:o> .", None),
        ('<a:s> <a:p> "x <y> ." .', None),
        ('<a:s> <a:p> "x" .', None),
        ('<a:s> <a:p> "x <y"^^<a:d> .', None),
        ('<a:s> <a:p> "x"^^<a:d> .', None),
        ('<a:s> <a:p> "x <y z"@fr .', None),
    ],
)
def test_thegraph_of_a_line_is_not_taken_for_its_object(line: str, graph: str | None) -> None:
    found = graph_of(f"{line}\n".encode())
    assert (found.decode() if found is not None else None) == graph


def test_the_one_before_is_the_one_that_was_in_service_before(tmp_path: Path) -> None:
    store = tmp_path / "s"
    one, two, three = (build(tmp_path, name) for name in "abc")
    assert roll_back(store, one.id).replaced == three.id
    assert [version.id for version in versions_of(store)] == [one.id, three.id, two.id]
    assert roll_back(store).version == three.id
    four = build(tmp_path, "d")
    assert [version.id for version in versions_of(store)] == [four.id, three.id, one.id]
    assert roll_back(store).version == three.id


def test_a_clock_set_back_does_not_change_the_order(tmp_path: Path) -> None:
    one, two = build(tmp_path, "a"), build(tmp_path, "b")
    late = 4_000_000_000
    os.utime(two.path, (late, late))
    assert roll_back(tmp_path / "s").version == one.id
    assert [version.id for version in kept_versions(tmp_path / "s")] == [one.id, two.id]
    three = build(tmp_path, "c")
    assert next(iter(kept_versions(tmp_path / "s"))).id == three.id


def test_a_damaged_version_is_not_put_in_service(tmp_path: Path) -> None:
    one, two = build(tmp_path, "a"), build(tmp_path, "b")
    damage(one)
    for wanted in (None, one.id[:10]):
        with pytest.raises(StoreUnavailable, match="is not the file that was published; nothing was changed"):
            roll_back(tmp_path / "s", wanted)
    assert current_id(tmp_path / "s") == two.id
    assert versions_of(tmp_path / "s")[0] == two


def test_with_one_version_there_is_none_before(tmp_path: Path) -> None:
    build(tmp_path, "a")
    build(tmp_path, "b", keep=1)
    with pytest.raises(StoreUnavailable, match=r"no version before.*GRAPHKIT_KEEP_VERSIONS"):
        roll_back(tmp_path / "s")


def test_a_store_whose_pointer_is_lost_gets_its_last_version(tmp_path: Path) -> None:
    build(tmp_path, "a")
    two = build(tmp_path, "b")
    (tmp_path / "s" / "current").unlink()
    done = roll_back(tmp_path / "s")
    assert (done.version, done.replaced, current_id(tmp_path / "s")) == (two.id, "", two.id)


def test_a_rollback_does_not_run_beside_a_build(tmp_path: Path) -> None:
    build(tmp_path, "a")
    two = build(tmp_path, "b")
    with (tmp_path / "s" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreUnavailable, match="another build"):
            roll_back(tmp_path / "s")
    assert current_id(tmp_path / "s") == two.id


def test_a_rollback_that_stops_before_the_swap_leaves_what_was_in_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = build(tmp_path, "a"), build(tmp_path, "b")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(rollback_module, "put_in_service", full)
        with pytest.raises(StoreUnavailable, match="No space left"):
            roll_back(tmp_path / "s")
    assert current_id(tmp_path / "s") == two.id
    assert roll_back(tmp_path / "s").version == one.id
