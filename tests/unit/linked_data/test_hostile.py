"""Files that are wrong, or meant to harm: each is refused in time, with its place and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdf_content import PREFIXES

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.pipeline import build

RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
    ' xmlns:ref="https://w3id.org/referentiels/ontologie#">\n'
)
HEAD = PREFIXES + "<certification/x> a ref:Certification"
LINES = PREFIXES.count("\n")
ENTITIES = '<!ENTITY a0 "xxxxxxxxxx">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


def _write(folder: Path, content: str | bytes) -> Path:
    path = folder / "essai.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            f"<!DOCTYPE r [{ENTITIES}]>\n{RDF_XML}<rdf:Description><ref:texte>&a9;</ref:texte>"
            "</rdf:Description></rdf:RDF>",
            "line 1, column 13: has a DOCTYPE",
            id="entity bomb",
        ),
        pytest.param(
            '<?xml version="1.0"?>\n<!-- rien -->\n'
            f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n{RDF_XML}'
            "<rdf:Description><ref:texte>&x;</ref:texte></rdf:Description></rdf:RDF>",
            "line 3, column 13: has a DOCTYPE",
            id="external entity",
        ),
        pytest.param(
            RDF_XML
            + "<rdf:Description><ref:x>" * 20_000
            + "</ref:x></rdf:Description>" * 20_000
            + "</rdf:RDF>",
            "line 3, column .*: its elements are nested too deep",
            id="deep XML",
        ),
        pytest.param(
            f"{RDF_XML}<rdf:Description>\n<ref:texte>coupé", "line 4, column .* is no RDF/XML", id="cut XML"
        ),
        pytest.param(
            f"{RDF_XML}<rdf:Description>\n</rdf:Descripsion>", "line 4, column .* is no RDF/XML", id="bad XML"
        ),
        pytest.param(
            f'{RDF_XML}<rdf:Description rdf:about="x">\n<ref:x/></rdf:Description></rdf:RDF>',
            r"line 3: an address is relative to nothing: write it whole, or give the base",
            id="relative XML",
        ),
        pytest.param(
            '{"@context": {"p": "http://a/p"}, "@id": "http://a/a", "p": '
            + '{"p":' * 5000
            + "1"
            + "}" * 5001,
            "nested too deep; split or flatten it",
            id="deep JSON-LD",
        ),
        pytest.param(
            '{"@id": "http://a/a", "http://a/p": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "line 1, column .* is no JSON-LD",
            id="deep arrays",
        ),
        pytest.param(
            '{"@context": "http://127.0.0.1:9/contexte.jsonld", "@id": "http://a/a"}',
            r"context from elsewhere \(http://127.0.0.1:9/contexte.jsonld\).*write the content",
            id="remote context",
        ),
        pytest.param(
            '{"@context": ["file:///etc/passwd"], "@id": "http://a/a"}',
            r"context from elsewhere \(file:///etc/passwd\)",
            id="context in a file",
        ),
        pytest.param(
            '{"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/x"}, "@id": "http://a/a"}',
            r"context from elsewhere \(http://127.0.0.1:9/x\)",
            id="imported context",
        ),
        pytest.param(
            '{"@context": {"@vocab": "https://w3id.org/referentiels/ontologie#"}, "@id": "x",'
            ' "@type": "Certification"}',
            r"an address is relative to nothing \(x\)",
            id="relative JSON-LD",
        ),
        pytest.param(
            '{"@id": "http://a/a",\n "http://a/p": ["x",,]}',
            "line 2, column 21: is no JSON-LD",
            id="bad JSON",
        ),
        pytest.param(
            f"{HEAD} ; ref:comporteBloc {'(' * 5000}{')' * 5000} .",
            "nested too deep; split or flatten it",
            id="deep collections",
        ),
        pytest.param(
            f"{HEAD} ; ref:x {'[ ref:x ' * 5000}1{']' * 5000} .",
            "nested too deep; split or flatten it",
            id="deep blank nodes",
        ),
        pytest.param(
            f"{HEAD} .\n" + "".join(f"_:n{i} e:p _:n{j} .\n" for i in range(14) for j in range(14) if i != j),
            "took more than 268435456 bytes of memory|was stopped after 20 s",
            id="blank nodes that look alike",
        ),
        pytest.param(
            f'{HEAD} ;\n  ref:enonce "coupé', f"line {LINES + 2}, column 14: is no Turtle", id="cut"
        ),
        pytest.param(f"{HEAD} .\nz:a e:b e:c .", f"line {LINES + 2}, column 1: is no Turtle", id="no prefix"),
        pytest.param(
            '<http://a/a> <http://a/b> <http://a/c> .\n<http://a/a> <http://a/b> "c\n',
            "line 2, column 27: is no N-Triples or N-Quads",
            id="cut lines",
        ),
        pytest.param(
            f'{HEAD} ; ref:texte "é"@fr .'.encode("latin-1"),
            f"line {LINES + 1}, column 52: is no Turtle or TriG: Invalid UTF-8",
            id="not UTF-8",
        ),
        pytest.param(
            PREFIXES.split("\n", 1)[1] + "<#x> a ref:Certification .",
            f"line {LINES}, column 1: an address is relative to nothing",
            id="relative Turtle",
        ),
        pytest.param(
            f"{HEAD} ; ref:x <<( e:a e:b e:c )>> .", "a statement about a statement", id="triple term"
        ),
        pytest.param(
            PREFIXES + f"@prefix l: <http://a/{'x' * 10_000}> .\n" + "l: l: l:a, l:b, l:c .\n" * 500,
            "states more than 8388608 bytes once its prefixes are written out",
            id="long prefix",
        ),
        pytest.param(
            PREFIXES
            + "".join(f"e:c{n} a ref:Certification ; e:p e:s0 .\n" for n in range(2000))
            + "".join(f"e:s{n} e:p e:s{n + 1} .\n" for n in range(2000)),
            "share too many things",
            id="all share all",
        ),
    ],
)
def test_a_harmful_file_is_refused_with_its_place(
    content: str | bytes, message: str, tmp_path: Path, read: Callable[..., Any]
) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(SourceUnreadable) as caught:
        read(path, max_rdf_bytes=1 << 20, rdf_memory=256 << 20, rdf_timeout=20)
    assert str(caught.value).startswith(f"{path}: ")
    assert re.search(message, str(caught.value)), str(caught.value)


def test_a_literal_of_fifty_megabytes_is_over_the_limit(tmp_path: Path, read: Callable[..., Any]) -> None:
    path = _write(tmp_path, f'{HEAD} ; ref:texte "{"x" * (50 << 20)}"@fr .')
    with pytest.raises(SourceUnreadable, match=r"larger than 33554432 bytes.*GRAPHKIT_MAX_RDF_BYTES"):
        read(path)


def test_a_parsing_that_takes_too_long_is_stopped(tmp_path: Path, read: Callable[..., Any]) -> None:
    path = _write(tmp_path, f"{HEAD} .")
    with pytest.raises(SourceUnreadable, match=r"stopped after 0.001 s.*GRAPHKIT_RDF_TIMEOUT"):
        read(path, rdf_timeout=0.001)


@pytest.mark.parametrize("content", [b"", b" \n\t ", bytes(range(256)) * 40, b"\x00" * 5000])
def test_what_is_no_rdf_at_all_is_of_no_known_kind(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vide.ttl"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"is empty|of no kind that can be read"):
        build([path], Settings(store=tmp_path / "graph"))
    assert not (tmp_path / "graph" / "current").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{PREFIXES}e:a e:b e:c .", r"RDF \(1 statements\) in which nothing is of a class of the ontology"),
        (f"{PREFIXES}e:a a ref:BlocDeCompetences .", r"has things of the ontology \(ref:BlocDeCompetences\)"),
        (f"{PREFIXES}# rien\n", "is RDF that states nothing"),
    ],
)
def test_rdf_without_certification_is_refused_with_what_was_expected(
    content: str, message: str, tmp_path: Path, read: Callable[..., Any]
) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(SourceUnreadable, match=message) as caught:
        read(path)
    assert "expected is at least one thing of class ref:Certification (<https://w3id.org/" in str(
        caught.value
    )


@pytest.mark.parametrize(
    "name",
    [
        "elm/ontology/ELM.ttl",
        "elm/ontology/ELM-external.ttl",
        "elm/samples/credential-sample-turtle.ttl",
        "schemaorg/schemaorg-current-https.ttl",
    ],
)
def test_vocabularies_of_others_are_refused_politely(
    name: str, shared_data: Path, read: Callable[..., Any]
) -> None:
    with pytest.raises(SourceUnreadable, match="nothing is of a class of the ontology"):
        read(shared_data / name)


def test_a_credential_with_a_remote_context_is_refused(shared_data: Path, read: Callable[..., Any]) -> None:
    with pytest.raises(SourceUnreadable, match=r"context from elsewhere \(https://www.w3.org/2018/"):
        read(shared_data / "elm" / "samples" / "Sample-MC-Annex1-unsigned.jsonld")


ONTOLOGY = sorted((Path(__file__).parents[3] / "ontology").glob("*.ttl"))


def test_the_modules_of_the_ontology_were_found() -> None:
    assert len(ONTOLOGY) > 6


@pytest.mark.parametrize("path", ONTOLOGY, ids=lambda path: path.stem)
def test_the_ontology_itself_describes_no_certification(path: Path, read: Callable[..., Any]) -> None:
    with pytest.raises(SourceUnreadable, match="expected is at least one thing of class ref:Certification"):
        read(path)
