"""Faults of wording in competences, each planted in several ways so that what is found is not one phrase."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from graphkit.model import Record
from mutations.edits import (
    competences_of,
    plain_competences,
    reword,
    with_competences,
    with_fait,
)
from mutations.planting import BOTH, CERTIFICATION, OPERATORS, Mutant, Operator, found, operator, wordings

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001


def _in_competence(name: str, shape: str, phrases: Iterable[str], *registers: str) -> None:
    """Declare phrases that take the place of a competence's statement.

    ``{tout}`` is the statement, ``{verbe}`` its first word, ``{reste}`` what follows, ``{but}`` its purpose,
    ``{avant}`` what is before it.
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
        "{tout}, pendant la soutenance",
        "{tout}, comme le constate l’examinateur",
    ),
)
_in_competence(
    "teach_inside",
    "R14_pedagogie",
    (
        "{tout}, après avoir suivi le cours magistral",
        "{tout}, au moyen du module de formation dédié",
        "{tout}, dans le cadre de travaux dirigés",
        "{tout}, à l’issue du cours de première année",
        "{tout}, avec l’aide du formateur",
    ),
)
_in_competence(
    "begin_with_noun",
    "R15",
    (
        "Gestion de l’étape qui consiste à {minuscule}",
        "Réalisation des opérations prévues {but}",
        "Contrôle des travaux de l’équipe {but}",
        "Mise en œuvre des actions prévues {but}",
        "Élaboration du plan annuel {but}",
    ),
)
_in_competence("drop_object", "R16", ("{verbe} {but}", "Analyser {but}", "Communiquer {but}"))
_in_competence("drop_purpose", "R17", ("{avant}",))
_in_competence(
    "join_statements",
    "R20_plusieurs",
    (
        "Préparer le matériel {but} ; accueillir le client ; contrôler la livraison ; dicter le rapport",
        "Ranger le poste {but} ; peser le lot ; étiqueter le carton ; signer le bordereau",
        "Préparer le matériel ; accueillir le client ; contrôler la livraison ; dicter le rapport {but}",
        "Relever les cotes ; tracer le gabarit {but} ; débiter la planche ; poncer les chants",
    ),
)
_in_competence(
    "leave_open",
    "R22_enumeration",
    (
        "{avant}, etc., {but}",
        "{avant}… {but}",
        "{avant} (etc.) {but}",
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
    if not choices or len(competences_of(record.certification)) < 5:  # too few to have a mean
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
    # The statement put first speaks of health at work, which none of its criteria does.
    return found(edited, ("R18", CERTIFICATION), ("R40_evaluation", ("competence", str(codes[0]))))


_Words = dict[str, str]
_ECOLOGY: _Words = {
    r"environnement(ale?|aux)?\b": "saisonnier",
    r"climatique": "sonore",
    r"milieu naturel": "passage",
    r"déchets": "outils",
    r"énergie|panneaux solaires": "eau",
    r"sobre": "simple",
}
_HANDICAP: _Words = {
    r"(travailleurs|exploitants|participants|personnes) handicapée?s": r"\1 nouveaux",
    r"situation de handicap": "situation de fatigue",
    r"accessib\w+": "commode",
}
_DIGITAL: _Words = {
    r"numériques?": "courant",
    r"logiciel": "cahier",
    r"application": "ardoise",
    r"dématérialisé": "imprimé",
    r"données( personnelles)?": "récoltes",
}
_SAFETY: _Words = {
    r"(santé et de )?sécurité au travail|santé au travail": "ponctualité",
    r"consignes de ponctualité": "consignes",
    r"sanitaire": "de saison",
    r"données personnelles|vie privée": "dossiers",
    r"confidentialité": "classement",
    r"eau potable": "eau claire",
    r"accidents et l’inhalation": "retards et la dispersion",
}


def _without_theme(name: str, shape: str, words: _Words, *also: str, registers: tuple[str, ...] = ()) -> None:
    """Declare the operator that has no competence speak of a theme, by other words in its place."""

    def plant(record: Record, chance: random.Random) -> Mutant:
        def edit(enonce: str) -> str:
            for pattern, other in words.items():
                enonce = re.sub(pattern, other, enonce)
            return enonce

        edited = with_competences(record, lambda each: replace(each, enonce=edit(each.enonce)))
        return found(edited, *((each, CERTIFICATION) for each in (shape, *also)))

    OPERATORS.append(Operator(name, shape, frozenset(registers or BOTH), plant))


_without_theme("forget_ecology", "R25-1_ecologie", _ECOLOGY)
_without_theme("forget_disability", "R39_absence", _HANDICAP, "R25-1_handicap")
_without_theme("forget_digital", "R25-1_numerique", _DIGITAL)
_without_theme("forget_safety", "R40_absence", _SAFETY, "R25-1_sante")


@operator("R46", "rncp")
def speak_as_another_level(record: Record, chance: random.Random) -> Mutant | None:
    """Word a competence in the terms of a level far from the one of the draft."""
    said = {
        "4": (
            "Piloter un groupe interdisciplinaire en transformant un contexte complexe afin d’innover",
            "Élaborer des stratégies alternatives en pilotant des groupes pluridisciplinaires afin d’agir",
        ),
        "7": (
            "Exécuter des tâches simples sous supervision directe en suivant la fiche afin de finir",
            "Réaliser des activités simples et usuelles en étant supervisé afin de finir à l’heure",
        ),
    }
    level = next(str(f.valeur.code) for f in record.certification.faits if f.propriete == "ref:niveau")  # type: ignore[union-attr]
    if level not in said:
        return None
    # A draft of level 7 that pilots an interdisciplinary team speaks as its level does.
    record = with_competences(
        record, lambda each: replace(each, enonce=each.enonce.replace("équipe interdisciplinaire", "équipe"))
    )
    code = chance.choice(plain_competences(record.certification)).code
    return found(reword(record, code, chance.choice(said[level])), ("R46", CERTIFICATION))


def _wellness(name: str, shape: str, phrases: Iterable[str], titres: tuple[str, ...]) -> None:
    def plant(record: Record, chance: random.Random, phrase: str) -> Mutant | None:
        choices = plain_competences(record.certification)
        if not choices:
            return None
        code = chance.choice(choices).code
        edited = reword(with_fait(record, "skos:prefLabel", chance.choice(titres)), code, phrase)
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
        "Lire l’aura du client en faisant le silence afin de le guider",
        "Nettoyer les auras en passant les mains au-dessus du corps afin d’apaiser la personne",
        "Explorer les vies antérieures du client en le questionnant afin de l’éclairer",
    ),
    _BIEN_ETRE,
)
_wellness(
    "treat_mind",
    "R42_psychotherapie",
    (
        "Conduire une psychothérapie brève en questionnant le client afin de lever ses blocages",
        "Analyser l’inconscient du client en accueillant ses rêves afin de l’apaiser",
        "Traiter les traumatismes psychiques en pratiquant l’hypnose afin d’apaiser le client",
    ),
    _BIEN_ETRE,
)
