"""``graphkit backup``, ``restore`` and ``verify``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_stores import flip

from graphkit.cli import main
from graphkit.store.manifest import Version
from graphkit.store.versions import build_version


def _run(*arguments: str | Path, store: Path | str) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--store", str(store)])


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, list[Version]]:
    """A store of two versions of one and two quads, the last in service."""
    versions = []
    for count in (1, 2):
        path = tmp_path / f"{count}.nq"
        path.write_text(
            "".join(f'<http://a/{n}> <http://a/p> "{n}" <http://g/{n}> .\n' for n in range(count))
        )
        versions.append(build_version(tmp_path / "s", path))
    return tmp_path / "s", versions


def test_a_store_is_backed_up_verified_and_restored(
    tmp_path: Path, built: tuple[Path, list[Version]]
) -> None:
    store, (_, new) = built
    archive = tmp_path / "b.tar.gz"
    said = _run("backup", archive, store=store)
    assert (said.exit_code, f"{archive}: version {new.id[:12]}, 2 quads, " in said.output) == (0, True)
    checked = _run("verify", archive, store=store)
    assert checked.output == f"{new.id[:12]}  whole, 2 quads in 2 graphs, in service\n"
    restored = _run("restore", archive, store=tmp_path / "r")
    assert restored.output == f"{tmp_path / 'r'}: version {new.id[:12]} is in service: 2 quads\n"
    assert json.loads(_run("info", "--json", store=tmp_path / "r").output)["version"] == new.id


def test_verify_tells_of_each_version_and_exits_with_five_if_one_is_damaged(
    built: tuple[Path, list[Version]],
) -> None:
    store, (old, new) = built
    assert _run("verify", store=store).output == (
        f"{new.id[:12]}  whole, 2 quads in 2 graphs, in service\n{old.id[:12]}  whole, 1 quads in 1 graphs\n"
    )
    victim = max(old.files.glob("*.sst"), key=lambda path: path.stat().st_size)
    flip(victim)
    result = _run("verify", store=store)
    assert result.exit_code == 5
    assert f"{old.id[:12]}  damaged: {victim.name} is not the file that was published" in result.output
    assert "graphkit rollback" in result.output
    told = json.loads(_run("verify", "--json", store=store).stdout)
    assert [(each["id"], bool(each["damage"])) for each in told] == [(new.id, False), (old.id, True)]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("index", "meta.json"),
        ("digests", "the digests of its graphs are missing or unreadable"),
        ("manifest", "its manifest is missing or unreadable"),
        ("name", "its manifest is that of version"),
    ],
)
def test_verify_sees_more_than_the_files_of_the_graph(
    built: tuple[Path, list[Version]], harm: str, said: str
) -> None:
    store, (old, _) = built
    match harm:
        case "index":
            assert old.index is not None
            next(old.index.rglob("meta.json")).unlink()
        case "digests":
            (old.path / "digests.json").write_text("{")
        case "manifest":
            (old.path / "manifest.json").unlink()
        case "name":
            old.path.rename(old.path.with_name("f" * 64))
    result = _run("verify", store=store)
    assert (result.exit_code, said in result.output) == (5, True)


def test_a_damaged_backup_is_no_traceback(tmp_path: Path, built: tuple[Path, list[Version]]) -> None:
    (tmp_path / "b.tar").write_bytes(b"nonsense")
    for command in ("verify", "restore"):
        result = _run(command, tmp_path / "b.tar", store=tmp_path / "r")
        assert (result.exit_code, "is damaged" in result.output) == (5, True)
    assert _run("backup", tmp_path / "b.tar", store=built[0]).exit_code == 5


def test_a_server_is_not_backed_up(tmp_path: Path) -> None:
    result = _run("backup", tmp_path / "b", store="sparql+http://127.0.0.1:9/query")
    assert (result.exit_code, "kept in a directory, not by a server" in result.output) == (5, True)
