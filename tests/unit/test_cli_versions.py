"""``graphkit versions`` and ``graphkit rollback``, and what a build says of the version before."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphkit.cli import main
from graphkit.store.manifest import Version
from graphkit.store.service import current_id
from graphkit.store.versions import build_version


def _run(*arguments: str, store: Path | str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--store", str(store)])


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, list[Version]]:
    """A store of three versions of one, two and three quads, the last in service."""
    versions = []
    for count in (1, 2, 3):
        path = tmp_path / f"{count}.nq"
        lines = [f'<http://a/{n}> <http://a/p> "{n}" <http://g/{n}> .\n' for n in range(count)]
        path.write_text("".join(lines))
        versions.append(build_version(tmp_path / "s", path))
    return tmp_path / "s", versions


def test_versions_lists_those_kept_and_marks_the_one_in_service(built: tuple[Path, list[Version]]) -> None:
    store, versions = built
    listed = json.loads(_run("versions", "--json", store=store).output)
    assert [(row["id"], row["quads"], row["in_service"], row["damage"]) for row in listed] == [
        (version.id, version.quads, version is versions[-1], "") for version in reversed(versions)
    ]
    assert all(datetime.fromisoformat(row["published"]).tzinfo is not None for row in listed)
    lines = _run("versions", store=store).output.splitlines()
    assert [line.split()[0] for line in lines] == [version.id[:12] for version in reversed(versions)]
    assert [line.endswith("in service") for line in lines] == [True, False, False]
    (versions[0].files / "CURRENT").unlink()
    assert "damaged: CURRENT is missing" in _run("versions", store=store).output.splitlines()[-1]


def test_rollback_puts_the_one_before_in_service_and_twice_undoes_it(
    built: tuple[Path, list[Version]],
) -> None:
    store, (_, second, third) = built
    output = _run("rollback", store=store).output
    assert output == f"version {second.id[:12]} is in service, in place of {third.id[:12]}: 2 quads\n"
    assert current_id(store) == second.id
    assert f"version {second.id[:12]}: 2 quads" in _run("info", store=store).output
    done = json.loads(_run("rollback", "--json", store=store).output)
    assert done == {"version": third.id, "replaced": second.id, "quads": 3}
    assert _run("versions", store=store).output.startswith(third.id[:12])


def test_rollback_takes_the_start_of_an_id(built: tuple[Path, list[Version]]) -> None:
    store, (first, _, third) = built
    assert _run("rollback", first.id[:8].upper(), store=store).exit_code == 0
    assert current_id(store) == first.id
    again = _run("rollback", first.id, store=store)
    assert again.output == f"version {first.id[:12]} is in service: 1 quads\n"
    assert _run("rollback", store=store).exit_code == 0
    assert current_id(store) == third.id


@pytest.mark.parametrize(
    ("named", "said"), [("", "more than one version starts with"), ("zz", "keeps no version zz; it keeps ")]
)
def test_a_name_of_no_one_version_changes_nothing(
    built: tuple[Path, list[Version]], named: str, said: str
) -> None:
    store, versions = built
    result = _run("rollback", named, store=store)
    assert (result.exit_code, said in result.output) == (5, True)
    assert all(version.id[:12] in result.output for version in versions)
    assert current_id(store) == versions[-1].id


@pytest.mark.parametrize("command", ["versions", "rollback"])
def test_without_versions_the_user_is_told_how_to_make_one(tmp_path: Path, command: str) -> None:
    result = _run(command, store=tmp_path / "none")
    assert (result.exit_code, "graphkit build" in result.output) == (5, True)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["versions", "rollback"])
def test_a_server_keeps_no_versions(command: str) -> None:
    result = _run(command, store="sparql+http://127.0.0.1:9/query")
    assert (result.exit_code, "kept in a directory, not by a server" in result.output) == (5, True)


def test_a_build_says_when_the_version_before_cannot_tell_what_changed(
    built: tuple[Path, list[Version]],
) -> None:
    store, versions = built
    (versions[-1].path / "digests.json").unlink()
    assert "fiches: what changed is not known" in _run("build", store=store).output
    _run("rollback", store=store)
    assert json.loads(_run("build", "--json", store=store).output)["fiches"] is None
