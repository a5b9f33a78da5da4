"""What the figures of a comparison come to, in one sentence."""

from __future__ import annotations

from graphkit.comparing.sides import PairOfSides
from graphkit.matching.coverage import Coverage
from graphkit.voice import Voice

#: Share from which one side holds most of the other; from which they have a part in common.
_MOST, _PART = 2 / 3, 1 / 4


def reading(pair: PairOfSides, say: Voice) -> str:
    """Return what each of two sides covers of the other, and how much is missing, in one sentence.

    Args:
        pair: the two, compared.
        say: says it in a language.
    """
    a, b = pair.one.letter, pair.other.letter
    of_b, of_a = pair.comparison.of_other, pair.comparison.of_one
    if of_a.share is None or of_b.share is None:
        return say(
            "l’une des deux sources ne liste pas de compétences, rien ne se calcule.",
            "one of the two sources lists no competences, nothing can be computed.",
        )
    told = _told(a, b, of_b.share, of_a.share, say)
    missing = say(" et ", " and ").join((_missing(of_b, b, a, say), _missing(of_a, a, b, say)))
    return f"{told}{say(' ; ', '; ')}{missing}."


def _told(a: str, b: str, of_b: float, of_a: float, say: Voice) -> str:
    if min(of_a, of_b) >= _MOST:
        return say(
            f"{a} et {b} se couvrent l’une l’autre pour l’essentiel", f"{a} and {b} mostly cover each other"
        )
    for holding, held, share in ((a, b, of_b), (b, a, of_a)):
        if share >= _MOST:
            return say(f"{holding} contient l’essentiel de {held}", f"{holding} holds most of {held}")
    if max(of_a, of_b) >= _PART:
        return say(f"{a} et {b} se recoupent en partie", f"{a} and {b} overlap in part")
    if max(of_a, of_b):
        return say(f"{a} et {b} ont peu en commun", f"{a} and {b} have little in common")
    return say(f"ni {a} ni {b} ne couvre rien de l’autre", f"neither {a} nor {b} covers any of the other")


def _missing(coverage: Coverage, of: str, where: str, say: Voice) -> str:
    count = len(coverage.statements) - coverage.covered
    if not count:
        return say(
            f"aucune compétence de {of} ne manque dans {where}",
            f"no competence of {of} is missing from {where}",
        )
    if count == 1:
        return say(
            f"1 compétence de {of} manque dans {where}", f"1 competence of {of} is missing from {where}"
        )
    return say(
        f"{count} compétences de {of} manquent dans {where}",
        f"{count} competences of {of} are missing from {where}",
    )
