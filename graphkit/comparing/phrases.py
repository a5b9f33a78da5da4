"""What a comparison says, in the terms of the regulator. No computed result is called an equivalence.

Terms: France compétences, Vademecum RNCP v1.1 (January 2023), p. 61-62; Code du travail, art. L. 6113-6, -7.
"""

from __future__ import annotations

from graphkit.comparing.declared import DeclaredReading, Extent
from graphkit.matching.coverage import How, Pair, as_counted
from graphkit.matching.features import Component
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match
from graphkit.matching.statement import Part
from graphkit.matching.verdict import Condition, Topic, Verdict
from graphkit.voice import Language, Voice

CAUTION = (
    (
        "Couverture calculée à partir des mots des énoncés : elle oriente un examen et ne vaut ni"
        " correspondance, ni dispense, ni allègement. Seul le certificateur établit une correspondance"
        " (Code du travail, art. L. 6113-7)."
    ),
    (
        "Coverage computed from the words of the statements: it guides an examination and is neither a"
        " correspondence, nor an exemption, nor a reduction. Only the certifier establishes a correspondence"
        " (Code du travail, art. L. 6113-7)."
    ),
)
METHOD = (
    (
        "Selon le vadémécum RNCP v1.1 (p. 61-62), l’examen porte d’abord sur les activités, qui donnent le"
        " périmètre, puis sur les compétences, qui donnent le niveau de maîtrise. Une correspondance totale"
        " exige le même niveau de qualification ; une correspondance partielle va de bloc à bloc."
    ),
    (
        "By the Vademecum RNCP v1.1 (p. 61-62), activities are examined first, which give the scope, then"
        " competences, which give the level of mastery. A total correspondence asks for the same level of"
        " qualification; a partial one goes bloc to bloc."
    ),
)
ASSESSMENT = (
    (
        "Des différences de modalités d’évaluation ne justifient pas l’absence d’une correspondance"
        " (vadémécum, p. 62) : elles ne sont pas comparées ici."
    ),
    (
        "Differences of assessment do not justify the absence of a correspondence (Vademecum, p. 62): they"
        " are not compared here."
    ),
)
MET = {
    True: ("remplie", "met"),
    False: ("non remplie", "not met"),
    None: ("à examiner", "to be examined"),
}
#: Value of a computation -> its name in English; the value itself is its name in French.
NAMES: dict[str, str] = {
    Verdict.TOTALE: "total correspondence to be examined",
    Verdict.PARTIELLE: "partial correspondence, bloc to bloc, to be examined",
    Verdict.AUCUNE: "no correspondence stands out of the computed coverage",
    Verdict.HORS_CADRE: "outside the frame of correspondences",
    Topic.ACTIVITES: "activities",
    Topic.MAITRISE: "mastery of competences",
    Topic.NIVEAU: "level of qualification",
    Topic.REPERTOIRE: "register",
    Topic.BLOCS: "structure in blocs",
    Topic.MODALITES: "modalities of assessment",
    How.UNE: "by one alone",
    How.PLUSIEURS: "by several together",
    How.PARTIELLEMENT: "in part",
    How.NON: "not covered",
    Relation.MEME_CONTENU: "same content",
    Relation.COUVRE: "covers",
    Relation.COUVERTE: "covered by",
    Relation.PARTIELLE: "partial",
    Relation.LIEE: "related",
    Relation.SANS_RAPPORT: "unrelated",
    Extent.TOTALE: "total",
    Extent.AUCUNE: "none",
    Extent.INCONNUE: "cannot be computed",
    Part.VERBE: "verb",
    Part.OBJET: "object",
    Part.CONTEXTE: "context and means",
    Part.FINALITE: "purpose",
    "lexical": "lexical",
    "vecteurs": "vectors",
    "détenu": "held",
    "correspondance officielle": "official correspondence",
    "correspondance déclarée dans l’autre sens": "correspondence declared the other way",
    "couverture calculée": "computed coverage",
}
_MANY = 6


def voice(language: Language = "fr") -> Voice:
    """Return what says comparisons in a language.

    Args:
        language: ``fr`` or ``en``.
    """
    return Voice(language, NAMES)


FRENCH = voice()


def our_reading(each: DeclaredReading, say: Voice = FRENCH) -> str:
    """Return what the computed coverage finds of a declared correspondence.

    Args:
        each: the correspondence.
        say: says it.
    """
    extent = say.name(each.extent)
    total = len(each.coverage.statements)
    if not total:
        return extent
    return f"{extent} ({each.coverage.covered} {say('sur', 'of')} {total})"


def relation_of(pair: Pair, threshold: float, say: Voice = FRENCH) -> str:
    """Return how two competences are related, as the coverage counts them.

    Args:
        pair: the two, matched.
        threshold: how likely a cover has to be to count.
        say: says it.
    """
    relation = as_counted(pair.match, threshold)
    # Each may be likely enough to cover the other without the two being likely to say the same.
    if relation is Relation.MEME_CONTENU and pair.match.relation is not relation:
        return say("se couvrent l’une l’autre", "cover each other")
    if relation is Relation.SANS_RAPPORT and pair.match.near:
        return say("à examiner", "to be examined")
    return say.name(relation)


def counting(threshold: float, say: Voice = FRENCH) -> str:
    """Return from which likelihood a competence counts as covered.

    Args:
        threshold: how likely a cover has to be to count.
        say: says it.
    """
    limit = say.decimal(threshold)
    return say(
        f"Une compétence compte comme couverte à partir d’une vraisemblance de {limit}.",
        f"A competence counts as covered from a likelihood of {limit}.",
    )


def explain(match: Match, say: Voice = FRENCH, *, mirrored: bool = False) -> str:
    """Return why two statements are near, or are not, part by part; their words stay as they are.

    Args:
        match: what a computation says of them.
        say: says it.
        mirrored: whether they are shown with the second on the left.
    """
    told = [text for component in match.components if (text := _component(component, say, mirrored))]
    return say(" ; ", "; ").join(told)


def state(condition: Condition, say: Voice = FRENCH) -> str:
    """Return whether what is compared meets a condition, or whether it counts at all.

    Args:
        condition: the condition.
        say: says it.
    """
    if condition.topic is Topic.MODALITES:
        return say("sans incidence", "of no account")
    return say(*MET[condition.met])


def needed_for(condition: Condition, say: Voice = FRENCH) -> str:
    """Return which correspondences ask for a condition.

    Args:
        condition: the condition.
        say: says it.
    """
    if condition.topic is Topic.MODALITES:
        return say("aucune correspondance", "no correspondence")
    if condition.needed_for_total:
        return say("une correspondance totale", "a total correspondence")
    return say("toute correspondance", "any correspondence")


def scored(match: Match, say: Voice) -> str:
    """Return how near two statements are, and why.

    Args:
        match: what a computation says of them.
        say: says it.
    """
    return say(" ; ", "; ").join((say.decimal(match.score), explain(match, say)))


def explain_cover(match: Match, say: Voice, *, mirrored: bool = False) -> str:
    """Return how likely the statement on the right covers the one on the left, and why.

    Args:
        match: what a computation says of them.
        say: says it.
        mirrored: whether they are shown with the second on the left.
    """
    told = likely(match, say, mirrored=mirrored)
    return say(" ; ", "; ").join((told, explain(match, say, mirrored=mirrored)))


def likely(match: Match, say: Voice, *, mirrored: bool = False) -> str:
    """Return how likely the statement on the right covers the one on the left.

    Args:
        match: what a computation says of them.
        say: says it.
        mirrored: whether they are shown with the second on the left.
    """
    share = say.decimal(likely_covered(match, mirrored=mirrored))
    return say(f"vraisemblance de la couvrir {share}", f"likelihood of covering it {share}")


def likely_covered(match: Match, *, mirrored: bool = False) -> float:
    """Return how likely the first of two statements is covered by the second, or the second by the first.

    Args:
        match: what a computation says of them.
        mirrored: whether the second is asked about.
    """
    return match.covers if mirrored else match.is_covered


def _component(component: Component, say: Voice, mirrored: bool) -> str:
    if component.score is None:
        return ""
    sides = (component.only_one, component.only_other)
    left, right = reversed(sides) if mirrored else sides
    words = (
        (say("en commun", "in common"), component.shared),
        (say("de même famille", "of one family"), component.families),
        (say("seulement à gauche", "only on the left"), left),
        (say("seulement à droite", "only on the right"), right),
    )
    said = [f"{where} {say.quote(_list(those))}" for where, those in words if those]
    name = f"{say.name(component.part)} {say.decimal(component.score)}"
    return say.colon(name, ", ".join(said)) if said else ""


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words[:_MANY]) + (", …" if len(words) > _MANY else "")
