"""The tools for assistants, called by the official client of the protocol from another process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from click.testing import CliRunner
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent, Tool

from graphkit.cli import main
from graphkit.config import Settings
from graphkit.pipeline import build

#: Name of a call -> tool, arguments.
CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "words": ("search", {"text": "projet"}),
    "one hit": ("search", {"text": "projet", "limit": 1}),
    "code": ("search", {"text": "m 1803"}),
    "certification": ("show", {"code": "rncp 25520"}),
    "concept": ("show", {"code": "M1803"}),
    "unknown": ("show", {"code": "RNCP1"}),
    "compared": ("compare", {"codes": ["RNCP25520", "chef-de-projet-digital"]}),
    "compared alone": ("compare", {"codes": ["RNCP25520"]}),
    "compared twice": ("compare", {"codes": ["RNCP25520", "rncp25520"]}),
    "ask": ("query", {"sparql": "ASK { ?s ?p ?o }"}),
    "rows": ("query", {"sparql": "SELECT (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?none"}),
    "many rows": ("query", {"sparql": "SELECT ?s { ?s ?p ?o }"}),
    "triples": ("query", {"sparql": "CONSTRUCT { <a:b> <a:c> 1 } WHERE {}"}),
    "wrong": ("query", {"sparql": "SELECT * {"}),
    "deep": ("query", {"sparql": "SELECT * {" + "{" * 5000}),
    "update": ("query", {"sparql": "INSERT DATA { <a:b> <a:c> 1 }"}),
    "service": ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
    "endless": (
        "query",
        {"sparql": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"},
    ),
    "after all": ("query", {"sparql": "ASK {}"}),
    "valid": ("check_validity", {"code": "M1803", "day": "2026-11-23"}),
    "told nothing": ("check_validity", {"code": "chef-de-projet-digital", "day": "2026-11-23"}),
    "ended": ("check_validity", {"code": "RNCP25520BC02", "day": "2026-11-23"}),
    "not a code": ("check_validity", {"code": "Z9999"}),
    "no day": ("check_validity", {"code": "M1803", "day": "hier"}),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Tool], dict[str, CallToolResult]]:
    """The tools, and the answer of every call, all made to one process."""
    store = tmp_path_factory.mktemp("mcp") / "graph"
    build([], Settings(store=store))
    # By Python itself, so that the code under test is the one beside the tests.
    started = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from graphkit.cli import main; main()", "mcp", "--store", str(store)],
        env={"GRAPHKIT_QUERY_SECONDS": "2", "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    async def ask() -> tuple[list[Tool], dict[str, CallToolResult]]:
        async with Client(stdio_client(started)) as client:
            tools = (await client.list_tools()).tools
            return tools, {name: await client.call_tool(*call) for name, call in CALLS.items()}

    # In a thread of its own: the tests in a browser leave a loop running in this one.
    with start_blocking_portal() as portal:
        return portal.call(ask)


def text_of(told: tuple[list[Tool], dict[str, CallToolResult]], name: str, *, wrong: bool = False) -> str:
    result = told[1][name]
    assert result.is_error is wrong
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_tools_only_read_and_say_so(told: tuple[list[Tool], dict[str, CallToolResult]]) -> None:
    tools = {tool.name: tool for tool in told[0]}
    assert set(tools) == {"search", "show", "compare", "query", "check_validity"}
    for tool in tools.values():
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert tool.annotations.destructive_hint is False
        assert tool.description
        assert len(tool.description) > 80
        for parameter in tool.input_schema["properties"].values():
            assert parameter["description"]


def test_a_search_tells_why_it_found_what(told: tuple[list[Tool], dict[str, CallToolResult]]) -> None:
    assert "chef-de-projet-digital  Chef de projet digital  (niveau 6)" in text_of(told, "words")
    assert "intitulé: Chef de projet digital" in text_of(told, "words")
    assert text_of(told, "words").endswith("2 certification(s)")
    assert "RNCP25520" not in text_of(told, "one hit")
    assert text_of(told, "code").startswith("rome: rome/M1803  Direction des systèmes d'information")


def test_a_thing_is_shown_as_the_command_shows_it(told: tuple[list[Tool], dict[str, CallToolResult]]) -> None:
    shown = text_of(told, "certification")
    assert shown.startswith("RNCP25520  Manager en ingénierie de la communication numérique intéractive")
    assert "RNCP25520BC03" in shown
    assert "1 certification(s)" in text_of(told, "concept")
    assert "no certification RNCP1 in the graph" in text_of(told, "unknown", wrong=True)


def test_a_comparison_says_that_it_counts_words(told: tuple[list[Tool], dict[str, CallToolResult]]) -> None:
    assert "Couverture calculée" in text_of(told, "compared")
    assert "at least 2 items" in text_of(told, "compared alone", wrong=True)
    assert "two to 5 different certifications" in text_of(told, "compared twice", wrong=True)


def test_queries_are_answered_within_limits_that_are_told(
    told: tuple[list[Tool], dict[str, CallToolResult]],
) -> None:
    assert text_of(told, "ask") == "true"
    assert text_of(told, "rows").splitlines()[0] == "n"
    assert text_of(told, "triples").strip().startswith("<a:b> <a:c> ")
    many = text_of(told, "many rows")
    assert many.splitlines()[0] == "s"
    assert "[truncated" in many
    assert len(many.splitlines()) == 502


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("wrong", "line 1, column 11"),
        ("deep", "nested more than 100 deep"),
        ("update", "INSERT is not accepted"),
        ("service", "SERVICE is not accepted"),
        ("endless", "stopped after 2 s"),
    ],
)
def test_a_hostile_query_is_refused_with_its_reason(
    told: tuple[list[Tool], dict[str, CallToolResult]], name: str, reason: str
) -> None:
    assert reason in text_of(told, name, wrong=True)


def test_after_hostile_queries_the_next_one_is_answered(
    told: tuple[list[Tool], dict[str, CallToolResult]],
) -> None:
    assert text_of(told, "after all") == "true"


def test_the_validity_of_a_code_is_told_in_a_sentence(
    told: tuple[list[Tool], dict[str, CallToolResult]],
) -> None:
    assert "a known code" in text_of(told, "valid")
    assert "it is not known whether it can be used" in text_of(told, "told nothing")
    # The fiche prints the end in its « Base légale »: 2021-03-17.
    assert "certification RNCP25520" in text_of(told, "ended")
    assert "its registration has ended" in text_of(told, "ended")
    assert "end of registration: 2021-03-17" in text_of(told, "ended")
    assert text_of(told, "not a code") == "Z9999: no such code is known to the graph"
    assert "valid date" in text_of(told, "no day", wrong=True)


def test_without_the_extra_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkit.cli.mcp.find_spec", lambda _name: None)
    result = CliRunner().invoke(main, ["mcp"])
    assert result.exit_code == 2
    assert "pip install 'graphkit[mcp]'" in result.output


def test_without_a_graph_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["mcp", "--store", str(tmp_path / "none")])
    assert result.exit_code == 5
    assert "graphkit build" in result.output
