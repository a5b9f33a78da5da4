"""The table of a référentiel as a file, read again by what reads the drafts of authors."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from webui.reading import read_draft

DRAFT = "chef-de-projet-digital"


def rows_of(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(f"{path}.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_row_of_the_file_is_a_competence_with_what_stands_beside_it(client: FlaskClient) -> None:
    first = rows_of(client, f"/certification/{DRAFT}")[0]
    assert first["code"] == "C1.1"
    assert first["competence"].startswith("Mener une veille constante sur les évolutions")
    assert first["activites"].startswith("A1.1 ")
    assert first["modalites"].startswith("Mise en situation professionnelle")
    assert first["criteres"].startswith("Le dispositif de veille défini")


def test_the_file_of_a_bloc_has_its_competences_only(client: FlaskClient) -> None:
    """The printed record has five competences in its second bloc."""
    rows = rows_of(client, "/bloc/RNCP25520BC02")
    assert len(rows) == 5
    assert {row["partie"] for row in rows} == {"RNCP25520BC02"}
    assert {row["certification"] for row in rows} == {"RNCP25520"}


def test_the_workbook_says_where_it_comes_from(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/bloc/RNCP25520BC02.xlsx").data))
    assert book.sheetnames == ["Référentiel", "Source"]
    assert book["Référentiel"].max_row == 6


@pytest.mark.parametrize(
    "path", [f"/certification/{DRAFT}", "/certification/rncp%2025520", "/bloc/RNCP25520BC02"]
)
def test_the_document_has_a_row_for_each_competence(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}.docx")
    assert answer.status_code == 200
    tables = docx.Document(io.BytesIO(answer.data)).tables
    assert [cell.text for cell in tables[0].rows[0].cells] == [
        "Activités",
        "Compétences",
        "Modalités d’évaluation",
        "Critères d’évaluation",
    ]
    assert sum(len(table.rows) - 1 for table in tables) == len(rows_of(client, path))


def test_what_authors_are_given_can_be_checked_again(client: FlaskClient) -> None:
    """A document that is sent back is read as the référentiel that it was made from."""
    document = client.get(f"/certification/{DRAFT}.docx").data
    with client.application.test_request_context():
        view, _ = read_draft(FileStorage(io.BytesIO(document), "reprise.docx"))
    given = rows_of(client, f"/certification/{DRAFT}")
    assert sorted(each.text for each in view.competences) == sorted(row["competence"] for row in given)


def test_a_bloc_that_is_only_cited_has_no_file(client: FlaskClient) -> None:
    assert client.get("/bloc/RNCP1BC02.csv").status_code == 404


@pytest.mark.parametrize("path", [f"/certification/{DRAFT}", "/bloc/RNCP25520BC02"])
def test_pages_lead_to_their_files(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert all(f'href="{path}.{suffix}"' in page for suffix in ("csv", "xlsx", "docx"))
