"""Computed matches are kept with the graph, and what a person decided about them outlives every build."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from differences.fiches import write_fiche

from graphkit import pipeline
from graphkit.assembly import Assembly, Inputs
from graphkit.catalog import LiveCatalog
from graphkit.config import Settings
from graphkit.errors import NotFound, SourceUnreadable, StoreUnavailable
from graphkit.keeping import (
    decided,
    keep_matches,
    kept_matches,
    read_matches,
    write_matches,
)
from graphkit.matching.rapprochement import Decision, Rapprochement, Status, merge
from graphkit.matching.relations import Relation
from graphkit.matching.sssom import read_sssom, write_sssom
from graphkit.matching.statement import Part
from graphkit.pipeline import build, keep
from graphkit.store import rollback
from graphkit.store.backup import back_up
from graphkit.store.content import Content
from graphkit.store.manifest import Version
from graphkit.store.rollback import roll_back
from graphkit.store.service import matches_lock
from graphkit.store.versions import build_version

BASE = "https://w3id.org/referentiels/"
CONFIRMED = Decision(Status.CONFIRME, "Camille Martin", date(2026, 11, 20), "Même épreuve\tet même objet")
REJECTED = Decision(Status.REJETE, "Dominique Petit", date(2026, 11, 21))


def _match(one: str, other: str, decision: Decision | None = None, score: float = 0.75) -> Rapprochement:
    return Rapprochement(
        one=f"{BASE}competence/RNCP1/{one}",
        other=f"{BASE}competence/RNCP2/{other}",
        relation=Relation.COUVRE,
        score=score,
        method="lexical",
        version="1",
        parts={Part.VERBE: 1.0, Part.OBJET: 0.5},
        shared=("projet", "client"),
        decision=decision,
    )


MATCHES = (_match("C1", "C1"), _match("C2", "é 3", CONFIRMED), _match("C3", "C4", REJECTED))


def test_a_table_of_sssom_tells_all_that_was_kept() -> None:
    told = read_sssom(write_sssom(MATCHES, BASE, {MATCHES[0].one: "Piloter\tun projet"}), "table")
    cleaned = replace(CONFIRMED, reason="Même épreuve et même objet")
    assert told == (MATCHES[0], replace(MATCHES[1], decision=cleaned), MATCHES[2])
    assert [dict(match.parts) for match in told] == [dict(match.parts) for match in MATCHES]


def test_sssom_py_finds_the_table_valid(tmp_path: Path) -> None:
    file = tmp_path / "matches.sssom.tsv"
    write_matches(MATCHES, file, turtle=False, base_iri=BASE, labels={MATCHES[0].one: "Piloter un projet"})
    # In a process of its own: the library warns of its own libraries, and here warnings are errors.
    run = [sys.executable, "-c", "from sssom.cli import main; main()", "validate"]
    assert subprocess.run([*run, file], capture_output=True, check=False).returncode == 0
    wrong = file.with_name("wrong.sssom.tsv")
    wrong.write_text(file.read_text("utf-8").replace("semapv:Lexical", "Lexical"), encoding="utf-8")
    assert subprocess.run([*run, wrong], capture_output=True, check=False).returncode != 0


def test_what_is_computed_is_never_an_exact_match() -> None:
    same = replace(MATCHES[0], relation=Relation.MEME_CONTENU)
    table = write_sssom([same], BASE)
    assert "skos:closeMatch" in table
    assert "exactMatch" not in table
    assert "semapv:LexicalSimilarityThresholdMatching" in table


def test_turtle_tells_all_that_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "matches.ttl"
    encoded = (MATCHES[0], replace(MATCHES[1], other=f"{BASE}competence/RNCP2/%C3%A9%203"), MATCHES[2])
    write_matches(encoded, file, turtle=True, base_iri=BASE, labels={})
    told = {match.one: match for match in read_matches(file, Settings())}
    for match in encoded:
        read = told[match.one]
        assert replace(read, shared=()) == replace(match, shared=())
        assert dict(read.parts) == dict(match.parts)
        assert set(read.shared) == set(match.shared)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("x:1\tskos:closeMatch\thttps://e.org/2\t\t\t\t", "its prefix is not declared"),
        ("https://e.org/1\towl:sameAs\thttps://e.org/2\t\t\t\t", "the predicate owl:sameAs"),
        ("https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t1.5\t\t", "from 0 to 1"),
        ("https://e.org/1\tskos:closeMatch\thttps://e.org/2\tNot\t0.5\t\t", "needs semapv:Manual"),
        (
            "https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t0.5\tsemapv:ManualMappingCuration\t",
            "who decided",
        ),
        (
            "https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t0.5\tsemapv:ManualMappingCuration\tA. Zola",
            "when it was decided",
        ),
    ],
)
def test_a_line_that_says_too_little_is_refused_with_its_place(line: str, complaint: str) -> None:
    head = (
        "#curie_map:\n#  y: https://e.org/\nsubject_id\tpredicate_id\tobject_id\tpredicate_modifier\tconfidence\t"
        "mapping_justification\tauthor_label\n"
    )
    with pytest.raises(SourceUnreadable, match=complaint) as caught:
        read_sssom(head + line + "\n", "table.tsv")
    assert "table.tsv, line 4" in str(caught.value)


def test_a_file_that_is_no_table_of_matches_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.tsv"
    file.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="no table of SSSOM"):
        read_matches(file, Settings())


def test_a_new_computation_leaves_what_a_person_decided() -> None:
    new = (_match("C1", "C1", score=0.9), _match("C2", "é 3", score=0.1))
    merged = {match.one: match for match in merge(MATCHES, new)}
    assert merged[MATCHES[0].one].score == 0.9
    assert merged[MATCHES[1].one] == MATCHES[1]
    overruled = replace(new[1], decision=REJECTED)
    assert overruled in merge(MATCHES, [overruled])


_KEEP = (
    "import sys; from pathlib import Path; from graphkit.config import Settings;"
    "from graphkit.keeping import read_matches; from graphkit.pipeline import keep;"
    "settings = Settings(store=Path(sys.argv[1]), validate=False, jobs=1);"
    "keep(read_matches(Path(sys.argv[2]), settings), settings)"
)


@pytest.fixture
def built(tmp_path: Path) -> tuple[Settings, Path]:
    """A store of one fiche, and a file of matches that are not kept yet."""
    settings = replace(Settings(), store=tmp_path / "store", validate=False, jobs=1)
    build([write_fiche(tmp_path / "a.xml")], settings)
    file = tmp_path / "matches.sssom.tsv"
    write_matches(MATCHES, file, turtle=False, base_iri=BASE, labels={})
    return settings, file


def _keep_elsewhere(settings: Settings, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _KEEP, str(settings.store), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _graphs_of_matches(settings: Settings) -> int:
    version = LiveCatalog(settings.store, settings.base_iri, settings.queries).get().version
    return sum("rapproch" in name for name in version.graph_counts())


def test_matches_kept_while_a_build_reads_are_in_what_it_publishes(
    built: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings, file = built

    def read(self: Assembly, inputs: Inputs) -> None:
        run(self, inputs)
        assert _keep_elsewhere(settings, file).returncode == 0

    run = Assembly.run
    monkeypatch.setattr(Assembly, "run", read)
    build([write_fiche(tmp_path / "b.xml", number=90002)], settings)
    assert len(kept_matches(settings.store)) == len(MATCHES)
    assert _graphs_of_matches(settings) == 2


def test_matches_are_refused_whole_while_a_build_publishes(
    built: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings, file = built
    refused: list[str] = []

    def refuse(step: str) -> None:
        if step == "locked":
            refused.append(_keep_elsewhere(settings, file).stderr)

    monkeypatch.setattr(pipeline, "build_version", partial(build_version, checkpoint=refuse))
    build([write_fiche(tmp_path / "b.xml", number=90002)], settings)
    assert "a build is publishing them" in refused[0]
    # The table and the graph say the same: nothing, as the command did.
    assert kept_matches(settings.store) == ()
    assert _graphs_of_matches(settings) == 0
    assert _keep_elsewhere(settings, file).returncode == 0
    assert _graphs_of_matches(settings) == 2


def test_a_rollback_is_refused_while_matches_are_kept(
    built: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings, file = built
    build([write_fiche(tmp_path / "b.xml", number=90002)], settings)
    refused: list[str] = []

    def publish(store_dir: Path, nquads: Path, *, content: Content, keep: int, jobs: int) -> Version:
        with pytest.raises(StoreUnavailable) as told:
            roll_back(settings.store)
        refused.append(str(told.value))
        return build_version(store_dir, nquads, content=content, keep=keep, jobs=jobs)

    monkeypatch.setattr(pipeline, "build_version", publish)
    keep(read_matches(file, settings), settings)
    assert "other matches are being kept" in refused[0]
    assert len(kept_matches(settings.store)) == len(MATCHES)
    assert _graphs_of_matches(settings) == 2


@pytest.mark.parametrize("writer", ["rollback", "backup"])
def test_matches_are_refused_whole_during_a_rollback_and_a_backup(
    built: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, writer: str
) -> None:
    settings, file = built
    build([write_fiche(tmp_path / "b.xml", number=90002)], settings)
    refused: list[str] = []

    def refuse(step: object) -> None:
        if step in {"linking", settings.store}:
            refused.append(_keep_elsewhere(settings, file).stderr)

    if writer == "backup":
        back_up(settings.store, tmp_path / "backup", checkpoint=refuse)
    else:
        monkeypatch.setattr(rollback, "settle", refuse)
        roll_back(settings.store)
    # The table and the graph say the same: nothing, as the command did.
    assert kept_matches(settings.store) == ()
    assert "a rollback or a backup is at work there" in refused[0]
    assert _graphs_of_matches(settings) == 0


def test_a_build_waits_for_matches_that_are_being_kept(built: tuple[Settings, Path], tmp_path: Path) -> None:
    settings, _ = built
    mapped, done = Event(), Event()
    other = write_fiche(tmp_path / "b.xml", number=90002)

    def run() -> None:
        build([other], settings, progress=lambda *_: mapped.set())
        done.set()

    with matches_lock(settings.store):
        building = Thread(target=run)
        building.start()
        assert mapped.wait(60)
        keep_matches(MATCHES, settings)
        assert not done.is_set()
    building.join(60)
    assert done.is_set()
    assert _graphs_of_matches(settings) == 2


def test_matches_and_decisions_outlive_builds(tmp_path: Path) -> None:
    settings = replace(Settings(), store=tmp_path / "store", jobs=1)
    with pytest.raises(StoreUnavailable, match="build one"):
        keep(MATCHES, settings)
    build([], settings)
    live = LiveCatalog(settings.store, settings.base_iri, settings.queries)
    before = live.get()
    chef, digital = (before.referentiel(code).competences for code in ("chef-de-projet-digital", "RNCP25520"))
    found = [replace(MATCHES[0], one=a.key, other=b.key) for a, b in zip(chef[:3], digital[:3], strict=True)]
    keep(found, settings)
    one, other = found[0].one, found[0].other
    keep([decided(settings.store, other, one, CONFIRMED)], settings)
    with pytest.raises(NotFound, match="no match of"):
        decided(settings.store, one, one, CONFIRMED)
    build([], settings)
    keep(found, settings)
    kept = {(each.one, each.other): each for each in kept_matches(settings.store)}
    assert kept[one, other].decision == replace(CONFIRMED, reason="Même épreuve et même objet")
    assert sum(each.decision is not None for each in kept.values()) == 1
    after = live.get()
    counts = {name: count for name, count in after.version.graph_counts().items() if "rapproch" in name}
    assert set(counts) == {f"{BASE}rapprochements/calcules", f"{BASE}rapprochements/decides"}
    assert set(after.matched_texts()) == {iri for pair in kept for iri in pair}
