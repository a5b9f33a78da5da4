"""Faults of wording in modalities and criteria."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from graphkit.model import Acces, Critere, Modalite, Record
from mutations.edits import (
    change,
    competences_of,
    plain_competences,
    reword,
    with_competences,
    with_modalite,
)
from mutations.planting import CERTIFICATION, Mutant, found, operator, wordings

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001


_OF_THE_HAND = {"RNCP99901", "RNCP99902"}


def _in_modalite(name: str, shape: str, phrases: Iterable[str], *also: str) -> None:
    """Declare phrases that take the place of a modality."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant | None:
        # In a trade of the hand theory alone is another fault too, of its competences.
        if shape in {"R26", "R27"} and record.certification.identifiant in _OF_THE_HAND:
            return None
        old = chance.choice(competences_of(record.certification)).modalites[0]
        where = ("modalite", phrase)
        edited = with_modalite(record, old, replace(old, enonce=phrase))
        return found(edited, (shape, where), *((other, where) for other in also))

    wordings(name, shape, phrases, plant)


_in_modalite(
    "ask_theory",
    "R26",
    (
        "Épreuve écrite théorique de deux heures portant sur le cours",
        "Contrôle de connaissances sur table",
        "Dissertation sur un sujet tiré au sort",
        "Examen écrit sur les notions du programme",
        "Interrogation orale de connaissances",
    ),
)
_in_modalite(
    "rely_on_mcq",
    "R27",
    (
        "QCM de quarante questions",
        "Questionnaire à choix multiples en ligne",
        "Quiz de fin de parcours",
        "Test final sous forme de QCM",
        "Questionnaire à réponses courtes",
        "Questions à choix unique sur ordinateur",
    ),
)
_in_modalite(
    "assess_together",
    "R29_unique",
    (
        "Mise en situation professionnelle réalisée en groupe de quatre candidats",
        "Projet collectif présenté par l’équipe de candidats au jury",
        "Travail de groupe remis par trois candidats au jury",
        "Étude de cas réelle traitée en binôme",
        "Mise en situation professionnelle réalisée par une équipe de trois candidats",
    ),
    "R29_entretien",
)
_in_modalite(
    "let_assess_oneself",
    "R30",
    (
        "Auto-évaluation par le candidat à l’aide d’une grille remise avant la mise en situation",
        "Le candidat s’auto-évalue après la réalisation d’une intervention en situation réelle",
        "Le candidat évalue lui-même sa prestation en situation réelle au moyen d’une grille",
        "Autoévaluation écrite d’une intervention réalisée en situation réelle de travail",
    ),
)


def _beside_modalite(name: str, shape: str, phrases: Iterable[str]) -> None:
    """Declare phrases that are added to a modality."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
        old = chance.choice(competences_of(record.certification)).modalites[0]
        said = f"{old.enonce} {phrase}"
        edited = with_modalite(record, old, replace(old, enonce=said))
        return found(edited, (shape, ("modalite", said)))

    wordings(name, shape, phrases, plant)


_beside_modalite(
    "mark_modality",
    "R35_modalite",
    (
        "L’épreuve est notée sur 20.",
        "Elle compte avec un coefficient 3.",
        "Barème : cinq points par partie.",
        "Il faut obtenir 12 sur 20 pour valider le bloc.",
        "Une note minimale de 10/20 est exigée.",
        "La moyenne des deux parties doit atteindre 12.",
        "La soutenance compte pour 40 % de la note finale.",
    ),
)


@operator("R28", "rncp")
def watch_gesture_from_afar(record: Record, chance: random.Random) -> Mutant | None:
    """Assess at a distance a competence that handles tools."""
    choices = [each for each in plain_competences(record.certification) if len(each.modalites) == 1]
    if not choices:
        return None
    competence = chance.choice(choices)
    said = chance.choice(
        (
            "Entretien à distance par visioconférence avec le jury sur un cas réel",
            "Présentation au jury en distanciel d’un cas réel",
            "Soutenance en visioconférence d’un dossier professionnel",
        )
    )
    gesture = chance.choice(
        (
            "Manipuler une ponceuse à bande en guidant la pièce afin d’obtenir une surface plane",
            "Utiliser une clé dynamométrique en suivant l’ordre de serrage afin de respecter le couple",
            "Tailler le rosier avec un sécateur désinfecté afin de préserver la plante",
            "Affûter un ciseau à bois en contrôlant l’angle afin d’obtenir un fil net",
        )
    )
    edited = reword(record, competence.code, gesture)
    edited = with_competences(
        edited,
        lambda each: replace(each, modalites=(Modalite(said),)) if each.code == competence.code else each,
    )
    return found(edited, ("R28", ("competence", str(competence.code))))


def _in_critere(
    name: str, shape: str, phrases: Iterable[str], *, alone: bool = False, also: tuple[str, ...] = ()
) -> None:
    """Declare phrases that take the place of a criterion; ``alone``, of all those of a competence."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
        competence = chance.choice(plain_competences(record.certification))
        kept = () if alone else competence.criteres[1:]
        edited = with_competences(
            record,
            lambda each: (
                replace(each, criteres=(Critere(phrase), *kept)) if each.code == competence.code else each
            ),
        )
        where = ("competence", str(competence.code)) if shape == "R32" else ("critere", phrase)
        return found(edited, (shape, where), *((other, ("critere", phrase)) for other in also))

    wordings(name, shape, phrases, plant)


_in_critere(
    "judge_without_sign",
    "R32",
    (
        "Le candidat fait preuve d’une grande autonomie face aux imprévus de son activité",
        "Le professionnalisme attendu est au rendez-vous tout au long de l’intervention",
        "L’ensemble donne satisfaction au regard de ce qui est attendu d’un professionnel",
        "La prestation est à la hauteur des attentes du métier",
        "L’aisance du candidat est réelle au regard des attentes de la profession",
    ),
    alone=True,
)
_in_critere(
    "name_quality", "R33", ("Rigueur et précision", "Clarté du propos", "Qualité du travail", "Autonomie")
)
_in_critere(
    "judge_vaguely",
    "R34",
    (
        "Le choix des outils est pertinent : au moins deux outils sont comparés dans le tableau",
        "Le plan remis est cohérent : chaque étape y porte une date et un responsable",
        "Les arguments sont pertinents : deux exemples les appuient",
        "L’analyse est faite de manière cohérente et cite trois sources",
        "Le devis est correct : le total indiqué égale la somme des lignes",
        "Le vocabulaire employé est correct : les dix termes du glossaire sont définis",
    ),
)
_in_critere(
    "mark_criterion",
    "R35_critere",
    (
        "Le rapport remis obtient au moins 10/20 et cite trois sources",
        "La présentation orale, notée sur 20, dure moins de dix minutes",
        "Le tableau remis est complet (coefficient 2) et daté",
        "Le candidat obtient une note supérieure à 12 au relevé de mesures",
    ),
)


@operator("R36", "rncp")
def name_no_jury(record: Record, chance: random.Random) -> Mutant:
    """Speak of no jury anywhere."""

    def edit(modalite: Modalite) -> Modalite:
        return replace(modalite, enonce=re.sub(r"\b(du |au |le )?jury\b", "", modalite.enonce))

    silent = with_competences(
        record,
        lambda each: replace(
            each,
            modalites=tuple(map(edit, each.modalites)),
            criteres=tuple(
                Critere(re.sub(r"\b(du |au |le )?jury\b", "", c.enonce), c.passages) for c in each.criteres
            ),
        ),
    )
    return found(change(silent, acces=(Acces("vae", ouverte=True),)), ("R36", CERTIFICATION))
