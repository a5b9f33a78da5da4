"""What a build makes of one record before anything is stored: read, mapped, checked and written as lines.

All of it is a function of the record alone, so it is done in any process, and need not be done again for a
record that has not changed.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Coverage
from graphkit.ntriples import Triple, iri
from graphkit.sources import Part
from graphkit.validation import Result, Validator, result_triples

#: Violations of one graph that the refusal of a strict build may quote.
_REFUSALS = 10


@dataclass(frozen=True, slots=True)
class GraphLines:
    """A named graph as N-Quads.

    Attributes:
        name: IRI of the graph.
        lines: its lines, each once, sorted; empty bytes where they are not at hand.
        sha256: of the lines, hexadecimal.
        count: number of lines.
    """

    name: str
    lines: bytes
    sha256: str
    count: int


@dataclass(frozen=True, slots=True)
class Account:
    """What there is to tell of a record or a batch, beside its triples.

    Attributes:
        results: (severity, name of the shape) -> number of SHACL results.
        refusals: what the first violations are.
        anomalies: rules of what could not be represented, one for each time.
        coverage: what became of the lines of a text.
    """

    results: dict[tuple[str, str], int] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    anomalies: tuple[str, ...] = ()
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a record comes to.

    Attributes:
        certification: IRI of the certification.
        graphs: the graph of the record, and that of what the shapes found in it.
        common: triples about codes and bodies that other records name too, which the dataset states once.
        cited: triple that names something of another record -> IRI of the certification that it is of.
        labels: (IRI, observed label) of those codes and bodies.
        account: what there is to tell of it.
        seconds: stage -> seconds that it took.
    """

    certification: str
    graphs: tuple[GraphLines, ...]
    common: list[Triple]
    cited: dict[Triple, str]
    labels: list[tuple[str, str]]
    account: Account
    seconds: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def graph(self) -> str:
        """IRI of the graph of the record."""
        return self.graphs[0].name


@dataclass(frozen=True, slots=True)
class Checked:
    """What triples that belong to no record come to.

    Attributes:
        lines: lines of the triples; they may be a part of the graph.
        results: what the shapes found in them; ``None`` when they were not run.
        seconds: stage -> seconds that it took.
    """

    lines: list[bytes]
    results: tuple[Result, ...] | None
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


class Preparer:
    """Prepares records, one at a time.

    Args:
        base_iri: start of the IRIs of all data.
        validate: whether the shapes are run.
    """

    def __init__(self, base_iri: str, *, validate: bool = True) -> None:
        self._minter = Minter(base_iri)
        self._validator = Validator() if validate else None

    def prepare(self, part: Part) -> Prepared:
        """Return what a record comes to.

        Args:
            part: what it is read from.
        """
        seconds: dict[str, float] = {}
        clock = _Clock(seconds)
        record = part.record()
        clock.stop("read")
        mapped = map_record(record, self._minter)
        clock.stop("map")
        results = self._check([*mapped.triples, *mapped.common])
        clock.stop("validate")
        graphs = (graph_lines(mapped.graph, mapped.triples), *report_lines(mapped.graph, results))
        clock.stop("write")
        return Prepared(
            certification=mapped.certification,
            graphs=graphs,
            common=mapped.common,
            cited=mapped.cited,
            labels=mapped.labels,
            account=account_of(
                results or (), tuple(anomaly.rule for anomaly in record.anomalies), record.coverage
            ),
            seconds=seconds,
        )

    def check(self, graph: str, triples: Sequence[Triple]) -> Checked:
        """Return what triples that belong to no record come to.

        Args:
            graph: IRI of their graph.
            triples: the triples, all that is said of each subject.
        """
        seconds: dict[str, float] = {}
        clock = _Clock(seconds)
        results = self._check(triples)
        clock.stop("validate")
        lines = _lines(graph, triples)
        clock.stop("write")
        return Checked(lines, results, seconds)

    def _check(self, triples: Iterable[Triple]) -> tuple[Result, ...] | None:
        return None if self._validator is None else self._validator.validate(triples)


class _Clock:
    """Writes down the seconds since the stage before."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds
        self._since = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self._seconds[stage] = now - self._since
        self._since = now


def graph_lines(graph: str, triples: Iterable[Triple]) -> GraphLines:
    """Return a graph as lines.

    Args:
        graph: its IRI.
        triples: all its triples.
    """
    return of_lines(graph, _lines(graph, triples))


def of_lines(graph: str, lines: Iterable[bytes]) -> GraphLines:
    """Return a graph of its lines.

    Args:
        graph: its IRI.
        lines: all its lines, in any order.
    """
    ordered = sorted(set(lines))
    content = b"".join(ordered)
    return GraphLines(graph, content, hashlib.sha256(content).hexdigest(), len(ordered))


def _lines(graph: str, triples: Iterable[Triple]) -> list[bytes]:
    name = iri(graph)
    return [f"{s} {p} {o} {name} .\n".encode() for s, p, o in triples]


def report_lines(graph: str, results: Sequence[Result] | None) -> tuple[GraphLines, ...]:
    """Return the graph that says what the shapes found in another; none where they were not run.

    Args:
        graph: IRI of the other graph.
        results: what they found in the whole of it.
    """
    if results is None:
        return ()
    return (graph_lines(f"{graph}/rapport", result_triples(results, graph)),)


def account_of(
    results: Sequence[Result], anomalies: tuple[str, ...] = (), coverage: Coverage | None = None
) -> Account:
    """Return what there is to tell of a record or a batch.

    Args:
        results: what the shapes found.
        anomalies: rules of what could not be represented.
        coverage: what became of the lines of a text.
    """
    counted = Counter((str(result.severity), result.shape.rsplit("#", 1)[-1]) for result in results)
    refusals = [f"{each.focus}: {each.message_en}" for each in results if each.severity == "violation"]
    return Account(dict(counted), tuple(refusals[:_REFUSALS]), anomalies, coverage)
