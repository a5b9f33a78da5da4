"""``graphkit matches``: kept, decided about, exported and imported, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from differences.fiches import BLOCS, write_fiche

from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.keeping import keep_matches, kept_matches
from graphkit.pipeline import build, keep
from graphkit.store.service import matches_lock

BASE = "https://w3id.org/referentiels/"


def _run(*arguments: str | Path, store: Path) -> Result:
    return CliRunner().invoke(main, ["matches", *map(str, arguments), "--store", str(store)])


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of two fiches that say the same, with their matches."""
    folder = tmp_path_factory.mktemp("matches")
    files = [write_fiche(folder / "a.xml"), write_fiche(folder / "b.xml", BLOCS, number=90002)]
    build(files, Settings(store=folder / "graph", validate=False, jobs=1))
    assert _run("store", "RNCP90001", "RNCP90002", store=folder / "graph").exit_code == 0
    return folder / "graph"


@pytest.fixture
def store(stored: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copytree(stored, tmp_path / "graph", symlinks=True))


def _first(store: Path) -> tuple[str, str]:
    match = kept_matches(store)[0]
    return match.one, match.other


def test_what_is_computed_is_kept_and_listed(store: Path) -> None:
    told = json.loads(_run("list", "--json", store=store).output)
    # Each of the five statements with the one that says the same, and both blocs.
    assert len([each for each in told if each["relation"] == "même contenu"]) == 7
    lines = _run("list", store=store).output.splitlines()
    assert lines[-1] == f"{len(told)} kept, 0 of them decided by a person"
    assert all("calculé" in line for line in lines[:-1])


def test_fewer_are_kept_where_the_score_asked_for_is_higher(store: Path) -> None:
    (store / "rapprochements.sssom.tsv").unlink()
    assert _run("store", "RNCP90001", "RNCP90002", "--least", "1", store=store).exit_code == 0
    assert {each.score for each in kept_matches(store)} == {1.0}


def test_a_person_confirms_one_and_rejects_another_and_may_overrule(store: Path) -> None:
    one, other = _first(store)
    done = _run("confirm", other, one, "--by", " Camille Martin ", "--reason", "Même geste", store=store)
    assert done.exit_code == 0
    decision = kept_matches(store)[0].decision
    assert decision is not None
    assert (decision.status.value, decision.by, decision.reason) == (
        "confirmé",
        "Camille Martin",
        "Même geste",
    )
    path = one.removeprefix(BASE)
    assert _run("reject", path, other, "--by", "Dominique Petit", store=store).exit_code == 0
    assert "rejeté (Dominique Petit, " in _run("list", store=store).output
    assert _run("store", "RNCP90001", "RNCP90002", store=store).output.endswith(
        "1 of them decided by a person\n"
    )


@pytest.mark.parametrize("form", ["sssom", "turtle"])
def test_an_export_is_imported_elsewhere_with_its_decisions(store: Path, tmp_path: Path, form: str) -> None:
    one, other = _first(store)
    _run("confirm", one, other, "--by", "Camille Martin", store=store)
    before = kept_matches(store)
    out = tmp_path / ("matches.ttl" if form == "turtle" else "matches.sssom.tsv")
    assert f"{len(before)} matches" in _run("export", out, "--format", form, store=store).output
    text = out.read_text("utf-8")
    assert "Nettoyer les optiques du phare" in text if form == "sssom" else "ref:Rapprochement" in text
    (store / "rapprochements.sssom.tsv").unlink()
    assert kept_matches(store) == ()
    done = _run("import", out, store=store)
    assert done.output == f"{len(before)} read, {len(before)} kept, 1 of them decided by a person\n"
    assert [(m.one, m.other, m.relation, m.score, m.decision) for m in kept_matches(store)] == [
        (m.one, m.other, m.relation, m.score, m.decision) for m in before
    ]


def test_what_cannot_be_done_is_said_and_nothing_changes(store: Path, tmp_path: Path) -> None:
    one, other = _first(store)
    before = kept_matches(store)
    wrong = tmp_path / "wrong.tsv"
    wrong.write_text("a\tb\n1\t2\n", encoding="utf-8")
    for arguments, complaint in (
        (("confirm", one, other, "--by", "  "), "say who decides"),
        (("confirm", one, other), "--by"),
        (("reject", one, one, "--by", "Camille Martin"), "no match of"),
        (("store", "RNCP90001", "RNCP99999"), "RNCP99999"),
        (("store", "RNCP90001", "RNCP90002", "--least", "2"), "--least"),
        (("import", wrong), "no table of SSSOM"),
        (("import", tmp_path / "absent.tsv"), "does not exist"),
        (("export", tmp_path / "absent" / "out.tsv"), "cannot be written"),
    ):
        done = _run(*arguments, store=store)
        assert done.exit_code != 0
        assert complaint in f"{done.output}{done.exception}", arguments
    assert kept_matches(store) == before


def test_two_do_not_keep_matches_at_once(store: Path) -> None:
    settings = Settings(store=store, validate=False, jobs=1)
    before = kept_matches(store)
    with matches_lock(store), pytest.raises(StoreUnavailable, match="other matches are being kept"):
        keep(before, settings)
    assert keep_matches((), settings) == before
