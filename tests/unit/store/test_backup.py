"""Backups: whole or not there, taken beside readers and builds; restored only if every byte is right."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_stores import fill, flip, killed, names_in

from graphkit.errors import StoreUnavailable
from graphkit.store import backup as backup_module
from graphkit.store.backup import back_up
from graphkit.store.content import version_id
from graphkit.store.dump import dump_sorted
from graphkit.store.journal import read_journal
from graphkit.store.manifest import Version
from graphkit.store.restoring import restore, verify_backup
from graphkit.store.versions import build_version, open_current

KINDS = ["folder", "archive.tar", "archive.tar.gz", "archive.tgz"]
BACK_UP_AND_DIE = """
import os, signal, sys
from pathlib import Path
from graphkit.store.backup import back_up
from graphkit.store.restoring import restore
def checkpoint(name):
    if name == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)
action = {"backup": back_up, "restore": restore}[sys.argv[1]]
action(Path(sys.argv[2]), Path(sys.argv[3]), checkpoint=checkpoint)
"""
Store = tuple[Path, Version]


def changed(backup: Path, change: Callable[[dict[str, bytes]], None], out: Path) -> Path:
    """Return a copy of an archive, changed, and described as if nothing had been."""
    with tarfile.open(backup) as archive:
        files = {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]
    change(files)
    with tarfile.open(out, "w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out


def describe_again(files: dict[str, bytes]) -> None:
    contents = json.loads(files["backup.json"])
    contents["files"] = {
        name.removeprefix("store/"): {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
        if name != "backup.json"
    }
    files["backup.json"] = json.dumps(contents).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_backed_up_can_be_restored_with_all_that_a_store_keeps(
    tmp_path: Path, two_versions: Store, kind: str
) -> None:
    store, version = two_versions
    (store / "check.json").write_text("{}")
    (store / "decisions").mkdir()
    (store / "decisions" / "1.json").write_text('{"a": 1}')
    (store / "dumps").mkdir()
    (store / "dumps" / "donnees.nq").write_text("can be written again")
    done = back_up(store, tmp_path / kind)
    assert (done.version, done.quads) == (version.id, 2)
    assert (tmp_path / kind).is_dir() == (kind == "folder")
    restored = restore(tmp_path / kind, tmp_path / "r")
    assert (restored.version, restored.quads) == (version.id, 2)
    again = open_current(tmp_path / "r")
    assert again.warnings == ()
    assert list(dump_sorted(again)) == list(dump_sorted(open_current(store)))
    assert again.version is not None
    assert again.version.published == version.published
    assert list(read_journal(tmp_path / "r")) == list(read_journal(store)) != []
    assert (tmp_path / "r" / "check.json").read_text() == "{}"
    assert (tmp_path / "r" / "decisions" / "1.json").read_text() == '{"a": 1}'
    kept = {path.name for path in (tmp_path / "r").iterdir()}
    assert kept == {"check.json", "current", "decisions", "events", "versions"}
    assert [path.name for path in (tmp_path / "r" / "versions").iterdir()] == [version.id]
    assert not list(store.glob(".backup-[0-9]*"))


def test_a_restored_store_is_built_upon_like_any_other(
    tmp_path: Path, two_versions: Store, quads: Callable[..., Path]
) -> None:
    back_up(two_versions[0], tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "r")
    build_version(tmp_path / "r", quads("next"))
    assert names_in(tmp_path / "r") == {"next"}


def test_a_build_beside_a_backup_takes_nothing_away_from_it(
    tmp_path: Path, two_versions: Store, quads: Callable[..., Path]
) -> None:
    store, version = two_versions

    def build(step: str) -> None:
        if step == "copying":
            build_version(store, quads("next"), keep=1)

    back_up(store, tmp_path / "b.tar", checkpoint=build)
    assert not version.path.exists()
    assert names_in(store) == {"next"}
    assert restore(tmp_path / "b.tar", tmp_path / "r").version == version.id
    assert names_in(tmp_path / "r") == {"new", "more"}


@pytest.mark.parametrize("kind", ["folder", "archive.tgz"])
@pytest.mark.parametrize("step", ["linking", "copying", "describing", "renaming"])
def test_a_backup_killed_at_any_step_is_not_there_and_the_next_works(
    tmp_path: Path, two_versions: Store, step: str, kind: str
) -> None:
    store, version = two_versions
    killed(BACK_UP_AND_DIE, "backup", store, tmp_path / kind, step)
    assert not (tmp_path / kind).exists()
    assert names_in(store) == {"new", "more"}
    assert back_up(store, tmp_path / kind).version == version.id
    assert not list(store.glob(".backup-[0-9]*"))
    assert not list(tmp_path.glob(".*.partial"))


@pytest.mark.parametrize("step", ["unpacking", "verifying", "renaming"])
def test_a_restore_killed_at_any_step_leaves_no_store_and_the_next_works(
    tmp_path: Path, two_versions: Store, step: str
) -> None:
    back_up(two_versions[0], tmp_path / "b.tar")
    killed(BACK_UP_AND_DIE, "restore", tmp_path / "b.tar", tmp_path / "r", step)
    assert not (tmp_path / "r").exists()
    assert restore(tmp_path / "b.tar", tmp_path / "r").version == two_versions[1].id
    assert names_in(tmp_path / "r") == {"new", "more"}
    assert not list(tmp_path.glob(".r.*"))


def test_a_damaged_version_is_not_backed_up(tmp_path: Path, two_versions: Store) -> None:
    store, version = two_versions
    flip(max(version.files.glob("*.sst"), key=lambda path: path.stat().st_size))
    with pytest.raises(StoreUnavailable, match=r"is not the file that was published.*graphkit rollback"):
        back_up(store, tmp_path / "b")
    (version.path / "manifest.json").write_text("{")
    with pytest.raises(StoreUnavailable, match="manifest is missing or unreadable"):
        back_up(store, tmp_path / "b")
    assert {path.name for path in tmp_path.iterdir() if not path.name.endswith(".nq")} == {"s"}


def test_a_backup_replaces_nothing_and_a_restore_neither(tmp_path: Path, two_versions: Store) -> None:
    store, _ = two_versions
    back_up(store, tmp_path / "b")
    with pytest.raises(StoreUnavailable, match="is there already"):
        back_up(store, tmp_path / "b")
    with pytest.raises(StoreUnavailable, match="not empty, and a restore replaces nothing"):
        restore(tmp_path / "b", store)
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "b", tmp_path / "empty")
    assert names_in(tmp_path / "empty") == {"new", "more"}


def test_without_a_version_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="nothing to back up"):
        back_up(tmp_path / "none", tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_two_backups_of_one_store_do_not_run_at_once(tmp_path: Path, two_versions: Store) -> None:
    store, _ = two_versions

    def another(step: str) -> None:
        if step == "copying":
            with pytest.raises(StoreUnavailable, match="another backup"):
                back_up(store, tmp_path / "c")

    back_up(store, tmp_path / "b", checkpoint=another)
    assert not (tmp_path / "c").exists()


def _flip_store_file(files: dict[str, bytes]) -> None:
    name = max((name for name in files if name.endswith(".sst")), key=lambda name: len(files[name]))
    content = bytearray(files[name])
    content[len(content) // 2] ^= 0xFF
    files[name] = bytes(content)


def _flip_consistently(files: dict[str, bytes]) -> None:
    _flip_store_file(files)
    describe_again(files)


def _other_digests(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.endswith("digests.json"))
    files[name] = files[name].replace(b'": "', b'": "0', 1)
    describe_again(files)


def _contents(change: Callable[[dict[str, object]], None]) -> Callable[[dict[str, bytes]], None]:
    def apply(files: dict[str, bytes]) -> None:
        told = json.loads(files["backup.json"])
        change(told)
        files["backup.json"] = json.dumps(told).encode()

    return apply


def _add(name: str) -> Callable[[dict[str, bytes]], None]:
    def apply(files: dict[str, bytes]) -> None:
        files[name] = b"x"
        describe_again(files)

    return apply


DAMAGES: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "flipped": (_flip_store_file, "is not the file that was backed up"),
    "flipped and described so": (_flip_consistently, "is not the file that was published"),
    "missing": (lambda files: files.pop(next(n for n in files if n.endswith("CURRENT"))), "is missing"),
    "more": (lambda files: files.update({"store/more": b""}), "is none of its files"),
    "no list": (lambda files: files.pop("backup.json"), "has no backup.json"),
    "bad list": (lambda files: files.update({"backup.json": b"{"}), "cannot be read"),
    "other kind": (_contents(lambda told: told.update(version=2)), "of another kind"),
    "other version": (_contents(lambda told: told.update(id="f" * 64)), "has not the version ffffffffffff"),
    "digests": (_other_digests, "not those that its id is made of"),
    "above": (_add("store/../../escaped"), "outside of the store"),
    "absolute": (_add("/escaped"), "outside of the store"),
    "beside": (_add("escaped"), "outside of the store"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    tmp_path: Path, two_versions: Store, damage: str
) -> None:
    back_up(two_versions[0], tmp_path / "b.tar")
    change, said = DAMAGES[damage]
    bad = changed(tmp_path / "b.tar", change, tmp_path / "bad.tar")
    before = set(tmp_path.iterdir())
    with pytest.raises(StoreUnavailable, match=said):
        restore(bad, tmp_path / "r")
    assert set(tmp_path.iterdir()) == before
    (tmp_path / "room").mkdir()
    with pytest.raises(StoreUnavailable, match=said):
        verify_backup(bad, tmp_path / "room")


def test_a_graph_that_is_not_the_one_published_is_found_though_every_file_is_as_told(
    tmp_path: Path, two_versions: Store, quads: Callable[..., Path]
) -> None:
    store, _ = two_versions
    other = build_version(tmp_path / "o", quads("new", "less"))
    back_up(store, tmp_path / "b.tar")
    back_up(tmp_path / "o", tmp_path / "o.tar")
    with tarfile.open(tmp_path / "o.tar") as archive:
        theirs = {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]

    def swap(files: dict[str, bytes]) -> None:
        """Put the quads of the other store under the id and the digests of this one."""
        mine = next(name for name in files if name.endswith("digests.json")).rpartition("/")[0]
        for name in [name for name in files if name.startswith(f"{mine}/files/")]:
            del files[name]
        at = f"store/versions/{other.id}"
        files |= {
            name.replace(at, mine): content
            for name, content in theirs.items()
            if name.startswith(f"{at}/files/")
        }
        told = json.loads(files[f"{mine}/manifest.json"])
        told["files"] = json.loads(theirs[f"{at}/manifest.json"])["files"]
        files[f"{mine}/manifest.json"] = json.dumps(told).encode()
        describe_again(files)

    bad = changed(tmp_path / "b.tar", swap, tmp_path / "bad.tar")
    with pytest.raises(
        StoreUnavailable, match=r"2 graph\(s\) are not what was published, first http://g/less"
    ):
        restore(bad, tmp_path / "r")
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("kind", ["archive.tar", "archive.tgz"])
def test_an_archive_cut_anywhere_is_refused(tmp_path: Path, two_versions: Store, kind: str) -> None:
    back_up(two_versions[0], tmp_path / kind)
    whole = (tmp_path / kind).read_bytes()
    for share in (0, 0.1, 0.5, 0.9):
        (tmp_path / kind).write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(StoreUnavailable, match=r"damaged|is no backup"):
            restore(tmp_path / kind, tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_links_and_devices_in_a_backup_are_refused(tmp_path: Path, two_versions: Store) -> None:
    back_up(two_versions[0], tmp_path / "b")
    (tmp_path / "b" / "store" / "secret").symlink_to("/etc/passwd")
    with pytest.raises(StoreUnavailable, match="store/secret is a link"):
        restore(tmp_path / "b", tmp_path / "r")
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        entry = tarfile.TarInfo("store/secret")
        entry.type, entry.linkname = kind, "/etc/passwd"
        with tarfile.open(tmp_path / "b.tar", "w") as archive:
            archive.addfile(entry)
        with pytest.raises(StoreUnavailable, match=r"is no plain file|cannot be read"):
            restore(tmp_path / "b.tar", tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_a_bomb_is_stopped_before_it_fills_the_disk(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo("store/zeros")
        entry.size = 64 << 20
        archive.addfile(entry, io.BytesIO(bytes(64 << 20)))
    with pytest.raises(StoreUnavailable, match="grows beyond anything"):
        restore(tmp_path / "b.tgz", tmp_path / "r")
    assert not list(tmp_path.glob("*r*"))


def test_a_file_system_without_links_gets_copies(
    tmp_path: Path, two_versions: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(backup_module.os, "link", refuse)
    back_up(two_versions[0], tmp_path / "b")
    assert restore(tmp_path / "b", tmp_path / "r").version == two_versions[1].id


def test_a_restore_into_a_full_disk_leaves_nothing_and_says_so(
    tmp_path: Path, two_versions: Store, small_disk: Path
) -> None:
    back_up(two_versions[0], tmp_path / "b.tar")
    fill(small_disk)
    with pytest.raises(StoreUnavailable, match="No space left on device"):
        restore(tmp_path / "b.tar", small_disk / "r")
    assert [path.name for path in small_disk.iterdir() if path.name != "filling"] == []
    (small_disk / "filling").unlink()
    assert restore(tmp_path / "b.tar", small_disk / "r").quads == 2


def test_a_backup_to_a_full_disk_leaves_nothing_and_says_so(
    tmp_path: Path, two_versions: Store, small_disk: Path
) -> None:
    fill(small_disk)
    with pytest.raises(StoreUnavailable, match="No space left on device"):
        back_up(two_versions[0], small_disk / "b")
    assert [path.name for path in small_disk.iterdir() if path.name != "filling"] == []
    (small_disk / "filling").unlink()
    assert back_up(two_versions[0], small_disk / "b").quads == 2
    assert names_in(tmp_path / "s") == {"new", "more"}


def test_the_id_of_a_version_is_made_of_the_digests_of_its_graphs(two_versions: Store) -> None:
    digests = two_versions[1].graph_digests()
    assert digests is not None
    assert version_id(digests) == two_versions[1].id
