"""What a stranger's query may take is set from outside, and nonsense is refused."""

from __future__ import annotations

import pytest

from graphkit.config import settings_from_environment
from graphkit.limits import Limits


def test_limits_come_from_the_environment() -> None:
    given = {"GRAPHKIT_QUERY_SECONDS": "2.5", "GRAPHKIT_QUERY_ROWS": "7", "GRAPHKIT_QUERY_WORKERS": "1"}
    assert settings_from_environment(given).queries == Limits(seconds=2.5, rows=7, workers=1)
    assert settings_from_environment({}).queries == Limits()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("SECONDS", "0"),
        ("SECONDS", "inf"),
        ("SECONDS", "vite"),
        ("ROWS", "0"),
        ("ROWS", "1.5"),
        ("SIZE", "-1"),
        ("MEMORY", "1000"),
        ("LENGTH", "0"),
        ("DEPTH", "0"),
        ("WORKERS", "0"),
        ("QUEUE", "-1"),
        ("PER_CLIENT", "0"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_by_its_name(name: str, written: str) -> None:
    with pytest.raises(ValueError, match=f"GRAPHKIT_QUERY_{name}"):
        settings_from_environment({f"GRAPHKIT_QUERY_{name}": written})
