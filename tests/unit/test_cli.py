"""The command line: each command answers a person and a machine, and fails with its own code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphkit.cli import main
from graphkit.store.manifest import Version
from graphkit.store.versions import build_version


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the packaged sample, built by the command itself."""
    folder = tmp_path_factory.mktemp("cli") / "graph"
    result = CliRunner().invoke(main, ["build", "--store", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def _run(*arguments: str, store: Path | None = None) -> Result:
    options = ["--store", str(store)] if store else []
    return CliRunner().invoke(main, [*arguments, *options])


HEAVY = {"rdflib", "pyshacl", "flask", "pyoxigraph", "lxml", "rich", "owlready2", "waitress"}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from graphkit.cli import main; main(['--help'], standalone_mode=False);"
        f"print('heavy:', sorted(set(sys.modules) & {HEAVY!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_help_names_every_command() -> None:
    listed = _run("--help").output
    for name in (
        "build",
        "query",
        "search",
        "show",
        "compare",
        "fetch",
        "serve",
        "info",
        "versions",
        "rollback",
    ):
        assert f"\n  {name} " in listed


def test_build_reports_what_it_did(tmp_path: Path) -> None:
    result = _run("build", "--json", store=tmp_path / "g")
    report = json.loads(result.output)
    assert report["loaded"] == 2
    assert report["fiches"] == {"added": 2, "changed": 0, "removed": 0, "unchanged": 0}
    assert report["coverage"]["fiche_RNCP25520.txt"]["unexplained"] == []
    assert set(report["seconds"]) >= {"read", "map", "validate", "write", "load"}
    assert set(report["results"]) == {"violation", "warning", "info"}


def test_build_for_a_person_names_files_and_coverage(tmp_path: Path) -> None:
    output = _run("build", store=tmp_path / "g").output
    assert "2 record(s) in the graph" in output
    assert "referentiel_chef_de_projet_digital.txt" in output
    assert "0 unexplained" in output
    assert "\nfiches: 2 added, 0 changed, 0 removed, 0 unchanged\n" in output


def test_info_counts_what_is_there(store: Path) -> None:
    counts = json.loads(_run("info", "--json", store=store).output)["counts"]
    assert (counts["ref:Certification"], counts["ref:Competence"], counts["ref:CritereEvaluation"]) == (
        2,
        48,
        123,
    )
    assert "quads in" in _run("info", store=store).output


def test_search_finds_by_word_and_by_code(store: Path) -> None:
    assert "RNCP25520" in _run("search", "communication", store=store).output
    assert "certification/RNCP25520" in _run("search", "rncp 25520", store=store).output
    assert "RNCP25520" in _run("search", "--level", "7", store=store).output
    assert "RNCP25520" not in _run("search", "communication", "--level", "5", store=store).output
    assert _run("search", "--sort", "hasard", "communication", store=store).exit_code == 4
    assert _run("search", store=store).exit_code == 2
    found = json.loads(_run("search", "--json", "projet", "digital", store=store).output)
    assert found["hits"][0]["certification"]["identifier"] == "chef-de-projet-digital"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("RNCP25520", "Manager en ingénierie de la communication numérique intéractive"),
        ("rncp 25520", "Développement de l'entreprise numérique"),
        ("chef-de-projet-digital", "A6A.4"),
        ("RNCP25520BC02", "Conception et recommandation"),
        ("competence/chef-de-projet-digital/C1.1", "Mener une veille constante"),
        ("activite/chef-de-projet-digital/A6A", "Marketing d’influence"),
        ("M1803", "Direction des systèmes d'information"),
        ("320", "RNCP25520"),
        ("vae", "1 certification(s) que la source dit ouverte(s) par cette voie"),
        ("voie-acces/ca", "aucune certification ne s’y rattache directement"),
        ("C6A.4", "Animer une communauté"),
        ("fiche/RNCP25520/fiche-texte", "ref:nombreLignes"),
    ],
)
def test_show_answers_for_every_kind_of_thing(store: Path, code: str, expected: str) -> None:
    result = _run("show", code, store=store)
    assert result.exit_code == 0, result.output
    assert expected in result.output
    json.loads(_run("show", code, "--json", store=store).output)


def test_show_says_what_is_only_cited_and_by_whom(published: Version) -> None:
    folder = published.path.parents[1]
    assert "RNCP39568BC02 : bloc cité par RNCP34762" in _run("show", "RNCP39568BC02", store=folder).output
    result = _run("show", "RNCP39568", store=folder)
    assert (result.exit_code, "is cited by RNCP34762" in result.output) == (3, True)


def test_show_lists_the_things_that_bear_the_same_code(tmp_path: Path) -> None:
    base = "https://w3id.org/referentiels/"
    path = tmp_path / "codes.nq"
    path.write_text(
        "".join(
            f'<{base}competence/{name}/C1> <{base}ontologie#code> "C1" <{base}fiche/{name}/xml-fc> .\n'
            for name in ("RNCP1", "RS2")
        )
    )
    build_version(tmp_path / "graph", path)
    output = _run("show", "c1", store=tmp_path / "graph").output
    assert "competence/RNCP1/C1" in output
    assert "competence/RS2/C1" in output


def test_compare_says_codes_and_coverage(store: Path) -> None:
    output = _run("compare", "RNCP25520", "chef-de-projet-digital", store=store).output
    assert "Niveau : 7" in output
    assert "Couverture calculée" in output
    assert "équivalent" not in output
    view = json.loads(_run("compare", "RNCP25520", "chef-de-projet-digital", "--json", store=store).output)
    assert [side["letter"] for side in view["sides"]] == ["A", "B"]


def test_questions_are_listed_with_their_parameters() -> None:
    output = _run("query").output
    assert "certifications-par-rome" in output
    assert "rome=" in output
    assert "certification déclare-t-elle ?  (sans réponse dans l’échantillon fourni)" in output


@pytest.mark.parametrize("format_", ["csv", "json", "xml", "tsv"])
def test_a_question_answers_in_each_format(store: Path, format_: str) -> None:
    result = _run("query", "certifications-par-rome", "rome=M1803", "--format", format_, store=store)
    assert result.exit_code == 0, result.output
    assert "RNCP25520" in result.output


def test_a_question_answers_a_person_in_a_table(store: Path) -> None:
    assert "RNCP25520" in _run("query", "certifications-par-rome", "rome=M1803", store=store).output


def test_a_query_of_a_file_runs(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(
        "PREFIX ref: <https://w3id.org/referentiels/ontologie#> SELECT ?c WHERE { ?c a ref:Certification }"
    )
    assert "RNCP25520" in _run("query", str(path), "--format", "csv", store=store).output
    path.write_text("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3")
    assert _run("query", str(path), "--format", "ttl", store=store).exit_code == 0
    path.write_text("ASK { ?s ?p ?o }")
    assert _run("query", str(path), store=store).output.strip() == "true"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["show", "RNCP1"], 3, "no certification RNCP1"),
        (["show", "snvel"], 3, "graphkit search snvel"),
        (["show", "document/absent"], 3, "document/absent"),
        (["query", "certifications-par-rom"], 3, "certifications-par-rome"),
        (["query", "certifications-par-rome", "rome=zzz"], 4, "rome"),
        (["query", "certifications-par-rome", "M1803"], 2, "name=value"),
        (["query", "absent.rq"], 2, "absent.rq"),
        (["compare", "RNCP25520"], 4, "two to"),
        (["build", "absent.xml"], 2, "no such file"),
    ],
)
def test_each_failure_has_its_code_and_says_what_to_do(
    store: Path, arguments: list[str], exit_code: int, said: str
) -> None:
    result = _run(*arguments, store=store)
    assert result.exit_code == exit_code
    assert said in result.output


def test_a_query_that_is_not_sparql_says_where(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT ?c WHERE {\n  ?c a \n}")
    result = _run("query", str(path), store=store)
    assert result.exit_code == 4
    assert "line" in result.output


def test_without_a_store_the_user_is_told_how_to_make_one(tmp_path: Path) -> None:
    result = _run("info", store=tmp_path / "none")
    assert result.exit_code == 5
    assert "graphkit build" in result.output


def test_an_unusable_environment_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKIT_BASE_IRI", "exemple")
    result = _run("info")
    assert result.exit_code == 2
    assert "base IRI" in result.output
