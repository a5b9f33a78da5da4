"""The threats of the README, each with its tests: those that it names are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _rows() -> list[str]:
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Security\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return lines[2:]


ROWS = _rows()


@cache
def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[1].strip()[:40] for row in ROWS])
def test_each_threat_names_tests_that_are_there(row: str) -> None:
    named = _NAMED.findall(row)
    assert named
    for path, name in named:
        assert name in _tests_of(ROOT / path), f"{path}::{name}"


@pytest.mark.parametrize(
    "threat",
    [
        "literals and IRIs", "javascript:", "CSV", "header splitting", "XXE", "entity bombs", "contexts",
        "ReDoS", "zip bombs", "paths out of", "redirects", "host headers", "CORS", "oversized", "slowly",
        "logs", "HSTS",
    ],
)  # fmt: skip
def test_the_table_speaks_of_each_threat(threat: str) -> None:
    assert any(threat in row for row in ROWS)
