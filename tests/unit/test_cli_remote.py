"""The reading commands over a SPARQL server, and what the others say of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sparql_server import serving

from graphkit.catalog import catalog_source
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.store.versions import Version
from webui import create_app


def _run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env)


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "certifications-par-rome", "rome=M1803", "--format", "csv"),
        ("query", "composition", "certification=RNCP25520", "--format", "json"),
        ("show", "RNCP25520"),
        ("show", "RNCP25520BC01"),
        ("compare", "RNCP25520", "RNCP34762"),
        ("compare", "--json", "RNCP25520", "chef-de-projet-digital"),
    ],
    ids=" ".join,
)
def test_a_command_reads_a_server_as_it_reads_a_directory(
    published: Version, endpoint: str, arguments: tuple[str, ...]
) -> None:
    local = _run(*arguments, "--store", str(published.path.parents[1]))
    over_http = _run(*arguments, "--store", f"sparql+{endpoint}")
    assert local.exit_code == 0, local.output
    assert (over_http.exit_code, over_http.output) == (0, local.output)


def test_a_server_is_searched_without_an_index_which_is_said(published: Version, endpoint: str) -> None:
    local = _run("search", "communication", "--store", str(published.path.parents[1]))
    over_http = _run("search", "communication", "--store", f"sparql+{endpoint}")
    for result in (local, over_http):
        assert result.exit_code == 0
        assert "RNCP25520  Manager en communication numérique  (niveau 7)" in result.output
    assert "without an index" in over_http.output
    assert "without an index" not in local.output
    told = json.loads(_run("search", "--json", "projet", "--store", f"sparql+{endpoint}").output)
    assert (told["indexed"], told["total"] > 0) == (False, True)


def test_info_counts_what_a_server_holds(published: Version, endpoint: str) -> None:
    told = json.loads(_run("info", "--json", env={"GRAPHKIT_STORE": f"sparql+{endpoint}"}).output)
    assert (told["quads"], told["graphs"], told["version"]) == (published.quads, published.graphs, "")
    assert "no published version: " in _run("info", "--store", f"sparql+{endpoint}").output


def test_a_free_query_of_a_file_runs_on_the_server(endpoint: str, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }")
    result = _run("query", str(file), "--format", "csv", "--store", f"sparql+{endpoint}")
    assert result.output.splitlines()[0] == "n"
    file.write_text("SELECT ?s\nWHERE { ?s ?p }")
    refused = _run("query", str(file), "--store", f"sparql+{endpoint}")
    assert refused.exit_code == 4
    assert "line 2" in refused.output


@pytest.mark.parametrize("command", [("info",), ("serve", "--port", "0")], ids=" ".join)
def test_a_server_that_is_not_there_ends_the_command(command: tuple[str, ...]) -> None:
    result = _run(*command, "--store", "sparql+http://127.0.0.1:9/query")
    assert result.exit_code == 5
    assert "http://127.0.0.1:9/query cannot be reached" in result.output


def test_a_build_into_a_server_is_read_from_there_and_kept_in_the_directory(tmp_path: Path) -> None:
    env = {"GRAPHKIT_STORE": str(tmp_path / "s")}
    with serving(tmp_path / "server", "--union-default-graph", writable=True) as endpoint:
        built = _run("build", "--store", f"sparql+{endpoint}", env=env)
        assert built.exit_code == 0, built.output
        assert f"is in {endpoint}: 8 graph(s) sent, 0 unchanged, 0 deleted, 8 verified" in built.output
        for command in (("show", "RNCP25520"), ("query", "composition", "certification=RNCP25520")):
            local, over_http = _run(*command, env=env), _run(*command, "--store", f"sparql+{endpoint}")
            assert (over_http.exit_code, over_http.output) == (0, local.output)
        again = json.loads(_run("build", "--json", "--store", f"sparql+{endpoint}", env=env).output)
        assert (again["load"]["sent"], again["load"]["verified"]) == (0, 8)
        told = json.loads(
            _run("load", "--json", "--store", str(tmp_path / "s"), "--to", f"sparql+{endpoint}").output
        )
        assert (told["version"], told["unchanged"], told["bytes"]) == (again["version"], 8, 0)


def test_a_server_whose_graph_store_is_not_known_is_told_before_the_build(tmp_path: Path) -> None:
    env = {"GRAPHKIT_STORE": str(tmp_path / "s")}
    result = _run("build", "--store", "sparql+http://127.0.0.1:9/sparql", env=env)
    assert result.exit_code == 5
    assert "set GRAPHKIT_GRAPH_STORE" in result.output
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("arguments", "env", "code", "told"),
    [
        (("--to", "var/graph"), {}, 2, "--to"),
        (("--to", "sparql+ftp://a/b"), {}, 2, "sparql+http://host:port/path"),
        (("--to", "sparql+http://127.0.0.1:9/query"), {}, 5, "there is no graph in"),
        (("--to", "sparql+http://a/query"), {"GRAPHKIT_STORE": "sparql+http://b/query"}, 5, "in a directory"),
        (
            ("--to", "sparql+http://a/query"),
            {"GRAPHKIT_GRAPH_STORE": "http://x:secret@b/"},
            2,
            "without account",
        ),
    ],
    ids=str,
)
def test_a_load_from_nowhere_or_to_nowhere_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    env: dict[str, str],
    *,
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run("load", *arguments, env=env)
    assert (result.exit_code, told in result.output) == (code, True), result.output
    assert "secret" not in result.output


@pytest.mark.parametrize(
    "address",
    [
        "sparql+http://",
        "sparql+ftp://a/b",
        "sparql+http://a:99999/b",
        "http://a/b",
        "sparql+http://ada:secret@a/b",
        "sparql+http://a/b c",
    ],
)
def test_an_address_that_is_none_is_a_wrong_use_and_is_not_repeated(address: str) -> None:
    result = _run("info", "--store", address)
    assert result.exit_code == 2
    assert "secret" not in result.output


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    result = _run("info", "--store", str(tmp_path / "f"))
    assert result.exit_code == 2
    assert "is a file" in result.output


def test_the_viewer_shows_what_a_server_holds(endpoint: str) -> None:
    client = create_app(Settings(endpoint=endpoint)).test_client()
    answer = client.get("/certification/RNCP25520", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "Manager en communication numérique" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/evenements", "à côté des versions d’un dossier"),
        ("/proches?q=RNCP25520", "dans l’index de recherche, que ce graphe n’a pas"),
        ("/carte", "<td"),
        ("/recherche?q=NUMERIQUE", "Manager en communication"),
    ],
)
def test_a_page_says_what_a_server_does_not_have_in_the_language_of_the_page(
    endpoint: str, path: str, told: str
) -> None:
    viewer = create_app(Settings(endpoint=endpoint)).test_client()
    answer = viewer.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert told in answer.get_data(as_text=True)


def test_a_catalog_of_a_server_is_kept_for_a_while_only(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = catalog_source(Settings(endpoint=endpoint))
    first = source.get()
    assert source.get() is first
    monkeypatch.setattr("graphkit.catalog.live.time.monotonic", lambda: float("inf"))
    assert source.get() is not first
