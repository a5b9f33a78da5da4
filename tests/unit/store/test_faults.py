"""Faults of the machine: a full disk, files that may not grow, kills at a swap; something whole is served."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_stores import fill, killed, names_in

from graphkit.assets import data_path
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.pipeline import build
from graphkit.store.manifest import Version, damage
from graphkit.store.rollback import roll_back
from graphkit.store.service import current_id, versions_of
from graphkit.store.verifying import verify_store
from graphkit.store.versions import build_version

Quads = Callable[..., Path]

ROLL_BACK_AND_DIE = """
import os, signal, sys
from pathlib import Path
from graphkit.store import rollback, service
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
module, name = sys.argv[2].split(".")
setattr({"rollback": rollback, "os": service.os, "Path": Path}[module], name, die)
rollback.roll_back(Path(sys.argv[1]))
"""
BUILD_WITH_SMALL_FILES = """
import resource, signal, sys
from pathlib import Path
from graphkit.errors import StoreUnavailable
from graphkit.store.versions import build_version
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build_version(Path(sys.argv[1]), Path(sys.argv[2]))
except StoreUnavailable as error:
    print(error)
    sys.exit(5)
"""


@pytest.mark.parametrize("left", [0, 64 << 10, 256 << 10, 1 << 20])
def test_a_build_on_a_full_disk_says_so_and_changes_nothing(
    small_disk: Path, tmp_path: Path, quads: Quads, left: int
) -> None:
    store = small_disk / "s"
    old = build_version(store, quads("old"))
    many = tmp_path / "many.nq"
    with many.open("w") as out:
        for number in range(60_000):
            out.write(
                f'<http://a/{number}> <http://a/p> "{number * 7919 % 104729:x}" <http://g/{number % 97}> .\n'
            )
    fill(small_disk, left)
    with pytest.raises(StoreUnavailable, match=r"No space left|cannot be written"):
        build_version(store, many)
    assert current_id(store) == old.id
    assert names_in(store) == {"old"}
    assert damage(old, thorough=True) is None
    assert [path.name for path in (store / "versions").iterdir()] == [old.id]
    (small_disk / "filling").unlink()
    build_version(store, quads("next"))
    assert names_in(store) == {"next"}


@pytest.mark.parametrize("left", [0, 16 << 10, 128 << 10, 1 << 20])
def test_a_build_from_sources_on_a_full_disk_is_no_traceback(small_disk: Path, left: int) -> None:
    settings = Settings(store=small_disk / "s", validate=False)
    version = build([data_path("sample") / "fiche_RNCP25520.txt"], settings).version
    fill(small_disk, left)
    result = CliRunner().invoke(main, ["build", "--no-validation", "--store", str(settings.store)])
    assert (result.exit_code, type(result.exception)) == (5, SystemExit)
    assert "still is" in result.output or "cannot be written" in result.output
    assert current_id(settings.store) == version
    assert not list(settings.store.glob(".staging-*"))
    (small_disk / "filling").unlink()
    assert CliRunner().invoke(main, ["verify", "--store", str(settings.store)]).exit_code == 0


@pytest.mark.parametrize("largest", [100, 600, 2000])
def test_a_build_whose_files_may_not_grow_says_so_and_changes_nothing(
    two_versions: tuple[Path, Version], quads: Quads, largest: int
) -> None:
    store, new = two_versions
    names = quads(*map(str, range(60)))
    command = [sys.executable, "-c", BUILD_WITH_SMALL_FILES, str(store), str(names), str(largest)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (5, "")
    assert "cannot be written" in done.stdout or "File too large" in done.stdout
    assert current_id(store) == new.id
    assert names_in(store) == {"new", "more"}
    assert not [state.damage for state in verify_store(store) if state.damage]
    build_version(store, quads("next"))
    assert names_in(store) == {"next"}


@pytest.mark.parametrize(
    "step", ["rollback.settle", "rollback.make_newest", "rollback.put_in_service", "os.fsync", "Path.rename"]
)
def test_a_rollback_killed_at_any_step_leaves_one_whole_version_in_service(
    two_versions: tuple[Path, Version], step: str
) -> None:
    store, new = two_versions
    killed(ROLL_BACK_AND_DIE, store, step)
    assert current_id(store) == new.id
    assert names_in(store) == {"new", "more"}
    old = next(version for version in versions_of(store) if version.id != new.id)
    assert roll_back(store, old.id).version == old.id
    assert names_in(store) == {"old"}


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "graphs.json",
        "digests.json",
        "files/CURRENT",
        "files/MANIFEST",
        "files/OPTIONS",
    ],
)
@pytest.mark.parametrize("harm", ["empty", "truncated", "noise", "missing"])
def test_whatever_happens_to_a_file_of_a_version_is_told_and_something_whole_is_served(
    two_versions: tuple[Path, Version], name: str, harm: str
) -> None:
    store, new = two_versions
    found = sorted(new.path.glob(f"{name}*"))
    assert found
    for path in found:
        content = path.read_bytes()
        path.unlink()
        if harm != "missing":
            damaged = {"empty": b"", "truncated": content[: len(content) // 2], "noise": bytes(len(content))}
            path.write_bytes(damaged[harm])
    states = {state.id: state.damage for state in verify_store(store)}
    if name != "graphs.json":
        assert states[new.id]
    assert names_in(store) in ({"old"}, {"new", "more"})
    if name.startswith("files") and harm != "noise":
        assert names_in(store) == {"old"}
