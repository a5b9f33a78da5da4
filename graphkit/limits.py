"""What a stranger's query may take: one frozen value, part of the settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

_PREFIX = "GRAPHKIT_QUERY_"
_LEAST_MEMORY = 256 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries may take, one of them and all together.

    Attributes:
        seconds: time of one, from the start of its evaluation on; it waits as long at most before.
        rows: rows or triples of its answer; beyond, the answer says that it is truncated.
        size: characters of its answer, about; idem.
        memory: address space of its process, in bytes.
        length: bytes of its text.
        depth: how deep its brackets may nest.
        workers: processes, each of which evaluates one query at a time.
        queue: queries that may wait for a process; one more is refused.
        per_client: queries that one client may have under way or waiting.
    """

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 20 << 20
    memory: int = 2 << 30
    length: int = 64 << 10
    depth: int = 100
    workers: int = 2
    queue: int = 4
    per_client: int = 3

    def __post_init__(self) -> None:
        if not (self.seconds > 0 and math.isfinite(self.seconds)):
            raise ValueError(f"{_PREFIX}SECONDS is a number of seconds above 0")
        for name in ("rows", "size", "length", "depth", "workers", "per_client"):
            if getattr(self, name) < 1:
                raise ValueError(f"{_PREFIX}{name.upper()} is a whole number above 0")
        if self.queue < 0:
            raise ValueError(f"{_PREFIX}QUEUE is a whole number, 0 when no query may wait")
        if self.memory < _LEAST_MEMORY:
            raise ValueError(f"{_PREFIX}MEMORY is a number of bytes, {_LEAST_MEMORY} or more")


def limits_from(env: Mapping[str, str]) -> Limits:
    """Return the limits that the variables ``GRAPHKIT_QUERY_*`` set.

    Args:
        env: the environment.

    Raises:
        ValueError: a variable is set to something unusable.
    """
    usual = Limits()
    given = {}
    for name in Limits.__dataclass_fields__:
        written = env.get(_PREFIX + name.upper())
        if written is None:
            continue
        kind = type(getattr(usual, name))
        try:
            given[name] = kind(written)
        except ValueError:
            raise ValueError(f"{_PREFIX}{name.upper()} is a number, not {written[:40]!r}") from None
    return Limits(**given)
