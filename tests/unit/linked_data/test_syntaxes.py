"""One truth in seven syntaxes: whatever the file is called, the graph says the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphkit.linked_data.syntaxes import syntax_of_head

CASES = Path(__file__).parents[2] / "cases" / "rdf"
FILES = sorted(CASES.iterdir())
BASE = "https://w3id.org/referentiels/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PREF_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
LIBELLE = f"<{BASE}ontologie#libelleConstate>"
ADA = "<urn:ada>"


def _truth() -> set[str]:
    """The statements of the file that has one a line, as text."""
    lines = (CASES / "cerf-volant.nt").read_text("utf-8").splitlines()
    return {line.removesuffix(" .").replace("_:ada", ADA) for line in lines if not line.startswith("#")}


def _expected() -> set[str]:
    """What the graph of the fiche holds of the truth: of codes and bodies, the names that were read."""
    kept = set()
    for statement in _truth():
        if statement.startswith((f"<{BASE}certificateur/", f"<{BASE}rome/")):
            if TYPE in statement:
                continue
            kept.add(statement.replace(PREF_LABEL, LIBELLE))
        else:
            kept.add(statement)
    return kept


def test_there_is_a_file_for_each_syntax() -> None:
    assert {path.suffix for path in FILES} == {".jsonld", ".n3", ".nq", ".nt", ".rdf", ".trig", ".ttl"}
    assert len(_truth()) == 44


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_every_syntax_says_the_same(path: Path, read: Callable[..., Any], tmp_path: Path) -> None:
    """Under a name that says another syntax."""
    renamed = tmp_path / ("lisez-moi.nt" if path.suffix != ".nt" else "lisez-moi.rdf")
    shutil.copy(path, renamed)
    content = read(renamed)
    assert list(content.certifications) == ["RNCP99001"]
    assert not content.anomalies
    assert not content.common
    mapped = content.certifications["RNCP99001"].mapped
    (ada,) = {o for _, p, o in mapped.triples if p.endswith("prov#wasAttributedTo>")}
    said = {" ".join(t).replace(ada, ADA) for t in mapped.triples}
    assert _expected() <= said
    # The rest is what the reader adds: the fiche, and the passage that everything comes from.
    added = {statement.split(" ")[1] for statement in said - _expected()}
    assert {name.rsplit("#", 1)[1] for name in added} == {
        "type>", "aPourFiche>", "typeSource>", "wasDerivedFrom>", "hasSource>", "ligneDebut>", "ligneFin>",
    }  # fmt: skip


def test_a_blank_node_has_the_same_address_in_every_syntax_and_every_run(read: Callable[..., Any]) -> None:
    addresses = {
        path.suffix: {
            s for d in read(path).certifications.values() for s, _, _ in d.mapped.triples if "/noeud/" in s
        }
        for path in FILES
    }
    assert all(len(found) == 1 for found in addresses.values())
    # Those with a name for the graph say one thing more of each statement.
    named = {suffix: addresses.pop(suffix) for suffix in (".nq", ".trig")}
    assert len(set(map(frozenset, addresses.values()))) == 1
    assert len(set(map(frozenset, named.values()))) == 1
    assert read(CASES / "cerf-volant.ttl") == read(CASES / "cerf-volant.ttl")


@pytest.mark.parametrize(
    ("head", "syntax"),
    [
        (b"", None),
        (b"# a comment\n", None),
        (b"\xef\xbb\xbf# a comment\n\n@prefix a: <http://a/> .", "turtle"),
        (b"PREFIX a: <http://a/>\n", "turtle"),
        (b"BASE <http://a/>\n", "turtle"),
        (b"<http://a> a <http://b> .\n", "turtle"),
        (b"<http://a> <http://b> <http://c> , <http://d> .\n", "turtle"),
        (b"<http://g> { <http://a> <http://b> <http://c> }", "turtle"),
        (b"GRAPH <http://g> {", "turtle"),
        (b"[] a <http://b> .", "turtle"),
        (b"( <http://a> ) <http://b> 1 .", "turtle"),
        (b"<http://a> <http://b> <http://c> .\n", "lines"),
        (b'_:a <http://b> "l\\"ui"@fr <http://g> . # dit\n', "lines"),
        (b'{"@context": {}, "@id": "http://a"}', "jsonld"),
        (b'[\n {"@id": "http://a"}]', "jsonld"),
        (b'{"nom": "Ada"}', None),
        (b"[1, 2]", None),
        (b"<?xml version='1.0'?>\n<FICHES/>", None),
        (b"<html><body>@prefix a: <http://a/> .</body></html>", None),
        (b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "rdfxml"),
        (b"Fiche RNCP1\n@prefix a: <http://a/> .", None),
        (b"Base de donn\xc3\xa9es", None),
        (b"<Bonjour> dit-il", None),
        (bytes(range(256)), None),
    ],
)
def test_the_syntax_is_told_by_the_content(head: bytes, syntax: str | None) -> None:
    assert syntax_of_head(head) == syntax


def test_json_whose_context_comes_last_is_recognised(tmp_path: Path, read: Callable[..., Any]) -> None:
    path = tmp_path / "long.txt"
    path.write_text(
        '{"id": "https://w3id.org/referentiels/certification/x", "type": "Certification",'
        f' "texte": "{"x" * 70_000}",'
        ' "@context": {"@vocab": "https://w3id.org/referentiels/ontologie#", "id": "@id", "type": "@type"}}'
    )
    assert list(read(path).certifications) == ["x"]
