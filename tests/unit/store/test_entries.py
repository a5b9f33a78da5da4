"""An update reads for the index what changed, and its index answers as that of a build from nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from graphkit.index.reader import TextIndex
from graphkit.index.reading import read_parts
from graphkit.index.texts import Kind
from graphkit.nodes import Node
from graphkit.store import entries
from graphkit.store.entries import Making
from graphkit.store.indexing import build_index
from graphkit.store.manifest import Version, describe_files
from graphkit.store.protocol import Store
from graphkit.store.versions import build_version

BASE = "https://w3id.org/referentiels/"
REF, SKOS = f"{BASE}ontologie#", "http://www.w3.org/2004/02/skos/core#"
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
#: Words of one text, of several, of what records share, with a slip, and of nothing.
SEARCHES = [
    "voile",
    "réparer une voile",
    "atelier du vent",
    "coudre",
    "coudr",
    "métier 7",
    "le vent 12",
    "matelot pilote",
    "chantier",
    "xylophone",
    "1",
]


def _line(subject: str, predicate: str, value: str, graph: str) -> str:
    value = f'"{value}"@fr' if not value.startswith("<") else value
    return f"<{BASE}{subject}> {predicate} {value} <{BASE}{graph}> .\n"


def _record(number: int, title: str = "", bloc: str = "Réparer une voile", body: str = "1") -> list[str]:
    graph, me = f"fiche/RNCP{number}/xml-fc", f"certification/RNCP{number}"
    part, statement = f"bloc/RNCP{number}BC01", f"competence/RNCP{number}/C1"
    return [
        _line(me, A, f"<{REF}Certification>", graph),
        _line(me, f"<{SKOS}prefLabel>", title or f"Métier {number} du vent", graph),
        _line(me, f"<{REF}delivreePar>", f"<{BASE}certificateur/{body}>", graph),
        _line(me, f"<{REF}comporteBloc>", f"<{BASE}{part}>", graph),
        _line(part, f"<{SKOS}prefLabel>", bloc, graph),
        _line(me, f"<{REF}comporteCompetence>", f"<{BASE}{statement}>", graph),
        _line(statement, f"<{REF}enonce>", f"Coudre {number % 7} voiles", graph),
    ]


def _shared(name: str = "Atelier du vent") -> list[str]:
    label = f"<{SKOS}prefLabel>"
    return [_line("certificateur/1", label, name, "graphe/nomenclatures")]


def _answers(folder: Path) -> list[object]:
    index = TextIndex.open(folder)
    near = [index.near(text, list(Kind), 20) for text in SEARCHES]
    return [*(index.search(text, 30) for text in SEARCHES), *near]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Certifications whose texts have been read from a store."""
    found: list[str] = []

    def note(store: Store, certification: Node) -> dict[str, Any]:
        found.append(certification.value.rsplit("/", 1)[-1])
        return read_parts(store, certification)

    monkeypatch.setattr(entries, "read_parts", note)
    return found


def _built(folder: Path, records: list[list[str]]) -> Version:
    path = folder / "graph.nq"
    path.write_text("".join(line for lines in records for line in lines), "utf-8")
    return build_version(folder / "s", path)


def _records(*changed: list[str], gone: int = 0) -> list[list[str]]:
    kept = [_record(n) for n in range(1, 41) if n != gone]
    mine = {lines[0] for lines in changed}
    return [*(lines for lines in kept if lines[0] not in mine), *changed, _shared()]


COMMON = "document/commun"
ALL = {f"RNCP{number}" for number in range(1, 41)}
#: What changes -> (records before, records after, certifications that are read again).
CHANGES: dict[str, tuple[list[list[str]], list[list[str]], set[str]]] = {
    "a title": (_records(), _records(_record(7, title="Pilote de chantier")), {"RNCP7"}),
    "a bloc": (_records(), _records(_record(8, bloc="Matelot")), {"RNCP8"}),
    "a certification more": (_records(), _records(_record(99)), {"RNCP99"}),
    "a certification less": (_records(), _records(gone=12), set()),
    "the body of one": (_records(), _records(_record(3, body="2")), {"RNCP3"}),
    "the label of the body of all": (_records(), [*_records()[:-1], _shared("Chantier naval")], ALL),
    "what no certification names": (
        _records(),
        [*_records(), [_line("nsf/1", f"<{SKOS}prefLabel>", "Matelot", "nsf")]],
        set(),
    ),
    "a part told apart from its certification": (
        [*_records(), [_line("competence/RNCP5/C1", f"<{REF}enonce>", "Matelot", COMMON)]],
        [*_records(), [_line("competence/RNCP5/C1", f"<{REF}enonce>", "Pilote", COMMON)]],
        ALL,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_index_made_of_notes_answers_as_one_made_from_nothing(
    change: str, tmp_path: Path, read: list[str]
) -> None:
    before, after, expected = CHANGES[change]
    first, second = _built(tmp_path, before), _built(tmp_path, after)
    assert second.index is not None
    read.clear()
    again = build_index(second.files, tmp_path, Making(second.graph_digests() or {}, first))
    assert set(read) == expected
    assert _answers(again) == _answers(second.index)


def test_the_notes_of_an_index_made_of_notes_are_whole(tmp_path: Path, read: list[str]) -> None:
    first, second = (_built(tmp_path, _records(_record(5, title=title))) for title in ("Pilote", "Matelot"))
    digests = second.graph_digests() or {}
    made = build_index(second.files, tmp_path, Making(digests, first))
    assert (made / "notes").stat().st_size > 0
    follows = dataclasses.replace(
        second, path=tmp_path, index_name=made.name, index_files=describe_files(made)
    )
    read.clear()
    again = build_index(second.files, tmp_path / "again", Making(digests, follows))
    assert read == []
    assert _answers(again) == _answers(made)


def test_damaged_notes_are_not_believed(tmp_path: Path, read: list[str]) -> None:
    first = _built(tmp_path, _records())
    second = _built(tmp_path, _records(_record(7, title="Pilote")))
    assert first.index is not None
    notes = first.index / "notes"
    content = bytearray(notes.read_bytes())
    content[len(content) // 2] ^= 0xFF
    notes.write_bytes(content)
    read.clear()
    build_index(second.files, tmp_path, Making(second.graph_digests() or {}, first))
    assert len(read) == 40


def test_several_processes_read_what_one_reads(tmp_path: Path) -> None:
    many = [_record(n) for n in range(1, 600)]
    version = _built(tmp_path, [*many, _shared()])
    assert version.index is not None
    made = build_index(version.files, tmp_path, Making(version.graph_digests() or {}, jobs=2))
    assert _answers(made) == _answers(version.index)
