"""The search index lives and dies with its version: built, checked, swapped, kept and put back with it."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graphkit.catalog import Catalog, LiveCatalog
from graphkit.index.schema import FORMAT, READABLE
from graphkit.store.manifest import Version, index_damage, read_version, write_manifest
from graphkit.store.service import put_in_service
from graphkit.store.versions import build_version, open_current

LEND_AND_DIE = """
import os, signal, sys
from pathlib import Path
from graphkit.store import indexing
from graphkit.store.versions import build_version
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(indexing, sys.argv[3], die)
build_version(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def titles(folder: Path, *names: str) -> Path:
    ref, skos = "https://w3id.org/referentiels/ontologie#", "http://www.w3.org/2004/02/skos/core#"
    lines = []
    for name in names:
        iri, graph = f"<https://w3id.org/referentiels/certification/{name}>", f"<http://g/{name}>"
        lines.append(
            f"{iri} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ref}Certification> {graph} .\n"
        )
        lines.append(f'{iri} <{skos}prefLabel> "Métier de {name}"@fr {graph} .\n')
    path = folder / f"{'-'.join(names)}.nq"
    path.write_text("".join(lines), "utf-8")
    return path


def found(store_dir: Path, text: str) -> list[str]:
    view = Catalog(open_current(store_dir)).search(text)
    assert view.indexed
    return [hit.certification.identifier for hit in view.hits]


def without_index(version: Version) -> None:
    """Make a version as an older program built it: no index, and no word of one in the manifest."""
    shutil.rmtree(version.path / "index")
    manifest = version.path / "manifest.json"
    content = json.loads(manifest.read_text())
    del content["index"]
    manifest.write_text(json.dumps(content))


def test_the_index_follows_the_version_in_service(tmp_path: Path) -> None:
    store_dir = tmp_path / "s"
    old = build_version(store_dir, titles(tmp_path, "boulanger"))
    live = LiveCatalog(store_dir)
    before = live.get()
    build_version(store_dir, titles(tmp_path, "plombier"))
    assert found(store_dir, "plombière") == ["plombier"]
    assert [hit.certification.identifier for hit in live.get().search("plombiers").hits] == ["plombier"]
    assert [hit.certification.identifier for hit in before.search("boulangere").hits] == ["boulanger"]
    put_in_service(store_dir, old.id)
    assert found(store_dir, "boulangers") == ["boulanger"]


def test_the_manifest_lists_every_file_of_the_index(tmp_path: Path) -> None:
    version = build_version(tmp_path / "s", titles(tmp_path, "boulanger"))
    assert version.index is not None
    on_disk = {
        path.relative_to(version.index).as_posix() for path in version.index.rglob("*") if path.is_file()
    }
    assert on_disk == set(version.index_files)
    assert {"certifications/meta.json", "textes/meta.json"} <= on_disk
    assert index_damage(version, thorough=True) is None


def test_the_same_data_have_the_same_id_with_or_without_index(tmp_path: Path) -> None:
    nquads = titles(tmp_path, "boulanger", "plombier")
    one, two = build_version(tmp_path / "1", nquads), build_version(tmp_path / "2", nquads)
    assert one.id == two.id
    without_index(one)
    assert read_version(one.path) is not None
    assert build_version(tmp_path / "1", nquads).id == one.id


def test_a_version_without_index_is_searched_letter_for_letter_and_says_so(tmp_path: Path) -> None:
    without_index(build_version(tmp_path / "s", titles(tmp_path, "boulanger")))
    opened = open_current(tmp_path / "s")
    assert opened.warnings == ()
    catalog = Catalog(opened)
    assert not catalog.search("boulanger").indexed
    assert catalog.search("boulanger").total == 1
    assert catalog.search("boulangère").total == 0


@pytest.mark.parametrize("lack", ["older program", "damaged", "other format"])
def test_building_the_same_data_again_gives_a_version_the_index_that_it_lacks(
    tmp_path: Path, lack: str
) -> None:
    store_dir, nquads = tmp_path / "s", titles(tmp_path, "boulanger")
    version = build_version(store_dir, nquads)
    assert version.index is not None
    match lack:
        case "older program":
            without_index(version)
        case "damaged":
            next(version.index.glob("textes/*.store")).write_bytes(b"")
        case "other format":
            write_manifest(version.path, dataclasses.replace(version, index_format=0), version.graph_counts())
    assert not Catalog(open_current(store_dir)).search("boulanger").indexed
    again = build_version(store_dir, nquads)
    assert found(store_dir, "boulangere") == ["boulanger"]
    assert open_current(store_dir).warnings == ()
    assert [path.name for path in (again.path / "index").iterdir()] == [again.index_name]


def test_an_index_of_the_format_before_is_searched_and_replaced_by_the_next_build(tmp_path: Path) -> None:
    store_dir, nquads = tmp_path / "s", titles(tmp_path, "boulanger")
    version = build_version(store_dir, nquads)
    older = min(READABLE)
    assert older < FORMAT
    write_manifest(version.path, dataclasses.replace(version, index_format=older), version.graph_counts())
    assert Catalog(open_current(store_dir)).search("boulangere").indexed
    assert build_version(store_dir, nquads).index_format == FORMAT


@pytest.mark.parametrize("step", ["write_index", "write_manifest"])
def test_a_build_killed_while_it_gives_an_index_leaves_the_version_whole(tmp_path: Path, step: str) -> None:
    store_dir, nquads = tmp_path / "s", titles(tmp_path, "boulanger")
    without_index(build_version(store_dir, nquads))
    command = [sys.executable, "-c", LEND_AND_DIE, str(store_dir), str(nquads), step]
    died = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert died.returncode == -signal.SIGKILL
    opened = open_current(store_dir)
    assert opened.warnings == ()
    assert Catalog(opened).search("boulanger").total == 1
    build_version(store_dir, nquads)
    assert found(store_dir, "boulangere") == ["boulanger"]


@pytest.mark.parametrize("harm", ["truncate", "remove", "flip"])
def test_a_damaged_index_is_noticed_and_the_graph_still_served(tmp_path: Path, harm: str) -> None:
    version = build_version(tmp_path / "s", titles(tmp_path, "boulanger"))
    assert version.index is not None
    victim = max(version.index.glob("certifications/*.term"), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    match harm:
        case "truncate":
            victim.write_bytes(content[:-10])
        case "remove":
            victim.unlink()
        case "flip":
            content[len(content) // 2] ^= 0xFF
            victim.write_bytes(content)
    problem = index_damage(version, thorough=True)
    assert problem is not None
    assert victim.name in problem
    opened = open_current(tmp_path / "s")
    assert opened.version == version
    assert any("search index is damaged" in warning for warning in opened.warnings) is (harm != "flip")
    assert Catalog(opened).search("boulanger").total == 1


@pytest.mark.parametrize("name", ["..", "a/b", "/etc"])
def test_a_manifest_that_points_outside_its_version_has_no_index(tmp_path: Path, name: str) -> None:
    version = build_version(tmp_path / "s", titles(tmp_path, "boulanger"))
    manifest = version.path / "manifest.json"
    content = json.loads(manifest.read_text())
    content["index"]["name"] = name
    manifest.write_text(json.dumps(content))
    read = read_version(version.path)
    assert read is not None
    assert read.index is None
