"""Pictures: where marks stand, that tables say the same, and that the queries shown give the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from graphkit.catalog.pictures import BranchNode, LineageItem
from graphkit.catalog.views import CertificationRef
from graphkit.config import Settings
from graphkit.store.versions import build_version
from webui import create_app
from webui.pictures import shade_of, sunburst, timeline

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TODAY = date(2026, 11, 23)
DRAFT = "chef-de-projet-digital"
TABLE = {"Accept": "application/sparql-results+json"}


def title(number: int) -> str:
    """Return the facts of every invented certification."""
    iri = f"<{BASE}certification/RNCP{number}>"
    return (
        f"{iri} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{REF}Certification> .\n"
        f'{iri} <{SKOS}prefLabel> "Titre {number}"@fr .\n'
        f'{iri} <{REF}numeroFiche> "RNCP{number}" .\n'
    )


# RNCP1, known by name alone, was replaced by RNCP2, that by RNCP3; of two codes under M18 one is borne twice.
FACTS = f"""
{title(2)}{title(3)}
<{BASE}certification/RNCP2> <{REF}remplace> <{BASE}certification/RNCP1> .
<{BASE}certification/RNCP2> <{REF}estRemplaceePar> <{BASE}certification/RNCP3> .
<{BASE}certification/RNCP2> <{REF}dateEffet> "2020-01-01"^^<{XSD}date> .
<{BASE}certification/RNCP2> <{REF}dateFinEnregistrement> "2024-12-31"^^<{XSD}date> .
<{BASE}certification/RNCP3> <{REF}dateDecision> "2025-01-01"^^<{XSD}date> .
<{BASE}certification/RNCP3> <{REF}dateFinEnregistrement> "2029-12-31"^^<{XSD}date> .
<{BASE}certification/RNCP2> <{REF}niveau> <{BASE}niveau/6> .
<{BASE}certification/RNCP3> <{REF}niveau> <{BASE}niveau/7> .
<{BASE}certification/RNCP2> <{REF}viseMetier> <{BASE}rome/M1801> .
<{BASE}certification/RNCP3> <{REF}viseMetier> <{BASE}rome/M1801> .
<{BASE}rome/M1801> <{SKOS}broader> <{BASE}rome/M18> .
<{BASE}rome/M1802> <{SKOS}broader> <{BASE}rome/M18> .
<{BASE}rome/M18> <{SKOS}broader> <{BASE}rome/M> .
<{BASE}rome/M1801> <{SKOS}prefLabel> "Tailleur de haies"@fr .
<{BASE}rome/M1802> <{SKOS}prefLabel> "Tondeur"@fr .
<{BASE}rome/M18> <{SKOS}prefLabel> "Jardins"@fr .
<{BASE}rome/M> <{SKOS}prefLabel> "Dehors"@fr .
<{BASE}rome/M1801> <{SKOS}notation> "M1801" .
<{BASE}rome/M18> <{SKOS}notation> "M18" .
<{BASE}rome/M1801> <{SKOS}inScheme> <{BASE}nomenclature/rome> .
<{BASE}rome/M1802> <{SKOS}inScheme> <{BASE}nomenclature/rome> .
<{BASE}rome/M18> <{SKOS}inScheme> <{BASE}nomenclature/rome> .
<{BASE}rome/M> <{SKOS}inScheme> <{BASE}nomenclature/rome> .
"""


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("gardens")
    lines = [line.removesuffix(".") + "<http://g/1> ." for line in FACTS.splitlines() if line]
    (folder / "gardens.nq").write_text("\n".join(lines) + "\n", "utf-8")
    build_version(folder / "graph", folder / "gardens.nq")
    return create_app(Settings(store=folder / "graph"), today=lambda: TODAY).test_client()


def item(code: str, start: date | None, end: date | None, side: int = 0) -> LineageItem:
    ref = CertificationRef(code, f"certification/{code}", code, "Titre", "", None, end)
    return LineageItem(ref, side, start)


def queries(tree: Any) -> list[str]:  # noqa: ANN401 - a tree of html5lib
    addresses = [e.get("href", "") for e in tree.iter("a")]
    found = [parse_qs(urlsplit(each).query) for each in addresses if "/sparql?query=" in each]
    return [each["query"][0] for each in found]


def lines(part: Any) -> list[list[str]]:  # noqa: ANN401 - idem
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td")]
        for row in part.iterfind(".//tbody/tr")
    ]


def rows_of(client: FlaskClient, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", query_string={"query": query}, headers=TABLE)
    assert answer.status_code == 200, (answer.text, query)
    bindings = json.loads(answer.text)["results"]["bindings"]
    return [{name: each["value"] for name, each in row.items()} for row in bindings]


def test_registrations_follow_one_another_along_the_years() -> None:
    line = timeline(
        [
            item("A", date(2020, 1, 1), date(2024, 12, 31), -1),
            item("B", date(2025, 1, 1), None),
            item("C", None, None, 1),
        ],
        TODAY,
    )
    assert line is not None
    first, second, third = line.bars
    assert first.left is not None
    assert first.right is not None
    assert first.left < first.right < line.today
    assert second.left is not None
    # One day lies between the two.
    assert 0 < second.left - first.right < 1
    assert (second.right, third.left, third.right) == (None, None, None)
    assert line.years[0] == (2020, first.left)
    assert [bar.y for bar in line.bars] == sorted(bar.y for bar in line.bars)


def test_a_chain_without_any_day_is_not_drawn() -> None:
    assert timeline([item("A", None, None)], TODAY) is None
    assert timeline([], TODAY) is None


def test_a_long_history_does_not_crowd_its_years() -> None:
    line = timeline([item("A", date(1900, 1, 1), date(2030, 1, 1))], TODAY)
    assert line is not None
    assert len(line.years) <= 11


def test_shades_grow_with_counts() -> None:
    assert [shade_of(count, 8) for count in (0, 1, 2, 3, 4, 6, 8)] == [0, 1, 1, 2, 2, 3, 4]
    assert shade_of(1, 0) == 0


def test_sectors_share_the_ring_out_by_the_codes_under_them() -> None:
    leaves = tuple(BranchNode(f"rome/A1{n}", f"A1{n}", "", n) for n in range(3))
    below = (BranchNode("rome/A1", "A1", "", 3, leaves), BranchNode("rome/A2", "A2", "", 0))
    top = BranchNode("rome/A", "A", "", 3, below)
    sectors = {each.node.code: each for each in sunburst(top, "A11")}
    assert list(sectors) == ["A1", "A10", "A11", "A12", "A2"]
    assert [code for code, each in sectors.items() if each.here] == ["A11"]
    assert [each.shade for each in sectors.values()] == [4, 0, 2, 3, 0]
    # A1 has three of the four leaves: three quarters of the turn end at nine o'clock.
    end = re.findall(r"-?[\d.]+", sectors["A1"].outline)
    assert float(end[7]) < -180
    assert abs(float(end[8])) < 1
    assert " 1 1 " in sectors["A1"].outline


def test_a_chain_of_replacements_is_drawn_and_told_in_a_table(
    gardens: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardens.get("/certification/RNCP3"))
    section = next(e for e in tree.iter("section") if e.get("id") == "historique")
    drawn = ["".join(e.itertext()) for e in section.iterfind(".//{*}svg//{*}text[@class]")]
    assert [text[:5] for text in drawn if text.startswith("RNCP")] == ["RNCP1", "RNCP2", "RNCP3"]
    rows = lines(section)
    assert rows[0][:2] == ["RNCP1", "avant"]
    assert rows[1][:5] == ["RNCP2", "avant", "Titre 2", "1er janvier 2020", "31 décembre 2024"]
    assert rows[2][1:5] == ["celle-ci", "Titre 3", "1er janvier 2025", "31 décembre 2029"]
    (query,) = queries(section)
    assert {row["autre"].rsplit("/", 1)[1] for row in rows_of(gardens, query)} == {"RNCP1", "RNCP2", "RNCP3"}


def test_a_branch_of_rome_is_drawn_and_told_in_a_table(
    gardens: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardens.get("/rome/M18"))
    links = [e.get("href") for e in tree.iterfind(".//{*}svg[@class='drawn rings']/{*}a")]
    assert links == ["/rome/M18", "/rome/M1801", "/rome/M1802"]
    table = tree.find(".//div[@class='scroll tall']")
    rows = ["|".join(line) for line in lines(table)]
    assert rows == ["M18|Jardins|2", "M1801|Tailleur de haies|2", "M1802|Tondeur|0"]
    deeper = parse(gardens.get("/rome/M1801"))
    assert deeper.find(".//{*}path[@class='shade4 here']") is not None


def test_the_map_counts_by_area_and_level_and_leads_to_lists(
    gardens: FlaskClient, parse: Callable[..., Any]
) -> None:
    tree = parse(gardens.get("/carte?par=rome"))
    cells = {e.get("href"): "".join(e.itertext()) for e in tree.iterfind(".//table//td/a")}
    assert cells == {"/recherche?rome=M&niveau=6": "1", "/recherche?rome=M&niveau=7": "1"}
    for address, count in cells.items():
        assert gardens.get(f"{address}&_format=csv").text.count("\r\n") - 1 == int(count)
    (query,) = queries(tree)
    counted = {(r["code"], r["niveau"]): r["certifications"] for r in rows_of(gardens, query)}
    assert counted[f"{BASE}rome/M", f"{BASE}niveau/6"] == "1"
    table = list(csv.reader(io.StringIO(gardens.get("/carte.csv?par=rome").text)))
    assert table[1:] == [["M", "Dehors", "6", "1"], ["M", "Dehors", "7", "1"]]
    assert gardens.get("/carte?par=metier", headers={"Accept": "text/html"}).status_code == 400


def test_a_map_of_nothing_says_so(gardens: FlaskClient) -> None:
    assert "Aucune certification de ce graphe" in gardens.get("/carte").text


def test_matrices_say_in_the_table_what_they_draw(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get(f"/certification/{DRAFT}"))
    section = next(e for e in tree.iter("section") if e.get("id") == "couverture")
    drawn = ["".join(e.text or "") for e in section.iterfind(".//{*}svg//{*}text[@text-anchor='middle']")][3:]
    told = ["".join(e.itertext()) for e in section.iterfind(".//table/tbody/tr/td")]
    assert drawn == told
    # Counted in the source: four competences under the first activity, each with a modality and criteria.
    assert told[:3] == ["4", "4", "4"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/recherche?q=projet",
        "/certification/RNCP25520",
        f"/certification/{DRAFT}",
        "/bloc/RNCP25520BC03",
        f"/competence/{DRAFT}/C1.1",
        "/rome/M1803",
        "/niveau/7",
        "/carte",
    ],
)
def test_every_query_shown_runs_and_has_rows(
    client: FlaskClient, parse: Callable[..., Any], path: str
) -> None:
    shown = queries(parse(client.get(path)))
    assert shown
    empty = [query for query in shown if not rows_of(client, query)]
    # The sample has no nomenclature.
    assert all("ref:nsf|ref:viseMetier" in query for query in empty), empty


def test_the_query_of_a_list_gives_its_rows(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get("/niveau/7"))
    shown = {e.get("href") for e in tree.iterfind(".//section[@aria-labelledby='t-certifications']//td/a")}
    rows = rows_of(client, queries(tree)[0])
    assert {f"/certification/{row['certification'].rsplit('/', 1)[1]}" for row in rows} == shown
