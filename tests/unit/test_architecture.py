"""The arrows of the architecture: modules import downwards only, and some libraries have one importer."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import graphkit
import webui

PACKAGES = {"graphkit": Path(graphkit.__file__).parent, "webui": Path(webui.__file__).parent}

#: Layer of each part, low to high; a part imports from its own layer and from those below.
LAYERS: list[set[str]] = [
    {
        "terms",
        "identifiers",
        "excerpts",
        "text",
        "ntriples",
        "model",
        "config",
        "errors",
        "assets",
        "nodes",
        "nomenclature",
        "passages",
        "workers",
        "limits",
        "serving",
        "french",
        "site",
        "memo",
        "pool",
        "voice",
        "templates",
    },
    {"sources", "mapping", "validation", "ontology", "matching", "questions", "parameters", "analysis"},
    {"store", "preparation", "report", "fetching", "index"},
    {
        "catalog",
        "pipeline",
        "assembly",
        "editions",
        "keeping",
        "ecarts",
        "nomenclature_diff",
        "checking",
        "comparing",
        "differences",
        "linked_data",
        "publish",
        "audit",
    },
    {"cli", "webui"},
]

#: Library -> the parts that alone may import it.
MONOPOLIES = {
    "pyshacl": {"validation"},
    "owlready2": {"ontology"},
    "SPARQLWrapper": {"store"},
    "pyoxigraph": {"store", "matching", "linked_data", "validation", "publish"},
    "oxrdflib": {"store"},
    "tantivy": {"index", "french"},
    "scipy": {"matching"},
    "lxml": {"sources"},
    "docx": {"sources", "checking", "comparing"},
    "openpyxl": {"sources", "publish"},
    "pdfplumber": {"sources"},
    "pdfminer": {"sources"},
    "markdown_it": {"sources"},
    "flask": {"webui"},
    "msgspec": {"webui"},
    "prometheus_client": {"webui"},
    "waitress": {"cli"},
    "click": {"cli"},
    "rapidfuzz": {"checking", "differences"},
    "mcp": {"cli"},
    "mcp_types": {"cli"},
    "rich": {"cli"},
}


def _part(module: str) -> str:
    names = module.split(".")
    if names[0] == "webui":
        return "webui"
    return names[1] if len(names) > 1 else "graphkit"


def _imports() -> list[tuple[str, str, str]]:
    """Return (file, part, imported module) of every import of the product, also inside functions."""
    found = []
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            module = ".".join((package, *path.relative_to(folder).with_suffix("").parts)).removesuffix(
                ".__init__"
            )
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    found += [(str(path), _part(module), alias.name) for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.append((str(path), _part(module), node.module))
    return found


IMPORTS = _imports()


def _layer(part: str) -> int:
    for number, parts in enumerate(LAYERS):
        if part in parts:
            return number
    if part in {"graphkit", "__main__"}:
        return 0
    raise AssertionError(f"the part {part!r} has no layer: give it one")


def test_imports_point_downwards() -> None:
    wrong = [
        f"{path}: {part} imports {imported}"
        for path, part, imported in IMPORTS
        if imported.split(".")[0] in PACKAGES and _layer(_part(imported)) > _layer(part)
    ]
    assert not wrong


def test_each_monopoly_is_kept() -> None:
    wrong = [
        f"{path} imports {imported}"
        for path, part, imported in IMPORTS
        if imported.split(".")[0] in MONOPOLIES and part not in MONOPOLIES[imported.split(".")[0]]
    ]
    assert not wrong


def test_readers_know_nothing_of_rdf() -> None:
    assert not [
        p
        for p, part, imported in IMPORTS
        if part == "sources" and imported.split(".")[0] in {"rdflib", "pyoxigraph"}
    ]


def test_the_guard_sees_the_imports() -> None:
    assert len(IMPORTS) > 100


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_is_past_four_hundred_lines(package: str) -> None:
    long = {
        str(p): n for p in PACKAGES[package].rglob("*.py") if (n := len(p.read_text().splitlines())) > 400
    }
    assert not long
