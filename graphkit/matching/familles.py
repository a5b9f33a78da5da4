"""Families of verbs: two statements may say the same with two verbs of one family (concevoir, élaborer)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from graphkit.french import fold

_FILE = Path(__file__).parent / "familles.toml"
_AMONG = 2


@cache
def _lists() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    told = tomllib.loads(_FILE.read_text("utf-8"))
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for family, lists in told["familles"].items():
        verbs |= {fold(verb): family for verb in lists["verbes"]}
        nouns |= {fold(noun): family for noun in lists["noms"]}
    return frozenset(map(fold, told["legers"])), verbs, nouns


def family_of(verb: str) -> str | None:
    """Return the family of a verb, ``None`` for one of no list.

    Args:
        verb: its infinitive.
    """
    return _lists()[1].get(fold(verb))


@cache
def _spellings() -> dict[str, str]:
    told = tomllib.loads(_FILE.read_text("utf-8"))
    return {fold(verb): verb for lists in told["familles"].values() for verb in lists["verbes"]}


def spelt(verb: str) -> str:
    """Return how a folded infinitive is spelt, as it is where no list has it.

    Args:
        verb: the infinitive, folded.
    """
    return _spellings().get(verb, verb)


def is_verb(word: str) -> bool:
    """Tell whether a folded word is the infinitive of a family.

    Args:
        word: the word.
    """
    return word in _lists()[1]


def is_light(word: str) -> bool:
    """Tell whether a folded infinitive says only that something is done.

    Args:
        word: the infinitive.
    """
    return word in _lists()[0]


def families_of(verbs: Iterable[str], words: Sequence[str]) -> frozenset[str]:
    """Return the families of the actions of a statement; of an action that says nothing, none.

    After a verb that says nothing the noun of action speaks: "réaliser un diagnostic" is of the family of
    "diagnostiquer".

    Args:
        verbs: infinitives of its actions, folded.
        words: the words that its actions bear on, folded, in order.
    """
    light, families, nouns = _lists()
    # "La conception technique d’un contrat", "à la mise en place de": the action comes among the first words.
    noun = next(
        (nouns[each] for word in words[:_AMONG] for each in (word, word.rstrip("s")) if each in nouns), None
    )
    found = {noun if verb in light else families.get(verb) for verb in verbs}
    return frozenset(family for family in found if family)
