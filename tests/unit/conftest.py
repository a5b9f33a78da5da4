"""The small dataset of the question cases, in each of the three stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from sparql_server import load, serving

from graphkit.config import Settings
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.loading import load_version
from graphkit.store.memory import MemoryStore
from graphkit.store.protocol import Store
from graphkit.store.remote import RemoteStore
from graphkit.store.versions import Version, build_version, open_current

DATA = Path(__file__).parents[1] / "cases" / "questions" / "data.trig"


@pytest.fixture(scope="session")
def nquads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset as a file of N-Quads."""
    raw = ox.Store()
    raw.load(DATA.read_bytes(), ox.RdfFormat.TRIG)
    path = tmp_path_factory.mktemp("nquads") / "data.nq"
    path.write_bytes(raw.dump(format=ox.RdfFormat.N_QUADS) or b"")
    return path


@pytest.fixture(scope="session")
def published(nquads: Path, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The dataset, built and put in service."""
    return build_version(tmp_path_factory.mktemp("store"), nquads)


@pytest.fixture(scope="session")
def embedded(published: Version) -> EmbeddedStore:
    """The dataset in Oxigraph, on disk."""
    return open_current(published.path.parents[1])


@pytest.fixture(scope="session")
def memory(nquads: Path) -> MemoryStore:
    """The dataset in rdflib, in memory."""
    return MemoryStore.parse(nquads.read_bytes())


@pytest.fixture(scope="session")
def served(nquads: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset as files that a SPARQL server can open."""
    location = tmp_path_factory.mktemp("served")
    load(nquads, location)
    return location


@pytest.fixture(scope="session")
def endpoint(published: Version, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a SPARQL server into which the dataset was loaded, and which unites its graphs."""
    with serving(tmp_path_factory.mktemp("loaded"), "--union-default-graph", writable=True) as address:
        load_version(published.path.parents[1], Settings(endpoint=address))
        yield address


@pytest.fixture(scope="session")
def remote(endpoint: str) -> RemoteStore:
    """The dataset behind a SPARQL server."""
    return RemoteStore.open(Settings(endpoint=endpoint))


@pytest.fixture(scope="session", params=["embedded", "memory", "remote"])
def store(request: pytest.FixtureRequest) -> Store:
    """The dataset, in each store."""
    opened: Store = request.getfixturevalue(request.param)
    return opened
