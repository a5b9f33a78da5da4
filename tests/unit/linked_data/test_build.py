"""Builds with RDF files: what comes out, what other sources keep, and dumps that are read again."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdf_content import BASE, PREFIXES

from graphkit.catalog import Catalog
from graphkit.cli import main
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, ValidationFailed
from graphkit.linked_data import reading
from graphkit.pipeline import build
from graphkit.report import BuildReport
from graphkit.store.changes import FicheChanges
from graphkit.store.dump import digest_dump, dump_sorted
from graphkit.store.manifest import read_version
from graphkit.store.versions import open_current

CASE = Path(__file__).parents[2] / "cases" / "rdf" / "cerf-volant.ttl"
SAMPLE = Path(__file__).parents[3] / "graphkit" / "sample"


def _graphs(store: Path) -> dict[str, set[str]]:
    """Return the statements of each graph, without the base of IRIs."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in dump_sorted(open_current(store)):
        statement, _, graph = line.decode().rstrip()[: -len(" .")].rpartition(" ")
        found[graph[1:-1].removeprefix(BASE)].add(statement.replace(BASE, ""))
    return found


def _build(folder: Path, *paths: Path, **settings: object) -> tuple[BuildReport, dict[str, set[str]]]:
    store = folder / "graph"
    report = build(paths, Settings(store=store, **settings))  # type: ignore[arg-type]
    return report, _graphs(store)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the packaged sample."""
    store = tmp_path_factory.mktemp("sample") / "graph"
    build((), Settings(store=store))
    return store


def test_the_graph_holds_the_certification_its_report_and_its_document(tmp_path: Path) -> None:
    report, graphs = _build(tmp_path, CASE)
    assert (report.read, report.loaded, report.sources) == (1, 1, {"cerf-volant.ttl": 1})
    assert set(graphs) == {
        "fiche/RNCP99001/rdf", "fiche/RNCP99001/rdf/rapport", "graphe/nomenclatures", "graphe/sources",
        "graphe/sources/rapport", "ontologie",
    }  # fmt: skip
    # Two things are missing from the invented record, as one reads in it: the jury and the NSF code.
    assert report.results == {"violation": 0, "warning": 2, "info": 0}
    assert report.shapes == {
        "warning AccesParVoie-ouverteSansJury": 1,
        "warning Certification-domaineRNCP": 1,
    }
    assert sum("shacl#focusNode" in s for s in graphs["fiche/RNCP99001/rdf/rapport"]) == 2
    (document,) = {s.split(" ")[0] for s in graphs["graphe/sources"] if "sha256" in s}
    assert (
        f"<fiche/RNCP99001/rdf> <http://www.w3.org/ns/prov#wasDerivedFrom> {document}"
        in graphs["graphe/sources"]
    )
    assert f'{document} <http://purl.org/dc/terms/title> "cerf-volant.ttl"' in graphs["graphe/sources"]
    # The file gives no date of its own, and none is made up.
    assert not any("terms/date>" in s for s in graphs["graphe/sources"])
    view = Catalog(open_current(tmp_path / "graph")).certification("RNCP99001")
    assert view.ref.title == "Réparateur de cerfs-volants"
    assert [c.label for c in view.certificateurs] == ["École du vent"]
    assert [len(b.competences) for b in view.blocs] == [2]


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first, _ = _build(tmp_path / "a", CASE, SAMPLE)
    second, _ = _build(tmp_path / "b", SAMPLE, CASE)
    assert first.version == second.version


def test_values_in_any_spelling_are_known_by_what_the_store_gives_back(tmp_path: Path) -> None:
    """A graph is known by the digest of its lines: a store that gives back others would not be built upon."""
    path = tmp_path / "valeurs.ttl"
    path.write_text(
        PREFIXES + "<certification/x> a ref:Certification ; ref:ordre 007 , 7 , +7 ; e:v 1.50 , 1E1 ,"
        ' "1"^^xsd:boolean , "2030-01-01+00:00"^^xsd:date , "x"^^xsd:integer , "P12M"^^xsd:duration ,'
        ' "a\\tb\\u0001\\u007F\\u0085"@FR , "z"^^e:type .'
    )
    report, graphs = _build(tmp_path, path)
    orders = {s.split(" ")[2] for s in graphs["fiche/x/rdf"] if "#ordre>" in s}
    assert orders == {'"7"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    store = open_current(tmp_path / "graph")
    told = read_version(tmp_path / "graph" / "versions" / report.version)
    assert told is not None
    assert digest_dump(store, tmp_path).graphs == told.graph_digests()
    again, _ = _build(tmp_path, path)
    assert again.version == report.version
    assert again.fiches == FicheChanges(added=0, changed=0, removed=0, unchanged=1)


def test_the_same_file_under_two_names_is_one_document(tmp_path: Path) -> None:
    two = PREFIXES + "e:a a ref:Certification ; e:p e:c . e:b a ref:Certification ; e:p e:c . e:c e:p 1 ."
    for name in ("un.ttl", "deux.ttl"):
        (tmp_path / name).write_text(two)
    report, graphs = _build(tmp_path, tmp_path / "un.ttl", tmp_path / "deux.ttl")
    assert (report.loaded, len(report.superseded)) == (2, 2)
    assert sum(name.startswith("document/") for name in graphs) == 1


def test_a_build_without_validation_has_no_report(tmp_path: Path) -> None:
    report, graphs = _build(tmp_path, CASE, validate=False)
    assert not report.validated
    assert "fiche/RNCP99001/rdf" in graphs
    assert not any(name.endswith("/rapport") for name in graphs)


def test_what_the_shapes_find_refuses_a_strict_build(tmp_path: Path) -> None:
    path = tmp_path / "faux.ttl"
    path.write_text(
        f'{PREFIXES}<certification/x> a ref:Certification ; ref:dateEffet "31/02/2030"^^xsd:date .'
    )
    with pytest.raises(ValidationFailed, match="certification/x"):
        _build(tmp_path, path, strict=True)
    report, graphs = _build(tmp_path, path)
    assert report.results["violation"]
    assert any("Certification-dateEffet" in s for s in graphs["fiche/x/rdf/rapport"])


def test_a_shared_thing_is_checked_with_each_certification_that_uses_it(tmp_path: Path) -> None:
    path = tmp_path / "commun.ttl"
    path.write_text(
        PREFIXES + "<certification/a> a ref:Certification ; ref:comporteCompetence <competence/a/C1> .\n"
        "<certification/b> a ref:Certification ; ref:comporteCompetence <competence/a/C1> .\n"
        "<competence/a/C1> a ref:Competence .\n"
    )
    report, graphs = _build(tmp_path, path)
    # It is described, so no link to it is at fault; it has no statement, and that is told of both.
    assert "violation Certification-comporteCompetence" not in report.shapes
    assert report.shapes["violation Competence-enonce"] == 2
    (document,) = (name for name in graphs if name.startswith("document/"))
    assert graphs[document] == {
        "<competence/a/C1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ontologie#Competence>"
    }


def test_a_file_writes_in_no_graph_of_another_source(tmp_path: Path, sample: Path) -> None:
    """Not even one that names its graphs like those, and says of them what they are not."""
    before = _graphs(sample)
    path = tmp_path / "ruse.trig"
    names = [*before, "nomenclature/rome", "certification/RNCP25520"]
    lies = (
        '<certification/RNCP25520> a ref:Certification ; skos:prefLabel "AAA détournée"@fr ;'
        " ref:aPourFiche <fiche/RNCP25520/fiche-texte> ; ref:viseMetier <rome/M1803> .\n"
        '<rome/M1803> skos:prefLabel "AAA détournée"@fr ; skos:notation "Z9999" .\n'
    )
    path.write_text(
        PREFIXES + "".join(f'<{name}> {{ {lies} <{name}> e:p "AAA détournée" . }}\n' for name in names)
    )
    _, after = _build(tmp_path, SAMPLE, path)
    for name, statements in before.items():
        added = after[name] - statements
        assert statements <= after[name], name
        # Only the anomaly that tells of it repeats it.
        added = {s for s in added if not s.startswith("<anomalie/rdf/")}
        assert not any("détournée" in s or "Z9999" in s for s in added), name
    written = {name for name in after if after[name] != before.get(name, set())}
    assert written == {"fiche/RNCP25520/rdf", "fiche/RNCP25520/rdf/rapport", "graphe/sources"}


def test_two_sources_of_a_certification_are_told_apart_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "autre.ttl"
    path.write_text(
        f'{PREFIXES}<certification/RNCP25520> a ref:Certification ; skos:prefLabel "Autre titre"@fr .'
    )
    _build(tmp_path, SAMPLE, path)
    ran = CliRunner().invoke(
        main, ["query", "differences-entre-sources", "--format", "json", "--store", str(tmp_path / "graph")]
    )
    assert ran.exit_code == 0, ran.output
    (row,) = json.loads(ran.stdout)["results"]["bindings"]
    assert row["fiche"]["value"] == f"{BASE}fiche/RNCP25520/fiche-texte"
    assert (row["autreFiche"]["value"], row["autreValeur"]["value"]) == (
        f"{BASE}fiche/RNCP25520/rdf", "Autre titre",
    )  # fmt: skip


def test_of_two_files_on_one_certification_the_newer_speaks(tmp_path: Path) -> None:
    for name, title in (("export_2030-01-01.ttl", "Ancien"), ("export_2031-01-01.ttl", "Nouveau")):
        (tmp_path / name).write_text(
            f'{PREFIXES}<certification/x> a ref:Certification ; skos:prefLabel "{title}"@fr .'
        )
    report, graphs = _build(tmp_path, *sorted(tmp_path.glob("*.ttl")))
    assert (report.read, report.loaded) == (2, 1)
    assert report.superseded == ("x (export_2030-01-01.ttl)",)
    assert any('"Nouveau"@fr' in s for s in graphs["fiche/x/rdf"])
    assert not any('"Ancien"@fr' in s for s in graphs["fiche/x/rdf"])


def test_other_rdf_in_a_folder_is_told_of_and_ours_is_refused_if_it_says_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "données"
    folder.mkdir()
    (folder / "autre.ttl").write_text("@prefix e: <https://exemple.fr/> . e:a e:b e:c .")
    (folder / "fiche.ttl").write_bytes(CASE.read_bytes())
    report, _ = _build(tmp_path, folder)
    assert report.ignored == (str(folder / "autre.ttl"),)
    with pytest.raises(SourceUnreadable, match="nothing is of a class of the ontology"):
        _build(tmp_path, folder / "autre.ttl")


def test_a_dump_of_the_sample_is_read_again_whole(tmp_path: Path, sample: Path) -> None:
    """Every statement of each fiche's graph is found again: certification, parts, codes and passages."""
    dump = tmp_path / "tout.txt"
    dump.write_bytes(b"".join(dump_sorted(open_current(sample))))
    before = _graphs(sample)
    report, after = _build(tmp_path, dump)
    pairs = {
        "fiche/RNCP25520/fiche-texte": "fiche/RNCP25520/rdf",
        "fiche/chef-de-projet-digital/trois-colonnes": "fiche/chef-de-projet-digital/rdf",
    }
    assert report.loaded == len(pairs)
    for old, new in pairs.items():
        assert len(before[old]) > 2000
        assert before[old] <= after[new]
        # More: the fiche that it is now, and where the former one came from.
        added = {s.split(" ")[0].split("/")[0] for s in after[new] - before[old]}
        assert added == {"<certification", "<fiche", "<passage", "<document"} | (
            {"<referentiel"} if any(s.startswith("<referentiel") for s in after[new] - before[old]) else set()
        )
    assert after["graphe/nomenclatures"] == before["graphe/nomenclatures"]
    assert after["ontologie"] == before["ontologie"]
    assert report.results["violation"] == 0
    # The reports are made anew, and nothing else was left out.
    assert report.anomalies == {"rapport-refait": 1}
    assert Catalog(open_current(tmp_path / "graph")).certification("RNCP25520").blocs


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_what_the_viewer_gives_of_a_certification_is_read_again(
    suffix: str, tmp_path: Path, sample: Path
) -> None:
    """What is said of the certification itself; its parts have pages, and files, of their own."""
    from webui.app import create_app  # noqa: PLC0415 - only this test needs the viewer

    answer = create_app(Settings(store=sample)).test_client().get(f"/certification/RNCP25520.{suffix}")
    path = tmp_path / "page"
    path.write_bytes(answer.data)
    before = {
        s for s in _graphs(sample)["fiche/RNCP25520/fiche-texte"] if s.startswith("<certification/RNCP25520>")
    }
    report, after = _build(tmp_path, path)
    assert len(before) > 100
    assert before <= after["fiche/RNCP25520/rdf"]
    assert report.anomalies == {}
    assert {"<rome/M1803>", "<nsf/320>"} <= {s.split(" ")[0] for s in after["graphe/nomenclatures"]}


def test_the_command_line_builds_and_refuses(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "graph")]
    built = CliRunner().invoke(main, ["build", str(CASE), "--json", *store])
    assert built.exit_code == 0, built.output
    assert json.loads(built.stdout)["sources"] == {"cerf-volant.ttl": 1}
    shown = CliRunner().invoke(main, ["show", "RNCP99001", *store])
    assert "RNCP99001  Réparateur de cerfs-volants" in shown.output
    (node,) = {
        s.split(" ")[0][1:-1] for s in _graphs(tmp_path / "graph")["fiche/RNCP99001/rdf"] if "Ada" in s
    }
    assert "Ada Laville" in CliRunner().invoke(main, ["show", node, *store]).output
    broken = tmp_path / "coupe.nt"
    broken.write_bytes(CASE.read_bytes()[:1500])
    refused = CliRunner().invoke(main, ["build", str(broken), *store])
    assert refused.exit_code == 2
    assert f"{broken}: line " in refused.stderr
    assert "correct it there and build again" in refused.stderr
    # What was in service still is.
    assert "RNCP99001" in CliRunner().invoke(main, ["show", "RNCP99001", *store]).output


def test_limits_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKIT_MAX_RDF_BYTES", "1000")
    refused = CliRunner().invoke(main, ["build", str(CASE), "--store", str(tmp_path / "graph")])
    assert refused.exit_code == 2
    assert "larger than 1000 bytes" in refused.stderr


def test_a_store_of_another_base_reads_the_file_as_that_of_others(
    tmp_path: Path,
) -> None:
    report, _ = _build(tmp_path, CASE, base_iri="https://exemple.fr/id/")
    lines = list(dump_sorted(open_current(tmp_path / "graph")))
    assert report.loaded == 1
    own = [line for line in lines if b"<https://exemple.fr/id/fiche/rncp99001-" in line.rsplit(b" ", 2)[1]]
    assert any(line.startswith(f"<{BASE}certification/RNCP99001>".encode()) for line in own)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("a file that is the same was parsed again")


def test_a_file_that_is_the_same_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "autre.ttl"
    other.write_text(CASE.read_text("utf-8").replace("RNCP99001", "RNCP99002"), "utf-8")
    first, before = _build(tmp_path, CASE)
    update, after = _build(tmp_path, CASE, other)
    alone, expected = _build(tmp_path / "alone", CASE, other)
    assert (first.remembered, update.remembered, alone.remembered) == (0, 1, 0)
    assert after == expected != before
    assert (update.version, update.results, update.anomalies, update.sources) == (
        alone.version,
        alone.results,
        alone.anomalies,
        alone.sources,
    )
    monkeypatch.setattr(reading, "parse", _never)
    again, same = _build(tmp_path, other, CASE)
    assert (again.remembered, same) == (2, after)
    other.write_text(other.read_text("utf-8").replace("Réparateur", "Pilote"), "utf-8")
    with pytest.raises(AssertionError, match="parsed again"):
        _build(tmp_path, other, CASE)


def test_what_a_recalled_file_leaves_out_and_shares_is_told_again(tmp_path: Path) -> None:
    path = tmp_path / "deux.ttl"
    one, two = (CASE.read_text("utf-8").replace("RNCP99001", name) for name in ("RNCP99001", "RNCP99002"))
    shared = "<bloc/RNCP99001BC01> ref:ordre 1 ."
    text = f"{one}\n{two}\n<certification/RNCP99002> ref:comporteBloc <bloc/RNCP99001BC01> .\n{shared}\n"
    path.write_text(f"{text}<certification/perdue> ref:code 'x' .\n<chose/seule> ref:code 'y' .\n", "utf-8")
    first, before = _build(tmp_path, path)
    (tmp_path / "autre.ttl").write_text(one.replace("RNCP99001", "RNCP99003"), "utf-8")
    update, after = _build(tmp_path, path, tmp_path / "autre.ttl")
    alone, expected = _build(tmp_path / "alone", path, tmp_path / "autre.ttl")
    assert update.remembered == first.loaded == 2
    assert first.anomalies
    assert update.anomalies == alone.anomalies
    assert any(graph.startswith("document/") for graph in before)
    assert after == expected


def test_a_file_whose_certification_a_newer_one_describes_is_read_when_that_one_goes(tmp_path: Path) -> None:
    old, new = tmp_path / "a-2026-01-01.ttl", tmp_path / "b-2026-02-01.ttl"
    old.write_text(CASE.read_text("utf-8"), "utf-8")
    new.write_text(CASE.read_text("utf-8").replace("Réparateur", "Pilote"), "utf-8")
    both, _ = _build(tmp_path, old, new)
    assert both.loaded == 1
    _, left = _build(tmp_path, old)
    assert left == _build(tmp_path / "alone", old)[1]
