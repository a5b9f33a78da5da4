"""What an attacker tries over HTTP: headers, hosts, redirections, paths, forms of other sites, formulas."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.serving import Serving
from graphkit.store.memory import MemoryStore
from webui import create_app
from webui.security import OPEN_TO_OTHER_SITES

EVIL = "evil.example"
PAGES = [
    "/",
    "/recherche?q=projet",
    "/certification/RNCP25520",
    "/certification/RNCP25520.ttl",
    "/certification/rncp25520",
    "/competence/chef-de-projet-digital/C1.4",
    "/requetes",
    "/requetes/certifications-par-rome?rome=M1803",
    "/comparer?id=RNCP25520&id=chef-de-projet-digital",
    "/verifier",
    "/evenements",
    "/donnees",
    "/donnees.ttl",
    "/.well-known/void",
    "/ontologie",
    "/healthz",
    "/rien",
    "/static/viewer.css",
]
#: What the page of the editor may do beside.
SCRIPTS = {"connect-src 'self'"}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def location(answer: TestResponse) -> str:
    return str(answer.headers.get("Location", ""))


@pytest.mark.parametrize("path", [*PAGES, "/sparql", "/verifier?id=RNCP25520"])
def test_every_answer_carries_the_headers_that_protect_its_reader(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html, */*;q=0.1"})
    policy = set(answer.headers["Content-Security-Policy"].split("; "))
    if path == "/sparql":
        # The page of the editor runs the scripts of this site, and has styles that they mark with a secret.
        assert policy > SCRIPTS
        assert (
            len([each for each in policy if re.fullmatch("style-src 'self' 'nonce-[\\w-]{16,}'", each)]) == 1
        )
        assert len(policy & POLICY) == len(POLICY) - 1
    else:
        assert policy == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


@pytest.mark.parametrize("path", ["/", "/rien", "/static/viewer.css", "/sparql"])
def test_behind_tls_browsers_are_told_to_stay_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url="https://data.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    answer.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_host_that_a_request_names_comes_into_its_answer(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path, headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"})
    assert answer.status_code < 500
    assert EVIL.encode() not in answer.data
    assert EVIL not in str(answer.headers)
    answer.close()


@pytest.mark.parametrize(
    "host", ["", "a b", "evil.example\\@x", '"><script>', "[::1", "a" * 5000, "a:99999999"]
)
def test_a_host_that_is_none_is_refused_without_repeating_it(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == (200 if not host else 400)
    assert '"><script>' not in answer.text
    assert not host or host not in answer.text


def test_only_the_hosts_that_are_set_are_answered_for(settings: Settings) -> None:
    serving = Serving(hosts=("data.example.org", ".example.net"))
    client = create_app(Settings(store=settings.store, serving=serving)).test_client()
    for host, status in {
        "data.example.org": 200,
        "DATA.example.org:8443": 200,
        "a.b.example.net": 200,
        EVIL: 400,
        f"data.example.org.{EVIL}": 400,
        "notexample.net": 400,
        "": 400,
    }.items():
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == status, host
        assert EVIL not in answer.text
    assert client.get("/healthz/live", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"//{EVIL}",
        f"//{EVIL}/..",
        f"///{EVIL}/%2f..",
        f"/\\{EVIL}",
        f"/%5c%5c{EVIL}",
        f"/%2f%2f{EVIL}",
        f"/.//{EVIL}",
        f"/certification//{EVIL}",
        f"/certification/http://{EVIL}/RNCP25520",
        f"/certification/%0d%0aLocation:%20//{EVIL}",
        f"/recherche?q=//{EVIL}",
        f"/recherche?q=https://{EVIL}/certification/RNCP25520",
        f"/?lang=en&retour=//{EVIL}",
        f"/donnees?_format=//{EVIL}",
        f"/ontologie/..//{EVIL}",
        f"/https://{EVIL}/",
    ],
)
def test_no_address_sends_a_visitor_to_another_site(client: FlaskClient, path: str) -> None:
    for accept in ("text/html", "text/turtle", "*/*"):
        answer = client.get(path, headers={"Accept": accept, "Host": EVIL})
        assert answer.status_code < 500
        to = location(answer)
        assert not to or (to.startswith("/") and not to.startswith(("//", "/\\"))), to
        assert "Set-Cookie" not in answer.headers or EVIL not in answer.headers["Set-Cookie"]


def test_a_slash_too_many_is_mended_within_the_site_whatever_the_host(client: FlaskClient) -> None:
    answer = client.get("/certification//RNCP25520", headers={"Host": EVIL})
    assert (answer.status_code, location(answer)) == (308, "/certification/RNCP25520")
    assert EVIL.encode() not in answer.data


@pytest.mark.parametrize("folder", ["static", "telechargements"])
@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "%2e%2e%2f%2e%2e%2fcurrent",
        "..%5capp.py",
        "....//app.py",
        "..;/app.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "viewer.css%00.png",
        ".%00./app.py",
        "..%c0%afapp.py",
        "..%252fapp.py",
        "current",
        "lock",
    ],
)
def test_no_path_leads_out_of_the_folders_that_are_served(
    client: FlaskClient, settings: Settings, folder: str, name: str
) -> None:
    answer = client.get(f"/{folder}/{name}", follow_redirects=True)
    assert answer.status_code in {400, 404, 405}, answer.status_code
    current = (settings.store / "current").read_text().strip()
    for secret in ("root:", "create_app", current.encode().hex()):
        assert secret not in answer.text
    answer.close()


def test_a_link_among_the_dumps_is_not_followed(tmp_path: Path, settings: Settings) -> None:
    secret = tmp_path / "secret"
    secret.write_text("root:x")
    dumps = settings.store / "dumps"
    dumps.mkdir(exist_ok=True)
    link = dumps / "passwd"
    link.symlink_to(secret)
    try:
        answer = create_app(settings).test_client().get("/telechargements/passwd")
    finally:
        link.unlink()
    assert answer.status_code == 404
    assert "root:" not in answer.text


def _writing(app: Flask) -> dict[str, set[str]]:
    """Return endpoint -> methods beyond reading."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        more = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if more:
            found.setdefault(rule.endpoint, set()).update(more)
    return found


#: What takes forms: a query, the colours of a visitor's own cookie, a document or a statement to look at.
_TAKE_FORMS = {"sparql.page", "preferences.set_theme", "check.page", "similar.page"}


def test_the_routes_that_take_forms_are_known(app: Flask) -> None:
    """A new one has to say here what it changes, and to be refused to other sites below."""
    found = _writing(app)
    others = {endpoint for endpoint in found if not endpoint.startswith("api.")}
    assert others == _TAKE_FORMS
    assert all(methods <= {"POST"} for methods in found.values())
    opened = set(OPEN_TO_OTHER_SITES)
    assert opened <= found.keys()
    assert not opened & {"preferences.set_theme", "check.page", "similar.page"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": f"https://{EVIL}"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://localhost"},
    ],
)
@pytest.mark.parametrize("path", ["/preferences", "/verifier"])
def test_a_form_that_another_site_sends_is_refused(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    answer = client.post(path, data={"theme": "dark", "retour": "/"}, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy.example"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_this_site_is_taken(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/preferences", data={"theme": "dark", "retour": "/"}, headers=headers)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie


def test_no_request_changes_anything_in_the_store(app: Flask, settings: Settings) -> None:
    def content() -> dict[str, tuple[int, int]]:
        files = (path for path in settings.store.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

    before = content()
    client = app.test_client()
    for path in ("/", "/sparql", "/preferences", "/verifier", "/certification/RNCP25520", "/donnees"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for data in ({"update": "CLEAR ALL"}, {"query": "ASK {}"}, {"theme": "dark"}):
                assert client.open(path, method=method, data=data).status_code < 500
        client.open(path, method="PUT", data="<a:s> <a:p> <a:o> .", content_type="text/turtle")
    assert content() == before


@pytest.mark.parametrize("path", ["/preferences", "/verifier"])
def test_no_page_of_another_site_may_read_what_a_form_gives(client: FlaskClient, path: str) -> None:
    asked = {"Origin": f"https://{EVIL}", "Access-Control-Request-Method": "POST"}
    for answer in (client.options(path, headers=asked), client.post(path, headers=asked), client.get(path)):
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control-Allow")]  # noqa: SIM118 - werkzeug's


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_lets_other_sites_read_as_the_visitor(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": f"https://{EVIL}"})
    assert answer.headers.get("Access-Control-Allow-Origin") in {None, "*"}
    assert "Access-Control-Allow-Credentials" not in answer.headers
    answer.close()


BASE = "https://w3id.org/referentiels/"
FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def formulas() -> FlaskClient:
    """A visitor of a graph whose titles are formulas."""
    title = json.dumps(FORMULA)
    ref, kind = f"{BASE}ontologie#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    one, first = f"<{BASE}certification/RNCP1>", f"<{BASE}competence/RNCP1/C1>"
    lines = f"""
{one} {kind} <{ref}Certification> <{BASE}g> .
{one} <http://www.w3.org/2004/02/skos/core#prefLabel> {title}@fr <{BASE}g> .
{one} <{ref}comporteCompetence> {first} <{BASE}g> .
{first} {kind} <{ref}Competence> <{BASE}g> .
{first} <{ref}enonce> {title}@fr <{BASE}g> .
"""
    return create_app(Settings(), catalog=Catalog(MemoryStore.parse(lines.encode()))).test_client()


def test_no_cell_of_a_table_that_is_given_to_spreadsheets_is_a_formula(formulas: FlaskClient) -> None:
    answer = formulas.get("/requetes/mot-dans-les-enonces.csv?mot=calc")
    assert answer.status_code == 200
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ 7777*7777 }}",
        "${7777*7777}",
        "'\"><svg onload=alert(1)>",
        "\u202e\u2066",
    ],
)
def test_what_is_typed_is_shown_and_never_run(
    client: FlaskClient, parse: Callable[..., Any], text: str
) -> None:
    for path in ("/recherche?q={}", "/comparer?id={}&id=x", "/sparql?query={}", "/verifier?id={}", "/{}"):
        answer = client.get(path.format(quote(text)), headers={"Accept": "text/html"})
        assert answer.status_code in {200, 303, 400, 404}
        tree = parse(answer)
        # What describes a page to programs is data, which no browser runs.
        for script in tree.iter("script"):
            own = (script.get("src") or "").startswith("/static/")
            assert own or script.get("type") == "application/ld+json"
        assert not list(tree.iter("svg")) or text not in answer.text
        assert "60481729" not in answer.text
