"""The dataset as a whole: its page, its description at the customary places, its files."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, OWL, RDF, VOID

from graphkit.catalog import Catalog
from graphkit.config import Settings
from graphkit.pipeline import build
from graphkit.publish.publication import publish
from graphkit.store.versions import build_version, open_current
from webui import create_app
from webui.negotiation import MEDIA_TYPES

DATASET = URIRef("https://w3id.org/referentiels/donnees")


@pytest.fixture(scope="module")
def with_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A visitor of a site whose dumps are published."""
    settings = Settings(store=tmp_path_factory.mktemp("dataset") / "graph")
    build([], settings)
    publish(Catalog(open_current(settings.store)), settings.store / "dumps")
    with create_app(settings).test_client() as client:
        yield client


@pytest.mark.parametrize("wanted", ["ttl", "rdf", "nt"])
@pytest.mark.parametrize("path", ["/.well-known/void", "/donnees"])
def test_programs_are_told_of_the_dataset(client: FlaskClient, path: str, wanted: str) -> None:
    answer = client.get(path, headers={"Accept": MEDIA_TYPES[wanted]})
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPES[wanted])
    assert answer.headers["Content-Location"] == f"/donnees.{wanted}"
    graph = Graph().parse(data=answer.get_data(), format={"ttl": "turtle", "rdf": "xml"}.get(wanted, wanted))
    assert {VOID.Dataset, DCAT.Dataset} <= set(graph.objects(DATASET, RDF.type))
    assert str(graph.value(DATASET, VOID.sparqlEndpoint)) == "https://w3id.org/referentiels/sparql"


def test_void_is_given_to_whoever_takes_anything_and_people_get_a_page(client: FlaskClient) -> None:
    assert client.get("/.well-known/void").mimetype == "text/turtle"
    answer = client.get("/.well-known/void", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.location) == (303, "/donnees")


def test_addresses_never_come_from_the_host_of_a_request(client: FlaskClient) -> None:
    text = client.get("/.well-known/void", headers={"Host": "evil.example"}).text
    assert "evil.example" not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_the_licence_and_the_counts(
    client: FlaskClient, parse: Callable[..., Any], language: str
) -> None:
    answer = client.get(f"/donnees?lang={language}")
    parse(answer)
    assert 'rel="license external' in answer.text
    assert "Source : France compétences (data.gouv.fr)" in answer.text
    void = Graph().parse(data=client.get("/donnees.ttl").get_data(), format="turtle")
    for part in void.objects(DATASET, VOID.classPartition):
        if str(void.value(part, VOID["class"])).endswith("#Certification"):
            assert f'<td class="num">{void.value(part, VOID.entities)}</td>' in answer.text
            break
    else:
        pytest.fail("the certifications are not counted")


def test_without_publication_the_page_says_so_and_no_file_is_offered(client: FlaskClient) -> None:
    assert "Aucun fichier" in client.get("/donnees").text
    assert client.get("/telechargements/graphe.nq.gz").status_code == 404
    void = Graph().parse(data=client.get("/donnees.ttl").get_data(), format="turtle")
    assert not list(void.objects(DATASET, VOID.dataDump))


def test_published_files_are_offered_and_given(with_files: FlaskClient) -> None:
    page = with_files.get("/donnees").text
    graph = Graph().parse(data=with_files.get("/donnees.ttl").get_data(), format="turtle")
    assert len(list(graph.objects(DATASET, DCAT.distribution))) == 3
    for address in graph.objects(DATASET, VOID.dataDump):
        path = str(address).removeprefix("https://w3id.org/referentiels")
        assert f'href="{path}"' in page
        with with_files.get(path) as answer:
            assert (answer.status_code, answer.mimetype) == (200, "application/gzip")
            assert "Content-Encoding" not in answer.headers
            assert gzip.decompress(answer.get_data())
            tag = answer.headers["ETag"]
        with with_files.get(path, headers={"If-None-Match": tag}) as again:
            assert again.status_code == 304
        with with_files.get(path, headers={"Range": "bytes=0-1"}) as part:
            assert (part.status_code, part.get_data()) == (206, b"\x1f\x8b")


def test_files_of_another_version_are_said_to_be(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "graph")
    lines = tmp_path / "lines.nq"
    line = '<https://w3id.org/referentiels/chose/{}> <http://www.w3.org/2004/02/skos/core#prefLabel> "x" .\n'
    for name in ("a", "b"):
        lines.write_text(line.format(name).replace(" .", " <https://w3id.org/referentiels/g> ."))
        version = build_version(settings.store, lines)
        if name == "a":
            publish(Catalog(open_current(settings.store)), settings.store / "dumps")
            first = version.id
            assert "Ces fichiers" not in create_app(settings).test_client().get("/donnees").text
    client = create_app(settings).test_client()
    assert f"Ces fichiers sont ceux de la version {first[:12]} du graphe" in client.get("/donnees").text
    assert f"These files are those of version {first[:12]}" in client.get("/donnees?lang=en").text
    graph = Graph().parse(data=client.get("/donnees.ttl").get_data(), format="turtle")
    file = graph.value(DATASET, DCAT.distribution)
    assert str(graph.value(file, OWL.versionInfo)) == first
    assert str(graph.value(DATASET, OWL.versionInfo)) == version.id
    # An older program wrote no such file.
    folder = settings.store / "dumps"
    (folder / "VERSION").unlink()
    sums = [line for line in (folder / "SHA256SUMS").read_text().splitlines() if "VERSION" not in line]
    (folder / "SHA256SUMS").write_text("\n".join(sums))
    assert "ne disent pas de quelle version" in client.get("/donnees?lang=fr").text


@pytest.mark.parametrize("name", ["..%2fcurrent", "%2e%2e%2fcurrent", "..", "manifest.json", "SHA256SUMS%00"])
def test_only_what_was_published_is_given(with_files: FlaskClient, name: str) -> None:
    assert with_files.get(f"/telechargements/{name}").status_code == 404
