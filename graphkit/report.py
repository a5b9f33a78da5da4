"""What a build did: counted while it runs, told when it ends."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from graphkit.model import Anomaly, Coverage
from graphkit.preparation import Account
from graphkit.store.changes import FicheChanges
from graphkit.store.manifest import Version

_REFUSALS_SHOWN = 10


class Progress(Protocol):
    """Told of each step of a build."""

    def __call__(self, stage: str, done: int, label: str) -> None:
        """Take note that ``done`` records have passed a stage, the last of them named ``label``."""


def silent(stage: str, done: int, label: str) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, kept and found.

    Attributes:
        read: records read.
        loaded: records in the graph.
        remembered: those of them that an earlier build prepared, and that were not read again.
        superseded: records left out because a newer source holds the same fiche.
        ignored: files of folders that no reader knows, and those that hold no référentiel, with the reason.
        sources: file -> number of records kept of it.
        anomalies: rule -> number, of what could not be represented.
        validated: whether the shapes were run.
        results: severity -> number of SHACL results.
        shapes: (severity, shape) -> number of SHACL results, as ``severity name``.
        coverage: file -> what became of its lines, for sources that are texts.
        nomenclatures: official nomenclature -> number of its concepts.
        fiches: what changed among the fiches since the version in service before; ``None`` where that one
            keeps no digests to tell by.
        quads: quads in the store.
        version: identifier of the version put in service.
        seconds: stage -> seconds.
    """

    read: int
    loaded: int
    remembered: int
    superseded: tuple[str, ...]
    ignored: tuple[str, ...]
    sources: dict[str, int]
    anomalies: dict[str, int]
    validated: bool
    results: dict[str, int]
    shapes: dict[str, int]
    coverage: dict[str, Coverage]
    nomenclatures: dict[str, int]
    fiches: FicheChanges | None
    quads: int
    version: str
    seconds: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self)


class Tally:
    """Counts while a build runs."""

    def __init__(self) -> None:
        self.read = 0
        self.superseded: list[str] = []
        self.ignored: list[str] = []
        self.results: Counter[str] = Counter()
        self.before: Mapping[str, str] | None = None
        self._loaded = 0
        self._sources: Counter[str] = Counter()
        self._anomalies: Counter[str] = Counter()
        self._shapes: Counter[str] = Counter()
        self._coverage: dict[str, Coverage] = {}
        self._nomenclatures: Counter[str] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._refusals: list[str] = []
        self._remembered = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - start

    def spend(self, seconds: Mapping[str, float]) -> None:
        """Add seconds that another process spent to the stages."""
        for name, value in seconds.items():
            self._seconds[name] += value

    def note(self, document: str, account: Account, *, remembered: bool = False) -> None:
        """Count a record that was kept.

        Args:
            document: name of the file that it stands in.
            account: what there is to tell of it.
            remembered: whether an earlier build prepared it.
        """
        self._loaded += 1
        self._remembered += remembered
        self._sources[document] += 1
        if account.coverage is not None:
            self._coverage[document] = account.coverage
        self.add(account)

    def add(self, account: Account) -> None:
        """Count what there is to tell of a graph."""
        self._anomalies.update(account.anomalies)
        for (severity, shape), count in account.results.items():
            self.results[severity] += count
            self._shapes[f"{severity} {shape}"] += count
        self._refusals += account.refusals[: _REFUSALS_SHOWN - len(self._refusals)]

    def note_anomaly(self, anomaly: Anomaly) -> None:
        """Count something that could not be represented."""
        self._anomalies[anomaly.rule] += 1

    def note_before(self, digests: Mapping[str, str] | None) -> None:
        """Note the digests of the graphs of the version that was in service before, if they are known."""
        self.before = digests

    def note_nomenclature(self, name: str, concepts: int) -> None:
        """Count the concepts of an official nomenclature."""
        self._nomenclatures[name] += concepts

    def notes(self) -> dict[str, Any]:
        """Return what has been counted of nomenclatures, as plain values for JSON."""
        return {
            "results": dict(self.results),
            "shapes": dict(self._shapes),
            "anomalies": dict(self._anomalies),
            "nomenclatures": dict(self._nomenclatures),
            "refusals": list(self._refusals),
        }

    def recall(self, notes: Mapping[str, Any]) -> None:
        """Count again what an earlier build counted of nomenclatures.

        Args:
            notes: as ``notes`` told.
        """
        self.results.update(notes["results"])
        self._shapes.update(notes["shapes"])
        self._anomalies.update(notes["anomalies"])
        self._nomenclatures.update(notes["nomenclatures"])
        self._refusals += notes["refusals"]

    def refusal(self) -> str:
        """Return why a strict build is refused."""
        count = self.results["violation"]
        lines = [f"{count} violation(s); nothing was changed. Mend the source or build without --strict."]
        return "\n  ".join(lines + self._refusals + (["…"] if count > len(self._refusals) else []))

    def report(
        self, ignored: tuple[str, ...], version: Version, fiches: FicheChanges | None, *, validated: bool
    ) -> BuildReport:
        """Return the report of the build that has ended."""
        return BuildReport(
            read=self.read,
            loaded=self._loaded,
            remembered=self._remembered,
            superseded=tuple(self.superseded),
            ignored=ignored,
            sources=dict(sorted(self._sources.items())),
            anomalies=dict(sorted(self._anomalies.items())),
            validated=validated,
            results={name: self.results[name] for name in ("violation", "warning", "info")},
            shapes=dict(sorted(self._shapes.items())),
            coverage=dict(sorted(self._coverage.items())),
            nomenclatures=dict(sorted(self._nomenclatures.items())),
            fiches=fiches,
            quads=version.quads,
            version=version.id,
            seconds={name: round(value, 3) for name, value in self._seconds.items()},
        )
