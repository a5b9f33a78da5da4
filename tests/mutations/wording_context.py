"""Faults of wording in what surrounds the référentiels: title, prerequisites, jury, preamble."""

from __future__ import annotations

import random
from collections.abc import Iterable

from graphkit.model import Acces, Record
from mutations.edits import (
    change,
    with_fait,
)
from mutations.planting import CERTIFICATION, Mutant, found, wordings

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001


def _in_fact(
    name: str, shape: str, propriete: str, phrases: Iterable[str], *registers: str, also: tuple[str, ...] = ()
) -> None:
    """Declare phrases that take the place of a text of the certification."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
        edited = with_fait(record, propriete, phrase)
        return found(edited, *((each, CERTIFICATION) for each in (shape, *also)))

    wordings(name, shape, phrases, plant, *registers)


_TITRE, _PREREQUIS, _PREAMBULE = "skos:prefLabel", "ref:prerequisValidation", "ref:preambule"
_in_fact(
    "name_training",
    "R44_formation",
    _TITRE,
    (
        "Formation de technicien de maintenance",
        "Parcours technicien de maintenance",
        "Enseignement du métier de boulanger",
        "Cursus de comptable",
    ),
    "rncp",
)
_in_fact(
    "borrow_title",
    "R44_protege",
    _TITRE,
    (
        "Licence professionnelle de technicien forestier",
        "CAP cuisinier",
        "Master de chargé d’études",
        "BTS comptable",
        "Mastère Spécialisé de chef de projet",
        "CQP agent de sécurité",
    ),
    "rncp",
)
_in_fact(
    "direct",
    "R44_direction",
    _TITRE,
    ("Directeur d’établissement médico-social", "Dirigeant d’entreprise artisanale"),
    "rncp",
)
_in_fact(
    "name_no_trade",
    "R44_metier",
    _TITRE,
    ("Meubles anciens et patrimoine", "Transition des territoires"),
    "rncp",
)
_in_fact(
    "name_job_in_rs",
    "R62",
    _TITRE,
    ("Technicien apicole", "Formateur occasionnel", "Licence d’apiculture", "Assistant de direction"),
    "rs",
)
_in_fact(
    "ask_age",
    "R49_age",
    _PREREQUIS,
    (
        "Être âgé de moins de 30 ans.",
        "Avoir 18 ans révolus.",
        "L’âge minimum est de 21 ans.",
        "Avoir entre 16 et 25 ans.",
    ),
)
_in_fact(
    "ask_gender",
    "R49_genre",
    _PREREQUIS,
    ("Réservé aux femmes.", "Être un homme.", "Ouvert aux hommes uniquement.", "Candidats de sexe masculin."),
)
_in_fact(
    "ask_origin",
    "R49_autre",
    _PREREQUIS,
    ("Être de nationalité française.", "Être de confession catholique.", "Ne pas avoir d’enfant à charge."),
)
_in_fact(
    "give_more_time_only",
    "R38_tiersTemps",
    _PREAMBULE,
    (
        "Les candidats handicapés bénéficient d’un tiers temps.",
        "Les candidats handicapés disposent d’une majoration du temps d’un tiers.",
        "Un temps majoré est accordé aux candidats en situation de handicap.",
    ),
    also=("R38_referent",),
)
_in_fact(
    "adapt_without_referent",
    "R38_referent",
    _PREAMBULE,
    (
        "Les épreuves sont aménagées pour les candidats en situation de handicap : supports, matériel.",
        "Un aménagement des épreuves est proposé aux candidats handicapés.",
    ),
)
_in_fact(
    "dispense",
    "R54",
    _PREAMBULE,
    (
        "Le référent handicap adapte les épreuves. Les titulaires d’un BTS sont dispensés de la première.",
        "Le référent handicap adapte les épreuves. Un allègement de parcours est accordé aux salariés.",
    ),
    "rncp",
)


def _in_jury(name: str, shape: str, phrases: Iterable[str], *registers: str) -> None:
    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
        return found(
            change(record, acces=(Acces("vae", ouverte=True, jury=phrase),)), (shape, ("acces", "vae"))
        )

    wordings(name, shape, phrases, plant, *registers)


_in_jury(
    "put_tutor_in_jury",
    "R31",
    (
        "Le jury compte un professionnel, un formateur et le tuteur du candidat en entreprise.",
        "Le jury réunit le maître de stage du candidat et deux professionnels.",
        "Le tuteur en entreprise siège au jury avec deux professionnels.",
        "Jury : le maître d’apprentissage du candidat et un formateur.",
    ),
)
