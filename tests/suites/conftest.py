"""An endpoint that holds every file of the W3C's suite as a graph of its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import manifests
import pyoxigraph as ox
import pytest
from flask import Flask
from manifests import FEDERATED_FOLDERS, FOLDER, QUERY_FOLDERS, cases, iri_of
from solutions import load

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.limits import Limits
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.pool import WorkerPool
from graphkit.store.sandbox import Sandbox
from webui import create_app

_PROTOCOL_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


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
    made._runner = Sandbox(files, pool=pool)
    yield made
    pool.close()


@pytest.fixture(scope="session")
def app(catalog: Catalog) -> Flask:
    """The viewer over them."""
    return create_app(Settings(), catalog=catalog)
