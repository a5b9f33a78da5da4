"""What the last check of a registry found, kept beside the versions of the store for the viewer to show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graphkit.checking.findings import Rule, Words
from graphkit.checking.registry import Aggregate, Example, RuleCount
from graphkit.checking.reports.of_registry import aggregate_as_plain
from graphkit.errors import StoreUnavailable
from graphkit.store.durable import replacing
from graphkit.store.service import current_id

_FILE = "check.json"
_FORMAT = "graphkit-check-kept"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """The counts of a check, and what they are counts of.

    Attributes:
        date: day whose rules were applied.
        version: id of the version that was in service when they were kept.
        aggregate: the counts.
    """

    date: date
    version: str
    aggregate: Aggregate


def keep_check(store_dir: Path, aggregate: Aggregate, day: date) -> None:
    """Keep the counts of a check in place of those of the check before, by one rename.

    Args:
        store_dir: directory of the store.
        aggregate: the counts.
        day: day whose rules were applied.

    Raises:
        StoreUnavailable: no version is in service there, or the counts cannot be written.
    """
    version = current_id(store_dir)
    if version is None:
        raise StoreUnavailable(f"{store_dir} holds no version in service: build one, then check with --keep")
    told = {
        "format": _FORMAT,
        "version": _VERSION,
        "date": day.isoformat(),
        "storeVersion": version,
        "aggregate": aggregate_as_plain(aggregate),
    }
    try:
        with replacing(store_dir / _FILE) as stream:
            json.dump(told, stream, ensure_ascii=False)
    except OSError as error:
        raise StoreUnavailable(f"{store_dir}: the counts cannot be kept ({error.strerror})") from error


def kept_check(store_dir: Path) -> KeptCheck | None:
    """Return the counts that were kept; ``None`` where none were, or they are of another edition.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: what stands there is damaged.
    """
    path = store_dir / _FILE
    try:
        told: Any = json.loads(path.read_text("utf-8"))
        if (told["format"], told["version"]) != (_FORMAT, _VERSION):
            return None
        day, version = date.fromisoformat(told["date"]), str(told["storeVersion"])
        return KeptCheck(day, version, _aggregate(told["aggregate"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreUnavailable(f"{path}: damaged; check the export again with --keep") from error


def _aggregate(told: dict[str, Any]) -> Aggregate:
    return Aggregate(
        source=told["source"],
        records=int(told["records"]),
        conforming=int(told["conforming"]),
        severities=told["severities"],
        levels=told["levels"],
        certifiers=int(told["certifiers"]),
        loose=int(told["looseAnomalies"]),
        rules=tuple(_rule(each) for each in told["rules"]),
    )


def _rule(told: dict[str, Any]) -> RuleCount:
    return RuleCount(
        rule=Rule(
            id=told["id"],
            title=Words(told["title"]["fr"], told["title"]["en"]),
            severity=told["severity"],
            force=told["force"],
            kind=told["kind"],
            sources=tuple(told["sources"]),
        ),
        findings=int(told["findings"]),
        records=int(told["records"]),
        levels=told["levels"],
        certifiers=told["certifiers"],
        examples=tuple(Example(each["id"], each["thing"], each["quote"]) for each in told["examples"]),
    )
