"""The small dataset of the question cases, in each of the two local stores."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graphkit.store.embedded import EmbeddedStore
from graphkit.store.memory import MemoryStore
from graphkit.store.protocol import Store
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


@pytest.fixture(scope="session", params=["embedded", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    """The dataset, in each local store."""
    opened: Store = request.getfixturevalue(request.param)
    return opened
