"""The scripts of the viewer: what is served was built from the sources here, under licences that allow it."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from webui.templating import STATIC

VENDOR = STATIC / "vendor"
FRONTEND = Path(__file__).resolve().parents[2] / "webui" / "frontend"
ALLOWED = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"}
#: Kilobytes that a reader loads, gzipped.
BUDGETS = {"explorer.js": 190, "query.js": 160}
STYLES = 12
ORDINARY = 17


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(json.loads((VENDOR / "manifest.json").read_text("utf-8")))


def test_every_file_is_the_one_that_was_built(manifest: dict[str, Any]) -> None:
    served = {path.name for path in VENDOR.iterdir()}
    assert served == {*manifest["files"], "LICENCES.txt", "manifest.json"}
    for name, told in manifest["files"].items():
        assert sha256(VENDOR / name) == told["sha256"], f"{name} is not what the manifest tells"
    assert sha256(VENDOR / "LICENCES.txt") == manifest["licences"]


def test_it_was_built_from_the_sources_that_are_here(manifest: dict[str, Any]) -> None:
    sources = {
        path.relative_to(FRONTEND).as_posix(): sha256(path)
        for path in (*FRONTEND.glob("*.*"), *FRONTEND.glob("src/*"))
    }
    assert sources == manifest["sources"], "build again: cd webui/frontend && npm ci && npm run build"


def test_each_package_is_locked_and_has_a_licence_that_allows_it(manifest: dict[str, Any]) -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    used = {name for told in manifest["files"].values() for name in told["packages"]}
    assert used == set(manifest["packages"])
    licences = (VENDOR / "LICENCES.txt").read_text("utf-8")
    for name, told in manifest["packages"].items():
        assert told["licence"] in ALLOWED, f"{name} is under {told['licence']}"
        assert lock[f"node_modules/{name}"]["version"] == told["version"]
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")
        assert f"{name} {told['version']}" in licences


def test_the_scripts_of_ordinary_pages_are_within_their_budget() -> None:
    scripts = [path.read_bytes() for path in STATIC.glob("*.js")]
    assert sum(len(gzip.compress(each, 9)) for each in scripts) <= ORDINARY * 1000


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items(), ids=list(BUDGETS))
def test_a_script_is_within_its_budget(name: str, budget: int) -> None:
    assert len(gzip.compress((VENDOR / name).read_bytes(), 9)) <= budget * 1000


@pytest.mark.parametrize("own", ["explorer.css", "query.css"])
def test_the_styles_of_a_page_are_within_their_budget(own: str) -> None:
    both = [(STATIC / name).read_bytes() for name in ("viewer.css", own)]
    assert sum(len(gzip.compress(each, 9)) for each in both) <= STYLES * 1000


@pytest.mark.parametrize("name", list(BUDGETS))
def test_no_script_needs_what_the_policy_forbids(name: str) -> None:
    text = (VENDOR / name).read_text("utf-8")
    assert "new Function(" not in text
    assert "eval(" not in text
