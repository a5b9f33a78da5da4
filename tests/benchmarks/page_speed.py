"""Time of the server for each page of the viewer, beside the same queries asked of pyoxigraph alone.

Run it with ``python tests/benchmarks/page_speed.py STORE``, where STORE is a built store: one of those that
``question_speed.py --keep FOLDER 30475`` leaves is of the size of the register. Pages are asked for in this
process, each several times, of things drawn from the store: the median is printed, and the slowest. What a
page asks the store is noted, then asked of pyoxigraph again and read to the end; it asks the search index
too, which is not part of that time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import invented as w
import pyoxigraph as ox
from flask.testing import FlaskClient

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.nodes import Node
from graphkit.questions import NamedQuery
from graphkit.store.embedded import EmbeddedStore, term_of
from graphkit.store.versions import open_current
from webui import create_app

_PREFIX = "PREFIX ref: <https://w3id.org/referentiels/ontologie#>\n"
#: Kind of page -> the query for the things that have one.
_THINGS = {
    "certification": "?x a ref:Certification",
    "bloc": "?x a ref:BlocDeCompetences",
    "competence": "?x a ref:Competence",
    "certificateur": "?c ref:delivreePar ?x",
    "rome": "?c ref:viseMetier ?x",
}
_Asked = tuple[NamedQuery, Mapping[str, Node]]


def addresses(store: ox.Store, times: int, base: str, seed: int) -> dict[str, list[str]]:
    """Return kind of page -> the paths asked for, as many of each."""
    draw = random.Random(seed)  # noqa: S311 - the same pages each time
    found: dict[str, list[str]] = {}
    for kind, pattern in _THINGS.items():
        query = f"{_PREFIX}SELECT DISTINCT ?x {{ {pattern} }}"
        solutions = store.query(query, use_default_graph_as_union=True)
        known = sorted(solution["x"].value for solution in solutions)  # type: ignore[union-attr]
        found[kind] = ["/" + iri.removeprefix(base) for iri in draw.choices(known, k=times)]
    codes = [path.rpartition("/")[2] for path in found["certification"]]
    pairs = zip(codes, draw.sample(codes, len(codes)), strict=True)
    found["comparer"] = [f"/comparer?id={a}&id={b}" for a, b in pairs if a != b]
    words = [" ".join(draw.choice(w.OBJETS).split()[-2:]) for _ in range(times)]
    found["recherche"] = [f"/recherche?q={word}" for word in words]
    return {"accueil": ["/"] * times, **found}


@contextmanager
def noting(asked: list[_Asked]) -> Iterator[None]:
    """Note each query that is put to the store."""
    plain = EmbeddedStore._query

    def query(self: EmbeddedStore, named: NamedQuery, params: Mapping[str, Node]) -> object:
        asked.append((named, params))
        return plain(self, named, params)

    with mock.patch.object(EmbeddedStore, "_query", query):
        yield


def bare(store: ox.Store, asked: list[_Asked]) -> None:
    """Put the same queries to pyoxigraph and read the answers."""
    for named, params in asked:
        values = {ox.Variable(name): term_of(node) for name, node in params.items()}
        answer = store.query(named.text, use_default_graph_as_union=True, substitutions=values or None)
        if not isinstance(answer, ox.QueryBoolean):
            sum(1 for _ in answer)


def measured(client: FlaskClient, store: ox.Store, path: str) -> tuple[float, float, int, int]:
    """Return milliseconds of a page and of its queries alone, their number, and the bytes of the page."""
    asked: list[_Asked] = []
    with noting(asked):
        start = time.perf_counter()
        answer = client.get(path, headers={"Accept": "text/html"})
        page = time.perf_counter() - start
    if answer.status_code >= 400:
        raise SystemExit(f"{path}: {answer.status}")
    start = time.perf_counter()
    bare(store, asked)
    return 1000 * page, 1000 * (time.perf_counter() - start), len(asked), len(answer.data)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("store", type=Path)
    options.add_argument("--times", type=int, default=15)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    settings = Settings(store=given.store)
    opened = open_current(given.store)
    store = opened.raw
    client = create_app(settings, catalog=Catalog(opened)).test_client()
    sys.stdout.write(
        f"{'page':16}{'median ms':>11}{'slowest':>9}{'store alone':>13}{'queries':>9}{'kB':>7}\n"
    )
    for kind, paths in addresses(store, given.times, settings.base_iri, given.seed).items():
        # The first page of a kind compiles its template.
        measured(client, store, paths[0])
        rows = [measured(client, store, path) for path in paths]
        page, alone, queries, size = (statistics.median(column) for column in zip(*rows, strict=True))
        slowest = max(row[0] for row in rows)
        sys.stdout.write(
            f"{kind:16}{page:11.1f}{slowest:9.1f}{alone:13.1f}{queries:9.0f}{size / 1024:7.0f}\n"
        )


if __name__ == "__main__":
    main()
