"""Fixtures that any test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
