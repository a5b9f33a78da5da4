"""Loading into a real SPARQL server, killed, crossed and cut on the way."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from crooked_server import CrookedServer, Handler, crooked, cuts, hangs, says
from sparql_server import serving

from graphkit.config import Settings
from graphkit.errors import LoadFailed, StoreUnavailable
from graphkit.fetching.patience import Waiting
from graphkit.store import load_notes
from graphkit.store.graph_store import GraphStore
from graphkit.store.loading import LoadReport, load_version
from graphkit.store.remote import RemoteStore
from graphkit.store.versions import build_version, open_current

BASE = "https://w3id.org/referentiels/"
FICHES = [f"{BASE}fiche/RNCP{number}/xml-fc" for number in range(1, 201)]
LARGE = f"{BASE}graphe/rome"
NOTES = f"{BASE}graphe/chargement/"
_LOAD = """
import sys
from pathlib import Path
from graphkit.config import Settings
from graphkit.store.graph_store import GraphStore
from graphkit.store.loading import load_version
load_version(Path(sys.argv[1]), Settings(endpoint=sys.argv[2]))
"""


def build(folder: Path, titles: dict[str, str], large: int = 0) -> Path:
    """Build a version: fiches with a title, and one graph with many triples."""
    lines = [f'<{graph}#c> <http://a/titre> "{title} – é"@fr <{graph}> .' for graph, title in titles.items()]
    lines += [f"<{graph}#c> <http://a/type> <http://a/Certification> <{graph}> ." for graph in titles]
    lines += [f'<http://a/{n}> <http://a/titre> "{"x" * 80}" <{LARGE}> .' for n in range(large)]
    path = folder / "graph.nq"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    build_version(folder / "s", path)
    return folder / "s"


def titled(count: int, title: str = "Fiche") -> dict[str, str]:
    return dict.fromkeys(FICHES[:count], title)


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """Address of an empty SPARQL server."""
    with serving(tmp_path / "server", "--union-default-graph", writable=True) as address:
        yield address


@pytest.fixture
def server(origin: str) -> Iterator[CrookedServer]:
    """That server behind one that a test can make misbehave."""
    with crooked(origin) as before:
        yield before


def load(store: Path, server: CrookedServer, **options: float) -> LoadReport:
    settings = Settings(endpoint=server.endpoint, **options)  # type: ignore[arg-type]
    return load_version(store, settings, waiting=Waiting(sleep=lambda _: None))


def put(origin: str, graph: str, content: bytes) -> None:
    """Write into the real server, as somebody else."""
    other = GraphStore(f"{origin.removesuffix('/query')}/store")
    if content:
        other.replace(graph, [content])
    else:
        other.delete(graph)


def quads(origin: str) -> set[object]:
    return set(RemoteStore.open(Settings(endpoint=origin)).quads())


def is_loaded(store: Path, origin: str) -> bool:
    return quads(origin) == set(open_current(store).quads())


def test_the_server_holds_the_version_and_a_second_load_writes_nothing(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(150), large=12_000)
    first = load(store, server)
    assert (first.sent, first.unchanged, first.deleted, first.verified) == (151, 0, 0, 151)
    assert (first.triples, first.retries) == (12_300, 0)
    assert first.bytes == sum(server.sizes) > 1_000_000
    assert first.server == server.endpoint
    assert first.graph_store == server.store
    assert is_loaded(store, origin)
    server.asked.clear()
    second = load(store, server)
    assert (second.sent, second.unchanged, second.bytes, second.verified) == (0, 151, 0, 151)
    assert {method for method, _ in server.asked} == {"GET"}


def test_a_large_graph_goes_in_pieces_that_usual_servers_take(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, {}, large=25_000)
    load(store, server)
    assert server.graphs("PUT") == [LARGE]
    assert server.graphs("POST") == [LARGE] * 2
    assert max(server.sizes) < 1 << 20
    assert is_loaded(store, origin)


def test_only_what_changed_is_sent_and_what_is_gone_is_deleted(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    load(build(tmp_path, titled(10)), server)
    titles = titled(9) | {FICHES[3]: "Nouveau titre", FICHES[20]: "Nouvelle fiche"}
    store = build(tmp_path, titles)
    server.asked.clear()
    report = load(store, server)
    assert sorted(server.graphs("PUT")) == sorted([FICHES[3], FICHES[20]])
    assert server.graphs("DELETE") == [FICHES[9]]
    assert (report.sent, report.unchanged, report.deleted, report.verified) == (2, 8, 1, 10)
    assert is_loaded(store, origin)
    assert load(store, server).deleted == 0
    # What was deleted comes back as what it was.
    store = build(tmp_path, titled(10))
    report = load(store, server)
    assert (report.sent, report.deleted) == (2, 1)
    assert is_loaded(store, origin)


def test_graphs_of_others_are_left_alone(tmp_path: Path, origin: str, server: CrookedServer) -> None:
    others = ["http://example.org/g", f"{BASE}analyse/moi"]
    for graph in others:
        put(origin, graph, b"<http://a/a> <http://a/b> <http://a/c> .\n")
    put(origin, FICHES[0], b"<http://a/old> <http://a/b> <http://a/c> .\n")
    load(build(tmp_path, titled(3)), server)
    store = build(tmp_path, titled(2))
    load(store, server)
    assert set(server.graphs("DELETE")) == {FICHES[2]}
    left = quads(origin) - set(open_current(store).quads())
    assert sorted(quad[3].value for quad in left) == others  # type: ignore[index]


def test_a_load_that_is_killed_goes_on_where_it_stopped(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(200))
    server.script["PUT"] = deque([*[None] * 150, hangs])
    with subprocess.Popen([sys.executable, "-c", _LOAD, store, server.endpoint]) as loader:
        assert server.reached.wait(60)
        os.kill(loader.pid, signal.SIGKILL)
    first = server.graphs("PUT")
    assert len(first) == 151
    server.asked.clear()
    report = load(store, server)
    # Two batches of 64 were noted; of the third what had gone is sent again.
    assert (report.sent, report.unchanged, report.verified) == (72, 128, 200)
    assert set(server.graphs("PUT")) == set(FICHES) - set(first[:128])
    assert is_loaded(store, origin)


def test_a_graph_that_was_half_written_is_sent_again(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(2), large=12_000)
    server.script["POST"] = deque([hangs])
    with subprocess.Popen([sys.executable, "-c", _LOAD, store, server.endpoint]) as loader:
        assert server.reached.wait(60)
        os.kill(loader.pid, signal.SIGKILL)
    held = RemoteStore.open(Settings(endpoint=origin)).quads()
    assert 0 < sum(graph is not None and graph.value == LARGE for *_, graph in held) < 12_000
    server.asked.clear()
    load(store, server)
    assert LARGE in server.graphs("PUT")
    assert is_loaded(store, origin)


def test_a_load_that_is_killed_within_a_large_graph_keeps_those_before_it(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(5), large=20_000)
    server.script["POST"] = deque([hangs])
    with subprocess.Popen([sys.executable, "-c", _LOAD, store, server.endpoint]) as loader:
        assert server.reached.wait(60)
        os.kill(loader.pid, signal.SIGKILL)
    report = load(store, server)
    assert (report.sent, report.unchanged, report.verified) == (1, 5, 6)
    assert is_loaded(store, origin)


def test_a_graph_that_a_killed_load_began_and_no_version_has_is_deleted(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(3))
    server.script["PUT"] = deque([None, None, says(500)])
    with pytest.raises(LoadFailed, match="status 500"):
        load(store, server)
    store = build(tmp_path, titled(1, "Autre"))
    report = load(store, server)
    assert (report.sent, report.deleted) == (1, 2)
    assert is_loaded(store, origin)


def test_a_connection_that_breaks_and_a_busy_server_do_not_end_a_load(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(5), large=12_000)
    server.script["PUT"] = deque([cuts, None, says(503, Retry_After="2"), says(429), None])
    server.script["POST"] = deque([cuts, says(502)])
    report = load(store, server)
    assert (report.retries, report.sent, report.verified) == (5, 6, 6)
    assert is_loaded(store, origin)


def test_a_server_that_loses_a_graph_is_found_out(tmp_path: Path, origin: str, server: CrookedServer) -> None:
    store = build(tmp_path, titled(70))
    # The first batch is verified at once, the rest in the end.
    server.script["PUT"] = deque([*[None] * 66, says(204)])
    with pytest.raises(LoadFailed, match=r"holds other numbers.*RNCP\d+/xml-fc: 0 instead of 2\)") as caught:
        load(store, server)
    lost = server.graphs("PUT")[66]
    assert lost in str(caught.value)
    server.asked.clear()
    report = load(store, server)
    assert (server.graphs("PUT"), report.sent, report.verified) == ([lost], 1, 70)
    assert is_loaded(store, origin)


def test_a_graph_store_of_another_dataset_is_found_out_after_one_batch(
    tmp_path: Path, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(200))
    with (
        serving(tmp_path / "other", "--union-default-graph", writable=True) as other,
        pytest.raises(LoadFailed, match=r"and 59 more.*GRAPHKIT_GRAPH_STORE is of another dataset"),
    ):
        load_version(store, Settings(endpoint=other, graph_store=server.store))
    assert len(server.graphs("PUT")) == 64


def test_what_somebody_changed_in_the_server_is_found_and_mended(
    tmp_path: Path, origin: str, server: CrookedServer
) -> None:
    store = build(tmp_path, titled(8))
    load(store, server)
    put(origin, FICHES[1], b"")
    with pytest.raises(LoadFailed, match="RNCP2/xml-fc: 0 instead of 2"):
        load(store, server)
    assert load(store, server).sent == 1
    assert is_loaded(store, origin)


def test_notes_that_cannot_be_read_are_told_of(tmp_path: Path, server: CrookedServer) -> None:
    store = build(tmp_path, titled(1))

    def nonsense(handler: Handler) -> None:
        handler.answer(200, b"<html>")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Handler, "do_GET", nonsense)
        with pytest.raises(LoadFailed, match=r"cannot be read .*delete that graph"):
            load(store, server)


def test_notes_do_not_grow_for_ever_and_are_no_part_of_the_data(
    tmp_path: Path, origin: str, server: CrookedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_notes, "_SPARE_LINES", 0)
    for rank in range(4):
        store = build(tmp_path, titled(6 - rank, f"Titre {rank}"))
        load(store, server)
        held = ox.Store()
        for place in (f"{NOTES}1", f"{NOTES}2"):
            held.load(_dump(origin, place), ox.RdfFormat.N_TRIPLES)
        lines = {quad.subject for quad in held}
        assert len(lines) <= 2 * (6 - rank)
        assert is_loaded(store, origin)
    assert ("DELETE", f"{NOTES}1") in server.asked
    assert load(store, server).sent == 0


def _dump(origin: str, graph: str) -> bytes:
    return GraphStore(f"{origin.removesuffix('/query')}/store").get(graph)


def test_notes_whose_tidying_was_killed_keep_all_they_know(
    tmp_path: Path, origin: str, server: CrookedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_notes, "_SPARE_LINES", 0)
    load(build(tmp_path, titled(4)), server)
    store = build(tmp_path, titled(4, "Autre"))
    with monkeypatch.context() as patch:
        patch.setattr("graphkit.store.graph_store.GraphStore.delete", _die)
        with pytest.raises(KeyboardInterrupt):
            load(store, server)
    report = load(store, server)
    assert (report.sent, report.verified) == (0, 4)
    store = build(tmp_path, titled(3, "Encore"))
    assert load(store, server).deleted == 1
    assert load(store, server).sent == 0
    assert is_loaded(store, origin)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_two_loads_of_one_store_do_not_run_at_once(tmp_path: Path, server: CrookedServer) -> None:
    store = build(tmp_path, titled(1))
    with (store / "load.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreUnavailable, match="another load"):
            load(store, server)
    assert server.asked == []


def test_a_version_without_digests_is_to_be_built_again(tmp_path: Path, server: CrookedServer) -> None:
    store = build(tmp_path, titled(1))
    next(store.glob("versions/*/digests.json")).unlink()
    with pytest.raises(StoreUnavailable, match="build it again"):
        load(store, server)


def test_an_endpoint_that_is_not_there_is_told_without_a_long_wait(tmp_path: Path) -> None:
    store = build(tmp_path, titled(1))
    with pytest.raises(StoreUnavailable, match=r"http://127\.0\.0\.1:9/query cannot be reached"):
        load_version(store, Settings(endpoint="http://127.0.0.1:9/query"))
