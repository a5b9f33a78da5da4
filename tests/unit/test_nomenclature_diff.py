"""Two editions compared: what appeared, disappeared, moved, has another label."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphkit.cli import main
from graphkit.errors import SourceUnreadable
from graphkit.nomenclature_diff import Change, NomenclatureDiff, SchemeDiff, compare_editions

CASES = Path(__file__).parents[1] / "cases" / "nomenclatures"


@pytest.fixture(scope="module")
def rome() -> NomenclatureDiff:
    (found,) = compare_editions(CASES / "rome", CASES / "rome-suivant")
    return found


def scheme(found: NomenclatureDiff, name: str) -> SchemeDiff:
    return next(each for each in found.schemes if each.scheme == name)


def test_the_editions_are_named_by_title_and_version(rome: NomenclatureDiff) -> None:
    assert (rome.before, rome.after) == ("ROME 4.0 version 7", "ROME 4.0 version 8")
    assert rome.only_before == rome.only_after == ()


def test_codes_that_come_and_go_are_told(rome: NomenclatureDiff) -> None:
    codes = scheme(rome, "rome")
    assert codes.appeared == (Change("M1812", "Allumeur / Allumeuse de balises"),)
    assert codes.disappeared == (Change("M1811", "Allumeur / Allumeuse de feux"),)
    assert (codes.before, codes.after) == (4, 4)


def test_a_competence_that_left_its_group_has_moved_and_one_with_another_label_is_relabelled(
    rome: NomenclatureDiff,
) -> None:
    competences = scheme(rome, "rome-competence")
    assert competences.moved == (Change("501", "Allumer une balise", "500", ""),)
    assert competences.relabelled == (
        Change("501", "Allumer une balise", "Allumer une lanterne", "Allumer une balise"),
    )


def test_a_job_title_filed_under_another_code_has_moved(rome: NomenclatureDiff) -> None:
    titles = scheme(rome, "appellations")
    assert titles.moved == (Change("901", "Veilleur / Veilleuse de feu", "M1811", "M1805"),)
    assert titles.relabelled == ()


def test_rome_3_and_rome_4_are_editions_of_one_nomenclature() -> None:
    (found,) = compare_editions(CASES / "rome-3", CASES / "rome")
    assert (found.before, found.after) == ("ROME 3", "ROME 4.0 version 7")
    assert [change.code for change in scheme(found, "rome").relabelled] == ["M1805"]
    assert scheme(found, "rome").moved == ()
    assert [change.code for change in scheme(found, "appellations").disappeared] == ["902"]
    assert "rome-competence" in found.only_after


@pytest.mark.parametrize("name", ["nsf", "rome", "esco"])
def test_an_edition_differs_in_nothing_from_itself(name: str) -> None:
    for found in compare_editions(CASES / name, CASES / name):
        for each in found.schemes:
            assert (each.appeared, each.disappeared, each.moved, each.relabelled) == ((), (), (), ())


def test_folders_without_a_nomenclature_in_common_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="two editions of one"):
        compare_editions(CASES / "nsf", CASES / "rome")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="no table of a known nomenclature"):
        compare_editions(tmp_path, CASES / "rome")


def test_the_real_editions_differ_by_what_their_tables_say(shared_data: Path) -> None:
    (found,) = compare_editions(shared_data / "rome_v347", shared_data / "rome_v460")
    codes, titles = scheme(found, "rome"), scheme(found, "appellations")
    assert (len(codes.appeared), len(codes.disappeared), len(codes.relabelled)) == (1176, 0, 532)
    assert (titles.before, titles.after, len(titles.disappeared)) == (10990, 13120, 0)
    assert len(titles.moved) > 3000


def run(*args: str) -> str:
    result = CliRunner().invoke(main, ["nomenclature", "diff", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_tells_it_as_text_and_as_json() -> None:
    before, after = str(CASES / "rome"), str(CASES / "rome-suivant")
    text = run(before, after)
    assert "rome: ROME 4.0 version 7 -> ROME 4.0 version 8" in text
    assert "901  Veilleur / Veilleuse de feu  (M1811 -> M1805)" in text
    assert "501  Allumer une lanterne -> Allumer une balise" in text
    (found,) = json.loads(run(before, after, "--json"))
    assert found["schemes"][0]["appeared"][0]["code"] == "M1812"


def test_long_lists_are_cut_unless_all_is_asked_for(shared_data: Path) -> None:
    before, after = str(shared_data / "rome_v347"), str(shared_data / "rome_v460")
    assert "more: --all or --json" in run(before, after)
    assert len(run(before, after, "--all").splitlines()) > 5000
