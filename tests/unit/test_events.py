"""Events: what each build changed, told once, whatever becomes of the build."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from register_exports import Fiche, write_export

from graphkit.catalog import Catalog
from graphkit.catalog.events import EventFilter, EventsView
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import NotFound, QueryRejected, StoreUnavailable
from graphkit.pipeline import build
from graphkit.store.dump import dump_sorted
from graphkit.store.memory import MemoryStore
from graphkit.store.rollback import roll_back
from graphkit.store.service import current_id
from graphkit.store.versions import open_current

LIGHTHOUSE, FERRY, MILL = Fiche(101), Fiche(102, "Passeur de rivière"), Fiche(103, "Meunier")
_DIE = """
import os, signal, sys
from pathlib import Path
from graphkit.config import Settings
from graphkit import pipeline
from graphkit.store.versions import build_version
def checkpoint(name):
    if name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
pipeline.build_version = lambda *args, **options: build_version(*args, **options, checkpoint=checkpoint)
pipeline.build([Path(sys.argv[2])], Settings(store=Path(sys.argv[1])))
"""


class Register:
    """A store that is built from one export after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(store=folder / "graph")

    def build(self, day: str, *fiches: Fiche) -> str:
        return build([write_export(self.folder, day, *fiches)], self.settings).version

    def events(self, **wanted: str) -> EventsView:
        return Catalog(open_current(self.settings.store)).events(EventFilter(**wanted))

    def told(self, **wanted: str) -> list[tuple[object, ...]]:
        return [(e.kind, e.code, e.property, e.old, e.new) for e in self.events(**wanted).events]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Three exports: the second brings a successor, the third withdraws and renames."""
    register = Register(tmp_path_factory.mktemp("register"))
    register.build("2031-03-01", LIGHTHOUSE, FERRY)
    ended = LIGHTHOUSE.but(end="01/03/2031", active=False, last="01/03/2035", replaced_by=(103,))
    register.build("2031-03-02", ended, FERRY, MILL)
    register.build("2031-03-03", ended.but(title="Gardienne de phare"), MILL)
    return register


def test_the_first_version_changes_nothing(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE, FERRY)
    view = register.events()
    assert (view.total, view.events, view.gaps, view.first) == (0, (), (), date(2031, 3, 1))


def test_each_build_tells_what_it_changed_the_last_one_first(three: Register) -> None:
    assert three.told() == [
        ("titre-change", "RNCP101", "skos:prefLabel", ("Gardien de phare",), ("Gardienne de phare",)),
        ("retrait", "RNCP102", "", (), ()),
        ("nouveau-successeur", "RNCP101", "ref:estRemplaceePar", (), ("RNCP103",)),
        ("validite-changee", "RNCP101", "ref:active", ("true",), ("false",)),
        ("validite-changee", "RNCP101", "ref:dateFinEnregistrement", ("2027-09-01",), ("2031-03-01",)),
        ("validite-changee", "RNCP101", "ref:dateLimiteDelivrance", (), ("2035-03-01",)),
        ("apparition", "RNCP103", "", (), ()),
    ]
    view = three.events()
    assert [e.date.day for e in view.events] == [3, 3, 2, 2, 2, 2, 2]
    assert [e.title for e in view.events if e.code != "RNCP101"] == ["Passeur de rivière", "Meunier"]
    assert [e.path for e in view.events][:2] == ["certification/RNCP101", None]
    assert {e.version for e in view.events if e.date.day == 3} == {current_id(three.settings.store)}
    assert view.first == date(2031, 3, 1)


def test_events_are_chosen_by_certification_kind_date_and_version(three: Register) -> None:
    assert {code for _, code, *_ in three.told(code="rncp 101")} == {"RNCP101"}
    assert [code for _, code, *_ in three.told(kind="retrait")] == ["RNCP102"]
    assert len(three.told(since="2031-03-03")) == 2
    assert len(three.told(since="2031-03-02")) == 7
    view = three.events()
    second, first = view.events[0].before, view.events[-1].before
    assert three.told(since=second[:8]) == three.told(since="2031-03-03")
    assert len(three.told(since=first)) == 7
    assert three.told(since=current_id(three.settings.store) or "") == []
    assert three.told(code="RNCP999") == []
    page = Catalog(open_current(three.settings.store)).events(limit=2, offset=1)
    assert (page.total, [e.kind for e in page.events]) == (7, ["retrait", "nouveau-successeur"])


def test_what_is_no_kind_date_or_version_is_told(three: Register) -> None:
    with pytest.raises(QueryRejected, match="the kinds are: apparition, retrait"):
        three.events(kind="nouveau")
    with pytest.raises(NotFound, match=r"neither a date .* nor a version"):
        three.events(since="hier")


def test_a_successor_that_its_own_fiche_announces_is_an_event_of_the_other(register: Register) -> None:
    """The fiche of the lighthouse stays the same to the byte: the mill says that it replaces it."""
    register.build("2031-03-01", LIGHTHOUSE, MILL)
    register.build("2031-03-02", LIGHTHOUSE, MILL.but(replaces=(101,)))
    assert register.told() == [
        ("nouveau-successeur", "RNCP101", "ref:estRemplaceePar", (), ("RNCP103",)),
        ("contenu-change", "RNCP103", "", (), ()),
    ]
    assert register.events().events[0].title == "Gardien de phare"
    # The other fiche says the same a day later: that is known already.
    register.build("2031-03-03", LIGHTHOUSE.but(replaced_by=(103,)), MILL.but(replaces=(101,)))
    assert register.told(since="2031-03-03") == [("contenu-change", "RNCP101", "", (), ())]
    register.build("2031-03-04", LIGHTHOUSE.but(replaced_by=(103, 102)), FERRY, MILL.but(replaces=(101,)))
    assert register.told(since="2031-03-04", kind="nouveau-successeur") == [
        ("nouveau-successeur", "RNCP101", "ref:estRemplaceePar", ("RNCP103",), ("RNCP102", "RNCP103"))
    ]


def test_a_change_of_anything_else_is_one_event(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE)
    register.build("2031-03-02", LIGHTHOUSE.but(contact="Veiller."))
    assert register.told() == [("contenu-change", "RNCP101", "", (), ())]
    register.build("2031-03-03", LIGHTHOUSE.but(contact="Veiller.", title="Gardienne"))
    # What is told by its name is not told again as something else.
    assert [kind for kind, *_ in register.told(since="2031-03-03")] == ["titre-change"]
    assert register.events().first == date(2031, 3, 1)


def test_the_same_input_again_is_no_build_that_changes(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE)
    register.build("2031-03-02", LIGHTHOUSE, FERRY)
    register.build("2031-03-02", LIGHTHOUSE, FERRY)
    assert len(register.told()) == 1
    assert len(list((register.settings.store / "events").iterdir())) == 2


def test_the_graph_does_not_depend_on_what_was_there_before(register: Register, tmp_path: Path) -> None:
    register.build("2031-03-01", LIGHTHOUSE, FERRY)
    register.build("2031-03-02", LIGHTHOUSE.but(active=False), MILL)
    alone = Settings(store=tmp_path / "alone")
    build([write_export(tmp_path, "2031-03-02", LIGHTHOUSE.but(active=False), MILL)], alone)
    dumps = [list(dump_sorted(open_current(store))) for store in (register.settings.store, alone.store)]
    assert dumps[0] == dumps[1]


def test_a_second_source_of_a_certification_is_no_appearance(register: Register) -> None:
    """The text fiche of a certification and its export are two graphs about one thing."""
    source = Path(__file__).parents[2] / "graphkit" / "sample" / "fiche_RNCP25520.txt"
    export = write_export(register.folder, "2031-03-01", Fiche(25520, "Manager"))
    build([source], register.settings)
    build([source, export], register.settings)
    assert {kind for kind, *_ in register.told()} <= {"titre-change", "validite-changee"}
    build([export], register.settings)
    assert "retrait" not in {kind for kind, *_ in register.told()}


def test_events_outlive_the_versions_that_brought_them(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.settings = Settings(store=tmp_path / "graph", keep_versions=1)
    for day, fiches in enumerate([(LIGHTHOUSE,), (LIGHTHOUSE, FERRY), (FERRY,)], 1):
        register.build(f"2031-03-0{day}", *fiches)
    assert [(kind, code) for kind, code, *_ in register.told()] == [
        ("retrait", "RNCP101"),
        ("apparition", "RNCP102"),
    ]


def test_after_a_rollback_a_build_is_told_against_what_was_in_service(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE)
    register.build("2031-03-02", LIGHTHOUSE, FERRY)
    roll_back(register.settings.store)
    register.build("2031-03-03", LIGHTHOUSE, MILL)
    assert [(kind, code) for kind, code, *_ in register.told()] == [
        ("apparition", "RNCP103"),
        ("apparition", "RNCP102"),
    ]


@pytest.mark.parametrize(("step", "expected"), [("renaming", 0), ("swapping", 0), ("pruning", 1)])
def test_of_a_build_that_is_killed_all_events_are_told_or_none(
    register: Register, step: str, expected: int
) -> None:
    store = register.settings.store
    register.build("2031-03-01", LIGHTHOUSE)
    export = write_export(register.folder, "2031-03-02", LIGHTHOUSE, FERRY)
    killed = subprocess.run([sys.executable, "-c", _DIE, store, export, step], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(register.told()) == expected
    assert list((store / "events").glob(".pending-*"))
    # The next build, and a rollback, make it so for good.
    if expected:
        roll_back(store)
        assert len(register.told()) == 1
    register.build("2031-03-03", LIGHTHOUSE, MILL)
    assert [code for _, code, *_ in register.told()] == ["RNCP103", "RNCP102"][: 1 + expected]
    assert not list((store / "events").glob(".*"))


def test_a_build_that_fails_leaves_no_event(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    register.build("2031-03-01", LIGHTHOUSE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("graphkit.store.versions.put_in_service", full)
        with pytest.raises(StoreUnavailable, match="No space left"):
            register.build("2031-03-02", FERRY)
    assert register.told() == []
    assert not list((register.settings.store / "events").glob(".*"))


@pytest.mark.parametrize("harm", ["digests", "file", "manifest"])
def test_what_cannot_be_compared_is_a_gap_that_is_told(register: Register, harm: str) -> None:
    version = register.build("2031-03-01", LIGHTHOUSE)
    folder = register.settings.store / "versions" / version
    if harm == "digests":
        (folder / "digests.json").unlink()
    elif harm == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        next((folder / "files").glob("*.sst")).unlink()
    register.build("2031-03-02", FERRY)
    view = register.events()
    assert view.total == 0
    (gap,) = view.gaps
    assert gap.date == date(2031, 3, 2)
    assert ("digests" in gap.reason) == (harm == "digests")
    listed = CliRunner().invoke(main, ["events", "--store", str(register.settings.store)])
    assert "not known of version" in listed.stderr


def test_a_journal_that_cannot_be_read_is_told_by_file(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE)
    (path,) = (register.settings.store / "events").iterdir()
    path.write_text("[]\n")
    with pytest.raises(StoreUnavailable, match=rf"{path.name}: no journal of events"):
        register.events()


def test_a_store_of_an_older_program_has_no_journal_yet(register: Register) -> None:
    register.build("2031-03-01", LIGHTHOUSE)
    for path in (register.settings.store / "events").iterdir():
        path.unlink()
    (register.settings.store / "events").rmdir()
    assert register.events() == EventsView(0, (), (), None)


def test_a_graph_without_versions_has_no_events() -> None:
    with pytest.raises(NotFound, match="kept beside the versions"):
        Catalog(MemoryStore.parse(b"")).events()


def test_the_command_lists_events_for_people_and_machines(three: Register) -> None:
    store = ("--store", str(three.settings.store))
    table = CliRunner().invoke(main, ["events", "--kind", "nouveau-successeur", *store])
    assert table.exit_code == 0
    for word in ("2031-03-02", "nouveau-successeur", "RNCP101", "Gardien de phare", "RNCP103"):
        assert word in table.stdout
    assert "1 event(s)" in table.stderr
    text = CliRunner().invoke(main, ["events", "rncp101", "--since", "2031-03-03", "--format", "csv", *store])
    assert list(csv.reader(io.StringIO(text.stdout, newline=""))) == [
        ["date", "evenement", "certification", "intitule", "propriete", "avant", "apres", "version"],
        [
            "2031-03-03",
            "titre-change",
            "RNCP101",
            "Gardienne de phare",
            "skos:prefLabel",
            "Gardien de phare",
            "Gardienne de phare",
            (current_id(three.settings.store) or "")[:12],
        ],
    ]
    told = json.loads(CliRunner().invoke(main, ["events", "--format", "json", *store]).stdout)
    assert (told["total"], len(told["events"]), told["first"]) == (7, 7, "2031-03-01")
    assert CliRunner().invoke(main, ["events", "--kind", "nouveau", *store]).exit_code == 2
    assert CliRunner().invoke(main, ["events", "--since", "hier", *store]).exit_code == 3
