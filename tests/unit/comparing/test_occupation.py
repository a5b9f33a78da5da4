"""What a certification gives towards an occupation."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from graphkit.catalog import Catalog
from graphkit.cli import main
from graphkit.comparing.occupation import tell, towards
from graphkit.comparing.reports import as_text
from graphkit.errors import NotFound
from graphkit.matching.coverage import How
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.versions import build_version

_OCCUPATION = """
@base <https://w3id.org/referentiels/> .
@prefix ref: <https://w3id.org/referentiels/ontologie#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<nomenclature/rome> {
  <rome/N9999> a skos:Concept ; skos:notation "N9999" ; skos:prefLabel "Gardien de phare"@fr ;
    ref:requiertCompetence <rome-competence/1>, <rome-competence/2> ; ref:voitEmerger <rome-competence/3> .
  <rome-competence/1> a skos:Concept ; skos:prefLabel "Nettoyer les optiques du phare"@fr .
  <rome-competence/2> a skos:Concept ; skos:prefLabel "Conduire un attelage de chiens"@fr .
  <rome-competence/3> a skos:Concept ; skos:prefLabel "Repeindre les superstructures exposées"@fr .
}
"""


@pytest.fixture(scope="module")
def lines(harbour: Catalog) -> bytes:
    """The fiches, with an occupation that requires two competences and sees a third emerge."""
    stated = ox.serialize(ox.parse(_OCCUPATION.encode(), ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    store = harbour._store
    assert isinstance(store, EmbeddedStore)
    return (store.raw.dump(format=ox.RdfFormat.N_QUADS) or b"") + (stated or b"")


def test_what_is_covered_comes_first_with_its_evidence(lines: bytes) -> None:
    found = towards(Catalog(EmbeddedStore.of_lines(lines)), "RNCP90001", "n9999")
    assert {each.label: each.covered.how for each in found.required} == {
        "Nettoyer les optiques du phare": How.UNE,
        "Repeindre les superstructures exposées": How.UNE,
        "Conduire un attelage de chiens": How.NON,
    }
    assert found.required[-1].label == "Conduire un attelage de chiens"
    assert found.done == 2
    assert not found.aims
    text = as_text(tell(found))
    assert "Nettoyer les optiques du phare pour garantir la portée du feu" in text
    assert "Repeindre les superstructures exposées (émergente)" in text
    assert "La fiche ne vise pas ce métier." in text


def test_an_occupation_of_which_nothing_is_known_is_told(lines: bytes) -> None:
    with pytest.raises(NotFound, match=r"ROME 4\.0"):
        towards(Catalog(EmbeddedStore.of_lines(lines)), "RNCP90001", "M1803")


def test_the_command_answers_in_words_and_as_json(lines: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(lines)
    build_version(tmp_path / "s", path)
    arguments = ["metier", "RNCP90001", "N9999", "--store", str(tmp_path / "s")]
    assert "2 sur 3" in CliRunner().invoke(main, arguments).output
    english = CliRunner().invoke(main, [*arguments, "--lang", "en"]).output
    english = " ".join(english.split())
    assert "2 of 3" in english
    assert "(emerging)" in english
    assert "The record does not aim at this occupation." in english
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert told["share"] == 2 / 3
    assert told["caution"].startswith("Couverture calculée")
    spoken = json.loads(CliRunner().invoke(main, [*arguments, "--json", "--lang", "en"]).output)
    assert spoken["caution"].startswith("Coverage computed")
    assert "in common" in spoken["competences"][0]["evidence"][0]["why"]
    assert told["competences"][0]["evidence"][0]["why"]
    assert told["competences"][0]["evidence"][0]["relation"] == "même contenu"


def test_what_it_gives_is_kept_and_a_question_tells_it_with_evidence(lines: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(lines)
    build_version(tmp_path / "s", path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--store", str(tmp_path / "s")])

    assert "2 computed, 2 kept" in run("matches", "store", "RNCP90001", "n9999").output
    question = ["query", "apport-a-un-metier-par-rapprochement", "certification=RNCP90001", "rome=N9999"]
    rows = list(csv.DictReader(io.StringIO(run(*question, "--format", "csv").output)))
    assert {(row["libelle"], row["enonce"], row["rapport"]) for row in rows} == {
        (
            "Nettoyer les optiques du phare",
            "Nettoyer les optiques du phare pour garantir la portée du feu",
            "même contenu",
        ),
        (
            "Repeindre les superstructures exposées",
            "Repeindre les superstructures exposées aux embruns",
            "même contenu",
        ),
    }
    assert all("repeindre" in row["mots"] for row in rows if row["libelle"].startswith("Repeindre"))
    assert run("matches", "store", "RNCP90001", "M1803").exit_code == 3
