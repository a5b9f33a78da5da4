"""The checklist on real servers: all green on the project's own site, visibly not on others."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from local_server import LocalServer, Quiet, running
from sparql_server import load, serving
from waitress.server import create_server

from graphkit.audit.checklist import audit
from graphkit.audit.evidence import AuditReport
from graphkit.audit.site import Asked
from graphkit.audit.visit import Bounds, Visitor
from graphkit.catalog import catalog_source
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.pipeline import build
from graphkit.publish.publication import publish
from webui import create_app

GROUPS = {"cors", "dataset", "dumps", "endpoint", "headers", "labels", "negotiation", "ontology", "void"}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store built from the packaged sample, with its dumps published."""
    made = Settings(store=tmp_path_factory.mktemp("audit") / "graph")
    build([], made)
    publish(catalog_source(made).get(), made.store / "dumps")
    return made


@contextmanager
def graphkit_serve(settings: Settings) -> Iterator[str]:
    """Run ``graphkit serve`` until the block ends, and give its address."""
    command = [sys.executable, "-c", "from graphkit.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--store", settings.store], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout
            found = _ADDRESS.search(server.stdout.readline())
            assert found, "the server says where it is"
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            finally:
                # Where interrupts are ignored, as below "nohup … &", it goes on: a test that fails ends.
                server.kill()


@pytest.fixture(scope="module")
def own(settings: Settings) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of the command on the project's own site."""
    with graphkit_serve(settings) as address:
        result = CliRunner().invoke(main, ["audit", address, "--json"])
    return result.exit_code, json.loads(result.output)


def names(report: AuditReport, verdict: str) -> set[str]:
    return {check.name for check in report.checks if check.verdict == verdict}


def test_the_own_site_is_all_green(own: tuple[int, dict[str, Any]]) -> None:
    code, told = own
    failed = [check for check in told["report"]["checks"] if check["verdict"] == "fail"]
    assert not failed
    assert (code, told["passed"]) == (0, True)


def test_every_part_of_the_checklist_was_tried(own: tuple[int, dict[str, Any]]) -> None:
    checks = own[1]["report"]["checks"]
    assert {check["name"].partition(".")[0] for check in checks} == GROUPS
    assert [check["name"] for check in checks if check["verdict"] == "skip"] == ["headers.hsts"]
    assert len(checks) > 120
    assert len({check["name"] for check in checks}) == len(checks)
    assert all(check["evidence"] for check in checks)
    # Three things of different kinds, and the three dumps.
    assert {check["name"].split(".")[1][0] for check in checks if check["name"].startswith("dumps.")} >= set(
        "123"
    )
    assert {f"negotiation.{n}-turtle" for n in (1, 2, 3)} <= {check["name"] for check in checks}


def test_a_bare_oxigraph_is_visibly_not_green(settings: Settings, tmp_path: Path) -> None:
    (version,) = [each for each in (settings.store / "versions").iterdir() if not each.name.startswith(".")]
    nquads = tmp_path / "graph.nq"
    with nquads.open("wb") as out:
        out.writelines(catalog_source(settings).get().dump(tmp_path))
    assert version.is_dir()
    load(nquads, tmp_path / "bare")
    with serving(tmp_path / "bare", writable=True) as address:
        result = CliRunner().invoke(main, ["audit", address.removesuffix("query")])
    assert result.exit_code == 1
    failed = set(re.findall(r"^  FAIL  (\S+)", result.output, re.MULTILINE))
    assert {
        "headers.csp",
        "void.well-known",
        "dataset.licence",
        "ontology.found",
        "negotiation.things",
        "dumps.found",
        # It takes updates from strangers.
        "endpoint.update-form",
        "endpoint.update-direct",
    } <= failed
    passed = set(re.findall(r"^  ok +(\S+)", result.output, re.MULTILINE))
    # What it does well is told, too.
    assert {"endpoint.json", "endpoint.post-form", "endpoint.400"} <= passed
    assert re.search(r"\d+ passed, \d+ failed", result.output.splitlines()[-1])


class Spoiled:
    """The own site, with many things wrong.

    Args:
        app: the site.
    """

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - any WSGI application
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        thing = path.startswith("/competence/")
        if thing and "no-such-format" in environ.get("HTTP_ACCEPT", ""):
            environ["HTTP_ACCEPT"] = "text/turtle"
        environ.pop("HTTP_IF_NONE_MATCH", None)
        if path == "/":
            environ["HTTP_ACCEPT_LANGUAGE"] = "fr"
        told: list[Any] = []
        found = self._app(environ, lambda status, headers, *_: told.extend((status, headers)))
        with contextlib.closing(found) if hasattr(found, "close") else contextlib.nullcontext():
            body = b"".join(found)
        status, headers = told
        if body and path.startswith("/telechargements/") and path.endswith(".nq.gz"):
            body = body[:-20] + bytes(20)
        if path == "/ontologie":
            body = body.replace(b"skos:definition", b"skos:note").replace(b"versionIRI", b"versionOf")
        if path in {"/.well-known/void", "/donnees"}:
            body = body.replace(b"dcterms:license", b"dcterms:rights")
        kept = [
            (name, str(len(body)) if name == "Content-Length" and body else value)
            for name, value in headers
            if name not in {"Vary", "Access-Control-Allow-Origin", "Content-Security-Policy", "Link"}
        ]
        start("200 OK" if status.startswith("405") else status, [*kept, ("Server", "invented/1.2.3")])
        return [body]


@contextmanager
def in_thread(app: Any) -> Iterator[str]:  # noqa: ANN401 - any WSGI application
    """Serve an application from this process until the block ends."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.close()
        thread.join(10)


def test_each_fault_of_a_spoiled_site_is_found(settings: Settings) -> None:
    thing = "https://w3id.org/referentiels/competence/chef-de-projet-digital/C1.1"
    with in_thread(Spoiled(create_app(settings))) as address:
        report = audit(address, Asked(things=(thing,)), settings=settings)
    failed = names(report, "fail")
    assert failed == {
        "cors.endpoint",
        "cors.thing",
        "cors.void",
        "dataset.licence",
        "dumps.2-parsed",
        "dumps.2-sha256",
        "endpoint.options",
        "endpoint.update-direct",
        "endpoint.update-form",
        "endpoint.update-get",
        "headers.banner",
        "headers.csp",
        "headers.csp-scripts",
        "labels.definition-en",
        "labels.definition-fr",
        "labels.page-en",
        "negotiation.1-304",
        "negotiation.1-406",
        "negotiation.1-links",
        "negotiation.1-vary",
        "ontology.definitions",
        "ontology.same",
        "ontology.version-answers",
        "ontology.version-iri",
    }


class Hostile(Quiet, BaseHTTPRequestHandler):
    """Answers each path with some mischief."""

    def do_GET(self) -> None:
        body = b""
        self.send_response(302 if self.path.startswith(("/away", "/round")) else 200)
        if self.path == "/away":
            self.send_header("Location", "http://192.0.2.1/elsewhere")
        elif self.path == "/round":
            self.send_header("Location", "/round")
        elif self.path == "/file":
            self.send_header("Location", "file:///etc/passwd")
        self.send_header("X-Told", "\x1b[31mred")
        self.end_headers()
        if self.path == "/endless":
            body = b"x" * 65_536
            for _ in range(64):
                self.wfile.write(body)


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    """Address of a server up to mischief."""
    with running(LocalServer(Hostile)) as server:
        yield f"{server.address}/"


def test_a_visitor_is_not_led_to_other_hosts_nor_in_circles(hostile: str) -> None:
    visitor = Visitor(hostile)
    away = visitor.ask("away")
    assert (away.status, visitor.sent) == (302, 1)
    assert "192.0.2.1" in away.trouble
    round_about = visitor.ask("round")
    assert round_about.trouble == "leads on and on"
    assert visitor.sent == 7
    assert not visitor.ask("http://192.0.2.1/").status
    assert not visitor.ask("file:///etc/passwd").status
    assert visitor.sent == 7


def test_a_visitor_reads_no_more_than_it_is_told(hostile: str) -> None:
    answer = Visitor(hostile, Bounds(bytes=100_000)).ask("endless")
    assert len(answer.body) == 100_000
    assert answer.cut
    assert "more than 100000 bytes" in answer.trouble


def test_a_visitor_sends_no_more_requests_than_it_is_told(hostile: str) -> None:
    visitor = Visitor(hostile, Bounds(requests=2))
    answers = [visitor.ask("x") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 0]
    assert "2 requests were sent already" in answers[2].trouble


def test_what_a_site_says_is_shown_without_controls_of_the_terminal(hostile: str) -> None:
    result = CliRunner().invoke(main, ["audit", hostile])
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_a_site_that_says_nothing_of_itself_fails_without_a_crash(hostile: str) -> None:
    report = audit(hostile)
    assert not report.passed
    assert names(report, "fail") >= {"void.well-known", "ontology.found", "endpoint.found", "dumps.found"}


def test_where_nobody_answers_the_command_says_so() -> None:
    result = CliRunner().invoke(main, ["audit", "http://127.0.0.1:9/"])
    assert result.exit_code == 2
    assert "is the site running" in result.output


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/", "127.0.0.1:8000", "http://a@127.0.0.1/", "http://", "x"]
)
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(SourceUnreadable, match="give the address of a site"):
        Visitor(address)


def test_a_report_of_nothing_is_no_success() -> None:
    report = AuditReport("http://127.0.0.1/", 0, ())
    assert not report.passed
    assert not replace(report, requests=5).passed
