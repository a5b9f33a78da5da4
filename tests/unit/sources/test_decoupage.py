"""The splitter: a written case for each layout, all lists of the official files, nothing lost of any text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from graphkit.sources.decoupage import Item, split_competences
from graphkit.sources.marques import lignes, normalise_code
from graphkit.sources.niveaux import is_infinitive
from graphkit.text import normalise_spaces

_CAS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "cases" / "decoupage" / "cas.json").read_text(encoding="utf-8")
)

# Read off the 13 official fiches, list by list: number of competences and how each begins.
_OFFICIELLES = {
    "RNCP34762BC01": (
        7,
        (
            "Evaluer, depuis | Apprécier, depuis | Anticiper, quelque | Définir et | Anticiper et/ou | "
            "Evaluer les | Identifier, sur"
        ),
    ),
    "RNCP34762BC02": (
        10,
        (
            "Evaluer, sur | Accompagner ses | Organiser les | Conduire un | Mobiliser, à | "
            "Appliquer et | Analyser ses | Analyser l'origine | Adapter son | Communiquer afin"
        ),
    ),
    "RNCP34762BC03": (
        10,
        (
            "Optimiser, à | Définir (le | Piloter son | Participer au | Piloter son | Contribuer à | "
            "Organiser le | Mobiliser, face | Décider en | Décider en"
        ),
    ),
    "RNCP34762BC04": (
        8,
        (
            "Réaliser une | Repérer les | Déployer les | Proposer à | Produire une | Evaluer les | "
            "Apprécier l'intérêt | Maitriser les"
        ),
    ),
    "RNCP34762BC05": (
        5,
        "Réaliser un | Valider – | Préconiser et/ou | Etre force | Organiser l’actualisation",
    ),
    "RNCP35809BC01": (
        9,
        (
            "Analyser le | Proposer une | Comparer plusieurs | Définir les | Exploiter une | "
            "Contrôler un | Synthétiser des | Établir le | Établir le"
        ),
    ),
    "RNCP35809BC02": (
        20,
        (
            "Valider une | Renseigner la | Établir le | Suivre économiquement | "
            "Clôturer économiquement | Collecter des | Analyser le | Analyser une | Analyser une | "
            "Analyser les | Lire, décoder | Représenter à | Produire à | Identifier les | "
            "Intervention à | Évaluer les | Prévenir les | Réaliser tout | Déterminer les | Mettre en"
        ),
    ),
    "RNCP35809BC03": (
        6,
        "Réceptionner un | Organiser la | Réceptionner les | Lever les | Implanter un | Mesurer ou",
    ),
    "RNCP35809BC04": (
        14,
        (
            "Élaborer une | S’exprimer et | Élaborer une | S’exprimer et | Élaborer, rédiger | "
            "Collaborer aux | Organiser les | Transmettre des | Organiser, planifier | Organiser les | "
            "Encadrer l’avancement | Définir l’affectation | Gérer les | Contrôler la"
        ),
    ),
    "RNCP35419BC01": (
        5,
        "Organiser et | Analyser les | Analyser l’environnement | Concevoir une | Réaliser une",
    ),
    "RNCP35419BC02": (
        4,
        "Etablir une | Planifier l’exécution | Assurer le | Faciliter l’organisation",
    ),
    "RNCP35419BC03": (
        4,
        "Développer les | Assurer le | Automatiser la | Industrialiser le",
    ),
    "RNCP35419BC04": (
        5,
        "Concevoir une | Développer les | Implémenter un | Tester le | Concevoir une",
    ),
    "RNCP37488BC01": (
        5,
        "Valider le | Coder | Installer une | Exploiter une | Maintenir un",
    ),
    "RNCP37488BC02": (
        4,
        "Communiquer en | Analyser une | Organiser une | Gérer un",
    ),
    "RNCP40344BC01": (
        6,
        "Accueillir un | S'adapter au | Conduire l'entretien | Communiquer les | Assurer la | Assurer ses",
    ),
    "RNCP40344BC02": (
        6,
        "Gérer les | Organiser les | Saisir les | Assurer le | Procéder aux | Assurer les",
    ),
    "RNCP40344BC03": (
        5,
        "Appliquer les | Appliquer les | Mettre en | Mettre en | Appliquer les",
    ),
    "RNCP40344BC04": (
        7,
        (
            "Réaliser le | Mettre à | Positionner un | Préparer un | Suivre l’évolution | Manipuler le | "
            "Réaliser les"
        ),
    ),
    "RNCP37674BC01": (
        4,
        "Installer et | Maquetter des | Réaliser des | Développer la",
    ),
    "RNCP37674BC02": (
        4,
        "Mettre en | Développer des | Développer des | Documenter le",
    ),
    "RNCP37873BC01": (
        4,
        "Installer et | Développer des | Développer des | Contribuer à",
    ),
    "RNCP37873BC02": (
        4,
        "Analyser les | Définir l'architecture | Concevoir et | Développer des",
    ),
    "RNCP37873BC03": (
        3,
        "Préparer et | Préparer et | Contribuer à",
    ),
    "RNCP39568BC01": (
        2,
        "Evaluer les | Identifier les",
    ),
    "RNCP39568BC02": (
        4,
        "Piloter ou | Promouvoir les | Intégrer dans | Piloter les",
    ),
    "RNCP39568BC03": (
        5,
        "Appréhender les | Négocier avec | Développer des | Développer une | Intégrer les",
    ),
    "RNCP39568BC04": (
        3,
        "Développer la | Développer une | Définir et",
    ),
    "RNCP39568BC05": (
        2,
        "Communiquer et | Défendre une",
    ),
    "RNCP39568BC06": (
        3,
        "Identifier, sélectionner | Définir et | Défendre, à",
    ),
    "RS5719": (
        6,
        "évoluer dans | Assurer une | Réaliser un | Réaliser les | Assister des | Adapter son",
    ),
    "RS5000": (
        7,
        (
            "Concevoir un | Développer la | Développer la | Concevoir un | Développer un | "
            "Implémenter des | Déployer* un"
        ),
    ),
    "RS5568": (
        10,
        (
            "Identifier les | Identifier les | Identifier les | Analyser l’organisation | Evaluer les | "
            "Etablir un | Déterminer les | Diffuser les | Systématiser la | Opérer le"
        ),
    ),
    "RS6604": (
        5,
        "Réaliser la | Développer un | Livrer un | Interfacer une | Implémenter les",
    ),
    "RS7485": (
        25,
        (
            "Analyser la | Déterminer le | Collecter et | Identifier les | Établir un | Mettre en | "
            "Intervenir à | Identifier visuellement | Réaliser les | Assurer la | Expédier les | "
            "Adapter la | Interpréter les | Localiser précisément | Évaluer l’état | Rédiger un | "
            "Garantir la | Présenter et | Conseiller sur | Intégrer les | Communiquer avec | "
            "Appliquer les | Vérifier la | Mettre en | Assurer la"
        ),
    ),
}

# What stands above the items, where anything does: how the heading begins -> number of items under it.
_CHAPEAUX = {
    "RNCP34762BC05": {"En mobilisant": 5},
    "RS5719": {"Le secouriste": 6},
    "RS5000": {"Les compétences": 7},
    "RS7485": {
        "Préparer une": 6,
        "Réaliser le": 6,
        "Interpréter les": 5,
        "Communiquer les": 4,
        "Garantir la": 4,
    },
}


def _serre(text: str) -> str:
    return normalise_spaces(text).replace(" ", "")


def _restitue(text: str, items: tuple[Item, ...]) -> str:
    """Put the text together again from marks, codes, statements and headings; white space aside."""
    morceaux: dict[int, str] = {}
    for item in items:
        morceaux[item.debut] = f"{item.marque}{item.code_imprime or ''}{item.enonce}"
        assert _serre(text[item.debut : item.fin]).startswith(_serre(morceaux[item.debut]))
        for debut, fin in item.chapeaux:
            # A heading's own list mark is all that is not in ``chapeau``.
            morceaux[debut] = text[debut:fin]
            assert any(_serre(text[debut:fin]).endswith(_serre(h)) for h in (item.chapeau or "").split("\n"))
    return _serre("".join(morceaux[debut] for debut in sorted(morceaux)))


def _debut(text: str) -> str:
    return " ".join(text.split()[:2])


def _listes(shared_data: Path) -> dict[str, str]:
    listes = {}
    for fichier in sorted((shared_data / "france_competences_xml").glob("*.xml")):
        for fiche in etree.parse(fichier).getroot().iter("FICHE"):
            for bloc in fiche.iterfind("BLOCS_COMPETENCES/BLOC_COMPETENCES"):
                listes[bloc.findtext("CODE", "")] = bloc.findtext("LISTE_COMPETENCES", "")
            numero = fiche.findtext("NUMERO_FICHE", "")
            if numero.startswith("RS"):
                listes[numero] = fiche.findtext("CAPACITES_ATTESTEES", "")
    return listes


@pytest.mark.parametrize("cas", _CAS, ids=[cas["nom"] for cas in _CAS])
def test_written_case(cas: dict[str, Any]) -> None:
    items = split_competences(cas["texte"])
    assert [[item.code, item.enonce, item.chapeau] for item in items] == cas["items"]
    assert _restitue(cas["texte"], items) == _serre(cas["texte"])


def test_official_lists_are_split_as_read(shared_data: Path) -> None:
    listes = _listes(shared_data)
    assert listes.keys() == _OFFICIELLES.keys()
    for nom, (nombre, debuts) in _OFFICIELLES.items():
        items = split_competences(listes[nom])
        assert [_debut(item.enonce) for item in items] == debuts.split(" | "), nom
        assert len(items) == nombre, nom
        assert _restitue(listes[nom], items) == _serre(listes[nom]), nom


def test_official_headings(shared_data: Path) -> None:
    for nom, texte in _listes(shared_data).items():
        comptes: dict[str, int] = {}
        for item in split_competences(texte):
            if item.chapeau:
                comptes[_debut(item.chapeau)] = comptes.get(_debut(item.chapeau), 0) + 1
        assert comptes == _CHAPEAUX.get(nom, {}), nom


_MORCEAU = st.sampled_from(
    [
        "- ",
        "* ",
        "– ",
        "• ",
        "C1. ",
        "A5.C2.",
        "1.1 ",
        "2. ",
        "Activité 1 : ",
        " :",
        ".",
        "  ",
        "    ",
        "\n",
        "Tailler",
        "haie",
        "de",
        "Vente",
        "élaguer",
        "NB",
        "\u00a0",
        "(",
        "o ",
        " ",
    ]
)


@given(st.lists(_MORCEAU, max_size=40).map("".join) | st.text(max_size=200))
def test_nothing_is_lost_of_any_text(text: str) -> None:
    items = split_competences(text)
    restes = list(text)
    for item in items:
        for debut, fin in ((item.debut, item.fin), *item.chapeaux):
            restes[debut:fin] = " " * (fin - debut)
    assert not _serre("".join(restes))
    assert _serre(lignes(text)) == _serre(text)
    for item in items:
        assert _serre(text[item.debut : item.fin]).startswith(
            _serre(f"{item.marque}{item.code_imprime or ''}{item.enonce}")
        )


@given(st.lists(_MORCEAU, max_size=40).map("".join))
def test_items_stand_in_the_order_of_the_text(text: str) -> None:
    bornes = [(item.debut, item.fin) for item in split_competences(text)]
    assert all(debut < fin for debut, fin in bornes)
    assert all(fin <= debut for (_, fin), (debut, _) in pairwise(bornes))


@pytest.mark.parametrize(
    ("imprime", "code"),
    [
        ("C.1.", "C1"),
        ("C1 -", "C1"),
        ("A1C1.", "A1C1"),
        ("A5.C1.", "A5C1"),
        ("A5.C.1.", "A5C1"),
        ("C6A.1", "C6A.1"),
        ("1.1.1", "1.1.1"),
        ("4.", "4"),
        ("3)", "3"),
    ],
)
def test_codes_are_normalised(imprime: str, code: str) -> None:
    assert normalise_code(imprime) == code


@pytest.mark.parametrize(
    ("text", "attendu"),
    [
        ("Tailler une haie", True),
        ("S’adapter au sol", True),
        ("Ne pas nuire", True),
        ("Co-construire un jardin", True),
        ("Mettre en terre", True),
        ("Être à l’heure", True),
        ("Atelier de taille", False),
        ("Travaux d’hiver", False),
        ("Chantier", False),
        ("123", False),
    ],
)
def test_infinitives(text: str, attendu: bool) -> None:
    assert is_infinitive(text) is attendu
