"""A check finds the faults of a draft, says where they stand, and quotes the author's own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import brouillons
import pytest

from graphkit.assets import data_path
from graphkit.catalog import Catalog, catalog_source
from graphkit.checking.checker import Checker, Options, check, register_of
from graphkit.checking.findings import CheckReport, Finding
from graphkit.config import Settings
from graphkit.errors import NotFound, SourceUnreadable
from graphkit.passages import Case
from graphkit.pipeline import build

DAY = date(2026, 11, 23)
SEED = data_path("sample") / "referentiel_chef_de_projet_digital.txt"


def only(report: CheckReport, rule: str) -> Finding:
    """Return the one finding of a rule."""
    (found,) = [each for each in report.findings if each.rule == rule]
    return found


def test_a_competence_without_criterion_is_a_departure_that_binds(report: CheckReport) -> None:
    found = only(report, "R12")
    assert found.severity == "violation"
    assert found.force == "M"
    assert found.thing.fr == "compétence C2.1"
    assert found.quote.startswith("Dessiner le plan d’aménagement du jardin")
    assert [place.passage.case for place in found.places] == [Case(1, 5, 2)]
    assert found.places[0].words.fr == "tableau 1, ligne 5, colonne 2"
    assert found.places[0].words.en == "table 1, row 5, column 2"
    assert not report.conforms
    assert report.rule_of["R12"].state == "broken"


def test_the_words_at_fault_are_quoted_apart(report: CheckReport) -> None:
    found = only(report, "R22")
    assert found.quote == "Connaître les attentes des habitants, de la commune, etc."
    assert found.words.startswith("etc")
    assert found.suggestion.fr
    assert found.suggestion.en
    assert only(report, "R23").places == found.places


def test_an_excel_cell_is_named_as_excel_names_it(drafts: Path) -> None:
    """The sheet opens with five lines before the table, which has two rows of headings."""
    found = only(check(drafts / "jardins.xlsx", Settings(), date=DAY), "R12")
    case = found.places[0].passage.case
    assert case is not None
    assert case.colonne == 2
    assert found.places[0].words.fr.endswith(f"!B{case.rangee}")


def test_the_same_faults_have_the_same_fingerprints_in_another_layout(
    drafts: Path, report: CheckReport
) -> None:
    other = check(drafts / "jardins.xlsx", Settings(), date=DAY)
    assert {each.fingerprint for each in other.findings} == {each.fingerprint for each in report.findings}
    assert len({each.fingerprint for each in report.findings}) == len(report.findings)


def test_questions_are_no_departures(report: CheckReport) -> None:
    questions = {each.rule for each in report.questions}
    assert "R63" in questions
    assert report.rule_of["R63"].state == "question"
    assert not [each for each in report.findings if each.rule == "R63"]


def test_findings_come_in_the_order_of_the_document(report: CheckReport) -> None:
    rows = [each.places[0].passage.case for each in report.findings if each.places]
    assert rows == sorted(rows, key=lambda case: (case.tableau, case.rangee, case.colonne) if case else ())
    placed = [bool(each.places) for each in report.findings]
    assert placed == sorted(placed), "what is about the whole document comes first"


def test_two_checks_of_the_same_draft_give_the_same_report(drafts: Path, report: CheckReport) -> None:
    assert check(drafts / "jardins.docx", Settings(), date=DAY) == report


def test_a_clean_draft_breaks_no_rule_that_binds(tmp_path: Path) -> None:
    path = tmp_path / "propre.docx"
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    brouillons.ecrire_docx(verite, path, brouillons.DISPOSITIONS["officielle"])
    report = check(path, Settings(), date=DAY)
    assert report.conforms
    assert report.counts.competences == 12
    assert report.counts.blocs == 2


def test_the_seed_has_no_bloc_and_its_slips_of_numbering_are_told() -> None:
    """The three-column document prints « Bloc 3 » for its third activity, and no bloc at all."""
    report = check(SEED, Settings(), date=DAY)
    assert [each.rule for each in report.findings if each.severity == "violation"] == ["R02"]
    assert report.title == "Chef de projet digital"
    slips = [each for each in report.observations if "« Bloc 3 », lu comme A3" in each.message.fr]
    assert [place.passage.lignes for place in slips[0].places] == [(623, 625)]
    told = {each.message.fr for each in report.observations}
    assert not told & {each.message for each in report.notes}, "a slip is told once"


def test_only_the_rules_that_are_asked_for_are_applied(drafts: Path) -> None:
    checker = Checker(Settings(), Options(DAY, only=frozenset({"R12"})))
    (found,) = [each for each in checker.check_file(drafts / "jardins.docx") if isinstance(each, CheckReport)]
    assert {each.rule for each in found.findings} == {"R12"}
    assert [rule.id for rule in found.rules] == ["R12"]
    checker = Checker(Settings(), Options(DAY, ignore=frozenset({"R12"})))
    (found,) = [each for each in checker.check_file(drafts / "jardins.docx") if isinstance(each, CheckReport)]
    assert "R12" not in {each.rule for each in found.findings}
    assert found.conforms


def test_a_rule_is_not_applied_before_its_day(drafts: Path) -> None:
    early = check(drafts / "jardins.docx", Settings(), date=date(2010, 1, 1))
    assert "R12" not in early.rule_of


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The packaged sample as a graph."""
    settings = Settings(store=tmp_path_factory.mktemp("check") / "graph")
    build([], settings)
    return catalog_source(settings).get()


def test_a_certification_of_the_graph_is_checked_as_its_file_is(catalog: Catalog) -> None:
    checker = Checker(Settings(), Options(DAY))
    named = checker.check_certification("chef-de-projet-digital", catalog)
    read = check(SEED, Settings(), date=DAY)
    assert named.findings == read.findings
    assert named.questions == read.questions
    assert named.rows == read.rows
    assert named.document == read.document
    with pytest.raises(NotFound):
        checker.check_certification("RNCP99999", catalog)


def test_a_text_taken_over_from_another_certification_is_found_with_both_passages(
    catalog: Catalog, tmp_path: Path
) -> None:
    taken = (
        "Mener une veille constante sur les évolutions, les tendances du marché et les bonnes pratiques du"
        " secteur digital en utilisant des outils de collecte et d’organisation de l’information de manière à"
        " se tenir informé des actualités et nouveaux usages autour du digital"
    )
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    verite["blocs"][0]["activites"][0]["competences"][0]["enonce"] = taken
    path = tmp_path / "copie.docx"
    brouillons.ecrire_docx(verite, path, brouillons.DISPOSITIONS["officielle"])
    report = check(path, Settings(), date=DAY, catalog=catalog)
    found = only(report, "R43")
    assert found.places[0].passage.case == Case(1, 3, 2)
    assert (found.quote, found.words) == (taken, ""), "the whole statement is at fault"
    (other,) = found.related
    assert other.iri.endswith("/competence/chef-de-projet-digital/C1.1")
    assert other.quote == taken
    assert check(path, Settings(), date=DAY).rule_of["R43"].state == "not-evaluable"


def test_a_file_of_no_kind_or_without_record_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a text")
    with pytest.raises(SourceUnreadable, match="of no kind that can be read"):
        check(path, Settings(), date=DAY)


@pytest.mark.parametrize(
    ("number", "register"), [("RS5000", "rs"), ("RNCP1", "rncp"), ("chef-de-rs", "rncp")]
)
def test_the_register_is_told_by_the_number(number: str, register: str) -> None:
    assert register_of(number) == register


def test_a_thing_without_printed_code_is_told_by_its_rank(tmp_path: Path) -> None:
    """The digest that names it in the graph means nothing to its author."""
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    for bloc in verite["blocs"]:
        for activite in bloc["activites"]:
            for competence in activite["competences"]:
                competence["code"] = ""
    verite["blocs"][0]["activites"][0]["competences"][1]["criteres"] = []
    path = tmp_path / "sans-code.docx"
    brouillons.ecrire_docx(verite, path, brouillons.DISPOSITIONS["officielle"])
    assert only(check(path, Settings(), date=DAY), "R12").thing.fr == "compétence n° 2"


def test_a_bloc_without_a_code_is_told_by_its_rank_and_not_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "brouillon.md"
    rows = (
        "| Domaine de compétences | Compétences | Critères |",
        "|---|---|---|",
        "| Vente | C1 Vendre un bouquet | Le prix est dit |",
        "| Soin | C2 Soigner les plantes | L’eau est propre |",
    )
    path.write_text("\n".join(["Intitulé : Fleuriste de quartier", "", *rows, ""]), encoding="utf-8")
    found = [each for each in check(path, Settings(), date=DAY).findings if each.rule == "R11"]
    assert [each.thing.fr for each in found] == ["bloc de compétences n° 1", "bloc de compétences n° 2"]
