"""What two statements have in common, part by part, as numbers from 0 to 1 that can be explained."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.matching.rarity import Rarity
from graphkit.matching.statement import Part, Statement, Stems

#: Two verbs of one family say nearly the same; two words with one root may.
_SAME_FAMILY = 0.7
_SAME_ROOT = 0.7
_ROOT = 5
_LEAST_OF_WORD = 0.6
_NO_EVIDENCE = 0.0


@dataclass(frozen=True, slots=True)
class Component:
    """What a part of two statements has in common.

    Attributes:
        part: the part.
        score: 0 to 1; ``None`` where one of the statements says nothing of it.
        shared: words that both have, as the first writes them.
        only_one: words that only the first has.
        only_other: words that only the other has.
    """

    part: Part
    score: float | None
    shared: tuple[str, ...] = ()
    only_one: tuple[str, ...] = ()
    only_other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two statements beside each other.

    Attributes:
        components: part by part.
        features: named numbers of which a score is made.
    """

    components: tuple[Component, ...]
    features: Mapping[str, float]


def compare(one: Statement, other: Statement, rarity: Rarity) -> Compared:
    """Compare two statements.

    Args:
        one: the first.
        other: the other.
        rarity: how much a word tells.
    """
    verb = _verbs(one, other)
    objet = _words(Part.OBJET, one.objet, other.objet, rarity)
    contexte = _words(Part.CONTEXTE, one.contexte, other.contexte, rarity)
    finalite = _words(Part.FINALITE, one.finalite, other.finalite, rarity)
    whole = _Shares(one.mots, other.mots, rarity)
    # What one says in its object the other may say in its means: words are looked for anywhere too.
    object_of_one = _Shares(one.objet, other.mots, rarity).of_one
    object_of_other = _Shares(other.objet, one.mots, rarity).of_one
    features = {
        "verbe": verb.score if verb.score is not None else _NO_EVIDENCE,
        "objet": objet.score if objet.score is not None else _NO_EVIDENCE,
        "objet_ailleurs": max(object_of_one, object_of_other),
        "objet_des_deux": min(object_of_one, object_of_other),
        "contexte": contexte.score if contexte.score is not None else _NO_EVIDENCE,
        "finalite": finalite.score if finalite.score is not None else _NO_EVIDENCE,
        "mots": whole.cosine,
        "inclusion": max(whole.of_one, whole.of_other),
        "lettres": _overlap(one.grams, other.grams),
        "concision": 1 / math.sqrt(1 + min(one.length, other.length)),
        "penche": whole.of_one - whole.of_other,
        "verbes_en_plus": _more(len(one.verbs), len(other.verbs)),
        "mots_en_plus": _more(one.length, other.length),
    }
    return Compared((verb, objet, contexte, finalite), features)


def _verbs(one: Statement, other: Statement) -> Component:
    if not one.verbs or not other.verbs:
        score = None if not (one.families and other.families) else float(bool(one.families & other.families))
        return Component(Part.VERBE, score, (), one.verbs, other.verbs)
    same = [verb for verb in one.verbs if verb in other.verbs]
    share = len(same) / max(len(one.verbs), len(other.verbs))
    kin = one.families & other.families
    related = _SAME_FAMILY * len(kin) / max(len(one.families), len(other.families)) if kin else 0.0
    # A verb that says nothing ("réaliser") is the same verb of another action when its noun is another.
    estranged = bool(same) and not kin and bool(one.families and other.families)
    return Component(
        Part.VERBE,
        0.0 if estranged else max(share, related),
        tuple(same),
        tuple(verb for verb in one.verbs if verb not in same),
        tuple(verb for verb in other.verbs if verb not in same),
    )


def _words(part: Part, one: Stems, other: Stems, rarity: Rarity) -> Component:
    if not one or not other:
        return Component(part, None, (), tuple(one.values()), tuple(other.values()))
    shares = _Shares(one, other, rarity)
    return Component(
        part,
        shares.cosine,
        tuple(one[each] for each in shares.pairs),
        tuple(word for each, word in one.items() if each not in shares.pairs),
        tuple(word for each, word in other.items() if each not in set(shares.pairs.values())),
    )


class _Shares:
    """The words that two texts share, weighted by how much they tell.

    Args:
        one: stems of the first.
        other: stems of the other.
        rarity: how much a stem tells.
    """

    def __init__(self, one: Stems, other: Stems, rarity: Rarity) -> None:
        self.pairs = {each: each for each in one if each in other}
        strength = dict.fromkeys(self.pairs, 1.0)
        left = {each[:_ROOT]: each for each in other if each not in self.pairs and len(each) >= _ROOT}
        for each in one:
            kin = left.get(each[:_ROOT]) if each not in self.pairs and len(each) >= _ROOT else None
            if kin is not None and _alike(each, kin):
                self.pairs[each], strength[each] = kin, _SAME_ROOT
                del left[each[:_ROOT]]
        mass_one, mass_other = _mass(one, rarity), _mass(other, rarity)
        common_one = sum(strength[a] * rarity(a) for a in self.pairs)
        common_other = sum(strength[a] * rarity(b) for a, b in self.pairs.items())
        self.of_one = common_one / mass_one if mass_one else 0.0
        self.of_other = common_other / mass_other if mass_other else 0.0
        dot = sum(strength[a] * rarity(a) * rarity(b) for a, b in self.pairs.items())
        norm = math.sqrt(_square(one, rarity) * _square(other, rarity))
        self.cosine = min(1.0, dot / norm) if norm else 0.0


def _alike(one: str, other: str) -> bool:
    """Whether two stems with one beginning are forms of one word ("conception" and "concept")."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= _LEAST_OF_WORD * max(len(one), len(other))


def _mass(stems: Iterable[str], rarity: Rarity) -> float:
    return sum(map(rarity, stems))


def _square(stems: Iterable[str], rarity: Rarity) -> float:
    return sum(rarity(each) ** 2 for each in stems)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / math.sqrt(len(one) * len(other))


def _more(one: int, other: int) -> float:
    return (one - other) / max(1, one + other)
