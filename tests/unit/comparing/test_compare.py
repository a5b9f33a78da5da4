"""Certifications and drafts beside each other, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from differences.fiches import ANOTHER, write_fiche
from rdflib import RDF, Graph

from graphkit.catalog import Catalog
from graphkit.cli import main
from graphkit.comparing.reports import FORMATS, render
from graphkit.comparing.sides import Comparaison, compare_codes, compare_named
from graphkit.config import Settings
from graphkit.errors import NotFound, QueryRejected, SourceUnreadable
from graphkit.matching.sssom import read_sssom
from graphkit.matching.verdict import Verdict
from graphkit.terms import REF
from graphkit.validation import Validator
from graphkit.voice import Language

LANGUAGES: tuple[Language, Language] = ("fr", "en")


@pytest.fixture(scope="module")
def store(lighthouses: Settings) -> Settings:
    """Two fiches of one level that share a bloc, which one of them declares, and a third of another level."""
    return lighthouses


@pytest.fixture(scope="module")
def catalog(harbour: Catalog) -> Catalog:
    """Their graph."""
    return harbour


@pytest.fixture(scope="module")
def found(catalog: Catalog) -> Comparaison:
    """The first two of them compared."""
    return compare_codes(catalog, ["RNCP90001", "rncp 90002"])


def run(*arguments: str | Path) -> Result:
    """Run ``graphkit compare``."""
    return CliRunner().invoke(main, ["compare", *map(str, arguments)])


def test_what_one_covers_of_the_other_is_told_both_ways(found: Comparaison) -> None:
    (pair,) = found.pairs
    assert pair.comparison.of_other.share == 3 / 5
    assert pair.comparison.of_one.share == 3 / 5
    assert {side.letter: len(pair.gaps(side)) for side in found.sides} == {"A": 2, "B": 2}
    assert len(pair.near) == 3


def test_a_bloc_in_common_suggests_a_partial_correspondence_and_the_declared_one_stands_beside(
    found: Comparaison,
) -> None:
    (pair,) = found.pairs
    assert pair.comparison.finding.verdict is Verdict.PARTIELLE
    one, other = (side.referentiel.blocs[0].key for side in found.sides)
    cell = pair.comparison.bloc(one, other)
    assert cell is not None
    assert (cell.of_one.share, cell.of_other.share) == (1.0, 1.0)
    ((declaring, _),) = pair.official
    assert declaring.identifier == "RNCP90002"


def test_the_same_content_at_another_level_is_no_total_correspondence(catalog: Catalog) -> None:
    (pair,) = compare_codes(catalog, ["RNCP90001", "RNCP90003"]).pairs
    assert pair.comparison.of_other.share == 1.0
    assert pair.comparison.finding.verdict is Verdict.PARTIELLE


def test_three_are_compared_two_by_two(catalog: Catalog) -> None:
    found = compare_codes(catalog, ["RNCP90001", "RNCP90002", "RNCP90003"])
    assert [(p.one.letter, p.other.letter) for p in found.pairs] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert found.shared_codes == (("ref:niveau", "Niveau 4", found.sides[:2]),)
    assert found.pair("B", "C") is found.pairs[2]


@pytest.mark.parametrize("names", [["RNCP90001"], ["RNCP90001", "RNCP90001"], ["1", "2", "3", "4", "5", "6"]])
def test_a_comparison_is_of_two_to_five(catalog: Catalog, names: list[str]) -> None:
    with pytest.raises(QueryRejected, match="two to 5"):
        compare_codes(catalog, names)


def test_a_certification_that_is_not_there_is_told(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        compare_codes(catalog, ["RNCP90001", "RNCP1"])


@pytest.mark.parametrize("wanted", ["text", "html", "json", "csv"])
def test_no_computed_result_is_called_an_equivalence(found: Comparaison, wanted: str) -> None:
    told = render(found, wanted).decode().lower()
    assert "équivalen" not in told
    assert "nettoyer les optiques" in told


def test_what_people_read_is_told_in_english_too(found: Comparaison) -> None:
    text, page = (render(found, wanted, "en").decode() for wanted in ("text", "html"))
    document = docx.Document(io.BytesIO(render(found, "docx", "en")))
    written = "\n".join(p.text for p in document.paragraphs)
    for told in (text, page, written):
        assert "A RNCP90001 and B RNCP90002" in told
        assert "A covers 60% of B (3 of 5, and 0 in part)." in told
        assert "partial correspondence, bloc to bloc, to be examined." in told
        assert "Compétences" not in told
        assert "equivalen" not in told.lower()
    assert '<html lang="en">' in page
    # The statements are those of the sources.
    assert '<td lang="fr">BC01.1 Nettoyer les optiques' in page or "Nettoyer les optiques" in text
    assert "verb 1.00: in common “nettoyer”" in text


def test_tables_and_data_follow_the_language_where_people_read_them(found: Comparaison) -> None:
    french, english = (
        list(csv.reader(io.StringIO(render(found, "csv", each).decode()))) for each in LANGUAGES
    )
    assert french[0][4:9] == ["rapport", "score", "couvre", "couverte", "retenue"]
    assert english[0][4:9] == ["relation", "score", "covers", "covered", "paired"]
    assert (french[1][4], english[1][4]) == ("même contenu", "same content")
    assert french[1][:4] == english[1][:4]
    books = [openpyxl.load_workbook(io.BytesIO(render(found, "xlsx", each))) for each in LANGUAGES]
    assert [book.sheetnames for book in books] == [
        ["Blocs", "Paires", "Manques", "Source"],
        ["Blocs", "Pairs", "Gaps", "Source"],
    ]
    assert [book.worksheets[2]["E2"].value for book in books] == ["pas couverte", "not covered"]
    assert [str(book["Source"]["A2"].value)[:8] for book in books] == ["Couvertu", "Coverage"]
    told = [json.loads(render(found, "json", each)) for each in LANGUAGES]
    assert [each["caution"][:8] for each in told] == ["Couvertu", "Coverage"]
    assert ["in common" in each["pairs"][0]["pairs"][0]["why"] for each in told] == [False, True]
    # Keys, verdicts and what sources say are the same.
    assert told[0]["pairs"][0]["conditions"] == told[1]["pairs"][0]["conditions"]
    assert told[0]["sides"] == told[1]["sides"]
    assert render(found, "ttl", "en") == render(found, "ttl")


def test_the_document_argues_in_the_order_of_the_guideline(found: Comparaison) -> None:
    document = docx.Document(io.BytesIO(render(found, "docx")))
    headings = [
        p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")
    ]
    assert headings == [
        "Comparaison de A RNCP90001, B RNCP90002",
        "A RNCP90001 et B RNCP90002",
        "Activités",
        "Maîtrise des compétences",
        "Conditions d’une correspondance",
        "Correspondances officielles",
    ]
    text = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Couverture calculée" in text
    assert "équivalen" not in (text + " ".join(cells)).lower()
    assert "ne justifient pas l’absence d’une correspondance (vadémécum, p. 62)" in text
    assert "100 % (3 sur 3)" in cells
    assert "Code du travail, art. L. 6113-7" in cells


def test_what_is_missing_is_told_with_the_nearest_on_the_side_where_it_stands(
    store: Settings, catalog: Catalog, tmp_path: Path
) -> None:
    blocs = {("BC01", "Peinture"): ("Repeindre les coques exposées aux embruns", "Vernir des skis")}
    draft = write_fiche(tmp_path / "d.xml", blocs, number=90009)
    told = render(compare_named(store, catalog, [str(draft), "RNCP90001"]), "text").decode()
    of_a, of_b = (" ".join(part.split()) for part in told.split("Compétences de ")[-2:])
    assert of_a.startswith("A que B ne couvre pas")
    near_a = of_a.partition("Repeindre les coques")[2].partition("Vernir")[0]
    assert "Au plus près dans B : Repeindre les superstructures exposées aux embruns" in near_a
    assert "seulement à gauche « coques », seulement à droite « superstructures »" in near_a
    near_b = of_b.partition("Repeindre les superstructures")[2]
    assert "Au plus près dans A : Repeindre les coques exposées aux embruns" in near_b
    assert "seulement à gauche « superstructures », seulement à droite « coques »" in near_b


def test_the_workbook_has_blocs_pairs_gaps_and_its_source(found: Comparaison) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(found, "xlsx")))
    assert book.sheetnames == ["Blocs", "Paires", "Manques", "Source"]
    assert book["Blocs"].max_row == 1 + 2 * 2
    assert book["Manques"].max_row == 1 + 4
    assert [cell.value for cell in book["Blocs"][2]][-2:] == [1, 1]


def test_each_row_of_the_table_is_a_pair_with_its_parts(found: Comparaison) -> None:
    rows = list(csv.DictReader(io.StringIO(render(found, "csv").decode())))
    chosen = [row for row in rows if row["retenue"] == "True"]
    assert len(chosen) == 3
    assert {row["bloc"] for row in chosen} == {"BC01 Entretenir le phare et ses abords"}
    assert all(row["competence"] == row["competence_2"] and row["verbe"] == "1.0" for row in chosen)


def test_json_holds_shares_conditions_and_reasons(found: Comparaison) -> None:
    told = json.loads(render(found, "json"))
    (pair,) = told["pairs"]
    assert pair["competences"]["of_other"]["share"] == 3 / 5
    assert pair["conditions"][2] | {"met": True} == pair["conditions"][2]
    assert "en commun" in pair["pairs"][0]["why"]


def test_a_table_of_sssom_holds_the_same_matches_as_turtle(found: Comparaison) -> None:
    (pair,) = found.pairs
    told = render(found, "sssom").decode()
    read = read_sssom(told, "comparaison.sssom.tsv")
    assert [(each.one, each.other, each.relation) for each in read] == [
        (each.one, each.other, each.match.relation) for each in pair.near
    ]
    # The three competences of the bloc that both have.
    assert told.count("\tNettoyer les optiques du phare pour garantir la portée du feu\t") == 2
    assert "exactMatch" not in told


def test_a_page_shows_words_of_sources_as_words(catalog: Catalog, store: Settings, tmp_path: Path) -> None:
    blocs = {("BC01", "Garder &lt;b&gt;le feu&lt;/b&gt;"): ("Garder le &lt;i&gt;feu", "Garder la mer")}
    draft = write_fiche(tmp_path / "d.xml", blocs, number=90009)
    page = render(compare_named(store, catalog, [str(draft), "RNCP90001"]), "html").decode()
    assert "<i>" not in page
    assert "<b>" not in page


def test_a_draft_in_a_file_is_one_of_the_sides(store: Settings, tmp_path: Path) -> None:
    draft = tmp_path / "brouillon.md"
    draft.write_text(
        "# Gardien de sémaphore\n\n"
        "| Bloc de compétences | Activités | Compétences | Modalités d’évaluation | Critères d’évaluation |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| Bloc 1 Entretenir le phare | A1 Entretenir | C1.1 Nettoyer les optiques du phare pour garantir"
        " la portée du feu | Mise en situation | Les optiques sont propres |\n"
        "| Bloc 1 Entretenir le phare | A1 Entretenir | C1.2 Former les équipes à la comptabilité"
        " analytique | Étude de cas | Le bilan est juste |\n",
        encoding="utf-8",
    )
    result = run(draft, "RNCP90001", "--store", store.store)
    assert result.exit_code == 0, result.output
    assert "brouillon.md" in result.output
    assert "C1.1 Nettoyer les optiques du phare" in result.output
    assert "A couvre B à 20 % (1 sur 5" in result.output


def test_the_command_tells_in_the_language_asked_for(store: Settings) -> None:
    told = run("RNCP90001", "RNCP90002", "--lang", "en", "--store", store.store)
    assert told.exit_code == 0
    assert "Comparison of A RNCP90001, B RNCP90002" in told.output


def test_a_likelihood_that_is_asked_for_is_counted_with_and_told(store: Settings) -> None:
    told = run("RNCP90001", "RNCP90002", "--threshold", "1", "--store", store.store)
    assert told.exit_code == 0, told.output
    # Even the same words are likely to be the same, not sure to be.
    assert "A couvre B à 0 % (0 sur 5" in told.output
    assert "couverte à partir d’une vraisemblance de 1,00." in told.output
    view = json.loads(
        run("RNCP90001", "RNCP90002", "--threshold", "0.75", "--json", "--store", store.store).output
    )
    assert view["pairs"][0]["threshold"] == 0.75
    assert run("RNCP90001", "RNCP90002", "--threshold", "7", "--store", store.store).exit_code == 2


def test_a_document_is_written_to_a_file_and_only_there(store: Settings, tmp_path: Path) -> None:
    refused = run("RNCP90001", "RNCP90002", "--format", "docx", "--store", store.store)
    assert refused.exit_code == 2
    out = tmp_path / "argumentaire.docx"
    assert (
        run("RNCP90001", "RNCP90002", "--format", "docx", "--out", out, "--store", store.store).exit_code == 0
    )
    assert docx.Document(str(out)).tables


def test_a_file_of_several_certifications_is_refused(
    store: Settings, catalog: Catalog, tmp_path: Path
) -> None:
    export = write_fiche(tmp_path / "many.xml", more=ANOTHER)
    with pytest.raises(SourceUnreadable, match="several"):
        compare_named(store, catalog, [str(export), "RNCP90001"])


def test_turtle_holds_a_match_for_each_pair_that_the_shapes_accept(found: Comparaison) -> None:
    graph = Graph().parse(data=render(found, "ttl"), format="turtle")
    matches = set(graph.subjects(RDF.type, REF.Rapprochement))
    assert len(matches) == 3
    assert len(set(graph.subjects(REF.scoreVerbe))) == 3
    results = Validator().validate((s.n3(), p.n3(), o.n3()) for s, p, o in graph)
    assert [result for result in results if "Rapprochement" in result.shape] == []
    broken = [(s.n3(), p.n3(), o.n3()) for s, p, o in graph if p != REF.score]
    assert {each.shape.partition("#")[2] for each in Validator().validate(broken)} >= {"Rapprochement-score"}


def test_every_format_has_a_media_type(found: Comparaison) -> None:
    assert all(render(found, wanted) for wanted in FORMATS)
