"""What two statements have in common, part by part, as numbers from 0 to 1 that can be explained."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphkit.matching.familles import is_light, spelt
from graphkit.matching.rarity import Rarity
from graphkit.matching.statement import Part, Statement, Stems

#: Two verbs of one family say nearly the same; two words with one root may.
_SAME_FAMILY = 0.7
_SAME_ROOT = 0.7
_ROOT = 5
_KEPT = 1 << 15
_LEAST_OF_WORD = 0.6
#: What shared words tell together, of which more adds little.
_MUCH = 1.2
#: What is taken of an action of which a statement says nothing, and of a theme that it does not show.
_ANY_ACTION = 0.4
_ANY_THEME = 0.3


@dataclass(frozen=True, slots=True)
class Component:
    """What a part of two statements has in common.

    Attributes:
        part: the part.
        score: 0 to 1; ``None`` where one of the statements says nothing of it.
        shared: words that both have, as the first writes them.
        only_one: words that only the first has.
        only_other: words that only the other has.
        families: families of actions that both have, each by verbs of its own.
    """

    part: Part
    score: float | None
    shared: tuple[str, ...] = ()
    only_one: tuple[str, ...] = ()
    only_other: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


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
    verb, verb_of_both, family = _verbs(one, other)
    objet = _part(Part.OBJET, one, other, rarity)
    contexte = _part(Part.CONTEXTE, one, other, rarity)
    finalite = _part(Part.FINALITE, one, other, rarity)
    whole = _Shares(one.mots, other.mots, rarity)
    # What one says in its object the other may say in its means: words are looked for anywhere too.
    of_one, of_other = _Shares(one.objet, other.mots, rarity), _Shares(other.objet, one.mots, rarity)
    action = verb.score if verb.score is not None else _ANY_ACTION
    found = max(of_one.of_one, of_other.of_one)
    fed = _evidence(max(of_one.common, of_other.common))
    features = {
        "famille": family,
        "verbe_et_objet": action * found * fed,
        "verbe_et_objet_des_deux": verb_of_both * min(of_one.of_one, of_other.of_one),
        "objet_ailleurs": found * fed,
        "theme": _theme(one.themes, other.themes, whole.cosine),
        "mots": whole.cosine,
        "inclusion": max(whole.of_one, whole.of_other) * _evidence(whole.common),
        "verbes_en_plus": _more(len(one.verbs), len(other.verbs)),
        "objet_en_plus": _said(one, rarity) - _said(other, rarity),
        "listes_en_plus": _more(one.lists, other.lists),
        "complements_en_plus": _more(one.ties, other.ties),
    }
    return Compared((verb, objet, contexte, finalite), features)


def _verbs(one: Statement, other: Statement) -> tuple[Component, float, float]:
    """Compare the actions: what is shared of the shorter list, of the longer one, and of their families."""
    same = tuple(verb for verb in one.verbs if verb in other.verbs)
    kin = one.families & other.families
    fewest = min(len(one.verbs), len(other.verbs))
    most = max(len(one.verbs), len(other.verbs))
    families_fewest = min(len(one.families), len(other.families))
    families_most = max(len(one.families), len(other.families))
    if families_fewest:
        # "Réaliser un diagnostic" and "réaliser une soudure" have the verb in common, and not the action.
        share = max(len(same) / fewest if kin and fewest else 0.0, _SAME_FAMILY * len(kin) / families_fewest)
        of_both = max(len(same) / most if kin and most else 0.0, _SAME_FAMILY * len(kin) / families_most)
    elif fewest:
        # An action that only says that something is done may be any.
        share = of_both = _ANY_ACTION if not same else len(same) / most
    else:
        share = of_both = _ANY_ACTION
    told = bool(fewest or families_fewest)
    component = Component(
        Part.VERBE,
        share if told else None,
        tuple(one.spellings[verb] for verb in same),
        tuple(one.spellings[verb] for verb in one.verbs if verb not in same),
        tuple(other.spellings[verb] for verb in other.verbs if verb not in same),
        () if same else tuple(sorted(map(spelt, kin))),
    )
    telling = [verb for verb in same if not is_light(verb)]
    return component, of_both, len(kin) / families_fewest if families_fewest else float(bool(telling))


def _part(part: Part, one: Statement, other: Statement, rarity: Rarity) -> Component:
    """Compare the words of a part, and name them as each statement writes them."""
    stems_of_one, stems_of_other = one.stems_of(part), other.stems_of(part)
    said, said_of_other = one.written(stems_of_one), other.written(stems_of_other)
    if not stems_of_one or not stems_of_other:
        return Component(part, None, (), tuple(said.values()), tuple(said_of_other.values()))
    shares = _Shares(stems_of_one, stems_of_other, rarity)
    shared = set(shares.pairs.values())
    return Component(
        part,
        shares.cosine,
        tuple(said[each] for each in shares.pairs),
        tuple(word for each, word in said.items() if each not in shares.pairs),
        tuple(word for each, word in said_of_other.items() if each not in shared),
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
        roots_of_one, roots_of_other = _roots(one), _roots(other)
        for root in roots_of_one.keys() & roots_of_other.keys():
            each, kin = roots_of_one[root], roots_of_other[root]
            if each not in self.pairs and kin not in self.pairs and _alike(each, kin):
                self.pairs[each], strength[each] = kin, _SAME_ROOT
        self.common = self.of_one = self.of_other = self.cosine = 0.0
        if not self.pairs:
            return
        mass_one, square_one = _weight(one, rarity)
        mass_other, square_other = _weight(other, rarity)
        common_one = sum(strength[a] * rarity(a) for a in self.pairs)
        common_other = sum(strength[a] * rarity(b) for a, b in self.pairs.items())
        self.common = min(common_one, common_other)
        self.of_one = common_one / mass_one
        self.of_other = common_other / mass_other
        dot = sum(strength[a] * rarity(a) * rarity(b) for a, b in self.pairs.items())
        self.cosine = min(1.0, dot / math.sqrt(square_one * square_other))


def _alike(one: str, other: str) -> bool:
    """Whether two stems with one beginning are forms of one word ("conception" and "concept")."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= _LEAST_OF_WORD * max(len(one), len(other))


def _theme(one: Mapping[str, float], other: Mapping[str, float], alike: float) -> float:
    """Return how much two statements are of one field of work; their words tell it where no list does."""
    if not one or not other:
        return max(_ANY_THEME, alike)
    common = sum(told * other.get(theme, 0.0) for theme, told in one.items())
    return common / math.hypot(*one.values()) / math.hypot(*other.values())


def _evidence(common: float) -> float:
    """Return how much to make of shared words: one that few statements hold is little, three are much."""
    return 1 - math.exp(-common / _MUCH)


@lru_cache(maxsize=_KEPT)
def _weight(stems: Stems, rarity: Rarity) -> tuple[float, float]:
    """Return what the words of a text tell together, and the sum of the squares of it."""
    told = [rarity(each) for each in stems]
    return sum(told), sum(each * each for each in told)


@lru_cache(maxsize=_KEPT)
def _roots(stems: Stems) -> dict[str, str]:
    """Return the first letters of the longer stems of a text, each with the first stem that has them."""
    found: dict[str, str] = {}
    for each in stems:
        if len(each) >= _ROOT:
            found.setdefault(each[:_ROOT], each)
    return found


def _said(statement: Statement, rarity: Rarity) -> float:
    """Return how much a statement says of each thing that it bears on: the more, the narrower it is."""
    return math.log1p(_weight(statement.objet, rarity)[0] / (1 + statement.lists))


def _more(one: int, other: int) -> float:
    return (one - other) / (1 + one + other)
