"""The parting of assessments: a case for each layout, all official blocs, nothing lost of any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from graphkit.model import Competence, Faits, Modalite
from graphkit.passages import Passage
from graphkit.sources.decoupage import split_competences
from graphkit.sources.modalites import split_modalites
from graphkit.text import normalise_spaces

_CAS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "cases" / "modalites" / "cas.json").read_text(encoding="utf-8")
)
_COMPETENCES = tuple(Competence(f"Faire {code}", code) for code in ("C1", "C2", "C3"))

# Read off the 13 official fiches: what each bloc's own modalities begin with; of blocs whose text names the
# competences, how many of these have one; notes.
_OFFICIELLES: dict[str, tuple[str, int, int]] = {
    "RNCP34762BC01": ("", 7, 0),
    "RNCP34762BC02": ("", 10, 0),
    "RNCP34762BC03": ("", 10, 1),
    "RNCP34762BC04": ("", 8, 1),
    "RNCP34762BC05": ("Dossier(s) argumenté(s)", 0, 0),
    "RNCP35809BC01": ("Scolaires (établissements", 0, 0),
    "RNCP35809BC02": ("Scolaires (établissements", 0, 0),
    "RNCP35809BC03": ("Scolaires (établissements", 0, 0),
    "RNCP35809BC04": ("Scolaires (établissements", 0, 0),
    "RNCP35419BC01": ("Cas pratiques | Mise en", 0, 0),
    "RNCP35419BC02": ("Mise en | Cas pratiques | Etude de", 0, 0),
    "RNCP35419BC03": ("Cas pratiques | Etude de", 0, 0),
    "RNCP35419BC04": ("Etude de | Cas pratiques", 0, 0),
    "RNCP37488BC01": ("Scolaires (établissement | Scolaires (établissement", 0, 0),
    "RNCP37488BC02": ("Scolaires (établissement | Scolaires (établissement", 0, 0),
    "RNCP40344BC01": ("Mises en | Etude de | Entretien avec", 0, 0),
    "RNCP40344BC02": ("Etude de | Entretien avec", 0, 0),
    "RNCP40344BC03": ("Etude de | Geste pratique | Entretien avec", 0, 0),
    "RNCP40344BC04": ("Dossier écrit | Explicitation d’un | Entretien avec", 0, 0),
    "RNCP37674BC01": ("Présentation d'un", 0, 0),
    "RNCP37674BC02": ("Présentation d'un", 0, 0),
    "RNCP37873BC01": ("Présentation d'un", 0, 0),
    "RNCP37873BC02": ("Présentation d'un", 0, 0),
    "RNCP37873BC03": ("Présentation d'un", 0, 0),
    "RNCP39568BC01": ("Etude(s) de", 0, 0),
    "RNCP39568BC02": ("Etude de | Etude de | Etude(s) de", 0, 0),
    "RNCP39568BC03": ("Contrôle continu | Etude de | Contrôle continu | Simulation /", 0, 0),
    "RNCP39568BC04": ("Mise(s) en | Constitution d’un | Evaluation des", 0, 0),
    "RNCP39568BC05": ("Soutenance d’un", 0, 0),
    "RNCP39568BC06": ("Livrable écrit", 0, 0),
}
# Where the runs of spaces are of two lengths, the lines of each modality.
_LIGNES = {
    "RNCP39568BC01": [2],
    "RNCP39568BC02": [3, 2, 3],
    "RNCP39568BC03": [2, 2, 2, 2],
    "RNCP39568BC04": [2, 2, 3],
    "RNCP39568BC05": [2],
    "RNCP39568BC06": [2],
}

Parties = tuple[tuple[Modalite, ...], tuple[Competence, ...], Faits]


def _serre(text: str) -> str:
    return normalise_spaces(text).replace(" ", "")


def _reste(text: str, parties: Parties) -> str:
    """Return what no passage of a modality or note holds, after checking what each passage holds."""
    du_bloc, competences, notes = parties
    modalites = [*du_bloc, *(m for c in competences for m in c.modalites)]
    restes = list(text)
    passages: list[tuple[str, Passage]] = [(m.enonce, m.passages[0]) for m in modalites]
    passages += [(str(n.valeur), n.passages[0]) for n in notes]
    for enonce, passage in passages:
        debut, fin = passage.caracteres or (0, 0)
        marque, lu, suite = _serre(text[debut:fin]).partition(_serre(enonce))
        assert lu
        assert not suite
        assert not any(c.isalnum() for c in marque)
        restes[debut:fin] = " " * (fin - debut)
    return _serre("".join(restes))


@pytest.mark.parametrize("cas", _CAS, ids=[cas["nom"] for cas in _CAS])
def test_written_case(cas: dict[str, Any]) -> None:
    parties = split_modalites(cas["texte"], "X", _COMPETENCES)
    du_bloc, competences, notes = parties
    assert [m.enonce for m in du_bloc] == cas["bloc"]
    assert {c.code: [m.enonce for m in c.modalites] for c in competences if c.modalites} == cas["competences"]
    assert [(n.propriete, n.valeur) for n in notes] == [("skos:note", note) for note in cas["notes"]]
    assert not _reste(cas["texte"], parties)


def test_an_assessment_of_two_competences_is_one_value() -> None:
    _, (_, une, autre), _ = split_modalites("C2 et C3. Étude de plan", "X", _COMPETENCES)
    assert une.modalites == autre.modalites
    assert une.modalites[0].passages == (Passage(caracteres=(0, 23), chemin="X"),)


def _officiels(shared_data: Path) -> dict[str, tuple[str, str]]:
    """Return the text of each bloc's assessment, and that of its competences."""
    textes = {}
    for fichier in sorted((shared_data / "france_competences_xml").glob("*.xml")):
        for bloc in etree.parse(fichier).getroot().iterfind("FICHE/BLOCS_COMPETENCES/BLOC_COMPETENCES"):
            liste = bloc.findtext("LISTE_COMPETENCES", "")
            textes[bloc.findtext("CODE", "")] = (bloc.findtext("MODALITES_EVALUATION", ""), liste)
    return textes


def test_official_assessments_are_parted_as_read(shared_data: Path) -> None:
    textes = _officiels(shared_data)
    assert textes.keys() == _OFFICIELLES.keys()
    for nom, (texte, liste) in textes.items():
        competences = tuple(Competence(i.enonce, i.code) for i in split_competences(liste))
        parties = split_modalites(texte, "X", competences)
        du_bloc, attribuees, notes = parties
        debuts, combien, remarques = _OFFICIELLES[nom]
        lus = [" ".join(m.enonce.split()[:2]) for m in du_bloc]
        assert lus == (debuts.split(" | ") if debuts else []), nom
        assert [len(c.modalites) for c in attribuees] == [1 if combien else 0] * len(competences), nom
        assert sum(bool(c.modalites) for c in attribuees) == combien, nom
        assert len(notes) == remarques, nom
        assert not _reste(texte, parties), nom
        if nom in _LIGNES:
            assert [m.enonce.count("\n") + 1 for m in du_bloc] == _LIGNES[nom], nom


_MORCEAU = st.sampled_from(
    [
        "- ",
        "* ",
        "C1. ",
        "C2 et C3. ",
        "C1 à C3",
        "NB : ",
        "NB",
        " :",
        ".",
        "  ",
        "   ",
        "    ",
        "       ",
        "\n",
        "\r\n\r\n",
        "Taille",
        "haie",
        "de",
        "Étude",
        "\u00a0",
        "(",
        " ",
    ]
)


@example("-   C1. ")
@given(st.lists(_MORCEAU, max_size=40).map("".join) | st.text(max_size=200))
def test_nothing_is_lost_of_any_text(text: str) -> None:
    assert not _reste(text, split_modalites(text, "X", _COMPETENCES))
