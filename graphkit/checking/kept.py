"""What the last check of a registry found, kept beside the versions of the store for the viewer to show.

Of those before it the figures are kept, for what they tell of the course of things.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
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
_HISTORY = "checks.json"
#: Checks whose figures are kept; a check of each daily export for two years.
_PAST = 730
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


@dataclass(frozen=True, slots=True)
class PastCheck:
    """The figures of one check.

    Attributes:
        date: day whose rules were applied.
        source: the export.
        records: records checked.
        conforming: those without a departure that binds.
        rules: id of a rule that was broken -> records that break it.
    """

    date: date
    source: str
    records: int
    conforming: int
    rules: dict[str, int]

    def share(self, rule: str) -> float:
        """Return the share of the records that break a rule, in percent.

        Args:
            rule: its id.
        """
        return 100 * self.rules.get(rule, 0) / self.records if self.records else 0.0


def keep_check(store_dir: Path, aggregate: Aggregate, day: date) -> None:
    """Keep the counts of a check in place of those of the check before, and its figures beside theirs.

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
    this = PastCheck(
        day,
        aggregate.source,
        aggregate.records,
        aggregate.conforming,
        {count.rule.id: count.records for count in aggregate.rules},
    )
    # The same export checked again on the same day is the same check.
    others = [each for each in past_checks(store_dir) if (each.date, each.source) != (day, this.source)]
    past = sorted([*others, this], key=lambda each: (each.date, each.source))[-_PAST:]
    try:
        with replacing(store_dir / _HISTORY) as stream:
            json.dump([asdict(each) | {"date": each.date.isoformat()} for each in past], stream)
        with replacing(store_dir / _FILE) as stream:
            json.dump(told, stream, ensure_ascii=False)
    except OSError as error:
        raise StoreUnavailable(f"{store_dir}: the counts cannot be kept ({error.strerror})") from error


def past_checks(store_dir: Path) -> tuple[PastCheck, ...]:
    """Return the figures of the checks that were kept, the oldest first.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: what stands there is damaged.
    """
    path = store_dir / _HISTORY
    try:
        told: Any = json.loads(path.read_text("utf-8"))
        return tuple(
            PastCheck(
                date.fromisoformat(each["date"]),
                str(each["source"]),
                int(each["records"]),
                int(each["conforming"]),
                {str(rule): int(number) for rule, number in each["rules"].items()},
            )
            for each in told
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreUnavailable(
            f"{path}: damaged; remove it, and check the export again with --keep"
        ) from error


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
