"""The copy of the site as files: a plain file server gives every page, and no link is broken."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
import pyoxigraph as ox
import pytest
from local_server import LocalServer, Quiet, running

from graphkit.store.versions import build_version
from webui.relinking import relink

BASE = "https://w3id.org/referentiels/"
REF = f"{BASE}ontologie#"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
CODE = f"{BASE}rome/A1101"
LONG = f"{BASE}certificateur/" + "x" * 300
#: 105 certifications aim at a code; names with a space, an accent, dots, too many letters for a file.
LINES = "".join(
    [
        f'<{CODE}> {LABEL} "Conduite"@fr <{BASE}g> .\n',
        f"<{CODE}> {TYPE} <http://www.w3.org/2004/02/skos/core#Concept> <{BASE}g> .\n",
        f"<{BASE}chose/a%20b/%C3%A9t%C3%A9/C6A.1> <{REF}codeParent> <{CODE}> <{BASE}g> .\n",
        f'<{LONG}> {LABEL} "Long"@fr <{BASE}g> .\n',
        f"<{BASE}certification/RNCP1> <{REF}delivreePar> <{LONG}> <{BASE}g> .\n",
        f'<{BASE}chose/a%20b/%C3%A9t%C3%A9/C6A.1> {LABEL} "Été"@fr <{BASE}g> .\n',
        f"<{BASE}chose/c> <{REF}codeParent> <{BASE}chose/a%20b/%C3%A9t%C3%A9/C6A.1> <{BASE}g> .\n",
        f"<{BASE}chose/c> <{REF}codeParent> <{BASE}chose/unknown> <{BASE}g> .\n",
        f'<{BASE}chose/%2e%2e/%2e%2e/out> {LABEL} "out"@fr <{BASE}g> .\n',
        *(
            f'<{BASE}certification/RNCP{n}> {TYPE} <{REF}Certification> <{BASE}g/{n}> .\n'
            f'<{BASE}certification/RNCP{n}> {LABEL} "Titre {n}"@fr <{BASE}g/{n}> .\n'
            f'<{BASE}certification/RNCP{n}> <{REF}viseMetier> <{CODE}> <{BASE}g/{n}> .\n'
            for n in range(1, 106)
        ),
    ]
)  # fmt: skip


def publish(store: Path, out: Path, *options: str, **environment: str) -> str:
    """Run ``graphkit publish`` and return what it says."""
    program = "from graphkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "publish", "--store", str(store), "--out", str(out), *options],
        check=True,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with awkward names."""
    folder = tmp_path_factory.mktemp("static")
    lines = folder / "lines.nq"
    lines.write_text(LINES, "utf-8")
    build_version(folder / "graph", lines)
    return folder / "graph"


@pytest.fixture(scope="module")
def site(store: Path) -> Path:
    """The copy of its site."""
    out = store.parent / "out"
    assert "109 things in French and English" in publish(store, out)
    return out / "site"


class _Files(Quiet, SimpleHTTPRequestHandler):
    """Gives the files of a folder."""


@dataclass
class Crawl:
    """What following every link found."""

    broken: list[tuple[str, str]] = field(default_factory=list)
    anchors: list[tuple[str, str, str]] = field(default_factory=list)
    pages: dict[str, set[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    text: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def crawl(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """Every address that links lead to from the first page, somewhere below the root of a server."""
    root = tmp_path_factory.mktemp("served")
    shutil.copytree(site, root / "somewhere" / "below")
    with running(LocalServer(functools.partial(_Files, directory=str(root)))) as server:
        return _follow(f"{server.address}/somewhere/below/")


def _follow(start: str) -> Crawl:
    found = Crawl(seen={start})
    waiting = deque([(start, "")])
    while waiting:
        address, origin = waiting.popleft()
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                kind, content = answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as error:
            found.broken.append((f"{address} {error.code}", origin))
            continue
        if kind != "text/html":
            continue
        # Strict: what comes out of the writer is still sound HTML.
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content)
        found.text[address.removeprefix(start)] = content.decode()
        found.pages[address] = {each.get("id") for each in tree.iter() if each.get("id")}
        assert not list(tree.iter("form")), address
        links = [each.get(name) for each in tree.iter() for name in ("href", "src") if each.get(name)]
        for link in links:
            if urlsplit(link).scheme:
                continue
            there, _, anchor = urljoin(address, link).partition("#")
            assert there.startswith(start), link
            if anchor:
                found.anchors.append((there, anchor, address))
            if there not in found.seen:
                found.seen.add(there)
                waiting.append((there, address))
    return found


def test_no_link_is_broken(crawl: Crawl) -> None:
    assert crawl.broken == []
    assert [
        each for each in crawl.anchors if each[0] in crawl.pages and each[1] not in crawl.pages[each[0]]
    ] == []
    assert len(crawl.pages) > 230


def test_every_thing_is_reached_in_both_languages(crawl: Crawl) -> None:
    for language, tag in (("", "fr"), ("en/", "en")):
        for name in ("certification/RNCP1", "certification/RNCP105", "chose/a%20b/%C3%A9t%C3%A9/C6A.1"):
            assert f"{language}{name}/index.html" in crawl.text
        first = crawl.text[f"{language}rome/A1101/index.html"]
        assert f'<html lang="{tag}"' in first
        assert 'id="entrants"' in first
        # 106 links, a hundred a page; 50 certifications a page.
        assert "entrants-2.html" in first
        assert f"{language}rome/A1101/entrants-2.html" in crawl.text
        assert f"{language}rome/A1101/debut-100.html" in crawl.text


def test_what_needs_a_program_is_left_out(crawl: Crawl) -> None:
    home = crawl.text[""]
    # The list of shortcuts names comparisons; nothing leads to them.
    assert not re.search(r'(?:href|action)="[^"]*comparer', home)
    assert "/verifier" not in home
    # A thing that is only named elsewhere has no page: its name stands there without a link.
    page = crawl.text["chose/c/index.html"]
    assert "unknown" in page
    assert "unknown/index.html" not in page


def test_data_stand_beside_pages_and_are_whole(site: Path) -> None:
    for suffix, kind in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
    ):
        triples = list(ox.parse((site / f"rome/A1101.{suffix}").read_bytes(), kind))
        aims = [t for t in triples if t.predicate.value == f"{REF}viseMetier" and t.object.value == CODE]
        assert len(aims) == 105
    assert (site / "rome/A1101.csv").read_text("utf-8").count("\nRNCP") == 105
    assert (site / "telechargements/graphe.nq.gz").stat().st_size > 100


def test_nothing_is_written_elsewhere(site: Path) -> None:
    names = {path.name for path in site.parent.iterdir()}
    assert "out" not in names
    assert "site" in names
    assert not list(site.parent.parent.glob("out/out*"))
    longest = max(len(path.name.encode()) for path in site.rglob("*"))
    assert longest < 255


def test_two_runs_give_the_same_bytes(store: Path, site: Path, tmp_path: Path) -> None:
    publish(store, tmp_path / "again", PYTHONHASHSEED="77", TZ="Asia/Tokyo", LANG="fr_FR.UTF-8")
    once, again = (
        {p.relative_to(root): p for p in root.rglob("*") if p.is_file()}
        for root in (site, tmp_path / "again" / "site")
    )
    assert once.keys() == again.keys()
    assert [str(name) for name in once if once[name].read_bytes() != again[name].read_bytes()] == []


def test_without_the_site_only_the_files_are_written(store: Path, tmp_path: Path) -> None:
    said = publish(store, tmp_path / "out", "--no-site")
    assert "things in French" not in said
    assert not (tmp_path / "out" / "site").exists()
    assert (tmp_path / "out" / "graphe.nq.gz").is_file()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="/x">x</a>', '<a href="X">x</a>'),
        ('<p>a <a class="code" href="/no">b <em>c</em></a> d</p>', "<p>a b <em>c</em> d</p>"),
        ('<a class="button quiet" href="/no">b</a>d', "d"),
        ('<nav><a href="/no">b</a><a href="/x">x</a></nav>', '<nav><a href="X">x</a></nav>'),
        ('<form action="/x"><form></form><input></form>e', "e"),
        ('<link rel="alternate" href="/no"><link href="/x">', '<link href="X">'),
        (
            '<a href="https://a.example/">x</a><a href="#y">y</a>',
            '<a href="https://a.example/">x</a><a href="#y">y</a>',
        ),
        ("<p>&amp;&#39; &lt;b&gt;<!-- c --></p>", "<p>&amp;&#39; &lt;b&gt;<!-- c --></p>"),
        ('<svg viewBox="0 0 1 1"><path d="M0"/></svg>', '<svg viewBox="0 0 1 1"><path d="M0"/></svg>'),
        (
            '<script type="application/ld+json">{"a": "<b>"}</script>',
            '<script type="application/ld+json">{"a": "<b>"}</script>',
        ),
    ],
)
def test_links_are_written_again(page: str, expected: str) -> None:
    assert relink(page, {"/x": "X"}.get) == expected
