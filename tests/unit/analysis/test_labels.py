"""The analyser finds in real and in difficult statements what a reader finds there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import statement_analysis

from graphkit.analysis import Nature, analyse
from graphkit.sources.fiche_texte import FicheTexte
from graphkit.sources.trois_colonnes import TroisColonnes

SAMPLE = Path(__file__).parents[3] / "graphkit" / "sample"
SETS = {name: statement_analysis.labels(name) for name in statement_analysis.SETS}
#: What is told of a statement -> least precision and least recall.
FLOORS = {
    "verbe": (0.98, 0.98),
    "infinitif": (0.98, 0.98),
    "énoncés": (0.98, 0.98),
    "objet": (0.98, 0.98),
    "objet (mots)": (0.97, 0.97),
    "finalité": (0.98, 0.98),
    "finalité (mots)": (0.97, 0.97),
    "moyen": (0.97, 0.97),
    "moyen (mots)": (0.97, 0.97),
}


def below(labelled: list[statement_analysis.Label]) -> dict[str, tuple[float, float]]:
    """What falls below its floor."""
    found = statement_analysis.scores(labelled)
    assert set(found) == set(FLOORS)
    return {
        name: (score.precision, score.recall)
        for name, score in found.items()
        if score.precision < FLOORS[name][0] or score.recall < FLOORS[name][1]
    }


@pytest.mark.parametrize("name", SETS)
def test_precision_and_recall_stay_above_their_floors(name: str) -> None:
    assert below(SETS[name]) == {}


def test_the_sets_are_as_large_as_they_were_when_labelled() -> None:
    assert {name: len(labelled) for name, labelled in SETS.items()} == {"echantillon": 77, "inventes": 93}


def test_a_wrong_label_lowers_a_score() -> None:
    label = SETS["echantillon"][0]
    wrong = statement_analysis.Label(label.texte, "vendre", False, "", "pour voir", "à pied", 3)
    assert set(below([wrong])) == set(FLOORS)


def test_every_competence_of_the_packaged_documents_is_labelled() -> None:
    stated = set()
    for source, name in (
        (FicheTexte(), "fiche_RNCP25520.txt"),
        (TroisColonnes(), "referentiel_chef_de_projet_digital.txt"),
    ):
        for record in source.read(SAMPLE / name):
            stated.update(statement_analysis.competences(record))
    assert {label.texte for label in SETS["echantillon"]} == stated


def test_what_a_label_cites_stands_in_its_statement() -> None:
    for labelled in SETS.values():
        for label in labelled:
            for part in (label.objet, label.finalites, label.moyens):
                assert set(statement_analysis.words(part)) <= set(statement_analysis.words(label.texte))


def test_official_statements_are_read_as_a_reader_labelled_them(shared_data: Path) -> None:
    labelled = statement_analysis.official_labels(shared_data)
    assert len(labelled) == 104
    assert below(labelled) == {}


def test_nearly_all_competences_of_rome_begin_with_an_infinitive(shared_data: Path) -> None:
    """Of 18,317, fifteen do not: read one by one, fourteen of them begin with a noun or a conjugated verb."""
    textes = statement_analysis.rome(shared_data)
    without = [texte for texte in textes if not analyse(texte, Nature.COMPETENCE).est_infinitif]
    assert len(textes) == 18_317
    assert len(without) <= 15
    assert {texte.split()[0] for texte in without} <= {
        "Capacité",
        "Collabore",
        "Communique",
        "Conduite",
        "Entretien",
        "Gestion",
        "MACRO",
        "Mise",
        "Organisation",
        "Pré",
        "Réalise",
        "Sélection",
        "Sélectionne",
        "Validation",
    }
