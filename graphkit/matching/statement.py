"""A statement made ready to be compared: what its parts say, as stems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graphkit.analysis import Nature, analyse
from graphkit.french import fold, forms, stem, words
from graphkit.matching.familles import families_of, is_verb, spelt
from graphkit.matching.themes import themes_of

_KEPT = 1 << 16
#: Words that introduce a part and say nothing of it.
_MARKS = frozenset({
    "afin", "maniere", "sorte", "facon", "vue", "but", "objectif", "permettre", "selon", "fonction", "compte",
    "tenant", "aide", "partir", "moyen", "travers", "cadre", "lors", "ainsi", "notamment", "appuyant",
    "prenant", "termes", "etc", "via",
})  # fmt: skip


#: What a list of actions or objects is held together by, and what a complement is tied on with.
_LISTING = re.compile(r"\b(?:et|ou)\b|[,/;]")
_TYING = re.compile(r"\b(?:de|du|des|à|au|aux|en|pour|dans|sur|avec|par)\b|\bd['’]")


class Part(StrEnum):
    """The parts of a statement that are compared, as people read them."""

    VERBE = "verbe"
    OBJET = "objet"
    CONTEXTE = "contexte et moyens"
    FINALITE = "finalité"


class Stems(dict[str, str]):
    """Stem -> the word as the statement has it, folded; never changed, and told apart from any other."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A statement, analysed once.

    Attributes:
        text: the text.
        verbs: infinitives of its actions, folded.
        spellings: word, folded -> how the statement writes it, verbs in the infinitive.
        families: families of those actions.
        objet: what the action bears on.
        contexte: in which situation, and how.
        finalite: what for.
        mots: all its words.
        themes: fields of work that they show, each with how much.
        length: number of its words that count.
        lists: number of signs of a list in what it says to do and on what: a list covers what it names.
        ties: number of complements there: a complement limits.
    """

    text: str
    verbs: tuple[str, ...]
    spellings: Mapping[str, str]
    families: frozenset[str]
    objet: Stems
    contexte: Stems
    finalite: Stems
    mots: Stems
    themes: Mapping[str, float]
    length: int
    lists: int
    ties: int

    def stems_of(self, part: Part) -> Stems:
        """Return the words of a part that is compared word by word."""
        return {Part.OBJET: self.objet, Part.CONTEXTE: self.contexte, Part.FINALITE: self.finalite}[part]

    def written(self, stems: Stems) -> dict[str, str]:
        """Return each stem with its word as the statement writes it, with its accents."""
        return {each: self.spellings.get(word, word) for each, word in stems.items()}


@lru_cache(maxsize=_KEPT)
def prepare(text: str) -> Statement:
    """Return a statement made ready; the same text is analysed once.

    Args:
        text: the statement.
    """
    analysis = analyse(text, Nature.COMPETENCE)
    said = forms(text)
    around = [*analysis.contextes, *analysis.moyens, *analysis.finalites]
    # What stands neither around the action nor names it is what it bears on, past the first object too:
    # "analyser les besoins et maquetter une application".
    left = Counter(said) - Counter(form for part in around for form in forms(part))
    verbs = tuple(dict.fromkeys((*map(fold, analysis.verbes), *(form for form in left if is_verb(form)))))
    objet = [form for form in said if left[form] and form not in verbs]
    all_words = _stems(said)
    core = _without(text, around).lower()
    written = {word.form: text[word.start : word.end] for word in words(text)}
    return Statement(
        text=text,
        verbs=verbs,
        spellings=written
        | {verb: spelt(verb) for verb in verbs}
        | {fold(verb): verb for verb in analysis.verbes},
        families=families_of(verbs, objet),
        objet=_stems(objet),
        contexte=_stems(_words_of((*analysis.contextes, *analysis.moyens))),
        finalite=_stems(_words_of(analysis.finalites)),
        mots=all_words,
        themes=themes_of(all_words),
        length=len(all_words),
        lists=len(_LISTING.findall(core)),
        ties=len(_TYING.findall(core)),
    )


def _without(text: str, parts: Iterable[str]) -> str:
    """Return what is left of a text without some of its parts."""
    for part in parts:
        text = text.replace(part, " ")
    return text


def _words_of(parts: Iterable[str]) -> Iterator[str]:
    """Yield the words of parts without those that only introduce them."""
    return (form for part in parts for form in forms(part) if form not in _MARKS)


def _stems(words: Iterable[str]) -> Stems:
    return Stems((stem(word), word) for word in words)
