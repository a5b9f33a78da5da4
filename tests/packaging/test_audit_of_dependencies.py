"""The audit of what is pinned: done and clean, done and not, or not done, which it never takes for clean."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_DONE = 75
#: In place of the interpreter: makes the environment in which the script looks for its program.
PYTHON = """#!/bin/sh
[ "$2" = venv ] || exit 64
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexit 0\\n' > "$3/bin/pip"
cp "{program}" "$3/bin/pip-audit"
chmod +x "$3/bin/pip" "$3/bin/pip-audit"
"""
#: As pip-audit does: it ends with 1 when it finds something, and when it can ask nobody.
PROGRAM = """#!/bin/sh
case "$* " in *"{answers}"*) ;; *) echo "ERROR: no connection" >&2; exit 1 ;; esac
case "$*" in
  *known.txt*) printf 'Name   Version ID\\njinja2 2.11.0  PYSEC-2021-66\\n'; exit 1 ;;
  *) {lock} ;;
esac
"""
CLEAN = "echo 'No known vulnerabilities found' >&2; exit 0"
FOUND = "printf 'Name Version ID\\nflask 0.1 CVE-2031-1\\n'; exit 1"


def audit(tmp_path: Path, answers: str, lock: str) -> subprocess.CompletedProcess[str]:
    program = tmp_path / "pip-audit"
    program.write_text(PROGRAM.format(answers=answers, lock=lock), "utf-8")
    python = tmp_path / "python3"
    python.write_text(PYTHON.format(program=program), "utf-8")
    python.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [str(ROOT / ".ci" / "audit")], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("answers", "told"),
    [("--disable-pip", "audit: done\n"), ("--service osv", "audit: done, with --service osv")],
)
def test_what_is_pinned_is_clean(tmp_path: Path, answers: str, told: str) -> None:
    done = audit(tmp_path, answers, CLEAN)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


@pytest.mark.parametrize("answers", ["--disable-pip", "--service osv"])
def test_a_known_vulnerability_fails_and_is_named(tmp_path: Path, answers: str) -> None:
    done = audit(tmp_path, answers, FOUND)
    assert done.returncode not in {0, NOT_DONE}
    assert "flask 0.1 CVE-2031-1" in done.stdout
    assert "audit: done" not in done.stdout


def test_without_a_database_it_says_that_it_is_not_done(tmp_path: Path) -> None:
    done = audit(tmp_path, "nobody answers", CLEAN)
    assert done.returncode == NOT_DONE
    assert "NOT DONE" in done.stderr


def test_only_an_audit_that_was_not_done_lets_the_rest_go_on() -> None:
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert '[ "$audited" = 0 ] || [ "$audited" = 75 ] || exit "$audited"' in run
