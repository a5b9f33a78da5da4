"""Statements that a document makes twice, or nearly: one competence under two codes, a cell pasted twice.

Modalities are left out: one assessment of several competences is told again, on purpose, for each of them.
So are statements too short to be anything else than a habit of language.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from graphkit.checking.constats import (
    Constat,
    Element,
    Gravite,
    all_activites,
    all_competences,
    of_activite,
    of_competence,
    of_critere,
)
from graphkit.model import Certification

#: Share of characters in common from which two statements are nearly the same.
SEUIL = 0.9
#: Statements of fewer words are headings of a kind, which may well be the same.
MOTS_MIN = 5
#: In shorter ones the word that differs is the point: « communication orale », « communication écrite ».
MOTS_MIN_PROCHES = 10
_MOT = re.compile(r"\w+")
#: No référentiel has more statements of a kind; a document that does is not compared with itself beyond.
ENONCES_MAX = 3_000
REPETITIONS_MAX = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two statements: words of the first, and what the second has in their place."""

    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Repetition:
    """A statement made twice.

    Attributes:
        premier: the statement, where it comes first.
        second: where it comes again.
        ressemblance: share of characters in common, 1 for the same words.
        differences: what differs, in order; empty for the same words.
    """

    premier: Element
    second: Element
    ressemblance: float
    differences: tuple[Difference, ...]


def constats_of(repetitions: Iterable[Repetition]) -> Iterator[Constat]:
    """Yield repetitions as findings: one for all the places of a statement that comes word for word.

    Args:
        repetitions: the statements made twice.
    """
    repetitions = tuple(repetitions)
    same: dict[Element, list[Repetition]] = {}
    for each in repetitions:
        if not each.differences:
            same.setdefault(each.premier, []).append(each)
    for each in repetitions:
        if each.differences:
            yield _near_constat(each)
        elif places := same.pop(each.premier, []):
            yield _same_constat(places)


def _same_constat(places: Sequence[Repetition]) -> Constat:
    premier, others = places[0].premier, [each.second for each in places]
    noms = {"premier": premier.nom, "second": others[0].nom, "fois": len(others) + 1}
    if len(others) == 1 and premier.nom != others[0].nom:
        francais = "« {premier} » et « {second} » disent la même chose, mot pour mot."
        anglais = "“{premier}” and “{second}” say the same, word for word."
    elif len(others) == 1:
        francais = "« {premier} » est écrit deux fois, mot pour mot."
        anglais = "“{premier}” is written twice, word for word."
    else:
        francais = "« {premier} » est écrit {fois} fois, mot pour mot."
        anglais = "“{premier}” is written {fois} times, word for word."
    return _constat(francais.format(**noms), anglais.format(**noms), premier, *others)


def _near_constat(near: Repetition) -> Constat:
    said = {
        "premier": near.premier.nom,
        "second": near.second.nom,
        "part": int(near.ressemblance * 100),
    }
    ecarts = " ; ".join(_changed(each, "« {} »", "ajouté", "retiré") for each in near.differences)
    changes = "; ".join(_changed(each, "“{}”", "added", "removed") for each in near.differences)
    francais = "« {premier} » et « {second} » se ressemblent à {part} % ; ce qui change : {ecarts}."
    anglais = "“{premier}” and “{second}” are {part}% alike; what changes: {changes}."
    return _constat(
        francais.format(**said, ecarts=ecarts),
        anglais.format(**said, changes=changes),
        near.premier,
        near.second,
    )


def _changed(difference: Difference, quoted: str, added: str, removed: str) -> str:
    """Return a difference in words: what stands in place of what, or what is added or removed."""
    if not difference.avant:
        return f"{quoted.format(difference.apres)} {added}"
    if not difference.apres:
        return f"{quoted.format(difference.avant)} {removed}"
    return f"{quoted.format(difference.avant)} → {quoted.format(difference.apres)}"


def _constat(francais: str, anglais: str, *elements: Element) -> Constat:
    # The same criterion may well serve two competences; the same competence cannot be two.
    gravite: Gravite = "info" if elements[0].genre == "critere" else "warning"
    return Constat("repetition", francais, anglais, gravite, elements)


def find_repetitions(certification: Certification, seuil: float = SEUIL) -> tuple[Repetition, ...]:
    """Return the statements of a document that are made twice, in the order of the document.

    Args:
        certification: the document as read.
        seuil: share of characters from which two statements are nearly the same, above 0.5.
    """
    groups: dict[str, list[Element]] = {}
    for element in _statements(certification):
        groups.setdefault(element.genre, []).append(element)
    return tuple(each for group in groups.values() for each in _pairs(group[:ENONCES_MAX], seuil))


def _statements(certification: Certification) -> Iterator[Element]:
    for activite in all_activites(certification.activites):
        yield of_activite(activite)
    seen: set[tuple[str, str, object]] = set()
    for _, competence in all_competences(certification):
        for element in (of_competence(competence), *map(of_critere, competence.criteres)):
            # What is printed once and belongs to two things is one statement.
            key = (element.repere, element.texte, element.passages)
            if element.passages and key in seen:
                continue
            seen.add(key)
            yield element


def _pairs(elements: list[Element], seuil: float) -> Iterator[Repetition]:
    """Yield the pairs that are alike: what is said word for word with its first place, then what is near."""
    first: dict[tuple[str, ...], int] = {}
    found: list[tuple[int, int, float]] = []
    for rank, element in enumerate(elements):
        words = tuple(_words(element.texte))
        if len(words) >= MOTS_MIN and (before := first.setdefault(words, rank)) != rank:
            found.append((before, rank, 1.0))
    long = {rank: " ".join(words) for words, rank in first.items() if len(words) >= MOTS_MIN_PROCHES}
    found += islice(_near(long, seuil), REPETITIONS_MAX)
    for before, rank, score in sorted(found)[:REPETITIONS_MAX]:
        differences = _differences(elements[before].texte, elements[rank].texte)
        yield Repetition(elements[before], elements[rank], score, differences)


def _near(texts: dict[int, str], seuil: float) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of different texts that are alike; texts of too different lengths are not compared."""
    ranks = sorted(texts, key=lambda rank: len(texts[rank]))
    lengths = [len(texts[rank]) for rank in ranks]
    # With characters in common counted twice over the sum of both lengths, the longer has at most this many.
    longest = (2 - seuil) / seuil
    for at, rank in enumerate(ranks):
        for other in ranks[at + 1 : bisect_left(lengths, lengths[at] * longest + 1)]:
            if score := fuzz.ratio(texts[rank], texts[other], score_cutoff=100 * seuil):
                yield min(rank, other), max(rank, other), score / 100


def _words(text: str) -> list[str]:
    return _MOT.findall(text.casefold())


def _differences(first: str, second: str) -> tuple[Difference, ...]:
    """Return the runs of words that differ, as printed."""
    left, right = _MOT.findall(first), _MOT.findall(second)
    folded_left, folded_right = [each.casefold() for each in left], [each.casefold() for each in right]
    runs: list[tuple[list[str], list[str]]] = []
    end: tuple[int, int] | None = None
    for step in Indel.opcodes(folded_left, folded_right):
        if step.tag == "equal":
            continue
        # A replacement comes as a deletion and an insertion at one place.
        if end != (step.src_start, step.dest_start):
            runs.append(([], []))
        runs[-1][0].extend(left[step.src_start : step.src_end])
        runs[-1][1].extend(right[step.dest_start : step.dest_end])
        end = (step.src_end, step.dest_end)
    return tuple(Difference(" ".join(avant), " ".join(apres)) for avant, apres in runs)
