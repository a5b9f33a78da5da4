"""What the tests are run with is pinned: every dependency, by the hash of its files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text("utf-8")
_ENTRY = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)?(?P<hashes>(?: \\\n    --hash=\S+)*)$",
    re.MULTILINE,
)


def _locked() -> dict[str, tuple[str, int]]:
    """Return name -> version and number of hashes."""
    return {
        canonicalize_name(found["name"]): (found["version"], found["hashes"].count("--hash=sha256:"))
        for found in _ENTRY.finditer(LOCK)
    }


def _wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    return [each for each in map(Requirement, wanted) if each.name != project["name"]]


@pytest.mark.parametrize("wanted", _wanted(), ids=lambda each: each.name)
def test_each_dependency_is_locked_at_a_version_that_is_accepted(wanted: Requirement) -> None:
    version, hashes = _locked().get(canonicalize_name(wanted.name), ("", 0))
    assert version, f"{wanted.name} is not in .ci/requirements.lock: run .ci/lock"
    assert wanted.specifier.contains(version, prereleases=True), f"{wanted}, not {version}: run .ci/lock"
    assert hashes


def test_every_line_of_the_lock_is_pinned_and_hashed() -> None:
    assert len(_locked()) > 80
    assert all(hashes for _, hashes in _locked().values())
    assert _ENTRY.sub("", LOCK).strip() == ""


def test_the_lock_names_no_registry() -> None:
    assert "://" not in LOCK
