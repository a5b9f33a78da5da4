"""Fixtures that any test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No test measures time, and under CI the same examples are tried each time: a rare one that fails is found
# on a desk, where it can be kept as an explicit example.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

_ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Official files that are read in place and never committed: ``GRAPHKIT_SHARED`` or ../shared/data."""
    folder = Path(os.environ.get("GRAPHKIT_SHARED", _ROOT.parent / "shared" / "data"))
    if folder.is_dir():
        return folder
    reason = f"the official files are not at {folder}; set GRAPHKIT_SHARED to the folder that holds them"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
