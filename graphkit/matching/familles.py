"""Families of verbs: two statements may say the same with two verbs of one family (concevoir, élaborer)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from graphkit.analysis import Analyse
from graphkit.french import fold, forms

_FILE = Path(__file__).parent / "familles.toml"


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


def families_of(analysis: Analyse) -> frozenset[str]:
    """Return the families of the actions of a statement.

    After a verb that says nothing the noun of action speaks: "réaliser un diagnostic" is of the family of
    "diagnostiquer".

    Args:
        analysis: of the statement.
    """
    light, verbs, nouns = _lists()
    found = set()
    for verb in analysis.verbes:
        key = fold(verb)
        noun = _first_noun(analysis) if key in light else None
        family = nouns.get(noun) if noun else None
        if family or key in verbs:
            found.add(family or verbs[key])
    return frozenset(found)


def is_noun_of_action(word: str) -> bool:
    """Tell whether a folded word names an action of a family.

    Args:
        word: the word.
    """
    return word in _lists()[2]


def _first_noun(analysis: Analyse) -> str | None:
    said = forms(analysis.objet or "")
    nouns = _lists()[2]
    # "La conception technique d’un contrat", "à la mise en place de": the action comes among the first words.
    return next((_singular(word, nouns) for word in said[:2] if _singular(word, nouns) in nouns), None)


def _singular(word: str, nouns: dict[str, str]) -> str:
    return word[:-1] if word not in nouns and word.endswith("s") else word
