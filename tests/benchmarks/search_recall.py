"""Recall of the search over labelled queries on the titles of all active certifications.

Two sets of 60. ``queries.json`` was looked at while the search was made. ``queries_unseen.json`` was written
from 60 titles drawn by lot, before the search had answered any of them: then @1 was 0.783 and @5 0.933. What
it showed to be missing (« RH » for « ressources humaines ») was mended since, so it flatters a little by now.

Run it with ``python tests/benchmarks/search_recall.py`` (``GRAPHKIT_SHARED`` names the official files).
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.identifiers import Minter
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Entry, Kind, Text, distinct
from graphkit.index.writer import write_index

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "search"
SETS = ("queries", "queries_unseen")
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """At which rank a query gave the first fiche wanted; 0 when not among the first 20."""

    query: str
    sort: str
    rank: int
    best: tuple[str, ...]


def entries(shared: Path) -> Iterator[Entry]:
    """Yield the active certifications, of which the official file gives title, level and diploma."""
    minter = Minter()
    (path,) = (shared / "titles").glob("active_titles_*.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: row["Numero_Fiche"])
    for row in rows:
        iri = minter.certification(row["Numero_Fiche"])
        texts = distinct(
            [Text(Kind.INTITULE, iri, row["Intitule"]), Text(Kind.DIPLOME, iri, row["Abrege_Intitule"])]
        )
        register = row["Numero_Fiche"].rstrip("0123456789").lower()
        yield Entry(iri, texts, level=row["Niveau"], state="active", register=register)


def outcomes(index: TextIndex, name: str) -> Iterator[Outcome]:
    """Yield the outcome of each labelled query of a set."""
    for case in json.loads((CASES / f"{name}.json").read_text("utf-8")):
        found = [hit.iri.rsplit("/", 1)[-1] for hit in index.search(case["query"], _DEPTH).hits]
        ranks = [found.index(wanted) + 1 for wanted in case["wanted"] if wanted in found]
        yield Outcome(case["query"], case["sort"], min(ranks, default=0), tuple(found[:3]))


def recall(results: Iterable[Outcome], depth: int) -> float:
    """Return the share of queries whose fiche is among the first."""
    ranks = [each.rank for each in results]
    return sum(1 <= rank <= depth for rank in ranks) / len(ranks)


def measured(shared: Path) -> dict[str, list[Outcome]]:
    """Index the titles and return the outcomes of each set."""
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), entries(shared))
        index = TextIndex.open(Path(folder))
        return {name: list(outcomes(index, name)) for name in SETS}


def table(results: list[Outcome]) -> str:
    """Return the outcomes as text: by sort of query, then the queries that missed."""
    by_sort: dict[str, list[Outcome]] = defaultdict(list)
    for each in results:
        by_sort[each.sort].append(each)
    lines = [f"{'sort of query':<18}{'queries':>8}{'@1':>7}{'@5':>7}"]
    groups: list[tuple[str, Any]] = [*sorted(by_sort.items()), ("all", results)]
    lines += [f"{name:<18}{len(of):>8}{recall(of, 1):>7.3f}{recall(of, 5):>7.3f}" for name, of in groups]
    lines += [
        f"rank {each.rank or '>20'}: {each.query!r} gave {', '.join(each.best) or 'nothing'}"
        for each in results
        if each.rank != 1
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    folder = Path(os.environ.get("GRAPHKIT_SHARED", ROOT.parent / "shared" / "data"))
    for name, results in measured(folder).items():
        sys.stdout.write(f"{name}.json\n{table(results)}\n\n")
