"""Faults of wording, each planted in several ways so that what is found is not one phrase."""

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
    with_fait,
    with_modalite,
)
from mutations.planting import CERTIFICATION, Mutant, found, operator, wordings

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001


# ----- competences


def _in_competence(name: str, shape: str, phrases: Iterable[str], *registers: str) -> None:
    """Declare phrases that replace, or complete ("… "), the end of a competence's statement.

    ``{verbe}`` is its first word, ``{reste}`` what follows, ``{but}`` its purpose, ``{avant}`` what is before.
    """

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant | None:
        choices = plain_competences(record.certification)
        if not choices:
            return None
        competence = chance.choice(choices)
        avant, _, but = competence.enonce.partition(" afin d")
        verbe, _, reste = avant.partition(" ")
        said = phrase.format(
            tout=competence.enonce,
            minuscule=competence.enonce[0].lower() + competence.enonce[1:],
            verbe=verbe,
            reste=reste,
            avant=avant,
            but=f"afin d{but}",
        )
        return found(reword(record, competence.code, said), (shape, ("competence", str(competence.code))))

    wordings(name, shape, phrases, plant, *registers)


_in_competence(
    "assess_inside",
    "R14_evaluation",
    (
        "{tout}, lors de l’épreuve orale finale",
        "{tout}, ce que le candidat démontre à l’examen",
        "{tout}, évalué par une note",
    ),
)
_in_competence(
    "teach_inside",
    "R14_pedagogie",
    (
        "{tout}, après avoir suivi le cours magistral",
        "{tout}, au moyen du module de formation dédié",
        "{tout}, dans le cadre de travaux dirigés",
    ),
)
_in_competence(
    "begin_with_noun",
    "R15",
    (
        "Gestion de l’étape qui consiste à {minuscule}",
        "Réalisation des opérations prévues {but}",
        "Contrôle des travaux de l’équipe {but}",
        "Le professionnel sait {minuscule}",
    ),
)
_in_competence("drop_object", "R16", ("{verbe} {but}", "Analyser {but}", "Communiquer {but}"))
_in_competence("drop_purpose", "R17", ("{avant}",))
_in_competence(
    "join_statements",
    "R20_plusieurs",
    (
        "Préparer le matériel ; accueillir le client ; contrôler la livraison ; rédiger le compte rendu {but}",
        "Ranger le poste ; peser le lot ; étiqueter le carton ; signer le bordereau {but}",
    ),
)
_in_competence(
    "leave_open",
    "R22_enumeration",
    (
        "{avant}, etc., {but}",
        "{avant}… {but}",
        "{avant}, et cetera, {but}",
    ),
)
_in_competence("point_elsewhere", "R22_pronom", ("{verbe} celui-ci {but}", "{verbe} celles-ci {but}"))
_in_competence(
    "know",
    "R23",
    ("Connaître {reste} {but}", "Savoir {reste} {but}", "Comprendre {reste} {but}"),
)


@operator("R20_longueur")
def stretch(record: Record, chance: random.Random) -> Mutant | None:
    """Make one statement several times longer than the others."""
    choices = plain_competences(record.certification)
    if not choices or len(competences_of(record.certification)) < 5:  # noqa: PLR2004 # too few to have a mean
        return None
    competence = chance.choice(choices)
    avant, _, but = competence.enonce.partition(" afin d")
    objets = " ".join(f"le registre de la zone {n}," for n in range(1, 26))
    long = f"{avant}, en consultant {objets} afin d{but}"
    return found(
        reword(record, competence.code, long), ("R20_longueur", ("competence", str(competence.code)))
    )


@operator("R18")
def drop_all_means(record: Record, chance: random.Random) -> Mutant:
    """Say nowhere how anything is done."""
    codes = [each.code for each in competences_of(record.certification)]

    def bare(enonce: str) -> str:
        return re.sub(r",? en \w+ant .*?(?= afin )", "", enonce)

    edited = with_competences(record, lambda each: replace(each, enonce=bare(each.enonce)))
    themes = (
        "Prévenir les atteintes à l’environnement et à la santé au travail afin de protéger chacun",
        "Choisir les outils numériques accessibles aux personnes handicapées afin de servir chacun",
    )
    for code, enonce in zip(codes[:2], themes, strict=True):
        edited = reword(edited, code, enonce)
    return found(edited, ("R18", CERTIFICATION))


def _without_theme(name: str, shape: str, pattern: str, also: tuple[str, ...] = ()) -> None:
    """Declare the operator that takes every mention of a theme out of the competences."""
    words = re.compile(pattern, re.IGNORECASE)

    @operator(shape)
    def plant(record: Record, chance: random.Random) -> Mutant:
        neutral = "Classer les pièces du dossier en suivant le plan de classement afin de les retrouver"

        def edit(enonce: str, code: str | None) -> str:
            # Each keeps a wording of its own.
            return enonce if not words.search(enonce) else neutral.replace("dossier", f"dossier {code}")

        edited = with_competences(record, lambda each: replace(each, enonce=edit(each.enonce, each.code)))
        return found(edited, (shape, CERTIFICATION), *((other, CERTIFICATION) for other in also))

    plant.__name__ = name


# What a competence says of a theme may stand beside another theme: that one is then missing too.
_without_theme("forget_ecology", "R25-1_ecologie", r"environnement|climat|milieu naturel")


# ----- modalities


def _in_modalite(name: str, shape: str, phrases: Iterable[str], *also: str) -> None:
    """Declare phrases that take the place of a modality."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
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
    ),
)
_in_modalite(
    "rely_on_mcq",
    "R27",
    (
        "QCM de quarante questions",
        "Questionnaire à choix multiples en ligne",
        "Quiz de fin de parcours",
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
    ),
    "R29_entretien",
)
_in_modalite(
    "let_assess_oneself",
    "R30",
    (
        "Auto-évaluation par le candidat à l’aide d’une grille remise avant la mise en situation professionnelle",
        "Le candidat s’auto-évalue après la réalisation d’une intervention en situation réelle",
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
        )
    )
    gesture = chance.choice(
        (
            "Manipuler une ponceuse à bande en guidant la pièce à deux mains afin d’obtenir une surface plane",
            "Utiliser une clé dynamométrique en suivant l’ordre de serrage afin de respecter le couple prescrit",
        )
    )
    edited = reword(record, competence.code, gesture)
    edited = with_competences(
        edited,
        lambda each: replace(each, modalites=(Modalite(said),)) if each.code == competence.code else each,
    )
    return found(edited, ("R28", ("competence", str(competence.code))))


# ----- criteria


def _in_critere(
    name: str, shape: str, phrases: Iterable[str], *, alone: bool = False, also: tuple[str, ...] = ()
) -> None:
    """Declare phrases that take the place of a criterion; ``alone``, of all those of a competence."""

    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant:
        competence = chance.choice(competences_of(record.certification))
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
        "La démarche suivie par le candidat tient compte du contexte dans lequel il intervient",
        "L’ensemble donne satisfaction au regard de ce qui est attendu d’un professionnel",
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
        "Le devis est correct : le total indiqué égale la somme des lignes",
        "La réponse est adaptée : la norme applicable est citée",
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


# ----- what surrounds


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
    ("Formation de technicien de maintenance", "Parcours technicien de maintenance", "Cursus de comptable"),
    "rncp",
)
_in_fact(
    "borrow_title",
    "R44_protege",
    _TITRE,
    (
        "Licence professionnelle de technicien forestier",
        "CAP cuisinier",
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
    ("Être âgé de moins de 30 ans.", "Avoir 18 ans révolus.", "Avoir entre 16 et 25 ans."),
)
_in_fact(
    "ask_gender",
    "R49_genre",
    _PREREQUIS,
    ("Réservé aux femmes.", "Être un homme.", "Candidats de sexe masculin."),
)
_in_fact(
    "ask_origin",
    "R49_autre",
    _PREREQUIS,
    ("Être de nationalité française.", "Ne pas avoir d’enfant à charge."),
)
_in_fact(
    "give_more_time_only",
    "R38_tiersTemps",
    _PREAMBULE,
    (
        "Les candidats handicapés bénéficient d’un tiers temps.",
        "Un temps majoré est accordé aux candidats en situation de handicap.",
    ),
    also=("R38_referent",),
)
_in_fact(
    "adapt_without_referent",
    "R38_referent",
    _PREAMBULE,
    (
        "Les épreuves sont aménagées pour les candidats en situation de handicap : supports, matériel, assistance.",
        "Un aménagement des épreuves est proposé aux candidats handicapés.",
    ),
)
_in_fact(
    "dispense",
    "R54",
    _PREAMBULE,
    (
        "Le référent handicap adapte les épreuves. Les titulaires d’un BTS sont dispensés de la première épreuve.",
        "Le référent handicap adapte les épreuves. Un allègement de parcours est accordé aux salariés du secteur.",
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
        "Jury : le maître d’apprentissage du candidat et un formateur.",
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


def _wellness(name: str, shape: str, phrases: Iterable[str], titres: tuple[str, ...]) -> None:
    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant | None:
        choices = plain_competences(record.certification)
        if not choices:
            return None
        code = chance.choice(choices).code
        edited = reword(with_fait(record, _TITRE, chance.choice(titres)), code, phrase)
        return found(edited, (shape, ("competence", str(code))))

    wordings(name, shape, phrases, plant, "rncp")


_BIEN_ETRE = ("Praticien en massage bien-être", "Sophrologue")
_wellness(
    "cure",
    "R42_medical",
    (
        "Soigner les douleurs chroniques du client en appliquant des pressions afin de le soulager",
        "Guérir les troubles du sommeil en pratiquant la relaxation afin de rétablir l’équilibre",
        "Proposer un protocole thérapeutique en observant la posture afin de traiter les tensions",
    ),
    _BIEN_ETRE,
)
_wellness(
    "divine",
    "R42_esoterisme",
    (
        "Tirer les cartes de tarot en écoutant le client afin d’orienter la séance",
        "Purifier les chakras du client en utilisant des pierres afin de libérer son énergie",
    ),
    _BIEN_ETRE,
)
_wellness(
    "treat_mind",
    "R42_psychotherapie",
    (
        "Conduire une psychothérapie brève en questionnant le client afin de lever ses blocages",
        "Traiter les traumatismes psychiques en pratiquant l’hypnose afin d’apaiser le client",
    ),
    _BIEN_ETRE,
)
