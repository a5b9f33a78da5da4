"""Publishing: a build that ends well is swapped in whole, any other leaves what was there."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_stores import flip

from graphkit.config import DEFAULT_KEEP_VERSIONS
from graphkit.errors import SourceUnreadable, StoreUnavailable
from graphkit.store.dump import dump_sorted
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.manifest import damage
from graphkit.store.service import current_id, put_in_service, versions_of
from graphkit.store.versions import build_version, open_current

CHECKPOINTS = [
    "locked",
    "loading",
    "optimizing",
    "verifying",
    "indexing",
    "manifest",
    "renaming",
    "swapping",
    "pruning",
]
BEFORE_SWAP = CHECKPOINTS[: CHECKPOINTS.index("pruning")]

BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from graphkit.store.versions import build_version
def checkpoint(name):
    if name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
build_version(Path(sys.argv[1]), Path(sys.argv[2]), checkpoint=checkpoint)
"""


def quads(folder: Path, *subjects: str) -> Path:
    path = folder / f"{'-'.join(subjects)}.nq"
    lines = [f'<http://a/{s}> <http://a/p> "né à {s}"@fr <http://g/{s}> .\n' for s in subjects]
    path.write_text("".join(lines), "utf-8")
    return path


def subjects(store_dir: Path) -> set[str]:
    return {quad[0].value.rpartition("/")[2] for quad in open_current(store_dir).quads()}


def test_a_build_is_put_in_service_and_described(tmp_path: Path) -> None:
    version = build_version(tmp_path / "s", quads(tmp_path, "a", "b"))
    opened = open_current(tmp_path / "s")
    assert opened.warnings == ()
    assert opened.version == version
    assert (version.quads, version.graphs) == (2, 2)
    assert version.graph_counts() == {"http://g/a": 1, "http://g/b": 1}
    assert version.tool.startswith("graphkit ")
    assert damage(version, thorough=True) is None


def test_the_dump_does_not_depend_on_order_or_repetition(tmp_path: Path) -> None:
    forth, back = quads(tmp_path, "a", "b", "c"), quads(tmp_path, "c", "b", "a", "c")
    one, two = build_version(tmp_path / "1", forth), build_version(tmp_path / "2", back)
    assert one.id == two.id
    dumps = [b"".join(dump_sorted(open_current(tmp_path / name))) for name in ("1", "2")]
    assert dumps[0] == dumps[1]
    assert dumps[0].splitlines() == sorted(dumps[0].splitlines())


def test_a_dump_larger_than_memory_is_sorted_in_runs(embedded: EmbeddedStore) -> None:
    assert list(dump_sorted(embedded, chunk_bytes=1000)) == list(dump_sorted(embedded))


def test_the_next_build_takes_the_place_of_the_last(tmp_path: Path) -> None:
    build_version(tmp_path / "s", quads(tmp_path, "a"))
    reader = open_current(tmp_path / "s")
    build_version(tmp_path / "s", quads(tmp_path, "b"))
    assert subjects(tmp_path / "s") == {"b"}
    assert len(list(reader.quads())) == 1


def test_only_the_last_versions_are_kept_and_any_can_be_put_back(tmp_path: Path) -> None:
    built = [build_version(tmp_path / "s", quads(tmp_path, name)) for name in "abcde"]
    kept = versions_of(tmp_path / "s")
    assert [version.id for version in kept] == [
        version.id for version in reversed(built[-DEFAULT_KEEP_VERSIONS:])
    ]
    put_in_service(tmp_path / "s", built[2].id)
    assert subjects(tmp_path / "s") == {"c"}
    with pytest.raises(StoreUnavailable, match="holds no version"):
        put_in_service(tmp_path / "s", built[0].id)


def test_building_the_same_again_keeps_one_version_and_makes_it_the_newest(tmp_path: Path) -> None:
    first = build_version(tmp_path / "s", quads(tmp_path, "a"))
    build_version(tmp_path / "s", quads(tmp_path, "b"))
    again = build_version(tmp_path / "s", quads(tmp_path, "a"))
    assert again == first
    assert versions_of(tmp_path / "s")[0] == first
    assert len(versions_of(tmp_path / "s")) == 2


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_a_build_killed_at_any_step_leaves_a_whole_version_and_the_next_works(
    tmp_path: Path, checkpoint: str
) -> None:
    store_dir = tmp_path / "s"
    build_version(store_dir, quads(tmp_path, "old"))
    command = [sys.executable, "-c", BUILD_AND_DIE, str(store_dir), str(quads(tmp_path, "new")), checkpoint]
    died = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert died.returncode == -signal.SIGKILL
    assert subjects(store_dir) == ({"old"} if checkpoint in BEFORE_SWAP else {"new"})
    build_version(store_dir, quads(tmp_path, "next"))
    assert subjects(store_dir) == {"next"}
    assert not list((store_dir / "versions").glob(".tmp-*"))


def test_two_builders_do_not_run_at_once(tmp_path: Path) -> None:
    store_dir = tmp_path / "s"
    build_version(store_dir, quads(tmp_path, "a"))
    with (store_dir / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreUnavailable, match="another build"):
            build_version(store_dir, quads(tmp_path, "b"))
    assert subjects(store_dir) == {"a"}


def test_text_that_is_not_n_quads_changes_nothing(tmp_path: Path) -> None:
    build_version(tmp_path / "s", quads(tmp_path, "a"))
    broken = tmp_path / "broken.nq"
    broken.write_text("<http://a/b> <http://a/p> .\n")
    with pytest.raises(SourceUnreadable, match="not N-Quads"):
        build_version(tmp_path / "s", broken)
    assert subjects(tmp_path / "s") == {"a"}
    assert not list((tmp_path / "s" / "versions").glob(".tmp-*"))


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    blank = tmp_path / "blank.nq"
    blank.write_text("_:b <http://a/p> <http://a/o> <http://g/1> .\n")
    with pytest.raises(StoreUnavailable, match="blank node"):
        build_version(tmp_path / "s", blank)
    assert current_id(tmp_path / "s") is None


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_opening_what_is_no_store_says_what_to_do_and_makes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreUnavailable, match="graphkit build"):
        open_current(tmp_path / name)
    with pytest.raises(StoreUnavailable):
        EmbeddedStore.open(tmp_path / name)
    assert not (tmp_path / "absent").exists()
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("harm", ["truncate", "remove", "manifest", "pointer", "directory", "properties"])
def test_a_damaged_version_is_told_of_and_the_one_before_is_served(tmp_path: Path, harm: str) -> None:
    store_dir = tmp_path / "s"
    build_version(store_dir, quads(tmp_path, "old"))
    version = build_version(store_dir, quads(tmp_path, "new"))
    victim = max(version.files.glob("*.sst"), key=lambda path: path.stat().st_size)
    match harm:
        case "truncate":
            victim.write_bytes(victim.read_bytes()[:-10])
        case "remove":
            victim.unlink()
        case "manifest":
            (version.path / "manifest.json").write_text("{")
        case "pointer":
            (store_dir / "current").write_text("f" * 64)
        case "properties":
            # Oxigraph reads them when it opens a file, and finds that a checksum is wrong.
            flip(victim)
        case "directory":
            version.path.rename(tmp_path / "gone")
    opened = open_current(store_dir)
    assert any("damaged" in warning for warning in opened.warnings)
    served = {quad[0].value.rpartition("/")[2] for quad in opened.quads()}
    assert served == ({"new"} if harm == "pointer" else {"old"})


def test_no_intact_version_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    version = build_version(tmp_path / "s", quads(tmp_path, "a"))
    (version.files / "CURRENT").unlink()
    with pytest.raises(StoreUnavailable, match=r"CURRENT is missing.*graphkit build"):
        open_current(tmp_path / "s")
    build_version(tmp_path / "s", quads(tmp_path, "a"))
    assert subjects(tmp_path / "s") == {"a"}


def test_a_flipped_byte_is_found_by_the_thorough_check(tmp_path: Path) -> None:
    version = build_version(tmp_path / "s", quads(tmp_path, "a"))
    victim = max(version.files.glob("*.sst"), key=lambda path: path.stat().st_size)
    flip(victim)
    assert damage(version) is None
    assert damage(version, thorough=True) == f"{victim.name} is not the file that was published"


def test_the_manifest_is_plain_json(tmp_path: Path) -> None:
    version = build_version(tmp_path / "s", quads(tmp_path, "a"))
    content = json.loads((version.path / "manifest.json").read_text())
    assert {"id", "quads", "graphs", "tool", "files", "index"} == set(content)
    assert content["files"]["CURRENT"]["size"] > 0
