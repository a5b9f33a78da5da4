"""Time of every named question at several sizes, beside pyoxigraph asked the same query directly.

Run it with ``python tests/benchmarks/question_speed.py 1000 5000 30475``. Each size is an invented export
built with the shapes, so that questions about what they found have answers, or without them for
``--no-validation``, in a folder that is thrown away, or under ``--keep FOLDER``, where a later run finds it;
``--store FOLDER`` is a store that is there already, in place of sizes. A question is asked as a person would,
by the catalog; directly, its query is given the same values and its rows are read to the end. Both are by the
clock; where others use the machine too, the time of a processor that the catalog took tells more. Growth is
the exponent by which that time follows the number of fiches, smallest to largest: 0 is none, 1 linear.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from generate_export import write_export

from graphkit.catalog import Catalog
from graphkit.catalog.answers import TableView
from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.nodes import Node
from graphkit.parameters import bind
from graphkit.pipeline import build
from graphkit.questions import NamedQuery, questions
from graphkit.store.embedded import EmbeddedStore, term_of
from graphkit.store.versions import open_current

_TIMES = 5
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_CERTIFICATION = ox.NamedNode("https://w3id.org/referentiels/ontologie#Certification")
#: Seconds after which a question is not asked again.
_ENOUGH = 5.0
#: Kind of parameter -> query for the value that most fiches of the export have.
_MOST = {
    "certification": "SELECT ?x { ?c ref:correspondance ?k BIND(?c AS ?x) }",
    "certificateur": "SELECT ?x { ?c ref:delivreePar ?x }",
    "rome": "SELECT ?x { ?c ref:viseMetier ?x }",
    "nsf": "SELECT ?x { ?c ref:nsf ?x }",
    "niveau": "SELECT ?x { ?c ref:niveau ?x }",
    "bloc": "SELECT ?x { ?b a ref:BlocDeCompetences BIND(?b AS ?x) }",
    "iri": "SELECT ?x { ?b a ref:BlocDeCompetences BIND(?b AS ?x) }",
    "voie-acces": "SELECT ?x { ?a ref:voie ?x }",
    "forme": "SELECT ?x { ?r sh:sourceShape ?x }",
}
_TEXTS = {"text": "gérer", "code": "rome", "date": "2027-01-01", "integer": "3"}
_PREFIX = """
PREFIX ref: <https://w3id.org/referentiels/ontologie#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
_OPENING = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from graphkit.catalog import Catalog
from graphkit.store.versions import open_current
loaded = time.perf_counter()
catalog = Catalog(open_current(Path(sys.argv[1])))
opened = time.perf_counter()
# One that any page asks; « expirations » without dates sorts the whole register and gives 10,000 rows.
catalog.question("certifications-par-rome", {"rome": sys.argv[2]})
answered = time.perf_counter()
print(f"program loaded in {loaded - began:.2f} s, store opened in {opened - loaded:.2f} s, answered in "
      f"{answered - opened:.2f} s: {answered - began:.2f} s, {time.process_time():.2f} s of a processor")
"""


def values(store: EmbeddedStore) -> dict[str, str]:
    """Return for each kind of parameter a value that the store has, the most frequent one."""
    found = dict(_TEXTS)
    for kind, query in _MOST.items():
        counted = f"SELECT ?x (COUNT(*) AS ?n) {{ {{ {query} }} }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1"
        for solution in store.raw.query(_PREFIX + counted, use_default_graph_as_union=True):
            found[kind] = solution["x"].value
    return found


def median(ask: Callable[[], int]) -> tuple[float, float, int]:
    """Return the medians of the milliseconds of an answer, by the clock and of a processor, and its rows."""
    times: list[float] = []
    used: list[float] = []
    rows = 0
    while len(times) <= _TIMES and (not times or times[-1] < _ENOUGH):
        start, busy = time.perf_counter(), time.process_time()
        rows = ask()
        times.append(time.perf_counter() - start)
        used.append(time.process_time() - busy)
    # The first answer warms the files up, unless it is the only one.
    clock, processor = (statistics.median(each[1:] or each) * 1000 for each in (times, used))
    return clock, processor, rows


def directly(store: EmbeddedStore, query: NamedQuery, given: dict[str, Node]) -> int:
    """Ask pyoxigraph and read all rows."""
    substitutions = {ox.Variable(name): term_of(node) for name, node in given.items()}
    rows = store.raw.query(query.text, use_default_graph_as_union=True, substitutions=substitutions or None)
    return sum(1 for _ in rows)


def measured(store: EmbeddedStore, known: dict[str, str]) -> dict[str, tuple[float, float, float, int]]:
    """Return question -> (milliseconds through the catalog, of a processor, directly, rows)."""
    catalog = Catalog(store)
    found = {}
    for query in questions():
        given = {
            each.name: known.get(each.name, known[each.kind]) for each in query.parameters if not each.default
        }
        nodes = bind(query, given, Minter())

        def asked(query: NamedQuery = query, given: dict[str, str] = given) -> int:
            table: TableView = catalog.question(query.name, given)
            return len(table.rows)

        def bare(query: NamedQuery = query, nodes: dict[str, Node] = nodes) -> int:
            return directly(store, query, nodes)

        ours, busy, rows = median(asked)
        plain, _, _ = median(bare)
        found[query.name] = (ours, busy, plain, rows)
    return found


def built(root: Path, fiches: int, *, validate: bool) -> Path:
    """Return the store of an export of so many fiches, built if it is not there."""
    store = root / (f"{fiches}" if validate else f"{fiches}-unchecked")
    if not (store / "current").is_file():
        export = root / f"export_fiches_V4_1_2026-08-16_{fiches}.xml"
        write_export(export, fiches, 1)
        build([export], Settings(store=store, validate=validate))
        export.unlink()
    return store


def main() -> None:
    """Build what is missing, measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("sizes", type=int, nargs="*", default=[1_000, 5_000])
    options.add_argument("--keep", type=Path)
    options.add_argument("--no-validation", action="store_true")
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = given.keep or Path(name)
        root.mkdir(parents=True, exist_ok=True)
        found = {}
        for size in [0] if given.store else given.sizes:
            folder = given.store or built(root, size, validate=not given.no_validation)
            store = open_current(folder)
            known = values(store)
            certifications = sum(1 for _ in store.raw.quads_for_pattern(None, _TYPE, _CERTIFICATION))
            found[certifications] = measured(store, known)
            command = [sys.executable, "-c", _OPENING, str(folder), known["rome"]]
            opening = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            sys.stdout.write(f"{certifications} certifications: {opening}")
    sizes = list(found)
    head = "".join(f"{f'{size}: ms':>14}{'CPU':>9}{'direct':>9}{'rows':>7}" for size in sizes)
    sys.stdout.write(f"{'':40}{head}{'growth':>8}\n")
    for question, first in found[sizes[0]].items():
        cells = "".join(
            f"{ours:14.1f}{busy:9.1f}{bare:9.1f}{rows:7}"
            for ours, busy, bare, rows in (found[s][question] for s in sizes)
        )
        last = found[sizes[-1]][question]
        growth = math.log(last[1] / first[1]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else math.nan
        sys.stdout.write(f"{question:40}{cells}{growth:8.2f}\n")


if __name__ == "__main__":
    main()
