"""An installed copy works alone: from its wheel, in an empty environment, run from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _run(*command: str | Path, cwd: Path) -> str:
    foreign = ("PYTHON", "GRAPHKIT", "VIRTUAL_ENV")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder
    )
    (path,) = folder.glob("graphkit-*.whl")
    return path


def test_the_wheel_carries_all_data_files(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"graphkit/_data/{kind}/{path.name}"
        for kind in ("ontology", "shapes")
        for path in (ROOT / kind).glob("*.ttl")
    }
    for folder, pattern in (
        ("graphkit/analysis/lexiques", "*.toml"),
        ("graphkit/checking/reports", "report.*"),
        ("graphkit/queries", "*.rq"),
        ("graphkit/sample", "*.txt"),
        ("webui/templates", "**/*.html"),
        ("webui/static", "**/*.*"),
        ("webui/locales", "**/*.mo"),
    ):
        found = [p.relative_to(ROOT).as_posix() for p in (ROOT / folder).glob(pattern)]
        assert found, folder
        wanted |= set(found)
    assert wanted <= names, sorted(wanted - names)


def test_an_installed_copy_builds_and_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    bin_ = tmp_path / "venv" / "bin"
    _run(bin_ / "pip", "install", "--quiet", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    report = json.loads(_run(bin_ / "graphkit", "build", "--json", cwd=elsewhere))
    assert report["loaded"] == 2
    info = json.loads(_run(bin_ / "graphkit", "info", "--json", cwd=elsewhere))
    assert info["counts"]["ref:Certification"] == 2
    shown = json.loads(_run(bin_ / "graphkit", "show", "RNCP25520", "--json", cwd=elsewhere))
    assert shown["numero"] == "RNCP25520"
