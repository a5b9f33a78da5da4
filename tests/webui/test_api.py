"""The API: what each route gives, what it says of itself, how it refuses, and what strangers may send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from scripts import other_scripts

from graphkit.questions import questions
from webui.api.routes import routes

HELD = "/api/1/certification/RNCP25520"


def describe(client: FlaskClient) -> dict[str, Any]:
    found = client.get("/api").json
    assert isinstance(found, dict)
    return found


def example_of(path: str, operation: dict[str, Any]) -> str:
    query = {}
    for each in operation["parameters"]:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", each["example"])
        elif "example" in each:
            query[each["name"]] = each["example"]
    return f"/api/1{path}?{urlencode(query, doseq=True)}"


def test_every_question_has_a_route_with_its_own_parameters(client: FlaskClient) -> None:
    paths = describe(client)["paths"]
    assert len(paths) == 15 + len(questions())
    given = [each["name"] for each in paths["/requetes/blocs-par-niveau-et-nsf"]["get"]["parameters"]]
    assert given == ["niveau", "nsf", "limit", "offset"]


def test_programs_are_given_the_description_and_browsers_a_page(client: FlaskClient) -> None:
    assert client.get("/api", headers={"Accept": "*/*"}).mimetype == "application/json"
    page = client.get("/api", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert page.headers["Content-Location"] == "/api"
    assert client.get("/api.json", headers={"Accept": "text/html"}).mimetype == "application/json"
    assert client.get("/api", headers={"Accept": "image/png"}).status_code == 406


def test_the_description_is_in_the_language_of_the_reader(client: FlaskClient) -> None:
    told = {
        language: client.get("/api.json", headers={"Accept-Language": language}).json
        for language in ("fr", "en")
    }
    summaries = {
        language: document["paths"]["/requetes/expirations"]["get"]["summary"]
        for language, document in told.items()
        if document
    }
    assert summaries["en"] != summaries["fr"]
    assert told["en"]
    assert told["en"]["paths"]["/info"]["get"]["summary"].startswith("What the graph holds")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_every_route_and_every_form_of_answer(
    client: FlaskClient, parse: Callable[..., Any], language: str
) -> None:
    answer = client.get(f"/api.html?lang={language}")
    tree = parse(answer)
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    linked = {each.get("href") for each in tree.iter("a") if (each.get("href") or "").startswith("#")}
    assert {address.removeprefix("#") for address in linked} <= set(ids)
    document = describe(client)
    assert {each.name for each in routes()} <= set(ids)
    assert set(document["components"]["schemas"]) <= set(ids)
    assert not other_scripts(tree)


def test_every_example_of_the_page_has_an_answer(client: FlaskClient, parse: Callable[..., Any]) -> None:
    tree = parse(client.get("/api.html"))
    shown = {address for each in tree.iter("a") if (address := each.get("href") or "").startswith("/api/1/")}
    assert len(shown) == len(routes())
    assert {client.get(address).status_code for address in shown} == {200}


@pytest.mark.parametrize(
    ("in_api", "of_page"),
    [
        (HELD, "/certification/RNCP25520.json"),
        ("/api/1/bloc/RNCP25520BC03", "/bloc/RNCP25520BC03.json"),
        (
            "/api/1/competence/chef-de-projet-digital/C1.1",
            "/competence/chef-de-projet-digital/C1.1.json",
        ),
        ("/api/1/activite/chef-de-projet-digital/A1", "/activite/chef-de-projet-digital/A1.json"),
        ("/api/1/code/rome/M1803", "/rome/M1803.json"),
        ("/api/1/recherche?q=projet", "/recherche?q=projet&_format=json"),
        ("/api/1/evenements", "/evenements.json"),
        (
            "/api/1/comparer?id=RNCP25520&id=chef-de-projet-digital",
            "/comparer?id=RNCP25520&id=chef-de-projet-digital&_format=json",
        ),
        (
            "/api/1/requetes/composition?certification=RNCP25520",
            "/requetes/composition.json?certification=RNCP25520",
        ),
    ],
)
def test_a_thing_has_one_form_in_json(client: FlaskClient, in_api: str, of_page: str) -> None:
    assert client.get(in_api).json == client.get(of_page).json


def test_what_a_comparison_says_to_people_is_in_the_language_of_the_request(client: FlaskClient) -> None:
    address = "/api/1/comparer?id=RNCP25520&id=chef-de-projet-digital"
    answers = [client.get(address), client.get(f"{address}&lang=en")]
    answers.append(client.get(address, headers={"Accept-Language": "en"}))
    french, english, negotiated = (each.json for each in answers)
    assert french
    assert english
    assert (french["caution"][:8], english["caution"][:8]) == ("Couvertu", "Coverage")
    assert english == negotiated
    assert french["sides"] == english["sides"]
    assert all("Accept-Language" in each.headers["Vary"] for each in answers)


def test_the_state_of_a_code_is_told_for_a_day(client: FlaskClient) -> None:
    known = client.get("/api/1/validite/M1803").json
    assert known
    assert (known["known"], known["usable"], known["day"]) == (True, True, "2026-11-23")
    unknown = client.get("/api/1/validite/RNCP1").json
    assert unknown
    assert (unknown["known"], unknown["usable"], unknown["meanings"]) == (False, False, [])


def test_lists_are_read_page_by_page(client: FlaskClient) -> None:
    found: list[list[str]] = []
    address = "/api/1/requetes/mot-dans-les-enonces?mot=projet&limit=30"
    while address:
        answer = client.get(address)
        assert answer.json
        found += answer.json["rows"]
        links = [each for each in answer.headers.getlist("Link") if 'rel="next"' in each]
        address = links[0].partition(">")[0].removeprefix("<") if links else ""
    whole = client.get("/requetes/mot-dans-les-enonces.json?mot=projet").json
    assert whole
    assert found == whole["rows"]
    assert len(found) > 60


def test_the_page_before_the_first_is_not_offered(client: FlaskClient) -> None:
    start = len(questions()) - 10
    first = client.get("/api/1/requetes?limit=10").headers.getlist("Link")
    last = client.get(f"/api/1/requetes?limit=10&offset={start}").headers.getlist("Link")
    assert not [each for each in first if 'rel="prev"' in each]
    assert [each for each in first if 'offset=10>; rel="next"' in each]
    assert [each for each in last if f'offset={start - 10}>; rel="prev"' in each]
    assert not [each for each in last if 'rel="next"' in each]


def test_what_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(HELD)
    again = client.get(HELD, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    head = client.head(HELD)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/api/1/recherche", 400, "give q, or a restriction"),
        ("/api/1/recherche?q=projet&q=web", 400, "q is given 2 times"),
        ("/api/1/recherche?q=projet&limit=0", 400, "limit"),
        ("/api/1/recherche?q=projet&limit=201", 400, "from 1 to 200"),
        ("/api/1/recherche?q=projet&offset=-1", 400, "offset"),
        ("/api/1/recherche?q=projet&limite=5", 400, "limite"),
        ("/api/1/recherche?q=" + "a" * 501, 400, "more than 500 characters"),
        ("/api/1/comparer?id=RNCP25520", 400, "2 to 5 values"),
        ("/api/1/comparer?id=RNCP25520&id=25520", 400, "two to 5 different"),
        ("/api/1/comparer?id=RNCP25520&id=RNCP1", 404, "RNCP1"),
        ("/api/1/recherche?q=&tri=hasard", 400, "pertinence"),
        ("/api/1/validite/RNCP25520?jour=hier", 400, "AAAA-MM-JJ"),
        ("/api/1/validite/RNCP25520?jour=20261123", 400, "AAAA-MM-JJ"),
        ("/api/1/code/siren/1", 400, "rome"),
        ("/api/1/requetes/certifications-par-rome?rome=x", 400, "rome"),
        ("/api/1/evenements?genre=autre", 400, "genre"),
        ("/api/1/certification/RNCP1", 404, "RNCP1"),
        ("/api/1/rien", 404, ""),
        ("/api/1/requetes/rien", 404, ""),
    ],
)
def test_a_refusal_is_a_problem_that_says_what_to_put_right(
    client: FlaskClient, address: str, status: int, told: str
) -> None:
    # Even to a browser: there is nothing but data here.
    answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.5"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    found = json.loads(answer.text)
    assert found.keys() >= {"type", "title", "status", "detail"}
    assert found["status"] == status
    assert told in found["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_api_only_reads(client: FlaskClient) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(HELD)
        assert answer.status_code == 405
        assert {each.strip() for each in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
        assert answer.mimetype == "application/problem+json"


def test_a_client_that_takes_no_json_is_refused(client: FlaskClient) -> None:
    assert client.get(HELD, headers={"Accept": "application/pdf"}).status_code == 406
    assert client.get(HELD, headers={"Accept": "application/*"}).status_code == 200


def test_pages_of_other_sites_may_read(client: FlaskClient) -> None:
    asked = client.options(HELD, headers={"Origin": "https://example.org"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
    links = client.get(HELD).headers.getlist("Link")
    assert '</api.json>; rel="service-desc"; type="application/json"' in links
    assert '<https://www.etalab.gouv.fr/licence-ouverte-open-licence>; rel="license"' in links


def test_addresses_never_come_from_the_host_of_a_request(client: FlaskClient) -> None:
    for path in ("/api.json", "/api.html", "/api/1/requetes?limit=1"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)


def test_every_attribute_of_an_answer_is_described(app: Flask) -> None:
    schemas = describe(app.test_client())["components"]["schemas"]
    assert schemas["ListView"]["properties"]["total"]["description"].startswith("number of the certif")
    assert "Attributes" not in schemas["ListView"]["description"]
    for schema in schemas.values():
        assert set(schema["required"]) == set(schema["properties"])


def test_a_search_is_restricted_as_on_its_page(client: FlaskClient) -> None:
    answer = client.get("/api/1/recherche?niveau=7&niveau=8&tri=code").json
    assert answer
    assert [hit["certification"]["identifier"] for hit in answer["hits"]] == ["RNCP25520"]
    assert client.get("/api/1/recherche?q=projet&niveau=3").json["total"] == 0  # type: ignore[index]
    refused = client.get("/api/1/recherche?etat=perdue")
    assert refused.status_code == 400
    assert "fin-proche" in json.loads(refused.text)["detail"]
