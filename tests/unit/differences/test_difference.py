"""Two versions of a fiche, from files and from the store, in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from differences.fiches import ANOTHER, BLOCS, write_fiche
from rdflib import Dataset, Graph, URIRef

from graphkit.cli import main
from graphkit.config import Settings
from graphkit.differences import render
from graphkit.differences.difference import Difference, compare_sides
from graphkit.differences.sides import Side, side_of_file
from graphkit.errors import NotFound, SourceUnreadable
from graphkit.pipeline import build
from graphkit.store.memory import UnionDataset

LATER = {
    ("BC01", "Entretenir le phare, ses abords et ses machines"): (
        "Nettoyer les optiques du phare et du feu de secours pour garantir la portée du feu",
        "Repeindre les superstructures exposées aux embruns",
        "Faire respecter les consignes de sécurité dans l’escalier et sur la galerie",
    ),
    ("BC02", "Accueillir les visiteurs du phare"): (
        "Présenter aux visiteurs l’histoire du phare et de ses gardiens",
    ),
    ("BC03", "Relever les données météorologiques"): (
        "Transmettre deux fois par jour la force du vent et la hauteur de la houle",
    ),
}


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Side, Side]:
    """A fiche, and the same five years later."""
    old = write_fiche(tmp_path / "a.xml")
    new = write_fiche(tmp_path / "b.xml", LATER, level=5, end="01/09/2034")
    return side_of_file(Settings(), old), side_of_file(Settings(), new)


@pytest.fixture
def difference(sides: tuple[Side, Side]) -> Difference:
    """What changed between them."""
    return compare_sides(*sides)


def run(*arguments: str | Path) -> Result:
    """Run ``graphkit diff``."""
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_each_change_of_competences_is_told_once(difference: Difference) -> None:
    (family,) = difference.families
    assert (family.name, family.before, family.after, family.unchanged) == ("ref:Competence", 5, 5, 2)
    told = [(c.kinds, [s.text.split()[0] for s in c.before], [s.text.split()[0] for s in c.after])
            for c in family.changes]  # fmt: skip
    assert told == [
        (("reworded",), ["Nettoyer"], ["Nettoyer"]),
        (("removed",), ["Contrôler"], []),
        (("moved",), ["Faire"], ["Faire"]),
        (("added",), [], ["Transmettre"]),
    ]


def test_the_words_of_a_reworded_competence_are_compared(difference: Difference) -> None:
    change = difference.families[0].changes[0]
    changed = [each for each in change.segments if each.operation != "equal"]
    assert [(each.before, each.after.strip()) for each in changed] == [("", "et du feu de secours")]


def test_level_dates_and_blocs_are_told(difference: Difference) -> None:
    facts = {change.name: (change.removed, change.added) for change in difference.facts}
    assert facts["ref:niveau",] == (("Niveau 4",), ("Niveau 5",))
    assert facts["ref:dateFinEnregistrement",] == (("2029-09-01",), ("2034-09-01",))
    assert set(facts) == {("ref:niveau",), ("ref:dateFinEnregistrement",)}
    told = [
        (bloc.before and bloc.before.code, bloc.after and bloc.after.code, bloc.retitled)
        for bloc in difference.blocs
    ]
    assert told == [("BC01", "BC01", True), (None, "BC03", False)]


def test_a_bloc_under_another_code_is_the_same_and_its_competences_have_not_moved(tmp_path: Path) -> None:
    (one, first), (other, second) = BLOCS.items()
    swapped = {("BC01", other[1]): second, ("BC02", one[1]): first}
    a, b = (
        side_of_file(Settings(), write_fiche(tmp_path / f"{n}.xml", blocs))
        for n, blocs in enumerate((BLOCS, swapped))
    )
    found = compare_sides(a, b)
    assert [bloc.renumbered for bloc in found.blocs] == [True, True]
    assert not found.families[0].changes


def test_a_successor_of_another_number_keeps_what_it_takes_over(tmp_path: Path) -> None:
    a = side_of_file(Settings(), write_fiche(tmp_path / "a.xml"))
    b = side_of_file(Settings(), write_fiche(tmp_path / "b.xml", number=90002))
    found = compare_sides(a, b)
    assert not found.blocs
    assert not found.families[0].changes
    assert {change.name for change in found.facts} == {("ref:numeroFiche",)}


def test_a_fiche_is_no_different_from_itself(sides: tuple[Side, Side]) -> None:
    assert compare_sides(sides[0], sides[0]).empty
    assert render(sides[0], sides[0], "text").splitlines()[-1] == "aucune différence"


def _dataset(side: Side) -> Dataset:
    found = UnionDataset()
    graph = found.graph(URIRef(side.fiche))
    lines = "\n".join(" ".join(node.to_ntriples() for node in triple) + " ." for triple in side.triples)
    graph += Graph().parse(data=lines, format="nt")
    return found


@pytest.mark.parametrize("number", [90001, 90002])
def test_the_patch_applied_to_one_side_gives_the_other_exactly(tmp_path: Path, number: int) -> None:
    before = side_of_file(Settings(), write_fiche(tmp_path / "a.xml"))
    after = side_of_file(Settings(), write_fiche(tmp_path / "b.xml", LATER, level=5, number=number))
    patched = _dataset(before)
    assert set(patched.quads()) != set(_dataset(after).quads())
    # rdflib reads the format on its own.
    patched.parse(data=render(before, after, "patch"), format="patch")
    assert set(patched.quads()) == set(_dataset(after).quads())
    patched.parse(data=render(after, before, "patch"), format="patch")
    assert set(patched.quads()) == set(_dataset(before).quads())


def test_the_same_patch_has_the_same_name(sides: tuple[Side, Side]) -> None:
    one, other = render(*sides, "patch"), render(*sides, "patch")
    assert one == other
    assert one.startswith("H id <urn:uuid:")
    assert render(sides[1], sides[0], "patch").splitlines()[0] != one.splitlines()[0]


def test_text_marks_words_as_wdiff_does(sides: tuple[Side, Side]) -> None:
    text = " ".join(render(*sides, "text").split())
    assert "optiques du phare{+ et du feu de secours+} pour garantir" in text
    assert (
        "Compétences : 5 avant, 5 après ; 2 inchangées, 1 ajoutée, 1 retirée, 1 déplacée, 1 reformulée"
        in text
    )
    assert "niveau de qualification : Niveau 4 → Niveau 5" in text


def test_what_people_read_is_told_in_english_too(sides: tuple[Side, Side]) -> None:
    text = " ".join(render(*sides, "text", "en").split())
    assert "Competences: 5 before, 5 after; 2 unchanged, " in text
    assert "What the record says: " in text
    page = render(*sides, "html", "en")
    assert '<html lang="en">' in page
    assert "<h2>What the record says</h2>" in page
    for told in (text, page):
        assert "reworded" in told
        assert "Compétences" not in told
        assert "reformulée" not in told
    assert render(sides[0], sides[0], "text", "en").splitlines()[-1] == "no difference"


def test_json_tells_what_text_tells(sides: tuple[Side, Side]) -> None:
    told = json.loads(render(*sides, "json"))
    (family,) = told["statements"]
    assert family["counts"] == {"added": 1, "removed": 1, "moved": 1, "reworded": 1}
    moved = next(change for change in family["changes"] if change["kinds"] == ["moved"])
    assert moved["before"][0]["in"] == ["BC02 Accueillir les visiteurs du phare"]
    assert moved["after"][0]["in"] == ["BC01 Entretenir le phare, ses abords et ses machines"]


def test_html_stands_alone_and_escapes_the_words_of_sources(tmp_path: Path) -> None:
    blocs = {
        ("BC01", "Garder &lt;script&gt;alert(1)&lt;/script&gt; le feu"): ("Garder le feu", "Garder la mer")
    }
    a = side_of_file(Settings(), write_fiche(tmp_path / "a.xml"))
    b = side_of_file(Settings(), write_fiche(tmp_path / "b.xml", blocs))
    page = render(a, b, "html")
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<del>" in page
    assert "<ins>" in page


def test_versions_that_the_store_keeps_are_compared(tmp_path: Path) -> None:
    store = tmp_path / "store"
    settings = Settings(store=store, validate=False)
    first = build([write_fiche(tmp_path / "a.xml")], settings).version
    build([write_fiche(tmp_path / "a.xml", LATER)], settings)
    result = run(f"RNCP90001@{first[:12]}", "RNCP90001", "--store", store)
    assert result.exit_code == 0, result.output
    assert "1 déplacée" in result.output
    assert f"(version {first[:12]})" in result.output
    missing = run("RNCP90001@ffff", "RNCP90001", "--store", store)
    assert missing.exit_code == 5
    assert "keeps no version ffff" in missing.output


def test_a_file_is_compared_with_the_graph_by_the_code_of_the_other_side(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([write_fiche(tmp_path / "a.xml")], Settings(store=store, validate=False))
    export = write_fiche(tmp_path / "b.xml", LATER, more=ANOTHER)
    result = run("rncp 90001", export, "--store", store)
    assert result.exit_code == 0, result.output
    assert "1 déplacée" in result.output


def test_an_export_of_several_needs_a_code_and_says_so(tmp_path: Path) -> None:
    export = write_fiche(tmp_path / "b.xml", more=ANOTHER)
    with pytest.raises(SourceUnreadable, match="--code"):
        side_of_file(Settings(), export)
    with pytest.raises(NotFound, match="RNCP7 is none of them"):
        side_of_file(Settings(), export, "rncp7")
    assert side_of_file(Settings(), export, "RNCP90005").view.ref.title == "Autre"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere.xml", "RNCP90001", "--store", tmp_path)
    assert result.exit_code == 2
    assert "there is no such file" in result.output


def test_genuine_predecessor_and_successor_share_their_title_and_not_their_competences(
    shared_data: Path,
) -> None:
    # Read in the export: RS6604 replaces RS5000 with five competences C1 to C5 in place of seven.
    export = shared_data / "france_competences_xml" / "export_fiches_RS_V4_1_2026-08-16_dev.xml"
    found = compare_sides(*(side_of_file(Settings(), export, code) for code in ("RS5000", "RS6604")))
    competences = next(family for family in found.families if family.name == "ref:Competence")
    assert (competences.before, competences.after) == (7, 5)
    facts = {change.name: (change.removed, change.added) for change in found.facts}
    assert facts["ref:dateDecision",] == (("2019-05-24",), ("2024-04-26",))
    assert ("skos:prefLabel",) not in facts
