"""The README tells the truth: its generated parts are what the programs print today."""

import re
import runpy
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_generated_parts_are_fresh() -> None:
    """When this fails, write them again with: python tests/readme.py."""
    script = runpy.run_path(str(README.parent / "tests" / "readme.py"))
    text = README.read_text("utf-8")
    assert script["rewritten"](text) == text


def test_both_commands_of_the_first_minute_are_there_to_the_letter() -> None:
    text = README.read_text("utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/graphkit serve" in text
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest" in text


def test_every_file_that_it_names_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text("utf-8")):
        if "://" not in target:
            assert (README.parent / target).exists(), target
