"""An endpoint that holds every file of the W3C's suite as a graph of its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import manifests
import pyoxigraph as ox
import pytest
from flask import Flask
from known_failures import KNOWN_FAILURES, KNOWN_SHACL_FAILURES
from manifests import FEDERATED_FOLDERS, FOLDER, QUERY_FOLDERS, cases, iri_of
from solutions import load

from graphkit.catalog import Catalog
from graphkit.config import DEFAULT_BASE_IRI, Settings
from graphkit.limits import Limits
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.pool import WorkerPool
from graphkit.store.sandbox import Sandbox
from webui import create_app

_PROTOCOL_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cases ran, and which are known to fail and why."""
    met, unmet = (
        [each for each in terminalreporter.getreports(outcome) if "suites/test_w3c" in each.nodeid]
        for outcome in ("passed", "xfailed")
    )
    if not met:
        return
    terminalreporter.section("W3C suites: SPARQL 1.1 and SHACL")
    for name in sorted({each.nodeid.partition("::")[2].partition("[")[0] for each in met + unmet}):
        passed, failed = (sum(f"::{name}" in f"{each.nodeid}[" for each in group) for group in (met, unmet))
        terminalreporter.line(f"{name}: {passed} met, {failed} known failures")
    for name, reason in (KNOWN_FAILURES | KNOWN_SHACL_FAILURES).items():
        terminalreporter.line(f"  {name}: {reason}")


@pytest.fixture(scope="session")
def suite() -> Path:
    """Folder of the suite: ``GRAPHKIT_SUITES``/sparql11 or ../shared/suites/sparql11."""
    if FOLDER.is_dir():
        return FOLDER
    reason = (
        f"the official suites are not at {FOLDER.parent}; set GRAPHKIT_SUITES to the folder that holds them"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def files(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of Oxigraph files with the data of all cases, each file in a graph of its name."""
    folder = tmp_path_factory.mktemp("suite") / "files"
    store = ox.Store(str(folder))
    data = {path for case in cases(*QUERY_FOLDERS, *FEDERATED_FOLDERS) for path in case.data + case.graphs}
    for path in sorted(path for path in data if path.is_file()):
        load(store, path, iri_of(path), ox.NamedNode(iri_of(path)))
    for number in (1, 2, 3):
        graph = ox.NamedNode(_PROTOCOL_DATA.format(number))
        load(store, suite / "protocol" / f"data{number}.nt", manifests.BASE, graph)
    store.flush()
    del store
    return folder


@pytest.fixture(scope="session")
def catalog(files: Path) -> Iterator[Catalog]:
    """The catalog over them."""
    pool = WorkerPool(Limits(seconds=20))
    made = Catalog(EmbeddedStore.open(files))
    # What the suite has in store is no version that a build made: it has blank nodes.
    made._runner = Sandbox(files, pool=pool, base_iri=DEFAULT_BASE_IRI)
    yield made
    pool.close()


@pytest.fixture(scope="session")
def app(catalog: Catalog) -> Flask:
    """The viewer over them."""
    return create_app(Settings(), catalog=catalog)
