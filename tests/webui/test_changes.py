"""What builds changed, as programs follow it: an event stream, a feed, the state of a day, a map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from register_exports import Fiche, write_export

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.publish import changes as streams
from graphkit.site import Site
from graphkit.store.memory import MemoryStore
from webui import create_app
from webui.pages import changes as pages
from webui.pages import crawling

BASE = "https://w3id.org/referentiels/"
SITE = "https://certifications.example/"
AS = "https://www.w3.org/ns/activitystreams#"
LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
DCT = "http://purl.org/dc/terms/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TODAY = date(2031, 4, 1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A register of four days, the first of which is not kept.

    The second day the lighthouse ends and the mill comes, the third the ferry goes, the fourth only a text of
    the mill changes.
    """
    folder = tmp_path_factory.mktemp("changes")
    settings = Settings(store=folder / "graph", site=Site(SITE), keep_versions=3)
    lighthouse, ferry, mill = Fiche(101), Fiche(102, "Passeur"), Fiche(103, "Meunier")
    ended = lighthouse.but(end="01/03/2031", active=False, replaced_by=(103,))
    for day, fiches in (
        ("2031-03-01", (lighthouse, ferry)),
        ("2031-03-02", (ended, ferry, mill)),
        ("2031-03-05", (ended, mill)),
        ("2031-03-09", (ended, mill.but(contact="Moudre."))),
    ):
        build([write_export(folder, day, *fiches)], settings)
    return settings


@pytest.fixture
def visitor(settings: Settings) -> FlaskClient:
    """A visitor of it."""
    return create_app(settings, today=lambda: TODAY).test_client()


def triples(client: FlaskClient, path: str) -> set[ox.Triple]:
    """Return what an address says in Turtle."""
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return {quad.triple for quad in ox.parse(answer.get_data(), ox.RdfFormat.TURTLE)}


def values(found: set[ox.Triple], subject: str, name: str) -> list[str]:
    """Return the values of a property, sorted."""
    return sorted(t.object.value for t in found if (t.subject.value, t.predicate.value) == (subject, name))


def member(found: set[ox.Triple], kind: str, code: str) -> str:
    """Return the one change of a kind of a certification."""
    about = f"{BASE}certification/{code}"
    of_kind = {t.subject.value for t in found if t.predicate.value == f"{DCT}type" and t.object.value == kind}
    (one,) = (each for each in of_kind if values(found, each, f"{DCT}isVersionOf") == [about])
    return one


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_the_stream_tells_what_was_added_changed_and_removed(visitor: FlaskClient) -> None:
    root = triples(visitor, "/changements")
    assert values(root, f"{SITE}changements", TYPE) == [f"{LDES}EventStream"]
    (relation,) = values(root, f"{SITE}changements#vue", f"{TREE}relation")
    assert values(root, relation, f"{TREE}node") == [f"{SITE}changements/1"]
    found = triples(visitor, "/changements/1")
    for kind, code, activity in (
        ("apparition", "RNCP103", "Create"),
        ("retrait", "RNCP102", "Delete"),
        ("nouveau-successeur", "RNCP101", "Update"),
        ("contenu-change", "RNCP103", "Update"),
    ):
        assert values(found, member(found, kind, code), TYPE) == [f"{AS}{activity}"]
    successor = member(found, "nouveau-successeur", "RNCP101")
    assert values(found, successor, f"{AS}result") == [f"{BASE}certification/RNCP103"]
    assert values(found, successor, f"{DCT}date") == ["2031-03-02"]
    members = values(found, f"{SITE}changements", f"{TREE}member")
    # Day 2: came, successor, active, end; day 3: gone; day 4: text.
    assert members == [f"{SITE}changements/1#changement-{n}" for n in range(1, 7)]
    assert f"{LDES}immutable" not in {t.predicate.value for t in found}


def test_a_full_page_never_changes(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (streams, pages):
        monkeypatch.setattr(module, "PER_PAGE", 4)
    first, second = (visitor.get(f"/changements/{n}.nt") for n in (1, 2))
    assert "immutable" in first.headers["Cache-Control"]
    assert f"<{LDES}immutable>" in first.text
    assert "immutable" not in second.headers["Cache-Control"]
    assert first.text.count(f"{TREE}member") == 4
    assert second.text.count(f"{TREE}member") == 2
    again = visitor.get("/changements/1.nt", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert len(values(triples(visitor, "/changements.ttl"), f"{SITE}changements#vue", f"{TREE}relation")) == 2


@pytest.mark.parametrize("name", ["0", "2", "01", "x", "1.5"])
def test_a_page_that_there_is_none_of_is_not_found(visitor: FlaskClient, name: str) -> None:
    assert visitor.get(f"/changements/{name}", headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("path", ["/changements", "/changements/1"])
def test_people_are_sent_to_the_page_of_events(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/evenements")


def test_the_feed_is_atom(visitor: FlaskClient) -> None:
    answer = visitor.get("/evenements.atom")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root = ET.fromstring(answer.get_data())  # noqa: S314 - our own feed
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}id") for each in entries] == [
        f"{SITE}changements/1#changement-{n}" for n in (6, 5, 4, 3, 2, 1)
    ]
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            assert each.findtext(f"{ATOM}{name}")
    assert entries[1].findtext(f"{ATOM}title") == "RNCP102 Passeur"
    (link,) = entries[1].findall(f"{ATOM}link")
    assert link.get("href") == f"{BASE}certification/RNCP102"
    relations = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert relations["self"] == f"{SITE}evenements.atom"
    assert "next" not in relations


def test_the_feed_is_chosen_and_paged(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = visitor.get("/evenements.atom?certification=RNCP101").get_data()
    assert len(ET.fromstring(chosen).findall(f"{ATOM}entry")) == 3  # noqa: S314 - our own feed
    monkeypatch.setattr(pages, "_FEED_ENTRIES", 4)
    root = ET.fromstring(visitor.get("/evenements.atom?page=2").get_data())  # noqa: S314 - our own feed
    assert len(root.findall(f"{ATOM}entry")) == 2
    relations = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert relations["previous"] == f"{SITE}evenements.atom"
    assert visitor.get("/evenements.atom?genre=x").status_code == 400


def test_a_thing_is_told_as_of_a_day(visitor: FlaskClient, parse: Callable[..., object]) -> None:
    # The end of registration was put forward on 2 March.
    ends = f"{BASE}ontologie#dateFinEnregistrement"
    subject = f"{BASE}certification/RNCP101"
    for day in ("2031-03-02", "2031-03-04", "2031-03-31"):
        assert values(triples(visitor, f"/certification/RNCP101?at={day}"), subject, ends) == ["2031-03-01"]
    # The ferry was there until 5 March.
    answer = visitor.get("/certification/RNCP102?at=2031-03-04&lang=fr")
    parse(answer)
    assert answer.status_code == 200
    assert "Ce qui était en vigueur le 4 mars 2031" in answer.text.replace("\xa0", " ")
    assert answer.headers["Memento-Datetime"] == "Sun, 02 Mar 2031 00:00:00 GMT"
    assert answer.headers["Content-Location"] == "/certification/RNCP102?at=2031-03-04"
    assert any('rel="original latest-version"' in each for each in answer.headers.getlist("Link"))
    for suffix in ("ttl", "jsonld", "nt", "rdf", "json"):
        given = visitor.get(f"/certification/RNCP102.{suffix}?at=2031-03-04")
        assert (given.status_code, "Memento-Datetime" in given.headers) == (200, True)
    assert visitor.get("/certification/RNCP102").status_code == 404
    assert visitor.get("/certification/RNCP102?at=2031-03-05").status_code == 404
    assert "Memento-Datetime" not in visitor.get("/certification/RNCP101").headers


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [
        ("2031-02-28", 404, "the first one known is of 2031-03-01"),
        ("2031-03-01", 404, "is not kept any more; those that are: 2031-03-02, 2031-03-05, 2031-03-09"),
        ("2031-04-02", 400, "is to come"),
        ("hier", 400, "is no date"),
        ("", 400, "is no date"),
    ],
)
def test_a_day_that_cannot_be_told_is_refused(visitor: FlaskClient, day: str, status: int, told: str) -> None:
    answer = visitor.get(f"/certification/RNCP101?at={day}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert told in answer.text


def test_a_graph_in_memory_has_no_past() -> None:
    lines = f'<{BASE}chose/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "x" <{BASE}g> .\n'
    client = create_app(Settings(), catalog=Catalog(MemoryStore.parse(lines.encode()))).test_client()
    assert client.get("/chose/1?at=2020-01-01").status_code == 404
    assert client.get("/changements", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/sitemap.xml").status_code == 200


def test_the_map_leads_to_every_certification(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "MOST", 1)
    robots = visitor.get("/robots.txt").text
    assert f"Sitemap: {SITE}sitemap.xml" in robots
    root = ET.fromstring(visitor.get("/sitemap.xml").get_data())  # noqa: S314 - our own map
    parts = [each.findtext(f"{MAP}loc") or "" for each in root.findall(f"{MAP}sitemap")]
    assert f"{SITE}sitemaps/pages-1.xml" in parts
    found = []
    for address in parts:
        answer = visitor.get(address.replace(SITE, "/"))
        assert (answer.status_code, answer.mimetype) == (200, "application/xml")
        urls = ET.fromstring(answer.get_data()).findall(f"{MAP}url")  # noqa: S314 - our own map
        assert urls
        found += [each.findtext(f"{MAP}loc") or "" for each in urls]
    assert {f"{SITE}certification/RNCP101", f"{SITE}certification/RNCP103", SITE} <= set(found)
    assert len(found) == len(set(found))
    for address in found:
        assert visitor.get(address.replace(SITE, "/")).status_code == 200
    assert visitor.get("/sitemaps/certifications-9.xml").status_code == 404
    assert visitor.get("/sitemaps/rien-1.xml").status_code == 404
