"""Updates: only what changed is read and written, the graph is that of a build from nothing."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphkit.pipeline
from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, ValidationFailed
from graphkit.index.reading import read_parts
from graphkit.nodes import Node
from graphkit.ntriples import iri, string, text
from graphkit.pipeline import build
from graphkit.pool import Pool
from graphkit.preparation import Preparer, graph_lines
from graphkit.report import BuildReport
from graphkit.store import entries
from graphkit.store.changes import FicheChanges
from graphkit.store.content import Content
from graphkit.store.dump import digest_dump, dump_sorted
from graphkit.store.protocol import Store
from graphkit.store.versions import build_version, open_current

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from generate_export import write_export

FICHE = """<FICHE><NUMERO_FICHE>RNCP{n}</NUMERO_FICHE><INTITULE>{title}</INTITULE>
<CODES_NSF><NSF><CODE>326</CODE><LIBELLE>{nsf}</LIBELLE></NSF></CODES_NSF>
<CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>12345678900011</SIRET_CERTIFICATEUR>
<NOM_CERTIFICATEUR>ECOLE DU VENT</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>
<DATE_FIN_ENREGISTREMENT>{end}</DATE_FIN_ENREGISTREMENT></FICHE>"""


def _export(folder: Path, day: str, *fiches: dict[str, str]) -> Path:
    known = {"title": "Navigateur", "nsf": "Informatique", "end": "01/01/2029"}
    text = "".join(FICHE.format(**{**known, **fiche}) for fiche in fiches)
    path = folder / f"export_fiches_RNCP_V4_1_{day}.xml"
    path.write_text(f"<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>{text}</FICHES>", encoding="utf-8")
    return path


def _n(number: int, **changes: str) -> dict[str, str]:
    return {"n": str(number), **changes}


def _dump(store: Path) -> bytes:
    return b"".join(dump_sorted(open_current(store)))


def _told(report: BuildReport) -> dict[str, Any]:
    """Return what two builds of the same data must tell alike."""
    told = report.as_dict()
    for name in ("seconds", "remembered", "fiches"):
        del told[name]
    return told


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two days of the register: of five fiches one goes, one comes, one gets another title."""
    folder = tmp_path_factory.mktemp("exports")
    monday = _export(folder, "2026-08-16", *(_n(n) for n in range(1, 5)), _n(5, nsf="Le vent"))
    tuesday = _export(folder, "2026-08-17", _n(1), _n(2), _n(3, title="Pilote"), _n(5, nsf="Le vent"), _n(6))
    return monday, tuesday


def test_an_update_gives_the_bytes_of_a_build_from_nothing(
    exports: tuple[Path, Path], tmp_path: Path
) -> None:
    monday, tuesday = exports
    followed, alone = Settings(store=tmp_path / "followed"), Settings(store=tmp_path / "alone")
    first = build([monday], followed)
    assert (first.loaded, first.remembered) == (5, 0)
    update = build([tuesday], followed)
    whole = build([tuesday], alone)
    assert update.remembered == 3
    assert update.fiches == FicheChanges(added=1, changed=1, removed=1, unchanged=3)
    assert _dump(followed.store) == _dump(alone.store)
    assert _told(update) == _told(whole)


def test_an_update_is_searched_as_a_build_from_nothing(
    exports: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what changed is read for the index: the certification of another title, and the new one."""
    monday, tuesday = exports
    followed, alone = Settings(store=tmp_path / "followed"), Settings(store=tmp_path / "alone")
    build([monday], followed)
    build([tuesday], alone)
    read: list[str] = []

    def note(store: Store, certification: Node) -> dict[str, Any]:
        read.append(certification.value.rsplit("/", 1)[-1])
        return read_parts(store, certification)

    monkeypatch.setattr(entries, "read_parts", note)
    build([tuesday], followed)
    assert read == ["RNCP3", "RNCP6"]
    updated, whole = (Catalog(open_current(each.store)) for each in (followed, alone))
    for words in ("navigateur", "pilote", "école du vent", "navigater", "RNCP6"):
        assert updated.search(words) == whole.search(words)
    assert [hit.certification.identifier for hit in updated.search("pilote").hits] == ["RNCP3"]


def _label(store: Path) -> str:
    lines = _dump(store).decode().splitlines()
    return next(line for line in lines if "/nsf/326> " in line.split(" ", 1)[0] + " " and "prefLabel" in line)


def test_a_label_is_elected_again_when_those_who_gave_it_go(tmp_path: Path) -> None:
    """Codes and bodies belong to no record: an update counts all voices, also those of known records."""
    settings_ = Settings(store=tmp_path / "graph")
    build([_export(tmp_path, "2026-01-01", _n(1, nsf="Mer"), _n(2, nsf="Mer"), _n(3, nsf="Vent"))], settings_)
    assert "Mer" in _label(settings_.store)
    build(
        [_export(tmp_path, "2026-01-02", _n(3, nsf="Vent"), _n(1, nsf="Mer"), _n(4, nsf="Vent"))], settings_
    )
    assert "Vent" in _label(settings_.store)


def test_the_same_export_again_is_not_read_again(exports: tuple[Path, Path], tmp_path: Path) -> None:
    settings_ = Settings(store=tmp_path / "graph")
    first = build([exports[0]], settings_)
    again = build([exports[0]], settings_)
    assert (again.remembered, again.version) == (5, first.version)
    assert again.fiches == FicheChanges(added=0, changed=0, removed=0, unchanged=5)
    assert "read" not in again.seconds
    assert len(list((tmp_path / "graph" / "versions").iterdir())) == 1


def test_nomenclatures_are_not_read_again_while_their_files_are_the_same(
    shared_data: Path, exports: tuple[Path, Path], tmp_path: Path
) -> None:
    followed, alone = Settings(store=tmp_path / "followed"), Settings(store=tmp_path / "alone")
    nsf = shared_data / "nsf"
    build([exports[0], nsf], followed)
    update = build([exports[1], nsf], followed)
    whole = build([exports[1], nsf], alone)
    assert "nomenclatures" not in update.seconds
    assert update.nomenclatures == whole.nomenclatures != {}
    assert _told(update) == _told(whole)
    assert _dump(followed.store) == _dump(alone.store)
    # Without them, what the fiches say of their codes comes back.
    assert (
        build([exports[1]], followed).version == build([exports[1]], Settings(store=tmp_path / "c")).version
    )


@pytest.mark.parametrize("what", ["program", "memo", "no memo", "store"])
def test_what_cannot_be_built_upon_is_built_from_nothing(
    what: str, exports: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program, a memo that is damaged or gone, a damaged store: slower, and the same graph."""
    settings_ = Settings(store=tmp_path / "graph")
    version = build([exports[0]], settings_).version
    folder = tmp_path / "graph" / "versions" / version
    if what == "program":
        monkeypatch.setattr(graphkit.pipeline, "program_key", lambda *_, **__: "another")
    elif what == "memo":
        content = bytearray((folder / "memo").read_bytes())
        content[100:4000] = b"x" * 3900
        (folder / "memo").write_bytes(content)
    elif what == "no memo":
        (folder / "memo").unlink()
    else:
        largest = max((folder / "files").iterdir(), key=lambda path: path.stat().st_size)
        content = bytearray(largest.read_bytes())
        content[len(content) // 2] ^= 0xFF
        largest.write_bytes(content)
    update = build([exports[1]], settings_)
    assert update.remembered == 0
    assert update.version == build([exports[1]], Settings(store=tmp_path / "alone")).version
    assert _dump(settings_.store) == _dump(tmp_path / "alone")


def test_a_version_that_others_are_built_upon_stays_as_it_was(
    exports: tuple[Path, Path], tmp_path: Path
) -> None:
    """Versions share files: what one build writes must not show in the version before."""
    settings_ = Settings(store=tmp_path / "graph")
    build([exports[0]], settings_)
    open_before = open_current(settings_.store)
    dump = b"".join(dump_sorted(open_before))
    build([exports[1]], settings_)
    build([_export(tmp_path, "2026-08-18", _n(9))], settings_)
    assert b"".join(dump_sorted(open_before)) == dump


def test_a_strict_build_is_refused_for_a_violation_that_is_remembered(tmp_path: Path) -> None:
    """The end stands before the decision: France compétences publishes no such date."""
    wrong = FICHE.replace("</FICHE>", "<DATE_DECISION>01/01/2030</DATE_DECISION></FICHE>")
    path = tmp_path / "export.xml"
    path.write_text(
        f"<FICHES>{wrong.format(n=1, title='X', nsf='Y', end='01/01/2029')}</FICHES>", encoding="utf-8"
    )
    loose = Settings(store=tmp_path / "graph")
    assert build([path], loose).results["violation"] > 0
    with pytest.raises(ValidationFailed, match="RNCP1"):
        build([path], Settings(store=tmp_path / "graph", strict=True))


def test_a_build_without_shapes_is_not_taken_for_one_with_them(
    exports: tuple[Path, Path], tmp_path: Path
) -> None:
    bare = build([exports[0]], Settings(store=tmp_path / "graph", validate=False))
    assert sum(bare.results.values()) == 0
    assert b"/rapport" not in _dump(tmp_path / "graph")
    full = build([exports[0]], Settings(store=tmp_path / "graph"))
    assert full.remembered == 0
    assert full.version == build([exports[0]], Settings(store=tmp_path / "alone")).version


def test_several_processes_give_the_same_graph_as_one(tmp_path: Path) -> None:
    path = tmp_path / "export_fiches_V4_1_2026-08-16.xml"
    write_export(path, 60, 1)
    one = build([path], Settings(store=tmp_path / "one", jobs=1))
    two = build([path], Settings(store=tmp_path / "two", jobs=2))
    assert (one.loaded, one.version) == (60, two.version)
    assert _told(one) == _told(two)


def test_a_process_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    with (
        pytest.raises(SourceUnreadable, match="GRAPHKIT_JOBS=1"),
        Pool(partial(Preparer, "https://example.org/", validate=False), jobs=2) as pool,
    ):
        list(pool.run(_end_the_process, range(60)))


def _end_the_process(_preparer: Preparer, number: int) -> int:
    if number == 40:
        os._exit(9)
    return number


def test_digests_are_those_of_what_is_read_back(
    exports: tuple[Path, Path], tmp_path: Path, shared_data: Path
) -> None:
    """The store is not read back at a build: what it says must be what was written, to the byte."""
    data = [exports[0], *sorted((shared_data / "france_competences_xml").glob("*.xml"))]
    build(data, Settings(store=tmp_path / "graph"))
    store = open_current(tmp_path / "graph")
    assert store.version is not None
    assert digest_dump(store, tmp_path).graphs == store.version.graph_digests()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_written_as_the_store_writes_it(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    name = "https://example.org/g"
    subject, predicate = iri("https://example.org/s"), iri("https://example.org/p")
    triples = [
        (subject, predicate, make(each))
        for each in [*texts, "\t", '\x85\u2028 é\\"']
        for make in (text, string)
    ]
    graph = graph_lines(name, triples)
    (folder / "graph.nq").write_bytes(graph.lines)
    content = Content({name: graph.sha256}, {name: graph.count})
    build_version(folder / "store", folder / "graph.nq", content=content)
    assert digest_dump(open_current(folder / "store"), folder).graphs == {name: graph.sha256}
