"""A statement made ready to be compared: what its parts say, as stems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graphkit.analysis import Nature, analyse
from graphkit.french import forms, stem
from graphkit.matching.familles import families_of

_GRAM = 4
_KEPT = 1 << 16


class Part(StrEnum):
    """The parts of a statement that are compared, as people read them."""

    VERBE = "verbe"
    OBJET = "objet"
    CONTEXTE = "contexte et moyens"
    FINALITE = "finalité"


Stems = dict[str, str]
"""Stem -> the word as the statement has it, folded."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A statement, analysed once.

    Attributes:
        text: the text.
        verbs: infinitives of its actions.
        families: families of those actions.
        objet: what the action bears on.
        contexte: in which situation, and how.
        finalite: what for.
        mots: all its words.
        grams: runs of four letters of its words.
        length: number of its words that count.
    """

    text: str
    verbs: tuple[str, ...]
    families: frozenset[str]
    objet: Stems
    contexte: Stems
    finalite: Stems
    mots: Stems
    grams: frozenset[str]
    length: int


@lru_cache(maxsize=_KEPT)
def prepare(text: str) -> Statement:
    """Return a statement made ready; the same text is analysed once.

    Args:
        text: the statement.
    """
    analysis = analyse(text, Nature.COMPETENCE)
    said = _stems([text])
    # A nominal statement ("Gestion des stocks") has no verb, and its words are its object.
    objet = _stems([analysis.objet]) if analysis.objet else (dict(said) if not analysis.verbes else {})
    return Statement(
        text=text,
        verbs=analysis.verbes,
        families=families_of(analysis),
        objet=objet,
        contexte=_stems((*analysis.contextes, *analysis.moyens)),
        finalite=_stems(analysis.finalites),
        mots=said,
        grams=frozenset(gram for word in said.values() for gram in _grams(word)),
        length=len(said),
    )


def _stems(texts: Iterable[str]) -> Stems:
    return {stem(form): form for text in texts for form in forms(text)}


def _grams(word: str) -> Iterable[str]:
    marked = f" {word} "
    return (marked[at : at + _GRAM] for at in range(max(1, len(marked) - _GRAM + 1)))
